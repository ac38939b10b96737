"""Did the shares come out as drawn? Where they did not, calls were lost: nothing is proved.

The check is valid when looked at every day, as the difference is.
"""

import math
from collections.abc import Sequence
from typing import Final

ALPHA: Final = 0.05
"""Chance that a trial whose draw is right is ever called wrong."""
_WEIGHT: Final = 100.0
"""Calls that the prior is worth: it looks for shares a few hundredths beside those drawn."""


def mismatch(counts: Sequence[int], shares: Sequence[float]) -> float:
    """Tell how strongly the counts of a trial speak against its shares.

    Args:
        counts: calls of each variant until now.
        shares: of the variants as drawn; only how they relate to each other counts.

    Returns:
        How many times likelier the counts are where the shares are others; a fair draw ever
        reaches 20 in one trial of twenty at most, however often one looks.

    Source: M. Lindon, A. Malek, Anytime-valid inference for multinomial count data, Advances in
        Neural Information Processing Systems 35 (2022): the ratio of a Dirichlet mixture to the
        drawn shares is a martingale.

    Examples:
        >>> mismatch((1000, 1000), (1, 1)) < 1 < 20 < mismatch((1100, 900), (1, 1))
        True
    """
    every = math.fsum(shares)
    parts = [share / every for share in shares]
    total = sum(counts)
    told = math.lgamma(_WEIGHT) - math.lgamma(_WEIGHT + total)
    for count, part in zip(counts, parts, strict=True):
        told += math.lgamma(_WEIGHT * part + count) - math.lgamma(_WEIGHT * part)
        told -= count * math.log(part)
    return math.exp(min(told, 700.0))


def broken(evidence: float) -> bool:
    """Tell whether the shares did not come out as drawn.

    Args:
        evidence: what `mismatch` gave, the most of all looks.

    Examples:
        >>> broken(1.0), broken(25.0)
        (False, True)
    """
    return evidence >= 1 / ALPHA
