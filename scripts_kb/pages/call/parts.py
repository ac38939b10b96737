r"""How the answers are divided: what comes with the screen, and parts that come as they are needed.

    answers.json    the header, then the cards that a call is likely to begin with
    NAME.json       a part: cards that stand side by side in `entities` of the header

All are written alike: a JSON list, a line an item. A part is named by its content. Where it ends
is decided by the names of its cards: so one changed text changes one part, a new card seldom more,
and a browser keeps the others over a release.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from scripts_kb.pages import data
from scripts_kb.pages.call.hashes import named

SMALL: Final = 100
"""A base of so many cards is not divided: two requests would take longer than its bytes."""

AHEAD: Final = 24
"""So many cards come with the header of a divided base, at most."""

_LEAST: Final = 8
_MOST: Final = 48
_ONE_IN: Final = 16
"""One card of so many may begin a part."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a site: the first file, and the parts by name."""

    first: bytes
    parts: Mapping[str, bytes]


PartKeeper = Callable[[str, Callable[[], bytes]], bytes]
"""Gives a part by the name of what it is made of: what it takes from `made`, or knows."""


def made(_: str, make: Callable[[], bytes]) -> bytes:
    """Make a part, where nobody knows earlier ones."""
    return make()


def divided(
    header: Mapping[str, Any],
    values: Mapping[str, Mapping[str, Any]],
    cards: Mapping[str, Mapping[str, Any]],
    likely: Sequence[str],
    keep: PartKeeper = made,
) -> Answers:
    """Divide the answers.

    Args:
        header: what the screen needs at once. To it come `entities` and, in their order, `titles`
            and `whom` (the segments of each); `ahead`, how many of them stand in the first file;
            `parts`, the name and the number of cards of each that follows.
        values: by entity what the header tells of each card, `title` and `segments`, in the order
            in which the cards stand side by side.
        cards: the same cards, each looked up where it is written.
        likely: entities that a call is likely to begin with, the likeliest first.
        keep: knows parts that were made before.

    Examples:
        >>> card = {"value": {"title": "A"}}
        >>> made = divided({}, {"offer/a": card["value"]}, {"offer/a": card}, [])
        >>> print(made.first.decode(), end="")
        [
        {"entities":["offer/a"],"titles":["A"],"whom":[[]],"ahead":1,"parts":[]},
        {"value":{"title":"A"}}
        ]
    """
    first = _first(values, likely)
    groups = list(_groups([each for each in values if each not in first]))
    files = [keep(" ".join(group), partial(_part, cards, group)) for group in groups]
    names = [part_name(content) for content in files]
    entities = [*first, *(each for group in groups for each in group)]
    told = [values[each] for each in entities]
    known = {
        **header,
        "entities": entities,
        "titles": [value.get("title", "") for value in told],
        "whom": [value.get("segments", []) for value in told],
        "ahead": len(first),
        "parts": [[name, len(group)] for name, group in zip(names, groups, strict=True)],
    }
    parts = {f"{name}.json": content for name, content in zip(names, files, strict=True)}
    return Answers(_written([known, *(cards[each] for each in first)]), parts)


def part_name(content: bytes) -> str:
    """Name a part by what is in it, as its file is named."""
    return named({"": content})


def _part(cards: Mapping[str, Mapping[str, Any]], group: Sequence[str]) -> bytes:
    return _written([cards[each] for each in group])


def _first(cards: Mapping[str, Any], likely: Sequence[str]) -> dict[str, None]:
    """Give what comes with the header, in its order."""
    if len(cards) <= SMALL:
        return dict.fromkeys(cards)
    known = dict.fromkeys(each for each in likely if each in cards)
    return dict.fromkeys(list(known)[:AHEAD])


def _groups(entities: Sequence[str]) -> Iterator[list[str]]:
    """Yield what stands in one part."""
    group: list[str] = []
    for entity in entities:
        begins = len(group) >= _LEAST and zlib.crc32(entity.encode()) % _ONE_IN == 0
        if begins or len(group) >= _MOST:
            yield group
            group = []
        group.append(entity)
    if group:
        yield group


def _written(lines: Sequence[Mapping[str, Any]]) -> bytes:
    return b"[\n%s\n]\n" % b",\n".join(map(data.as_bytes, lines))
