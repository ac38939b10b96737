"""What worked: predictions against outcomes, metrics by version, months, what sales heard.

    Effects ─┬─ledger────────▶ /effects/, older ones on /effects/2025/
             ├─courses───────▶ /effects/scripts/ID/, the largest on /effects/ too
             ├─months────────▶ results against the plan, leads by source
             └─contributions─▶ «Вклад продаж»

Blameless: a page speaks of changes, never of those who made them, and says what it cannot know.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from markupsafe import Markup, escape

from scripts_kb.effects import wording
from scripts_kb.effects.records.gathered import Contribution
from scripts_kb.effects.records.judgements import Course, Judgement, Side, Verdict
from scripts_kb.facts.records import COLUMNS
from scripts_kb.language import formats
from scripts_kb.pages import charts, measured, past, predicted, trials, verdicts
from scripts_kb.pages.charts import ChartTable, Span, SpanWords
from scripts_kb.pages.clean import seen
from scripts_kb.pages.reading import DepartmentMark, Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page, Planned

MOST_CHARTS: Final = 6
"""How many scripts are drawn on /effects/; each has a page of its own."""
MOST_SPANS: Final = 20
"""How many differences one chart compares."""
MOST_OVERLAPS: Final = 5
MOST_CREDITS: Final = 12
"""How many contributions of a department are told; the pages of insights have all."""

_PHRASES: Final = 2
_ORDER: Final[tuple[Verdict, ...]] = (
    "confirmed",
    "harmful",
    "not-confirmed",
    "mix-shift",
    "unnoticed",
    "cut-short",
    "not-yet",
    "too-little-data",
)
_MONEY: Final = ("revenue", "profit")


@dataclass(frozen=True, slots=True)
class SideLine:
    """A line of a table of two sides."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Besides:
    """Something else that happened in the same weeks."""

    on: str
    what: str
    entity: str


@dataclass(frozen=True, slots=True)
class ToldJudgement:
    """A prediction against its outcome, in words.

    `places` are the entities that the change touched, with the place of their history's entry.
    """

    entry: Judgement
    anchor: str
    code: str
    verdict: str
    promised: str
    due: str
    figures: str
    cells: tuple[tuple[str, str], ...]
    """What was measured, by the names of columns; none while nothing was."""
    lines: tuple[SideLine, ...]
    joined: str
    cautions: tuple[str, ...]
    besides: tuple[Besides, ...]
    more: int
    lacks: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    restore: Markup
    mixed: int
    """Changes of the same phrases in the same weeks: how far the figures are to be trusted."""
    back: "ToldJudgement | None" = None
    """The change that took it back, where that predicted something too."""


@dataclass(frozen=True, slots=True)
class VerdictGroup:
    """Predictions of one verdict."""

    code: Verdict
    title: str
    told: tuple[ToldJudgement, ...]


