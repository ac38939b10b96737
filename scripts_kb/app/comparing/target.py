"""Where a change would land, and which of a request's commits ask for the same.

    target ●───●───●───●──── tip        its zones, reviewers and branch rule
            ╲       ╲
             ○───○───◎ head             ◎ only merged the target in: what ○ asks for still stands

A branch cut before there were zones, or before a reviewer left, is judged by what the published
branch says today. What that branch holds already is judged by what was there before it.
"""

from collections.abc import Callable, Iterator
from typing import Final

from scripts_kb.git import Repository
from scripts_kb.past import messages
from scripts_kb.problems import Place, Problem, UserError
from scripts_kb.review import context
from scripts_kb.review.trees import Shelf

SETTINGS: Final = ("kb.yml", "zones.yml")
"""The files that say where a change lands and who decides."""

Settings = Callable[[str], Shelf]
"""Gives the settings of a commit."""


def published(repository: Repository, settings: Settings, own: str) -> str | None:
    """Find the commit that is published.

    A change does not decide where it lands: the branch is named by `kb.yml` as it stands on the
    branch that is published without it, and where that names another, by that one.

    Args:
        repository: where to look.
        settings: gives the settings of a commit.
        own: the name that the change itself gives; it counts where nothing is published yet.
    """
    found = repository.published(None)
    kb = settings(found).find("config/kb") if found else None
    if kb is None:
        return repository.published(own or None)
    seen = set[str]()
    while (name := context.text(kb, "branch")) and name not in seen:
        seen.add(name)
        found = repository.published(name)
        kb = settings(found).find("config/kb") if found else None
    return found


def ruling(repository: Repository, target: str | None, head: str) -> str | None:
    """Give the commit whose zones and logins rule; None for those of the state before.

    Args:
        repository: where to look.
        target: the commit on which the change would land.
        head: the commit that would land; "" for the working tree.
    """
    if target is None or target == head:
        return None
    landed = bool(head) and head in repository.merge_bases(target, head)
    return None if landed else target


def parted(repository: Repository, target: str | None, tip: str) -> str:
    """Give the commit where a branch parted from the one on which it would land.

    Raises:
        UserError: where nothing is published, or the two share nothing.
    """
    if target is None:
        raise UserError("nothing-to-compare")
    return repository.merge_base(target, tip)


def entangled(repository: Repository, target: str, head: str, shown: str) -> Iterator[Problem]:
    """Refuse histories that crossed each other: from each common beginning another change is seen.

    Where each has merged what the other began with, a merge kept as it was there brings back
    former words: from one beginning nothing changes, and yet they land.

    Args:
        repository: where to look.
        target: the commit on which the change would land.
        head: the commit that would land.
        shown: how messages name the content folder.
    """
    count = len(repository.merge_bases(target, head))
    if count > 1:
        yield Problem(Place(shown), "gate-crossed", {"count": count})


def standing(repository: Repository, prefix: str, target: str | None, head: str) -> frozenset[str]:
    """Name the commits that ask for what the head asks for.

    Args:
        repository: where to look.
        prefix: the content folder.
        target: the commit on which the change would land.
        head: the commit that would land.

    Returns:
        The head, and below it those since which only the target was merged in, with every file as
        it was changed before, and no word on it.
    """
    found = [head]
    asked = _asks(repository, prefix, target, head)
    while target is not None and asked is not None:
        older, *merged = repository.parents(found[-1]) or ("",)
        if len(merged) != 1 or merged[0] not in repository.merge_bases(merged[0], target):
            break
        if messages.trailers(repository.message(found[-1])):
            break
        if _asks(repository, prefix, target, older) != asked:
            break
        found.append(older)
    return frozenset(found)


def _asks(
    repository: Repository, prefix: str, target: str | None, commit: str
) -> dict[str, tuple[object, object]] | None:
    """Tell what a commit would change: path → the file before and after; None where it is open."""
    bases = repository.merge_bases(target, commit) if target else ()
    if len(bases) != 1:
        return None
    old, new = (repository.tree(each, prefix) for each in (bases[0], commit))
    return {
        path: (old.get(path), new.get(path))
        for path in old.keys() | new.keys()
        if old.get(path) != new.get(path)
    }
