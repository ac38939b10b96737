"""The voice of customers to action: what they ask that no card answers, and what they said when.

insights ─┬─▶ unanswered phrases, the most frequent first, with age and whose ear it was
          ├─▶ trends: first words, purposes, what matters, by segment over time
          ├─▶ objections by frequency
          └─▶ which card answers which phrase
insights, rows, ledger ──▶ contributions: heard by a department, said by all, with what result
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from scripts_kb.content.base import Base
from scripts_kb.effects.promises import day_of
from scripts_kb.effects.records.gathered import Contribution
from scripts_kb.effects.records.heard import (
    QUESTIONS,
    Frequency,
    InsightQuestion,
    Trend,
    TrendPoint,
    Unanswered,
    Voice,
)
from scripts_kb.effects.records.judgements import Ledger
from scripts_kb.past import titles
from scripts_kb.past.records import Row
from scripts_kb.schema import paths
from scripts_kb.schema.practices import Heard, Insight

_WORD: Final = re.compile(r"\w+")
_STEM: Final = 5
"""Letters of a word that are compared: endings differ, «доставка» is «доставку»."""
_TELLING: Final = 3
"""Letters from which on a word tells something."""
_SAME: Final = 0.6
"""Part of two phrases' words that must be common for one to answer the other."""
_ANSWERING: Final = ("objection", "question", "script", "offer", "product")


