"""Counted rows to a file of facts: merged with what stands there, checked whole, put at once.

    recorded      ■■■■■■■■■■■■
    counted              □□□□□□□□□        (deals closed since have moved from open to won)
    afterwards    ■■■■■■■□□□□□□□□□

The rows of the counted days are replaced whole, the rows of other days stay. What tells clearly
less of its days than is recorded is refused: a filter, or a table that is still being loaded, would
erase the rest.
"""

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts_kb import files
from scripts_kb.content import writing
from scripts_kb.content.base import Base
from scripts_kb.facts import reading
from scripts_kb.facts.records import COLUMNS, CallFact
from scripts_kb.problems import Problem, UserError, refusal

FOLDER: Final = "facts"

_SHRINKS: Final = 0.9
"""Part of the recorded contacts that must at least be told: deals are sometimes merged."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a file of facts is to hold.

    Attributes:
        text: its new content; None where nothing may be written.
        unchanged: all of it was recorded already.
        rows: how many rows it has.
        fewer: contacts recorded and contacts counted, where the latter are too few.
        problems: what is wrong, in what is recorded or in what it would become.
    """

    text: str | None = None
    unchanged: bool = False
    rows: int = 0
    fewer: tuple[int, int] | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedFile:
    """What was counted, and the file of facts that it becomes.

    Attributes:
        text: the file's new content; None where nothing may be written.
        unchanged: everything was recorded already.
        contacts, won, refused: what the deals add up to.
        first, last: days of the first and the last deal; None without a deal.
        rows: rows of the file.
        problems: what is wrong; one error is enough to write nothing.
    """

    text: str | None = None
    unchanged: bool = False
    contacts: int = 0
    won: int = 0
    refused: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    rows: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What stands in the content folder already."""

    base: Base
    content: Path
    shown: str
    may_shrink: bool

    def merged(
        self, path: str, counted: Sequence[CallFact], first: dt.date, last: dt.date
    ) -> Merged:
        """Merge counted rows with those of a file, and write nothing.

        Args:
            path: the file, below the content folder.
            counted: the rows, whole for the days from `first` to `last`.
            first: the first day that is replaced.
            last: the last one.

        Raises:
            UserError: where the file would have more than is read of one.
        """
        before = self._bytes_of(path)
        earlier, problems = self._read({path: before} if before is not None else {})
        if problems:
            return Merged(problems=tuple(problems))
        replaced = sum(row.contacts for row in earlier if first <= row.date <= last)
        told = sum(row.contacts for row in counted)
        if told < replaced * _SHRINKS and not self.may_shrink:
            return Merged(fewer=(replaced, told))
        kept = [row for row in earlier if not first <= row.date <= last]
        rows = sorted([*kept, *counted], key=order)
        text = written(rows)
        content = writing.bounded(text, f"{self.shown}/{path}", files.LARGEST_FACTS)
        _, problems = self._read({**self._others(path), path: content})
        if problems:
            return Merged(problems=tuple(problems))
        return Merged(text, before == content, len(rows))

    def _bytes_of(self, path: str) -> bytes | None:
        try:
            return files.read(self.content / path, files.LARGEST_FACTS)
        except FileNotFoundError:
            return None

    def _read(self, contents: Mapping[str, bytes]) -> tuple[tuple[CallFact, ...], list[Problem]]:
        known = reading.known_of(self.base)
        facts, problems = reading.read(contents.items(), known, shown=self.shown)
        return facts.calls, [each for each in problems if each.severity == "error"]

    def _others(self, path: str) -> dict[str, bytes]:
        paths = (each for each in self.base.files if reading.kind_of(each) == "calls")
        found = {
            each: self._bytes_of(each)
            for each in paths
            if each.startswith(f"{FOLDER}/") and each != path
        }
        return {each: content for each, content in found.items() if content is not None}


def order(row: CallFact) -> tuple[dt.date, str, int, str, str]:
    """Tell where a row stands in its file."""
    return row.date, row.script, row.version or 0, row.segment, row.variant


def written(rows: Iterable[CallFact]) -> str:
    """Write rows as a file of facts: one line each, in order, whole numbers without a point.

    A base without trials has no column of theirs.
    """
    told = tuple(rows)
    tried = any(row.variant for row in told)
    columns = [each for each in COLUMNS["calls"] if tried or each != "variant"]
    lines = [",".join(columns)]
    for row in told:
        cells = (getattr(row, column) for column in columns)
        lines.append(",".join(map(_cell, cells)))
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def put(content: Path, path: str, text: str) -> None:
    """Write a file of facts: the whole file or, whatever happens, nothing.

    Args:
        content: the content folder.
        path: the file below it.
        text: what it is to hold.

    Raises:
        UserError: where the disk refuses.
    """
    target = content / path
    made = not target.parent.exists()
    try:
        target.parent.mkdir(exist_ok=True)
        files.write(target, text)
    except OSError as error:
        with contextlib.suppress(OSError):
            if made:
                target.parent.rmdir()
        raise UserError("not-written", file=path, said=refusal(error)) from None
