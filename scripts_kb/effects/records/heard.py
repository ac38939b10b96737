"""The voice of customers as it is told: what they said when, and what answers it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

InsightQuestion = Literal["first_words", "purposes", "matters", "unanswered"]
QUESTIONS: Final[tuple[InsightQuestion, ...]] = ("first_words", "purposes", "matters", "unanswered")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A phrase of customers that no card answers.

    Attributes:
        says: the words.
        count: how often, over all insights; 1 where nobody counted.
        since: the last day of the first insight that has it; None where none is dated.
        days: how old it is; None without a day.
        noticed_by: departments whose ear it was.
        insights: where it stands.
        segments: whose words they are; empty where nobody said.
        listed: someone wrote it down as unanswered; else it is a first word that no card knows.
    """

    says: str
    count: int
    since: dt.date | None
    days: int | None
    noticed_by: tuple[str, ...]
    insights: tuple[str, ...]
    segments: tuple[str, ...]
    listed: bool


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """How often something was said in one period; `share` is of all conversations."""

    insight: str
    first: dt.date | None
    last: dt.date | None
    count: int | None
    sample: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """What customers of a segment said to one question, over time."""

    question: InsightQuestion
    segment: str
    says: str
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often an objection was heard; `share` is of the conversations that counted it."""

    objection: str
    count: int
    sample: int
    share: float | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Voice:
    """What customers said over time.

    Attributes:
        trends: by question, segment, and how much was said last.
        objections: the most frequent first.
        answers: phrase → the card that answers it best.
    """

    trends: tuple[Trend, ...] = ()
    objections: tuple[Frequency, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
