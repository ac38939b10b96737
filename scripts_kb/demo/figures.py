"""The year in figures: calls, leads, sales and plans by day, with truths planted in them.

    versions of the scripts ─┐
    planted truths ──────────┼─▶ days ─▶ facts/calls-2026-02.csv, leads-…, sku-…, plan-…
    the calendar ────────────┘

Every number is drawn from `random.Random(text).random()`, which gives the same numbers in every
version of Python, and only + - * / are done with them: the bytes are equal on every machine. Each
stream of a day has a seed of its own, so that one more script moves no other's figures.
"""

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

FIRST: Final = dt.date(2025, 12, 1)
LAST: Final = dt.date(2026, 11, 20)
VERSIONS_FROM: Final = dt.date(2026, 1, 12)
"""From this day the CRM keeps the script's version; before, the column is empty."""

UNVERSIONED: Final = frozenset({"promo-shop"})
"""Scripts whose calls are kept in a table of trade marketing, without versions."""

_HOLIDAYS: Final = frozenset(
    dt.date.fromisoformat(day)
    for day in [
        *(f"2026-01-{number:02}" for number in range(1, 12)),
        "2026-02-23",
        "2026-03-09",
        "2026-05-01",
        "2026-05-11",
        "2026-06-12",
        "2026-11-04",
    ]
)

_SEASON: Final = {12: 118, 1: 84, 2: 100, 3: 106, 4: 100, 5: 96, 6: 92, 7: 88, 8: 90, 9: 102}
"""Contacts of a month, in percent of an ordinary one; 100 where it is not named."""


@dataclass(frozen=True, slots=True)
class CallFlow:
    """The calls by one script with one segment.

    Attributes:
        script, segment: which.
        contacts: on an ordinary day.
        weekend: on a Saturday or Sunday.
        won: share that ends as wished.
        refused: share that refuses.
        order: money of one that was won; 0 where nothing is sold in this call.
        margin: share of the money that is profit.
        repeat: share of the won ones that had bought before.
    """

    script: str
    segment: str
    contacts: int
    weekend: int
    won: float
    refused: float
    order: int
    margin: float
    repeat: float


STREAMS: Final = (
    CallFlow("incoming-home", "home", 40, 24, 0.31, 0.22, 1240, 0.42, 0.35),
    CallFlow("first-call-cafe", "cafe", 36, 0, 0.15, 0.52, 0, 0.0, 0.0),
    CallFlow("after-tasting", "cafe", 13, 0, 0.26, 0.30, 11800, 0.31, 0.0),
    CallFlow("promo-shop", "shop", 17, 0, 0.18, 0.46, 16400, 0.26, 0.28),
    CallFlow("repeat-order", "cafe", 26, 0, 0.46, 0.15, 14200, 0.30, 0.92),
    CallFlow("repeat-order", "office", 7, 0, 0.74, 0.07, 5300, 0.32, 0.90),
    CallFlow("win-back", "cafe", 9, 0, 0.12, 0.48, 4700, 0.28, 1.0),
)

OFFICES_BACK: Final = dt.date(2026, 9, 1)
"""From this day offices order after the summer: the mix of repeat orders shifts by itself."""

_OFFICES_BACK: Final = {("repeat-order", "office"): 3.3, ("repeat-order", "cafe"): 0.8}

Quantity = Literal["won", "refused", "order", "accepted"]


