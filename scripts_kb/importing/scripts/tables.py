"""Tables: a row of role words is a header, rows below it are cards.

Возражение | Ответ         ──▶  header: objection, say
Дорого     | Сравним…      ──▶  a card with an answer
           | Есть рассрочка ──▶  one more answer of it
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from scripts_kb.documents.model import Cell, CellTable
from scripts_kb.importing.scripts import cells, kinds, roles, wording
from scripts_kb.importing.scripts.drafts import AnswerDraft, CardDraft
from scripts_kb.importing.scripts.kinds import Kind
from scripts_kb.importing.scripts.setting import RuleSetting, TableRoles

_LOOKED_AT: Final = 20
_TURNED: Final = 3
_NAME: Final = 90
_FEW: Final = 4
_TOLD: Final = 40
"""Columns of a table that the map offers to be settled."""
_ENOUGH: Final = 2
"""Cells of a header that are role words."""


class SeenTable:
    """A table as seen from its header: rows go down, whichever way the file has them."""

    def __init__(self, table: CellTable, *, turned: bool = False) -> None:
        self.turned = turned
        self.cells: dict[tuple[int, int], Cell] = {}
        for cell in table.cells:
            if cell.why is None and cell.text.strip():
                place = (cell.column, cell.row) if turned else (cell.row, cell.column)
                self.cells[place] = cell
        self.rows = sorted({row for row, _ in self.cells})

    def row(self, number: int) -> dict[int, Cell]:
        """Give the filled cells of a row by column."""
        return self._by_row().get(number, {})

    def _by_row(self) -> dict[int, dict[int, Cell]]:
        if not hasattr(self, "_rows"):
            found: dict[int, dict[int, Cell]] = {}
            for (row, column), cell in sorted(self.cells.items(), key=lambda each: each[0]):
                found.setdefault(row, {})[column] = cell
            self._rows = found
        return self._rows

    def across(self, cell: Cell) -> int:
        """Give over how many columns a cell is merged."""
        return cell.rows if self.turned else cell.columns


@dataclass(slots=True)
class TableHeader:
    """A header: the role of each column that has one."""

    row: int
    columns: dict[int, str]
    kind: Kind | None = None


@dataclass(slots=True)
class CardRows:
    """The rows of one card."""

    client: Cell | None
    sections: list[str]
    section_kind: Kind | None
    rows: list[dict[int, Cell]] = field(default_factory=list)


def cards(table: CellTable, setting: RuleSetting, names: list[str]) -> list[CardDraft]:
    """Make the cards of a table; what is no card is left over in the ledger.

    Args:
        table: a sheet, or a table of a document.
        setting: the ledger, the map, the language.
        names: of what encloses it, the nearest first: a section, the sheet, the document.
    """
    for cell in table.cells:
        if cell.why is not None:
            setting.ledger.leave(cell.at, cell.text, cell.why)
    mapped = setting.roles_of(table.at)
    grid = SeenTable(table, turned=bool(mapped and mapped.turned))
    skipped = mapped is not None and set(mapped.columns.values()) == {"skip"}
    found = _mapped(mapped) if mapped and mapped.columns else _header(grid, _LOOKED_AT)
    if found is None and not mapped:
        turned = SeenTable(table, turned=True)
        found = _header(turned, _TURNED)
        grid = turned if found else grid
    setting.met_tables.append(_met(table, grid, found))
    if found is None or skipped:
        for cell in grid.cells.values():
            setting.ledger.leave(cell.at, cell.text, "table")
        return []
    return _Maker(grid, setting, names).cards(found)


def _met(table: CellTable, grid: SeenTable, found: TableHeader | None) -> TableRoles:
    """Tell what a table was taken for: what has no role is skipped."""
    columns = sorted({column for _, column in grid.cells})[:_TOLD]
    named = found.columns if found else {}
    told = {column: named.get(column, "skip") for column in {*columns, *named}}
    return TableRoles(
        table.at, found.row or None if found else None, grid.turned, dict(sorted(told.items()))
    )


def _mapped(mapped: TableRoles) -> TableHeader:
    columns = {column: role for column, role in mapped.columns.items() if role != "skip"}
    return TableHeader(mapped.header or 0, columns, _kind_of_header(columns))


def _header(grid: SeenTable, rows: int) -> TableHeader | None:
    for number in grid.rows:
        if number > rows:
            break
        header = _as_header(grid.row(number), number)
        if header:
            return header
    return None


def _as_header(row: Mapping[int, Cell], number: int) -> TableHeader | None:
    found = {column: role for column, cell in row.items() if (role := roles.role_of(cell.text))}
    has = set(found.values())
    if len(found) < _ENOUGH or not has & set(roles.CLIENT) or not has & set(roles.OURS):
        return None
    if any(cell.raw for cell in row.values()):
        return None
    return TableHeader(number, found, _kind_of_header(found))


def _kind_of_header(columns: Mapping[int, str]) -> Kind | None:
    found = set(columns.values())
    if "objection" in found:
        return "objection"
    return "question" if "question" in found else None


class _Maker:
    """Makes the cards of one table."""

    def __init__(self, grid: SeenTable, setting: RuleSetting, names: list[str]) -> None:
        self.grid = grid
        self.setting = setting
        self.ledger = setting.ledger
        self.names = names
        self.silent: set[int] = set()

    def cards(self, header: TableHeader) -> list[CardDraft]:
        """Go down the rows."""
        result: list[CardDraft] = []
        self._above(header)
        while header is not None:
            self._head(header)
            groups, following = self._groups(header)
            result += [card for group in groups if (card := self._card(group, header))]
            if following is None:
                break
            header = following
        return result

    def _above(self, header: TableHeader) -> None:
        for number in self.grid.rows:
            if number >= header.row:
                break
            for cell in self.grid.row(number).values():
                if len(cell.text) <= _NAME and not cell.text.rstrip().endswith("."):
                    self.ledger.name(cell.at, cell.text)
                    self.names = [cell.text, *self.names]
                else:
                    self.ledger.leave(cell.at, cell.text, "prose")

    def _head(self, header: TableHeader) -> None:
        self.silent.clear()
        for column, cell in self.grid.row(header.row).items():
            if (
                column in header.columns
                or roles.is_number(cell.text)
                or self._numbers(column, header)
            ):
                self.ledger.name(cell.at, cell.text)
                if roles.is_number(cell.text):
                    self.silent.add(column)
            else:
                self.ledger.leave(cell.at, cell.text, "column")

    def _numbers(self, column: int, header: TableHeader) -> bool:
        """Tell whether all that stands below in a column are numbers and days."""
        below = [
            cell
            for (row, place), cell in self.grid.cells.items()
            if place == column and row > header.row
        ]
        return bool(below) and all(cell.raw for cell in below)

    def _groups(self, header: TableHeader) -> tuple[list[CardRows], TableHeader | None]:
        groups: list[CardRows] = []
        sections: list[str] = []
        kind: Kind | None = None
        current: CardRows | None = None
        first = min(header.columns)
        before = header.row
        for number in self.grid.rows:
            if number <= header.row:
                continue
            row = self.grid.row(number)
            following = _as_header(row, number)
            if following:
                return groups, following
            if number > before + 1:
                current = None
            before = number + max(0, *(self._down(cell) - 1 for cell in row.values()))
            if self._is_section(row, first):
                cell = next(iter(row.values()))
                self.ledger.name(cell.at, cell.text)
                kind = kinds.kind_of(cell.text) or kind
                sections, current = [cell.text], None
                continue
            client = self._client(row, header)
            if client is not None or current is None:
                current = CardRows(client, list(sections), kind)
                groups.append(current)
            current.rows.append(row)
        return groups, None

    def _down(self, cell: Cell) -> int:
        return cell.columns if self.grid.turned else cell.rows

    def _is_section(self, row: Mapping[int, Cell], first: int) -> bool:
        if len(row) != 1:
            return False
        column, cell = next(iter(row.items()))
        if column > first or cell.raw:
            return False
        text = cell.text
        known = kinds.kinds_of(text) or kinds.stage_of(text)
        few = len(wording.words(text)) <= _FEW
        return (
            self.grid.across(cell) > 1
            or wording.in_capitals(text)
            or bool(known and few and "?" not in text)
        )

    def _client(self, row: Mapping[int, Cell], header: TableHeader) -> Cell | None:
        found = {
            header.columns[column]: cell for column, cell in row.items() if column in header.columns
        }
        for role in (*roles.CLIENT, "title"):
            if role in found:
                return found[role]
        return None

    def _card(self, group: CardRows, header: TableHeader) -> CardDraft | None:
        whole = [
            (header.columns.get(column), column, cell)
            for row in group.rows
            for column, cell in row.items()
        ]
        draft = CardDraft("objection", "", group.client.at if group.client else "")
        said: list[tuple[str, str, str]] = []
        for row in group.rows:
            self._row(draft, row, header, said)
        if group.client is None or not draft.filled:
            why = "no-client" if group.client is None else "no-answer"
            for role, column, cell in whole:
                self._drop(role, column, cell, why)
            return None
        for at, fate, text in said:
            self.ledger.claim(at, fate, text)
        self._rest(whole)
        self._named(draft, group, header, [(role, cell) for role, _, cell in whole])
        return draft

    def _drop(self, role: str | None, column: int, cell: Cell, why: str) -> None:
        if column in self.silent:
            return
        self.ledger.leave(cell.at, cell.text, why if role else "column")

    def _rest(self, cells: list[tuple[str | None, int, Cell]]) -> None:
        for role, column, cell in cells:
            if role is None and column not in self.silent:
                self.ledger.leave(cell.at, cell.text, "column")

    def _named(
        self,
        draft: CardDraft,
        group: CardRows,
        header: TableHeader,
        cells: list[tuple[str | None, Cell]],
    ) -> None:
        """Fill what a card is called and where it belongs."""
        for role, cell in cells:
            if role in roles.CLIENT:
                self.ledger.claim(cell.at, "client", cell.text)
                draft.client_words += wording.client_phrases(
                    self.setting.without_speaker(cell.text)
                )
            elif role == "title":
                self.ledger.name(cell.at, cell.text)
                draft.title = draft.title or wording.title(cell.text)
            elif role == "section":
                self.ledger.name(cell.at, cell.text)
                group.sections.append(cell.text)
            elif role == "stage":
                self._stage(draft, cell)
        draft.client_words = list(dict.fromkeys(draft.client_words))
        first = draft.client_words[0] if draft.client_words else draft.title or draft.at
        draft.title = draft.title or wording.title(first) or draft.at
        draft.kind = self._kind(first, header, group)
        draft.sections = [
            each
            for each in dict.fromkeys(map(wording.as_sentences, group.sections))
            if not kinds.kinds_of(each)
        ]

    def _stage(self, draft: CardDraft, cell: Cell) -> None:
        stage = kinds.stage_of(cell.text)
        if stage is None:
            self.ledger.leave(cell.at, cell.text, "column")
            return
        self.ledger.name(cell.at, cell.text)
        if stage not in draft.heard_at:
            draft.heard_at.append(stage)

    def _kind(self, first: str, header: TableHeader, group: CardRows) -> Kind:
        if self.setting.kind in {"objection", "question"}:
            return self.setting.kind
        named = (kinds.kind_of(each) for each in [*reversed(group.sections), *self.names])
        enclosing = next((each for each in named if each in {"objection", "question"}), None)
        found = header.kind or group.section_kind or enclosing
        return found or ("question" if first.rstrip().endswith("?") else "objection")

    def _row(
        self,
        draft: CardDraft,
        row: Mapping[int, Cell],
        header: TableHeader,
        said: list[tuple[str, str, str]],
    ) -> None:
        """Add the answers of a row to its card."""
        answers: list[AnswerDraft] = []
        moves: list[tuple[str, Cell]] = []
        by_role = [
            (header.columns[column], cell)
            for column, cell in row.items()
            if column in header.columns
        ]
        for role, cell in by_role:
            if role == "say":
                answers += cells.answers(cell, draft, said)
            elif role in roles.MOVES:
                moves.append((role, cell))
        if moves:
            answers.insert(0, cells.moved(moves, draft, said))
        first = answers[0] if answers else AnswerDraft()
        for role, cell in by_role:
            cells.aside(role, cell, first, draft, said)
        if not answers and (first.hints or first.proof or first.next_question):
            answers = [first]
        draft.answers += answers
