"""The director's one screen: the month in figures, what waits for a decision, what came of changes.

    Effects.reports ──▶ this month and the last, the same that `kb briefing --month` tells
    Effects.months  ──▶ the latest month that has figures

Lists are of today. Nothing here ranks departments: a thing waits, nobody is late.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from scripts_kb.effects import wording
from scripts_kb.effects.records.judgements import Judgement
from scripts_kb.effects.records.reported import DISPUTE_DAYS, Figures, Month
from scripts_kb.language import formats
from scripts_kb.pages import measured, trials, verdicts, waiting
from scripts_kb.pages.clean import seen
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page, Planned
from scripts_kb.pages.waiting import Due
from scripts_kb.past import telling
from scripts_kb.problems import KEEPERS_MARK
from scripts_kb.schema.days import shifted

_SOON: Final = 14
_FIRST: Final = ("revenue", "profit", "repeat")
"""What sales and marketing are asked for each month; the rest stands on /effects/."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Things of one sort; `waits` tells whether they wait for somebody."""

    code: str
    title: str
    found: tuple[Due, ...]
    waits: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the month, as it is read from afar."""

    title: str
    value: str
    before: str = ""
    plan: str = ""
    note: str = ""


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield /director/; nothing for partners."""
    if reading.site.audience != "partner":
        yield Planned("director/index.md", partial(_director, reading))


def _director(reading: Reading) -> Page:
    effects = reading.site.effects
    month = next((each for each in effects.months if each.results or each.leads), None)
    return Sheet(reading, "director/index.md").page(
        "director.html",
        reading.messages.one("For the director"),
        panels=list(_panels(reading, effects.reports)),
        figures=list(_figures(reading, month)) if month else [],
        month=formats.month(month.first, reading.language) if month else "",
        until=min(month.last, effects.last or month.last) if month else None,
        searched=False,
        look="director",
    )


_CARRIED: Final = ("worked", "failed", "unclear", "undone", "unanswered", "disputes", "undecided")
"""What a meeting begins with: last promises with their outcomes, and what still waits."""


def carried(reading: Reading) -> list[Panel]:
    """Give what a meeting of today carries over from the last one, where there is any."""
    panels = {each.code: each for each in _panels(reading, reading.site.effects.reports)}
    return [panels[code] for code in _CARRIED if panels[code].found]


# The month ----------------------------------------------------------------------------------------


def _figures(reading: Reading, month: Figures) -> Iterator[Figure]:
    """Yield revenue, profit and repeat purchases, then the accepted part of all leads."""
    results = zip(month.results, measured.results(reading, month), strict=True)
    told = {each.metric: shown for each, shown in results}
    for metric in _FIRST:
        if metric in told:
            found = told[metric]
            yield Figure(found["title"], found["value"], found["before"], found["plan"])
    received = sum(each.received for each in month.leads)
    if received:
        accepted = sum(each.accepted for each in month.leads)
        facts = {
            name: formats.number(each, reading.language)
            for name, each in (("count", accepted), ("sample", received))
        }
        share = wording.value(accepted / received, "share", reading.language)
        of = reading.messages.one("%(count)s of %(sample)s") % facts
        yield Figure(reading.messages.one("Accepted leads"), share, note=of)


def _alarms(reading: Reading) -> Iterator[Due]:
    """Name the points whose last result is worse than their norm, and not by chance."""
    zones = reading.base.zones
    found = {(each.metric, each.rhythm): each for each in reading.site.effects.points}
    for anchor, points in (("control", zones.control_points), ("touch", zones.touch_points)):
        for point in points:
            last = found.get((point.metric, point.rhythm))
            said, alarm = measured.norm(reading, last, point.norm) if last else ("", False)
            if last and alarm:
                note = f"{said}; {measured.reached(reading, last)}"
                yield Due(seen(point.title), f"agreements/#{anchor}", note)


# What waits, and what came of it ------------------------------------------------------------------


