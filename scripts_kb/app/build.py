"""Composes the steps: git → history → content → changes → provenance, rationale → pages.

    Repository ─walk─▶ Landed ─landing─▶ rows ─rationale─▶ rows with reasons ─┐
                                  └─provenance─▶ leaves ──────────────────────┼─▶ Site ─▶ pages
    content/ ─load─▶ Base ─checks─▶ problems ─────────────────────────────────┘

No step knows another; this module alone knows their order.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from scripts_kb.app import checking
from scripts_kb.app.workspace import Workspace, repository_of, today_in
from scripts_kb.content.base import Base
from scripts_kb.effects.records.gathered import Effects, for_audience
from scripts_kb.language import Language
from scripts_kb.pages.site import Dated, Leaf, Material, Page, Site
from scripts_kb.past import differ, history
from scripts_kb.past.log import Log
from scripts_kb.past.records import Row, landed_at
from scripts_kb.problems import Problem
from scripts_kb.review import meaning
from scripts_kb.schema import outline, values
from scripts_kb.schema.audience import SiteAudience
from scripts_kb.schema.values import Value
from scripts_kb.search.records import Findable


def site(
    where: Workspace,
    *,
    today: dt.date | None = None,
    audience: SiteAudience = "team",
    url: str = "",
) -> Site:
    """Put together everything that the pages are made of.

    Args:
        where: the content folder.
        today: the day the pages speak of; now in the base's zone, where left out.
        audience: who will read them.
        url: where the site is published, for links that leave it; "" where nobody said.

    Raises:
        UserError: without a repository, a commit or a whole history.
    """
    repository = repository_of(where)
    found, _ = checking.base(where)
    log = history.read(repository, where.prefix)
    return _site(where, found, log, today=today, audience=audience, url=url)


def published(
    where: Workspace, *, today: dt.date | None = None, audience: SiteAudience = "team"
) -> tuple[Site, tuple[Problem, ...]]:
    """Put together what is published, with the problems that keep it from being so.

    Args:
        where: the content folder.
        today: the day it is true for; now in the base's zone, where left out.
        audience: who will read it.

    Raises:
        UserError: without a repository, a commit or a whole history.
    """
    found, mistakes = checking.base(where)
    log = history.read(repository_of(where), where.prefix)
    whole = _site(where, found, log, today=today, audience=audience, url="")
    _, problems = checking.checked(where, found, mistakes, today=whole.today)
    return whole, tuple(each for each in problems if each.severity == "error")


def _site(
    where: Workspace,
    found: Base,
    log: Log,
    *,
    today: dt.date | None,
    audience: SiteAudience,
    url: str,
) -> Site:
    """Join the working tree with its past."""
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
    day = today or today_in(found.zone)
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
        materials={path: _material(where.content / path) for path in _materials(found)},
        slight=frozenset(
            (row.change, row.entity)
            for row in log.rows
            if row.entity and not meaning.to_read_again(row)
        ),
        effects=_effects(where, log, found, day, audience),
        releases=() if audience == "partner" else repository_of(where).releases(log.tip),
    )


def _effects(
    where: Workspace, log: Log, found: Base, today: dt.date, audience: SiteAudience
) -> Effects:
    """Measure what was promised, and gather what waits; nothing is told to partners."""
    if audience == "partner":
        return Effects()
    facts, _ = checking.facts(where, found, today)
    from scripts_kb.effects import gathering  # noqa: PLC0415 - only pages need it

    return for_audience(gathering.of(log.rows, found, facts, today), audience)


def _materials(found: Base) -> list[str]:
    return sorted(path for path in found.files if path.startswith("materials/"))


def _material(file: Path) -> Material:
    content = file.read_bytes()
    return Material(len(content), hashlib.sha256(content).hexdigest())


def _leaves(log: Log, entity: str, value: Value) -> Iterator[tuple[str, Leaf]]:
    """Give the leaves of the working tree's value; what the tip has not is uncommitted."""
    shape = outline.of(entity)
    tip = dict(values.leaves(log.present.get(entity), shape))
    origins = log.origins.get(entity, {})
    for path, each in values.leaves(value, shape):
        committed = path in tip and values.same(tip[path], each)
        row = log.rows[origins[path]] if committed else None
        yield path, Leaf(entity, path, each, row)


