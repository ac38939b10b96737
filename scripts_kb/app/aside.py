"""Work in a process beside this one: a first build uses both halves of a small machine.

begin(work) ──▶ a copy of this process works ──▶ result, when it is asked for
└───▶ where there can be none, the work is done when its result is asked for

Source: man 2 prctl.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from typing import Final, NoReturn, TypeVar

_THREADS: Final = "/proc/self/task"
_WHEN_ITS_PARENT_ENDS: Final = 1
"""PR_SET_PDEATHSIG."""

_Result = TypeVar("_Result")


class Copy:
    """A copy of this process that works, and writes what it has into a pipe.

    Args:
        work: is given the pipe. What it raises is not told: the pipe ends early.

    Attributes:
        receiving: where its results come out.
    """

    def __init__(self, work: Callable[[Connection], None]) -> None:
        self.receiving, sending = Pipe(duplex=False)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()  # else both would write what waits there
        here = os.getpid()
        self._process = os.fork()
        if not self._process:
            self.receiving.close()
            _work(work, sending, here)
        sending.close()

    def end(self) -> None:
        """End it, whether it has done its work or not."""
        self.receiving.close()
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


def helps() -> bool:
    """Tell whether a copy of this process helps: there is a second core, and no second thread.

    The system is asked: threads that libraries start by themselves are not on Python's list.
    """
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) == 1:
        return False
    try:
        return len(os.listdir(_THREADS)) == 1  # noqa: PTH208 - names alone
    except OSError:
        return False


def begin(work: Callable[[], _Result]) -> Callable[[], _Result]:
    """Begin a piece of work that changes nothing here.

    Args:
        work: its result is plain data or records, for it comes through a pipe.

    Returns:
        What waits for the result; it raises what the work raised.

    Examples:
        >>> begin(lambda: 2 + 2)()
        4
    """
    if not helps():
        return work
    copy = Copy(lambda pipe: pipe.send(work()))

    def result() -> _Result:
        try:
            return copy.receiving.recv()  # type: ignore[no-any-return] # the work made it
        except EOFError:  # it failed: here it says why
            return work()
        finally:
            copy.end()

    return result


def _end_with(process: int) -> None:
    """End when the process that made this one ends, in whatever way: nobody waits for us then."""
    if sys.platform != "linux":  # there the pipe breaks when the work is done
        return
    ctypes.CDLL(None).prctl(_WHEN_ITS_PARENT_ENDS, signal.SIGKILL)
    if os.getppid() != process:
        os._exit(1)


def _work(work: Callable[[Connection], None], sending: Connection, parent: int) -> NoReturn:
    """Work, and leave without anything that this process would do at its end."""
    try:
        _end_with(parent)
        with sending:
            work(sending)
    except BaseException:  # noqa: BLE001 - who waits for the result does the work, and says why
        os._exit(1)
    os._exit(0)
