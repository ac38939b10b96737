"""Files: how one is read, and of which size; how one is written, how folders are replaced.

    file ──read──▶ bytes, or why not: no plain file, too large, what the system says
    content ──write──▶ .1f0c9d2a.new ──rename──▶ file

A file is there as a whole or, whatever happens, as it was before. What is no plain file is never
waited for: a pipe may say nothing for ever, a device may never end.
"""

import errno
import io
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from scripts_kb.files import leftovers

LARGEST: Final = 1_000_000
"""Bytes of the largest file that is read where nothing else is said."""
LARGEST_CARD: Final = 250_000
"""Bytes of the largest file of a card: sixty pages, and what every command reads within two seconds
however it is filled (`tools/bench fuzz`); a card is two orders smaller."""
LARGEST_EXPORT: Final = 200_000_000
"""Bytes of the largest table that is read: a hundred thousand deals take a fifth of it."""
LARGEST_FACTS: Final = 20_000_000
"""Bytes of the largest file of facts: three hundred thousand rows."""
LARGEST_KEPT: Final = 300_000_000
"""Bytes of the largest file that is read of those which we wrote ourselves, to know it again."""
_CHUNK: Final = 1 << 20
_AT_ONCE: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NoPlainFileError(OSError):
    """What is asked for is a pipe, a device, a socket or a folder."""


class LargeFileError(OSError):
    """A file is larger than what may be read of it."""


@contextmanager
def opened(file: Path) -> Iterator[io.BufferedReader]:
    """Open a plain file to read it, or a link to one; what is none is not waited for.

    Raises:
        NoPlainFileError: for a pipe, a device, a socket, a folder.
        OSError: where the system refuses.
    """
    descriptor = os.open(file, os.O_RDONLY | _AT_ONCE)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NoPlainFileError(errno.ESPIPE, "Not a plain file", str(file))
        stream = os.fdopen(descriptor, "rb")
    except OSError:
        os.close(descriptor)
        raise
    with stream:
        yield stream


def read(file: Path, largest: int = LARGEST) -> bytes:
    """Read a plain file whole.

    Args:
        file: which.
        largest: bytes that are read; of what is larger nothing comes into memory.

    Raises:
        NoPlainFileError: for a pipe, a device, a socket, a folder.
        LargeFileError: for one that is larger.
        OSError: where the system refuses.

    Examples:
        >>> read(Path("/dev/null"))
        Traceback (most recent call last):
        scripts_kb.files.NoPlainFileError: [Errno 29] Not a plain file: '/dev/null'
    """
    content = bytearray()
    with opened(file) as stream:
        # Not at once: room is made for what is asked for, however small the file.
        while len(content) <= largest and (more := stream.read(min(largest + 1, _CHUNK))):
            content += more
    if len(content) > largest:
        raise LargeFileError(errno.EFBIG, "File too large", str(file))
    return bytes(content)


def write(file: Path, content: str | bytes) -> None:
    r"""Write a file so that it is never seen half written.

    Args:
        file: which; one that is there keeps its mode.
        content: all of it; a text is written as UTF-8, its line ends as they are.

    Raises:
        OSError: where the disk refuses; then all is as it was.

    Examples:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write(Path(folder, "dorogo.yml"), "id: dorogo\n")
        ...     [path.name for path in Path(folder).iterdir()]
        ['dorogo.yml']
    """
    try:
        with leftovers.aside(file) as (new, stream):
            with stream:
                stream.write(content.encode() if isinstance(content, str) else content)
                stream.flush()
                os.fsync(stream.fileno())
            if file.exists():
                shutil.copymode(file, new)
            new.replace(file)
    except OSError as error:
        if error.filename2 is None:
            error.filename = str(file)  # a full disk names none, and nobody knows ours
        raise
