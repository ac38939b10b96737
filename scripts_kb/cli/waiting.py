"""What a command shows while it works for long: what it does, and how far it has come.

    tell ──▶ WorkBar ──a piece of work takes longer than a moment──▶ a bar, until the piece is done

On a terminal alone, and on its other output: what a command prints may go into a file. Nothing is
printed while a bar stands, so nothing is torn by it.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Final

from scripts_kb.files import progress

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE: Final = 0.5
"""Seconds that a piece of work may take before it is shown."""


def printing() -> ModuleType:
    """Give the module that prints for a person."""
    from scripts_kb.cli import printing as module  # noqa: PLC0415 - 54 ms of 180; JSON needs none

    return module


@contextmanager
def shown() -> Iterator[None]:
    """Show how far long work has come while a block runs, where somebody looks at a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    bar = WorkBar()
    try:
        with progress.heard(bar.told):
            yield
    finally:
        bar.stop()


class WorkBar:
    """The bar of the present piece of work, once it has taken a moment."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._what = ""
        self._since = 0.0
        # Another process may tell by a thread of ours.
        self._alone = threading.Lock()

    def told(self, what: str, done: int, total: int) -> None:
        """Take how far a piece of work has come.

        Args:
            what: the work, by the key of its text.
            done: how much of it is done.
            total: of how much; 0 where nobody knows.
        """
        with self._alone:
            if what != self._what:
                self._end()
                self._what, self._since = what, time.monotonic()
            if done == total:
                self._end()
            elif self._bar:
                self._bar.update(self._bar.task_ids[0], completed=done, total=total or None)
            elif time.monotonic() - self._since > _PATIENCE:
                self._bar = printing().bar(what, done, total or None)

    def stop(self) -> None:
        """Take the bar away."""
        with self._alone:
            self._end()

    def _end(self) -> None:
        if self._bar:
            self._bar.stop()
        self._bar, self._what = None, ""
