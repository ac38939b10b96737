"""Which landed change a message takes back, and for which cards that is true.

    "This reverts commit 3ad5…"             ──▶ that change
    Revert "Меняем a (#11)" (#12)           ──▶ the latest one of that subject, if values agree

    ●  Меняем a                    objection/a: было → стало
    ●  Новый ответ на b (#12)      objection/a: стало → было      ◀── reverts it
       * Пробуем вернуть a         objection/b: …                 ◀── something else came along
       This reverts commit …

A message that was put together of several speaks through this line only for what the reverted
change touched. A subject alone proves nothing, so the values must go back to what they were.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from scripts_kb.past.memory import Memory
from scripts_kb.past.messages import Trailers
from scripts_kb.past.records import Edit, Row

if TYPE_CHECKING:
    # A comparison keeps its rows in memory, and does not load SQLite.
    from scripts_kb.past.archive import Archive

WHOLE: Final = 40
"""Digits of an id that is not cut short."""
_NUMBER: Final = re.compile(r"(?<!\s)\s*\([#!]\d+\)$")


def titled(subject: str) -> str:
    """Give a subject as reverts quote it: a squash adds the number of its request.

    Examples:
        >>> titled("Меняем a (#11)")
        'Меняем a'
    """
    return _NUMBER.sub("", subject.strip())


def home_of(archive: "Archive | Memory", name: str) -> str | None:
    """Give the landed change of a commit that is named, its id cut short or not."""
    whole = name if len(name) >= WHOLE else archive.begun(name)
    return archive.home(whole) if whole else None


class Reverts:
    """What messages take back, among what has landed.

    Args:
        archive: what has landed.
    """

    def __init__(self, archive: "Archive | Memory") -> None:
        self._archive = archive
        self._titles: dict[str, str] | None = None

    def land(self, change: str, subject: str) -> None:
        """Note the subject of a change, once what it reverts itself is known."""
        if self._titles is not None:
            self._titles[titled(subject)] = change

    def of(self, row: Row, parts: Iterable[Trailers]) -> str | None:
        """Give the change that a row takes back, by what the messages that speak for it say."""
        for part in parts:
            for name in part.reverts:
                home = home_of(self._archive, name)
                if home and not (part.several and self._edits(home, row.entity) is None):
                    return home
            for subject in part.undoes:
                home = self._known().get(titled(subject))
                undone = self._edits(home, row.entity) if home else None
                if undone is not None and takes_back(row.edits, undone):
                    return home
        return None

    def _edits(self, change: str, entity: str | None) -> tuple[Edit, ...] | None:
        changed = self._archive.changed(change)
        return next((each.edits for each in changed if each.entity == entity), None)

    def _known(self) -> dict[str, str]:
        """Map subjects to their latest changes; asked for the first time where one is quoted."""
        if self._titles is None:
            self._titles = {titled(text): change for change, text in self._archive.subjects()}
        return self._titles


def takes_back(edits: Iterable[Edit], undone: Iterable[Edit]) -> bool:
    """Tell whether edits do nothing but put values back that others changed."""
    back = [_plain(each.reverse()) for each in undone]
    return all(_plain(each) in back for each in edits)


def _plain(edit: Edit) -> tuple[object, ...]:
    return edit.op, edit.path, edit.before, edit.after
