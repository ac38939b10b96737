"""A month as it is told: what came in, what worked, what is owed and what waits.

One record for the monthly report and for the director's page.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from scripts_kb.effects.records.heard import Unanswered
from scripts_kb.effects.records.judgements import Judgement, Unit
from scripts_kb.schema.days import next_month

DISPUTE_DAYS: Final = 5
"""After how many days an open dispute is the director's.

Source: the director draws the line, beforehand and in a dispute.
"""


@dataclass(frozen=True, slots=True)
class Result:
    """A figure of a month beside the month before and the plan.

    Attributes:
        metric: a column of facts or an id of `kb.yml`.
        title: the metric's name; "" for a column.
        unit: how it is written.
        value: of the month; None where it was not measured.
        before: of the month before.
        plans: department and plan, for those who planned it.
        audience: who may see the value; plans are for heads always.
    """

    metric: str
    title: str
    unit: Unit
    value: float | None
    before: float | None
    plans: tuple[tuple[str, float], ...] = ()
    audience: Literal["team", "heads"] = "team"


class Pace(NamedTuple):
    """How much of a month is over: days gone and days of it; figures beside its plan need it."""

    gone: int
    of: int

    @classmethod
    def at(cls, first: dt.date, last: dt.date) -> "Pace | None":
        """Give the pace of a month.

        Args:
            first: its first day.
            last: the last day that figures know of.

        Returns:
            None for a month that is over.

        Examples:
            >>> Pace.at(dt.date(2026, 11, 1), dt.date(2026, 11, 20))
            Pace(gone=20, of=30)
            >>> Pace.at(dt.date(2026, 11, 1), dt.date(2026, 11, 30)) is None
            True
        """
        days = (next_month(first) - first).days
        gone = (last - first).days + 1
        return cls(max(gone, 0), days) if gone < days else None


@dataclass(frozen=True, slots=True)
class LeadSource:
    """Leads of a source in a month; `reasons` are of rejecting them, the most frequent first.

    A rejection without a reason counts under "".
    """

    source: str
    received: int
    accepted: int
    rejected: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A month: its days, results against the plan, leads by source, how much of it is over."""

    first: dt.date
    last: dt.date
    results: tuple[Result, ...] = ()
    leads: tuple[LeadSource, ...] = ()
    pace: Pace | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """What a metric came to in the latest period of a rhythm, and in the period before.

    Attributes:
        metric, rhythm: as a control point names them.
        first, last: the days of the latest period.
        value, before: of it and of the one before; None where it was not measured.
        better: which way is better.
        interval: 95 % limits of the value, where it is a share.
    """

    metric: str
    rhythm: str
    unit: Unit
    first: dt.date
    last: dt.date
    value: float | None
    before: float | None
    audience: Literal["team", "heads"] = "team"
    better: Literal["up", "down"] = "up"
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A landed version that nobody explained."""

    entity: str
    version: int | None
    change: str
    subject: str
    landed: dt.date


@dataclass(frozen=True, slots=True)
class Debt:
    """An urgent change whose reason is still owed; `due` is the last day of owing it."""

    entity: str
    change: str
    title: str
    landed: dt.date
    due: dt.date
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overdue:
    """A thing whose day of review has passed."""

    entity: str
    title: str
    due: dt.date
    days: int


@dataclass(frozen=True, slots=True)
class Dispute:
    """A decision that is not made yet; without its opening day nobody knows its age in days."""

    entity: str
    title: str
    opened: dt.date | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Ownerless:
    """A thing that nobody answers for: `entity` of a zone or a point is `config/zones#…`."""

    entity: str
    title: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that nobody answered yet.

    Attributes:
        insight: where it stands.
        id: its id there.
        about: the card, "" where none was named.
        by: the department that proposed it, "" where nobody said.
        days, working_days: how old it is; None where its day was not written down.
        late: it waits longer than the knowledge base's `reply_days` working days.
    """

    insight: str
    id: str
    about: str
    says: str
    by: str
    on: dt.date | None
    days: int | None
    working_days: int | None
    late: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """What somebody took on at a meeting and nobody wrote down as done; `days` past its day."""

    meeting: str
    id: str
    title: str
    department: str
    role: str
    due: dt.date
    days: int


@dataclass(frozen=True, slots=True)
class Month:
    """Everything of a month; lists are in the order in which they are read.

    Attributes:
        first, last: its days; of the present month `last` is today.
        landed: how many changes landed that customers may hear.
        worked: confirmed predictions that came due in it.
        failed: those that seem to do harm, or did and were taken back.
        unclear: those whose answer is none: a shift of segments, nothing to notice, cut short.
        open: those that came due and still wait: not yet, too little data.
        due_next: predictions that come due in the 31 days after it.
        unexplained: of the month's changes.
        debts, overdue, disputes, ownerless, unanswered: as they stand at its end.
        undecided: open disputes that are younger than those.
        undone: tasks of meetings whose day has passed, the oldest first.
        proposals: those without a reply, the oldest first.
        results: money, purchases and metrics against the month before and the plan.
        pace: how much of the month the figures know; None where they know all of it.
        leads: by source.
    """

    first: dt.date
    last: dt.date
    landed: int = 0
    worked: tuple[Judgement, ...] = ()
    failed: tuple[Judgement, ...] = ()
    unclear: tuple[Judgement, ...] = ()
    open: tuple[Judgement, ...] = ()
    due_next: tuple[Judgement, ...] = ()
    unexplained: tuple[Unexplained, ...] = ()
    debts: tuple[Debt, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    undecided: tuple[Dispute, ...] = ()
    ownerless: tuple[Ownerless, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    proposals: tuple[Waiting, ...] = ()
    undone: tuple[Undone, ...] = ()
    results: tuple[Result, ...] = ()
    leads: tuple[LeadSource, ...] = ()
    pace: Pace | None = None

    def with_predictions(
        self, keep: Callable[[tuple[Judgement, ...]], tuple[Judgement, ...]]
    ) -> "Month":
        """Give the month with other predictions in each of its parts.

        Args:
            keep: gives of the predictions of a part those that stay, as they are to be told.

        Examples:
            >>> Month(dt.date(2026, 11, 1), dt.date(2026, 11, 30)).with_predictions(tuple).open
            ()
        """
        return replace(
            self,
            worked=keep(self.worked),
            failed=keep(self.failed),
            unclear=keep(self.unclear),
            open=keep(self.open),
            due_next=keep(self.due_next),
        )
