"""What was measured: rows of the four files of facts, sums of a day and never a person's data.

    facts/calls*.csv ─┐
    facts/leads*.csv ─┼─▶ Facts ──effects──▶ predictions against outcomes, months against plans
    facts/sku*.csv   ─┤
    facts/plan*.csv  ─┘

An empty cell of money or of repeat purchases is None: not measured, which is not zero.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from scripts_kb.schema.audience import Audience


class CallFact(NamedTuple):
    """What came of the calls of a day, by script, version and segment.

    `contacts` are the customers first spoken with on that day; `won` and `refused` what became of
    them by the time of counting, the others are still open. `revenue` and `profit` are money of the
    won ones, `repeat` how many of the won ones had bought before. `variant` names what was said of
    the trials that the calls took part in, several joined by `+`.
    """

    date: dt.date
    script: str
    version: int | None
    segment: str
    contacts: int
    won: int
    refused: int
    revenue: float | None = None
    profit: float | None = None
    repeat: int | None = None
    variant: str = ""


class LeadFact(NamedTuple):
    """What came of the leads of a day, by source, segment and reason of rejecting them."""

    date: dt.date
    source: str
    segment: str
    received: int
    accepted: int
    rejected: int
    reason: str = ""


class SkuFact(NamedTuple):
    """What was sold of one article on a day, by segment."""

    date: dt.date
    sku: str
    segment: str
    quantity: float
    revenue: float | None = None
    profit: float | None = None
    repeat: int | None = None


class PlanFact(NamedTuple):
    """What a department planned for a month; `month` is its first day."""

    month: dt.date
    department: str
    metric: str
    plan: float


class Facts(NamedTuple):
    """Everything that was measured, each file's rows in the order of days."""

    calls: tuple[CallFact, ...] = ()
    leads: tuple[LeadFact, ...] = ()
    sku: tuple[SkuFact, ...] = ()
    plan: tuple[PlanFact, ...] = ()


COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "calls": (
        "date",
        "script",
        "version",
        "segment",
        "contacts",
        "won",
        "refused",
        "revenue",
        "profit",
        "repeat",
        "variant",
    ),
    "leads": ("date", "source", "segment", "received", "accepted", "rejected", "reason"),
    "sku": ("date", "sku", "segment", "quantity", "revenue", "profit", "repeat"),
    "plan": ("month", "department", "metric", "plan"),
}
"""Columns of each file of facts, in the order in which they are written."""

AUDIENCE_OF: Final[Mapping[str, Audience]] = {"profit": "heads", "plan": "heads"}
"""Who may see a column that not the whole team may: profit beside revenue tells the margin."""

COUNTS: Final = ("contacts", "won", "refused", "repeat", "received", "accepted", "rejected")
MONEY: Final = ("revenue", "profit")


def audience_of(formula: str) -> Audience:
    """Tell who may see a metric, from its formula.

    Args:
        formula: two columns of one file of facts, `won/contacts`.

    Examples:
        >>> audience_of("won/contacts"), audience_of("profit/won")
        ('team', 'heads')
    """
    columns = formula.split("/")
    return "heads" if any(AUDIENCE_OF.get(each) == "heads" for each in columns) else "team"


def source_of(formula: str) -> str | None:
    """Tell which file of facts has the columns of a formula; None where none has both.

    Examples:
        >>> source_of("won/contacts"), source_of("accepted/received"), source_of("love/contacts")
        ('calls', 'leads', None)
    """
    columns = formula.split("/")
    if len(columns) != 2:  # noqa: PLR2004 - a numerator and a denominator
        return None
    for name in ("calls", "leads", "sku"):
        numeric = (*COUNTS, *MONEY, "quantity")
        if all(each in COLUMNS[name] and each in numeric for each in columns):
            return name
    return None


class CellError(Exception):
    """A cell that cannot be read.

    Args:
        code: what is wrong, as a code of a problem.
        column: the name of its column, or what that column holds.
        facts: what the texts of the code say.
    """

    def __init__(self, code: str, column: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.facts = facts
