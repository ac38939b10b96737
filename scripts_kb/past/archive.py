"""The past, kept in a small database: between runs in `.cache/`, or for one run alone.

    landed changes ──▶ rows, what was said of them ┐
    blob + kind    ──▶ what it says: id, problem   ├─ one database, one transaction
    blob → blob    ──▶ edits                       │
    entity         ──▶ leaves                      ┘

What a blob says and the edits between two blobs are true for ever: they serve a past that was told
anew too. The rest belongs to one tip, and is continued where that tip is an ancestor.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from sys import intern
from typing import Any, Final, Self

from scripts_kb.past.database import Database
from scripts_kb.past.packing import TornError, packed, unpacked
from scripts_kb.past.records import Edit, LandedPart, LandedRow, Rationale, Row, Statement

_BATCH: Final = 2000
_FRESH: Final = 50_000
"""Edits whose row may still come; some, of change files, have none."""


def _mending(method: Callable[..., Any]) -> Callable[..., Any]:
    """Let a method that finds the archive torn ask its stand-in."""

    @wraps(method)
    def mended(self: "Archive", *values: Any) -> Any:
        try:
            return method(self, *values)
        except TornError:
            if self.mend is None:
                raise
            mend, self.mend = self.mend, None
            self._database = mend()._database  # noqa: SLF001 - of the same class
            return method(self, *values)

    return mended


class Archive:
    """A past that is kept; `database.Database` says where, and what may fail of it."""

    def __init__(self, file: Path | None, key: str) -> None:
        self._database = Database(file, key)
        self._kept = self._database.kept
        self.mend: Callable[[], Archive] | None = None
        """Makes an archive of the same contents where this one turns out to be torn."""
        self.latest: Mapping[str, int] | None = None
        """Entity → index of its latest version; None until somebody knows."""
        self._held: Mapping[str, bytes] | None = None
        """Entity → its leaves as they are kept; None until somebody holds them all."""
        self.empty = True
        """Whether nothing was known when it was begun."""
        self.count = 0
        """How many rows there are."""
        self._next_edits = 1
        self._place = -1
        self._rows: list[tuple[Any, ...]] = []
        self._commits: dict[str, int] = {}
        self._changes: list[tuple[int, str]] = []
        self._said: dict[tuple[str, str], bytes] = {}
        self._edits: list[tuple[Any, ...]] = []
        self._fresh: dict[int, tuple[int, tuple[Edit, ...]]] = {}

    @classmethod
    def alone(cls) -> Self:
        """Begin an archive for one run alone."""
        archive = cls(None, "")
        archive.begin(writing=True)
        return archive

    # One transaction ------------------------------------------------------------------------------

    def begin(self, *, writing: bool) -> None:
        """Begin to read, or to write, as `Database.begin` does."""
        self._database.begin(writing=writing)
        self._next_edits = 1 + self._database.number("SELECT max(id) FROM edits")
        self.empty = self._next_edits == 1
        self.count = self._database.number("SELECT max(id) + 1 FROM rows")
        self._place = self._database.number("SELECT max(place) + 1 FROM changes") - 1

    def commit(self) -> None:
        """Write all at once.

        Raises:
            TornError: where it cannot be written.
        """
        self._flush()
        self._fresh.clear()
        self._database.commit()

    def forget(self) -> None:
        """Forget what belongs to a tip."""
        for table in ("changes", "commits", "rows", "leaves"):
            self._database.write(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        self.count = 0
        self._place = -1

    def _flush(self) -> None:
        waiting: tuple[tuple[str, Any], ...] = (
            ("INSERT INTO changes VALUES (?, ?)", self._changes),
            ("INSERT INTO said VALUES (?, ?, ?)", self._said),
            ("INSERT OR IGNORE INTO commits VALUES (?, ?)", self._commits),
            ("INSERT INTO edits VALUES (?, ?, ?, ?, ?)", self._edits),
            ("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", self._rows),
        )
        for statement, rows in waiting:
            if not rows:
                continue
            values = rows
            if rows is self._said:
                values = ((*key, text) for key, text in self._said.items())
            elif rows is self._commits:
                values = self._commits.items()
            self._database.write(statement, values)
            rows.clear()

    # What belongs to a tip ------------------------------------------------------------------------

    def state(self, name: str) -> Any:
        """Give what was kept by a name; None where there is nothing."""
        found = self._database.one("SELECT text FROM meta WHERE name = ?", name)
        return None if found is None else unpacked(found[0])

    def keep(self, name: str, value: Any) -> None:
        """Keep a value by a name."""
        rows = [(name, packed(value))]
        self._database.write("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    @_mending
    def leaves(self, entity: str) -> dict[str, int]:
        """Give the leaves of an entity: path → index of a row."""
        if self._held is None:
            found = self._database.one("SELECT text FROM leaves WHERE entity = ?", entity)
            text = found and found[0]
        else:
            text = self._held.get(entity)
        return {} if text is None else dict(unpacked(text))

    @_mending
    def hold_leaves(self) -> None:
        """Fetch the leaves of all entities: a copy of this process must not ask the database.

        Nor does it need the part of the file that is held in memory.
        """
        self._held = dict(self._database.all("SELECT entity, text FROM leaves"))
        self._database.rest()

    def keep_leaves(self, leaves: Mapping[str, Mapping[str, int]]) -> None:
        """Keep the leaves of entities."""
        rows = ((entity, packed(each)) for entity, each in leaves.items())
        self._database.write("INSERT OR REPLACE INTO leaves VALUES (?, ?)", rows)

    def land(self, change: str, commits: Iterable[str]) -> None:
        """Note a landed change and the commits that it brought in."""
        self._place += 1
        self._changes.append((self._place, change))
        self._commits[change] = self._place
        for commit in commits:
            self._commits[commit] = self._place
        if len(self._commits) > _BATCH:
            self._flush()

    def add(self, landed: LandedRow) -> None:
        """Put down the next row; it belongs to the change that landed last."""
        row = landed.row
        number, _ = self._fresh.pop(id(row.edits), (None, ()))
        if number is None and row.edits:
            number = self.keep_edits("", "", "", row.edits)
        version = int(row.kind != "gap" and row.entity is not None)
        # The columns stand in the checked text too, where a slip of theirs would show.
        body = (
            row.change,
            row.entity,
            number,
            row.version,
            row.kind,
            row.time,
            row.offset,
            row.subject,
            row.path,
            row.gaps,
            _plain_reason(landed.said),
            landed.slips,
            landed.reverts,
            [_plain_part(each) for each in landed.parts],
        )
        self._rows.append((self.count, self._place, row.entity, version, number, packed(body)))
        self.count += 1
        if len(self._rows) > _BATCH:
            self._flush()

    @_mending
    def home(self, commit: str) -> str | None:
        """Give the landed change of a commit, which may be the commit itself."""
        place = self._commits.get(commit)
        if place is not None and self._changes and place >= self._changes[0][0]:
            return self._changes[place - self._changes[0][0]][1]
        found = self._database.one(
            "SELECT changes.name FROM commits JOIN changes USING (place) WHERE commits.name = ?",
            commit,
        )
        return None if found is None else str(found[0])

    def begun(self, start: str) -> str | None:
        """Give the commit whose id begins so; None where there is none, or more than one."""
        self._flush()
        # No digit comes after "f".
        found = self._database.all(
            "SELECT name FROM commits WHERE name >= ? AND name < ? LIMIT 2", start, f"{start}g"
        )
        return str(found[0][0]) if len(found) == 1 else None

    @_mending
    def place(self, change: str) -> int:
        """Give the place of a landed change; places count from 0."""
        self._flush()
        found = self._database.one("SELECT place FROM commits WHERE name = ?", change)
        return -1 if found is None else int(found[0])

    @_mending
    def of_change(self, change: str) -> Sequence[tuple[int, str]]:
        """Give the versions of a change: their indexes and entities."""
        return self._database.all(
            "SELECT id, entity FROM rows WHERE place = ? AND version ORDER BY id",
            self.place(change),
        )

    @_mending
    def of_entity(self, entity: str) -> Sequence[tuple[int, int]]:
        """Give the versions of an entity, oldest first: their indexes, and where they landed.

        Raises:
            TornError: where some are missing. They are found by an index, which has no checksum;
                the latest one says how many there are.
        """
        self._flush()
        found = self._database.all(
            "SELECT id, place FROM rows WHERE entity = ? AND version ORDER BY id", entity
        )
        last = found[-1][0] if found else None
        if self.latest is not None and last != self.latest.get(entity):
            raise TornError
        if last is not None and self.row(last).row.version not in {None, len(found)}:
            raise TornError
        return found

    def changed(self, change: str) -> Sequence[Row]:
        """Give the rows of a change's versions."""
        return [self.row(index).row for index, _ in self.of_change(change)]

    def subjects(self) -> Iterator[tuple[str, str]]:
        """Yield the changes that made rows, oldest first, each with its subject."""
        return ((each.row.change, each.row.subject) for each in self.rows())

    def row(self, index: int) -> LandedRow:
        """Give a row."""
        return next(self.rows(index, index + 1))

    def rows(self, start: int = 0, end: int | None = None) -> Iterator[LandedRow]:
        """Yield rows in the order in which they landed."""
        self._flush()
        end = self.count if end is None else end
        for first in range(start, end, _BATCH):
            yield from self._chunk(first, min(end, first + _BATCH))

    @_mending
    def _chunk(self, first: int, end: int) -> list[LandedRow]:
        found = self._database.all(
            "SELECT changes.name, entity, rows.edits, rows.text, edits.text FROM rows "
            "JOIN changes USING (place) LEFT JOIN edits ON edits.id = rows.edits "
            "WHERE rows.id >= ? AND rows.id < ? ORDER BY rows.id",
            first,
            end,
        )
        if len(found) != end - first:
            raise TornError
        return [_landed(*each) for each in found]

    # What is true for ever ------------------------------------------------------------------------

    def knows(self, blob: str) -> bool:
        """Tell whether it is known what a blob says, read as some kind."""
        if self.empty:
            return False
        found = self._database.one("SELECT 1 FROM said WHERE blob = ? LIMIT 1", blob)
        return found is not None

    def said(self, blob: str, kind: str) -> Any:
        """Give what a blob says, read as a kind; None where that is not known."""
        if self.empty:
            return None
        found = self._database.one(
            "SELECT text FROM said WHERE blob = ? AND kind = ? LIMIT 1", blob, kind
        )
        return None if found is None else unpacked(found[0])

    def keep_said(self, blob: str, kind: str, said: tuple[str | None, bool, bool, str]) -> None:
        """Keep what a blob says, as `said` gives it; one run alone has no use for it later."""
        if not self._kept:
            return
        self._said[blob, kind] = packed(said)
        if len(self._said) > _BATCH:
            self._flush()

    def edits(self, old: str, new: str, kind: str) -> tuple[Edit, ...] | None:
        """Give the edits between two blobs, "" for none; None where they are not known."""
        if self.empty:
            return None
        found = self._database.one(
            "SELECT id, text FROM edits WHERE new = ? AND old = ? AND kind = ? LIMIT 1",
            new,
            old,
            kind,
        )
        if found is None:
            return None
        edits = tuple(Edit(*each) for each in unpacked(found[1]))
        self._remember(found[0], edits)
        return edits

    def keep_edits(self, old: str, new: str, kind: str, edits: tuple[Edit, ...]) -> int:
        """Keep the edits between two blobs; give their number.

        Args:
            old: the blob before; "" for none.
            new: the blob after; "" for none.
            kind: how they are read.
            edits: what leads from one to the other.
        """
        number = self._next_edits
        self._next_edits += 1
        self._edits.append((number, old, new, kind, packed([each.plain() for each in edits])))
        self._remember(number, edits)
        if len(self._edits) > _BATCH:
            self._flush()
        return number

    def _remember(self, number: int, edits: tuple[Edit, ...]) -> None:
        """Let the row that will carry these edits find their number."""
        if len(self._fresh) > _FRESH:
            self._fresh.clear()
        self._fresh[id(edits)] = (number, edits)


