"""Scripts and styles as they are published: in the tree in which they are written.

    assets/call/  ──▶  call/CODE/     a release of the call screen
    assets/site/  ──▶  assets/site/   every page; with assets/call/memory/, which both remember by

A module imports another by one path, in the source and on a site. What is for us goes before it is
published: comments, types. What the worker of the search alone imports is published in its file.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import rjsmin  # type: ignore[import-untyped] # it has one function, of text to text

_ASSETS: Final = files("scripts_kb") / "assets"
_MEMORY: Final = "call/memory"
_WORKER: Final = "engine/worker.js"
_BINDING: Final = re.compile(r"""\bimport\s*\{([^}]*)\}\s*from\s*["'](\.{1,2}/[^"']+)["'];?""")
_EXPORTED: Final = re.compile(r"\bexport\s+(?=(?:async\s+)?(?:const|let|class|function)\b\W*(\w+))")
_IMPORTED: Final = re.compile(r"""\b(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")
_PART: Final = re.compile(rb'^@import "([^"]+)";\n', re.MULTILINE)


@cache
def folder(name: str) -> Mapping[str, bytes]:
    """Give what is published of a folder of `assets/`, by path below it, in the order of names.

    It never changes while a process runs.
    """
    found = dict(_published(_ASSETS / name))
    return joined(found, _WORKER) if _WORKER in found else found


def file(name: str) -> bytes:
    """Give one script of `assets/` as it is published."""
    return _bare(_ASSETS / name)


def licence(name: str) -> bytes:
    """Give the licence of a folder of `assets/` that somebody else wrote."""
    return (_ASSETS / name / "LICENSE").read_bytes()


def sheet(name: str) -> bytes:
    """Give a style sheet of `assets/` with the parts that it names: a browser asks for one file."""
    text = (_ASSETS / name).read_bytes()
    beside = posixpath.dirname(name)
    return _PART.sub(lambda part: (_ASSETS / beside / part[1].decode()).read_bytes(), text)


def site() -> Mapping[str, bytes]:
    """Give the scripts of every page, by path below `assets/`."""
    return {
        f"{place}/{name}": each
        for place in ("site", _MEMORY)
        for name, each in folder(place).items()
    }


def reached(scripts: Mapping[str, bytes], *first: str) -> tuple[str, ...]:
    """Follow the imports of modules.

    Args:
        scripts: all there are, by path.
        first: where to begin.

    Returns:
        Those, and whatever they import in turn, each once.

    Raises:
        KeyError: where a module that is imported is not there.

    Examples:
        >>> reached({"a.js": b'import {b} from "./c/b.js";', "c/b.js": b""}, "a.js")
        ('a.js', 'c/b.js')
    """
    found = list(first)
    # The list grows while it is read.
    for name in found:
        found += [path for path in _imports(scripts, name) if path not in found]
    return tuple(found)


def _imports(scripts: Mapping[str, bytes], name: str) -> list[str]:
    found = _IMPORTED.findall(scripts[name].decode())
    return list(dict.fromkeys(_path(name, target) for target in found))


def _path(name: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))


def joined(scripts: Mapping[str, bytes], worker: str) -> dict[str, bytes]:
    """Put the modules that a worker alone imports into its file, each in a scope of its own.

    It would load them one after another, each by way of the service worker, before it can begin.
    What pages import as well stays a file, which both read.

    Args:
        scripts: all there are, by path. They import and export by names, one declaration each.
        worker: the path of the worker's script.

    Returns:
        All scripts but for those modules.

    Raises:
        graphlib.CycleError: where they import each other in a circle.

    Examples:
        >>> own = {"a.js": b'import{b}from"./b.js";b();', "b.js": b"export const b=()=>1;"}
        >>> print(joined(own, "a.js")["a.js"].decode())
        const m0=(()=>{const b=()=>1;
        return{b}})();
        const{b}=m0;b();
        >>> list(joined({**own, "page.js": own["a.js"]}, "a.js"))
        ['a.js', 'b.js', 'page.js']
    """
    within = reached(scripts, worker)
    pages = [each for each in scripts if each.endswith(".js") and each not in within]
    shared = reached(scripts, *pages)
    alone = [each for each in within if each not in shared]
    imported = {each: _imports(scripts, each) for each in alone}
    apart = [each for each in shared if any(each in names for names in imported.values())]
    needed = {each: [one for one in names if one in alone] for each, names in imported.items()}
    order = list(TopologicalSorter(needed).static_order())
    named = {each: f"m{number}" for number, each in enumerate((*order[:-1], *apart))}

    def scope(name: str) -> str:
        text = scripts[name].decode()
        bound = _BINDING.sub(
            lambda each: f"const{{{each[1].replace(' as ', ':')}}}={named[_path(name, each[2])]};",
            text,
        )
        told = ",".join(_EXPORTED.findall(text))
        own = _EXPORTED.sub("", bound)
        return (
            own if name == worker else f"const {named[name]}=(()=>{{{own}\nreturn{{{told}}}}})();"
        )

    folder = posixpath.dirname(worker) or "."
    paths = {each: posixpath.relpath(each, folder) for each in apart}
    first = [f'import*as {named[each]} from"./{path}";' for each, path in paths.items()]
    whole = "\n".join((*first, *map(scope, order)))
    left = {name: each for name, each in scripts.items() if name not in alone}
    return dict(sorted({**left, worker: whole.encode()}.items()))


def _published(place: Traversable, below: str = "") -> Iterator[tuple[str, bytes]]:
    for each in sorted(place.iterdir(), key=lambda item: item.name):
        if each.is_dir():
            yield from _published(each, f"{below}{each.name}/")
        elif each.name.endswith(".js"):
            yield f"{below}{each.name}", _bare(each)
        elif each.name.endswith((".png", ".svg")):
            yield f"{below}{each.name}", each.read_bytes()


def _bare(script: Traversable) -> bytes:
    # A comment that begins with `!` stays: the licence of what somebody else wrote.
    made: str = rjsmin.jsmin(script.read_text(encoding="utf-8"), keep_bang_comments=True)
    return made.encode()
