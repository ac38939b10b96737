"""Names where the published line was swapped: a merge that took what was published for a branch.

    published   ●───●───────●            git pull, without --rebase, then git push
                     ╲       ╲
    local             ○───────◆          ◆ has the local line for its first parent: from here on
                                           what was published counts as brought in by one change

Versions and reasons of what was published melt into one row then, and no file shows it.
"""

import re
from collections.abc import Iterator
from contextlib import suppress

from scripts_kb.git import Repository
from scripts_kb.git.records import Commit
from scripts_kb.problems import UserError


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
    name = re.escape(branch) if branch else "(?:main|master)"
    own = re.compile(
        rf"Merge (?:remote-tracking )?branch '(?:[^'/]+/)?{name}'(?: of \S+)?(?: into {name})?"
    )
    line = _line({each.id: each for each in commits}, tip)
    found = [each for each in line if len(each.parents) > 1]
    told = [each for each in found if own.fullmatch(each.subject)]
    yield from told or (found[-1:] if found and _lost(repository, since, tip) else ())


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
