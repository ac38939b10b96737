"""The first answer of a card costs nothing: nobody knows yet what the customer means."""

from collections.abc import Iterator

from scripts_kb.content import caution
from scripts_kb.content.base import Base, Document
from scripts_kb.problems import Problem

_CODES = {"ends": "first-ends-call", "gives": "first-gives-away"}


def check(base: Base) -> Iterator[Problem]:
    """Find cards whose first answer ends the call or gives something away, and another does not."""
    for document in base.of("objection"):
        if document.record is not None and document.record.status == "live":
            yield from _first(document)


def _first(document: Document) -> Iterator[Problem]:
    costs = [caution.cost(caution.said(each)) for each in document.value.get("answers", [])]
    if len(costs) > 1 and costs[0] and not all(costs):
        answer = document.value["answers"][costs.index("")]["id"]
        yield Problem(document.place(("answers", 0)), _CODES[costs[0]], {"answer": answer})
