"""The voice of the customer: what has no answer yet, what was said when, what came of it.

insight ◀──evidence── change ──▶ page        «Came from what sales heard» is this way back
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from scripts_kb.effects import intervals, wording
from scripts_kb.effects.records.heard import Frequency, Trend, Voice
from scripts_kb.pages import past, waiting
from scripts_kb.pages.cards import entities
from scripts_kb.pages.past import Version
from scripts_kb.pages.reading import DepartmentMark, Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page, Planned
from scripts_kb.past.records import Row
from scripts_kb.schema.practices import Insight

MOST_CREDITS: Final = 12
"""How many changes that rest on what a department heard are listed on /insights/."""
MOST_PHRASES: Final = 8
"""How many phrases of a question lie open; the rest is folded."""
ASKED: Final = ("first_words", "purposes", "matters")
"""The three questions about customers."""


@dataclass(frozen=True, slots=True)
class CreditedChange:
    """A change that rests on what somebody heard, with the pages that it touched."""

    entry: Version
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InsightCount:
    """One insight's count; `sample` is None where it was not written down."""

    id: str
    count: int | None
    sample: int | None


@dataclass(frozen=True, slots=True)
class Phrase:
    """What customers said to a question: how often, in which periods, what answers it."""

    says: str
    segment: str
    count: int | None
    sample: int | None
    when: str
    answer: str
    """The card that answers it, "" where none does."""


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield /insights/ and a page for each insight; nothing for partners."""
    if reading.site.audience == "partner":
        return
    yield Planned("insights/index.md", partial(_insights, reading))
    yield from entities(reading, "insight", _insight_facts)


def _period(reading: Reading, insight: Insight) -> str:
    return reading.days(insight.from_, insight.to)


def _newest_insights(reading: Reading) -> list[Insight]:
    found: list[Insight] = reading.records("insight")
    found.sort(key=lambda insight: insight.to or insight.from_ or dt.date.min, reverse=True)
    return found


def _insight_facts(reading: Reading, insight: Any) -> dict[str, Any]:
    rows = reading.rests_on.get(f"insight/{insight.id}", ())
    voice = reading.site.effects.voice
    return {
        "period": _period(reading, insight),
        "came": _credits(reading, rows),
        "answering": lambda says: _answering(reading, voice, says),
    }


def _insights(reading: Reading) -> Page:
    insights = _newest_insights(reading)
    named = {insight.segment for insight in insights}
    effects = reading.site.effects
    now = effects.reports[0] if effects.reports else None
    told = [(insight, _period(reading, insight)) for insight in insights]
    return Sheet(reading, "insights/index.md", "insight/index").page(
        "insights.html",
        reading.messages.one("Voice of the customer"),
        insights=[each for each in told if each[0].source != "rotation"],
        rotations=[each for each in told if each[0].source == "rotation"],
        used=[id_ for id_ in reading.segments if id_ in named],
        questions=list(_questions(reading, effects.voice)),
        objections=[(each, _points(insights, each)) for each in effects.voice.objections],
        unanswered=[each for each in now.unanswered if each.listed] if now else [],
        unknown=[each for each in now.unanswered if not each.listed] if now else [],
        heard=lambda each: waiting.heard(reading, each),
        proposals=now.proposals if now else (),
        credits=list(_by_department(reading, insights)),
    )


def _questions(reading: Reading, voice: Voice) -> Iterator[tuple[str, list[Phrase], list[Phrase]]]:
    """Yield each of the three questions with what was said most, and what else was said."""
    for name in ASKED:
        told = [
            Phrase(
                trend.says,
                trend.segment,
                *_counted(trend),
                _when(reading, trend),
                _answering(reading, voice, trend.says),
            )
            for trend in voice.trends
            if trend.question == name
        ]
        # By what is sure: three of a new sample of five do not stand before 41 of 120.
        told.sort(key=lambda each: -_sure(each))
        if told:
            yield name, told[:MOST_PHRASES], told[MOST_PHRASES:]


def _counted(trend: Trend) -> tuple[int | None, int | None]:
    """Count a phrase over all samples that counted it; what has no sample is its last count."""
    full = [each for each in trend.points if each.count is not None and each.sample]
    if not full:
        return trend.points[-1].count, trend.points[-1].sample
    return sum(each.count or 0 for each in full), sum(each.sample or 0 for each in full)


def _sure(phrase: Phrase) -> float:
    """Give the least share that the count proves: a small sample proves little."""
    if not phrase.count or not phrase.sample or phrase.count > phrase.sample:
        return 0
    return intervals.wilson(phrase.count, phrase.sample).low


def _when(reading: Reading, trend: Trend) -> str:
    """Say in which periods a phrase was heard and how often, the latest first."""
    parts = []
    for point in reversed(trend.points):
        text = reading.days(point.first, point.last)
        if len(trend.points) > 1 and point.share is not None:
            text = f"{text}: {wording.value(point.share, 'share', reading.language)}"
        parts.append(text)
    return "; ".join(filter(None, parts))


def _answering(reading: Reading, voice: Voice, says: str) -> str:
    entity = voice.answers.get(says, "")
    return entity if reading.known(entity) else ""


def _points(insights: list[Insight], found: Frequency) -> list[InsightCount]:
    """Tell an objection in one insight after another, the oldest first."""
    return [
        InsightCount(insight.id, each.count, insight.sample)
        for insight in reversed(insights)
        for each in insight.objections
        if each.objection == found.objection
    ]


def _credits(reading: Reading, rows: Iterable[Row]) -> list[CreditedChange]:
    """Gather rows by what explains them, newest first; a page's first version is no change."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.entity and row.rationale and row.version != 1:
            found[row.rationale.id or row.change].append(row)
    return [
        CreditedChange(
            past.version(reading, same[0]),
            tuple(dict.fromkeys(row.entity for row in same if row.entity)),
        )
        for same in found.values()
    ]


def _by_department(
    reading: Reading, insights: list[Insight]
) -> Iterator[tuple[DepartmentMark, list[CreditedChange]]]:
    """Yield for each department the changes that rest on what it heard."""
    ears = {f"insight/{insight.id}": insight.noticed_by for insight in insights}
    found: dict[str, list[Row]] = defaultdict(list)
    for row in reading.site.rows:
        evidence = row.rationale.evidence if row.rationale else ()
        for id_ in {ears[each] for each in evidence if ears.get(each)}:
            found[id_].append(row)
    for id_, department in reading.departments.items():
        credits_ = _credits(reading, found.get(id_, ()))[:MOST_CREDITS]
        if credits_:
            yield department, credits_
