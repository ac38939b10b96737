"""Lists of Word: the number that it would show before a paragraph."""

from typing import Final

from scripts_kb.documents.model import ListItem
from scripts_kb.documents.numbers import whole
from scripts_kb.documents.xml import Element

_DEEPEST: Final = 8
_NO_NUMBER: Final = frozenset({"bullet", "none"})


class Lists:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: Element | None) -> None:
        """Read `numbering.xml`."""
        self._levels: dict[str, dict[int, tuple[str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._counted: dict[str, dict[int, int]] = {}
        for each in () if root is None else root.children("w:abstractNum"):
            self._levels[each.get("w:abstractNumId")] = _levels(each)
        for each in () if root is None else root.children("w:num"):
            self._lists[each.get("w:numId")] = each.value("w:abstractNumId") or ""

    def item(self, number: str, level: int) -> ListItem:
        """Count one more item of a list."""
        level = min(level, _DEEPEST)
        form, start = self._levels.get(self._lists.get(number, ""), {}).get(level, ("bullet", 1))
        counted = self._counted.setdefault(number, {})
        for deeper in [each for each in counted if each > level]:
            del counted[deeper]
        counted[level] = counted.get(level, start - 1) + 1
        return ListItem(level, None if form in _NO_NUMBER else counted[level], number)


def _levels(found: Element) -> dict[int, tuple[str, int]]:
    made = {}
    for each in found.children("w:lvl"):
        level = whole(each.get("w:ilvl"), -1)
        start = whole(each.value("w:start") or "1", -1)
        if level >= 0 and start >= 0:
            made[level] = (each.value("w:numFmt") or "decimal", start)
    return made
