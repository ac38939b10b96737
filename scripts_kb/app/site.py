"""Composes the `Site` that pages are made of: the working tree joined with its past.

Repository ──history──▶ Log: rows with reasons, leaves ──┐
content/ ──present──▶ Base ──checking──▶ problems        ├─▶ Site
facts/ ──present──▶ Facts ──effects──▶ Effects ──────────┘
"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

from scripts_kb.app import checking, present
from scripts_kb.app.workspace import Workspace, repository_of, today_in
from scripts_kb.checks import ending
from scripts_kb.content.base import Base
from scripts_kb.effects import gathering
from scripts_kb.effects.records.gathered import Effects, for_audience
from scripts_kb.pages.site import Leaf, MaterialFile, Site
from scripts_kb.past import history
from scripts_kb.past.log import Log
from scripts_kb.past.records import landed_at
from scripts_kb.problems import Problem
from scripts_kb.review import meaning
from scripts_kb.schema import outline, values
from scripts_kb.schema.audience import SiteAudience
from scripts_kb.schema.values import Value


def of(
    where: Workspace,
    *,
    today: dt.date | None = None,
    audience: SiteAudience = "team",
    url: str = "",
) -> tuple[Site, tuple[Problem, ...]]:
    """Put together everything that the pages are made of.

    Args:
        where: the content folder.
        today: the day the pages speak of; now in the base's zone, where left out.
        audience: who will read them.
        url: where the site is published, for links that leave it; "" where nobody said.

    Returns:
        The site, and the problems of the base, by file and line.

    Raises:
        UserError: without a repository, a commit or a whole history.
    """
    found, mistakes = present.base(where)
    log = history.read(repository_of(where), where.prefix)
    day = today or today_in(found.zone)
    _, problems = checking.checked(where, found, mistakes, today=day)
    return _joined(where, found, log, day, audience, url), tuple(problems)


def _joined(
    where: Workspace, found: Base, log: Log, day: dt.date, audience: SiteAudience, url: str
) -> Site:
    log.hold()
    leaves: dict[str, dict[str, Leaf]] = {}
    versions: dict[str, int | None] = {}
    for entity, document in found.documents.items():
        if document.kind == "change":
            continue
        leaves[entity] = dict(_leaves(log, entity, document.value))
        committed = entity in log.present and values.same(log.present[entity], document.value)
        versions[entity] = log.rows[log.latest[entity]].version if committed else None
    time, offset = repository_of(where).time(log.tip)
    return Site(
        base=found,
        rows=tuple(log.newest_first()),
        leaves=leaves,
        versions=versions,
        today=day,
        audience=audience,
        tip=log.tip,
        updated=landed_at(time, offset, found.zone),
        url=f"{url.rstrip('/')}/" if url else "",
        materials={path: _material(where.content / path) for path in materials(found)},
        slight=frozenset(
            (row.change, row.entity)
            for row in log.rows
            if row.entity and not meaning.to_read_again(row)
        ),
        effects=_effects(where, log, found, day, audience),
        lapsed={} if audience == "partner" else ending.over(found, day),
        releases=() if audience == "partner" else repository_of(where).releases(log.tip),
    )


def _effects(
    where: Workspace, log: Log, found: Base, today: dt.date, audience: SiteAudience
) -> Effects:
    """Measure what was promised, and gather what waits; nothing is told to partners."""
    if audience == "partner":
        return Effects()
    facts, _ = present.facts(where, found, today)
    return for_audience(gathering.of(log.rows, found, facts, today), audience)


def materials(found: Base) -> list[str]:
    """Give the paths of the files that are handed out as they are."""
    return sorted(path for path in found.files if path.startswith("materials/"))


def _material(file: Path) -> MaterialFile:
    content = file.read_bytes()
    return MaterialFile(len(content), hashlib.sha256(content).hexdigest())


def _leaves(log: Log, entity: str, value: Value) -> Iterator[tuple[str, Leaf]]:
    """Give the leaves of the working tree's value; what the tip has not is uncommitted."""
    shape = outline.of(entity)
    tip = dict(values.leaves(log.present.get(entity), shape))
    origins = log.origins.get(entity, {})
    for path, each in values.leaves(value, shape):
        committed = path in tip and values.same(tip[path], each)
        row = log.rows[origins[path]] if committed else None
        yield path, Leaf(entity, path, each, row)
