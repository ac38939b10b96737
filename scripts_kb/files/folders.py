"""Folders that are replaced whole: what stands there is the old one or the new one, never both.

    made anew ──▶ .site.new ──exchange──▶ site          the old one is removed afterwards
                                           │ killed anywhere
                                           ▼
                                           old or new, every file of it

Linux exchanges two folders in one step; elsewhere it takes two renames, and a run that is killed
between them is mended by the next one.

Source: man 2 renameat2.
"""

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_HERE: Final = -100
"""AT_FDCWD: paths count from the working folder."""
_EXCHANGE: Final = 2
"""RENAME_EXCHANGE."""
_UNABLE: Final = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)
"""What the system or the file system says that cannot exchange."""


@contextmanager
def replaced(folder: Path, remove: Callable[[Path], object] | None = None) -> Iterator[Path]:
    """Give where to make a folder anew; it takes the place of the old one when all went well.

    What earlier runs left that were killed is cleaned up. One program at a time: see `locks`.

    Args:
        folder: which; a link to a folder stays, and what it leads to is replaced.
        remove: is given what is left of the old one, to be `removed` before anybody replaces the
            folder again; left out, that is done at once.

    Yields:
        A folder beside it that does not exist yet; its name begins with a dot.

    Raises:
        OSError: where the disk refuses; then the folder is as it was.

    Examples:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as base:
        ...     for text in ("old", "new"):
        ...         with replaced(Path(base, "site")) as new:
        ...             new.mkdir()
        ...             _ = (new / "index.html").write_text(text)
        ...     (Path(base, "site", "index.html").read_text(), os.listdir(base))
        ('new', ['site'])
    """
    folder = folder.resolve()
    new, old = mended(folder)
    with contextlib.ExitStack() as unless_replaced:
        unless_replaced.callback(removed, new)
        yield new
        if not folder.exists():
            new.rename(folder)
        elif not _exchanged(new, folder):
            folder.rename(old)
            new.rename(folder)
        unless_replaced.pop_all()
    for left in (new, old):
        if left.exists():
            (remove or removed)(left)


def mended(folder: Path) -> tuple[Path, Path]:
    """Clean up what runs left that were killed.

    Returns:
        Where the next one is made, and where the old one waits to be removed; neither exists.

    Raises:
        OSError: where the disk refuses.
    """
    folder = folder.resolve()
    new, old = (folder.with_name(f".{folder.name}.{each}") for each in ("new", "old"))
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (new, old):
        removed(left)
    return new, old


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """Give where to make what is to come into a folder; it is removed afterwards.

    Args:
        folder: which; what earlier runs left beside it that were killed is cleaned up.

    Yields:
        A folder beside it that does not exist yet; its name begins with a dot.

    Raises:
        OSError: where the disk refuses.
    """
    new, _ = mended(folder)
    try:
        yield new
    finally:
        removed(new)


def without_empty(folder: Path) -> None:
    """Remove the folders below one that hold nothing."""
    for name, _, _ in os.walk(folder, topdown=False):
        if name != str(folder) and not os.listdir(name):  # noqa: PTH208 - names alone
            os.rmdir(name)  # noqa: PTH106 - a path as the system gave it


def swapped(aside: Path, place: Path, paths: Sequence[str]) -> None:
    """Let files below two folders change places, all of them or none; either side may have none.

    Whoever is killed in between leaves some of the new ones, each of them whole: what takes so
    short is not worth a folder made anew, of which most is as it was.

    Args:
        aside: the folder of the new ones.
        place: the folder where they belong; the old ones are aside afterwards.
        paths: below both.

    Raises:
        OSError: where the disk refuses; then all is as it was.

    Examples:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as base:
        ...     for name in ("new", "site"):
        ...         Path(base, name).mkdir()
        ...         _ = Path(base, name, "a.md").write_text(name)
        ...     swapped(Path(base, "new"), Path(base, "site"), ["a.md"])
        ...     Path(base, "site", "a.md").read_text(), Path(base, "new", "a.md").read_text()
        ('new', 'site')
    """
    done: list[str] = []
    try:
        for path in paths:
            _swap(aside / path, place / path)
            done.append(path)
    except OSError:
        for path in reversed(done):
            _swap(aside / path, place / path)
        raise


def _swap(one: Path, other: Path) -> None:
    if not one.exists():
        one, other = other, one
    if other.exists():
        if _exchanged(one, other):
            return
        passing = one.with_name(f"{one.name}.old")
        other.rename(passing)
        one.rename(other)
        passing.rename(one)
        return
    other.parent.mkdir(parents=True, exist_ok=True)
    one.rename(other)


def removed(folder: Path) -> None:
    """Remove what nobody reads any more; what cannot be removed waits for the next run."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder, onerror=_allowed)
    else:
        folder.unlink(missing_ok=True)


def _allowed(function: Callable[[str], object], path: str, _: object) -> None:
    """Try again what a file without the right to be written refused: Windows keeps those."""
    with contextlib.suppress(OSError):
        os.chmod(path, 0o700)  # noqa: PTH101 - as `shutil` names it
        function(path)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot.

    Raises:
        OSError: where it could, and refused.
    """
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if not rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE):
        return True
    number = ctypes.get_errno()
    if number in _UNABLE:
        return False
    raise OSError(number, os.strerror(number), str(other))
