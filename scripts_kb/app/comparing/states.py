"""Reads the two states that a review compares, and the settings that rule over it.

    base ───────────────▶ then
    tip ──▶ committed ──▶ now     (the commit, or what lies on the disk above it)
    published ──────────▶ ruling  (whose zones and logins count)

What is not among the two trees is not read.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from scripts_kb.app.comparing import target
from scripts_kb.app.workspace import Workspace
from scripts_kb.git import Blobs, Repository
from scripts_kb.past.store import Store
from scripts_kb.problems import UserError
from scripts_kb.review import context, materials, trees
from scripts_kb.schema import values
from scripts_kb.schema.values import Value


class Revisions(NamedTuple):
    """What a person asks to compare.

    Attributes:
        base: the revision before; None for where it parted from the published branch.
        head: the revision after; None for the working tree.
        target: the revision on which the change would land; "" for the published branch.
    """

    base: str | None
    head: str | None
    target: str


class TwoStates(NamedTuple):
    """Two states of a content folder.

    Attributes:
        base: the commit before.
        tip: the commit after, or below the working tree.
        published: the commit that is published; None where nothing is.
        onto: the commit whose zones and logins rule; None for those of the state before.
        then: the tree before.
        committed: the tree of the tip.
        now: the tree after.
        files_then: the files that are no entities, before.
        files_now: those after.
        ruling: the settings that rule.
        landing: whether a commit would land, not a working tree.
    """

    base: str
    tip: str
    published: str | None
    onto: str | None
    then: trees.Shelf
    committed: trees.Shelf
    now: trees.Shelf
    files_then: materials.Listing
    files_now: materials.Listing
    ruling: trees.Shelf
    landing: bool

    @property
    def commit(self) -> str | None:
        """The commit that would land; None for the working tree."""
        return self.tip if self.landing else None

    @property
    def kb(self) -> Value:
        """The settings `kb.yml` after the change."""
        return self.now.find("config/kb") or {}

    @property
    def clock(self) -> Value:
        """The settings whose days count: a request that moved the clock gains no days by it."""
        return self.ruling.find("config/kb") or self.kb

    @property
    def zones(self) -> Value:
        """The zones that rule; of a base that had none, those that the change brings."""
        sides = (each.find("config/zones") for each in (self.ruling, self.then, self.now))
        return next(filter(None, sides), None)

    @property
    def moved(self) -> bool:
        """Whether who decides is another on the published branch than before the change."""
        ruling, then = (each.find("config/zones") for each in (self.ruling, self.then))
        return not values.same(ruling, then)


def read(
    where: Workspace, repository: Repository, asked: Revisions, store: Store, blobs: Blobs
) -> TwoStates:
    """Read the two states.

    Args:
        where: the content folder.
        repository: its repository.
        asked: what to compare.
        store: reads versions of files.
        blobs: the git that gives their bytes; it must stay open while the trees are asked.

    Raises:
        UserError: for an unknown revision, for states that hold no content.
    """
    reader = cache(store.reader.read)

    def shelf(tree: Mapping[str, tuple[str, str]]) -> trees.Shelf:
        return trees.Shelf(trees.of_commit(tree, blobs.read), reader)

    @cache
    def settings(commit: str) -> trees.Shelf:
        return shelf(repository.tree(commit, where.prefix, *target.SETTINGS))

    tip = repository.resolve(asked.head or "HEAD")
    tree = repository.tree(tip, where.prefix)
    committed = now = shelf(tree)
    files: materials.Listing = materials.files(tree)
    if asked.head is None:
        found, files = _on_disk(where, repository, committed, files)
        now = trees.Shelf(found, reader)
    own = context.text(now.find("config/kb") or {}, "branch")
    published = (
        repository.resolve(asked.target)
        if asked.target
        else target.published(repository, settings, own)
    )
    base = (
        repository.resolve(asked.base) if asked.base else target.parted(repository, published, tip)
    )
    tree = repository.tree(base, where.prefix)
    then = shelf(tree)
    if not now.files and not then.files:
        raise UserError("no-entities", folder=where.shown)
    onto = target.ruling(repository, published, tip if asked.head else "")
    return TwoStates(
        base=base,
        tip=tip,
        published=published,
        onto=onto,
        then=then,
        committed=committed,
        now=now,
        files_then=materials.files(tree),
        files_now=files,
        ruling=settings(onto) if onto and onto != base else then,
        landing=asked.head is not None,
    )


def _on_disk(
    where: Workspace, repository: Repository, committed: trees.Shelf, files: materials.Listing
) -> tuple[dict[str, trees.FileBytes], materials.Listing]:
    """Give what lies on the disk: the files of entities, and those that are none."""
    ignored = repository.ignored(where.prefix)
    found = trees.on_disk(where.content, ignored, committed)
    listed = materials.on_disk(where.content, ignored, files)
    # A sparse checkout took nothing away: what it leaves out is as it was committed.
    left_out = repository.left_out(where.prefix)
    for path in left_out & committed.files.keys():
        found.setdefault(path, committed.files[path])
    return found, {**{path: files[path] for path in left_out & files.keys()}, **listed}
