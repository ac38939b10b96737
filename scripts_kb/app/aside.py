"""Work in a process beside this one: a first build uses both halves of a small machine.

begin(work) ──▶ a copy of this process works ──▶ result, when it is asked for
└───▶ where there can be none, the work is done when its result is asked for

Source: man 2 prctl.
"""

import ctypes
import os
import pickle
import signal
import sys
import weakref
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from tempfile import TemporaryFile
from typing import IO, Any, Final, Generic, NoReturn, TypeVar

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
        self._parent = os.getpid()
        self._process = os.fork()
        if not self._process:
            self.receiving.close()
            _work(work, sending, self._parent)
        sending.close()

    def end(self) -> None:
        """End it, whether it has done its work or not; only who made it can."""
        if os.getpid() != self._parent:
            return
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


class Beside(Generic[_Result]):
    """A piece of work that is done beside this process; calling it gives its result, or raises.

    Where nobody asks for the result, the copy ends when this does.

    Args:
        work: what is done.
        copy: does it; None where this process does, when it is asked.
        kept: where the copy writes the result.
    """

    def __init__(
        self, work: Callable[[], _Result], copy: Copy | None = None, kept: IO[bytes] | None = None
    ) -> None:
        self._work = work
        self._copy = copy
        self._kept = kept
        self._known: tuple[_Result, ...] = ()
        self._ended = weakref.finalize(self, _end, copy, kept)

    def waits(self) -> bool:
        """Tell whether a copy of this process is still at work."""
        return self._copy is not None and not self._known and not self._copy.receiving.poll()

    def __call__(self) -> _Result:
        """Give the result; it is taken over once."""
        if not self._known:
            self._known = (self._taken(),)
        return self._known[0]

    def _taken(self) -> _Result:
        copy, kept = self._copy, self._kept
        if copy is None or kept is None:
            return self._work()
        try:
            copy.receiving.recv_bytes()
            kept.seek(0)
            return pickle.load(kept)  # type: ignore[no-any-return] # noqa: S301 - the work made it
        except EOFError:  # it failed: here it says why
            return self._work()
        finally:
            self._ended()


def begin(
    work: Callable[[], _Result], again: Callable[[], _Result] | None = None
) -> Beside[_Result]:
    """Begin a piece of work that changes nothing here.

    Args:
        work: its result is plain data or records, for it is written into a file.
        again: does it here where the copy fails; who gives it need not hold what the work is done
            from while it is done. The work itself, where left out.

    Examples:
        >>> begin(lambda: 2 + 2)()
        4
    """
    if not helps():
        return Beside(work)
    try:
        kept = TemporaryFile()  # noqa: SIM115 - closed with the copy that writes it
    except OSError:
        return Beside(work)

    def done(pipe: Connection) -> None:
        # Into a file: a pipe would hold the copy, and all its memory, until somebody reads.
        pickle.dump(work(), kept, pickle.HIGHEST_PROTOCOL)
        kept.flush()
        pipe.send_bytes(b"done")

    return Beside(again or work, Copy(done), kept)


class Later(Generic[_Result]):
    """A piece of work that begins when another is done, or when its result is asked for.

    Args:
        before: the result of the other.
        work: its result is plain data or records.
    """

    def __init__(self, before: Beside[Any], work: Callable[[], _Result]) -> None:
        self._before = before
        self._work = work
        self._begun: Beside[_Result] | None = None

    def waits(self) -> bool:
        """Tell whether a copy of this process is still at work, at this or at the other."""
        return self._before.waits() or self._result().waits()

    def __call__(self) -> _Result:
        """Give the result."""
        return self._result()()

    def _result(self) -> Beside[_Result]:
        self._begun = self._begun or begin(self._work)
        return self._begun


def _end(copy: Copy | None, kept: IO[bytes] | None) -> None:
    if copy is not None:
        copy.end()
    if kept is not None:
        kept.close()


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