def write_tree(pages: Iterable[Page], out: Path) -> list[str]:
    """Write generated files below a folder, and only those whose bytes change.

    What is there and is not made any more is removed; hidden files stay.

    Args:
        pages: the files.
        out: the folder.

    Returns:
        The paths of the files that were written or removed.
    """
    changed = []
    made: set[Path] = set()
    for page in pages:
        file = out / page.path
        made.add(file)
        if file.is_file() and file.read_bytes() == page.content:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(page.content)
        changed.append(page.path)
    for file in sorted(out.rglob("*"), reverse=True):
        if file.is_dir():
            if not any(file.iterdir()):
                file.rmdir()
        elif file not in made and not file.name.startswith("."):
            file.unlink()
            changed.append(file.relative_to(out).as_posix())
    return changed


@dataclass(frozen=True, slots=True)
class Made:
    """What a run of the generator did."""

    pages: int
    changed: tuple[str, ...]
    problems: tuple[Problem, ...]
    language: Language


def tree(
    where: Workspace,
    out: Path,
    *,
    today: dt.date | None = None,
    audience: SiteAudience = "team",
    offline: bool = True,
    site_url: str = "",
) -> Made:
    """Write the pages of a knowledge base; only files whose bytes change are touched.

    Args:
        where: the content folder.
        out: the folder of the pages.
        today: the day the pages speak of; now in the base's zone, where left out.
        audience: who will read them.
        offline: whether browsers keep the call screen; a preview that changes all the time does
            without.
        site_url: where the site is published, for links that leave it: the feed, messages.

    Raises:
        UserError: without a repository, a commit or a whole history.
    """
    found, mistakes = checking.base(where)
    log = history.read(repository_of(where), where.prefix)
    whole = _site(where, found, log, today=today, audience=audience, url=site_url)
    language, problems = checking.checked(where, found, mistakes, today=whole.today)
    generated = {page.path: page for page in _pages(where, whole, offline=offline)}
    changed = write_tree(generated.values(), out)
    return Made(len(generated), tuple(changed), tuple(problems), language)


def watched(where: Workspace) -> Iterator[Path]:
    """Yield the files of git that change when something lands."""
    if where.repository is not None:
        yield from where.repository.heads()


def _pages(where: Workspace, whole: Site, *, offline: bool) -> Iterator[Page]:
    """Yield everything that is generated: pages, their assets, the index of the search."""
    # Templates, calendars and dictionaries are worth their time only where pages are made.
    from scripts_kb import pages, search  # noqa: PLC0415
    from scripts_kb.pages import dated, projection, searchable  # noqa: PLC0415
    from scripts_kb.pages.call import finder, screen  # noqa: PLC0415

    seen = projection.project(whole)
    entities = searchable.entity_pages(seen)
    sections: list[Findable] = []
    for page in pages.render(seen):
        sections += searchable.sections(page, entities)
        yield page
    yield from dated.pages(seen, _history(whole))
    for path in _materials(seen.base):
        yield Page(path, (where.content / path).read_bytes())
    answers, beside = tuple(searchable.cards(seen)), tuple(searchable.beside(seen, sections))
    index, others = (
        search.index(
            each,
            searchable.synonyms(seen),
            facets=searchable.facets(seen),
            cache=where.content.parent / ".cache" / "words.bin",
        )
        for each in (answers, beside)
    )
    found = {"beside.bin": others, "titles.json": finder.titles(seen, (*answers, *beside))}
    if whole.audience == "partner":
        # Partners do not take calls: their front page is the list of their offers.
        yield from screen.finding(seen, index, found)
        return
    yield screen.page(seen)
    yield from screen.assets(seen, index, found, offline=offline)


def _history(whole: Site) -> Callable[[str], tuple[Dated, ...]]:
    """Give what tells the versions of an entity, oldest first.

    They are made from the edits when they are asked for: all values of all time at once would not
    fit into memory.
    """
    rows: dict[str, list[Row]] = {}
    for row in reversed(whole.rows):
        if row.entity and row.kind != "gap":
            rows.setdefault(row.entity, []).append(row)

    @lru_cache(maxsize=64)
    def versions(entity: str) -> tuple[Dated, ...]:
        value: Value = None
        shape = outline.of(entity)
        found = []
        for row in rows.get(entity, ()):
            value = differ.apply(value, row.edits, shape)
            found.append(Dated(row.version, row.time, value))
        return tuple(found)

    return versions
