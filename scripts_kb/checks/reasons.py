"""Explanations explain: a file of `content/changes/` says at least one of the four things."""

import re
from collections.abc import Iterator
from typing import Final

from scripts_kb.content.base import Base
from scripts_kb.problems import Problem

_COMMIT: Final = re.compile(r"[0-9a-f]{40}")


def check(base: Base) -> Iterator[Problem]:
    """Find explanations without a reason, and commits that are not named in full."""
    for document in base.of("change"):
        note = document.record
        if not (note.origin or note.cause or note.purpose or note.effect):
            yield Problem(document.place(), "no-reason", {"id": note.id})
        for index, commit in enumerate(note.commits):
            if not _COMMIT.fullmatch(commit):
                place = document.place(("commits", index))
                yield Problem(
                    place, "bad-commit", {"value": commit, "meant": "git log --format=%H"}
                )
