"""How far long work has come: whoever works tells, whoever shows listens.

    tell("pages", 34, 216) ──▶ the listener of this process
                          └──▶ a pipe to the process that shows, named by SCRIPTS_KB_PROGRESS
                          └──▶ nobody: then telling costs nothing worth naming

It stands at the bottom, since every step works; what is shown, and when, is the command line's.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager, suppress
from typing import Final, TypeVar

VARIABLE: Final = "SCRIPTS_KB_PROGRESS"
"""Names the descriptor that a process writes into which shows nothing itself."""

Listener = Callable[[str, int, int], None]
"""Takes what is done, how much of it is done, and of how much: 0 where nobody knows."""

_Item = TypeVar("_Item")

_OFTEN: Final = 0.1
"""Seconds between two words of one piece of work; an eye sees no more."""

_listeners: Final[list[Listener]] = []
_told: Final[dict[str, float]] = {}


def tell(what: str, done: int, total: int = 0) -> None:
    """Tell how far a piece of work has come.

    Args:
        what: the work, by a key of the texts of commands: `history`, `pages`, `dressing`.
        done: how much of it is done.
        total: of how much; 0 where nobody knows.

    Examples:
        >>> with heard(lambda *far: print(far)):
        ...     tell("pages", 216, 216)
        ('pages', 216, 216)
    """
    if not _listeners:
        return
    now = time.monotonic()
    # The end is told always, else it would stand at nine tenths until something else begins.
    if done != total and now - _told.get(what, 0) < _OFTEN:
        return
    _told[what] = now
    _listeners[-1](what, done, total)


def of(what: str, items: Iterable[_Item], total: int = 0) -> Iterator[_Item]:
    """Go through things, and tell how many are done.

    Args:
        what: the work, by a key of the texts of commands.
        items: the things.
        total: how many there are; 0 where they are counted, or nobody knows.

    Examples:
        >>> list(of("pages", ["a", "b"]))
        ['a', 'b']
    """
    total = total or (len(items) if isinstance(items, Sized) else 0)
    done = 0
    for item in items:
        tell(what, done, total)
        yield item
        done += 1
    tell(what, done, done)


@contextmanager
def heard(listener: Listener) -> Iterator[None]:
    """Let what is told be heard while a block runs; in a copy of this process nothing is."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


@contextmanager
def forwarded() -> Iterator[None]:
    """Pass on what is told while a block runs to the process that shows, where there is one."""
    found = inherited()
    if not found:
        yield
        return

    def write(what: str, done: int, total: int) -> None:
        # Nobody may listen any more: that is no reason to stop working.
        with suppress(OSError):
            os.write(found[0], f"{what} {done} {total}\n".encode())

    with heard(write):
        yield


def inherited() -> tuple[int, ...]:
    """Give the descriptors that a process inherits which is to tell the same one as we."""
    named = os.environ.get(VARIABLE)
    return (int(named),) if named else ()


@contextmanager
def received() -> Iterator[tuple[dict[str, str], tuple[int, ...]]]:
    """Hear what another process tells, as if it were told here.

    Yields:
        What that process finds in its environment, and the descriptors that it inherits; nothing
        where nobody listens.
    """
    if not _listeners:
        yield {}, ()
        return
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="ascii") as lines:
        thread = threading.Thread(target=_passed_on, args=(lines,), daemon=True)
        thread.start()
        try:
            yield {VARIABLE: str(writing)}, (writing,)
        finally:
            os.close(writing)
            # Whoever inherited the other end and still runs is not waited for.
            thread.join(_OFTEN)


def _passed_on(lines: Iterable[str]) -> None:
    for line in lines:
        what, done, total = line.split()
        for listener in _listeners[-1:]:
            listener(what, int(done), int(total))


os.register_at_fork(after_in_child=_listeners.clear)
