"""Spreadsheets of OpenDocument: rows that repeat, cells that others cover, remarks inside cells."""

from collections.abc import Iterator
from typing import Final

from scripts_kb.documents import xml
from scripts_kb.documents.archives import PackedFile
from scripts_kb.documents.cells import MOST_CELLS, MOST_SHEETS, CellSheet
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.model import Leftover, SourceDocument
from scripts_kb.documents.numbers import whole
from scripts_kb.documents.xml import Element

CONTENT: Final = "content.xml"
_ROW: Final = "table:table-row"
_COLUMN: Final = "table:table-column"
_CELLS: Final = frozenset({"table:table-cell", "table:covered-table-cell"})
_NUMBERS: Final = ("office:value", "office:date-value", "office:time-value", "office:boolean-value")
_APART: Final = frozenset({"office:annotation", "office:annotation-end", "table:table"})
_UNSEEN: Final = frozenset({"collapse", "filter"})
_MOST_ROWS: Final = 1_048_576
_MOST_COLUMNS: Final = 16_384
_MOST_SPACES: Final = 1000
_MOST_REPEATED: Final = 20_000
"""Filled cells that may stand for others: a file of a few bytes could say a million of them."""


def read(archive: PackedFile, file: str) -> SourceDocument:
    """Read a spreadsheet.

    Args:
        archive: the file.
        file: how messages name it.

    Raises:
        DamagedError: where its content is torn, or there is too much of it.
    """
    reader = _Reader()
    names = ("style:style", _ROW, _COLUMN)
    for each in xml.elements(archive.chunks(CONTENT), names, opened=("table:table",)):
        reader.take(each)
    tables = tuple(sheet.table() for sheet in reader.sheets)
    left: tuple[Leftover, ...] = tuple(each for sheet in reader.sheets for each in sheet.leftovers)
    return SourceDocument("ods", file, "", tables, leftovers=left)


class _Reader:
    """What has been read of a spreadsheet, and where it goes on."""

    def __init__(self) -> None:
        self.sheets: list[CellSheet] = []
        self._unseen: set[str] = set()
        self._row = self._column = 0
        self._repeated = 0

    def take(self, found: Element) -> None:
        match found.name:
            case "style:style":
                shown = found.child("style:table-properties")
                if shown is not None and shown.get("table:display") == "false":
                    self._unseen.add(found.get("style:name"))
            case "table:table":
                self._sheet(found)
            case _ if not self.sheets:
                raise DamagedError
            case "table:table-column":
                self._columns(found)
            case _:
                self._rows(found)

    def _sheet(self, found: Element) -> None:
        left = self.sheets[-1].left if self.sheets else MOST_CELLS
        seen = found.get("table:style-name") not in self._unseen
        self.sheets.append(CellSheet(found.get("table:name"), seen, left))
        self._row = self._column = 0
        if len(self.sheets) > MOST_SHEETS:
            raise DamagedError("document-cells")

    def _columns(self, found: Element) -> None:
        times = _times(found, "columns")
        if found.get("table:visibility") in _UNSEEN:
            last = min(self._column + times, _MOST_COLUMNS)
            self.sheets[-1].hidden_columns.update(range(self._column + 1, last + 1))
        self._column += times

    def _rows(self, found: Element) -> None:
        times = _times(found, "rows")
        cells = list(self._placed(found))
        self._repeat(len(cells) * (times - 1))
        for row in range(self._row + 1, self._row + times + 1) if cells else ():
            if row > _MOST_ROWS:
                raise DamagedError
            if found.get("table:visibility") in _UNSEEN:
                self.sheets[-1].hidden_rows.add(row)
            for column, cell in cells:
                _put(self.sheets[-1], row, column, cell)
        self._row += times

    def _placed(self, row: Element) -> Iterator[tuple[int, Element]]:
        """Yield the filled cells of a row with their columns."""
        column = 1
        for cell in row.children():
            if cell.name not in _CELLS:
                continue
            times = _times(cell, "columns")
            if cell.inside or cell.get("table:formula") or any(map(cell.get, _NUMBERS)):
                if column + times - 1 > _MOST_COLUMNS:
                    raise DamagedError
                self._repeat(times - 1)
                yield from ((column + number, cell) for number in range(times))
            column += times

    def _repeat(self, times: int) -> None:
        self._repeated += times
        if self._repeated > _MOST_REPEATED:
            raise DamagedError("document-copies")


def _times(found: Element, what: str) -> int:
    written = found.get(f"table:number-{what}-repeated", "1")[:9]
    return max(1, int(written)) if written.isdecimal() else 1


def _put(sheet: CellSheet, row: int, column: int, cell: Element) -> None:
    text = "\n".join(_line(each) for each in _paragraphs(cell))
    raw = next(filter(None, map(cell.get, _NUMBERS)), "")
    spans = (_span(cell, "rows"), _span(cell, "columns"))
    if spans != (1, 1):
        sheet.merged[row, column] = spans
    covered = cell.name == "table:covered-table-cell"
    formula = cell.get("table:formula")
    if formula and not text.strip() and not raw:
        sheet.put(row, column, f"={formula.partition(':=')[2] or formula}", why="formula")
    elif text.strip() or raw:
        sheet.put(row, column, text or raw, raw=raw, why="hidden" if covered else None)
    for each in cell.children("office:annotation"):
        sheet.leave(row, column, "comment", "\n".join(_line(line) for line in _paragraphs(each)))
    for link in cell.all("text:a"):
        sheet.leave(row, column, "link", link.get("xlink:href"))


def _span(cell: Element, what: str) -> int:
    written = cell.get(f"table:number-{what}-spanned", "1")[:7]
    return max(1, int(written)) if written.isdecimal() else 1


def _paragraphs(found: Element) -> Iterator[Element]:
    """Yield the paragraphs of a cell; its remarks are apart."""
    for each in found.children():
        if each.name in {"text:p", "text:h"}:
            yield each
        elif each.name not in _APART:
            yield from _paragraphs(each)


def _line(found: Element) -> str:
    parts = []
    for each in found.inside:
        if isinstance(each, str):
            parts.append(each)
        elif each.name == "text:s":
            written = each.get("text:c", "1")
            parts.append(" " * whole(written, 1, _MOST_SPACES))
        elif each.name in {"text:line-break", "text:tab"}:
            parts.append("\n" if each.name == "text:line-break" else " ")
        elif each.name not in _APART:
            parts.append(_line(each))
    return "".join(parts)
