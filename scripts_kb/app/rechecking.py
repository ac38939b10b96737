"""Checks a base again: the rules that look at one file go through the files that have changed.

blob of each file ──as when nothing was found in it──▶ passed
                 └──as when something was──▶ the lines that were told, so that it is not parsed
settings, prices, the day, our sources ──key──▶ else nothing has
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from scripts_kb.app import checking, sources
from scripts_kb.app.workspace import Workspace
from scripts_kb.checks import LOOKED_UP, TWINS
from scripts_kb.content.base import Base
from scripts_kb.content.recalling import RecalledLines
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
    before, lines = known or (dict[str, str](), dict[str, Any]())
    documents = found.documents.items()
    passed = {entity for entity, each in documents if each.blob and before.get(entity) == each.blob}
    _hold(found, lines)
    problems = checking.checked(where, found, mistakes, today=today, passed=passed)[1]
    now = [_without_problems(found, problems), _lines(found)]
    if now != known:
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
    named = {each.place.path for each in problems if each.code not in TWINS}
    return {
        entity: each.blob for entity, each in found.documents.items() if each.shown not in named
    }


def _hold(found: Base, lines: Mapping[str, Any]) -> None:
    """Tell files the lines that an earlier run was told of them, where their bytes are the same."""
    for entity, (blob, told) in lines.items():
        document = found.documents.get(entity)
        if document and document.blob == blob and isinstance(document.marks, RecalledLines):
            document.marks.hold({tuple(loc): mark and tuple(mark) for loc, mark in told})


def _lines(found: Base) -> dict[str, Any]:
    """Give the lines that were told of files, in plain data."""
    return {
        entity: [document.blob, [[list(loc), mark and list(mark)] for loc, mark in told.items()]]
        for entity, document in found.documents.items()
        if isinstance(document.marks, RecalledLines) and (told := document.marks.told)
    }
