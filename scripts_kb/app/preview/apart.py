"""Work in a process of its own that knows all that this one knows, stopped when it is late.

    run ──fork──▶ child: make ──pipe──▶ what was made
         └─late?──▶ the child is ended at once

Pages are made on one core while this goes on upon the other. Where there is no fork, the work is
done in place.
"""

import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final, TypeVar

from scripts_kb.app import aside

_Made = TypeVar("_Made")

_LOOK: Final = 0.05
"""Seconds after which it is asked again whether the work is late."""
_BEHIND: Final = 10
"""How far the work steps back where something else wants the processor: a page, a browser.

Not where somebody waits for it: on a machine that is busy with other things it would never end.
"""


class FailedError(Exception):
    """The work ended in an exception, told as text."""


def run(
    make: Callable[[], _Made], late: Callable[[], bool], *, waited: bool = False
) -> _Made | None:
    """Make something beside.

    Args:
        make: makes it; what it gives must be picklable.
        late: tells whether nobody wants it any more.
        waited: whether somebody waits for it.

    Returns:
        What was made, None where it was late.

    Raises:
        FailedError: where making it failed.

    Examples:
        >>> run(lambda: 6 * 7, lambda: False)
        42
    """
    if not hasattr(os, "fork"):
        return None if late() else make()
    copy = _copy(make, 0 if waited else _BEHIND)
    try:
        told = _received(copy.receiving, late)
    finally:
        copy.end()
    if told is None:
        return None
    done, made = told
    if not done:
        raise FailedError(made)
    found: _Made = made
    return found


def _copy(make: Callable[[], object], nice: int) -> aside.Copy:
    """Begin the copy. What a terminal or a service sends to all of a group, it leaves to us."""
    before = signal.pthread_sigmask(
        signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    )
    try:
        return aside.Copy(lambda pipe: pipe.send(_told(make, nice)))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _told(make: Callable[[], object], nice: int) -> tuple[bool, object]:
    """Make it in the copy, so far behind whatever else wants the processor."""
    os.nice(nice)
    try:
        return True, make()
    except BaseException as error:  # noqa: BLE001 - whatever it is, who waits for it tells it
        return False, f"{type(error).__name__}: {error}"


def _received(receiving: Connection, late: Callable[[], bool]) -> Any:
    while not late():
        if receiving.poll(_LOOK):
            try:
                return receiving.recv()
            except EOFError:
                raise FailedError("the process ended") from None
    return None
