"""A month: what worked, what did not, what is owed, what came in against what was planned.

One record for the monthly report and the director's page; it judges no department.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal
from zoneinfo import ZoneInfo

from scripts_kb.content.base import Base
from scripts_kb.effects import voice
from scripts_kb.effects.ledger import unit_of
from scripts_kb.effects.points import share_of
from scripts_kb.effects.promises import day_of, speaks
from scripts_kb.effects.records.gathered import of_month
from scripts_kb.effects.records.judgements import Judgement, Ledger, Unit
from scripts_kb.effects.records.reported import (
    DISPUTE_DAYS,
    Debt,
    Dispute,
    Figures,
    LeadSource,
    Month,
    Overdue,
    Ownerless,
    Pace,
    Result,
    Undone,
    Unexplained,
    Waiting,
)
from scripts_kb.facts.records import Facts, audience_of, source_of
from scripts_kb.past import titles
from scripts_kb.past.records import Row
from scripts_kb.schema.audience import SiteAudience
from scripts_kb.schema.days import month_before, next_month, shifted
from scripts_kb.schema.workdays import working_days

_SOON: Final = 31
_DECEMBER: Final = 12


def of(
    first: dt.date,
    rows: Sequence[Row],
    base: Base,
    facts: Facts,
    ledger: Ledger,
    today: dt.date,
    *,
    zone: ZoneInfo | None = None,
    audience: SiteAudience = "heads",
) -> Month:
    """Put a month together.

    Args:
        first: any day of the month.
        rows: the rows of the log, oldest first.
        base: the knowledge base of today; what stands in it counts for the end of the month too.
        facts: what was measured.
        ledger: the predictions, judged as of today.
        today: the last day that is known.
        zone: in which days are meant; the base's where left out.
        audience: for `team`, plans, profit and what is measured by it are left out.
    """
    zone = zone or base.zone
    first = first.replace(day=1)
    following = next_month(first)
    last = min(shifted(following, -1), today)
    entries = ledger.entries
    due = [each for each in entries if first <= each.prediction.due <= last]
    decisions = list(disputes(base, last))
    here = [row for row in rows if first <= day_of(row, zone) <= last]
    found = Month(
        first=first,
        last=last,
        landed=len({row.change for row in here if speaks(row)}),
        worked=_judged(due, "confirmed"),
        failed=_judged(due, "harmful", "not-confirmed"),
        unclear=_judged(due, "mix-shift", "unnoticed", "cut-short"),
        open=_judged(due, "not-yet", "too-little-data"),
        due_next=tuple(
            sorted(
                (each for each in entries if last < each.prediction.due <= shifted(last, _SOON)),
                key=lambda each: each.prediction.due,
            )
        ),
        unexplained=tuple(
            Unexplained(
                row.entity,
                row.version,
                row.change,
                titles.of(row, base.kb.language),
                day_of(row, zone),
            )
            for row in here
            if row.entity and row.unexplained
        ),
        debts=tuple(each for each in debts(rows, base, zone) if each.landed <= last),
        overdue=tuple(overdue(base, last)),
        disputes=tuple(each for each in decisions if _is_old(each)),
        undecided=tuple(each for each in decisions if not _is_old(each)),
        ownerless=tuple(ownerless(base)),
        unanswered=voice.unanswered(base, last),
        proposals=tuple(proposals(base, last)),
        undone=tuple(undone(base, last)),
        results=tuple(_results(first, base, facts)),
        leads=leads(facts, first, following),
        pace=Pace.at(first, _known(facts, last)),
    )
    return of_month(found, audience)


def figures(first: dt.date, base: Base, facts: Facts, today: dt.date) -> Figures:
    """Give what was measured in a month, plans and profit included.

    Args:
        first: the first day of the month.
        base: the knowledge base.
        facts: of this month and the one before, at least.
        today: the last day that is known.

    Examples:
        >>> figures(dt.date(2026, 11, 1), Base(), Facts(), dt.date(2026, 11, 21)).last
        datetime.date(2026, 11, 21)
    """
    following = next_month(first)
    last = min(shifted(following, -1), today)
    return Figures(
        first=first,
        last=last,
        results=tuple(_results(first, base, facts)),
        leads=leads(facts, first, following),
        pace=Pace.at(first, _known(facts, last)),
    )


def _known(facts: Facts, last: dt.date) -> dt.date:
    """Give the last day of a month that figures know of, `last` where they know of none."""
    days = (row.date for rows in (facts.calls, facts.sku) for row in rows if row.date <= last)
    return max(days, default=last)


def _judged(entries: Iterable[Judgement], *verdicts: str) -> tuple[Judgement, ...]:
    # What takes a change back only brings back what was: it is told with that change.
    return tuple(each for each in entries if each.verdict in verdicts and not each.undoes)


def debts(rows: Sequence[Row], base: Base, zone: ZoneInfo) -> Iterator[Debt]:
    """Find urgent changes whose reason is incomplete.

    An urgent change lands with one key and owes its origin, cause, purpose and effect within the
    knowledge base's `urgent_days`; a factual one owes its origin alone. What was reverted owes
    nothing any more.
    """
    seen = {row.rationale.reverts for row in rows if row.rationale and row.rationale.reverts}
    for row in rows:
        reason = row.rationale
        if reason is None or not reason.urgent or row.kind == "gap" or not row.entity:
            continue
        owed = ("origin",) if reason.class_ == "factual" else _OWED
        lacks = tuple(name for name in owed if not getattr(reason, name))
        if reason.class_ == "editorial" or not lacks or row.change in seen:
            continue
        seen.add(row.change)
        landed = day_of(row, zone)
        due = shifted(landed, base.kb.urgent_days)
        title = titles.of(row, base.kb.language)
        yield Debt(row.entity, row.change, title, landed, due, lacks)


_OWED: Final = ("origin", "cause", "purpose", "effect")


def overdue(base: Base, today: dt.date) -> Iterator[Overdue]:
    """Find live things whose day of review has passed, the longest overdue first."""
    found = []
    for document in base.documents.values():
        due = getattr(document.record, "review_by", None)
        if due and due < today and getattr(document.record, "status", "live") == "live":
            days = (today - due).days
            found.append(Overdue(document.entity, document.record.title, due, days))
    yield from sorted(found, key=lambda each: (each.due, each.entity))


def disputes(base: Base, today: dt.date) -> Iterator[Dispute]:
    """Find decisions that are not made yet, the oldest first; those that nobody dated lead."""
    found = []
    for document in base.of("decision"):
        record = document.record
        if record.state == "open" and record.status != "archived":
            days = (today - record.opened).days if record.opened else None
            if days is None or days >= 0:
                found.append(Dispute(document.entity, record.title, record.opened, days))
    yield from sorted(found, key=lambda each: (each.opened or dt.date.min, each.entity))


def _is_old(dispute: Dispute) -> bool:
    """Tell whether a dispute is the director's; of one that nobody dated nobody can tell."""
    return dispute.days is None or dispute.days > DISPUTE_DAYS


