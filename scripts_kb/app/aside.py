"""Work in a process beside this one: a first build uses both halves of a small machine.

begin(work) ──▶ a copy of this process works ──▶ result, when it is asked for
└───▶ where there can be none, the work is done when its result is asked for
"""

import multiprocessing
import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Final, TypeVar

_THREADS: Final = "/proc/self/task"

_Result = TypeVar("_Result")


def helps() -> bool:
    """Tell whether a copy of this process can be made and is safe: it has no second thread.

    The system is asked: threads that libraries start by themselves are not on Python's list.
    """
    if sys.platform != "linux":
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
    receiving, sending = opened(lambda pipe: pipe.send(work()))
    sending.close()

    def result() -> _Result:
        try:
            return receiving.recv()  # type: ignore[no-any-return] # the work made it
        except EOFError:  # it failed: here it says why
            return work()
        finally:
            receiving.close()

    return result


def opened(work: Callable[[Connection], None]) -> tuple[Connection, Connection]:
    """Start a copy of this process that writes into a pipe.

    Returns:
        Where its results come out, and this side's end of the writing, to be closed.
    """
    fork = multiprocessing.get_context("fork")
    receiving, sending = fork.Pipe(duplex=False)
    fork.Process(target=_quietly, args=(work, sending), daemon=True).start()
    return receiving, sending


def _quietly(work: Callable[[Connection], None], sending: Connection) -> None:
    """Work, and say nothing of a failure: whoever asks for the result does the work and says it."""
    try:
        work(sending)
    except Exception:  # noqa: BLE001 - whatever it is, it will be raised again where it is seen
        sending.close()
