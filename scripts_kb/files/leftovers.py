"""What a killed run leaves of a file that it was writing: whoever writes next removes it.

    .1f0c9d2a.new   locked by who writes it ──killed──▶ locked by nobody ──next write there──▶ gone

Where a file system knows no locks nobody can tell whose it is, and it stays.
"""

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

if sys.platform != "win32":
    import fcntl

_NAME: Final = re.compile(r"\.[0-9a-f]{8}\.new")
_AS_IT_IS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_cleared: Final[set[Path]] = set()
"""Folders that this process has looked through: once is enough, a folder may hold thousands."""


@contextmanager
def aside(file: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """Give a file beside another one, under a name that nobody can have laid a link under.

    It is removed where something goes wrong, and what killed runs left beside it before.

    Args:
        file: beside which.

    Yields:
        Its path, and the stream that it is written through; whoever closes that still has it.

    Raises:
        OSError: where the disk refuses.
    """
    _clear(file.parent)
    new, stream = _begun(file)
    # Windows moves no file that is open.
    held = [] if sys.platform == "win32" else [os.dup(stream.fileno())]
    try:
        yield new, stream
    except BaseException:
        stream.close()
        with contextlib.suppress(OSError):
            new.unlink()
        raise
    finally:
        for each in held:
            os.close(each)


def _begun(file: Path) -> tuple[Path, IO[bytes]]:
    while True:
        new = file.with_name(f".{os.urandom(4).hex()}.new")
        stream = new.open("xb")
        if sys.platform == "win32":
            return new, stream
        with contextlib.suppress(OSError):  # some file systems of a network have no locks
            fcntl.flock(stream, fcntl.LOCK_EX)
        # Whoever cleared the folder between the two steps took it for one that was left.
        if os.fstat(stream.fileno()).st_nlink:
            return new, stream
        stream.close()


def _clear(folder: Path) -> None:
    if sys.platform == "win32" or folder in _cleared:
        return
    _cleared.add(folder)
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for each in found:
            if _NAME.fullmatch(each.name) and each.is_file(follow_symlinks=False):
                _remove(each.path)


def _remove(left: str) -> None:
    """Remove a file that nobody writes any more."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(left, os.O_RDONLY | _AS_IT_IS)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(left)  # noqa: PTH108 - a path as the system gave it
        finally:
            os.close(descriptor)