def _panels(reading: Reading, reports: Sequence[Month]) -> Iterator[Panel]:
    say = reading.messages.one
    today = reading.site.today
    now = reports[0] if reports else Month(today, today)
    lapsed = say("Offers that are over and still named")
    yield Panel("lapsed", f"{KEEPERS_MARK} {lapsed}", tuple(waiting.lapsed(reading)))
    old = say("Disputes open for more than %(days)s days") % {"days": DISPUTE_DAYS}
    yield Panel("disputes", old, tuple(waiting.disputes(reading, now.disputes)))
    yield Panel(
        "undecided", say("Decisions waiting"), tuple(waiting.disputes(reading, now.undecided))
    )
    if reading.site.effects.points:
        yield Panel("alarms", say("Worse than the norm"), tuple(_alarms(reading)))
    if reading.site.effects.trials:
        title = say("Trials that wait for a decision")
        yield Panel("trials", title, tuple(_trials(reading)))
    yield Panel("ownerless", say("Without an owner"), tuple(waiting.ownerless(reading, now)))
    yield Panel(
        "unexplained",
        say("Changed without a written reason"),
        tuple(waiting.unexplained(reading, reports)),
    )
    yield Panel(
        "debts", say("Urgent changes whose reason is owed"), tuple(waiting.owed(reading, now))
    )
    yield Panel(
        "proposals", say("Proposals without a reply"), tuple(waiting.proposals(reading, now))
    )
    yield Panel(
        "undone", say("Tasks of meetings past their day"), tuple(waiting.undone(reading, now))
    )
    yield Panel(
        "unanswered", say("Customers ask, no card answers"), tuple(waiting.unanswered(reading, now))
    )
    yield Panel(
        "overdue",
        say("Review date has passed"),
        tuple(waiting.to_review(reading, dt.date.min, shifted(today, -1))),
    )
    yield Panel(
        "worked", say("What worked"), tuple(_judged(reading, reports, "worked")), waits=False
    )
    yield Panel(
        "failed",
        say("Did not work"),
        tuple(_judged(reading, reports, "failed")),
        waits=False,
    )
    yield Panel(
        "unclear",
        say("Came due without a conclusion"),
        tuple(_judged(reading, reports, "unclear")),
        waits=False,
    )
    yield Panel("open", say("Due and still open"), tuple(_judged(reading, reports, "open")))
    yield Panel("due-next", say("Predictions due next"), tuple(_coming(reading, now)), waits=False)
    yield Panel(
        "ending", say("Offers that end within two weeks"), tuple(_ending(reading)), waits=False
    )
    yield Panel(
        "to-review",
        say("To review within two weeks"),
        tuple(waiting.to_review(reading, today, shifted(today, _SOON))),
        waits=False,
    )


def _trials(reading: Reading) -> Iterator[Due]:
    for each in trials.waiting(reading.site.effects.trials):
        found = trials.told(reading, each)
        who = reading.department(each.trial.decides)
        parts = [found.verdict, found.state, who.title if who else ""]
        yield waiting.of(reading, f"trial/{each.trial.id}", " · ".join(filter(None, parts)))


def _judged(reading: Reading, reports: Iterable[Month], part: str) -> Iterator[Due]:
    """Yield predictions that came due this month or the last, with what was measured."""
    for month in reports:
        for entry in getattr(month, part):
            told = [verdicts.figures(reading, entry)]
            if part == "failed":
                unsaid = reading.messages.one("The lesson is not written down yet")
                told.append(reading.filler.plain(entry.learned or "") or unsaid)
            if part != "worked":
                told.insert(0, wording.named(entry.verdict, reading.language))
            yield _prediction(reading, entry, " ".join(map(telling.sentence, told)))


def _coming(reading: Reading, now: Month) -> Iterator[Due]:
    for entry in now.due_next:
        prediction = entry.prediction
        said = formats.predicted(prediction.written, reading.language)
        text = f"{reading.day(prediction.due)}: {seen(prediction.title)} {said}"
        yield _prediction(reading, entry, text)


def _prediction(reading: Reading, entry: Judgement, note: str) -> Due:
    address = reading.effect_places.get(entry.key, "")
    return Due(seen(entry.title), address, note)


def _ending(reading: Reading) -> Iterator[Due]:
    today = reading.site.today
    ending = [
        offer
        for offer in reading.records("offer")
        if offer.valid_to and today <= offer.valid_to <= shifted(today, _SOON)
    ]
    for offer in sorted(ending, key=lambda offer: (offer.valid_to, offer.id)):
        text = reading.messages.one("until %(date)s") % {"date": reading.day(offer.valid_to)}
        yield waiting.of(reading, f"offer/{offer.id}", text)
