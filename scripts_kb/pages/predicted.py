"""Where a prediction stands: among the newest on /effects/, or on the page of its year."""

from collections.abc import Iterable, Mapping
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
    found = {}
    for number, entry in enumerate(entries):
        page = "effects/" if number < NEWEST else f"effects/{entry.landed.year}/"
        found[entry.key] = f"{page}#{anchor(entry)}"
    return found


def anchor(entry: Judgement) -> str:
    """Name the place of a prediction; a key that an author made up does no harm in an address."""
    return "p-" + "".join(each if each.isalnum() else "-" for each in entry.key)
