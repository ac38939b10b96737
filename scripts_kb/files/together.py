"""Several files are written as one: all of them, or none.

    new bytes of each, aside ──rename, rename, …──▶ done
                                  │ refused, interrupted
                                  ▼
                         those renamed get their old bytes back

Until every new file lies whole beside the old one none is replaced, so a full disk replaces none.
"""

import contextlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from scripts_kb import files
from scripts_kb.files import leftovers


def write(contents: Mapping[Path, bytes | None]) -> None:
    """Write files, and remove those that have no bytes.

    Args:
        contents: file → all its bytes; None for one that goes. Folders are made as needed.

    Raises:
        OSError: where the disk refuses; then all files are as they were.

    Examples:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     old, new = Path(folder, "old.yml"), Path(folder, "in", "new.yml")
        ...     write({old: b"id: old"})
        ...     write({new: b"id: new", old: None})
        ...     (new.read_bytes(), old.exists())
        (b'id: new', False)
    """
    made: list[Path] = []
    done: list[tuple[Path, bytes | None]] = []
    with contextlib.ExitStack() as stack:
        try:
            _make_folders(contents, made)
            ready = [(file, _aside(stack, file, each)) for file, each in contents.items()]
            for file, new in ready:
                old = files.read(file, files.LARGEST_EXPORT) if file.exists() else None
                done.append((file, old))
                if new is None:
                    file.unlink()
                else:
                    new.replace(file)
        except BaseException:
            _undo(done, made)
            raise


def _make_folders(contents: Mapping[Path, bytes | None], made: list[Path]) -> None:
    for file, each in contents.items():
        missing = [folder for folder in file.parents if not folder.exists()] if each else []
        for folder in reversed(missing):
            folder.mkdir()
            made.append(folder)


def _aside(stack: contextlib.ExitStack, file: Path, content: bytes | None) -> Path | None:
    """Write the new bytes of a file beside it."""
    if content is None:
        return None
    new, stream = stack.enter_context(leftovers.aside(file))
    with stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    if file.exists():
        shutil.copymode(file, new)
    return new


def _undo(done: list[tuple[Path, bytes | None]], made: list[Path]) -> None:
    """Give files their old bytes back, the last one first; what stands already is left."""
    for file, old in reversed(done):
        with contextlib.suppress(OSError):
            if old is None:
                file.unlink(missing_ok=True)
            elif not file.exists() or files.read(file, files.LARGEST_EXPORT) != old:
                files.write(file, old)
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            folder.rmdir()
