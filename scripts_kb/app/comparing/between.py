"""Tells what lies between the two states of a review, by the rules of the log.

What has landed is one change a first-parent commit, as in the log. What has not is one change to
come: its commits speak as those that a merge brings in, the working tree with them.

    base ●──●──●  published        seed (base) → landed → the change to come
                ╲
                 ○──○  tip, and what is not committed
"""

from collections.abc import Mapping
from itertools import islice
from types import MappingProxyType
from typing import Final, NamedTuple

from scripts_kb.app.comparing import undone
from scripts_kb.app.comparing.states import TwoStates
from scripts_kb.git import Repository
from scripts_kb.git.records import Commit, Landed
from scripts_kb.past import landing, messages, reasons
from scripts_kb.past.records import Rationale, Row
from scripts_kb.past.store import Store
from scripts_kb.problems import UserError
from scripts_kb.review import trees
from scripts_kb.schema.values import Value

WORKTREE: Final = "worktree"
"""Stands for the commit of what is not committed, and of a change to come."""
_SEED: Final = "seed"


class Between(NamedTuple):
    """What lies between two states.

    Attributes:
        rows: entity → its rows, oldest first.
        notes: the reasons that are new here and explain only the past.
        commits: the commits between.
        given: the change files that are new here or speak of them, by id.
    """

    rows: dict[str, tuple[Row, ...]]
    notes: tuple[Rationale, ...] = ()
    commits: tuple[Commit, ...] = ()
    given: Mapping[str, Value] = MappingProxyType({})


class _Way(NamedTuple):
    """The commits from one state to the other.

    Attributes:
        parted: where the two parted.
        meeting: the last that has landed of those that the state after holds.
        landed: what landed from the one to the other, oldest first.
        coming: the commits above it, which have not.
    """

    parted: str
    meeting: str
    landed: tuple[Landed, ...]
    coming: tuple[Commit, ...]

    @property
    def commits(self) -> tuple[Commit, ...]:
        """All of them."""
        landed = (each for one in self.landed for each in (one.commit, *one.brought))
        return (*self.coming, *landed)


def told(repository: Repository, prefix: str, two: TwoStates, store: Store) -> Between:
    """Give the reasons of what lies between two states.

    Args:
        repository: where.
        prefix: the content folder.
        two: the two states.
        store: reads versions of files, while its git is open.
    """
    way = _way(repository, prefix, two)
    if way is None:
        return Between({})
    listings = {two.tip: two.committed.listing(), two.base: two.then.listing()}

    def listing(commit: str) -> Mapping[str, tuple[str, str]]:
        if commit not in listings:
            listings[commit] = repository.tree(commit, prefix)
        return listings[commit]

    coming = tuple(trees.touched(listing(way.meeting), two.now.listing()))
    paths = {each.path for each in coming}
    paths |= {each.path for one in way.landed for each in one.commit.touched}
    seed = (each for each in trees.touched({}, listing(way.parted)) if each.path in paths)
    for side in (two.then, two.committed, two.now):
        store.know(side.contents())
    undone.recall(repository, prefix, way.commits, way.parted, store)
    matching = reasons.Matching(store.archive, reasons.Namings())
    walk = (
        Landed(Commit(_SEED, (), 0, 0, "", tuple(seed))),
        *way.landed,
        Landed(Commit(WORKTREE, (), 0, 0, "", coming), way.coming),
    )
    folded = landing.Fold(store, prefix=prefix).fold(
        walk, lambda each: bool(messages.trailers(each.message))
    )
    for each in islice(folded, 1, None):
        matching.take(each)
    names = matching.names
    notes = trees.notes(two.now, {each.id for each in way.commits} | set(names.named), paths)
    rows, late = _explained(reasons.Reasons(store.archive, names, notes), names, notes)
    return Between(rows, late, way.commits, notes)


def _way(repository: Repository, prefix: str, two: TwoStates) -> _Way | None:
    """Find the commits from one state to the other; None where the histories share nothing."""
    base, tip, published = two.base, two.tip, two.published
    brought = tuple(repository.commits(base, tip, prefix)) if base != tip else ()
    # Most often the commits themselves tell where the two parted, and nobody need ask git.
    parents = {each.id: each.parents for each in brought}
    parted = tip
    while parted in parents:
        parted = next(iter(parents[parted]), "")
    if parted != base:
        try:
            parted = repository.merge_base(base, tip)
        except UserError:
            return None
    if published and published not in {base, parted}:
        known = published == tip or published in parents
        common = published if known else repository.merge_base(published, tip)
        if common in parents:
            landed = tuple(repository.walk(common, prefix, since=parted))
            coming = repository.commits(common, tip, prefix) if common != tip else ()
            return _Way(parted, common, landed, tuple(coming))
    return _Way(parted, parted, (), brought)


def _explained(
    given: reasons.Reasons, names: reasons.Namings, notes: Mapping[str, Value]
) -> tuple[dict[str, tuple[Row, ...]], tuple[Rationale, ...]]:
    """Give each entity's rows with their reasons, and the new reasons that explain the past."""
    rows: dict[str, list[Row]] = {}
    for row in given.rows():
        if row.entity and row.kind != "gap":
            rows.setdefault(row.entity, []).append(row)
    fresh = [name for name in sorted(given.idle) if name in names.born]
    late = tuple(reasons.of_note(name, notes[name]) for name in fresh)
    return {entity: tuple(each) for entity, each in rows.items()}, late
