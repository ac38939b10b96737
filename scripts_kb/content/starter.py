"""What `kb init` begins a knowledge base with: files of the package, filled in and put in place.

    starter/LANGUAGE/content/… ─fill─┐
    starter/beside/…, JSON Schema ───┴─▶ files ──put──▶ DIR     what is there already is left alone

A file that is to be filled in holds `$company`, `$today`, … as a whole value; it is read and
written by the writer that all content goes through, so that no name can break it.
"""

import contextlib
import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from scripts_kb.content import writing
from scripts_kb.language import Language
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

_HALF_A_YEAR: Final = 182
_FRONT: Final = re.compile(r"\A---\n(?P<yaml>.*?)^---$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Begun:
    """What was written, and what was there already and left; paths below the folder."""

    written: tuple[str, ...]
    left: tuple[str, ...]


def files(
    language: Language, *, company: str, time_zone: str, today: dt.date
) -> Mapping[str, bytes]:
    """Give the files of a new knowledge base by their paths, the settings last.

    Args:
        language: of its texts.
        company: the name of the company, as a person typed it.
        time_zone: the name of its zone.
        today: the day from which on its rules and offers hold.

    Examples:
        >>> made = files("en", company="A: B", time_zone="UTC", today=dt.date(2026, 11, 22))
        >>> made[SETTINGS].decode().splitlines()[1]
        "company: 'A: B'"
    """
    known: dict[str, str | dt.date] = {
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
    found |= {path: text.encode() for path, text in json_schema.beside(language)}
    found[SETTINGS] = found.pop(SETTINGS)
    return found


def next_steps(language: Language, enter: str) -> str:
    """Give what to do after `kb init`; `enter` is the line that goes to the folder, or ""."""
    text = (FOLDER / language / "next.txt").read_text("utf-8")
    return text.replace("{enter}", f"  {enter}\n" if enter else "")


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
def _filled(text: str, asked: tuple[tuple[str, str | dt.date], ...]) -> bytes:
    """Fill in a file; one without anything to fill in stays byte for byte."""
    if not asked:
        return text.encode()
    front = _FRONT.match(text)
    writer = writing.yaml()
    tree = writer.load(front["yaml"] if front else text)
    _fill(tree, dict(asked))
    written = writing.text_of(writer, tree)
    return (f"---\n{written}---{text[front.end() :]}" if front else written).encode()


def _fill(tree: Any, known: Mapping[str, str | dt.date]) -> None:
    for place, each in tree.items() if isinstance(tree, dict) else enumerate(tree):
        if isinstance(each, dict | list):
            _fill(each, known)
        elif isinstance(each, str) and each in known:
            tree[place] = known[each]
