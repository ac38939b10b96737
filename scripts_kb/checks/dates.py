"""Dates: periods that end before they begin, promotions that are over, reviews that are due."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from scripts_kb.checks import fields
from scripts_kb.content.base import Base, Document
from scripts_kb.problems import Problem

_PERIODS: Final = (("valid_from", "valid_to"), ("from_", "to"), ("opened", "review_by"))
_YEARS_AHEAD: Final = 10
_FIRST_YEAR: Final = 2000


def check(base: Base, today: dt.date, due_days: int) -> Iterator[Problem]:
    """Find dates that contradict each other, cannot be meant, or have come."""
    horizon = min(today.toordinal() + max(due_days, 0), dt.date.max.toordinal())
    until = dt.date.fromordinal(horizon)
    for document in base.documents.values():
        record = document.record
        if record is None or getattr(record, "status", "live") == "archived":
            continue
        yield from _far(document, today)
        for first, last in _PERIODS:
            yield from _period(document, first, last)
        if getattr(record, "status", "live") == "live":
            yield from _review(document, today, until)
            if document.kind == "offer":
                yield from _offer(document, today)


def _review(document: Document, today: dt.date, until: dt.date) -> Iterator[Problem]:
    review_by: dt.date | None = getattr(document.record, "review_by", None)
    if review_by and review_by <= until:
        code = "review-overdue" if review_by < today else "review-due"
        yield Problem(document.place(("review_by",)), code, {"date": review_by.isoformat()})


def _far(document: Document, today: dt.date) -> Iterator[Problem]:
    for field in fields.of(document):
        if field.shape.use != "code" or not isinstance(field.value, str):
            continue
        date = _date(field.value)
        if date and not _FIRST_YEAR <= date.year <= today.year + _YEARS_AHEAD:
            facts = {"key": field.key, "date": date.isoformat()}
            yield Problem(document.place(field.loc), "far-date", facts)


def _date(text: str) -> dt.date | None:
    if len(text) != 10 or text[4:5] != "-" or text[7:8] != "-":  # noqa: PLR2004 - YYYY-MM-DD
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _period(document: Document, first: str, last: str) -> Iterator[Problem]:
    start: Any = getattr(document.record, first, None)
    end: Any = getattr(document.record, last, None)
    if start and end and end < start:
        facts = {"first": start.isoformat(), "last": end.isoformat()}
        yield Problem(document.place((last,)), "period-backwards", facts)


def _offer(document: Document, today: dt.date) -> Iterator[Problem]:
    valid_to = document.record.valid_to
    if valid_to and valid_to < today:
        yield Problem(document.place(("valid_to",)), "offer-over", {"date": valid_to.isoformat()})
    for index, material in enumerate(document.record.materials):
        if material.valid_to and material.valid_to < today:
            loc = ("materials", index, "valid_to")
            facts = {"file": material.file, "date": material.valid_to.isoformat()}
            yield Problem(document.place(loc), "material-over", facts)
