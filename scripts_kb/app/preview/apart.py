"""Work in a process of its own that knows all that this one knows, stopped when it is late.

    run ──fork──▶ child: make ──pipe──▶ what was made
         └─late?──▶ the child is ended at once

Pages are made on one core while this goes on upon the other. Where there is no fork, the work is
done in place.
"""

import os
import pickle
import select
import signal
from collections.abc import Callable
from typing import Final, NoReturn, TypeVar

_Made = TypeVar("_Made")

_LOOK: Final = 0.05
"""Seconds after which it is asked again whether the work is late."""
_BEHIND: Final = 10
"""How far the work steps back where something else wants the processor: a page, a browser."""
_CHUNK: Final = 1 << 20


class FailedError(Exception):
    """The work ended in an exception, told as text."""


def run(make: Callable[[], _Made], late: Callable[[], bool]) -> _Made | None:
    """Make something beside.

    Args:
        make: makes it; what it gives must be picklable.
        late: tells whether nobody wants it any more.

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
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _made(make, writing)
    os.close(writing)
    try:
        told = _read(reading, late)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if told is None:
        return None
    if not told:
        raise FailedError("the process ended")
    done, made = pickle.loads(told)  # noqa: S301 - our own child wrote it
    if not done:
        raise FailedError(made)
    found: _Made = made
    return found


def _made(make: Callable[[], object], writing: int) -> NoReturn:
    """Make it in the child, and leave without anything that this process would do at its end."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.nice(_BEHIND)
    try:
        told = pickle.dumps((True, make()))
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent tells it
        told = pickle.dumps((False, f"{type(error).__name__}: {error}"))
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(told)
    finally:
        os._exit(0)


def _read(reading: int, late: Callable[[], bool]) -> bytes | None:
    parts: list[bytes] = []
    while not late():
        if not select.select([reading], [], [], _LOOK)[0]:
            continue
        part = os.read(reading, _CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return None
