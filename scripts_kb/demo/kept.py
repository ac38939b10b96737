"""The sample company's year, kept for who only wants to look around.

checkout/content, or the package's own copy ──tell──▶ year-KEY/ in the user's cache, once

Who has no such folder (a user of a service, a container with a number for a user, a home that is
read-only) has the year told for one run, in a temporary folder.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import platformdirs

from scripts_kb import files
from scripts_kb.demo import sample, telling
from scripts_kb.files import locks
from scripts_kb.problems import UserError, refusal

_KEPT: Final = "year-"


@contextlib.contextmanager
def year(waiting: Callable[[], None]) -> Iterator[Path]:
    """Give the folder of the sample's year; it is told where it is not kept yet.

    A sample that changed, or another version of ours, has another year; the former one goes.

    Args:
        waiting: is told once where another program tells it.

    Yields:
        Its folder. It is there until the end of the block, and after it where it can be kept.

    Raises:
        UserError: where it cannot be written.
    """
    with contextlib.ExitStack() as until:
        cache = platformdirs.user_cache_path("scripts-kb")
        try:
            if not _can_keep(cache):
                cache = Path(until.enter_context(_temporary()))
            kept = cache / f"{_KEPT}{_key(sample.content())}"
            with locks.held(cache, waiting):
                if not kept.is_dir():
                    _tell(kept)
        except OSError as error:
            raise UserError("disk-refuses", file=cache, said=refusal(error)) from None
        yield kept


def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="scripts-kb-", ignore_cleanup_errors=True)


def _can_keep(cache: Path) -> bool:
    # A user without a home and without a line in the system's list has `~` for a home: a folder
    # of that name would be made wherever they stand.
    if not cache.is_absolute():
        return False
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(cache, os.R_OK | os.W_OK | os.X_OK)


def _tell(kept: Path) -> None:
    for former in kept.parent.glob(f"{_KEPT}*"):
        shutil.rmtree(former)
    half = kept.with_name(f"{_KEPT}half")
    telling.tell(half, sample.content())
    half.rename(kept)


def _key(folder: Path) -> str:
    found = hashlib.sha256()
    stories = sorted((sample.PACKAGE / "year").rglob("*")) + sorted(sample.PACKAGE.glob("*.py"))
    for file in (*sorted(folder.rglob("*")), *stories):
        if file.is_file():
            found.update(f"{file.name}\0{file.stat().st_size}\0".encode())
            found.update(files.read(file, files.LARGEST_EXPORT))
    return found.hexdigest()[:16]
