"""Several files of a folder are written as one: all of them, or none, whatever is killed.

    new bytes, aside ──▶ journal: the old bytes ──rename, rename, …──▶ journal gone: done
                            │ refused, interrupted                │ killed
                            ▼                                     ▼
                      old bytes at once                old bytes when it is next asked for

Until every new file lies whole beside the old one none is replaced, so a full disk replaces none.
"""

import base64
import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scripts_kb import files
from scripts_kb.files import leftovers


class _Former(NamedTuple):
    """A file as it was, and what it became."""

    path: str
    old: bytes | None
    new: str
    """What its new bytes are called; "" for a file that goes."""


def write(folder: Path, contents: Mapping[str, bytes | None], journal: Path) -> None:
    """Write files of a folder, and remove those that have no bytes.

    One program at a time; `mend` is asked for before.

    Args:
        folder: where they lie; whoever calls has seen that no path leads out of it.
        contents: path below it → all its bytes; None for one that goes. Folders are made as needed.
        journal: where what was there is kept until all is done.

    Raises:
        OSError: where the disk refuses; then all files are as they were.

    Examples:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as root:
        ...     folder, journal = Path(root, "content"), Path(root, "journal")
        ...     write(folder, {"old.yml": b"id: old"}, journal)
        ...     write(folder, {"in/new.yml": b"id: new", "old.yml": None}, journal)
        ...     ((folder / "in/new.yml").read_bytes(), (folder / "old.yml").exists())
        (b'id: new', False)
    """
    made: list[Path] = []
    formers = [
        _Former(path, _bytes(folder / path), _named(each)) for path, each in contents.items()
    ]
    try:
        _make_folders([folder / path for path, each in contents.items() if each], made)
        _replace(folder, contents, formers, journal)
    except BaseException:
        _undo(folder, formers)
        for each in reversed(made):
            with contextlib.suppress(OSError):
                each.rmdir()
        with contextlib.suppress(OSError):
            journal.unlink()
        raise


def _replace(
    folder: Path, contents: Mapping[str, bytes | None], formers: list[_Former], journal: Path
) -> None:
    """Lay all new files aside, note what was there, and let them take its place."""
    with contextlib.ExitStack() as stack:
        ready = [
            (folder / path, _aside(stack, folder / path, each)) for path, each in contents.items()
        ]
        # One after the other only now: so many files reach the disk in a third of the time.
        for _, new in ready:
            if new is not None:
                _settle(new)
        journal.parent.mkdir(parents=True, exist_ok=True)
        files.write(journal, json.dumps([_kept(each) for each in formers]))
        for file, new in ready:
            if new is None:
                file.unlink()
            else:
                new.replace(file)
    journal.unlink()


def mend(folder: Path, journal: Path, parts: Sequence[str] = (".",)) -> None:
    """Give files their old bytes back that a killed run left new; what changed since then stays.

    Args:
        folder: where they lie.
        journal: where they are kept. Anybody may have laid it there: it touches no other folder.
        parts: the folders below it that may be touched.

    Raises:
        OSError: where the disk refuses.
    """
    if not journal.exists():
        return
    _undo(folder, _read(folder, journal, parts))
    journal.unlink()


def _undo(folder: Path, formers: list[_Former]) -> None:
    for path, old, new in reversed(formers):
        file = folder / path
        with contextlib.suppress(OSError):
            present = _bytes(file)
            if present == old or _named(present) != new:
                continue
            if old is None:
                file.unlink()
            else:
                files.write(file, old)


def _read(folder: Path, journal: Path, parts: Sequence[str]) -> list[_Former]:
    """Read a journal; one that was not written to its end tells of nothing that was done."""
    try:
        found = json.loads(files.read(journal, files.LARGEST_EXPORT))
        return list(_formers(folder, found, parts))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return []


def _formers(folder: Path, found: Any, parts: Sequence[str]) -> Iterator[_Former]:
    roots = [(folder / each).resolve() for each in parts]
    for each in found:
        old = None if each["old"] is None else base64.b64decode(each["old"])
        file = (folder / each["path"]).resolve()
        if any(file.is_relative_to(root) for root in roots):
            yield _Former(each["path"], old, each["new"])


def _kept(former: _Former) -> dict[str, str | None]:
    old = None if former.old is None else base64.b64encode(former.old).decode()
    return {"path": former.path, "old": old, "new": former.new}


def _bytes(file: Path) -> bytes | None:
    return files.read(file, files.LARGEST_EXPORT) if file.exists() else None


def _named(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _make_folders(wanted: list[Path], made: list[Path]) -> None:
    for file in wanted:
        for folder in reversed([each for each in file.parents if not each.exists()]):
            folder.mkdir()
            made.append(folder)


def _aside(stack: contextlib.ExitStack, file: Path, content: bytes | None) -> Path | None:
    """Write the new bytes of a file beside it."""
    if content is None:
        return None
    new, stream = stack.enter_context(leftovers.aside(file))
    with stream:
        stream.write(content)
    if file.exists():
        shutil.copymode(file, new)
    return new


def _settle(file: Path) -> None:
    """Wait until a file has reached the disk."""
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
