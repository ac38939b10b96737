"""Checks a base again: the rules that look at one file go through the files that have changed.

blob of each file ──as when nothing was found in it──▶ passed
settings, prices, the day, our sources ──key──▶ else nothing has
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from scripts_kb.app import checking, sources
from scripts_kb.app.workspace import Workspace
from scripts_kb.checks import LOOKED_UP
from scripts_kb.content.base import Base
from scripts_kb.pages.asked import fingerprint
from scripts_kb.past import keeping
from scripts_kb.problems import Problem


def problems(
    where: Workspace, found: Base, mistakes: list[Problem], today: dt.date
) -> list[Problem]:
    """Check a base that has been read, as `checking.checked` does.

    Args:
        where: the content folder.
        found: what it says.
        mistakes: what was found while reading.
        today: the day to check for.

    Returns:
        All problems, by file and line.
    """
    repository = where.repository
    if repository is None:
        return checking.checked(where, found, mistakes, today=today)[1]
    name = f"passed-{fingerprint(where.prefix)[:8]}"
    key = _key(found, today)
    known: Any = keeping.load(repository, name, key)
    before = known if isinstance(known, dict) else {}
    documents = found.documents.items()
    passed = {entity for entity, each in documents if each.blob and before.get(entity) == each.blob}
    problems = checking.checked(where, found, mistakes, today=today, passed=passed)[1]
    now = _without_problems(found, problems)
    if now != before:
        keeping.save(repository, name, key, now)
    return problems


def _key(found: Base, today: dt.date) -> str:
    looked_up = [
        (each.entity, each.path, each.blob)
        for each in found.documents.values()
        if each.kind in LOOKED_UP
    ]
    ours = sources.ours(), sources.libraries()
    return fingerprint([looked_up, today, ours])


def _without_problems(found: Base, problems: list[Problem]) -> Mapping[str, str]:
    named = {each.place.path for each in problems}
    return {
        entity: each.blob for entity, each in found.documents.items() if each.shown not in named
    }
