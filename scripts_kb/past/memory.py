"""What landed, in memory: an `archive.Archive` for as long as one comparison takes.

It keeps nothing for later and knows no blob, so it does without SQLite, which a reviewer would wait
for.
"""

from collections.abc import Iterable, Iterator, Sequence

from scripts_kb.past.records import Edit, LandedRow, Row


class Memory:
    """The rows of a few landed changes; what each method means, `Archive` says."""

    def __init__(self) -> None:
        self._homes: dict[str, str] = {}
        self._rows: list[LandedRow] = []
        self._places: dict[str, int] = {}
        self._changes: dict[str, list[tuple[int, str]]] = {}
        self._entities: dict[str, list[tuple[int, int]]] = {}
        self._recalled: dict[str, list[Row]] = {}

    def land(self, change: str, commits: Iterable[str]) -> None:
        """Note a landed change."""
        self._places[change] = len(self._places)
        for commit in (change, *commits):
            self._homes[commit] = change

    def add(self, landed: LandedRow) -> None:
        """Put down the next row."""
        row = landed.row
        if row.kind != "gap" and row.entity:
            index = len(self._rows)
            self._changes.setdefault(row.change, []).append((index, row.entity))
            place = self._places[row.change]
            self._entities.setdefault(row.entity, []).append((index, place))
        self._rows.append(landed)

    def recall(self, rows: Sequence[Row]) -> None:
        """Note what a change did that landed before: what reverts it must know."""
        for row in rows:
            self._homes.setdefault(row.change, row.change)
            self._recalled.setdefault(row.change, []).append(row)

    def changed(self, change: str) -> Sequence[Row]:
        """Give the rows of a change's versions, of a recalled one too."""
        known = [self._rows[index].row for index, _ in self.of_change(change)]
        return known or self._recalled.get(change, ())

    def subjects(self) -> Iterator[tuple[str, str]]:
        """Yield the changes that made rows, oldest first, each with its subject."""
        recalled = (row for rows in self._recalled.values() for row in rows)
        for row in (*recalled, *(each.row for each in self._rows)):
            yield row.change, row.subject

    def home(self, commit: str) -> str | None:
        """Give the landed change of a commit."""
        return self._homes.get(commit)

    def begun(self, start: str) -> str | None:
        """Give the commit whose id begins so."""
        found = [name for name in self._homes if name.startswith(start)]
        return found[0] if len(found) == 1 else None

    def place(self, change: str) -> int:
        """Give the place of a landed change."""
        return self._places[change]

    def row(self, index: int) -> LandedRow:
        """Give a row."""
        return self._rows[index]

    def rows(self) -> Iterator[LandedRow]:
        """Yield the rows."""
        return iter(self._rows)

    def of_change(self, change: str) -> Sequence[tuple[int, str]]:
        """Give the versions of a change."""
        return self._changes.get(change, ())

    def of_entity(self, entity: str) -> Sequence[tuple[int, int]]:
        """Give the versions of an entity."""
        return self._entities.get(entity, ())

    def knows(self, _blob: str) -> bool:
        """Know no blob."""
        return False

    def said(self, _blob: str, _kind: str) -> None:
        """Know of no blob what it says."""

    def keep_said(self, _blob: str, _kind: str, _said: tuple[str | None, bool, bool, str]) -> None:
        """Keep nothing."""

    def edits(self, _old: str, _new: str, _kind: str) -> None:
        """Know of no blobs how they differ."""

    def keep_edits(self, _old: str, _new: str, _kind: str, _edits: tuple[Edit, ...]) -> None:
        """Keep nothing."""
