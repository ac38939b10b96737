"""Control points and touch points: the last result of what each of them measures.

A point is read in its own rhythm: a weekly one tells the latest week of facts and the week before.
"""

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from scripts_kb.content.base import Base
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
    return Reached(
        metric=metric.id,
        rhythm=rhythm,
        unit=unit_of(metric.of),
        first=shifted(last, 1 - step),
        last=last,
        value=_ratio(days, shifted(last, -step), last),
        before=_ratio(days, shifted(last, -2 * step), shifted(last, -step)),
        audience=audience,
    )


def _ratio(days: Iterable[_Day], after: dt.date, until: dt.date) -> float | None:
    own = [(above, below) for day, above, below in days if after < day <= until]
    total = math.fsum(below for _, below in own)
    return math.fsum(above for above, _ in own) / total if total else None
