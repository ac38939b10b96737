"""The body of a Word document: paragraphs and tables in order, each with its address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from scripts_kb.documents import units
from scripts_kb.documents.columns import column_name
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.letters import MOST_UNITS
from scripts_kb.documents.model import (
    Cell,
    CellTable,
    DocumentBlock,
    Leftover,
    TextParagraph,
    TextRun,
    Why,
)
from scripts_kb.documents.numbers import whole
from scripts_kb.documents.word.inline import InlineReader, Piece
from scripts_kb.documents.word.numbering import Lists
from scripts_kb.documents.word.styles import Styles
from scripts_kb.documents.xml import Element

WANTED: Final = ("w:p", "w:tbl", "mc:AlternateContent")
_THROUGH: Final = frozenset(
    {"w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag", "mc:Choice"}
)
"""What stands between a table and its rows, or a cell and its paragraphs, and says nothing."""
_LEFT: Final[dict[str, Why]] = {
    "deleted": "deleted",
    "struck": "struck",
    "hidden": "hidden",
    "box": "box",
    "link": "link",
}
_UNMARKED: Final = frozenset({"hidden"})
"""Kinds whose address is that of the paragraph alone."""
_MOST_COLUMNS: Final = 999
"""Word makes 63."""


@dataclass(frozen=True, slots=True)
class GridSpot:
    """Where a cell of Word stands, and over what it is merged."""

    row: int
    column: int
    columns: int
    merged: bool
    found: Element
    hidden: bool


@dataclass(slots=True)
class Body:
    """What was read of a body so far.

    Attributes:
        reader, styles, lists: of the document.
        picture: gives an image by the id of its part and its address.
        blocks, leftovers, images: what was found.
    """

    reader: InlineReader
    styles: Styles
    lists: Lists
    blocks: list[DocumentBlock] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    images: list[tuple[str, str, str]] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    gap: bool = False

    def read(self, found: Iterable[Element]) -> None:
        """Read what stands in the body, in order."""
        for each in found:
            if each.name == "w:p":
                self._paragraph(each)
            elif each.name == "w:tbl":
                self.tables += 1
                self.blocks.append(self.table(each, f"t{self.tables}"))
                self.gap = False
            else:
                choice = each.child("mc:Choice") or each.child("mc:Fallback")
                self.read(() if choice is None else through(choice, ("w:p", "w:tbl")))

    def _paragraph(self, found: Element) -> None:
        self.paragraphs += 1
        if self.paragraphs > MOST_UNITS:
            raise DamagedError("document-units")
        made = self.paragraph(found, f"p{self.paragraphs}")
        if made is None:
            self.gap = True
            return
        self.blocks.append(replace(made, gap=self.gap))
        self.gap = False

    def paragraph(self, found: Element, at: str) -> TextParagraph | None:
        """Read a paragraph; what is left over of it is put aside, and of an empty one all."""
        runs = self._runs(self.reader.pieces(found), at)
        properties = found.child("w:pPr")
        listed = self.styles.list(properties)
        if not any(run.text.strip() for run in runs):
            bordered = properties is not None and next(properties.all("w:bottom"), None)
            return TextParagraph(at, rule=True) if bordered and not at.startswith("t") else None
        made = units.paragraph(
            at,
            runs,
            heading=self.styles.heading(properties),
            quote=self.styles.quotes(properties),
            item=self.lists.item(*listed) if listed else None,
        )
        made = units.itemised(made)
        return made if made.letters or made.text else None

    def _runs(self, pieces: Iterable[Piece], at: str) -> list[TextRun]:
        """Give the text; what else there is becomes left over, a stretch at once."""
        runs: list[TextRun] = []
        last = ""
        for piece in pieces:
            if piece.kind == "text":
                runs.append(piece.run)
            elif piece.kind == "image":
                self.images.append((at, piece.run.text, piece.alt))
                continue
            elif piece.kind == last and last in {"deleted", "struck", "hidden"}:
                before = self.leftovers.pop()
                self._leave(before.at, before.text, piece, joins=True)
            else:
                name = at if piece.kind in _UNMARKED else f"{at} {piece.kind}"
                self._leave(name, "", piece)
            last = piece.kind
        return runs

    def _leave(self, at: str, before: str, piece: Piece, *, joins: bool = False) -> None:
        made = units.leftover(at, before + piece.run.text, _LEFT[piece.kind])
        if made.letters or joins:
            self.leftovers.append(made)

    # --- tables ---------------------------------------------------------------------------------

    def table(self, found: Element, at: str) -> CellTable:
        """Read a table; what a merged cell covers is read as a part of it."""
        cells: dict[tuple[int, int], Cell] = {}
        above: dict[int, tuple[int, int]] = {}
        width = height = 0
        for spot in spots(found):
            place = (spot.row, spot.column)
            width = max(width, spot.column + spot.columns - 1)
            height = spot.row
            first = above.get(spot.column) if spot.merged else None
            above[spot.column] = first or place
            name = f"{at}!{column_name((first or place)[1])}{(first or place)[0]}"
            inside = self._cell(spot.found, name)
            if first is not None and first in cells:
                before = cells[first]
                cells[first] = replace(
                    before, paragraphs=before.paragraphs + inside, rows=spot.row - first[0] + 1
                )
            else:
                cells[first or place] = Cell(
                    name,
                    *(first or place),
                    inside,
                    columns=spot.columns,
                    why="hidden" if spot.hidden else None,
                )
        filled = sorted(
            (each for each in cells.items() if each[1].paragraphs), key=lambda each: each[0]
        )
        return CellTable(at, None, tuple(cell for _, cell in filled), width, height)

    def _cell(self, found: Element, at: str) -> tuple[TextParagraph, ...]:
        made = []
        nested = 0
        for each in through(found, ("w:p", "w:tbl")):
            if each.name == "w:tbl":
                nested += 1
                self._nested(self.table(each, f"{at} t{nested}"))
            elif paragraph := self.paragraph(each, at):
                made.append(paragraph)
        return tuple(made)

    def _nested(self, table: CellTable) -> None:
        for cell in table.cells:
            self.leftovers.append(Leftover(cell.at, cell.text, "nested", cell.letters, cell.layout))


def spots(table: Element) -> Iterator[GridSpot]:
    """Yield the cells of a table where they stand in its grid."""
    for number, row in enumerate(through(table, ("w:tr",)), 1):
        properties = row.child("w:trPr")
        before = "" if properties is None else properties.value("w:gridBefore") or ""
        column = 1 + whole(before, most=_MOST_COLUMNS)
        hidden = properties is not None and properties.child("w:hidden") is not None
        for cell in through(row, ("w:tc",)):
            about = cell.child("w:tcPr")
            span = "" if about is None else about.value("w:gridSpan") or ""
            columns = max(1, whole(span, 1, _MOST_COLUMNS))
            merge = None if about is None else about.value("w:vMerge")
            yield GridSpot(number, column, columns, merge in {"", "continue"}, cell, hidden)
            column += columns


def through(found: Element, names: tuple[str, ...]) -> Iterator[Element]:
    """Yield the elements of some names inside, past those that only wrap them."""
    for each in found.children():
        if each.name in names:
            yield each
        elif each.name in _THROUGH:
            yield from through(each, names)
        elif each.name == "mc:AlternateContent":
            choice = each.child("mc:Choice") or each.child("mc:Fallback")
            yield from () if choice is None else through(choice, names)
