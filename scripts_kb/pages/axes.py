"""Where the marks of an axis stand: round steps, beginnings of months, signs of changes.

values ──ticks──▶ round steps       days ──months──▶ what is marked
flags ──signs──▶ on two levels; what has no room is told as one
"""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import Final

_TICKS: Final = 4
_CLOSE: Final = 8
"""Signs nearer than this, in per cent of the width, would cover each other on a phone."""
_LETTER: Final = 3.8
"""How wide a letter of a sign is on a phone, in per cent of the width."""
_MONTHS: Final = 13
"""Months that have room beside each other: a year and the one that it begins again with."""
EDGE: Final = 7
"""A label nearer to an end than this, in per cent of the width, is set inside it."""


def ticks(least: float, most: float) -> list[float]:
    """Give round steps that hold both ends.

    Examples:
        >>> ticks(0.18, 0.31)
        [0.15, 0.2, 0.25, 0.3, 0.35]
    """
    width = (most - least) or abs(most) or 1
    rough = width / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    start, end = math.floor(least / step + 1e-9), math.ceil(most / step - 1e-9)
    return [round(index * step, 12) for index in range(start, max(end, start + 1) + 1)]


def months(first: dt.date, last: dt.date) -> list[dt.date]:
    """Give the beginnings of months to mark between two days; of many every third, sixth, twelfth.

    Examples:
        >>> [str(each) for each in months(dt.date(2025, 12, 1), dt.date(2026, 2, 3))]
        ['2025-12-01', '2026-01-01', '2026-02-01']
    """
    found = [
        dt.date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= dt.date(year, month, 1) <= last
    ]
    room = (step for step in (1, 3, 6) if len(found) <= step * _MONTHS)
    step = next(room, 12)
    return [each for each in found if (each.month - 1) % step == 0]


def signs(flags: Sequence[tuple[float, str]]) -> list[tuple[float, str, int]]:
    """Set the signs of flags on two levels; those that have no room become one, at the first.

    Examples:
        >>> signs([(1.0, "v1"), (50.0, "v2"), (52.0, "v3"), (55.0, "v4"), (64.0, "v5")])
        [(1.0, 'v1', 0), (50.0, 'v2…v4', 1), (64.0, 'v5', 0)]
    """
    found: list[tuple[float, str, str]] = []
    for at, sign in flags:
        found.append((at, sign, sign))
        while len(found) > 1 and (
            found[-1][0] - found[-2][0] < _CLOSE or _levels(map(_joined, found)) is None
        ):
            _, _, last = found.pop()
            found[-1] = (*found[-1][:2], last)
    placed = _levels(map(_joined, found)) or [0] * len(found)
    return [(*_joined(each), level) for each, level in zip(found, placed, strict=True)]


def _joined(found: tuple[float, str, str]) -> tuple[float, str]:
    at, first, last = found
    return at, first if first == last else f"{first}…{last}"


def _levels(told: Iterable[tuple[float, str]]) -> list[int] | None:
    """Give each sign the level where it has room on a phone, by turns; None where one has none."""
    taken = [-1.0, -1.0]
    found: list[int] = []
    for at, sign in told:
        width = _LETTER * len(sign)
        named = side(at, EDGE)
        left = at if named == "kb-start" else at - width if named else at - width / 2
        other = 1 - found[-1] if found else 0
        level = next((each for each in (other, 1 - other) if left > taken[each]), None)
        if level is None:
            return None
        taken[level] = left + width
        found.append(level)
    return found


def side(at: float, edge: float) -> str:
    """Name the class of a label that is set inside an end of the width; "" for one between them."""
    return "kb-start" if at < edge else "kb-end" if at > 100 - edge else ""
