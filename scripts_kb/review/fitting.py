"""Sections of a text that has a limit: what is left out is named or counted, never lost.

    in full  ──▶  the largest a line each  ──▶  as many lines as fit, the rest counted by kind

What matters least is folded first; what customers hear differently, last.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scripts_kb.review.blocks import SectionName

FOLDED: Final[tuple[SectionName, ...]] = (
    "rest",
    "warnings",
    "work",
    "reasons",
    "keys",
    "problems",
    "heard",
)
"""The first is folded first."""
_LEAST: Final[Mapping[SectionName, int]] = {
    "rest": 1_500,
    "warnings": 2_500,
    "work": 4_000,
    "reasons": 6_000,
    "keys": 2_500,
    "problems": 6_000,
    "heard": 12_000,
}
"""Characters that a section may keep whatever the others take."""
_COUNTS: Final = 1_000
"""Room for what counts the rest: some fifteen kinds."""
_WORTH: Final = 500
"""Characters below which a part of an item is not worth showing."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """An item as a form writes it: its head, its parts one after another, the line in its place."""

    head: str
    parts: tuple[str, ...]
    short: str
    kind: str

    @property
    def full(self) -> str:
        """All of it."""
        return "\n\n".join((self.head, *self.parts))


Rest = Callable[[Counter[str]], str]
"""Says how many items of each kind were left out."""
More = Callable[[int], str]
"""Says how many parts of an item were left out."""


def fit(
    sections: Mapping[SectionName, Sequence[Fitting]], limit: int, rest: Rest, more: More
) -> tuple[dict[SectionName, str], bool]:
    """Write sections within a limit.

    Args:
        sections: name → items, written without their headings.
        limit: the greatest number of characters of all of them together.
        rest: says how many items were only counted.
        more: says how many parts of an item were left out.

    Returns:
        Name → text, and whether anything was folded.
    """
    texts = {name: "\n\n".join(each.full for each in items) for name, items in sections.items()}
    folded = False
    for name in FOLDED:
        whole = sum(map(len, texts.values()))
        if name in sections and whole > limit:
            room = max(limit - (whole - len(texts[name])), _LEAST[name])
            if room < len(texts[name]):
                texts[name] = _folded(sections[name], room, rest, more)
                folded = True
    return texts, folded


def _folded(items: Sequence[Fitting], room: int, rest: Rest, more: More) -> str:
    left = room - sum(len(each.short) + 2 for each in items)
    if left < 0:
        return _counted(items, room, rest)
    shown = {}
    # The smallest first: as many people as possible find their change in full.
    for index in sorted(range(len(items)), key=lambda each: len(items[each].full)):
        item = items[index]
        text = item.full if len(item.full) - len(item.short) <= left else _part(item, left, more)
        if not text:
            break
        shown[index] = text
        left -= len(text) - len(item.short)
    return "\n\n".join(shown.get(index, item.short) for index, item in enumerate(items))


def _part(item: Fitting, left: int, more: More) -> str:
    """Give as many parts of an item as there is room for; "" where that is hardly any."""
    room = left + len(item.short) - len(item.head) - len(more(len(item.parts))) - 4
    kept: list[str] = []
    for part in item.parts:
        room -= len(part) + 2
        if room < 0:
            break
        kept.append(part)
    text = "\n\n".join((item.head, *kept, more(len(item.parts) - len(kept))))
    return text if len(text) >= _WORTH and kept else ""


def _counted(items: Sequence[Fitting], room: int, rest: Rest) -> str:
    left = room - _COUNTS
    listed: list[str] = []
    for each in items:
        left -= len(each.short) + 1
        if left < 0:
            break
        listed.append(each.short)
    return "\n".join(listed) + "\n\n" + rest(Counter(each.kind for each in items[len(listed) :]))
