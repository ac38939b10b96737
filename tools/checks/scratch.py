"""Where the steps write what is needed for a moment: into memory, where a machine has enough.

Tests make thousands of repositories, bases and sites and read each once: 6 GB of a run, which
nobody asks a disk to keep. Where the disk has other work, a run need not wait for it.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from scripts_kb.files import locks

MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
"""The folder in memory that Linux gives to all programs. Source: man 7 shm_overview."""

NEEDED: Final = 12 << 30
"""How many bytes must be free: twice what a whole run writes, and room for its programs."""

_NAMED: Final = "scripts-kb-test-"
_PASSED: Final = 0o711
_GROUP: Final = Path("/sys/fs/cgroup")


def free(memory: Path = MEMORY, group: Path = _GROUP) -> int:
    """Gives how many bytes may be written there before something has to give way.

    Args:
        memory: The folder in memory.
        group: Where a container's own bound of memory stands: what is written there counts too.

    Returns:
        0 where there is no such folder, or one whose programs may not be run.
    """
    try:
        room = os.statvfs(memory)
        told = dict(
            line.split(":", 1)
            for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        )
    except OSError:
        return 0
    if room.f_flag & os.ST_NOEXEC:
        return 0
    bounds = [room.f_bavail * room.f_frsize, int(told["MemAvailable"].split()[0]) * 1024]
    with contextlib.suppress(OSError, ValueError):  # "max": no bound; or no such group
        most = int((group / "memory.max").read_text(encoding="ascii"))
        bounds.append(most - int((group / "memory.current").read_text(encoding="ascii")))
    return min(bounds)


@contextmanager
def held(memory: Path = MEMORY, free: Callable[[Path], int] = free) -> Iterator[None]:
    """Has all that is started meanwhile write its temporary files into memory, where that has room.

    Who has named a folder by ``TMPDIR`` keeps it. What a run wrote goes when it ends; what one
    left that was killed goes when the next begins.

    Args:
        memory: The folder in memory.
        free: Says how many bytes may be written there.
    """
    if "TMPDIR" in os.environ or free(memory) < NEEDED:
        yield
        return
    former = tempfile.tempdir
    with ExitStack() as own:
        # One run at a time looks and begins, or it would take another's for one that was left.
        with locks.held(memory, waiting=lambda: None):
            for left in memory.glob(f"{_NAMED}*"):
                with contextlib.suppress(OSError, _BusyError), locks.held(left, waiting=_busy):
                    shutil.rmtree(left)
            folder = Path(tempfile.mkdtemp(prefix=_NAMED, dir=memory))
            # Servers that a superuser may not run are run by another user, who has to get below.
            folder.chmod(_PASSED)
            own.enter_context(locks.held(folder, waiting=_busy))
        try:
            os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
            yield
        finally:
            del os.environ["TMPDIR"]
            tempfile.tempdir = former
            shutil.rmtree(folder, ignore_errors=True)


class _BusyError(Exception):
    """Another run writes there."""


def _busy() -> None:
    raise _BusyError