def proposals(base: Base, today: dt.date) -> Iterator[Waiting]:
    """Find proposals without a reply, the oldest first; those that nobody dated come last."""
    found = []
    for document in base.of("insight"):
        if document.record.status == "archived":
            continue
        for each in document.record.proposals:
            if each.answered or (each.on and each.on > today):
                continue
            waited = working_days(each.on, today) if each.on else None
            found.append(
                Waiting(
                    insight=document.entity,
                    id=each.id,
                    about=each.about,
                    says=each.says,
                    by=each.by or document.record.noticed_by,
                    on=each.on,
                    days=(today - each.on).days if each.on else None,
                    working_days=waited,
                    late=waited is not None and waited > base.kb.reply_days,
                )
            )
    yield from sorted(found, key=lambda each: (each.on or dt.date.max, each.insight, each.id))


def undone(base: Base, today: dt.date) -> Iterator[Undone]:
    """Find tasks of meetings whose day has passed and that nobody wrote down as done."""
    found = [
        Undone(
            meeting=document.entity,
            id=task.id,
            title=task.title,
            department=task.department,
            role=task.role,
            due=task.due,
            days=(today - task.due).days,
        )
        for document in base.of("meeting")
        if document.record.status == "live"
        for task in document.record.tasks
        if task.due and task.due < today and not (task.done and task.done <= today)
    ]
    yield from sorted(found, key=lambda each: (each.due, each.meeting, each.id))


