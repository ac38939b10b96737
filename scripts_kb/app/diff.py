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
from collections.abc import Callable
from contextlib import suppress
from functools import cache

from scripts_kb.app import addresses
from scripts_kb.app.comparing import between, cutting, states, target
from scripts_kb.app.workspace import Workspace, repository_of, today_in, zone_named
from scripts_kb.git import Repository
from scripts_kb.past.memory import Memory
from scripts_kb.past.store import Store
from scripts_kb.problems import Problem, UserError
from scripts_kb.review import composing, context, keys, machinery, materials, trees
from scripts_kb.review.asked import Asked
from scripts_kb.review.authority import Authority
from scripts_kb.review.records import Review
from scripts_kb.review.texts import say


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
    store = Store(repository, Memory())
    with store.opened() as blobs:
        revisions = states.Revisions(base, head, asked.target)
        two = states.read(where, repository, revisions, store, blobs)
        lying = between.told(repository, where.prefix, two, store)
        paired = trees.pair(two.then, two.now)
        shared = _shared(where, repository, two, lying, asked)
    composed = composing.review(
        paired,
        shared,
        base=two.base,
        head=two.commit or between.WORKTREE,
        notes=lying.notes,
        gated=asked.gate,
    )
    return cutting.told(composed, (two.then, two.now), repository, (two.base, where.prefix))


def _shared(
    where: Workspace,
    repository: Repository,
    two: states.TwoStates,
    lying: between.Between,
    asked: Asked,
) -> context.Context:
    """Give what the entries of the review share."""
    zone = zone_named(context.text(two.clock, "time_zone")) or zone_named("UTC")
    day = asked.today or today_in(zone)
    language = context.language(two.kb)
    files = materials.differing(
        two.files_then, two.files_now, _sizes(where, repository, two.commit is None)
    )
    handed = materials.handed(files, two.then, two.now, language)
    fresh, earlier = _checked(where, two.base, two.commit, day) if asked.gate else ((), ())
    if asked.gate and two.onto:
        fresh += tuple(target.entangled(repository, two.onto, two.tip, where.shown))
    return context.Context(
        before=two.then,
        after=two.now,
        shown=where.shown,
        boundaries=keys.Boundaries(two.zones),
        authority=Authority(
            two.zones,
            two.then.find("config/zones"),
            two.now.find("config/zones"),
            say("authority", language),
            moved=two.moved,
        ),
        consent=keys.consent(two.zones, asked, day, _standing(where, repository, two, asked), zone),
        today=day,
        rows=materials.rows(handed, lying.rows, lying.commits, lying.given, between.WORKTREE),
        commits=lying.commits,
        handed=handed,
        built=_built(repository, two.base, two.tip, where.prefix),
        uncommitted=frozenset(trees.differing(two.committed, two.now)),
        addresses=addresses.of(where, two.commit, two.then.find, asked.page, asked.pages),
        fresh=fresh,
        earlier=earlier,
    )


def _standing(
    where: Workspace, repository: Repository, two: states.TwoStates, asked: Asked
) -> frozenset[str]:
    """Name the commits that ask for what would land, where somebody tells who agreed to which."""
    if two.commit is None or (asked.reviews is None and asked.shown is None):
        return frozenset()
    return target.standing(repository, where.prefix, two.published, two.commit)


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
