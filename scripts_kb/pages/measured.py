"""What was measured, drawn and in tables: metrics of scripts, months against plans, leads.

Course ──chart──▶ by week with the changes, by version in the table
Figures ─┬─results─▶ the month, the month before, the plan
└─leads───▶ accepted by source, and why rejected
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

from markupsafe import Markup

from scripts_kb.effects import points, wording
from scripts_kb.effects.records.judgements import Course
from scripts_kb.effects.records.reported import Figures, LeadSource, Reached, Result
from scripts_kb.language import formats
from scripts_kb.pages import charts
from scripts_kb.pages.charts import Bar, BarWords, ChartPoint, ChartTable, DayWords, Flag
from scripts_kb.pages.clean import seen
from scripts_kb.pages.reading import Reading


def interval(reading: Reading, limits: tuple[float, float] | None, *, signed: bool = False) -> str:
    """Write limits of a share, or of a difference of shares."""
    if limits is None:
        return "—"
    write = wording.difference if signed else wording.value
    return " … ".join(write(each, "share", reading.language) for each in limits)


def by_script(courses: Iterable[Course]) -> Iterator[tuple[str, list[Course]]]:
    """Yield each script with its courses, in the order of the metrics."""
    for entity, found in groupby(courses, key=lambda course: course.entity):
        yield entity, list(found)


def chart(reading: Reading, course: Course) -> Markup:
    """Draw a metric by week, with the changes; the table has it by version."""
    say, language = reading.messages.one, reading.language
    points = [ChartPoint(week.first, week.value) for week in course.weeks if week.value is not None]
    named = {mark.version: seen(mark.title) for mark in course.marks}
    rows = [
        (
            say("no version") if each.version is None else f"v{each.version}",
            reading.days(each.first, each.last),
            formats.number(each.contacts, language),
            wording.value(each.value, course.unit, language),
            interval(reading, each.interval),
            named.get(each.version, "") if each.version is not None else "",
        )
        for each in course.versions
    ]
    head = (
        say("Version"),
        say("Period"),
        say("Contacts"),
        seen(course.title),
        say("95 % interval"),
        say("Change"),
    )
    flags = [Flag(mark.on, f"v{mark.version}") for mark in course.marks if mark.version is not None]

    def written(amount: float) -> str:
        return wording.marked(amount, course.unit, language)

    known = next((each for each in reading.base.kb.metrics if each.id == course.metric), None)
    best = say("Less is better.") if known and known.better == "down" else say("More is better.")
    described = say("By week; dashed lines are changes of the script. By version in the table.")
    words = DayWords(reading.day, partial(formats.short_month, language=language))
    return charts.figure(
        f"{reading.title(course.entity)}: {seen(course.title)}",
        f"{described} {best}",
        charts.line(points, flags, written, words) if points else Markup(),
        ChartTable(head, rows),
    )


def reached(reading: Reading, found: Reached) -> str:
    """Say what a point measured last, in which days, and what it was before."""
    value, before = (
        wording.value(each, found.unit, reading.language) for each in (found.value, found.before)
    )
    days = reading.days(found.first, found.last)
    text = reading.messages.one("%(value)s, %(days)s; before that %(before)s")
    return text % {"value": value, "days": days, "before": before}


def norm(reading: Reading, found: Reached, wanted: float | None) -> tuple[str, bool]:
    """Say how a point stands to its norm, and whether that is an alarm; "" without a norm."""
    standing = points.standing(found, wanted) if wanted is not None else None
    if wanted is None or standing is None:
        return "", False
    say = reading.messages.one
    texts = {
        "held": say("Norm %(value)s: held"),
        "near": say("Norm %(value)s: worse, but within chance"),
        "alarm": say("Alarm: worse than the norm of %(value)s"),
    }
    amount = points.share_of(wanted) if found.unit == "share" else wanted
    value = wording.value(amount, found.unit, reading.language)
    return texts[standing] % {"value": value}, standing == "alarm"


def results(reading: Reading, month: Figures) -> list[dict[str, str]]:
    """Write the results of a month beside the month before and the plan."""
    language = reading.language

    def amount(found: Result, value: float | None) -> str:
        if found.unit == "number" and value is not None and float(value).is_integer():
            return formats.number(value, language)
        return wording.value(value, found.unit, language)

    def plan(found: Result, who: str, planned: float) -> str:
        department = reading.department(who)
        text = f"{amount(found, planned)} ({department.title if department else seen(who)})"
        if found.value is not None and planned:
            text += f", {formats.percent(found.value / planned, language, 0)}"
            text += wording.pace(found, month.pace, language)
        return text

    return [
        {
            "title": seen(each.title) or wording.say(f"column.{each.metric}", language),
            "value": amount(each, each.value),
            "before": amount(each, each.before),
            "plan": "; ".join(plan(each, who, planned) for who, planned in each.plans),
        }
        for each in month.results
    ]


def leads(reading: Reading, month: Figures) -> tuple[Markup, list[tuple[str, int]]]:
    """Draw the accepted part of each source's leads, and name the reasons of rejecting."""
    say, language = reading.messages.one, reading.language
    of = say("%(count)s of %(sample)s")
    bars: list[Bar] = []
    rows: list[tuple[str, ...]] = []
    for each in month.leads:
        share = each.accepted / each.received if each.received else None
        text = of % {"count": each.accepted, "sample": each.received}
        if share is not None:
            text = f"{text}, {formats.percent(share, language, 0)}"
        part = min(each.accepted, each.received)
        bars.append(Bar(_source(reading, each), part, each.received, text))
        rows.append(
            (
                _source(reading, each),
                formats.number(each.received, language),
                formats.number(each.accepted, language),
                wording.value(share, "share", language),
                ", ".join(f"{name} {count}" for name, count in _reasons(reading, each)),
            )
        )
    head = (
        say("Source"),
        say("Received"),
        say("Accepted"),
        say("Accepted part"),
        say("Why rejected"),
    )
    drawn = charts.figure(
        f"{say('Accepted leads')}: {formats.month(month.first, language)}",
        say("How many leads came from where, and which part of them sales accepted."),
        charts.bars(
            bars,
            BarWords(say("accepted leads"), say("leads that came")),
            partial(formats.number, language=language),
        ),
        ChartTable(head, rows),
    )
    total: dict[str, int] = {}
    for each in month.leads:
        for name, count in _reasons(reading, each):
            total[name] = total.get(name, 0) + count
    return drawn, sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))


def _source(reading: Reading, found: LeadSource) -> str:
    """Name a source as the settings do, else as the facts do."""
    names = {each.id: seen(each.title) for each in reading.base.kb.sources}
    return names.get(found.source) or seen(found.source)


def _reasons(reading: Reading, found: LeadSource) -> list[tuple[str, int]]:
    names = {
        each.id: seen(each.title) for group in reading.base.kb.reasons.values() for each in group
    }
    unsaid = reading.messages.one("reason not given")
    return [(names.get(reason, seen(reason)) or unsaid, count) for reason, count in found.reasons]
