"""The database of an archive: one SQLite file of checked texts, its tables, its one transaction.

    value ──packed──▶ checksum + text ──write──▶ table ──all──▶ checksum + text ──unpacked──▶ value

Several programs may use one file: each sees the state with which it began, one at a time writes.
A file that is torn, or that another version wrote, is an error of its own kind: who asked puts it
aside.

Source: sqlite.org/isolation.html, sqlite.org/wal.html.
"""

import contextlib
import sqlite3
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from scripts_kb.past.packing import TornError, packed, unpacked

_FORMAT: Final = 2
_SCHEMA: Final = """
    CREATE TABLE meta (name TEXT PRIMARY KEY, text BLOB) WITHOUT ROWID;
    CREATE TABLE said (blob TEXT, kind TEXT, text BLOB);
    CREATE TABLE edits (id INTEGER PRIMARY KEY, old TEXT, new TEXT, kind TEXT, text BLOB);
    CREATE TABLE changes (place INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE commits (name TEXT PRIMARY KEY, place INTEGER) WITHOUT ROWID;
    CREATE TABLE rows (
        id INTEGER PRIMARY KEY, place INTEGER, entity TEXT, version INTEGER, edits INTEGER,
        text BLOB
    );
    CREATE INDEX row_of ON rows (entity);
    CREATE INDEX row_at ON rows (place);
    CREATE TABLE leaves (entity TEXT PRIMARY KEY, text BLOB) WITHOUT ROWID;
"""
_INDEXES: Final = """
    CREATE INDEX IF NOT EXISTS said_of ON said (blob, kind);
    CREATE INDEX IF NOT EXISTS edits_of ON edits (new, old, kind);
"""
"""Made once the first past stands there: names of blobs come in no order, and one by one they
would be sorted into an index again and again."""
_PAGES: Final = -32_768
"""How much of the file stays in memory, in KiB."""
_WAIT: Final = 2.0
"""Seconds to wait for another program that writes."""


class BusyError(Exception):
    """Another program writes."""


class Database:
    """A database of checked texts.

    Args:
        file: where; None for one run alone.
        key: names whatever the contents depend on; a database of another key is torn.

    Raises:
        TornError: where the file is no database of that key.
        BusyError: where another program is making it.
        OSError: where the file cannot be made.
    """

    def __init__(self, file: Path | None, key: str) -> None:
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        self.kept = file is not None
        """Whether it outlives this run."""
        try:
            self._connection = sqlite3.connect(
                "" if file is None else file,
                timeout=_WAIT,
                isolation_level=None,
                check_same_thread=False,
            )
        except sqlite3.Error as error:  # a folder of that name, a disk that is full
            raise TornError from error
        self.close = weakref.finalize(self, self._connection.close)
        try:
            self._set_up(key)
        except (sqlite3.Error, TornError, UnicodeError) as error:
            self.close()
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                raise BusyError from error
            raise TornError from error

    def _set_up(self, key: str) -> None:
        ask = self._connection.execute
        if self.kept:
            ask("PRAGMA journal_mode = WAL")
            # What a power failure tears is read anew; waiting for the disk would cost every run.
            ask("PRAGMA synchronous = OFF")
        ask(f"PRAGMA cache_size = {_PAGES}")
        version = ask("PRAGMA user_version").fetchone()[0]
        if version == 0 and not ask("SELECT 1 FROM sqlite_master").fetchone():
            self._make(key)
        elif version != _FORMAT:
            raise TornError
        found = ask("SELECT text FROM meta WHERE name = 'key'").fetchone()
        if found is None or unpacked(found[0]) != key:
            raise TornError

    def _make(self, key: str) -> None:
        ask = self._connection.execute
        ask("BEGIN IMMEDIATE")
        with contextlib.suppress(sqlite3.OperationalError):  # another program was faster
            for statement in _SCHEMA.split(";"):
                ask(statement)
            ask("INSERT INTO meta VALUES ('key', ?)", (packed(key),))
            ask(f"PRAGMA user_version = {_FORMAT}")
        ask("COMMIT")

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

    def commit(self) -> None:
        """Write all at once.

        Raises:
            TornError: where it cannot be written.
        """
        if self.kept:
            for statement in _INDEXES.split(";"):
                self.write(statement)
        self.write("COMMIT")

    def write(self, statement: str, rows: Iterable[Any] | None = None) -> None:
        """Run a statement, or run it for each row of values.

        Raises:
            TornError: where it cannot be written.
        """
        try:
            if rows is None:
                self._connection.execute(statement)
            else:
                self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            raise TornError from error

    def all(self, statement: str, *values: Any) -> list[Any]:
        """Give all rows that a statement finds; none for a name that no row can have.

        Raises:
            TornError: where the file cannot be read.
        """
        try:
            return self._connection.execute(statement, values).fetchall()
        except UnicodeEncodeError:  # a value with half a letter, as a spoiled command line has it
            return []
        except (sqlite3.Error, UnicodeError) as error:
            raise TornError from error

    def one(self, statement: str, *values: Any) -> Any:
        """Give the first row that a statement finds, None where there is none."""
        found = self.all(statement, *values)
        return found[0] if found else None

    def rest(self) -> None:
        """Give back the memory that holds the file: most of what is needed was fetched.

        Raises:
            TornError: as for `all`.
        """
        self.all("PRAGMA shrink_memory")

    def number(self, statement: str) -> int:
        """Give the number that a statement finds, 0 where there is none."""
        return int(self.one(statement)[0] or 0)


def remove(file: Path) -> None:
    """Put a database aside for good, with what belongs to it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(OSError):
            file.with_name(file.name + suffix).unlink()
