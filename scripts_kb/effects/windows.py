"""Before and after: which facts belong to which side of a change.

                         landed                       due
    ──────┬─────────────────┬──────────────────────────┬───────▶ days
          │◀──── before ───▶│◀───────── after ────────▶│
       v3 ┆  v4   v4   v4   ┆  v5   v5   v5   v5  ┆ v6

By version: the calls of the versions since the last change that a customer could hear, against
those of the versions until the next one; each effect stays its own. By date, where facts carry no
version: whole weeks before against the days after, the day of landing left out, for on it both were
said; the next change of the same entity ends the window there too.

The observation ends on the day that the prediction named. Where a side has too few contacts by
then, it goes on until it has enough and no longer: how many there are says nothing of what they
did, while looking every day until a difference shows would find one in anything.
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from scripts_kb.content.base import Base
from scripts_kb.effects.promises import Past, Promise, day_of
from scripts_kb.effects.records.judgements import Joined, Side
from scripts_kb.facts.records import CallFact, Facts, LeadFact, SkuFact, source_of
from scripts_kb.past.records import Row
from scripts_kb.schema.days import shifted

_WEEK: Final = 7
_SHORTEST: Final = 4 * _WEEK
_LONGEST: Final = 26 * _WEEK
_CARRIED: Final = 0.5
"""Part of a side's contacts that must carry a version for the sides to be told by it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A row of any file of facts, for one metric.

    `above` and `below` are the metric's numerator and denominator, None where one was not measured.
    """

    date: dt.date
    version: int | None
    segment: str
    contacts: float
    above: float | None
    below: float | None
    fact: CallFact | LeadFact | SkuFact


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a change, and what had to be left out.

    Attributes:
        unversioned: part of the contacts in both windows that carries no version and was left out.
        cut_by: changes of the measured entity that ended a window.
        shortened: the day before which the observation had to end; None where it ran its time.
        ended: the day of the next change, from which on no more is measured; None where none came.
        last_fact: the latest day of all facts of that file; None without any.
    """

    joined: Joined
    before: Side
    after: Side
    was: tuple[Measured, ...]
    now: tuple[Measured, ...]
    unversioned: float
    cut_by: frozenset[str]
    shortened: dt.date | None
    last_fact: dt.date | None
    ended: dt.date | None = None


def measured(
    facts: Facts,
    calls_of: Mapping[str, Sequence[CallFact]],
    formula: str,
    of: str,
    base: Base,
) -> list[Measured]:
    """Choose the facts that speak of an entity.

    A script is found in calls by its id. What is no script has no column of its own: it is
    observed in the customers of its segments, an article of a product in its own sales.

    Args:
        facts: all of them.
        calls_of: those of calls by script.
        formula: columns of the metric, `won/contacts`.
        of: the entity.
        base: the knowledge base.

    Returns:
        The rows, by date.
    """
    source = source_of(formula)
    above, below = formula.split("/")
    kind, _, id_ = of.partition("/")
    segments = segments_of(base, of)
    rows: Sequence[Any]
    if source == "calls":
        rows = facts.calls
        if kind == "script":
            rows = calls_of.get(id_, ())
            segments = frozenset()
    elif source == "leads":
        rows = facts.leads
    else:
        skus = _skus(base, of)
        rows = [row for row in facts.sku if not skus or row.sku in skus]
    size = {"calls": "contacts", "leads": "received"}.get(source or "", "quantity")
    return [
        Measured(
            row.date,
            getattr(row, "version", None),
            row.segment,
            getattr(row, size),
            getattr(row, above),
            getattr(row, below),
            row,
        )
        for row in rows
        if not segments or row.segment in segments
    ]


def segments_of(base: Base, entity: str) -> frozenset[str]:
    """Give the segments an entity is for; empty where it is for all."""
    document = base.documents.get(entity)
    value = document.value if document and isinstance(document.value, dict) else {}
    return frozenset(value.get("segments") or ())


def _skus(base: Base, of: str) -> frozenset[str]:
    document = base.documents.get(of)
    if document is None or not isinstance(document.value, dict):
        return frozenset()
    if document.kind == "product":
        return frozenset(filter(None, [document.value.get("sku")]))
    products = document.value.get("products") or ()
    return frozenset().union(*(_skus(base, f"product/{each}") for each in products))