@dataclass(frozen=True, slots=True)
class Shift:
    """What a change truly did.

    Attributes:
        of: the script, or the segment of the leads.
        figure: what it moved.
        by: how far: added to a share, and of `order` a factor.
        first: the first day on which it holds.
        until: the first day on which it holds no more; None for ever.
    """

    of: str
    figure: Quantity
    by: float
    first: dt.date
    until: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Tell whether it moves the figures of a day."""
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class TrialDraw:
    """What a trial truly does: which wording a call draws, and how far that moves its share.

    Attributes:
        id: the trial's.
        script: in whose calls it is heard.
        variants: the wordings, each with what it adds to the share that is won; together nothing,
            so that the figures of all calls stay what they are.
        first, last: the days of it.
    """

    id: str
    script: str
    variants: tuple[tuple[str, float], ...]
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Article:
    """What is sold: an article of the present content.

    Attributes:
        sku: its code.
        segments: who buys it.
        price: as it is today.
        cost: as it is today.
    """

    sku: str
    segments: tuple[str, ...]
    price: int
    cost: int


@dataclass(frozen=True, slots=True)
class World:
    """All that the figures of a day follow from.

    Attributes:
        versions: script → days on which versions 1, 2, … came into force.
        shifts: what the changes truly did.
        articles: what is sold, in the order of their codes.
        draws: the trials of wordings.
    """

    versions: Mapping[str, tuple[dt.date, ...]] = field(default_factory=dict)
    shifts: tuple[Shift, ...] = ()
    articles: tuple[Article, ...] = ()
    draws: tuple[TrialDraw, ...] = ()

    def tried(self, script: str, day: dt.date) -> TrialDraw | None:
        """Give the trial in which the calls of a script take part on a day; None without any."""
        running = (each for each in self.draws if each.first <= day <= each.last)
        return next((each for each in running if each.script == script), None)

    def version(self, script: str, day: dt.date) -> int | None:
        """Give the version that is read aloud on a day, None where nobody noted it.

        A change that lands during a day is read from the next one on.
        """
        if day < VERSIONS_FROM or script in UNVERSIONED:
            return None
        return sum(first <= day for first in self.versions.get(script, ())) or None

    def moved(self, of: str, figure: Quantity, day: dt.date) -> Iterator[float]:
        """Yield what the changes add to a figure on a day."""
        for shift in self.shifts:
            if shift.of == of and shift.figure == figure and shift.holds(day):
                yield shift.by


def files(world: World, month: str) -> dict[str, bytes]:
    """Give the files of facts of a month: path below the content folder → CSV.

    Args:
        world: what the figures follow from.
        month: `2026-02`.
    """
    days = [
        FIRST + dt.timedelta(days=number)
        for number in range((LAST - FIRST).days + 1)
        if (FIRST + dt.timedelta(days=number)).isoformat().startswith(month)
    ]
    # Before the first trial nobody kept a column for it.
    tried = any(world.tried(each.script, day) for each in STREAMS for day in days)
    tables = {
        "calls": (
            "date,script,version,segment,contacts,won,refused,revenue,profit,repeat"
            + (",variant" if tried else ""),
            (row if tried else row[:-1] for day in days for row in _calls(world, day)),
        ),
        "leads": (
            "date,source,segment,received,accepted,rejected,reason",
            (row for day in days for row in _leads(world, day)),
        ),
        "sku": (
            "date,sku,segment,quantity,revenue,profit,repeat",
            (row for day in days for row in _sales(world, day)),
        ),
        "plan": ("month,department,metric,plan", iter(_plan(month))),
    }
    return {f"facts/{name}-{month}.csv": _csv(head, rows) for name, (head, rows) in tables.items()}


def _csv(head: str, rows: Iterable[tuple[object, ...]]) -> bytes:
    lines = (",".join("" if each is None else str(each) for each in row) for row in rows)
    return ("\n".join([head, *lines]) + "\n").encode()


_DRAW: Final = "39"
"""Which of all possible years this is."""


def _rng(*seed: object) -> random.Random:
    # S311: chance for a demonstration, to be repeated exactly, not for secrets.
    return random.Random(" ".join(map(str, (_DRAW, *seed))))  # noqa: S311


def _count(usual: float, day: dt.date, rng: random.Random) -> int:
    """Draw how many there are on a day: the season, give or take a third."""
    return int(usual * _SEASON.get(day.month, 100) / 100 * (0.67 + 0.66 * rng.random()) + 0.5)


def _works(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in _HOLIDAYS  # noqa: PLR2004 - Monday to Friday


def _calls(world: World, day: dt.date) -> Iterator[tuple[object, ...]]:
    for stream in STREAMS:
        rng = _rng("calls", stream.script, stream.segment, day)
        usual: float = stream.contacts if _works(day) else stream.weekend
        if day >= OFFICES_BACK:
            usual *= _OFFICES_BACK.get((stream.script, stream.segment), 1.0)
        contacts = _count(usual, day, rng)
        if not contacts:
            continue
        won = stream.won + sum(world.moved(stream.script, "won", day))
        refused = stream.refused + sum(world.moved(stream.script, "refused", day))
        order: float = stream.order
        for factor in world.moved(stream.script, "order", day):
            order *= factor
        tried = world.tried(stream.script, day)
        variants = tried.variants if tried else (("", 0.0),)
        sums = [_CallSum() for _ in variants]
        draw = _rng("tried", stream.script, stream.segment, day)
        for _ in range(contacts):
            luck, size, known = rng.random(), rng.random() + rng.random(), rng.random()
            at = int(draw.random() * len(variants)) if tried else 0
            total, share = sums[at], won + variants[at][1]
            total.contacts += 1
            if luck < share:
                total.deals += 1
                total.revenue += int(order * (0.5 + size / 2))
                total.repeats += known < stream.repeat
            elif luck < share + refused:
                total.refusals += 1
        version = world.version(stream.script, day)
        for (variant, _), total in zip(variants, sums, strict=True):
            if total.contacts:
                counts = (total.contacts, total.deals, total.refusals)
                money = total.money(stream)
                yield (day, stream.script, version, stream.segment, *counts, *money, variant)


@dataclass(slots=True)
class _CallSum:
    """What came of the calls of a day that heard one wording."""

    contacts: int = 0
    deals: int = 0
    refusals: int = 0
    repeats: int = 0
    revenue: int = 0

    def money(self, stream: CallFlow) -> tuple[int | None, ...]:
        """Give revenue, profit and repeat purchases; nothing of calls that sell nothing."""
        if not stream.order:
            return (None,) * 3
        return self.revenue, int(self.revenue * stream.margin), self.repeats


@dataclass(frozen=True, slots=True)
class _Source:
    """Where leads come from: how many a day, and what share is accepted."""

    source: str
    segment: str
    received: int
    accepted: float


_SOURCES: Final = (
    _Source("site", "home", 14, 0.74),
    _Source("social", "home", 9, 0.62),
    _Source("site", "cafe", 6, 0.66),
    _Source("maps", "cafe", 4, 0.71),
    _Source("site", "office", 5, 0.72),
    _Source("exhibition", "shop", 3, 0.58),
)

REASONS_FROM: Final = dt.date(2026, 11, 17)
"""From this day a lead is given back with a reason of the list, almost always."""

_BEFORE: Final = ((0.18, "out-of-zone"), (0.26, "wrong-product"), (0.30, "closed"), (1.0, ""))
_AFTER: Final = (
    (0.24, "out-of-zone"),
    (0.36, "wrong-product"),
    (0.40, "closed"),
    (0.74, "below-minimum"),
    (0.95, "no-contact"),
    (1.0, ""),
)


def _leads(world: World, day: dt.date) -> Iterator[tuple[object, ...]]:
    """Draw the leads of a day: one row for the accepted ones, one for each reason."""
    for source in _SOURCES:
        rng = _rng("leads", source.source, source.segment, day)
        received = _count(source.received if _works(day) else source.received / 2, day, rng)
        accepted = source.accepted + sum(world.moved(source.segment, "accepted", day))
        reasons: dict[str, int] = {}
        for _ in range(received):
            luck, why = rng.random(), rng.random()
            if luck >= accepted:
                table = _AFTER if day >= REASONS_FROM else _BEFORE
                reason = next(name for limit, name in table if why < limit)
                reasons[reason] = reasons.get(reason, 0) + 1
        taken = received - sum(reasons.values())
        if received:
            unnamed = reasons.pop("", 0)
            head = (day, source.source, source.segment)
            yield (*head, taken + unnamed, taken, unnamed, "")
            for reason, count in sorted(reasons.items()):
                yield (*head, count, 0, count, reason)


def _sales(world: World, day: dt.date) -> Iterator[tuple[object, ...]]:
    for article in world.articles:
        for segment in article.segments:
            rng = _rng("sku", article.sku, segment, day)
            usual = 6 if segment == "home" else 3
            quantity = _count(usual if _works(day) or segment == "home" else 0, day, rng)
            if quantity:
                revenue = quantity * article.price
                profit = quantity * (article.price - article.cost)
                repeat = sum(rng.random() < 0.4 for _ in range(quantity))  # noqa: PLR2004
                yield day, article.sku, segment, quantity, revenue, profit, repeat


_PLANS: Final = (
    ("sales", "revenue", 6_800_000),
    ("marketing", "profit", 2_050_000),
    ("marketing", "repeat", 520),
)
"""Department, metric, plan of an ordinary month."""

_PLANNED: Final = {
    "2025-12": 118,
    "2026-01": 66,
    "2026-02": 88,
    "2026-03": 104,
    "2026-04": 102,
    "2026-05": 86,
    "2026-06": 88,
    "2026-07": 98,
    "2026-08": 98,
    "2026-09": 118,
    "2026-10": 124,
    "2026-11": 126,
}
"""What a month shall bring, in percent of an ordinary one."""


def _plan(month: str) -> Iterator[tuple[object, ...]]:
    for department, metric, usual in _PLANS:
        yield month, department, metric, usual * _PLANNED[month] // 100
