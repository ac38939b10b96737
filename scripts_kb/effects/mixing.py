"""Segments held as they were: does a shift between them explain what was measured?

two sides ──by segment──▶ differences ──weights of both sides together──▶ HeldMix

Where customers who buy anyway come more often, the share of all together rises although nobody was
persuaded. What such a shift explains is no success and no failure of a change.
"""

import math
from dataclasses import dataclass
from typing import Final

from scripts_kb.effects import intervals, windows
from scripts_kb.effects.intervals import Interval
from scripts_kb.effects.windows import Measured, Sides

SHIFT: Final = 0.1
"""A difference of parts between the sides from which on it is always named."""
_COVERED: Final = 0.8
"""Part of the contacts whose segments must be on both sides to hold the segments as they were."""
_HALF: Final = 0.5
_QUARTER: Final = 0.25
"""Part of a difference that its mix must make before a lost significance counts against it."""


@dataclass(frozen=True, slots=True)
class HeldMix:
    """What is left of a difference with the parts of segments held.

    Attributes:
        segment: the one whose part shifted most.
        shift: by how much, as a part of 1.
        difference: with every segment at its part of both sides together; None where too few
            contacts have their segment on both sides.
        limits: 95 % limits of it; None for what is no share.
    """

    segment: str
    shift: float
    difference: float | None
    limits: Interval | None

    def explains(self, measured: float | None) -> bool:
        """Tell whether the shift of segments explains a measured difference.

        Args:
            measured: the difference of all together.

        Examples:
            >>> HeldMix("cafe", 0.2, 0.01, None).explains(0.08)
            True
            >>> HeldMix("cafe", 0.02, 0.07, Interval(0.01, 0.13)).explains(0.08)
            False
        """
        if self.difference is None:
            return abs(self.shift) >= SHIFT
        if not measured:
            return False
        if abs(self.difference) <= abs(measured) * _HALF or self.difference * measured < 0:
            return True
        sign = 1 if measured > 0 else -1
        lost = self.limits is not None and self.limits.side() != sign
        return lost and abs(measured - self.difference) >= abs(measured) * _QUARTER


def of(sides: Sides) -> HeldMix | None:
    """Hold the segments of two sides as they were together.

    Args:
        sides: both sides of a change.

    Returns:
        None where a side has nobody.

    Source: direct standardisation, as of death rates by age; the limits of a weighted sum are put
        together of those of its terms as by G. Y. Zou, A. Donner, Construction of confidence limits
        about effect measures, Statistics in Medicine 27 (2008), 1693-1702.
    """
    was, now = windows.shares(sides.was), windows.shares(sides.now)
    if not was or not now:
        return None
    shifts = {each: now.get(each, 0) - was.get(each, 0) for each in sorted({*was, *now})}
    segment = max(shifts, key=lambda each: abs(shifts[each]))
    difference, limits = _standardised(sides)
    return HeldMix(segment, shifts[segment], difference, limits)


def _standardised(sides: Sides) -> tuple[float | None, Interval | None]:
    weights = windows.shares([*sides.was, *sides.now])
    terms: list[tuple[float, float, Interval | None]] = []
    for segment, weight in weights.items():
        was, now = _sums(sides.was, segment), _sums(sides.now, segment)
        if was[1] and now[1]:
            terms.append((weight, now[0] / now[1] - was[0] / was[1], _limits(was, now)))
    covered = math.fsum(weight for weight, _, _ in terms)
    if covered < _COVERED:
        return None, None
    difference = math.fsum(weight * each for weight, each, _ in terms) / covered
    spread = [0.0, 0.0]
    for weight, each, limits in terms:
        if limits is None:
            return difference, None
        for index, limit in enumerate(limits):
            spread[index] += (weight / covered * (each - limit)) ** 2
    low, high = map(math.sqrt, spread)
    return difference, Interval(difference - low, difference + high)


def _sums(rows: tuple[Measured, ...], segment: str) -> tuple[float, float]:
    days = windows.by_day(row for row in rows if row.segment == segment)
    return math.fsum(day[0] for day in days), math.fsum(day[1] for day in days)


def _limits(was: tuple[float, float], now: tuple[float, float]) -> Interval | None:
    if any(not 0 <= above <= below or below != int(below) for above, below in (was, now)):
        return None
    return intervals.newcombe((int(was[0]), int(was[1])), (int(now[0]), int(now[1])))
