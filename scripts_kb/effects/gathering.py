"""Everything that the pages tell of effects, put together once a build.

rows, base, facts ─┬─ledger──▶ predictions against outcomes
├─courses─▶ metrics of scripts by version and by week
├─months──▶ results and leads, the latest months; in full this month and the last
├─points──▶ the last results of what control points measure
├─trials──▶ wordings said at the same time, and what that proved
└─voice───▶ what customers said over time, and what became a phrase
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from scripts_kb.content.base import Base
from scripts_kb.effects import courses, ledger, months, points, voice
from scripts_kb.effects.records.gathered import Effects
from scripts_kb.effects.records.judgements import Ledger
from scripts_kb.effects.records.reported import Figures, Month
from scripts_kb.effects.trials import counted
from scripts_kb.facts.records import Facts
from scripts_kb.past.records import Row
from scripts_kb.schema.days import month_before, shifted

MOST_MONTHS: Final = 12
"""How many months are told; the ledger tells of all."""


def of(
    rows: Sequence[Row], base: Base, facts: Facts, today: dt.date, zone: ZoneInfo | None = None
) -> Effects:
    """Put everything of effects together, for heads.

    Args:
        rows: the rows of the log, oldest first.
        base: the knowledge base.
        facts: what was measured.
        today: the last day that is known.
        zone: in which days are meant; the base's where left out.

    Examples:
        >>> of((), Base(), Facts(), dt.date(2026, 11, 21)).first is None
        True
    """
    zone = zone or base.zone
    found = ledger.of(rows, base, facts, today, zone)
    days = [each.date for each in facts.calls]
    days += [each.date for each in facts.leads]
    days += [each.date for each in facts.sku]
    return Effects(
        ledger=found,
        courses=courses.of(rows, base, facts, zone),
        contributions=voice.contributions(rows, base, found, zone),
        months=tuple(_months(base, facts, today)),
        reports=tuple(_reports(rows, base, facts, found, today, zone)),
        points=tuple(points.of(base, facts)),
        trials=tuple(counted.of(base, rows, facts.calls, today, zone)),
        voice=voice.of(base),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def _months(base: Base, facts: Facts, today: dt.date) -> Iterator[Figures]:
    """Yield the figures of the latest months that have any, the latest first."""
    parts = {
        "calls": _by_month(facts.calls, "date"),
        "leads": _by_month(facts.leads, "date"),
        "sku": _by_month(facts.sku, "date"),
        "plan": _by_month(facts.plan, "month"),
    }
    measured = {month for part in parts.values() for month in part if month <= today}
    for first in sorted(measured, reverse=True)[:MOST_MONTHS]:
        before = month_before(first)
        # Each month reads its own rows and those of the month before, not the whole year.
        own = Facts(
            **{name: (*part.get(before, ()), *part.get(first, ())) for name, part in parts.items()}
        )
        yield months.figures(first, base, own, today)


def _reports(
    rows: Sequence[Row],
    base: Base,
    facts: Facts,
    found: Ledger,
    today: dt.date,
    zone: ZoneInfo,
) -> Iterator[Month]:
    """Yield this month in full, and the one before: on the first days this one has nothing yet."""
    for day in (today, shifted(today.replace(day=1), -1)):
        yield months.of(day, rows, base, facts, found, today, zone=zone)


def _by_month(rows: Iterable[Any], column: str) -> dict[dt.date, list[Any]]:
    found: dict[dt.date, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, column).replace(day=1), []).append(row)
    return found
