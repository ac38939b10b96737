"""What the pages tell of effects: the ledger, courses of metrics, months, what sales heard.

    facts, rows ──effects──▶ Effects ──visible──▶ what one audience may see ──▶ pages

Profit and plans are for heads: profit beside revenue would tell the margin. Partners see nothing of
how one works.
"""

import dataclasses
import datetime as dt
from dataclasses import dataclass, field

from scripts_kb.effects.records.heard import Voice
from scripts_kb.effects.records.judgements import Course, Judgement, Ledger
from scripts_kb.effects.records.reported import Figures, Month, Reached, Result
from scripts_kb.effects.records.tried import TrialFound
from scripts_kb.schema.audience import Audience


@dataclass(frozen=True, slots=True)
class Contribution:
    """An observation that became words: who heard it, what changed, what came of it.

    Attributes:
        insight: where it was written down.
        noticed_by: whose ear it was.
        entry: what was measured; None where nobody predicted anything.
        phrases: path and new text of what customers hear since.
    """

    insight: str
    noticed_by: str
    change: str
    title: str
    landed: dt.date
    entities: tuple[str, ...]
    phrases: tuple[tuple[str, str], ...]
    entry: Judgement | None


@dataclass(frozen=True, slots=True)
class Effects:
    """Everything that is told of effects.

    Attributes:
        ledger: predictions against outcomes.
        courses: how metrics of scripts went.
        contributions: which observations became which phrases, the latest landed first.
        months: figures by month, the latest first.
        reports: this month and the one before, in full, the latest first.
        points: the last results of the metrics that control points and touch points name.
        trials: wordings that were tried, with what that proved; the latest begun first.
        voice: what customers said over time, and what answers it.
        first, last: the days of the facts; None without any.
    """

    ledger: Ledger = field(default_factory=Ledger)
    courses: tuple[Course, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    months: tuple[Figures, ...] = ()
    reports: tuple[Month, ...] = ()
    points: tuple[Reached, ...] = ()
    trials: tuple[TrialFound, ...] = ()
    voice: Voice = field(default_factory=Voice)
    first: dt.date | None = None
    last: dt.date | None = None


def visible(found: Ledger, audience: Audience) -> Ledger:
    """Leave out of a ledger what an audience may not see.

    Args:
        found: the whole ledger.
        audience: heads see all; the team sees neither profit nor what is measured by it, which
            beside revenue would tell the margin; partners see nothing of how one works.

    Examples:
        >>> visible(Ledger(), "partner")
        Ledger(entries=(), unread=())
    """
    if audience == "heads":
        return found
    if audience == "partner":
        return Ledger()
    return Ledger(tuple(map(_plainer, _of_team(found.entries))), found.unread)


def _of_team(entries: tuple[Judgement, ...]) -> tuple[Judgement, ...]:
    return tuple(each for each in entries if each.audience == "team")


def _plainer(entry: Judgement) -> Judgement:
    """Take the profit off an entry."""
    return dataclasses.replace(
        entry,
        before=dataclasses.replace(entry.before, profit=None),
        after=dataclasses.replace(entry.after, profit=None),
    )


def for_audience(found: Effects, audience: Audience) -> Effects:
    """Leave out of everything what an audience may not see; twice changes nothing.

    Args:
        found: everything.
        audience: as for `visible`.

    Examples:
        >>> for_audience(Effects(first=dt.date.min), "partner").first is None
        True
    """
    if audience == "heads":
        return found
    if audience == "partner":
        return Effects()
    return dataclasses.replace(
        found,
        ledger=visible(found.ledger, audience),
        courses=tuple(each for each in found.courses if each.audience == "team"),
        contributions=tuple(map(_credited, found.contributions)),
        months=tuple(
            dataclasses.replace(month, results=_unplanned(month.results)) for month in found.months
        ),
        reports=tuple(of_month(month, audience) for month in found.reports),
        points=tuple(each for each in found.points if each.audience == "team"),
    )


def of_month(found: Month, audience: Audience) -> Month:
    """Leave out of a month what an audience may not see.

    Args:
        found: the whole month.
        audience: as for `visible`.

    Examples:
        >>> whole = Month(dt.date(2026, 11, 1), dt.date(2026, 11, 30), landed=3)
        >>> of_month(whole, "team").landed, of_month(whole, "partner").landed
        (3, 0)
    """
    if audience == "heads":
        return found
    if audience == "partner":
        return Month(found.first, found.last)
    seen = found.with_predictions(lambda entries: tuple(map(_plainer, _of_team(entries))))
    return dataclasses.replace(seen, results=_unplanned(found.results))


def _unplanned(results: tuple[Result, ...]) -> tuple[Result, ...]:
    """Keep what the team may see and what was measured, without the plans."""
    return tuple(
        dataclasses.replace(each, plans=())
        for each in results
        if each.audience == "team" and (each.value, each.before) != (None, None)
    )


def _credited(found: Contribution) -> Contribution:
    seen = found.entry is not None and found.entry.audience == "team"
    entry = _plainer(found.entry) if found.entry is not None and seen else None
    return dataclasses.replace(found, entry=entry)
