"""Workbooks of Excel by their parts: all that a person sees in a cell, and what nobody sees.

    workbook.xml ──sheets──▶ sheet1.xml ──rows, merges, hidden──▶ CellTable
                                └─relations──▶ comments, links, boxes ──▶ left over
                            └─▶ pictures

A library of cells gives no hidden rows, comments, links, formats, no formulas without a value, and
not where the first column is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from scripts_kb.documents import drawings, parts, shown, xml
from scripts_kb.documents.archives import PackedFile
from scripts_kb.documents.cells import MOST_CELLS, MOST_SHEETS, CellSheet
from scripts_kb.documents.columns import place
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.model import CellTable, Image, Leftover, SourceDocument
from scripts_kb.documents.numbers import MOST, whole
from scripts_kb.documents.parts import Relation
from scripts_kb.documents.xml import Element

_IN_SHEET: Final = ("s:row", "s:col", "s:mergeCell", "s:hyperlink", "s:headerFooter")
_PHONETIC: Final = "s:rPh"
_MOST_COLUMNS: Final = 16_384
_MOST_ROWS: Final = 1_048_576
_OFF: Final = frozenset({"", "0", "false"})
_ESCAPED: Final = "_x"


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of a workbook refer to."""

    strings: tuple[str, ...]
    formats: tuple[str, ...]
    since_1904: bool


def read(archive: PackedFile, main: str, file: str) -> SourceDocument:
    """Read a workbook.

    Args:
        archive: the file.
        main: its main part.
        file: how messages name it.

    Raises:
        DamagedError: where a part is torn, or there is too much of it.
    """
    related = parts.relations(archive, main)
    sheets = list(_sheets(archive, main, related))
    if len(sheets) > MOST_SHEETS:
        raise DamagedError("document-cells")
    book = _Book(
        tuple(_strings(archive, related)),
        tuple(_formats(parts.part(archive, related, "styles"))),
        _since_1904(archive, main),
    )
    tables: list[CellTable] = []
    leftovers: list[Leftover] = []
    images: list[Image] = []
    left = MOST_CELLS
    for name, visible, part in sheets:
        sheet = CellSheet(name, visible, left)
        _read(sheet, archive, part, book)
        left = sheet.left
        tables.append(sheet.table())
        pictures, boxes = drawings.over(archive, parts.relations(archive, part), name)
        leftovers += [*sheet.leftovers, *boxes]
        images += pictures
    macros = (
        ("document-macros",)
        if any(each.endswith("vbaProject.bin") for each in archive.names)
        else ()
    )
    return SourceDocument(
        "xlsx",
        file,
        "",
        tuple(tables),
        leftovers=tuple(leftovers),
        images=tuple(images),
        said=macros,
    )


def _sheets(
    archive: PackedFile, main: str, related: dict[str, Relation]
) -> Iterator[tuple[str, bool, str]]:
    """Yield each sheet: its name, whether it is seen, its part."""
    for each in xml.inside(archive.chunks(main), "s:workbook", ("s:sheet",)):
        relation = related.get(each.refers)
        if relation is None or relation.target not in archive:
            raise DamagedError
        if relation.kind == "worksheet":
            yield (
                each.get("name"),
                each.get("state") not in {"hidden", "veryHidden"},
                relation.target,
            )


def _since_1904(archive: PackedFile, main: str) -> bool:
    found = next(xml.elements(archive.chunks(main), ("s:workbookPr",)), None)
    return found is not None and found.get("date1904") not in _OFF


def _strings(archive: PackedFile, related: dict[str, Relation]) -> Iterator[str]:
    part = next((each.target for each in related.values() if each.kind == "sharedStrings"), "")
    if part in archive:
        for each in xml.elements(archive.chunks(part), ("s:si",)):
            yield _text(each)


def _text(found: Element) -> str:
    """Give the text of a string, without how it is pronounced."""
    parts_ = []
    for each in found.children():
        if each.name == "s:t":
            parts_.append(each.text)
        elif each.name != _PHONETIC:
            parts_.append(_text(each))
    text = "".join(parts_)
    return text.replace("_x000D_", "") if _ESCAPED in text else text


