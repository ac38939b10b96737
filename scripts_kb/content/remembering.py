"""Files that are read again and again: who knows one reads it again only where it changed.

    file ──stat as it was?──▶ what it said before
         └─changed──────────▶ opened ──▶ remembered

Where a file breaks, what it said last stays known: a preview goes on showing that.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from scripts_kb.content import loading
from scripts_kb.content.loading import Opened

_TICK: Final = 50_000_000
"""Nanoseconds within which a clock of files may stand still: two saves would look like one."""

_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Known:
    stamp: _Stamp | None
    """None where it cannot be trusted yet."""
    said: Opened


class KnownFiles:
    """What each file of one content folder said, the last time and the last time it was sound."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._sound: dict[str, Opened] = {}

    def opened(self, file: Path, path: str, shown: str) -> Opened:
        """Open a file as `loading.opened` does, or give what it said where it has not changed."""
        known = self._known.get(path)
        stamp = _stamp(file)
        if known and stamp is not None and known.stamp == stamp:
            return known.said
        said = loading.opened(file, path, shown)
        before = known and known.said
        if before and _same(before, said):
            said = before
        self._known[path] = _Known(_trusted(stamp, file), said)
        if said.document is not None and said.document.record is not None:
            self._sound[path] = said
        return said

    def sound(self, file: Path, path: str, shown: str) -> Opened:
        """Open a file; of a broken one give what it said last, with its mistakes of now."""
        said = self.opened(file, path, shown)
        last = self._sound.get(path)
        if last is None or (said.document is not None and said.document.record is not None):
            return said
        return replace(last, problems=said.problems)

    def forget(self, is_there: Callable[[str], bool]) -> None:
        """Forget the files that are gone."""
        for path in [each for each in self._known if not is_there(each)]:
            del self._known[path]
            self._sound.pop(path, None)


def _stamp(file: Path) -> _Stamp | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _trusted(stamp: _Stamp | None, file: Path) -> _Stamp | None:
    """Give a stamp that tells of every later save: read before and after alike, and not too new."""
    if stamp is None or stamp != _stamp(file) or time.time_ns() - stamp[0] < _TICK:
        return None
    return stamp


def _same(before: Opened, now: Opened) -> bool:
    """Tell whether a file says what it said: of the same bytes the documents need not be new."""
    if before.document is None or now.document is None:
        return False
    return before.document.blob == now.document.blob
