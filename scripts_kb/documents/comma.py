"""Tables whose cells are parted by a sign: which sign it is, and the cells with their addresses."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from scripts_kb.documents import units
from scripts_kb.documents.cells import MOST_CELLS
from scripts_kb.documents.columns import column_name
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.letters import LONGEST, MOST_UNITS
from scripts_kb.documents.model import Cell, CellTable, SourceDocument, TextRun

Heads = Callable[[Sequence[str]], bool]
"""Tells whether a row of cells is a header of ours."""

_SIGNS: Final = ";\t,"
_TO_FIND_HEADER: Final = 20
_HINT: Final = re.compile(r"sep=([;,\t|]?)[ \t]*\n?", re.IGNORECASE)
_LOGGED: Final = re.compile(
    r"длительн|продолжительн|направлени|\bдата\b|\bвремя\b|\bномер|телефон|абонент|\bзапис[ьи]\b|duration|"
    r"direction|\bdate\b|\btime\b|\bnumber\b|\bphone\b|\bcaller\b|\bcallee\b|recording|\brecord\b",
    re.IGNORECASE,
)
_SURE: Final = re.compile(
    r"длительн|продолжительн|направлени|duration|direction|recording|\bзапис[ьи]\b", re.IGNORECASE
)


def sign(text: str, heads: Heads) -> str:
    """Tell the sign that parts the cells of a table; "" where it is no table.

    Args:
        text: the file.
        heads: tells a header of ours.
    """
    hint = _HINT.match(text)
    if hint and hint[1]:
        return hint[1]
    for each in _SIGNS:
        if any(heads(row) or logged(row) for row in _first(text, each)):
            return each
    return ""


def logged(cells: Sequence[str]) -> bool:
    """Tell whether a row of cells is the header of a log of calls.

    Examples:
        >>> logged(["Дата", "Номер", "Длительность"]), logged(["Вопрос", "Ответ"])
        (True, False)
    """
    named = [each for each in cells if len(each) < 40 and _LOGGED.search(each)]  # noqa: PLR2004 - a name
    return len(named) > 1 and any(map(_SURE.search, named))


def log_of_calls(text: str, delimiter: str, heads: Heads) -> bool:
    """Tell whether a table is a log of calls, and has no header of ours."""
    rows = _first(text, delimiter)
    return any(map(logged, rows)) and not any(map(heads, rows))


def _first(text: str, delimiter: str) -> list[list[str]]:
    rows = []
    try:
        for _, cells in _rows(text, delimiter):
            rows.append(cells)
            if len(rows) == _TO_FIND_HEADER:
                break
    except DamagedError:
        pass
    return [row for row in rows if len(row) > 1]


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with the lines on which they begin."""
    hint = _HINT.match(text)
    skipped = int(hint is not None)
    lines = iter(text[hint.end() :].splitlines(keepends=True) if hint else text.split("\n"))
    lines = (line if line.endswith("\n") else f"{line}\n" for line in lines)
    csv.field_size_limit(LONGEST * 4)
    reader = csv.reader(lines, delimiter=delimiter)
    line = 1 + skipped
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise DamagedError from error


def _few(text: str, delimiter: str) -> None:
    """See that there are no more filled cells than units of a file, before any is looked at."""
    if text.count(delimiter) + text.count("\n") > MOST_UNITS:
        units.few(cell for _, written in _rows(text, delimiter) for cell in written)


def read(text: str, delimiter: str, file: str) -> SourceDocument:
    """Read a table.

    Args:
        text: the file.
        delimiter: what parts its cells.
        file: how messages name it.

    Raises:
        DamagedError: where a cell never ends, or there are too many.
    """
    _few(text, delimiter)
    cells: list[Cell] = []
    seen = width = height = 0
    for row, written in _rows(text, delimiter):
        seen += len(written)
        if seen > MOST_CELLS:
            raise DamagedError("document-cells")
        for column, each in enumerate(written, 1):
            if not each or each.isspace():
                continue
            made = units.paragraph(f"{column_name(column)}{row}", [TextRun(each)])
            if made.letters:
                cells.append(Cell(made.at, row, column, (made,)))
                width, height = max(width, column), row
    return SourceDocument(
        "csv", file, "", (CellTable("", None, tuple(cells), width, height),), sign=delimiter
    )
