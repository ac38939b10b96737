"""The past, kept in a small database: between runs in `.cache/`, or for one run alone.

    landed changes ──▶ entries (rows, what was said of them) ┐
    blob + kind    ──▶ what it says: id, problem             ├─ SQLite: one file, one transaction
    blob → blob    ──▶ edits                                 │
    entity         ──▶ leaves                                ┘

What a blob says and the edits between two blobs are true for ever: they serve a past that was told
anew too. The rest belongs to one tip, and is continued where that tip is an ancestor.

Several programs may use one file: each sees the state with which it began, one at a time writes.
Every text carries its checksum. A file that is torn, or that another version wrote, is put aside.

Source: sqlite.org/isolation.html, sqlite.org/wal.html.
"""

import contextlib
import json
import sqlite3
import weakref
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, Final

from scripts_kb.past.records import Edit, Rationale, Row

_FORMAT: Final = 1
_SCHEMA: Final = """
    CREATE TABLE meta (name TEXT PRIMARY KEY, text BLOB) WITHOUT ROWID;
    CREATE TABLE said (blob TEXT, place TEXT, text BLOB);
    CREATE TABLE records (id INTEGER PRIMARY KEY, old TEXT, new TEXT, place TEXT, text BLOB);
    CREATE TABLE changes (place INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE commits (name TEXT PRIMARY KEY, place INTEGER) WITHOUT ROWID;
    CREATE TABLE entries (
        id INTEGER PRIMARY KEY, place INTEGER, entity TEXT, version INTEGER, record INTEGER,
        text BLOB
    );
    CREATE INDEX entry_of ON entries (entity);
    CREATE INDEX entry_at ON entries (place);
    CREATE TABLE leaves (entity TEXT PRIMARY KEY, text BLOB) WITHOUT ROWID;
"""
_INDEXES: Final = """
    CREATE INDEX IF NOT EXISTS said_of ON said (blob, place);
    CREATE INDEX IF NOT EXISTS record_of ON records (new, old, place);
"""
"""Made once the first past stands there: names of blobs come in no order, and one by one they
would be sorted into an index again and again."""
_PAGES: Final = -32_768
"""How much of the file stays in memory, in KiB."""
_WAIT: Final = 2.0
"""Seconds to wait for another program that writes."""
_BATCH: Final = 2000
_FRESH: Final = 50_000
"""Edits whose entry may still come; some, of change files, have none."""
_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)

Body = tuple[Row, Rationale | None, tuple[str, ...], str | None]
"""An entry: a row, what was said of it, slips, what it reverts."""


class TornError(Exception):
    """The file is no archive, or not a whole one."""


class BusyError(Exception):
    """Another program writes."""


def packed(value: Any) -> bytes:
    """Write a value as it is kept: its checksum, then its text."""
    text = _ENCODE.encode(value)
    try:
        body = text.encode()
    except UnicodeEncodeError:  # a path that is no text
        body = json.dumps(value).encode()
    return zlib.crc32(body).to_bytes(4, "big") + body


def _unpack(packed: Any) -> Any:
    try:
        body = packed[4:]
        if zlib.crc32(body).to_bytes(4, "big") == packed[:4]:
            return json.loads(body)
    except (TypeError, ValueError):
        pass
    raise TornError


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
            self._stand_in = mend()
            self._connection = self._stand_in._connection  # noqa: SLF001 - of the same class
            return method(self, *values)

    return mended


