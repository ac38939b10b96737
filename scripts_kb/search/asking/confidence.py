"""How surely the first card answers what was typed: `assets/call/engine/confidence.js`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts_kb.search.asking.lookup import WordLinks
    from scripts_kb.search.asking.query import TypedWord
    from scripts_kb.search.asking.reader import Index

SURE = 0.82
"""From here on the first card is shown as the answer."""
NONE = 0.44
"""Below it the first card is shown as no answer."""

_EXPLAINS = (1, 1, 1, 0.9, 0.6)
_NEARNESS = 1.5
_SHARE = 0.54
_LEAD = 0.76
_MOST_LEAD = 0.5
_ALONE = 0.28
_COVER = 0.19
_MATCH = 0.11
_SAID = 0.9
_SAME = 1e-3

UnitFinds = list[dict[int, float]]
"""By token: how nearly each unit says it."""


def explained(
    index: Index, tokens: Sequence[TypedWord], found: UnitFinds, units: Sequence[int]
) -> tuple[float, float]:
    """Return what a card of these units explains.

    Returns:
        The share of what was typed that it explains; of its nearest phrase the share that was
        typed. Both 0 … 1.
    """
    told = []
    for token, own in zip(tokens, found, strict=True):
        says = [own.get(unit, 0) * _EXPLAINS[index.fields[unit]] for unit in units]
        against = token.against and max(says, default=0) < _SAID
        if against and _opposed(index, tokens, token.against or {}, units):
            return 0, 0
        worth = token.tells * token.trust
        told.append([worth * min(1, nearly / token.open) ** _NEARNESS for nearly in says])
    whole = sum(token.tells for token in tokens)
    if not whole or not units:
        return 0, 0
    cover = most = 0.0
    for unit, column in zip(units, zip(*told, strict=True), strict=True):
        if sum(column) > most + _SAME:
            cover, most = _covered(index, tokens, unit), sum(column)
    return sum(max(row) for row in told) / whole, cover


def _covered(index: Index, tokens: Sequence[TypedWord], unit: int) -> float:
    """Return which share of a phrase was typed."""
    weights, classes = index.weights, index.units[unit]
    typed = (
        weights[number] * max(token.links.get(number, 0) for token in tokens) for number in classes
    )
    whole = sum(weights[number] for number in classes)
    return sum(typed) / whole if whole else 0


def _opposed(
    index: Index, tokens: Sequence[TypedWord], against: WordLinks, units: Sequence[int]
) -> bool:
    return any(
        number in against and not any(token.links.get(number, 0) >= _SAID for token in tokens)
        for unit in units
        if index.fields[unit] == 0
        for number in index.units[unit]
    )


def confidence(share: float, cover: float, first: float, after: float) -> float:
    """Return how surely a card answers: by what it explains, its nearest phrase, lead and score."""
    lead = min(_MOST_LEAD, (first - after) / first) if after else _ALONE
    return share and _SHARE * share + _COVER * cover + _LEAD * lead + _MATCH * first
