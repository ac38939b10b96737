"""The ledger of predictions: what a change promised, what was measured, what that says.

    change with `expect` ─┐
    facts ────────────────┼─▶ Judgement: before, after, interval, verdict, overlapping changes
    rows of the log ──────┘

The words stand in the catalogues of those who show it; here are figures and codes.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Verdict = Literal[
    "confirmed",
    "harmful",
    "not-confirmed",
    "mix-shift",
    "unnoticed",
    "cut-short",
    "not-yet",
    "too-little-data",
]
Joined = Literal["version", "date"]
Unit = Literal["share", "money", "number"]


@dataclass(frozen=True, slots=True)
class Prediction:
    """A parsed `expect`: by how much a metric of something shall change, and until when.

    Attributes:
        metric: id of a metric of `kb.yml`.
        title: its name.
        formula: its two columns, `won/contacts`.
        of: the entity that is measured.
        amount: signed; of `+3pp` 0.03, of `-8%` -0.08.
        relative: whether the amount is a part of the value before.
        written: as the author wrote it, `+3pp`.
        due: the last day of the observation.
    """

    metric: str
    title: str
    formula: str
    of: str
    amount: float
    relative: bool
    written: str
    due: dt.date

    def direction(self) -> int:
        """Tell which way it points: 1 up, -1 down. `-0pp` points down, as it is written."""
        return -1 if self.written.startswith("-") else 1


@dataclass(frozen=True, slots=True)
class Side:
    """What was measured before or after.

    `first` and `last` are the window; `seen` is how many days of it have facts. Sums of money and
    of repeat purchases are None where no fact has them; leads have no won and no money.

    Attributes:
        contacts: contacts of calls, received leads, or the quantity sold.
        value: the metric, None where its denominator is 0.
        above: sum of the metric's numerator.
        below: sum of its denominator.
        versions: versions of the script in it, where joined by version.
    """

    first: dt.date
    last: dt.date
    seen: int = 0
    contacts: float = 0
    won: float | None = None
    refused: float | None = None
    revenue: float | None = None
    profit: float | None = None
    repeat: float | None = None
    above: float = 0
    below: float = 0
    value: float | None = None
    versions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """Something else that happened in the same weeks to the same customers.

    Attributes:
        kind: `change` that landed, `offer-started` or `offer-ended` by its dates.
        entity: what changed.
        on: when.
        change: the landed change, 40 hex digits; "" for dates of offers.
        title: the change's name, or the subject of its commit.
        direct: the measured entity itself, or what it quotes; else only the same segment.
        cuts: it ended a window, so that its own effect is kept out.
    """

    kind: Literal["change", "offer-started", "offer-ended"]
    entity: str
    on: dt.date
    change: str
    title: str
    direct: bool
    cuts: bool


@dataclass(frozen=True, slots=True)
class Caution:
    """A reason to trust a figure less.

    Attributes:
        code: `no-version` part of the contacts carries no version and was left out; `open` more
            contacts are undecided on one side than on the other; `mix` segments shifted between
            the sides; `stale` the facts end before the window; `shortened` the window was cut.
        share: the part concerned, 0 to 1; of `mix` the largest shift; None where there is none.
        detail: a segment of `mix`, a day of `stale` and `shortened`.
        adjusted: of `mix`, the difference with the segments held as they were together.
    """

    code: Literal["no-version", "open", "mix", "stale", "shortened"]
    share: float | None = None
    detail: str = ""
    adjusted: float | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One prediction against its outcome.

    Attributes:
        key: tells entries apart and is an address: the id of the change file, else the first
            twelve digits of the change.
        change: the landed change, 40 hex digits.
        note: id of the change file that predicted; None where a trailer did.
        title: the change's name, or the subject of its commit.
        by: the department that proposed it; None where nobody said.
        landed: the day it landed, in the knowledge base's zone.
        entities: what it changed.
        prediction: what was expected.
        unit: how to write the metric's values and the difference.
        joined: by the script's version, or by date and segment.
        before, after: the two sides.
        difference: after minus before; None where a side has nothing.
        interval: 95 % limits of the difference; None where it cannot be had.
        verdict: what that says.
        missing: contacts that the smaller side lacks to the metric's minimum.
        until: the day until which it waits; None where it has its verdict or no more will come.
        needed: contacts that each side needs to see the predicted change of a share; None for
            money and where there is no value before.
        overlaps: what else happened, direct ones first, then the nearest to the landing.
        cautions: reasons to trust the figures less.
        learned: what the department learned.
        restored: the day on which it was taken back; None where it stands.
        undone_by: the change that took it back, 40 hex digits; "" where it stands.
        undoes: the key of the prediction whose change this one takes back: both are one story; ""
            for all others.
        restore: commands that take it back, where it seems to do harm and still stands.
        audience: who may see the metric.
    """

    key: str
    change: str
    note: str | None
    title: str
    by: str | None
    landed: dt.date
    entities: tuple[str, ...]
    prediction: Prediction
    unit: Unit
    joined: Joined
    before: Side
    after: Side
    difference: float | None
    interval: tuple[float, float] | None
    verdict: Verdict
    missing: int = 0
    until: dt.date | None = None
    needed: int | None = None
    overlaps: tuple[Overlap, ...] = ()
    cautions: tuple[Caution, ...] = ()
    learned: str | None = None
    restored: dt.date | None = None
    undone_by: str = ""
    undoes: str = ""
    restore: tuple[str, ...] = ()
    audience: Literal["team", "heads"] = "team"

    def asks_learned(self) -> bool:
        """Tell whether the lesson is still to be written down."""
        return self.verdict in {"harmful", "not-confirmed"} and not self.learned


@dataclass(frozen=True, slots=True)
class Unread:
    """A prediction that cannot be measured: `why` is expectation, metric, columns or entity."""

    change: str
    note: str | None
    title: str
    written: str
    why: Literal["expectation", "metric", "columns", "entity"]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All predictions, the latest landed first, and those that cannot be measured."""

    entries: tuple[Judgement, ...] = ()
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionShare:
    """A metric of one version of a script.

    Attributes:
        version: None for the calls that carry none.
        first, last: days of its first and last call.
        contacts: how many.
        value: the metric; None where its denominator is 0.
        interval: 95 % limits of a share; None for anything else.
    """

    version: int | None
    first: dt.date
    last: dt.date
    contacts: float
    value: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Week:
    """A metric of one week; `first` is its Monday."""

    first: dt.date
    contacts: float
    value: float | None


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A change on a chart: the day, the version that it made, its name."""

    on: dt.date
    version: int | None
    title: str
    change: str


@dataclass(frozen=True, slots=True)
class Course:
    """How a metric of a script went: by version, by week, and what changed meanwhile."""

    entity: str
    metric: str
    title: str
    unit: Unit
    versions: tuple[VersionShare, ...]
    weeks: tuple[Week, ...]
    marks: tuple[ChartMark, ...]
    audience: Literal["team", "heads"] = "team"
