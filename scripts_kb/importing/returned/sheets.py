"""Sheets that were exported, as they come back: which rows are whose, and at which address."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from scripts_kb.documents.columns import column_name
from scripts_kb.documents.model import CellTable
from scripts_kb.documents.workbooks import BookSheet, CellValue
from scripts_kb.importing.returned import tabling
from scripts_kb.importing.returned.tabling import CardRow

BOOK: Final = "kb"
"""The hidden sheet that tells what was exported."""
_HEADER_ROWS: Final = 20


@dataclass(slots=True)
class ReturnedCard:
    """A card as it comes back: its rows, and the first of their addresses."""

    entity: str
    kind: str
    at: str
    rows: list[CardRow] = field(default_factory=list)

    @property
    def version(self) -> str:
        """What git calls the bytes that it was exported from; "" where nobody says."""
        return next((each.version for each in self.rows if each.version), "")


@dataclass(slots=True)
class ReturnedBook:
    """A workbook as it comes back.

    Attributes:
        form: of its tables.
        exported: entity → version of every card that it was made of.
        cards: those that have rows.
        sheets: the names of the sheets that are ours.
        left: addresses of paragraphs that belong to no card.
    """

    form: str = ""
    exported: dict[str, str] = field(default_factory=dict)
    cards: list[ReturnedCard] = field(default_factory=list)
    sheets: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)


def is_returned(tables: Iterable[CellTable]) -> bool:
    """Tell whether one of the tables of a workbook was exported."""
    for table in tables:
        found: dict[int, set[str]] = {}
        for cell in table.cells:
            if cell.row <= _HEADER_ROWS and cell.text in tabling.HIDDEN:
                found.setdefault(cell.row, set()).add(cell.text)
        if any(len(each) == len(tabling.HIDDEN) for each in found.values()):
            return True
    return False


def book(sheets: Iterable[BookSheet]) -> ReturnedBook:
    """Read the sheets of a workbook that was exported."""
    result = ReturnedBook()
    for sheet in sheets:
        grid = list(_grid(sheet))
        if sheet.name == BOOK:
            _exported(grid, result)
            result.sheets.add(sheet.name)
            continue
        header = next((each for each in grid[:_HEADER_ROWS] if _is_header(each[1])), None)
        if header is not None:
            result.sheets.add(sheet.name)
            _rows(sheet.name, [each for each in grid if each[0] > header[0]], header[1], result)
    return result


def _grid(sheet: BookSheet) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield the rows: number, and texts by column, both from 1."""
    first = sheet.start[1] if sheet.start else 0
    for number, row in enumerate(sheet.rows, 1):
        texts = {first + place: _text(each) for place, each in enumerate(row, 1)}
        yield number, {place: each for place, each in texts.items() if each}


def _text(value: CellValue) -> str:
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, bool | dt.date | dt.time):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _is_header(texts: Mapping[int, str]) -> bool:
    return set(tabling.HIDDEN) <= set(texts.values())


def _exported(grid: Sequence[tuple[int, dict[int, str]]], result: ReturnedBook) -> None:
    for _, texts in grid:
        name, said = texts.get(1, ""), texts.get(2, "")
        if name == "form":
            result.form = said
        elif tabling.is_card(name, name.partition("/")[0]):
            result.exported[name] = said


def _rows(
    sheet: str,
    grid: Sequence[tuple[int, dict[int, str]]],
    header: Mapping[int, str],
    result: ReturnedBook,
) -> None:
    hidden = {text: place for place, text in header.items() if text in tabling.HIDDEN}
    kind = _kind(grid, hidden, header)
    columns = dict(tabling.known(kind, header))
    known = {each.entity: each for each in result.cards}
    card: ReturnedCard | None = None
    for number, texts in grid:
        entity, path, version = (texts.get(hidden[each], "") for each in tabling.HIDDEN)
        row = CardRow(entity, path, version)
        for place, column in columns.items():
            (row.item if column.of_item else row.card)[column.field] = texts.get(place, "")
        if not any((*row.card.values(), *row.item.values())):
            continue
        if not tabling.is_card(row.entity, kind):
            row.entity = row.path = ""
        at = f"{sheet}!{column_name(min(texts))}{number}"
        if row.entity:
            card = known.get(row.entity)
        elif any(row.card.values()):
            card = None
        if card is None:
            card = ReturnedCard(row.entity, kind, at)
            result.cards.append(card)
            if row.entity:
                known[row.entity] = card
        card.rows.append(row)


def _kind(
    grid: Sequence[tuple[int, dict[int, str]]],
    hidden: Mapping[str, int],
    header: Mapping[int, str],
) -> str:
    """Tell the kind of a sheet: that of its cards, else the one whose columns it has most of."""
    for _, texts in grid:
        kind = texts.get(hidden[tabling.HIDDEN[0]], "").partition("/")[0]
        if kind in tabling.ITEMS:
            return kind
    return max(tabling.ITEMS, key=lambda each: len(dict(tabling.known(each, header))))
