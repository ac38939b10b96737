"""Cells gathered into a sheet: merged over, hidden, within the limits."""

from dataclasses import dataclass, field, replace
from typing import Final

from scripts_kb.documents import units
from scripts_kb.documents.columns import column_name
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.letters import letters
from scripts_kb.documents.model import Cell, CellTable, Leftover, TextRun, Why

MOST_CELLS: Final = 1_000_000
MOST_SHEETS: Final = 100
"""More of either is a database, not a script."""


@dataclass(slots=True)
class CellSheet:
    """A sheet while it is read.

    Attributes:
        name: as its tab has it.
        visible: whether a person sees it.
        hidden_rows, hidden_columns: which nobody sees.
        merged: how many rows and columns a cell takes, by its place.
        left: most cells that may still come, of the whole book.
    """

    name: str
    visible: bool = True
    left: int = MOST_CELLS
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    leftovers: list[Leftover] = field(default_factory=list)

    def at(self, row: int, column: int) -> str:
        """Name a cell."""
        return f"{self.name}!{column_name(column)}{row}"

    def put(
        self, row: int, column: int, text: str, *, raw: str = "", why: Why | None = None
    ) -> None:
        """Put a cell where it stands.

        Args:
            row: from 1.
            column: from 1.
            text: as a person sees it.
            raw: of a number, what the file has; its letters are those that count.
            why: what it is left over for.

        Raises:
            DamagedError: where there are too many.
        """
        self.left -= 1
        if self.left < 0:
            raise DamagedError("document-cells")
        if (row, column) in self.cells:
            raise DamagedError
        counted = letters(raw or text)
        made = units.paragraph(
            self.at(row, column), [TextRun(text)], letters=counted, raw=bool(raw)
        )
        if made.letters:
            self.cells[row, column] = Cell(made.at, row, column, (made,), why=why)

    def leave(self, row: int, column: int, what: Why, text: str) -> None:
        """Leave a comment or the target of a link over."""
        made = units.leftover(f"{self.at(row, column)} {what}", text, what)
        if made.letters:
            self.leftovers.append(made)

    def table(self) -> CellTable:
        """Make the table."""
        cells = [self._finished(each) for _, each in sorted(self.cells.items())]
        return CellTable(
            self.name,
            self.name,
            tuple(cells),
            max((each.column for each in cells), default=0),
            max((each.row for each in cells), default=0),
            self.visible,
        )

    def _finished(self, cell: Cell) -> Cell:
        rows, columns = self.merged.get((cell.row, cell.column), (1, 1))
        unseen = (
            not self.visible or cell.row in self.hidden_rows or cell.column in self.hidden_columns
        )
        if not unseen and rows == columns == 1:
            return cell
        return replace(cell, rows=rows, columns=columns, why="hidden" if unseen else cell.why)