@lru_cache(maxsize=1 << 16)  # every card is looked at for each of two answers
def stems(phrase: str) -> frozenset[str]:
    """Give the beginnings of a phrase's words, so that endings and order do not matter.

    Examples:
        >>> stems("Сколько доставка?") == stems("доставку — сколько")
        True
    """
    words = _WORD.findall(phrase.casefold().replace("ё", "е"))
    # «у», «в», «а» make phrases alike that are not; alone they are all there is.
    telling = [word for word in words if len(word) >= _TELLING] or words
    return frozenset(word[:_STEM] for word in telling)


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two phrases say the same, from their stems."""
    if not one or not other:
        return False
    return _shared(one, other) >= _SAME


def covers(heard: frozenset[str], card: frozenset[str]) -> bool:
    """Tell whether a card's phrase answers a first word: the same, or half of it at least.

    «Доставка» of a card covers «А доставка есть?». What was written down as unanswered is not so
    easily answered: there someone looked and found nothing.
    """
    return alike(heard, card) or bool(card and card <= heard and 2 * len(card) >= len(heard))


def unanswered(base: Base, today: dt.date) -> tuple[Unanswered, ...]:
    """Rank the phrases that no card answers.

    A phrase that was written down as unanswered counts, and so do first words, until a card has
    them among its customer's words or is called so.

    Args:
        base: the knowledge base.
        today: the day from which age is counted; what was heard later is not known yet.

    Returns:
        What someone wrote down as unanswered first; the most frequent first, of equal ones the
        oldest.
    """
    known = [each for each in _insights(base) if (each.to or each.from_ or today) <= today]
    said = [(each, question) for each in known for question in ("unanswered", "first_words")]
    keys = (stems(heard.says) for each, question in said for heard in getattr(each, question))
    cards = _by_stem((words for _, words in _cards(base)), frozenset().union(*keys))
    found: dict[frozenset[str], list[tuple[Insight, Heard, bool]]] = {}
    for insight, question in said:
        listed = question == "unanswered"
        answers = alike if listed else covers
        for heard in getattr(insight, question):
            key = stems(heard.says)
            near = {words for stem in key for words in cards.get(stem, ())}
            if key and not any(answers(key, words) for words in near):
                found.setdefault(key, []).append((insight, heard, listed))
    ranked = [_unanswered(told, today) for told in found.values()]
    return tuple(sorted(ranked, key=_rank))


def _rank(found: Unanswered) -> tuple[bool, int, int, str]:
    return not found.listed, -found.count, -(found.days or 0), found.says.casefold()


def _unanswered(told: Sequence[tuple[Insight, Heard, bool]], today: dt.date) -> Unanswered:
    # An insight may count a phrase twice, among first words and as unanswered: once is enough.
    counts: dict[str, int] = {}
    for insight, heard, _ in told:
        counts[insight.id] = max(counts.get(insight.id, 0), heard.count or 1)
    days = [day for insight, _, _ in told if (day := insight.to or insight.from_)]
    since = min(days, default=None)
    return Unanswered(
        says=told[0][1].says,
        count=sum(counts.values()),
        since=since,
        days=(today - since).days if since else None,
        noticed_by=_distinct(insight.noticed_by for insight, _, _ in told),
        insights=_distinct(f"insight/{insight.id}" for insight, _, _ in told),
        segments=_distinct(insight.segment for insight, _, _ in told),
        listed=any(listed for _, _, listed in told),
    )


def _by_stem(
    cards: Iterable[frozenset[str]], heard: frozenset[str]
) -> dict[str, set[frozenset[str]]]:
    """Gather cards' phrases by each stem that was heard: only those that share one can be alike."""
    found: dict[str, set[frozenset[str]]] = {}
    for words in cards:
        for stem in words & heard:
            found.setdefault(stem, set()).add(words)
    return found


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _cards(base: Base) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield live cards, once for each phrase by which customers ask for them."""
    for kind in _ANSWERING:
        for document in base.of(kind):
            record = document.record
            if record.status == "live":
                for phrase in (record.title, *record.heard, *record.synonyms):
                    yield document.entity, stems(phrase)


def _insights(base: Base) -> list[Insight]:
    live = [each.record for each in base.of("insight") if each.record.status != "archived"]
    return sorted(live, key=lambda each: (each.from_ or each.to or dt.date.min, each.id))


def trends(base: Base) -> tuple[Trend, ...]:
    """Follow what customers said over time.

    Args:
        base: the knowledge base.

    Returns:
        By question, segment, and how much was said last; points in the order of time.
    """
    found: dict[tuple[InsightQuestion, str, frozenset[str]], list[tuple[str, TrendPoint]]] = {}
    for insight in _insights(base):
        for question in QUESTIONS:
            for heard in getattr(insight, question):
                count, sample = heard.count, insight.sample
                share = count / sample if count is not None and sample else None
                point = TrendPoint(insight.id, insight.from_, insight.to, count, sample, share)
                key = (question, insight.segment, stems(heard.says))
                found.setdefault(key, []).append((heard.says, point))
    made = [
        Trend(question, segment, told[-1][0], tuple(point for _, point in told))
        for (question, segment, _), told in found.items()
    ]
    return tuple(sorted(made, key=_order_of_trend))


def _order_of_trend(trend: Trend) -> tuple[int, str, float, int, str]:
    last = trend.points[-1]
    question = QUESTIONS.index(trend.question)
    return question, trend.segment, -(last.share or 0), -(last.count or 0), trend.says


def objections(base: Base, segment: str | None = None) -> tuple[Frequency, ...]:
    """Rank objections by how often they were heard.

    Args:
        base: the knowledge base.
        segment: only what customers of this segment said; None for all.

    Returns:
        The most frequent first.
    """
    counts: dict[str, list[tuple[int, int, dt.date | None]]] = {}
    for insight in _insights(base):
        if segment is not None and insight.segment != segment:
            continue
        for told in insight.objections:
            counts.setdefault(told.objection, []).append(
                (told.count or 1, insight.sample or 0, insight.to or insight.from_)
            )
    made = []
    for objection, parts in counts.items():
        count, sample = sum(each[0] for each in parts), sum(each[1] for each in parts)
        last = max((each[2] for each in parts if each[2]), default=None)
        share = count / sample if sample else None
        made.append(Frequency(objection, count, sample, share, last))
    return tuple(sorted(made, key=lambda each: (-each.count, each.objection)))


def of(base: Base) -> Voice:
    """Gather what customers said over time, for the pages.

    Examples:
        >>> of(Base()).trends
        ()
    """
    return Voice(trends(base), objections(base), answers(base))


def answers(base: Base) -> dict[str, str]:
    """Find the card that answers a phrase of customers best.

    Args:
        base: the knowledge base; only its live cards answer.

    Returns:
        Phrase → entity; a phrase that no card answers is left out.
    """
    places: dict[str, list[tuple[frozenset[str], str]]] = {}
    for entity, words in _cards(base):
        for stem in words:
            places.setdefault(stem, []).append((words, entity))
    found = {}
    for insight in _insights(base):
        for question in QUESTIONS:
            for heard in getattr(insight, question):
                key = stems(heard.says)
                near = {pair for stem in key for pair in places.get(stem, ())}
                fits = alike if question == "unanswered" else covers
                fitting = [pair for pair in near if fits(key, pair[0])]
                if fitting:
                    best = max(fitting, key=lambda pair: (_shared(key, pair[0]), pair[1]))
                    found[heard.says] = best[1]
    return found


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def contributions(
    rows: Sequence[Row], base: Base, ledger: Ledger, zone: ZoneInfo
) -> tuple[Contribution, ...]:
    """Show which observations became which phrases, and with what result.

    A change tells by its evidence which insight it came from; the insight tells whose ear it was.

    Args:
        rows: the rows of the log, oldest first.
        base: the knowledge base.
        ledger: the predictions.
        zone: in which days are meant.

    Returns:
        The latest landed first; a change of several insights once for each.
    """
    insights: Mapping[str, Insight] = {f"insight/{each.id}": each for each in _insights(base)}
    entries = {each.change: each for each in reversed(ledger.entries)}
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        for reference in row.rationale.evidence if row.rationale else ():
            if reference in insights and row.kind != "gap":
                groups.setdefault((reference, row.change), []).append(row)
    found = []
    for (reference, change), own in groups.items():
        first = own[0]
        found.append(
            Contribution(
                insight=reference,
                noticed_by=insights[reference].noticed_by,
                change=change,
                title=titles.of(first, base.kb.language),
                landed=day_of(first, zone),
                entities=_distinct(row.entity or "" for row in own),
                phrases=tuple(_phrases(own)),
                entry=entries.get(change),
            )
        )
    return tuple(reversed(found))


_SPOKEN: Final = frozenset({"say", "next_question", "answer", "intent", "promise", "instead"})


def _phrases(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        for edit in row.edits:
            last = paths.generic(edit.path).rpartition(".")[2]
            if edit.op in {"changed", "added"} and last in _SPOKEN and isinstance(edit.after, str):
                yield f"{row.entity}#{edit.path}", edit.after
