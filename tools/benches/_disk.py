"""A disk that refuses, or a command that is ended, at the n-th change that it makes to its base.

    command ──change──▶ audit hook of Python ──counts, in every process of the command──▶ the n-th:
                                                      refused once · full from here on · SIGKILL

What Python tells its audit hooks is a change: a file opened to be written, a rename, a link, a
file or folder made or removed; `os.fsync` is told here. What a library writes by itself (SQLite)
and what goes into an open file fails where the disk is full: the system takes no byte more then.

`preloaded` gives the environment in which Python arms itself before a command begins.

Source: docs.python.org/3/library/audit_events.html, man 2 setrlimit.
"""

import errno
import fcntl
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

_VARIABLE: Final = "SCRIPTS_KB_FAULT"
_PRELOADED: Final = "sitecustomize.py"
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_EXCHANGE: Final = "renameat2"
_ROOT: Final = Path(__file__).resolve().parents[2]
_OF_NOBODY: Final = ("/.git/", "/__pycache__/")
"""What git changes is git's own to keep whole; compiled modules are Python's."""
_TAKES_ROOM: Final = frozenset(
    {"open", "os.fsync", "os.link", "os.mkdir", "os.symlink", "sqlite3.connect"}
)
WAYS: Final = ("refused", "full", "killed")
_SAYS: Final = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES)


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, and when.

    Attributes:
        folder: Changes below it count.
        noted: A file beside it where each change is noted in a line.
        number: Of the change that fails, from 1; 0 for none.
        way: ``refused`` fails that change alone, ``full`` leaves no room from it on, ``killed``
            ends the process that would make it.
    """

    folder: str
    noted: str
    number: int = 0
    way: str = "refused"


def preloaded(fault: Fault, place: Path) -> dict[str, str]:
    """Gives the environment in which each Python that starts is armed.

    Args:
        fault: What goes wrong.
        place: A folder for the module that Python imports at its start.
    """
    (place / _PRELOADED).write_text("from tools.benches import _disk\n\n_disk.arm()\n", "utf-8")
    path = os.pathsep.join([str(place), str(_ROOT)])
    return {_VARIABLE: json.dumps(asdict(fault)), "PYTHONPATH": path}


def changes(fault: Fault) -> list[str]:
    """Gives what was changed so far, in order."""
    noted = Path(fault.noted)
    return noted.read_text("utf-8").splitlines() if noted.exists() else []


def arm() -> None:
    """Listens to what this process changes, as its environment says."""
    if _VARIABLE not in os.environ:
        return
    fault = Fault(**json.loads(os.environ[_VARIABLE]))
    change = _change(fault)
    if fault.way == "full" and 0 < fault.number <= len(changes(fault)):
        _fill()

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        path = _changed(event, arguments)
        if path is not None:
            change(event, path)

    synced = os.fsync

    def fsync(descriptor: int) -> None:
        change("os.fsync", _path_of(descriptor))
        synced(descriptor)

    os.fsync = fsync  # type: ignore[assignment] # a descriptor is all that is given here
    sys.addaudithook(hear)


def _changed(event: str, arguments: tuple[Any, ...]) -> str | None:
    """Gives the path that an event changes; None where it changes none."""
    if event == "open":
        path, _, flags = arguments
        return _named(path) if isinstance(flags, int) and flags & _WRITES else None
    if event in {"os.rename", "os.link", "os.symlink"}:
        return _named(arguments[1])
    if event in {"os.remove", "os.rmdir"}:
        return _named(arguments[0], arguments[1])
    if event in {"os.mkdir", "os.truncate", "sqlite3.connect"}:
        return _named(arguments[0])
    # How two folders change places: Python looks the function up each time.
    return "" if event == "ctypes.dlsym" and arguments[1] == _EXCHANGE else None


def _path_of(descriptor: int) -> str:
    return os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115 - no `Path` in a hook


def _named(path: object, folder: int = -1) -> str | None:
    if not isinstance(path, str | bytes | os.PathLike) or not path:
        return None
    below = "" if folder < 0 else _path_of(folder)
    return os.path.join(below, os.fsdecode(path))  # noqa: PTH118 - no `Path` in a hook


def _change(fault: Fault) -> Callable[[str, str], None]:
    below = f"{fault.folder}/"

    def change(event: str, path: str) -> None:
        whole = f"{os.path.abspath(path)}/" if path else below  # noqa: PTH100 - no `Path` in a hook
        if not whole.startswith(below) or any(each in whole for each in _OF_NOBODY):
            return
        number = _noted(fault.noted, f"{event} {whole[len(below) : -1]}\n")
        if not fault.number or number < fault.number:
            return
        if fault.way == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if fault.way == "full":
            _fill()
            if event not in _TAKES_ROOM:
                return
        if number == fault.number or fault.way == "full":
            said = _SAYS[number % len(_SAYS)] if fault.way == "refused" else errno.ENOSPC
            raise OSError(said, os.strerror(said), path or None)

    return change


def _noted(file: str, line: str) -> int:
    """Notes a change, and gives its number among those of all processes."""
    room = resource.getrlimit(resource.RLIMIT_FSIZE)
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        resource.setrlimit(
            resource.RLIMIT_FSIZE, (room[1], room[1])
        )  # the disk of the notes has room
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.write(descriptor, line.encode("utf-8", "replace"))
        return os.pread(descriptor, os.fstat(descriptor).st_size, 0).count(b"\n")
    finally:
        os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_FSIZE, room)


def _fill() -> None:
    """Has the system take no byte more from this process."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
