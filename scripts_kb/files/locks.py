"""Locks: of two programs that write the same files one waits for the other.

What is locked is a folder itself: nothing is written for it. The system lets a lock go when the
last process that holds it is gone; one that was killed leaves nothing that somebody must remove.

Source: man 2 flock.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def held(folder: Path, waiting: Callable[[], None]) -> Iterator[tuple[int, ...]]:
    """Hold the lock of a folder meanwhile.

    Args:
        folder: what is locked; where its file system knows no locks, nothing is.
        waiting: is told once where another program holds it.

    Yields:
        The descriptors that hold it. A process that inherits them holds it too, so that it outlives
        a parent that was killed.

    Raises:
        OSError: where there is no such folder.

    Examples:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with held(Path(folder), waiting=lambda: print("waits")) as descriptors:
        ...         len(descriptors)
        1
    """
    if sys.platform == "win32":  # where a folder cannot be opened, and is not locked
        yield ()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some file systems of a network have no locks
            _take(descriptor, waiting)
        yield (descriptor,)
    finally:
        os.close(descriptor)


def _take(descriptor: int, waiting: Callable[[], None]) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        waiting()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