class Archive:
    """A past that is kept.

    Args:
        file: where; None for one run alone.
        key: names whatever the contents depend on; an archive of another key is torn.

    Raises:
        TornError: where the file is no archive of that key.
        BusyError: where another program is making it.
        OSError: where the file cannot be made.
    """

    def __init__(self, file: Path | None, key: str) -> None:
        self._connection = _open(file, key)
        self._kept = file is not None
        weakref.finalize(self, self._connection.close)
        self.mend: Callable[[], Archive] | None = None
        """Makes an archive of the same contents where this one turns out to be torn."""
        self._stand_in: Archive | None = None
        self.empty = True
        """Whether nothing was known when it was begun."""
        self.count = 0
        """How many entries there are."""
        self._next_record = 1
        self._place = -1
        self._entries: list[tuple[Any, ...]] = []
        self._commits: dict[str, int] = {}
        self._changes: list[tuple[int, str]] = []
        self._said: dict[tuple[str, str], bytes] = {}
        self._records: list[tuple[Any, ...]] = []
        self._fresh: dict[int, tuple[int, tuple[Edit, ...]]] = {}

    # One transaction ------------------------------------------------------------------------------

    def begin(self, *, writing: bool) -> None:
        """Begin to read, seeing what there is now and nothing later; or to write.

        Raises:
            BusyError: where another program writes.
            TornError: where the file cannot be read.
        """
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
        except sqlite3.OperationalError as error:
            raise BusyError from error
        except sqlite3.DatabaseError as error:
            raise TornError from error
        self._next_record = 1 + self._number("SELECT max(id) FROM records")
        self.empty = self._next_record == 1
        self.count = self._number("SELECT max(id) + 1 FROM entries")
        self._place = self._number("SELECT max(place) + 1 FROM changes") - 1

    def commit(self) -> None:
        """Write all at once.

        Raises:
            TornError: where it cannot be written.
        """
        self._flush()
        if self._kept:
            for statement in _INDEXES.split(";"):
                self._write(statement)
        self._write("COMMIT")

    def forget(self) -> None:
        """Forget what belongs to a tip."""
        for table in ("changes", "commits", "entries", "leaves"):
            self._write(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        self.count = 0
        self._place = -1

    # What belongs to a tip ------------------------------------------------------------------------

    def state(self, name: str) -> Any:
        """Give what was kept by a name; None where there is nothing."""
        found = self._one("SELECT text FROM meta WHERE name = ?", name)
        return None if found is None else _unpack(found[0])

    def keep(self, name: str, value: Any) -> None:
        """Keep a value by a name."""
        self._write("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(name, packed(value))])

    @_mending
    def leaves(self, entity: str) -> dict[str, int]:
        """Give the leaves of an entity: path → entry."""
        found = self._one("SELECT text FROM leaves WHERE entity = ?", entity)
        return {} if found is None else dict(_unpack(found[0]))

    def keep_leaves(self, leaves: Mapping[str, Mapping[str, int]]) -> None:
        """Keep the leaves of entities."""
        rows = ((entity, packed(each)) for entity, each in leaves.items())
        self._write("INSERT OR REPLACE INTO leaves VALUES (?, ?)", rows)

    def land(self, change: str, commits: Iterable[str]) -> None:
        """Note a landed change and the commits that it brought in."""
        self._place += 1
        self._changes.append((self._place, change))
        self._commits[change] = self._place
        for commit in commits:
            self._commits[commit] = self._place
        if len(self._commits) > _BATCH:
            self._flush()

    def add(self, entry: Any) -> None:
        """Put down the next entry; it belongs to the change that landed last."""
        row = entry.row
        record, _ = self._fresh.pop(id(row.edits), (None, ()))
        if record is None and row.edits:
            record = self.keep_edits("", "", "", row.edits)
        version = int(row.kind != "gap" and row.entity is not None)
        # The columns stand in the checked text too, where a slip of theirs would show.
        body = (
            row.change,
            row.entity,
            record,
            row.version,
            row.kind,
            row.time,
            row.offset,
            row.subject,
            row.path,
            row.gaps,
            None if entry.said is None else _said(entry.said),
            entry.slips,
            entry.reverts,
        )
        self._entries.append((self.count, self._place, row.entity, version, record, packed(body)))
        self.count += 1
        if len(self._entries) > _BATCH:
            self._flush()

    @_mending
    def home(self, commit: str) -> str | None:
        """Give the landed change of a commit."""
        place = self._commits.get(commit)
        if place is not None and self._changes and place >= self._changes[0][0]:
            return self._changes[place - self._changes[0][0]][1]
        found = self._one(
            "SELECT changes.name FROM commits JOIN changes USING (place) WHERE commits.name = ?",
            commit,
        )
        return None if found is None else str(found[0])

    def begun(self, start: str) -> str | None:
        """Give the commit whose id begins so; None where there is none, or more than one."""
        self._flush()
        # No digit comes after "f".
        found = self._all(
            "SELECT name FROM commits WHERE name >= ? AND name < ? LIMIT 2", start, f"{start}g"
        )
        return str(found[0][0]) if len(found) == 1 else None

    @_mending
    def place(self, change: str) -> int:
        """Give the place of a landed change."""
        self._flush()
        found = self._one("SELECT place FROM commits WHERE name = ?", change)
        return -1 if found is None else int(found[0])

    @_mending
    def of_change(self, change: str) -> Sequence[tuple[int, str]]:
        """Give the versions of a change: their indexes and entities."""
        return self._all(
            "SELECT id, entity FROM entries WHERE place = ? AND version ORDER BY id",
            self.place(change),
        )

    @_mending
    def of_entity(self, entity: str) -> Sequence[tuple[int, int]]:
        """Give the versions of an entity, oldest first: their indexes, and where they landed."""
        self._flush()
        return self._all(
            "SELECT id, place FROM entries WHERE entity = ? AND version ORDER BY id", entity
        )

    def body(self, index: int) -> Body:
        """Give an entry."""
        return next(self.bodies(index, index + 1))

    def bodies(self, start: int, end: int) -> Iterator[Body]:
        """Yield entries in their order."""
        self._flush()
        for first in range(start, end, _BATCH):
            yield from self._chunk(first, min(end, first + _BATCH))

    @_mending
    def _chunk(self, first: int, end: int) -> list[Body]:
        found = self._all(
            "SELECT changes.name, entity, record, entries.text, records.text FROM entries "
            "JOIN changes USING (place) LEFT JOIN records ON records.id = entries.record "
            "WHERE entries.id >= ? AND entries.id < ? ORDER BY entries.id",
            first,
            end,
        )
        if len(found) != end - first:
            raise TornError
        return [_body(*each) for each in found]

    # What is true for ever ------------------------------------------------------------------------

    def knows(self, blob: str) -> bool:
        """Tell whether it is known what a blob says, read as some kind."""
        if self.empty:
            return False
        return self._one("SELECT 1 FROM said WHERE blob = ? LIMIT 1", blob) is not None

    def said(self, blob: str, place: str) -> Any:
        """Give what a blob says, read as a kind; None where that is not known."""
        if self.empty:
            return None
        found = self._one("SELECT text FROM said WHERE blob = ? AND place = ? LIMIT 1", blob, place)
        return None if found is None else _unpack(found[0])

    def keep_said(self, blob: str, place: str, text: bytes) -> None:
        """Keep what a blob says, packed; one run alone has no use for it later."""
        if not self._kept:
            return
        self._said[blob, place] = text
        if len(self._said) > _BATCH:
            self._flush()

    def edits(self, old: str, new: str, place: str) -> tuple[Edit, ...] | None:
        """Give the edits between two blobs, "" for none; None where they are not known."""
        if self.empty:
            return None
        found = self._one(
            "SELECT id, text FROM records WHERE new = ? AND old = ? AND place = ? LIMIT 1",
            new,
            old,
            place,
        )
        if found is None:
            return None
        edits = tuple(Edit(*each) for each in _unpack(found[1]))
        self._remember(found[0], edits)
        return edits

    def keep_edits(
        self, old: str, new: str, place: str, edits: tuple[Edit, ...], text: bytes | None = None
    ) -> int:
        """Keep the edits between two blobs; give their number.

        Args:
            old: the blob before; "" for none.
            new: the blob after; "" for none.
            place: how they are read.
            edits: what leads from one to the other.
            text: the edits, packed already.
        """
        number = self._next_record
        self._next_record += 1
        if text is None:
            text = packed([plain(each) for each in edits])
        self._records.append((number, old, new, place, text))
        self._remember(number, edits)
        if len(self._records) > _BATCH:
            self._flush()
        return number

    def _remember(self, number: int, edits: tuple[Edit, ...]) -> None:
        """Let the entry that will carry these edits find their number."""
        if len(self._fresh) > _FRESH:
            self._fresh.clear()
        self._fresh[id(edits)] = (number, edits)

    # The database ---------------------------------------------------------------------------------

    def _flush(self) -> None:
        waiting: tuple[tuple[str, Any], ...] = (
            ("INSERT INTO changes VALUES (?, ?)", self._changes),
            ("INSERT INTO said VALUES (?, ?, ?)", self._said),
            ("INSERT OR IGNORE INTO commits VALUES (?, ?)", self._commits),
            ("INSERT INTO records VALUES (?, ?, ?, ?, ?)", self._records),
            ("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", self._entries),
        )
        for statement, rows in waiting:
            if not rows:
                continue
            values = rows
            if rows is self._said:
                values = ((*key, text) for key, text in self._said.items())
            elif rows is self._commits:
                values = self._commits.items()
            self._write(statement, values)
            rows.clear()

    def _write(self, statement: str, rows: Iterable[Any] | None = None) -> None:
        try:
            if rows is None:
                self._connection.execute(statement)
            else:
                self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            raise TornError from error

    def _one(self, statement: str, *values: Any) -> Any:
        found = self._all(statement, *values)
        return found[0] if found else None

    def _all(self, statement: str, *values: Any) -> list[Any]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except (sqlite3.Error, UnicodeError) as error:
            raise TornError from error

    def _number(self, statement: str) -> int:
        return int(self._one(statement)[0] or 0)


def _open(file: Path | None, key: str) -> sqlite3.Connection:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = sqlite3.connect(
            "" if file is None else file,
            timeout=_WAIT,
            isolation_level=None,
            check_same_thread=False,
        )
    except sqlite3.Error as error:  # a folder of that name, a disk that is full
        raise TornError from error
    try:
        if file is not None:
            connection.execute("PRAGMA journal_mode = WAL")
            # What a power failure tears is read anew; waiting for the disk would cost every run.
            connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"PRAGMA cache_size = {_PAGES}")
        _check(connection, key)
    except (sqlite3.Error, TornError, UnicodeError) as error:
        connection.close()
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            raise BusyError from error
        raise TornError from error
    return connection


def _check(connection: sqlite3.Connection, key: str) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        _make(connection, key)
    elif version != _FORMAT:
        raise TornError
    found = connection.execute("SELECT text FROM meta WHERE name = 'key'").fetchone()
    if found is None or _unpack(found[0]) != key:
        raise TornError


def _make(connection: sqlite3.Connection, key: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    with contextlib.suppress(sqlite3.OperationalError):  # another program was faster
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute("INSERT INTO meta VALUES ('key', ?)", (packed(key),))
        connection.execute(f"PRAGMA user_version = {_FORMAT}")
    connection.execute("COMMIT")


def remove(file: Path) -> None:
    """Put an archive aside for good, with what belongs to it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(OSError):
            file.with_name(file.name + suffix).unlink()


def plain(edit: Edit) -> tuple[Any, ...]:
    """Give the fields of an edit in their order."""
    return (
        edit.op,
        edit.path,
        edit.before,
        edit.after,
        edit.index_before,
        edit.index_after,
    )


def _body(
    change: str, entity: str | None, number: int | None, text: bytes, record: bytes | None
) -> Body:
    *columns, version, kind, time, offset, subject, path, gaps, said, slips, reverts = _unpack(text)
    if columns != [change, entity, number] or (record is None) != (number is None):
        raise TornError
    edits = () if record is None else tuple(Edit(*each) for each in _unpack(record))
    row = Row(
        change,
        entity,
        version,
        kind,
        time,
        offset,
        subject,
        path,
        edits,
        None,
        tuple(gaps),
    )
    return row, None if said is None else _rationale(said), tuple(slips), reverts


_FIELDS: Final = Rationale.__slots__


def _said(said: Rationale) -> list[Any]:
    values = (getattr(said, name) for name in _FIELDS)
    return [dict(each) if isinstance(each, Mapping) else each for each in values]


def _rationale(said: list[Any]) -> Rationale:
    given = dict(zip(_FIELDS, said, strict=True))
    for name in ("evidence", "agreed"):
        given[name] = tuple(given[name])
    return Rationale(**given)
