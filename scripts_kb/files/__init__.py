"""Files: how large one may be that is read, how one is written, how folders are replaced.

content ──write──▶ .1f0c9d2a.new ──rename──▶ file

A file is there as a whole or, whatever happens, as it was before.
"""

import contextlib
import os
import shutil
from pathlib import Path
from typing import Final

LARGEST: Final = 1_000_000
"""Bytes of the largest file that is read; a card is three orders smaller."""


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
    # A name that nobody can have laid a link under.
    new = file.with_name(f".{os.urandom(4).hex()}.new")
    try:
        with new.open("xb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
        if file.exists():
            shutil.copymode(file, new)
        new.replace(file)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
