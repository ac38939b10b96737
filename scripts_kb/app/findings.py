"""What the check finds in the head of a review, told apart from what it found in the base already.

    head ──(a commit's objects laid out aside)──▶ check ──▶ fresh: this change brings it
    base ──(likewise, only where head has any)──▶ check ──▶ earlier: it was there before

A commit is laid out by hand: no filter and no hook that a repository names may run. Loaded for the
gate alone; it takes as long as the review itself.
"""

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from scripts_kb.app import checking
from scripts_kb.app.workspace import Workspace
from scripts_kb.files import LARGEST
from scripts_kb.git import Repository
from scripts_kb.git.blobs import Blobs
from scripts_kb.git.records import LINK, ODD_MODES
from scripts_kb.problems import Problem, UserError

_ENDED: Final = frozenset({"expired-reference", "offer-over", "material-over"})
_NOWHERE: Final = "nowhere"
_UNREAL: Final = frozenset({"", ".", "..", ".git"})


def between(
    where: Workspace, base: str, head: str | None, today: dt.date
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Check the state after a change, and tell apart what it brings.

    Args:
        where: the content folder.
        base: the commit before.
        head: the commit after; the working tree, where None.
        today: the day to check for, of both states.

    Returns:
        What is wrong after the change alone, and what was wrong before it too.
    """
    found = _check(where, head, today)
    before = Counter(map(_same, _check(where, base, today) if found else ()))
    fresh: list[Problem] = []
    earlier: list[Problem] = []
    for problem in found:
        known = before[_same(problem)] > 0
        before[_same(problem)] -= known
        (earlier if known else fresh).append(problem)
    return (*fresh, *_made_old(fresh)), tuple(earlier)


def _made_old(fresh: Iterable[Problem]) -> Iterator[Problem]:
    """Refuse what lapsed by this very change: both states were checked for one day."""
    places = (each.place for each in fresh if each.code in _ENDED)
    yield from (Problem(place, "gate-lapsed") for place in dict.fromkeys(places))


def _same(problem: Problem) -> tuple[str, str, str]:
    """Give what stays of a mistake when lines above it come and go."""
    return problem.place.path, problem.code, problem.message()


def _check(where: Workspace, commit: str | None, today: dt.date) -> list[Problem]:
    if commit is None:
        return checking.check(where, today=today)[1]
    repository = where.repository
    assert repository is not None  # noqa: S101 - the review resolved its commits
    tree = repository.tree(commit, where.prefix)
    if not tree:
        return []
    with laid_out(repository, tree) as folder:
        try:
            return checking.check(replace(where, content=folder, repository=None), today=today)[1]
        except UserError:
            # Nothing but names that no base has: nothing to check.
            return []


@contextmanager
def laid_out(
    repository: Repository, tree: Mapping[str, tuple[str, str]], below: str = ""
) -> Iterator[Path]:
    """Write a tree's files into a folder of their own; links lead nowhere.

    Args:
        repository: whose tree.
        tree: path → (mode, blob).
        below: where in that folder they shall lie.
    """
    with tempfile.TemporaryDirectory(prefix="kb-") as name, Blobs(repository) as blobs:
        folder = Path(name).resolve() / below
        files = {path: each for path, each in tree.items() if safe(path)}
        contents = blobs.read(blob for mode, blob in files.values() if mode not in ODD_MODES)
        for path, (mode, blob) in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            content = contents.get(blob)
            if mode == LINK:
                file.symlink_to(_NOWHERE)
            elif mode in ODD_MODES:
                continue
            elif content is not None:
                file.write_bytes(content)
            elif path.startswith("facts/"):
                file.write_bytes(repository.run("cat-file", "blob", blob))
            else:
                with file.open("wb") as large:
                    large.truncate(LARGEST + 1)
        yield folder


def safe(path: str) -> bool:
    """Tell whether a name stays below its folder: a tree made by hand may say `..`."""
    return not _UNREAL.intersection(path.split("/")) and not PurePosixPath(path).is_absolute()
