"""Composes a review: two states of a knowledge base, and the commits between them.

    base ──tree──▶ Shelf ─┐
                          ├─pair─▶ entities that differ ─┐
    head ──tree──▶ Shelf ─┘                              ├─composing─▶ Review
    base … head ──walk──▶ commits ──past──────▶ reasons ─┘

Only these two trees, the commits between, and who decides on the published branch are read, and
neither pages, checks nor the records of the schema are loaded: a reviewer waits for it. With the
gate the check of the head is part of the review.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from itertools import islice
from types import MappingProxyType
from typing import Final, NamedTuple

from scripts_kb.app import addresses, cutting, target, undone
from scripts_kb.app.workspace import Workspace, repository_of, today_in, zone_named
from scripts_kb.git import Repository
from scripts_kb.git.records import Commit, Landed
from scripts_kb.past import landing, messages, reasons
from scripts_kb.past.memory import Memory
from scripts_kb.past.records import Rationale, Row
from scripts_kb.past.store import Store
from scripts_kb.problems import Problem, UserError
from scripts_kb.review import composing, context, keys, machinery, materials, trees
from scripts_kb.review.asked import Asked
from scripts_kb.review.authority import Authority
from scripts_kb.review.records import Review
from scripts_kb.review.texts import say
from scripts_kb.schema import values
from scripts_kb.schema.values import Value

WORKTREE: Final = "worktree"
SEED: Final = "seed"


def review(
    where: Workspace, base: str | None = None, head: str | None = None, asked: Asked | None = None
) -> Review:
    """Compare two states of a knowledge base.

    Args:
        where: the content folder.
        base: the revision before; where it parted from the published branch, where left out.
        head: the revision after; the working tree, where left out.
        asked: what else is asked.

    Returns:
        The review. Only the two trees and the commits between are read.

    Raises:
        UserError: for an unknown revision, a cut history, revisions that hold no content.
    """
    asked = asked or Asked()
    repository = repository_of(where)
    if not asked.allow_truncated:
        repository.require_whole()
    tip = repository.resolve(head or "HEAD")
    store = Store(repository, Memory())
    read = cache(store.reader.read)
    with store.opened() as blobs:

        def shelf(tree: Mapping[str, tuple[str, str]]) -> trees.Shelf:
            return trees.Shelf(trees.of_commit(tree, blobs.read), read)

        tree_now = repository.tree(tip, where.prefix)
        committed = shelf(tree_now)
        now = committed
        files_now: materials.Listing = materials.files(tree_now)
        if head is None:
            ignored = repository.ignored(where.prefix)
            found = trees.on_disk(where.content, ignored, committed)
            on_disk = materials.on_disk(where.content, ignored, files_now)
            # A sparse checkout took nothing away: what it leaves out is as it was committed.
            left_out = repository.left_out(where.prefix)
            for path in left_out & committed.files.keys():
                found.setdefault(path, committed.files[path])
            absent = {path: files_now[path] for path in left_out & files_now.keys()}
            now, files_now = trees.Shelf(found, read), {**absent, **on_disk}
        kb = now.find("config/kb") or {}

        @cache
        def settings(commit: str) -> trees.Shelf:
            return shelf(repository.tree(commit, where.prefix, *target.SETTINGS))

        published = (
            repository.resolve(asked.target)
            if asked.target
            else target.published(repository, settings, context.text(kb, "branch"))
        )
        start = repository.resolve(base) if base else target.parted(repository, published, tip)
        tree_then = repository.tree(start, where.prefix)
        then = shelf(tree_then)
        if not now.files and not then.files:
            raise UserError("no-entities", folder=where.shown)
        between = _between(where, (start, tip, published), (then, committed, now), store)
        paired = trees.pair(then, now)
        language = context.language(kb)
        states = materials.differing(
            materials.files(tree_then), files_now, _sizes(where, repository, head is None)
        )
        handed = materials.handed(states, then, now, language)
        onto = target.ruling(repository, published, tip if head else "")
        ruling = settings(onto) if onto and onto != start else then
    sides = (each.find("config/zones") for each in (ruling, then, now))
    zones = next(filter(None, sides), None)
    commit = tip if head else None
    # A request that moved the clock would have had its silence sooner.
    clock = ruling.find("config/kb") or kb
    zone = zone_named(context.text(clock, "time_zone")) or zone_named("UTC")
    day = asked.today or today_in(zone)
    standing = (
        target.standing(repository, where.prefix, published, commit)
        if commit and (asked.reviews is not None or asked.shown is not None)
        else frozenset()
    )
    fresh, earlier = _checked(where, start, commit, day) if asked.gate else ((), ())
    if asked.gate and onto:
        fresh += tuple(target.entangled(repository, onto, tip, where.shown))
    shared = context.Context(
        before=then,
        after=now,
        shown=where.shown,
        boundaries=keys.Boundaries(zones),
        authority=Authority(
            zones,
            then.find("config/zones"),
            now.find("config/zones"),
            say("authority", language),
            moved=not values.same(ruling.find("config/zones"), then.find("config/zones")),
        ),
        consent=keys.consent(zones, asked, day, standing, zone),
        today=day,
        rows=materials.rows(handed, between.rows, between.commits, between.given, WORKTREE),
        commits=between.commits,
        handed=handed,
        built=_built(repository, start, tip, where.prefix),
        uncommitted=frozenset(trees.differing(committed, now)),
        addresses=addresses.of(where, commit, then.find, asked.page, asked.pages),
        fresh=fresh,
        earlier=earlier,
    )
    composed = composing.review(
        paired,
        shared,
        base=start,
        head=tip if head else WORKTREE,
        notes=between.notes,
        gated=asked.gate,
    )
    return cutting.told(composed, (then, now), repository, (start, where.prefix))


def _built(repository: Repository, start: str, tip: str, prefix: str) -> tuple[str, ...]:
    """Give the paths of what decides how all is built, and differs between two commits."""

    @cache
    def settings() -> str:
        found = ""
        for commit in (start, tip):
            with suppress(UserError):  # there may be none
                found += repository.run("cat-file", "blob", f"{commit}:mkdocs.yml").decode(
                    "utf-8", "replace"
                )
        return found

    listed = repository.run("diff-tree", "-r", "-z", "--raw", "--no-renames", start, tip)
    return machinery.changed(listed, prefix, settings)


def _checked(
    where: Workspace, base: str, head: str | None, day: dt.date
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    from scripts_kb.app import findings  # noqa: PLC0415 - 300 ms, for the gate alone

    return findings.between(where, base, head, day)


def _sizes(
    where: Workspace, repository: Repository, on_disk: bool
) -> Callable[[str, str], int | None]:
    """Give what tells the size of a file: of a blob that git has, else of the file on the disk."""

    def size(path: str, blob: str) -> int | None:
        known = repository.size(blob)
        file = where.content / path
        return file.lstat().st_size if known is None and on_disk and file.exists() else known

    return size


class _Between(NamedTuple):
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


def _between(
    where: Workspace,
    revisions: tuple[str, str, str | None],
    shelves: tuple[trees.Shelf, trees.Shelf, trees.Shelf],
    store: Store,
) -> _Between:
    """Give the reasons of what lies between two states, by the rules of the log.

    What has landed is one change a first-parent commit, as in the log. What has not is one change
    to come: its commits speak as those that a merge brings in, the working tree with them.

        base ●──●──●  published        seed (base) → landed → the change to come
                    ╲
                     ○──○  tip, and what is not committed
    """
    base, tip, published = revisions
    then, committed, now = shelves
    repository = where.repository
    assert repository is not None  # noqa: S101 - it was resolved above
    brought = repository.commits(base, tip, where.prefix) if base != tip else ()
    # Most often the commits themselves tell where the two parted, and nobody need ask git.
    parents = {each.id: each.parents for each in brought}
    parted = tip
    while parted in parents:
        parted = next(iter(parents[parted]), "")
    if parted != base:
        try:
            parted = repository.merge_base(base, tip)
        except UserError:
            # Two histories without a common commit: nothing lies between them.
            return _Between({})
    meeting = parted
    landed: list[Landed] = []
    if published and published not in {base, parted}:
        known = published == tip or published in parents
        common = published if known else repository.merge_base(published, tip)
        if common in parents:
            meeting = common
            landed = list(repository.walk(common, where.prefix, since=parted))
            brought = repository.commits(common, tip, where.prefix) if common != tip else ()

    def tree(commit: str) -> Mapping[str, tuple[str, str]]:
        return repository.tree(commit, where.prefix)

    known_trees = {tip: committed.listing(), base: then.listing()}
    at_base = known_trees.get(parted) or tree(parted)
    at_meeting = at_base if meeting == parted else known_trees.get(meeting) or tree(meeting)
    coming = tuple(trees.touched(at_meeting, now.listing()))
    paths = {each.path for each in coming}
    paths |= {each.path for one in landed for each in one.commit.touched}
    seed = [each for each in trees.touched({}, at_base) if each.path in paths]
    commits = [*brought, *(each for one in landed for each in (one.commit, *one.brought))]
    archive = store.archive
    for side in shelves:
        store.know(side.contents())
    undone.recall(repository, where.prefix, commits, parted, store)
    fold = landing.Fold(store, prefix=where.prefix)
    matching = reasons.Matching(archive, reasons.Namings())
    walk = [
        Landed(Commit(SEED, (), 0, 0, "", tuple(seed))),
        *landed,
        Landed(Commit(WORKTREE, (), 0, 0, "", coming), brought),
    ]
    folded = fold.fold(walk, lambda each: bool(messages.trailers(each.message)))
    for each in islice(folded, 1, None):
        matching.take(each)
    names = matching.names
    notes = trees.notes(now, {each.id for each in commits} | set(names.named), paths)
    rows, late = _explained(reasons.Reasons(archive, names, notes), names, notes)
    return _Between(rows, late, tuple(commits), notes)


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