def ownerless(base: Base) -> Iterator[Ownerless]:
    """Find rules, processes, zones and points that nobody answers for."""
    for kind in ("process", "regulation"):
        for document in base.of(kind):
            if document.record.status == "live" and not document.record.owner:
                yield Ownerless(document.entity, document.record.title)
    zones = base.zones
    for zone in zones.zones:
        if not zone.accountable:
            yield Ownerless(f"config/zones#zones[{zone.id}]", zone.title)
    for name, points in (
        ("control_points", zones.control_points),
        ("touch_points", zones.touch_points),
    ):
        for point in points:
            if not point.owner:
                yield Ownerless(f"config/zones#{name}[{point.id}]", point.title)
    if not base.kb.keeper:
        yield Ownerless("config/kb#keeper", "")


def leads(facts: Facts, first: dt.date, following: dt.date) -> tuple[LeadSource, ...]:
    """Add leads up by source.

    Args:
        facts: what was measured.
        first: the first day.
        following: the day after the last.

    Returns:
        The largest source first.
    """
    sums: dict[str, list[int]] = {}
    reasons: dict[str, dict[str, int]] = {}
    for row in facts.leads:
        if first <= row.date < following:
            total = sums.setdefault(row.source, [0, 0, 0])
            for index, count in enumerate((row.received, row.accepted, row.rejected)):
                total[index] += count
            if row.rejected:
                own = reasons.setdefault(row.source, {})
                own[row.reason] = own.get(row.reason, 0) + row.rejected
    made = []
    for source, (received, accepted, rejected) in sums.items():
        why = sorted(reasons.get(source, {}).items(), key=lambda each: (-each[1], each[0]))
        made.append(LeadSource(source, received, accepted, rejected, tuple(why)))
    return tuple(sorted(made, key=lambda each: (-each.received, each.source)))


_SUMS: Final[dict[str, Unit]] = {
    "revenue": "money",
    "profit": "money",
    "repeat": "number",
    "contacts": "number",
    "won": "number",
    "refused": "number",
}


def _results(first: dt.date, base: Base, facts: Facts) -> Iterator[Result]:
    plans: dict[str, list[tuple[str, float]]] = {}
    for row in facts.plan:
        if row.month == first:
            plans.setdefault(row.metric, []).append((row.department, row.plan))

    def plans_of(
        metric: str, read: Callable[[float], float] = float
    ) -> tuple[tuple[str, float], ...]:
        return tuple((who, read(plan)) for who, plan in plans.get(metric, ()))

    for column, unit in _SUMS.items():
        audience = audience_of(column)
        now, before = _sum(facts, column, first), _sum(facts, column, month_before(first))
        if now is None and column not in plans:
            continue
        seen: Literal["team", "heads"] = "heads" if audience == "heads" else "team"
        yield Result(column, "", unit, now, before, plans_of(column), seen)
    for metric in base.kb.metrics:
        audience = audience_of(metric.of)
        if source_of(metric.of) is None:
            continue
        now, before = _ratio(facts, metric.of, first), _ratio(facts, metric.of, month_before(first))
        if now is None and metric.id not in plans:
            continue
        unit_ = unit_of(metric.of)
        seen_: Literal["team", "heads"] = "heads" if audience == "heads" else "team"
        planned = plans_of(metric.id, share_of if unit_ == "share" else float)
        yield Result(metric.id, metric.title or metric.id, unit_, now, before, planned, seen_)


def _sum(facts: Facts, column: str, first: dt.date) -> float | None:
    """Add a column of a month up.

    Calls tell what scripts brought; where none of them has the column that month, the sales by
    article do. Never both: a sale may stand in either.
    """
    following = next_month(first)
    for rows in (facts.calls, facts.sku):
        values = [getattr(row, column, None) for row in rows if first <= row.date < following]
        known = [value for value in values if value is not None]
        if known:
            return math.fsum(known)
    return None


def _ratio(facts: Facts, formula: str, first: dt.date) -> float | None:
    following = next_month(first)
    above, below = formula.split("/")
    rows = getattr(facts, source_of(formula) or "calls")
    pairs = [
        (getattr(row, above), getattr(row, below)) for row in rows if first <= row.date < following
    ]
    known = [pair for pair in pairs if None not in pair]
    total = math.fsum(pair[1] for pair in known)
    return math.fsum(pair[0] for pair in known) / total if total else None
