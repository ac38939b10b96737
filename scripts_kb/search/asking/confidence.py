"""How surely the first card answers what was typed: `assets/call/engine/confidence.js`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts_kb.search.asking.lookup import WordLinks
    from scripts_kb.search.asking.query import TypedWord
    from scripts_kb.search.asking.reader import Index

SURE = 0.8
"""From here on the first card is shown as the answer."""
NONE = 0.4
"""Below it the first card is shown as no answer."""

_EXPLAINS = (1, 1, 1, 0.9, 0.6)
_NEARNESS = 1.5
_LEAD = 0.5
_MOST_LEAD = 0.5
_MATCH = 0.2
_SAID = 0.9

UnitFinds = list[dict[int, float]]
"""By token: how nearly each unit says it."""


def explained(
    index: Index, tokens: Sequence[TypedWord], found: UnitFinds, units: Sequence[int]
) -> float:
    """Return the share of what was typed that a card of these units explains, 0 … 1."""
    whole = share = 0.0
    for token, own in zip(tokens, found, strict=True):
        said = (own.get(unit, 0) * _EXPLAINS[index.fields[unit]] for unit in units)
        says = max(said, default=0.0)
        if token.against and says < _SAID and _opposed(index, tokens, token.against, units):
            return 0
        whole += token.tells
        share += token.tells * token.trust * min(1, says / token.open) ** _NEARNESS
    return share / whole if whole else 0


def _opposed(
    index: Index, tokens: Sequence[TypedWord], against: WordLinks, units: Sequence[int]
) -> bool:
    return any(
        number in against and not any(token.links.get(number, 0) >= _SAID for token in tokens)
        for unit in units
        if index.fields[unit] == 0
        for number in index.units[unit]
    )


def confidence(share: float, first: float, after: float) -> float:
    """Return how surely a card answers: what it explains, with a little for lead and score."""
    lead = _LEAD * min(_MOST_LEAD, (first - after) / first)
    return share and share + lead + _MATCH * (first - 1)
