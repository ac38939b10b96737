"""The statistics behind a verdict: intervals for a difference, and how many contacts it takes.

Everything is the standard library; a recorded table of a reference implementation holds it to
1e-9. Proportions (won of contacts) have a formula; money has a resampling of days.
"""

import math
import random
from collections.abc import Sequence
from statistics import NormalDist
from typing import Final, NamedTuple

CONFIDENCE: Final = 0.95
ALPHA: Final = 0.05
POWER: Final = 0.8
DRAWS: Final = 2000
"""Resamples of a bootstrap: its limits move by about a fiftieth of their distance between seeds."""

_Z: Final = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
FEWEST_DAYS: Final = 8
"""Days on a side below which resampling days says nothing."""


class Interval(NamedTuple):
    """Limits between which the true difference lies, in the unit of the difference."""

    low: float
    high: float

    def side(self) -> int:
        """Tell on which side of 0 it wholly lies: 1 above, -1 below, 0 where it holds 0.

        Examples:
            >>> Interval(0.01, 0.05).side(), Interval(-0.05, -0.01).side(), Interval(-1, 1).side()
            (1, -1, 0)
        """
        return (self.low > 0) - (self.high < 0)

    def meet(self, other: "Interval") -> "Interval":
        """Give what both hold, for limits that are true together; the later ones where nothing is.

        Examples:
            >>> Interval(0.0, 0.2).meet(Interval(0.1, 0.3))
            Interval(low=0.1, high=0.2)
        """
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low <= high else other


def wilson(count: int, of: int) -> Interval:
    """Give Wilson's 95 % interval of one proportion.

    Args:
        count: how many of them did it.
        of: how many there were, at least 1.

    Returns:
        Limits between 0 and 1.

    Raises:
        ValueError: for counts that are no proportion.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
        Journal of the American Statistical Association 22 (1927), 209-212.

    Examples:
        >>> low, high = wilson(20, 100)
        >>> round(low, 4), round(high, 4)
        (0.1334, 0.2888)
    """
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} of {of} is no proportion")
    share = count / of
    z2 = _Z * _Z
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def newcombe(before: tuple[int, int], after: tuple[int, int]) -> Interval | None:
    """Give Newcombe's 95 % interval of the difference of two proportions, after minus before.

    It joins two Wilson intervals, so it keeps its promise for few contacts and for 0 of n, where
    the usual formula gives an interval of no width.

    Args:
        before: how many did it, of how many.
        after: the same of the other side.

    Returns:
        The limits of the difference, between -1 and 1; None where a side has nobody.

    Raises:
        ValueError: for counts that are no proportion.

    Source: R. G. Newcombe, Interval estimation for the difference between independent proportions,
        Statistics in Medicine 17 (1998), 873-890, method 10.

    Examples:
        >>> low, high = newcombe((200, 1000), (240, 1000))
        >>> round(low, 4), round(high, 4)
        (0.0037, 0.0762)
        >>> newcombe((0, 0), (1, 2)) is None
        True
    """
    for count, of in (before, after):
        if not 0 <= count <= of:
            raise ValueError(f"{count} of {of} is no proportion")
    if not before[1] or not after[1]:
        return None
    old, new = before[0] / before[1], after[0] / after[1]
    was, now = wilson(*before), wilson(*after)
    difference = new - old
    return Interval(
        difference - math.hypot(new - now.low, was.high - old),
        difference + math.hypot(now.high - new, old - was.low),
    )


Day = tuple[float, float]
"""What a day adds to a ratio: to its numerator and to its denominator."""


def ratio_of(days: Sequence[Day]) -> float | None:
    """Give the ratio of the sums, None where there is nothing to divide by.

    Examples:
        >>> ratio_of([(1490.0, 3), (0.0, 2)])
        298.0
    """
    below = math.fsum(day[1] for day in days)
    return math.fsum(day[0] for day in days) / below if below else None


def bootstrap(
    before: Sequence[Day], after: Sequence[Day], *, seed: str, draws: int = DRAWS
) -> Interval | None:
    """Give a 95 % interval of the difference of two ratios, after minus before, by resampling days.

    Days are drawn, not contacts: the facts hold sums of days, and the contacts of one day share its
    weather. The limits are widened for few days as the t distribution is wider than the normal one:
    plain percentiles of a small sample are too narrow.

    Args:
        before: the days of the one side.
        after: the days of the other.
        seed: the same text draws the same days on every machine.
        draws: how many resamples.

    Returns:
        The limits, in the unit of the ratio; None where a side has fewer than eight days with
        something to divide by.

    Source: T. C. Hesterberg, What teachers should know about the bootstrap, The American
        Statistician 69 (2015), 371-386: the expanded percentile interval.

    Examples:
        >>> low, high = bootstrap([(90.0, 1), (110.0, 1)] * 10, [(140.0, 1), (160.0, 1)] * 10,
        ...                       seed="x")
        >>> 40 < low < 50 < high < 60
        True
    """
    before = [day for day in before if day[1] > 0]
    after = [day for day in after if day[1] > 0]
    if min(len(before), len(after)) < FEWEST_DAYS:
        return None
    # S311: chance for statistics, to be repeated exactly, not for secrets.
    rng = random.Random(seed)  # noqa: S311
    differences = sorted(_drawn(after, rng) - _drawn(before, rng) for _ in range(draws))
    tail = _expanded_tail(min(len(before), len(after)))
    return Interval(_quantile(differences, tail), _quantile(differences, 1 - tail))


def _drawn(days: Sequence[Day], rng: random.Random) -> float:
    # `random()` alone is promised to give the same numbers in every version of Python.
    count = len(days)
    above = below = 0.0
    for _ in range(count):
        day = days[int(rng.random() * count)]
        above += day[0]
        below += day[1]
    return above / below


def _expanded_tail(days: int) -> float:
    """Give the tail to cut so that few days make an interval as wide as the t distribution's."""
    return NormalDist().cdf(-math.sqrt(days / (days - 1)) * _t_quantile(days - 1))


def _t_quantile(freedom: int) -> float:
    """Give the 97.5 % quantile of the t distribution, by the expansion of Cornish and Fisher.

    Source: M. Abramowitz, I. A. Stegun, Handbook of mathematical functions (1964), 26.7.5; for
        seven degrees of freedom or more it is right to three digits.
    """
    z = _Z
    terms: tuple[float, ...] = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + math.fsum(term / freedom**power for power, term in enumerate(terms, 1))


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def contacts_needed(p0: float, p1: float, *, alpha: float = ALPHA, power: float = POWER) -> int:
    """Tell how many contacts each side needs to see a conversion go from one value to another.

    Args:
        p0: the share today, between 0 and 1.
        p1: the share expected, between 0 and 1.
        alpha: how often, at most, a change of nothing may look like one, both directions together.
        power: how often a change of this size shall be seen.

    Returns:
        Contacts on each side.

    Raises:
        ValueError: for shares outside 0 to 1, and for equal ones: no number is enough for those.

    Source: S.-C. Chow, J. Shao, H. Wang, Sample size calculations in clinical research, second
        edition (2008), 4.2.1.

    Examples:
        >>> contacts_needed(0.20, 0.23)
        2940
    """
    if not (0 <= p0 <= 1 and 0 <= p1 <= 1) or p0 == p1:
        raise ValueError(f"from {p0} to {p1} is no change of a share")
    normal = NormalDist()
    z = normal.inv_cdf(1 - alpha / 2) + normal.inv_cdf(power)
    spread = p0 * (1 - p0) + p1 * (1 - p1)
    return max(1, math.ceil(z * z * spread / (p1 - p0) ** 2))
