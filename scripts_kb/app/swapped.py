"""Names where the published line was swapped: a merge that took what was published for a branch.

    published   ●───●───────●            git pull, without --rebase, then git push
                     ╲       ╲
    local             ○───────◆          ◆ has the local line for its first parent: from here on
                                           what was published counts as brought in by one change

Versions and reasons of what was published melt into one row then, and no file shows it.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from scripts_kb.git import Repository
from scripts_kb.git.records import Commit
from scripts_kb.problems import Place, Problem, UserError

if TYPE_CHECKING:
    from scripts_kb.past.records import Row


def merges(
    repository: Repository, commits: tuple[Commit, ...], since: str, tip: str, branch: str | None
) -> Iterator[Commit]:
    """Yield the merges of the published line that swapped it; none where another branch is read.

    Args:
        repository: where.
        commits: what came after `since`, up to `tip`.
        since: the commit after which to look.
        tip: the commit that is checked out.
        branch: the published branch as `kb.yml` names it.
    """
    if repository.published(branch) != tip:
        return
    line = _line({each.id: each for each in commits}, tip)
    found = [each for each in line if len(each.parents) > 1]
    told = [each for each in found if _swaps(each.subject, branch)]
    yield from told or (found[-1:] if found and _lost(repository, since, tip) else ())


def among(
    rows: "Iterable[Row]", repository: Repository, tip: str, branch: str | None, shown: str
) -> Iterator[Problem]:
    """Yield, for rows of the past, the merges among them that swapped the published line.

    They are told by git's own words for such a merge: where a person put others, only a commit from
    before it tells, which `kb check --since` is given.

    Args:
        rows: what is looked at.
        repository: where.
        tip: the commit up to which the past was read.
        branch: the published branch as `kb.yml` names it.
        shown: how messages name the content folder.
    """
    merged = {row.change: row.subject for row in rows if _swaps(row.subject, branch)}
    if merged and repository.published(branch) == tip:
        yield from (problem(subject, change, shown) for change, subject in merged.items())


def at(repository: Repository, tip: str, branch: str | None, shown: str) -> Iterator[Problem]:
    """Yield the problem of a merge that is checked out and swapped the published line.

    Args:
        repository: where.
        tip: the merge.
        branch: the published branch as `kb.yml` names it.
        shown: how messages name the content folder.
    """
    subject = repository.message(tip).partition("\n")[0].strip()
    if _swaps(subject, branch) and repository.published(branch) == tip:
        yield problem(subject, tip, shown)


def problem(subject: str, commit: str, shown: str) -> Problem:
    """Name a merge that swapped the published line."""
    facts = {"subject": subject, "commit": commit[:9]}
    return Problem(Place(f"{shown}/kb.yml"), "line-swapped", facts)


def _swaps(subject: str, branch: str | None) -> bool:
    """Tell whether git itself calls a merge one of the published branch into its local line."""
    name = re.escape(branch) if branch else "(?:main|master)"
    own = rf"Merge (?:remote-tracking )?branch '(?:[^'/]+/)?{name}'(?: of \S+)?(?: into {name})?"
    return re.fullmatch(own, subject) is not None


def _lost(repository: Repository, since: str, tip: str) -> bool:
    """Tell whether what was published before is an ancestor, and yet not on the line."""
    with suppress(UserError):  # two histories that share nothing
        return repository.line(since, tip) is None and repository.merge_base(since, tip) == since
    return False


def _line(commits: dict[str, Commit], tip: str) -> list[Commit]:
    """Follow first parents down, newest first."""
    found = []
    name = tip
    while name in commits:
        found.append(commits[name])
        name = next(iter(commits[name].parents), "")
    return found
