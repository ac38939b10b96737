"""Where a site is built, and whose turn it is: what `kb build` and the MkDocs plugin agree on.

turn ──▶ build/docs-partner ──MkDocs──▶ .site-partner.new ──exchange──▶ site-partner
  │      one tree an audience                     one step: a reader never sees half
  └ one build at a time, of whatever audience                    └─▶ kept for the next to be laid in
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from scripts_kb.app import aside, dressing
from scripts_kb.app.dressing import SiteRecord, StandingSite
from scripts_kb.app.workspace import Workspace
from scripts_kb.files import folders, locks
from scripts_kb.past import keeping
from scripts_kb.problems import UserError, refusal
from scripts_kb.schema.audience import SiteAudience

SITES: Final = {"team": "site", "heads": "site-heads", "partner": "site-partner"}

TURN_VARIABLE: Final = "SCRIPTS_KB_TURN"
"""Names the descriptors by which the MkDocs that `kb build` runs has its turn already."""

_DOCS: Final = Path("build", "docs")
_IGNORE: Final = ".gitignore"
_UNSEEN: Final = "*\n"
_KEPT: Final = "*\n!.gitignore\n"
"""A base keeps the folder that MkDocs asks for in git, by this file: it comes back as it was."""


def docs(root: Path, audience: SiteAudience) -> Path:
    """Give the folder of the tree of pages that `kb build` makes, as it stands in a fresh base."""
    return tree_of(root / _DOCS, audience)


def tree_of(docs: Path, audience: SiteAudience) -> Path:
    """Give the tree of an audience: what others may see is never near it.

    Args:
        docs: the folder of pages that MkDocs knows; it is the team's.
        audience: who will read the site.

    Examples:
        >>> tree_of(Path("build/docs"), "partner").as_posix()
        'build/docs-partner'
    """
    return docs if audience == "team" else docs.with_name(f"{docs.name}-{audience}")


def begun(tree: Path) -> Path:
    """Make the folder of a tree, which git does not see, and give it."""
    if not tree.is_dir():
        tree.mkdir(parents=True)
        kept = _KEPT if tree.name == _DOCS.name else _UNSEEN
        (tree / _IGNORE).write_text(kept, encoding="utf-8")
    return tree


def ready(config: Path) -> None:
    """Make the folder that MkDocs wants to find, where somebody tidied it away.

    Args:
        config: the settings of MkDocs; with a folder of somebody's own nothing is made.
    """
    asked = f"docs_dir: {_DOCS.as_posix()}"
    lines = config.read_text(encoding="utf-8", errors="replace").splitlines()
    if any(line.partition("#")[0].rstrip() == asked for line in lines):
        begun(config.parent / _DOCS)


@contextmanager
def turn(root: Path, waiting: Callable[[], None]) -> Iterator[tuple[int, ...]]:
    """Wait until no other build of a knowledge base runs, and keep others waiting meanwhile.

    Args:
        root: the folder above the content folder.
        waiting: is told once where another build runs.

    Yields:
        What a process inherits that must not be overtaken, as `locks.held` gives it.
    """
    if ours := os.environ.get(TURN_VARIABLE):
        yield tuple(map(int, ours.split(",")))
        return
    with locks.held(root, waiting) as descriptors:
        yield descriptors


def record_of(where: Workspace, audience: SiteAudience) -> Path | None:
    """Give where the record of a site is kept; None where it cannot be, or would not be ours."""
    repository = where.repository
    if repository is None:
        return None
    name = f"{SITES[audience]}-{dressing.digest(where.prefix.encode())[:8]}"
    file = repository.root / keeping.CACHE / name
    if keeping.foreign(repository, file):
        return None
    try:
        keeping.prepare(file.parent)
    except OSError:
        return None
    return file


def left(record: Path) -> SiteRecord | None:
    """Read the record that was left of a site; None where none was."""
    return dressing.read(_left(record))


def _left(record: Path) -> Path:
    return record.with_name(f"{record.name}{dressing.NEXT}")


def recorded(record: Path, known: SiteRecord | None, inputs: str | None) -> None:
    """Take the record that was left of a site, now that it is published.

    Args:
        record: where it is kept.
        known: what it says by now.
        inputs: what the site depends on, as it was before the build and after it; None where it
            changed, or nobody can tell.
    """
    with suppress(OSError):
        if known:
            named = inputs if known.closed and inputs else ""
            dressing.write(_left(record), replace(known, inputs=named))
        _left(record).replace(record)


def stands(site: Path, known: SiteRecord | None, inputs: str | None) -> bool:
    """Tell whether a site stands that a build would make again, byte for byte.

    What earlier builds left beside it that were killed is cleaned up, as a build would.

    Args:
        site: its folder.
        known: its record; None where there is none.
        inputs: what it would depend on; None where nobody can tell.
    """
    if not (known and inputs and known.inputs == inputs and StandingSite(site, known).whole()):
        return False
    with suppress(OSError):
        folders.mended(site)
    return True


@contextmanager
def published(site: Path, last: ExitStack, spare: Path | None = None) -> Iterator[Path]:
    """Give where to build a site; it takes the place of the published one when all went well.

    Args:
        site: its folder.
        last: waits until the old one is removed, which takes its time beside what is done else.
        spare: where the old one is kept, for the next build to lay out; None where it is removed.

    Raises:
        UserError: where the folder cannot be replaced: it is mounted, or belongs to somebody else.
    """

    def remove(old: Path) -> None:
        if spare is not None:
            folders.removed(spare)  # the build took it: it is there where that had no time
            with suppress(OSError):  # it lies on another disk, or belongs to somebody else
                old.rename(spare)
                return
        last.callback(aside.begin(partial(folders.removed, old)))

    built = False
    try:
        with folders.replaced(site, remove) as new:
            yield new
            built = True
    except OSError as error:
        if not built:
            raise
        raise UserError("site-not-replaced", folder=site, said=refusal(error)) from None