def _formats(root: Element | None) -> Iterator[str]:
    """Yield the format of each style of a cell."""
    own: dict[int, str] = {}
    for each in () if root is None else root.all("s:numFmt"):
        own[whole(each.get("numFmtId"), -1)] = each.get("formatCode")
    cells = None if root is None else root.child("s:cellXfs")
    for each in () if cells is None else cells.children("s:xf"):
        number = whole(each.get("numFmtId"), -1)
        yield shown.code(number, own) if number >= 0 else ""


def _read(sheet: CellSheet, archive: PackedFile, part: str, book: _Book) -> None:
    related = parts.relations(archive, part)
    row = 0
    for each in xml.inside(archive.chunks(part), "s:worksheet", _IN_SHEET):
        match each.name:
            case "s:row":
                row = _row(sheet, each, row, book)
            case "s:col":
                _columns(sheet, each)
            case "s:mergeCell":
                _merge(sheet, each.get("ref"))
            case "s:headerFooter":
                sheet.leftovers += drawings.running(each, sheet.name)
            case _:
                _link(sheet, each, related)
    _comments(sheet, archive, related)


def _row(sheet: CellSheet, found: Element, before: int, book: _Book) -> int:
    """Read a row; give its number."""
    written = found.get("r")
    row = int(written) if written.isdecimal() and len(written) < 9 else before + 1  # noqa: PLR2004 - rows have no more digits
    if row > _MOST_ROWS:
        raise DamagedError
    if found.get("hidden") not in _OFF:
        sheet.hidden_rows.add(row)
    column = 0
    for cell in found.children("s:c"):
        at = place(cell.get("r"))
        column = at[1] if at else column + 1
        if column > _MOST_COLUMNS:
            raise DamagedError
        _cell(sheet, row, column, cell, book)
    return row


def _cell(sheet: CellSheet, row: int, column: int, cell: Element, book: _Book) -> None:
    value = cell.child("s:v")
    text = "" if value is None else value.text
    formula = cell.child("s:f")
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.child("s:is")
        sheet.put(row, column, "" if inline is None else _text(inline))
    elif formula is not None and not text:
        sheet.put(row, column, f"={formula.text}" if formula.text else "", why="formula")
    elif kind == "s":
        sheet.put(row, column, _string(book, text))
    elif kind == "n" and text:
        style = whole(cell.get("s", "0"), MOST)
        form = book.formats[style] if style < len(book.formats) else ""
        sheet.put(row, column, shown.number(text, form, since_1904=book.since_1904), raw=text)
    elif text:
        sheet.put(row, column, text, raw=text if kind in {"b", "e", "d"} else "")


def _string(book: _Book, number: str) -> str:
    at = whole(number, MOST)
    if at >= len(book.strings):
        raise DamagedError
    return book.strings[at]


def _columns(sheet: CellSheet, found: Element) -> None:
    first, last = whole(found.get("min"), MOST), whole(found.get("max"), 0, _MOST_COLUMNS)
    if found.get("hidden") not in _OFF:
        sheet.hidden_columns.update(range(first, last + 1))


def _merge(sheet: CellSheet, reference: str) -> None:
    first, _, last = reference.partition(":")
    start, end = place(first), place(last or first)
    if start and end:
        sheet.merged[start] = (max(1, end[0] - start[0] + 1), max(1, end[1] - start[1] + 1))


def _link(sheet: CellSheet, found: Element, related: dict[str, Relation]) -> None:
    at = place(found.get("ref").partition(":")[0])
    relation = related.get(found.refers)
    if at and relation and relation.outside:
        sheet.leave(*at, "link", relation.target)


def _comments(sheet: CellSheet, archive: PackedFile, related: dict[str, Relation]) -> None:
    root = parts.part(archive, related, "comments")
    for each in () if root is None else root.all("s:comment"):
        at = place(each.get("ref"))
        text = each.child("s:text")
        if at and text is not None:
            sheet.leave(*at, "comment", _text(text))
