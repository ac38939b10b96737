"""Explanations explain: a file of `content/changes/` says at least one of the four things."""

from collections.abc import Iterator

from scripts_kb.model.base import Base
from scripts_kb.problems import Problem


def check(base: Base) -> Iterator[Problem]:
    """Find explanations without an origin, cause, purpose or effect."""
    for document in base.of("change"):
        note = document.record
        if not (note.origin or note.cause or note.purpose or note.effect):
            yield Problem(document.place(), "no-reason", {"id": note.id})
