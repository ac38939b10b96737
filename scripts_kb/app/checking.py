"""Composes `kb check`: the working tree is read, then judged by every rule.

    content/ ──present──▶ Base ──checks──▶ problems ◀──facts
                                             ▲
    history ──only for `--since`─────────────┤
    the commit checked out, if it is a merge ┘

What builds pages or reads the past is not loaded here: a check is asked for after every edit.
"""

import datetime as dt
import re
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Final

from scripts_kb import checks
from scripts_kb.app import present, swapped, workspace
from scripts_kb.content import references
from scripts_kb.content.base import Base
from scripts_kb.language import Language
from scripts_kb.problems import Problem, UserError

_SHORT: Final = re.compile(r"[0-9a-f]{7,40}")


def check(
    where: workspace.Workspace,
    *,
    today: dt.date | None = None,
    since: str | None = None,
    due_days: int = 0,
    tip: bool = False,
) -> tuple[Language, list[Problem]]:
    """Check the working tree.

    Args:
        where: the content folder.
        today: the day to check for; now in the base's zone, where left out.
        since: also name changes that landed after this revision and were not explained.
        due_days: also name reviews that come due within so many days.
        tip: also warn where the commit that is checked out swapped the published line; what came
            after a revision says so of itself.

    Returns:
        The base's language and all problems, by file and line.
    """
    found, problems = present.base(where)
    if tip and since is None:
        problems = [*problems, *_swapped(where, found)]
    return checked(where, found, problems, today=today, since=since, due_days=due_days)


def checked(
    where: workspace.Workspace,
    found: Base,
    problems: list[Problem],
    *,
    today: dt.date | None,
    since: str | None = None,
    due_days: int = 0,
    passed: AbstractSet[str] = frozenset(),
) -> tuple[Language, list[Problem]]:
    """Check a base that has been read, with what was found while reading.

    `passed` names entities as `checks.check` takes them.
    """
    day = today or workspace.today_in(found.zone)
    problems = [*problems, *checks.check(found, day, due_days=due_days, passed=passed)]
    problems += present.facts(where, found, day)[1]
    problems = [_with_whole_id(where, each) for each in problems]
    if since is not None:
        from scripts_kb.app import unexplained  # noqa: PLC0415 - 60 ms of 500, for one option

        problems += unexplained.since(where, found, since)
    language: Language = found.kb.language
    return language, sorted(problems, key=lambda each: (each.place, each.code))


def _swapped(where: workspace.Workspace, found: Base) -> list[Problem]:
    """Warn of a merge just made that took what was published for a branch: it can yet be undone."""
    if where.repository is None:
        return []
    tip = ""
    with suppress(UserError):  # no commit yet
        tip = where.repository.run("rev-list", "--no-walk", "--merges", "HEAD", "--").decode()
    if not tip:
        return []
    return list(swapped.at(where.repository, tip.strip(), found.kb.branch or None, where.shown))


def _with_whole_id(where: workspace.Workspace, problem: Problem) -> Problem:
    """Give a commit that is cut short its whole id, which git knows."""
    if problem.code != "bad-commit" or where.repository is None:
        return problem
    short = references.commit(str(problem.facts["value"]))
    if not _SHORT.fullmatch(short):
        return problem
    with suppress(UserError):  # a commit of elsewhere, or two of them
        meant = where.repository.resolve(short)
        return Problem(problem.place, problem.code, {**problem.facts, "meant": meant})
    return problem
