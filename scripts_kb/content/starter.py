"""What `kb init` begins a knowledge base with: files of the package, filled in and put in place.

    starter/LANGUAGE/content/… ─────fill─┐
    starter/LANGUAGE/README.md, next/ ───┤
    starter/beside/…, JSON Schema ───────┴─▶ files ──put──▶ DIR   what is there is left alone

A file that is to be filled in holds `$company`, `$today`, … as a whole value; it is read and
written by the writer that all content goes through, so that no name can break it.
"""

import contextlib
import datetime as dt
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from scripts_kb import __version__
from scripts_kb.content import spelling, writing
from scripts_kb.content.age import release
from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.problems import UserError, refusal
from scripts_kb.schema import json_schema
from scripts_kb.schema.days import shifted

FOLDER: Final = Path(__file__).parent.parent / "starter"

BESIDE: Final = {
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    # MkDocs wants to find its folder of pages before they are made.
    "docs-gitignore": "build/docs/.gitignore",
    "mkdocs.yml": "mkdocs.yml",
}
"""Files of the package's `starter/beside` → where they stand beside the content folder."""

SETTINGS: Final = "content/kb.yml"
"""What makes a folder a knowledge base; it is written last."""

NEXT: Final = "NEXT.md"
"""What is to be done until the first change is published, beside the content folder."""

