"""A confidence sequence: an interval of a difference that stays valid however often one looks.

An ordinary 95 % interval is right once. Who looks at it every day and stops at the first day that
shows a difference finds one in every third trial of nothing. This one may be looked at every day:
the chance that it ever leaves out the true difference is 5 % for all looks together.
"""

import math
from typing import Final

from scripts_kb.effects.intervals import Interval
from scripts_kb.effects.records.tried import Count

ALPHA: Final = 0.05
"""Chance that a sequence ever leaves out the truth."""
FEWEST: Final = 50
"""Contacts of each variant before which nothing is said: the normal law does not hold yet."""
_BEST: Final = 8.2098
"""How many times the variance of the planned number the prior is wide: then the interval is as
narrow there as it can be, -W(-a²/e) - 1 of Lambert's lower branch for a = 0.05.

Source: S. R. Howard and others, Time-uniform, nonparametric, nonasymptotic confidence sequences,
    Annals of Statistics 49 (2021), 1055-1080, section 3.5.
"""
_POWERED: Final = 0.8416
"""The normal quantile of a power of 80 %."""


def difference(control: Count, variant: Count, least: float, alpha: float = ALPHA) -> Interval:
    """Give the limits of the difference of two shares, variant minus control, valid at every look.

    Args:
        control: the words said until now.
        variant: the others.
        least: the least difference worth acting on, as a part of 1: for it the sequence is tuned.
        alpha: chance that the sequence ever leaves out the truth.

    Returns:
        Limits; from -1 to 1 while a side has fewer contacts than `FEWEST`.

    Source: R. Johari, P. Koomen, L. Pekelis, D. Walsh, Always valid inference: continuous
        monitoring of A/B tests, Operations Research 70 (2022), 1806-1821, the mixture of normal
        laws; of unknown variance as in I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy,
        A. Ramdas, Time-uniform central limit theory and asymptotic confidence sequences, Annals of
        Statistics 52 (2024), 2613-2640.

    Examples:
        >>> low, high = difference(Count(1500, 6000), Count(1800, 6000), 0.03)
        >>> 0 < low < 0.05 < high < 0.08
        True
    """
    if min(control.of, variant.of) < FEWEST:
        return Interval(-1.0, 1.0)
    spread = _variance(control) + _variance(variant)
    tuned = _BEST * (least / _reach(alpha)) ** 2
    half = math.sqrt(
        spread * (spread + tuned) / tuned * (math.log1p(tuned / spread) - 2 * math.log(alpha))
    )
    found = variant.share - control.share
    return Interval(max(-1.0, found - half), min(1.0, found + half))


def contacts(
    share: float, least: float, parts: tuple[float, float] = (0.5, 0.5), alpha: float = ALPHA
) -> int:
    """Foretell how many contacts both sides together take to prove the least difference.

    Args:
        share: of the control.
        least: the least difference worth acting on, as a part of 1.
        parts: of the control and of the variant in the calls that are counted.
        alpha: as in `difference`.

    Returns:
        Contacts within which a difference of that size is found in four trials of five.

    Examples:
        >>> contacts(0.25, 0.03)
        12996
    """
    other = share + least if share + least <= 1 else share - least
    spread = share * (1 - share) / parts[0] + other * (1 - other) / parts[1]
    spread = max(spread, least * (1 - least))
    return math.ceil(spread * (_reach(alpha) / least) ** 2)


def _reach(alpha: float) -> float:
    """Give how many deviations a difference must measure to be found in four trials of five."""
    width = math.sqrt((1 + 1 / _BEST) * (math.log1p(_BEST) - 2 * math.log(alpha)))
    return width + _POWERED


def _variance(count: Count) -> float:
    # Two more of each, as Agresti and Caffo do: none of fifty is no proof that there are none.
    share = (count.won + 1) / (count.of + 2)
    return share * (1 - share) / count.of
