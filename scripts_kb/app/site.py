"""Composes the `Site` that pages are made of: the working tree joined with its past.

Repository ──history──▶ Log: rows with reasons, leaves ──┐
content/ ──present──▶ Base ──checking──▶ problems        ├─▶ Site
facts/ ──present──▶ Facts ──effects──▶ Effects ──────────┘
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from scripts_kb import files
from scripts_kb.app import aside, present, recalled, rechecking
from scripts_kb.app.workspace import Workspace, repository_of, today_in
from scripts_kb.checks import ending
from scripts_kb.content.base import Base
from scripts_kb.demo import sample
from scripts_kb.effects import gathering
from scripts_kb.effects.records.gathered import Effects, for_audience
from scripts_kb.files import progress
from scripts_kb.git.records import Release
from scripts_kb.pages.asked import Lazy
from scripts_kb.pages.site import Leaf, MaterialFile, Site
from scripts_kb.past import history
from scripts_kb.past.log import Log
from scripts_kb.past.records import Row, landed_at
from scripts_kb.problems import Problem
from scripts_kb.review import meaning
from scripts_kb.schema import outline, values
from scripts_kb.schema.audience import SiteAudience
from scripts_kb.schema.values import Value


@dataclass(frozen=True, slots=True)
class ReadBase:
    """The working tree, with what was found while it was read, and the day that pages speak of.

    `keep` keeps it for the next run.
    """

    base: Base
    mistakes: list[Problem]
    day: dt.date
    keep: Callable[[], None]

    def said(self) -> "ReadBase":
        """Give what pages are made of: what files say, without how and where it is written there.

        That is a third of what was read; checks and the next run alone need it.
        """
        documents = {
            entity: replace(each, written=None, marks={}, key_marks={})
            for entity, each in self.base.documents.items()
        }
        return ReadBase(replace(self.base, documents=documents), [], self.day, lambda: None)


def read(where: Workspace, today: dt.date | None = None) -> ReadBase:
    """Read the working tree, without its past.

    Args:
        where: the content folder.
        today: the day the pages speak of; now in the base's zone, where left out.
    """
    found, mistakes, keep = recalled.read(where)
    return ReadBase(found, mistakes, today or today_in(found.zone), keep)


def problems(where: Workspace, known: ReadBase) -> tuple[Problem, ...]:
    """Give the problems of a base that was read, by file and line."""
    return tuple(rechecking.problems(where, known.base, known.mistakes, known.day))


def of(
    where: Workspace,
    *,
    today: dt.date | None = None,
    audience: SiteAudience = "team",
    url: str = "",
) -> tuple[Site, Callable[[], tuple[Problem, ...]]]:
    """Put together everything that the pages are made of.

    Args:
        where: the content folder.
        today: the day the pages speak of; now in the base's zone, where left out.
        audience: who will read them.
        url: where the site is published, for links that leave it; "" where nobody said.

    Returns:
        The site, and what gives the problems of the base, by file and line: they are found
        meanwhile.

    Raises:
        UserError: without a repository, a commit or a whole history.
    """
    known = read(where, today)
    known.keep()
    found = aside.begin(lambda: problems(where, known))
    return whole(where, known, audience, url), found


def whole(where: Workspace, known: ReadBase, audience: SiteAudience, url: str) -> Site:
    """Join a working tree that was read with its past.

    Args:
        where: the content folder.
        known: what it says.
        audience: who will read.
        url: where the site is published; "" where nobody said.

    Raises:
        UserError: without a repository, a commit or a whole history.
    """
    past = told(where)
    measured = effects(where, known.base, past.log.rows, known.day, audience)
    return joined(where, known.base, past, measured, known.day, audience, url)


@dataclass(frozen=True, slots=True)
class SitePast:
    """The past as pages tell it; it stands until something lands.

    `rows` are newest first; `slight` and `releases` as a `Site` has them.
    """

    log: Log
    rows: tuple[Row, ...]
    slight: Container[tuple[str, str]]
    releases: tuple[Release, ...]
    time: int
    """When the tip landed, in seconds since 1970."""
    offset: int
    """The offset of the clock that it was written by, as git gives it."""


def begun(where: Workspace) -> Callable[[], None]:
    """Begin to read and to keep a past of which nothing is kept, beside this process.

    What it takes is given back with the copy that reads it; here it is read as it was kept.

    Args:
        where: the content folder.

    Returns:
        What waits until it is read.
    """
    repository = where.repository
    if repository is None or not (aside.helps() and history.begins(repository, where.prefix)):
        return lambda: None

    def read() -> None:
        with progress.forwarded():
            history.read(repository, where.prefix)

    return aside.begin(read, lambda: None)


def told(where: Workspace) -> SitePast:
    """Read the past, all of it at once.

    Raises:
        UserError: without a repository, a commit or a whole history.
    """
    repository = repository_of(where)
    log = history.read(repository, where.prefix)
    log.hold()
    time, offset = repository.time(log.tip)
    rows = tuple(log.newest_first())
    return SitePast(log, rows, _Slight(log.rows), repository.releases(log.tip), time, offset)


def joined(
    where: Workspace,
    found: Base,
    past: SitePast,
    measured: Effects,
    day: dt.date,
    audience: SiteAudience,
    url: str,
) -> Site:
    """Join the working tree with its past; what a page does not ask for is not made.

    Args:
        where: the content folder.
        found: what it says.
        past: its past.
        measured: its effects, as `effects` gives them.
        day: the day that the pages speak of.
        audience: who will read them.
        url: where the site is published; "" where nobody said.
    """
    log = past.log
    standing = {
        entity: document
        for entity, document in found.documents.items()
        if document.kind != "change"
    }

    def committed(entity: str) -> bool:
        document = standing[entity]
        return log.says(entity, document.blob, document.path) or (
            entity in log.present and values.same(log.present[entity], document.value)
        )

    def leaves(entity: str) -> Mapping[str, Leaf]:
        return dict(_leaves(log, entity, standing[entity].value, same=committed(entity)))

    def version(entity: str) -> int | None:
        return log.rows[log.latest[entity]].version if committed(entity) else None

    return Site(
        base=found,
        rows=past.rows,
        leaves=Lazy(standing, leaves, most=1),
        versions=Lazy(standing, version),
        today=day,
        audience=audience,
        folder=where.prefix,
        sample=sample.is_sample(where.content),
        tip=log.tip,
        updated=landed_at(past.time, past.offset, found.zone),
        url=f"{url.rstrip('/')}/" if url else "",
        materials={path: _material(where.content / path) for path in materials(found)},
        slight=past.slight,
        effects=measured,
        lapsed={} if audience == "partner" else ending.over(found, day),
        releases=() if audience == "partner" else past.releases,
    )


def effects(
    where: Workspace, found: Base, rows: Sequence[Row], today: dt.date, audience: SiteAudience
) -> Effects:
    """Measure what was promised, and gather what waits; nothing is told to partners.

    Args:
        where: the content folder.
        found: what it says.
        rows: the rows of its past, oldest first.
        today: the last day that is known.
        audience: who will read.
    """
    if audience == "partner":
        return Effects()
    facts, _ = present.facts(where, found, today)
    return for_audience(gathering.of(rows, found, facts, today), audience)


def materials(found: Base) -> list[str]:
    """Give the paths of the files that are handed out as they are."""
    return sorted(path for path in found.files if path.startswith("materials/"))


def _material(file: Path) -> MaterialFile:
    with files.opened(file) as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return MaterialFile(file.stat().st_size, digest)


def _leaves(log: Log, entity: str, value: Value, *, same: bool) -> Iterator[tuple[str, Leaf]]:
    """Give the leaves of the working tree's value; what the tip has not is uncommitted.

    Args:
        log: the past.
        entity: which.
        value: what its file says.
        same: whether the tip says the same.
    """
    shape = outline.of(entity)
    tip = {} if same else dict(values.leaves(log.present.get(entity), shape))
    origins = log.origins.get(entity, {})
    for path, each in values.leaves(value, shape):
        committed = same or (path in tip and values.same(tip[path], each))
        row = log.rows[origins[path]] if committed else None
        yield path, Leaf(entity, path, each, row)


class _Slight:
    """Change and entity of the versions that alter nothing a reader acts upon.

    Each is weighed when it is asked for: most pages ask for the newest version alone.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._known: dict[tuple[str, str], bool] = {}

    @cached_property
    def _named(self) -> dict[tuple[str, str], Row]:
        return {(row.change, row.entity): row for row in self._rows if row.entity}

    def __contains__(self, named: object) -> bool:
        assert isinstance(named, tuple)  # noqa: S101 - a change and an entity
        if named not in self._known:
            row = self._named.get(named)
            self._known[named] = row is not None and not meaning.to_read_again(row)
        return self._known[named]