def _landed(
    change: str, entity: str | None, number: int | None, text: bytes, edits: bytes | None
) -> LandedRow:
    *columns, version, kind, time, offset, subject, path, gaps, said, slips, reverts, parts = (
        unpacked(text)
    )
    if columns != [change, entity, number] or (edits is None) != (number is None):
        raise TornError
    named: Any = intern(kind)
    row = Row(
        # A name that many rows have is one text: they are all held at once.
        intern(change),
        entity and intern(entity),
        version,
        named,
        time,
        offset,
        subject,
        intern(path),
        () if edits is None else tuple(_edit(*each) for each in unpacked(edits)),
        None,
        tuple(gaps),
    )
    reason = None if said is None else _reason(said)
    return LandedRow(row, reason, tuple(slips), reverts, tuple(map(_part, parts)))


def _edit(op: str, path: str, *rest: Any) -> Edit:
    named: Any = intern(op)
    return Edit(named, intern(path), *rest)


_FIELDS: Final = Rationale.__slots__


def _plain_part(part: LandedPart) -> list[Any]:
    voices = (part.whole, *part.each)
    return [
        part.paths,
        [(_plain_reason(each.said), each.reverts, sorted(each.commits)) for each in voices],
    ]


def _part(packed: list[Any]) -> LandedPart:
    where, voices = packed
    whole, *each = (
        Statement(None if said is None else _reason(said), reverts, frozenset(commits))
        for said, reverts, commits in voices
    )
    return LandedPart(tuple(where), whole, tuple(each))


def _plain_reason(said: Rationale | None) -> list[Any] | None:
    if said is None:
        return None
    values = (getattr(said, name) for name in _FIELDS)
    return [dict(each) if isinstance(each, Mapping) else each for each in values]


def _reason(said: list[Any]) -> Rationale:
    given = dict(zip(_FIELDS, said, strict=True))
    for name in ("evidence", "agreed"):
        given[name] = tuple(given[name])
    return Rationale(**given)
