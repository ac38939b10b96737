"""A past that was read, as those who ask see it: rows with reasons, values, leaves.

Everything is fetched when it is asked for: who wants one phrase of two thousand cards, waits for
one.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, overload

from scripts_kb.past import differ, reasons
from scripts_kb.past.archive import Archive
from scripts_kb.past.records import Leaf, Row
from scripts_kb.past.store import Store
from scripts_kb.past.tree import NOTE, Kept, Tree
from scripts_kb.schema import outline, values
from scripts_kb.schema.values import Value

_FEW: Final = 12
"""How many values are read one by one: as many cards are seldom edited and not landed."""


class Log:
    """The whole past of a knowledge base, up to one commit.

    Attributes:
        tip: the commit, as hex digits.
        rows: what changed, oldest first, with reasons.
        present: entity → its value at the tip; removed ones are absent.
        origins: entity → path of each leaf → index into `rows` of what last set it.
        latest: entity → index into `rows` of its latest version, of removed ones too.
    """

    def __init__(
        self,
        tip: str,
        archive: Archive,
        store: Store,
        tree: Tree,
        names: reasons.Namings,
        latest: Mapping[str, int],
    ) -> None:
        self.tip = tip
        self.latest = latest
        self.archive = archive
        self._store = store
        self._names = names
        kept = tree.present()
        self._notes = {
            name.removeprefix(NOTE): each for name, each in kept.items() if name.startswith(NOTE)
        }
        self._kept = {name: each for name, each in kept.items() if not name.startswith(NOTE)}
        self.present: Mapping[str, Value] = _Present(self._kept, store)
        self.rows: Sequence[Row] = _Rows(self)
        self.origins: Mapping[str, Mapping[str, int]] = _Origins(self.present, archive)

    @cached_property
    def reasons(self) -> reasons.Reasons:
        """The reasons of rows, by the change files of the tip."""
        return reasons.Reasons(self.archive, self._names, self._store.values(self._notes))

    @property
    def idle(self) -> frozenset[str]:
        """Ids of change files that explain nothing."""
        return self.reasons.idle

    def says(self, entity: str, blob: str, path: str) -> bool:
        """Tell whether an entity's value at the tip is known to come from a blob, read as a path.

        Where it does not, two files may still say the same.
        """
        kept = self._kept.get(entity)
        return kept is not None and kept.blob == blob and kept.path == path

    def hold(self) -> None:
        """Fetch all rows and leaves once and hold them: for who looks at them many times.

        They say what the values of the tip are made of: those are let go, and read when asked for.
        """
        self.rows = tuple(self.rows)
        self.archive.hold_leaves()
        for kept in self._kept.values():
            kept.forget()

    def newest_first(self) -> Iterator[Row]:
        """Yield the rows as `kb log` shows them: changes newest first, entities in order."""
        rows = list(self.rows)
        start = len(rows)
        while start:
            end = start
            change = rows[end - 1].change
            while start and rows[start - 1].change == change:
                start -= 1
            yield from rows[start:end]

    def versions(self, entity: str) -> list[int]:
        """Give the indexes of an entity's versions, oldest first."""
        return [index for index, _ in self.archive.of_entity(entity)]

    def value(self, index: int) -> Value:
        """Give the value of a version, None where it was removed."""
        entity = self.archive.row(index).row.entity or ""
        shape = outline.of(entity)
        value: Value = None
        for each in self.versions(entity):
            value = differ.apply(value, self.archive.row(each).row.edits, shape)
            if each == index:
                break
        return value

    def leaf(self, entity: str, path: str, value: Value) -> Leaf:
        """Give a leaf of the tip with the row that set it."""
        return Leaf(entity, path, value, self.rows[self.origins[entity][path]])

    def leaves(self, entity: str) -> Iterator[Leaf]:
        """Yield the leaves of an entity of the tip, in the order in which they are written."""
        origins = self.origins[entity]
        rows: dict[int, Row] = {}
        for path, value in values.leaves(self.present[entity], outline.of(entity)):
            index = origins[path]
            if index not in rows:
                rows[index] = self.rows[index]
            yield Leaf(entity, path, value, rows[index])


class _Rows(Sequence[Row]):
    """The rows of a log; each gets its reason when it is asked for."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def __len__(self) -> int:
        return self._log.archive.count

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return list(self)[index]
        at = index + len(self) if index < 0 else index
        if not 0 <= at < len(self):
            raise IndexError(index)
        return self._log.reasons.row(at)

    def __iter__(self) -> Iterator[Row]:
        return self._log.reasons.rows()


class _Origins(Mapping[str, Mapping[str, int]]):
    """Entity → its leaves → rows."""

    def __init__(self, present: Mapping[str, Value], archive: Archive) -> None:
        self._present = present
        self._archive = archive

    def __getitem__(self, entity: str) -> Mapping[str, int]:
        if entity not in self._present:
            raise KeyError(entity)
        found: dict[str, int] = self._archive.leaves(entity)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._present)

    def __len__(self) -> int:
        return len(self._present)


class _Present(Mapping[str, Value]):
    """Entity → value; blobs are read when the first value is asked for."""

    def __init__(self, kept: dict[str, Kept], store: Store) -> None:
        self._kept = kept
        self._store = store
        self._asked = 0

    def __getitem__(self, entity: str) -> Value:
        kept = self._kept[entity]
        if not kept.read:
            # One value is one blob to read; who wants more than a few, wants them all.
            wanted = self._kept if self._asked >= _FEW else {entity: kept}
            self._asked += 1
            self._store.values(wanted)
        return kept.value

    def __contains__(self, entity: object) -> bool:
        return entity in self._kept

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)
