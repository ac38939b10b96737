"""Reads the working tree: the base that its files say, and the facts below it."""

import datetime as dt
from collections.abc import Iterable

from scripts_kb.app.workspace import Workspace
from scripts_kb.content import loading
from scripts_kb.content.base import Base
from scripts_kb.content.loading import Opening
from scripts_kb.facts import reading
from scripts_kb.facts.records import Facts
from scripts_kb.problems import Problem


def base(where: Workspace, opening: Opening | None = None) -> tuple[Base, list[Problem]]:
    """Read the working tree; files that git ignores are no part of it.

    Args:
        where: the content folder.
        opening: opens files, as `loading.load` takes it.
    """
    ignored = where.repository.ignored(where.prefix) if where.repository else frozenset()
    return loading.load(where.content, shown=where.shown, ignored=ignored, opening=opening)


def facts(where: Workspace, found: Base, today: dt.date) -> tuple[Facts, list[Problem]]:
    """Read the facts of a base; where there are none, nothing is looked for."""
    if not any(path.startswith("facts/") for path in found.files):
        return Facts(), []
    return reading.load(where.content, found, today, shown=where.shown)


def unsettled(where: Workspace, found: Iterable[Problem], *names: str) -> list[Problem]:
    """Give the mistakes of settings; what is held against such settings would be called wrong.

    Args:
        where: the content folder.
        found: what was found while it was read.
        names: of the files that are asked about, `kb.yml` for one.
    """
    paths = {f"{where.shown}/{name}" for name in names}
    return [each for each in found if each.severity == "error" and each.place.path in paths]
