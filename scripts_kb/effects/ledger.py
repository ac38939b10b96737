"""The ledger of predictions: what was expected, what was measured, what that says.

    rows ──promises──▶ predictions ──windows──▶ two sides ──intervals──▶ verdict
                                        └─overlaps─▶ what else happened

A verdict follows one rule, the same for every department:

    before the due day, while the words are said         not-yet, until that day
    fewer contacts than the metric's minimum on a side   too-little-data, with how many are missing
    the interval holds 0                                 unnoticed
    … or there were too few, and it was taken back       cut-short
    a shift of segments explains the difference          mix-shift
    the interval lies wholly on the predicted side of 0  confirmed
    … wholly on the other, and it still stands           harmful
    … and it was taken back                              not-confirmed: what we learned
"""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from scripts_kb.content.base import Base
from scripts_kb.effects import intervals, mixing, overlaps, restoring, waiting, windows, wording
from scripts_kb.effects import promises as promised
from scripts_kb.effects.intervals import Interval
from scripts_kb.effects.mixing import HeldMix
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
from scripts_kb.effects.windows import Sides
from scripts_kb.facts.records import COUNTS, MONEY, CallFact, Facts, audience_of
from scripts_kb.past import titles
from scripts_kb.past.records import Row


def verdict(
    interval: Interval | None,
    direction: int,
    contacts: tuple[float, float],
    minimum: float,
    *,
    due: dt.date,
    today: dt.date,
    ended: bool = False,
    undone: dt.date | None = None,
    mixed: bool = False,
) -> Verdict:
    """Say what was measured.

    Args:
        interval: 95 % limits of the difference; None where there can be none.
        direction: the predicted side of 0: 1 or -1.
        contacts: before and after.
        minimum: contacts that each side must have.
        due: the day that the prediction named.
        today: the day of asking.
        ended: whether the next change ended the observation before its day.
        undone: the day on which the change was taken back; None where it stands.
        mixed: whether a shift of segments explains the difference.

    Examples:
        >>> day = dt.date(2026, 11, 30)
        >>> verdict(Interval(0.01, 0.05), 1, (900, 900), 100, due=day, today=day)
        'confirmed'
    """
    if today < due and not ended:
        return "not-yet"
    cut = undone is not None and undone <= due
    if min(contacts) < minimum or interval is None:
        return "cut-short" if cut else "too-little-data"
    side = interval.side()
    if side == 0:
        return "cut-short" if cut else "unnoticed"
    if mixed:
        return "mix-shift"
    if side == direction:
        return "confirmed"
    return "not-confirmed" if undone else "harmful"


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
        undone = restoring.restored(promise, past.rows)
        sides = windows.around(promise, past, found, today, undone)
        named = overlaps.of(promise, sides, past, promises, base, known)
        back = undone[1] if undone else None
        entries.append(_entry(promise, sides, named, past, base, today, back))
    return Ledger(tuple(_stories(entries[::-1])), unread)


def _stories(entries: Sequence[Judgement]) -> Iterator[Judgement]:
    """Yield entries; what takes another one back says so: what came of both is one story."""
    undone = {each.undone_by: each.key for each in entries if each.undone_by}
    for each in entries:
        key = undone.get(each.change, "")
        yield replace(each, undoes=key) if key and key != each.key else each


def _entry(
    promise: Promise,
    sides: Sides,
    named: tuple[Overlap, ...],
    past: Past,
    base: Base,
    today: dt.date,
    back: Row | None,
) -> Judgement:
    prediction, metric = promise.prediction, promise.metric
    before, after = sides.before, sides.after
    unit = unit_of(metric.of)
    limits = interval_of(sides, unit, promise.row.change)
    contacts = (before.contacts, after.contacts)
    undone = promised.day_of(back, past.zone) if back else None
    difference = None if before.value is None or after.value is None else after.value - before.value
    held = mixing.of(sides)
    said = verdict(
        limits,
        prediction.direction(),
        contacts,
        metric.min_contacts,
        due=prediction.due,
        today=today,
        ended=sides.shortened is not None,
        undone=undone,
        mixed=held is not None and held.explains(difference),
    )
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
        until=waiting.until(said, sides, prediction.due, metric.min_contacts, today),
        needed=_needed(prediction, before, unit),
        overlaps=named,
        cautions=tuple(_cautions(sides, held, difference, metric.of, today)),
        learned=promise.reason.learned,
        restored=undone,
        undone_by=back.change if back else "",
        audience="heads" if audience_of(metric.of) == "heads" else "team",
    )
    if said != "harmful":
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


def _cautions(
    sides: Sides, held: HeldMix | None, difference: float | None, formula: str, today: dt.date
) -> Iterator[Caution]:
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
        if abs(opened) >= mixing.SHIFT:
            yield Caution("open", share=opened)
    if held and (abs(held.shift) >= mixing.SHIFT or held.explains(difference)):
        yield Caution("mix", share=held.shift, detail=held.segment, adjusted=held.difference)


def _open(side: Side) -> float:
    decided = (side.won or 0) + (side.refused or 0)
    return 1 - decided / side.contacts if side.contacts else 0
