"""Files that are watched: whoever saves one, is told of at once and once.

the system ──event──▶ pause until it is quiet ──▶ changed
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from watchdog.events import (
    EVENT_TYPE_CLOSED,
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

_QUIET: Final = 0.05
"""Seconds without an event after which a save is whole."""
_LONGEST: Final = 0.5
"""Seconds after which a stream of events, as of `git checkout`, is looked at all the same."""
_IDLE: Final = 30.0
"""Seconds without any change."""
_CHANGES: Final = frozenset(
    {
        EVENT_TYPE_CLOSED,
        EVENT_TYPE_CREATED,
        EVENT_TYPE_DELETED,
        EVENT_TYPE_MODIFIED,
        EVENT_TYPE_MOVED,
    }
)
"""That a file was read is no change of it."""


class _Ringing(FileSystemEventHandler):
    """Rings where something changed."""

    def __init__(self, rung: threading.Event, names: frozenset[str] | None = None) -> None:
        self._rung = rung
        self._names = names

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Ring for a change; of single files only for theirs."""
        paths = (str(event.src_path), str(event.dest_path))
        mine = self._names is None or any(Path(each).name in self._names for each in paths)
        if mine and event.event_type in _CHANGES:
            self._rung.set()


@contextmanager
def watching(
    folder: Path, files: Iterable[Path], changed: Callable[[], None], idle: Callable[[], None]
) -> Iterator[None]:
    """Watch a folder and single files while a block runs.

    Args:
        folder: it, with all below.
        files: those of elsewhere; they need not be there yet.
        changed: is called in a thread of its own after every change.
        idle: is called there once in a while when there was none.
    """
    rung, ended = threading.Event(), threading.Event()
    # The folder itself as a file of its parent: another branch may be without it for a while.
    beside = (*files, folder)
    observers = [_observer(folder, beside, rung)]

    def follow() -> None:
        seen = _identity(folder)
        while not ended.is_set():
            if not rung.wait(_IDLE):
                idle()
                continue
            begun = time.monotonic()
            while rung.is_set() and time.monotonic() - begun < _LONGEST:
                rung.clear()
                rung.wait(_QUIET)
            rung.clear()
            now = _identity(folder)
            if now is not None and now != seen:
                observers.append(_observer(folder, beside, rung))
                observers.pop(0).stop()
                seen = now
            if not ended.is_set():
                changed()

    thread = threading.Thread(target=follow, daemon=True, name="kb-watching")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        rung.set()
        observers[0].stop()


def _identity(folder: Path) -> tuple[int, int] | None:
    """Name a folder so that another one in its place is another; None where there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _observer(folder: Path, files: tuple[Path, ...], rung: threading.Event) -> BaseObserver:
    """Begin to observe; where the system has no more watches, by looking again and again."""
    for kind in (Observer, PollingObserver):
        observer: BaseObserver = kind()
        try:
            observer.schedule(_Ringing(rung), str(folder), recursive=True)
            for parent in {each.parent for each in files}:
                names = frozenset(each.name for each in files if each.parent == parent)
                observer.schedule(_Ringing(rung, names), str(parent), recursive=False)
            observer.daemon = True
            observer.start()
        except OSError:
            if kind is PollingObserver:
                raise
            continue
        return observer
    raise AssertionError
