"""The ledger of predictions: what was expected, what was measured, what that says.

    rows ──promises──▶ predictions ──windows──▶ two sides ──intervals──▶ verdict
                                        └─overlaps─▶ what else happened

A verdict follows one rule, the same for every department:

    before the due day                                   not-yet
    fewer contacts than the metric's minimum on a side   too-little-data, with how many are missing
    the interval lies wholly on the predicted side of 0  confirmed
    … wholly on the other                                not-confirmed
    else                                                 not-yet
"""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from scripts_kb.content.base import Base
from scripts_kb.effects import intervals, overlaps, restoring, windows, wording
from scripts_kb.effects import promises as promised
from scripts_kb.effects.intervals import Interval
from scripts_kb.effects.promises import Past, Promise
from scripts_kb.effects.records.judgements import (
    Caution,
    Judgement,
    Ledger,
    Overlap,
    Prediction,
    Side,
    Unit,
    Verdict,
)
from scripts_kb.effects.windows import Measured, Sides
from scripts_kb.facts.records import COUNTS, MONEY, CallFact, Facts, audience_of
from scripts_kb.past import titles
from scripts_kb.past.records import Row

_SHIFT: Final = 0.1
"""A difference of parts between the sides from which on it may explain a result."""
_COVERED: Final = 0.8
"""Part of the contacts whose segments must be on both sides to hold the segments as they were."""


def verdict(
    interval: Interval | None,
    direction: int,
    contacts: tuple[float, float],
    minimum: float,
    *,
    due: dt.date,
    today: dt.date,
) -> Verdict:
    """Say what was measured.

    Args:
        interval: 95 % limits of the difference; None where there can be none.
        direction: the predicted side of 0: 1 or -1.
        contacts: before and after.
        minimum: contacts that each side must have.
        due: the day that the prediction named.
        today: the day of asking.

    Examples:
        >>> day = dt.date(2026, 11, 30)
        >>> verdict(Interval(0.01, 0.05), 1, (900, 900), 100, due=day, today=day)
        'confirmed'
    """
    if today < due:
        return "not-yet"
    if min(contacts) < minimum or interval is None:
        return "too-little-data"
    side = interval.side()
    if side == 0:
        return "not-yet"
    return "confirmed" if side == direction else "not-confirmed"


def of(
    rows: Sequence[Row], base: Base, facts: Facts, today: dt.date, zone: ZoneInfo | None = None
) -> Ledger:
    """Hold every prediction of the log against what was measured.

    Args:
        rows: the rows of the log, oldest first.
        base: the knowledge base.
        facts: what was measured.
        today: the last day that is known.
        zone: in which days are meant; the base's where left out.

    Returns:
        One entry a prediction, the latest landed first.
    """
    past = promised.past(rows, zone or base.zone)
    promises, unread = promised.gather(past, base)
    calls_of: dict[str, list[CallFact]] = {}
    for fact in facts.calls:
        calls_of.setdefault(fact.script, []).append(fact)
    known = overlaps.links(base)
    entries = []
    for promise in promises:
        found = windows.measured(facts, calls_of, promise.metric.of, promise.prediction.of, base)
        sides = windows.around(promise, past, found, today)
        named = overlaps.of(promise, sides, past, promises, base, known)
        entries.append(_entry(promise, sides, named, past, base, today))
    return Ledger(tuple(reversed(entries)), unread)


