"""A knowledge base of a few files, checked: what tests of checks share."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from scripts_kb import checks
from scripts_kb.content import loading
from scripts_kb.content.base import Base
from scripts_kb.problems import Problem

TODAY = dt.date(2026, 11, 21)
KB = """\
company: Утренний цех
segments: [{id: cafe, title: Кафе}, {id: home, title: Для дома}]
metrics: [{id: conversion, title: Доля, of: won/contacts}]
variables: {company: Утренний цех}
reasons: {refused: [{id: price, title: Цена}], not-our-lead: [{id: zone, title: Зона}]}
"""


def _recheck(base: Base, problems: list[Problem], today: dt.date, due_days: int) -> None:
    """Hold that nothing is missed where only files with problems are gone through again."""
    named = {each.place.path for each in problems if each.code not in checks.TWINS}
    passed = {entity for entity, each in base.documents.items() if each.shown not in named}
    told = checks.check(base, today, due_days=due_days)
    assert checks.check(base, today, due_days=due_days, passed=passed) == told


Found = Callable[..., list[Problem]]


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """Gives what is found in files: path below `content/` → text or bytes.

    A `kb.yml` is added; None leaves it out.
    """

    def check(
        files: Mapping[str, str | bytes | None],
        *,
        today: dt.date = TODAY,
        due_days: int = 0,
        folder: str = "content",
    ) -> list[Problem]:
        content = tmp_path / folder
        content.mkdir()
        for path, text in {"kb.yml": KB, **files}.items():
            if text is None:
                continue
            file = content / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        base, problems = loading.load(content)
        problems += checks.check(base, today, due_days=due_days)
        _recheck(base, problems, today, due_days)
        return sorted(problems, key=lambda each: (each.place, each.code))

    return check
