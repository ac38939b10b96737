"""Dates: periods that end before they begin, promotions that are over, reviews that are due."""

import datetime as dt
from collections.abc import Iterator

from scripts_kb.model.base import Base, Document
from scripts_kb.problems import Problem


def check(base: Base, today: dt.date, due_days: int) -> Iterator[Problem]:
    """Find dates that contradict each other or have come."""
    horizon = today + dt.timedelta(days=due_days)
    for document in base.documents.values():
        record = document.record
        if record is None or getattr(record, "status", "live") != "live":
            continue
        review_by = getattr(record, "review_by", None)
        if review_by and review_by <= max(horizon, today):
            code = "review-overdue" if review_by < today else "review-due"
            facts = {"date": review_by.isoformat()}
            yield Problem(document.place(("review_by",)), code, facts)
        yield from _period(document, "valid_from", "valid_to")
        yield from _period(document, "from", "to")
        if document.kind == "offer":
            yield from _offer(document, today)


def _period(document: Document, first: str, last: str) -> Iterator[Problem]:
    start = getattr(document.record, first, None) or getattr(document.record, f"{first}_", None)
    end = getattr(document.record, last, None)
    if start and end and end < start:
        facts = {"first": start.isoformat(), "last": end.isoformat()}
        yield Problem(document.place((last,)), "period-backwards", facts)


def _offer(document: Document, today: dt.date) -> Iterator[Problem]:
    valid_to = document.record.valid_to
    if valid_to and valid_to < today:
        facts = {"date": valid_to.isoformat()}
        yield Problem(document.place(("valid_to",)), "offer-over", facts)
    for index, material in enumerate(document.record.materials):
        if material.valid_to and material.valid_to < today:
            loc = ("materials", index, "valid_to")
            facts = {"file": material.file, "date": material.valid_to.isoformat()}
            yield Problem(document.place(loc), "material-over", facts)
