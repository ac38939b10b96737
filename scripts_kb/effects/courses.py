"""How a metric of each script went: by version, by week, with the changes that customers heard."""

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from scripts_kb.content.base import Base
from scripts_kb.effects import intervals, windows
from scripts_kb.effects import promises as promised
from scripts_kb.effects.ledger import unit_of
from scripts_kb.effects.records.judgements import ChartMark, Course, Unit, VersionShare, Week
from scripts_kb.effects.windows import Measured
from scripts_kb.facts.records import CallFact, Facts, audience_of, source_of
from scripts_kb.past import titles
from scripts_kb.past.records import Row
from scripts_kb.schema.days import shifted


def of(
    rows: Sequence[Row], base: Base, facts: Facts, zone: ZoneInfo | None = None
) -> tuple[Course, ...]:
    """Follow every metric of calls through every script that has any.

    Args:
        rows: the rows of the log, oldest first.
        base: the knowledge base.
        facts: what was measured.
        zone: in which days are meant; the base's where left out.

    Returns:
        By script, then in the order in which `kb.yml` names the metrics.
    """
    past = promised.past(rows, zone or base.zone)
    calls_of: dict[str, list[CallFact]] = {}
    for fact in facts.calls:
        calls_of.setdefault(fact.script, []).append(fact)
    found = []
    for script in sorted(calls_of):
        entity = f"script/{script}"
        for metric in base.kb.metrics:
            if source_of(metric.of) != "calls":
                continue
            measured = windows.measured(facts, calls_of, metric.of, entity, base)
            first, last = measured[0].date, measured[-1].date
            unit = unit_of(metric.of)
            heard = past.of.get(entity, ())
            found.append(
                Course(
                    entity,
                    metric.id,
                    metric.title or metric.id,
                    unit,
                    tuple(_versions(measured, unit)),
                    tuple(_weeks(measured)),
                    tuple(_mark(row, on, base) for _, row, on in heard if first <= on <= last),
                    "heads" if audience_of(metric.of) == "heads" else "team",
                )
            )
    return tuple(found)


def _mark(row: Row, on: dt.date, base: Base) -> ChartMark:
    return ChartMark(on, row.version, titles.of(row, base.kb.language), row.change)


def _versions(measured: Sequence[Measured], unit: Unit) -> Iterable[VersionShare]:
    groups: dict[int | None, list[Measured]] = {}
    for row in measured:
        groups.setdefault(row.version, []).append(row)
    for version in sorted(groups, key=lambda each: (each is not None, each or 0)):
        rows = groups[version]
        above, below = _sums(rows)
        limits = None
        if unit == "share" and 0 <= above <= below and below:
            limits = tuple(intervals.wilson(int(above), int(below)))
        yield VersionShare(
            version,
            min(row.date for row in rows),
            max(row.date for row in rows),
            sum(row.contacts for row in rows),
            above / below if below else None,
            (limits[0], limits[1]) if limits else None,
        )


def _weeks(measured: Sequence[Measured]) -> Iterable[Week]:
    groups: dict[dt.date, list[Measured]] = {}
    for row in measured:
        groups.setdefault(shifted(row.date, -row.date.weekday()), []).append(row)
    for monday in sorted(groups):
        above, below = _sums(groups[monday])
        contacts = sum(row.contacts for row in groups[monday])
        yield Week(monday, contacts, above / below if below else None)


def _sums(rows: Iterable[Measured]) -> tuple[float, float]:
    days = windows.by_day(rows)
    return sum(day[0] for day in days), sum(day[1] for day in days)
