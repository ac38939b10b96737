"""Control points and touch points: the last result of what each of them measures.

A point is read in its own rhythm: a weekly one tells the latest week of facts and the week before.
Beside its norm a number says whether it is an alarm, or no further from it than chance goes.
"""

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from scripts_kb.content.base import Base
from scripts_kb.effects import intervals
from scripts_kb.effects.ledger import unit_of
from scripts_kb.effects.records.reported import Reached
from scripts_kb.facts.records import Facts, audience_of, source_of
from scripts_kb.schema.config import Metric
from scripts_kb.schema.days import shifted

_DAYS: Final = {"daily": 1, "weekly": 7, "monthly": 30, "quarterly": 91, "yearly": 365}
_USUAL: Final = 30

_Day = tuple[dt.date, float, float]
"""A day of facts: above and below the line of a metric."""


def of(base: Base, facts: Facts) -> Iterator[Reached]:
    """Find the last result of each metric in each rhythm that a point names.

    Args:
        base: the knowledge base; its metrics are fractions of columns of facts.
        facts: what was measured.

    Examples:
        >>> list(of(Base(), Facts()))
        []
    """
    metrics = {each.id: each for each in base.kb.metrics}
    zones = base.zones
    named = [(point.metric, point.rhythm) for point in zones.control_points]
    named += [(point.metric, point.rhythm) for point in zones.touch_points]
    for metric, rhythm in dict.fromkeys(named):
        if metric not in metrics:
            continue
        days = list(_days(metrics[metric], facts))
        if days:
            yield _reached(metrics[metric], rhythm, days)


NormStanding = Literal["held", "near", "alarm"]
"""How a result stands to its norm: no worse; worse, but within chance; worse than chance does."""


def share_of(norm: float) -> float:
    """Read the norm of a share: 23 and 0.23 both mean 23 %."""
    return norm / 100 if norm > 1 else norm


def standing(found: Reached, norm: float) -> NormStanding | None:
    """Tell how a result stands to its norm; None where nothing was measured.

    Examples:
        >>> day = dt.date(2026, 11, 20)
        >>> few = Reached("won", "weekly", "share", day, day, 0.18, None, interval=(0.1, 0.3))
        >>> standing(few, 18), standing(few, 25), standing(few, 40)
        ('held', 'near', 'alarm')
    """
    if found.value is None:
        return None
    wanted = share_of(norm) if found.unit == "share" else norm
    sign = 1 if found.better == "up" else -1
    if sign * (found.value - wanted) >= 0:
        return "held"
    low, high = found.interval or (found.value, found.value)
    return "near" if low <= wanted <= high else "alarm"


def _days(metric: Metric, facts: Facts) -> Iterator[_Day]:
    source = source_of(metric.of)
    above, _, below = metric.of.partition("/")
    for row in getattr(facts, source) if source else ():
        pair = getattr(row, above), getattr(row, below)
        if None not in pair:
            yield row.date, *pair


def _reached(metric: Metric, rhythm: str, days: Iterable[_Day]) -> Reached:
    last = max(day for day, _, _ in days)
    step = _DAYS.get(rhythm, _USUAL)
    audience: Literal["team", "heads"] = "heads" if audience_of(metric.of) == "heads" else "team"
    unit = unit_of(metric.of)
    above, below = _sums(days, shifted(last, -step), last)
    limits = None
    if unit == "share" and 0 <= above <= below and below:
        limits = tuple(intervals.wilson(int(above), int(below)))
    return Reached(
        metric=metric.id,
        rhythm=rhythm,
        unit=unit,
        first=shifted(last, 1 - step),
        last=last,
        value=_ratio(days, shifted(last, -step), last),
        before=_ratio(days, shifted(last, -2 * step), shifted(last, -step)),
        audience=audience,
        better=metric.better,
        interval=(limits[0], limits[1]) if limits else None,
    )


def _ratio(days: Iterable[_Day], after: dt.date, until: dt.date) -> float | None:
    above, below = _sums(days, after, until)
    return above / below if below else None


def _sums(days: Iterable[_Day], after: dt.date, until: dt.date) -> tuple[float, float]:
    own = [(above, below) for day, above, below in days if after < day <= until]
    return math.fsum(above for above, _ in own), math.fsum(below for _, below in own)
