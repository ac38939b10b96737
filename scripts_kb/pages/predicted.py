"""Where a prediction stands: among the newest on /effects/, or on the page of its year."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from scripts_kb.effects.records.judgements import Judgement

NEWEST: Final = 60
"""How many predictions stand on /effects/; older ones stand on the page of their year."""


def addresses(entries: Iterable[Judgement]) -> Mapping[str, str]:
    """Say where each prediction stands, by its key.

    Args:
        entries: the latest landed first.

    Examples:
        >>> addresses([])
        {}
    """
    found: dict[str, str] = {}
    told = tuple(entries)
    for number, entry in enumerate(told):
        page = "effects/" if number < NEWEST else f"effects/{entry.landed.year}/"
        found[entry.key] = f"{page}#{anchor(entry)}"
    # What takes a change back is told in the story of that change.
    return found | {each.key: found[each.undoes] for each in told if each.undoes in found}


def stories(
    entries: Iterable[Judgement], every: Iterable[Judgement]
) -> Iterator[tuple[Judgement, Judgement | None]]:
    """Give each entry with the one that took it back, told once.

    Args:
        entries: those to tell.
        every: all of the ledger.

    Examples:
        >>> list(stories([], []))
        []
    """
    whole = tuple(every)
    keys = {each.key for each in whole}
    back = {each.undoes: each for each in whole if each.undoes}
    return ((each, back.get(each.key)) for each in entries if each.undoes not in keys)


def anchor(entry: Judgement) -> str:
    """Name the place of a prediction; a key that an author made up does no harm in an address."""
    return "p-" + "".join(each if each.isalnum() else "-" for each in entry.key)
