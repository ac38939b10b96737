"""Scripts and styles as they are published: in the tree in which they are written.

    assets/call/  ──▶  call/CODE/     a release of the call screen
    assets/site/  ──▶  assets/site/   every page; with assets/call/memory/, which both remember by

A module imports another by one path, in the source and on a site. What is for us goes before it is
published: comments, types.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import rjsmin  # type: ignore[import-untyped] # it has one function, of text to text

_ASSETS: Final = files("scripts_kb") / "assets"
_MEMORY: Final = "call/memory"
_IMPORTED: Final = re.compile(r"""\b(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")
_PART: Final = re.compile(rb'^@import "([^"]+)";\n', re.MULTILINE)


@cache
def folder(name: str) -> Mapping[str, bytes]:
    """Give what is published of a folder of `assets/`, by path below it, in the order of names.

    It never changes while a process runs.
    """
    return dict(_published(_ASSETS / name))


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
        for target in _IMPORTED.findall(scripts[name].decode()):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
            if path not in found:
                found.append(path)
    return tuple(found)


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
