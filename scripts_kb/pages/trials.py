"""Trials: wordings that are said at the same time, and what their calls proved.

Effects.trials ─┬─▶ /trials/ID/: counts, the difference that may be looked at every day, the draw
└─▶ /trials/, and /effects/ where there are any

A base without trials has no page of theirs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from markupsafe import Markup

from scripts_kb.effects import wording
from scripts_kb.effects.records.tried import Contrast, TrialFound
from scripts_kb.language import formats
from scripts_kb.pages import charts
from scripts_kb.pages.cards import entities
from scripts_kb.pages.charts import ChartTable, Span, SpanWords
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page, Planned
from scripts_kb.schema.trials import Trial

_worded: Final = wording.say


@dataclass(frozen=True, slots=True)
class VariantLine:
    """A wording as its row tells it; of the first there is no difference and no verdict."""

    id: str
    say: str
    part: str
    contacts: str
    share: str
    difference: str
    interval: str
    code: str
    verdict: str


@dataclass(frozen=True, slots=True)
class ToldTrial:
    """A trial in words.

    `entity` is the card of the phrase; `counted` is false while no call is in the data; `lacks`
    says what is still needed, `draw` whether the shares came out as drawn.
    """

    found: TrialFound
    entity: str
    state: str
    code: str
    verdict: str
    least: str
    counted: bool
    lines: tuple[VariantLine, ...]
    lacks: tuple[str, ...]
    draw: str


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield /trials/ and a page of each trial; nothing for partners, nothing without trials."""
    if reading.site.audience == "partner" or not any(reading.base.of("trial")):
        return
    yield Planned("trials/index.md", partial(_index, reading))
    yield from entities(reading, "trial", _facts)


def told(reading: Reading, found: TrialFound) -> ToldTrial:
    """Put a trial into words."""
    language, judged = reading.language, found.judged
    least = formats.points(found.plan.least, language, None).lstrip("+")
    return ToldTrial(
        found=found,
        entity=found.trial.what.partition("#")[0],
        state=wording.say(f"trial-state.{found.state}", language),
        code=judged.verdict,
        verdict=wording.say(f"trial.{judged.verdict}", language),
        least=least,
        counted=any(each.of for each in (judged.control, *(c.count for c in judged.compared))),
        lines=tuple(_lines(reading, found)),
        lacks=tuple(dict.fromkeys(_lacks(reading, found, least))),
        draw=_worded("trial-unfair" if judged.broken else "trial-fair", language),
    )


def _lines(reading: Reading, found: TrialFound) -> Iterator[VariantLine]:
    language, plan = reading.language, found.plan
    contrasts = {each.variant: each for each in found.judged.compared}
    for variant, part in zip(found.trial.variants, plan.shares, strict=True):
        contrast = contrasts.get(variant.id)
        count = contrast.count if contrast else found.judged.control
        known = contrast is not None and contrast.count.of and found.judged.control.of
        limits = contrast.limits if contrast and known else None
        code = contrast.verdict if contrast else ""
        yield VariantLine(
            variant.id,
            variant.say,
            formats.percent(part, language, 0),
            formats.number(count.of, language),
            wording.value(count.share if count.of else None, "share", language),
            formats.points(contrast.difference, language) if contrast and known else "",
            " … ".join(formats.points(each, language) for each in limits) if limits else "",
            code,
            wording.say(f"trial.{code}", language) if code else "",
        )


def _lacks(reading: Reading, found: TrialFound, least: str) -> Iterator[str]:
    language = reading.language
    for each in found.judged.compared:
        if each.decided:
            yield _worded("trial-decided", language, day=reading.day(each.decided))
        elif found.state in {"planned", "running"}:
            facts = {
                "count": formats.number(each.needed, language),
                "foretold": formats.number(each.foretold, language),
            }
            yield _worded("trial-needed", language, least=least, **facts)


def _facts(reading: Reading, trial: Trial) -> dict[str, Any]:
    found = next((each for each in reading.site.effects.trials if each.trial.id == trial.id), None)
    if found is None:
        return {"told": None}
    words = told(reading, found)
    return {"told": words, "chart": chart(reading, words)}


def chart(reading: Reading, told: ToldTrial) -> Markup:
    """Draw how each wording differs from the first, beside what is not worth acting on."""
    say, found = reading.messages.one, told.found
    names = [say("Wording %(number)s") % {"number": n} for n in range(1, len(told.lines) + 1)]
    named = {each.id: (name, each) for name, each in zip(names, told.lines, strict=True)}
    spans = [
        _span(each, found.plan.better, *named[each.variant])
        for each in found.judged.compared
        if named[each.variant][1].interval
    ]
    words = SpanWords(
        say("difference"),
        say("95 % interval"),
        "",
        say("worse than wording 1"),
        say("better than wording 1"),
        say("less than that is not worth acting on"),
    )
    write = partial(formats.points, language=reading.language, digits=None)
    drawn = charts.spans(spans, words, write, found.plan.least) if spans else Markup()
    head = (
        say("Wording"),
        say("Drawn"),
        say("Calls"),
        say("Share"),
        say("Difference"),
        say("95 % interval"),
        say("Verdict"),
    )
    rows = [
        (name, each.part, each.contacts, each.share, each.difference, each.interval, each.verdict)
        for name, each in zip(names, told.lines, strict=True)
    ]
    described = (say("Difference to wording 1."), _worded("trial-at-any-look", reading.language))
    return charts.figure(
        found.metric,
        " ".join(described),
        drawn,
        ChartTable(head, rows),
    )


def _span(found: Contrast, better: int, name: str, told: VariantLine) -> Span:
    """Count towards what is better: fewer refusals stand on the side of more deals."""
    low, high = sorted(better * each for each in found.limits)
    text = f"{told.difference} · {told.verdict}" if told.verdict else told.difference
    return Span(name, better * found.difference, low, high, None, text)


def listed(reading: Reading) -> list[ToldTrial]:
    """Give all trials in words: those that wait for a decision, those that run, then the rest."""
    return [told(reading, each) for each in sorted(reading.site.effects.trials, key=_rank)]


def _rank(found: TrialFound) -> tuple[bool, bool]:
    return not found.waits, found.state != "running"


def waiting(found: Iterable[TrialFound]) -> list[TrialFound]:
    """Give the trials that wait for those who decide."""
    return [each for each in found if each.waits]


def _index(reading: Reading) -> Page:
    sheet = Sheet(reading, "trials/index.md", "trial/index")
    return sheet.page(
        "trials.html", sheet.kind("trial", many=True), trials=listed(reading), searched=False
    )