@dataclass(frozen=True, slots=True)
class Credit:
    """Observations that became words, with the words and what came of it."""

    found: Contribution
    insights: tuple[str, ...]
    phrases: tuple[str, ...]
    told: ToldJudgement | None
    address: str


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield /effects/ with the pages below it; nothing for partners."""
    if reading.site.audience == "partner":
        return
    effects = reading.site.effects
    entries = effects.ledger.entries
    years = sorted({each.landed.year for each in entries}, reverse=True)
    older = years if len(entries) > predicted.NEWEST else []
    yield Planned("effects/index.md", partial(_index, reading, older))
    for year in older:
        yield Planned(f"effects/{year}.md", partial(_year, reading, year))
    for entity, courses in measured.by_script(effects.courses):
        path = f"effects/scripts/{entity.partition('/')[2]}.md"
        yield Planned(path, partial(_script, reading, path, entity, courses))


def _year(reading: Reading, year: int) -> Page:
    own = [each for each in reading.site.effects.ledger.entries if each.landed.year == year]
    title = f"{reading.messages.one('What worked')}: {year}"
    return Sheet(reading, f"effects/{year}.md").page(
        "effects_year.html", title, searched=False, groups=_groups(reading, own), look="effects"
    )


def _index(reading: Reading, older: Sequence[int]) -> Page:
    say = reading.messages.one
    effects = reading.site.effects
    newest = effects.ledger.entries[: predicted.NEWEST]
    drawn = sorted(
        (courses[0] for _, courses in measured.by_script(effects.courses)),
        key=lambda course: -sum(each.contacts for each in course.versions),
    )
    return Sheet(reading, "effects/index.md").page(
        "effects.html",
        say("What worked"),
        searched=False,
        look="effects",
        effects=effects,
        groups=_groups(reading, newest),
        compared=_compared(reading, newest),
        older=older,
        unread=[
            (each, wording.say(f"unread.{each.why}", reading.language))
            for each in effects.ledger.unread
        ],
        charts=[(course.entity, measured.chart(reading, course)) for course in drawn[:MOST_CHARTS]],
        scripts=[course.entity for course in drawn],
        months=[
            (formats.month(month.first, reading.language), measured.results(reading, month))
            for month in effects.months
            if month.results
        ],
        leads=[
            (formats.month(month.first, reading.language), *measured.leads(reading, month))
            for month in effects.months
            if month.leads
        ],
        credits=list(_credits(reading, effects.contributions)),
        trials=trials.listed(reading),
        columns={
            name: ",".join(each for each in columns if each != "variant")
            for name, columns in COLUMNS.items()
        },
        plans=any(each.plans for month in effects.months for each in month.results),
    )


def _script(reading: Reading, path: str, entity: str, courses: Sequence[Course]) -> Page:
    title = f"{reading.messages.one('What worked')}: {reading.title(entity)}"
    return Sheet(reading, path).page(
        "effects_script.html",
        title,
        searched=False,
        look="effects",
        entity=entity,
        charts=[measured.chart(reading, course) for course in courses],
        groups=_groups(
            reading,
            [
                each
                for each in reading.site.effects.ledger.entries
                if each.prediction.of == entity or entity in each.entities
            ],
            link=True,
        ),
    )


# The ledger ---------------------------------------------------------------------------------------


def _groups(
    reading: Reading, entries: Iterable[Judgement], *, link: bool = False
) -> list[VerdictGroup]:
    """Gather entries by verdict, in the order in which verdicts are told.

    Args:
        reading: the site.
        entries: the latest landed first.
        link: whether the entries are told elsewhere and only named here.
    """
    told: dict[Verdict, list[ToldJudgement]] = {}
    for entry, back in predicted.stories(entries, reading.site.effects.ledger.entries):
        one = _told(reading, entry, link=link)
        if back:
            one = replace(one, back=_told(reading, back))
        told.setdefault(entry.verdict, []).append(one)
    return [
        VerdictGroup(
            code,
            wording.named(code, reading.language),
            tuple(told[code]),
        )
        for code in _ORDER
        if code in told
    ]


def _told(reading: Reading, entry: Judgement, *, link: bool = False) -> ToldJudgement:
    language, prediction = reading.language, entry.prediction
    counted = bool(entry.before.contacts or entry.after.contacts)
    where = reading.effect_places[entry.key] if link else predicted.anchor(entry)
    return ToldJudgement(
        entry=entry,
        anchor=where,
        code=entry.verdict,
        verdict=wording.named(entry.verdict, language),
        promised=f"{seen(prediction.title)} {formats.predicted(prediction.written, language)}",
        due=reading.day(prediction.due),
        figures=verdicts.figures(reading, entry),
        cells=tuple(_cells(reading, entry)),
        lines=tuple(_lines(reading, entry)) if counted else (),
        joined=wording.say(f"joined.{entry.joined}", language),
        cautions=tuple(verdicts.cautions(reading, entry)) if counted else (),
        besides=tuple(_besides(reading, entry)),
        more=max(0, sum(not each.cuts for each in entry.overlaps) - MOST_OVERLAPS),
        lacks=verdicts.waits(reading, entry),
        places=tuple(_places(reading, entry)),
        # SideLine ends that no tidying of blank lines can reach: a command is copied as it is.
        restore=Markup("&#10;").join(
            escape(seen(line)) for command in entry.restore for line in command.split("\n")
        ),
        mixed=sum(each.direct and not each.cuts for each in entry.overlaps),
    )


def _cells(reading: Reading, entry: Judgement) -> Iterator[tuple[str, str]]:
    say, language, before, after = reading.messages.one, reading.language, entry.before, entry.after
    if not before.contacts or not after.contacts:
        return
    yield say("Before"), wording.value(before.value, entry.unit, language)
    yield say("Now"), wording.value(after.value, entry.unit, language)
    yield say("Difference"), wording.difference(entry.difference, entry.unit, language)
    if entry.interval:
        limits = (wording.difference(each, entry.unit, language) for each in entry.interval)
        yield say("95 % interval"), " … ".join(limits)
    contacts = (formats.number(side.contacts, language) for side in (before, after))
    yield say("Contacts"), " / ".join(contacts)


def _lines(reading: Reading, entry: Judgement) -> Iterator[SideLine]:
    say, language = reading.messages.one, reading.language
    before, after = entry.before, entry.after

    def period(side: Side) -> str:
        days = (formats.date(each, language) for each in (side.first, side.last))
        return " — ".join(dict.fromkeys(days))

    yield SideLine(say("Period"), period(before), period(after))
    if before.versions or after.versions:
        yield SideLine(say("Versions"), _versions(before), _versions(after))
    counts = (formats.number(side.contacts, language) for side in (before, after))
    yield SideLine(say("Contacts"), *counts)
    values = (wording.value(side.value, entry.unit, language) for side in (before, after))
    yield SideLine(seen(entry.prediction.title), *values)
    for column in ("revenue", "profit", "repeat"):
        pair = [getattr(side, column) for side in (before, after)]
        if pair == [None, None]:
            continue
        label = wording.say(f"column.{column}", language)
        yield SideLine(label, *(_amount(reading, column, each) for each in pair))


def _versions(side: Side) -> str:
    return ", ".join(f"v{each}" for each in side.versions)


def _amount(reading: Reading, column: str, amount: float | None) -> str:
    if amount is None:
        return "—"
    if column in _MONEY:
        return wording.value(amount, "money", reading.language)
    return formats.number(amount, reading.language, 0)


def _besides(reading: Reading, entry: Judgement) -> Iterator[Besides]:
    say = reading.messages.one
    mixed = [each for each in entry.overlaps if not each.cuts]
    for each in mixed[:MOST_OVERLAPS]:
        what = {
            "offer-started": say("an offer began"),
            "offer-ended": say("an offer ended"),
            "change": seen(each.title),
        }[each.kind]
        yield Besides(reading.day(each.on), what, each.entity)


def _places(reading: Reading, entry: Judgement) -> Iterator[tuple[str, str]]:
    for entity in entry.entities:
        rows = reading.rows.get(entity, ())
        row = next((each for each in rows if each.change == entry.change), None)
        if reading.known(entity):
            yield entity, past.anchor(row) if row else "past"


def _compared(reading: Reading, entries: Iterable[Judgement]) -> Markup | None:
    """Draw the judged differences of shares beside each other."""
    say, language = reading.messages.one, reading.language
    spans: list[Span] = []
    rows: list[tuple[str, ...]] = []
    for entry in entries:
        judged = entry.verdict in {"confirmed", "harmful", "not-confirmed"}
        if not judged or entry.unit != "share" or entry.interval is None:
            continue
        if entry.difference is None or len(spans) == MOST_SPANS:
            continue
        amount = entry.prediction.amount
        expected = (entry.before.value or 0) * amount if entry.prediction.relative else amount
        text = wording.difference(entry.difference, entry.unit, language)
        spans.append(_span(entry, expected, text))
        contacts = (entry.before.contacts, entry.after.contacts)
        rows.append(
            (
                seen(entry.title),
                formats.predicted(entry.prediction.written, language),
                text,
                measured.interval(reading, entry.interval, signed=True),
                " / ".join(formats.number(each, language) for each in contacts),
            )
        )
    if not spans:
        return None
    head = (
        say("Change"),
        say("Predicted"),
        say("Measured"),
        say("95 % interval"),
        say("Contacts before / after"),
    )
    return charts.figure(
        say("What came of the changes"),
        say("Change for the better on the right, be it more deals or fewer refusals."),
        charts.spans(
            spans,
            SpanWords(
                say("measured"),
                say("95 % interval"),
                say("promised"),
                say("worse than before"),
                say("better than before"),
            ),
            lambda amount: formats.points(amount, language, None),
        ),
        ChartTable(head, rows),
    )


def _span(entry: Judgement, expected: float, text: str) -> Span:
    """Count towards what was promised: fewer refusals stand on the side of more deals."""
    sign = entry.prediction.direction()
    low, high = sorted(sign * each for each in entry.interval or (0.0, 0.0))
    value = sign * (entry.difference or 0)
    promised = f"{seen(entry.prediction.title)} {text}"
    return Span(seen(entry.title), value, low, high, sign * expected, promised)


# What sales heard ---------------------------------------------------------------------------------


def _credits(
    reading: Reading, found: Iterable[Contribution]
) -> Iterator[tuple[DepartmentMark, str, list[Credit], int]]:
    """Yield each department's contributions, those with a result first; and how many more."""
    own: dict[str, dict[str, list[Contribution]]] = {}
    for each in found:
        # A change may rest on several observations of one department: it is told once.
        own.setdefault(each.noticed_by, {}).setdefault(each.change, []).append(each)
    say = reading.messages.one
    for id_, department in reading.departments.items():
        told = sorted(own.get(id_, {}).values(), key=_worth)
        if told:
            title = (
                say("What sales contributed")
                if id_ == "sales"
                else say("What %(department)s contributed") % {"department": department.title}
            )
            shown = [_credit(reading, each) for each in told[:MOST_CREDITS]]
            yield department, title, shown, len(told) - len(shown)


def _worth(found: Sequence[Contribution]) -> int:
    """Put what was confirmed first, then what was measured; each keeps its order in time."""
    entry = found[0].entry
    return _ORDER.index(entry.verdict) if entry else len(_ORDER)


def _credit(reading: Reading, found: Sequence[Contribution]) -> Credit:
    first = found[0]
    entry = first.entry
    # The task of a step is nothing that anybody says.
    said = (text for place, text in first.phrases if not place.endswith(".intent"))
    return Credit(
        first,
        tuple(each.insight for each in found),
        tuple(dict.fromkeys(reading.filler.plain(text) for text in said))[:_PHRASES],
        _told(reading, entry) if entry else None,
        reading.effect_places.get(entry.key, "") if entry else "",
    )
