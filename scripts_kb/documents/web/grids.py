"""Elements of a page that are still open, and tables while they are read."""

from dataclasses import dataclass, field

from scripts_kb.documents.columns import column_name
from scripts_kb.documents.model import Cell, CellTable, TextParagraph
from scripts_kb.documents.web.dressing import PageLook


@dataclass(slots=True)
class Open:
    """An element that is not closed yet.

    Attributes:
        tag, classes: its own.
        look: of text inside.
        count: of a list, its last number; None for bullets.
        list: of a list, which it is.
    """

    tag: str
    classes: tuple[str, ...]
    look: PageLook
    count: int | None = None
    list: str = ""


@dataclass(slots=True)
class Grid:
    """A table while it is read."""

    at: str
    row: int = 0
    column: int = 0
    taken: set[tuple[int, int]] = field(default_factory=set)
    cells: list[Cell] = field(default_factory=list)
    inside: list[TextParagraph] = field(default_factory=list)
    span: tuple[int, int] = (1, 1)
    in_cell: bool = False
    nested: int = 0
    depth: int = 0

    def begin(self, rows: int, columns: int) -> None:
        """Begin a cell."""
        self.row = max(self.row, 1)
        self.column += 1
        while (self.row, self.column) in self.taken:
            self.column += 1
        self.span = (rows, columns)
        self.in_cell = True
        self.nested = 0
        self.inside = []
        self.taken.update(
            (self.row + down, self.column + right)
            for down in range(rows)
            for right in range(columns)
        )
        self.column += columns - 1

    @property
    def place(self) -> tuple[int, int]:
        """Row and column of the cell that is being read."""
        return self.row, self.column - self.span[1] + 1

    @property
    def name(self) -> str:
        """Its address."""
        row, column = self.place
        return f"{self.at}!{column_name(column)}{row}"

    def end(self) -> None:
        """End a cell."""
        if self.in_cell and self.inside:
            self.cells.append(Cell(self.name, *self.place, tuple(self.inside), *self.span))
        self.in_cell = False
        self.inside = []

    def table(self) -> CellTable:
        """Give the table."""
        width = max((each.column + each.columns - 1 for each in self.cells), default=0)
        return CellTable(self.at, None, tuple(self.cells), width, self.row, depth=self.depth)
