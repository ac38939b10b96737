"""What a file is by its first bytes, so that an engine is not asked to read what it cannot.

What engines say of a strange file is about their own insides: of a table of SQLite, that an
extension is not found; of a list, that a database in memory cannot be read.
"""

import glob
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scripts_kb import files
from scripts_kb.problems import Message, refusal

_HEAD: Final = 64
_DUCKDB: Final = slice(8, 12)
"""Where the mark of DuckDB stands, behind a checksum. Source: https://duckdb.org/docs/internals/storage"""
_PARQUET: Final = (b"PAR1", b"PARE")
_BOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WHOLE: Final = 200
"""Files of a glob that are looked at: where all are strange, the first ones are."""


def no_database(path: Path) -> Message | str | None:
    """Say what a file is that is no database of DuckDB; None where it is one.

    Examples:
        >>> print(no_database(Path(__file__)).said("en"))
        a text
    """
    head = _head(path)
    if not isinstance(head, bytes):
        return head
    return None if head[_DUCKDB] == b"DUCK" else _named(head)


def no_table(path: Path, *, parquet: bool) -> Message | str | None:
    """Say what a file is that is no Parquet, or no text where a text is wanted; None for what fits.

    A text may be packed and in whatever letters: what is none is known by what it is instead. A
    folder is left to its engine: Spark writes a table as one.
    """
    if path.is_dir():
        return None
    head = _head(path)
    if not isinstance(head, bytes):
        return head
    if parquet:
        return None if head.startswith(_PARQUET) else _named(head)
    strange = head.startswith((*_PARQUET, *_BOOKS, b"SQLite format 3")) or head[_DUCKDB] == b"DUCK"
    return _named(head) if strange else None


def matched(pattern: Path) -> Iterator[Path]:
    """Yield files that a glob means, the first of them by name."""
    # `Path.glob` refuses a pattern that begins at the root.
    found = sorted(glob.glob(str(pattern), recursive=True))[:_WHOLE]  # noqa: PTH207 - as above
    return map(Path, found)


def _head(path: Path) -> bytes | Message | str:
    if path.is_dir():
        return Message("file-folder")
    try:
        with files.opened(path) as stream:
            return stream.read(_HEAD)
    except FileNotFoundError:
        return Message("file-none")
    except OSError as error:
        return refusal(error)


def _named(head: bytes) -> Message:
    if not head:
        return Message("file-empty")
    if head[_DUCKDB] == b"DUCK":
        return Message("file-duckdb")
    if head.startswith(b"SQLite format 3"):
        return Message("file-sqlite")
    if head.startswith(_PARQUET):
        return Message("file-parquet")
    if head.startswith(_BOOKS):
        return Message("file-book")
    # A letter may be cut in two where the head ends.
    text = head.decode("utf-8", "ignore")
    plain = len(text.encode()) + 4 > len(head) and text.replace("\n", "").replace("\r", "")
    return Message("file-text" if plain and _printable(plain) else "file-bytes")


def _printable(text: str) -> bool:
    return text.replace("\t", "").replace("\ufeff", "").isprintable()