def around(
    promise: Promise,
    past: Past,
    found: Sequence[Measured],
    today: dt.date,
    undone: tuple[int, Row] | None = None,
) -> Sides:
    """Put facts on both sides of a change.

    Args:
        promise: the change and its prediction.
        past: the log.
        found: the facts that speak of the measured entity.
        today: the last day that is known.
        undone: the row that took the change back, with its place in the log; it ends the
            observation as a change of the measured entity does.
    """
    frame = _frame(promise, past, undone)
    end = min(promise.prediction.due, today)
    by_date = _by_date(frame, found, promise, end, today)
    by_version = _by_version(frame, found, promise, end, today)
    return by_version if by_version and _carries(by_date, found) else by_date


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the windows may reach: the neighbouring changes of the measured entity."""

    first: dt.date
    landed: dt.date
    version: int | None
    previous: Row | None
    previous_day: dt.date | None
    next: Row | None
    next_day: dt.date | None


def _frame(promise: Promise, past: Past, undone: tuple[int, Row] | None) -> _Frame:
    own = [
        each
        for each in past.of.get(promise.prediction.of, ())
        if each[1].change not in promise.changes
    ]
    # What landed on the same day cannot be told apart: nobody spoke the words between. It overlaps.
    earlier = [each for each in own if each[0] < promise.order and each[2] < promise.landed]
    later = [each for each in own if each[0] > promise.order and each[2] > promise.landed]
    _, previous, previous_day = earlier[-1] if earlier else (0, None, None)
    if undone:
        later.append((*undone, day_of(undone[1], past.zone)))
        later.sort(key=lambda each: each[0])
    _, following, next_day = later[0] if later else (0, None, None)
    length = (promise.prediction.due - promise.landed).days
    weeks = math.ceil(min(max(length, _SHORTEST), _LONGEST) / _WEEK)
    return _Frame(
        first=shifted(promise.landed, -weeks * _WEEK),
        landed=promise.landed,
        version=promise.row.version if promise.row.entity == promise.prediction.of else None,
        previous=previous,
        previous_day=previous_day,
        next=following,
        next_day=next_day,
    )


def _by_date(
    frame: _Frame, found: Sequence[Measured], promise: Promise, end: dt.date, today: dt.date
) -> Sides:
    first = frame.first
    limit = today
    cut_by = set()
    if frame.previous and frame.previous_day and first <= frame.previous_day:
        first = shifted(frame.previous_day, 1)
        cut_by.add(frame.previous.change)
    shortened = None
    if frame.next and frame.next_day and frame.next_day <= end:
        limit = shifted(frame.next_day, -1)
        shortened = frame.next_day
        cut_by.add(frame.next.change)
    elif frame.next_day and frame.next_day > end:
        limit = min(limit, shifted(frame.next_day, -1))
    was = [row for row in found if first <= row.date < frame.landed]
    all_now = [row for row in found if frame.landed < row.date <= limit]
    last = _enough(all_now, min(end, limit), limit, promise.metric.min_contacts)
    now = [row for row in all_now if row.date <= last]
    return Sides(
        "date",
        _side(was, first, shifted(frame.landed, -1)),
        _side(now, shifted(frame.landed, 1), last),
        tuple(was),
        tuple(now),
        0.0,
        frozenset(cut_by),
        shortened,
        max((row.date for row in found), default=None),
        frame.next_day,
    )


def _by_version(
    frame: _Frame, found: Sequence[Measured], promise: Promise, end: dt.date, today: dt.date
) -> Sides | None:
    version = frame.version
    if version is None or version == 1:
        return None
    low = frame.previous.version if frame.previous and frame.previous.version else 1
    following = frame.next if frame.next and frame.next.entity == promise.prediction.of else None
    high = following.version if following and following.version else None
    near = [row for row in found if frame.first <= row.date <= today]
    was = [
        row
        for row in near
        if row.version is not None and low <= row.version < version and row.date <= end
    ]
    all_now = [
        row
        for row in near
        if row.version is not None
        and row.version >= version
        and (high is None or row.version < high)
        and row.date >= frame.landed
    ]
    last = _enough(all_now, end, today, promise.metric.min_contacts)
    now = [row for row in all_now if row.date <= last]
    inside = [row for row in near if row.date <= last]
    bare = sum(row.contacts for row in inside if row.version is None)
    total = sum(row.contacts for row in inside)
    cut_by = set()
    if frame.previous and frame.previous_day and frame.previous_day >= frame.first:
        cut_by.add(frame.previous.change)
    shortened = None
    if frame.next and frame.next_day and frame.next_day <= end:
        cut_by.add(frame.next.change)
        shortened = frame.next_day
    return Sides(
        "version",
        replace(
            _side(was, _first(was, frame.first), _last(was, shifted(frame.landed, -1))),
            versions=_versions(was),
        ),
        replace(_side(now, frame.landed, _last(now, last)), versions=_versions(now)),
        tuple(was),
        tuple(now),
        bare / total if total else 0.0,
        frozenset(cut_by),
        shortened,
        max((row.date for row in found), default=None),
        frame.next_day,
    )


def _enough(now: Iterable[Measured], end: dt.date, limit: dt.date, minimum: float) -> dt.date:
    """Find the last day of an observation: its end, or later the day on which it has enough."""
    days: dict[dt.date, float] = {}
    for row in now:
        days[row.date] = days.get(row.date, 0) + row.contacts
    have = sum(contacts for day, contacts in days.items() if day <= end)
    for day in sorted(day for day in days if end < day <= limit):
        if have >= minimum:
            return end
        have += days[day]
        if have >= minimum:
            return day
    return end if have >= minimum else max(end, limit)


def _carries(sides: Sides, found: Sequence[Measured]) -> bool:
    """Tell whether the facts around a change carry versions."""
    spans = ((sides.before.first, sides.before.last), (sides.after.first, sides.after.last))
    told = False
    for first, last in spans:
        inside = [row for row in found if first <= row.date <= last]
        total = sum(row.contacts for row in inside)
        if not total:
            continue
        if sum(row.contacts for row in inside if row.version is not None) < total * _CARRIED:
            return False
        told = True
    return told


def _side(rows: Sequence[Measured], first: dt.date, last: dt.date) -> Side:
    both = [row for row in rows if row.above is not None and row.below is not None]
    above = math.fsum(row.above or 0 for row in both)
    below = math.fsum(row.below or 0 for row in both)
    return Side(
        first,
        last,
        seen=len({row.date for row in rows}),
        contacts=sum(row.contacts for row in rows),
        above=above,
        below=below,
        value=above / below if below else None,
        won=total(rows, "won"),
        refused=total(rows, "refused"),
        revenue=total(rows, "revenue"),
        profit=total(rows, "profit"),
        repeat=total(rows, "repeat"),
    )


def total(rows: Iterable[Measured], column: str) -> float | None:
    """Add a column of facts up; None where no row has it."""
    values = [getattr(row.fact, column, None) for row in rows]
    known = [value for value in values if value is not None]
    return math.fsum(known) if known else None


def by_day(rows: Iterable[Measured]) -> list[tuple[float, float]]:
    """Give numerator and denominator of each day, in the order of days."""
    days: dict[dt.date, tuple[float, float]] = {}
    for row in rows:
        if row.above is not None and row.below is not None:
            above, below = days.get(row.date, (0.0, 0.0))
            days[row.date] = (above + row.above, below + row.below)
    return [days[day] for day in sorted(days)]


def shares(rows: Iterable[Measured]) -> Mapping[str, float]:
    """Give each segment's part of the contacts."""
    found: dict[str, float] = {}
    for row in rows:
        found[row.segment] = found.get(row.segment, 0) + row.contacts
    every = sum(found.values())
    return {segment: contacts / every for segment, contacts in found.items()} if every else {}


def _versions(rows: Iterable[Measured]) -> tuple[int, ...]:
    return tuple(sorted({row.version for row in rows if row.version is not None}))


def _first(rows: Sequence[Measured], default: dt.date) -> dt.date:
    return min((row.date for row in rows), default=default)


def _last(rows: Sequence[Measured], default: dt.date) -> dt.date:
    return max((row.date for row in rows), default=default)