def _entry(
    promise: Promise,
    sides: Sides,
    named: tuple[Overlap, ...],
    past: Past,
    base: Base,
    today: dt.date,
) -> Judgement:
    prediction, metric = promise.prediction, promise.metric
    before, after = sides.before, sides.after
    unit = unit_of(metric.of)
    limits = interval_of(sides, unit, promise.row.change)
    contacts = (before.contacts, after.contacts)
    said = verdict(
        limits,
        prediction.direction(),
        contacts,
        metric.min_contacts,
        due=prediction.due,
        today=today,
    )
    undone = restoring.restored(promise, past.rows, past.zone)
    difference = None if before.value is None or after.value is None else after.value - before.value
    entry = Judgement(
        key=promise.reason.id or promise.row.change[:12],
        change=promise.row.change,
        note=promise.reason.id if promise.reason.source == "file" else None,
        title=titles.title(promise.reason, promise.row.subject, base.kb.language),
        by=promise.reason.by,
        landed=promise.landed,
        entities=tuple(dict.fromkeys(row.entity for row in promise.rows if row.entity)),
        prediction=prediction,
        unit=unit,
        joined=sides.joined,
        before=before,
        after=after,
        difference=difference,
        interval=(limits.low, limits.high) if limits else None,
        verdict=said,
        missing=max(0, math.ceil(metric.min_contacts - min(contacts))),
        needed=_needed(prediction, before, unit),
        overlaps=named,
        cautions=tuple(_cautions(sides, metric.of, today)),
        learned=promise.reason.learned,
        restored=undone,
        audience="heads" if audience_of(metric.of) == "heads" else "team",
    )
    if said != "not-confirmed" or undone:
        return entry
    language = base.kb.language
    reason = wording.measured(entry, language)
    return replace(entry, restore=restoring.commands(promise, past.rows, base, reason))


def unit_of(formula: str) -> Unit:
    """Tell how a metric's values are written.

    Examples:
        >>> unit_of("won/contacts"), unit_of("revenue/won"), unit_of("quantity/repeat")
        ('share', 'money', 'number')
    """
    above, below = formula.split("/")
    if above in COUNTS and below in COUNTS:
        return "share"
    return "money" if above in MONEY else "number"


def interval_of(sides: Sides, unit: Unit, seed: str) -> Interval | None:
    """Give the 95 % interval of the difference of two sides.

    Args:
        sides: both sides.
        unit: of a share, Newcombe's interval; of anything else a bootstrap of days.
        seed: of the bootstrap.
    """
    before, after = sides.before, sides.after
    if unit == "share" and before.above <= before.below and after.above <= after.below:
        return intervals.newcombe(
            (int(before.above), int(before.below)), (int(after.above), int(after.below))
        )
    was, now = windows.by_day(sides.was), windows.by_day(sides.now)
    return intervals.bootstrap(was, now, seed=seed)


def _needed(prediction: Prediction, before: Side, unit: Unit) -> int | None:
    if unit != "share" or before.value is None:
        return None
    grown = before.value * prediction.amount if prediction.relative else prediction.amount
    target = before.value + grown
    if not 0 <= target <= 1 or not 0 <= before.value <= 1 or target == before.value:
        return None
    return intervals.contacts_needed(before.value, target)


def _cautions(sides: Sides, formula: str, today: dt.date) -> Iterator[Caution]:
    before, after = sides.before, sides.after
    if sides.unversioned:
        yield Caution("no-version", share=sides.unversioned)
    if sides.shortened:
        yield Caution("shortened", detail=sides.shortened.isoformat())
    end = min(after.last, today)
    if sides.last_fact and sides.last_fact < end:
        yield Caution("stale", detail=sides.last_fact.isoformat())
    if formula in {"won/contacts", "refused/contacts"}:
        opened = _open(after) - _open(before)
        if abs(opened) >= _SHIFT:
            yield Caution("open", share=opened)
    was, now = windows.shares(sides.was), windows.shares(sides.now)
    shifts = {each: now.get(each, 0) - was.get(each, 0) for each in sorted({*was, *now})}
    if was and now and shifts:
        segment = max(shifts, key=lambda each: abs(shifts[each]))
        if abs(shifts[segment]) >= _SHIFT:
            adjusted = _adjusted(sides)
            yield Caution("mix", share=shifts[segment], detail=segment, adjusted=adjusted)


def _open(side: Side) -> float:
    decided = (side.won or 0) + (side.refused or 0)
    return 1 - decided / side.contacts if side.contacts else 0


def _adjusted(sides: Sides) -> float | None:
    """Give the difference with every segment at its part of both sides together.

    Source: direct standardisation, as of death rates by age.
    """
    every = [*sides.was, *sides.now]
    weights = windows.shares(every)
    difference = covered = 0.0
    for segment, weight in weights.items():
        was = _ratio(sides.was, segment)
        now = _ratio(sides.now, segment)
        if was is not None and now is not None:
            difference += weight * (now - was)
            covered += weight
    return difference / covered if covered >= _COVERED else None


def _ratio(rows: Sequence[Measured], segment: str) -> float | None:
    return intervals.ratio_of(windows.by_day(row for row in rows if row.segment == segment))