_PARTNERS: Final = ("sales", "marketing")
_DIRECTOR: Final = "director"
_HALF_A_YEAR: Final = 182
_FRONT: Final = re.compile(r"\A---\n(?P<yaml>.*?)^---$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Begun:
    """What was written, and what was there already and left; paths below the folder."""

    written: tuple[str, ...]
    left: tuple[str, ...]


_Filling = str | dt.date | tuple[tuple[str, str], ...]
"""What stands in a place that is to be filled in; pairs are the items of a list, id and title."""


def files(
    language: Language,
    *,
    company: str,
    time_zone: str,
    today: dt.date,
    departments: Sequence[str] = (),
) -> Mapping[str, bytes]:
    """Give the files of a new knowledge base by their paths, the settings last.

    Args:
        language: of its texts.
        company: the name of the company, as a person typed it.
        time_zone: the name of its zone.
        today: the day from which on its rules and offers hold.
        departments: the titles of whose the words are, whose the prices are, and of others; the
            usual ones where left out.

    Examples:
        >>> made = files("en", company="A: B", time_zone="UTC", today=dt.date(2026, 11, 22))
        >>> made[SETTINGS].decode().splitlines()[1]
        "company: 'A: B'"
    """
    known: dict[str, _Filling] = {
        "$version": release(__version__),
        "$departments": _departments(language, departments),
        "$company": company,
        "$time-zone": time_zone,
        "$today": today,
        "$in-half-a-year": shifted(today, _HALF_A_YEAR),
    }
    found = {path: (FOLDER / "beside" / name).read_bytes() for name, path in BESIDE.items()}
    start = FOLDER / language
    for file in sorted((start / "content").rglob("*")):
        if file.is_file():
            text = file.read_text("utf-8")
            asked = tuple(each for each in known.items() if each[0] in text)
            found[file.relative_to(start).as_posix()] = _filled(text, asked)
    found["README.md"] = (start / "README.md").read_bytes()
    found |= {path: text.encode() for path, text in json_schema.beside(language)}
    found[SETTINGS] = found.pop(SETTINGS)
    return found


def next_steps(language: Language, enter: str) -> str:
    """Give what to do after `kb init`; `enter` is the line that goes to the folder, or ""."""
    text = (FOLDER / language / "next.txt").read_text("utf-8")
    return text.replace("{enter}", f"  {enter}\n" if enter else "").replace("{next}", NEXT)


def checklist(language: Language, parts: Sequence[str], known: Mapping[str, str]) -> bytes:
    """Give what is to be done until the first change is published, as Markdown.

    Args:
        language: of its text.
        parts: names of its parts, in their order; those that there are not say nothing.
        known: word of the parts → what stands in its place.
    """
    folder = FOLDER / language / "next"
    found = (folder / f"{each}.md" for each in parts)
    text = "".join(each.read_text("utf-8") for each in found if each.is_file())
    for word, said in known.items():
        text = text.replace(word, said)
    return text.encode()


def usual_departments(language: Language) -> list[str]:
    """Give the titles of whose the words are, and whose the prices, where nobody named others."""
    return [catalogue("starting").say(each, language) for each in _PARTNERS]


def _departments(language: Language, named: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Give ids and titles; the first two and the director are those that the zones name."""
    titles = [*named, *usual_departments(language)[len(named) :]]
    found = dict(zip(_PARTNERS, titles, strict=False))
    for title in titles[len(_PARTNERS) :]:
        name = spelling.slug(title)
        number = 2
        while name in {*found, _DIRECTOR}:
            name = f"{spelling.slug(title)}-{number}"
            number += 1
        found[name] = title
    return (*found.items(), (_DIRECTOR, catalogue("starting").say(_DIRECTOR, language)))


def there(folder: Path) -> bool:
    """Tell whether a folder is a knowledge base already."""
    return _there(folder / SETTINGS)


def refuse_another(folder: Path) -> None:
    """Refuse a folder that is a knowledge base already.

    Raises:
        UserError: with the file that says so.
    """
    if there(folder):
        raise UserError("base-there", file=(folder / SETTINGS).as_posix())


def put(folder: Path, found: Mapping[str, bytes]) -> Begun:
    """Write files below a folder: all that are not there yet or, where the disk refuses, none.

    Raises:
        UserError: where the folder is a knowledge base already, or cannot be written to.
    """
    refuse_another(folder)
    return add(folder, found)


def add(folder: Path, found: Mapping[str, bytes]) -> Begun:
    """Write files below a folder that may be a knowledge base, as `put` does.

    Raises:
        UserError: where the folder cannot be written to.
    """
    written: list[Path] = []
    made: list[Path] = []
    left = []
    try:
        for path, content in found.items():
            file = folder / path
            if _there(file):
                left.append(path)
                continue
            made += [each for each in _missing(file.parent) if each not in made]
            file.parent.mkdir(parents=True, exist_ok=True)
            # Exclusively: what appears meanwhile is somebody's too.
            with file.open("xb") as stream:
                written.append(file)
                stream.write(content)
    except BaseException as error:
        _undo(written, made)
        if not isinstance(error, OSError):
            raise
        said = refusal(error)
        raise UserError("nothing-begun", file=error.filename or folder, said=said) from None
    return Begun(tuple(each.relative_to(folder).as_posix() for each in written), tuple(left))


def _there(file: Path) -> bool:
    """Tell whether anything stands under a name, be it a link to nowhere."""
    return os.path.lexists(file)


def _missing(folder: Path) -> list[Path]:
    """Give the folders that are still to be made, the inner ones first."""
    return [each for each in (folder, *folder.parents) if not each.exists()]


def _undo(written: list[Path], made: list[Path]) -> None:
    """Take away what was begun: half a knowledge base would only stand in the next one's way."""
    for file in written:
        with contextlib.suppress(OSError):
            file.unlink()
    for folder in sorted(made, key=lambda each: len(each.parts), reverse=True):
        with contextlib.suppress(OSError):
            folder.rmdir()


@cache  # one process may begin many bases, which differ in their settings alone
def _filled(text: str, asked: tuple[tuple[str, _Filling], ...]) -> bytes:
    """Fill in a file; one without anything to fill in stays byte for byte."""
    if not asked:
        return text.encode()
    front = _FRONT.match(text)
    writer = writing.yaml()
    tree = writer.load(front["yaml"] if front else text)
    _fill(tree, dict(asked))
    written = writing.text_of(writer, tree)
    return (f"---\n{written}---{text[front.end() :]}" if front else written).encode()


def _fill(tree: Any, known: Mapping[str, _Filling]) -> None:
    for place, each in tree.items() if isinstance(tree, dict) else enumerate(tree):
        if isinstance(each, dict | list):
            _fill(each, known)
        elif isinstance(each, str) and each in known:
            said = known[each]
            if isinstance(said, tuple):
                tree[place] = [{"id": id_, "title": title} for id_, title in said]
            else:
                tree[place] = said
