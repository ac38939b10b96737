"""A base that is held in memory: at each save only what changed is read again.

content/ ──KnownFiles──▶ Base ─┐
git ──only when it moved──▶ SitePast ├─▶ Held: a site, its lookups, its pages by path
effects, as last measured ─┘
"""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Final

from scripts_kb.app import build, present, site
from scripts_kb.app.workspace import Workspace, repository_of, today_in
from scripts_kb.content.base import Base
from scripts_kb.content.remembering import KnownFiles
from scripts_kb.effects.records.gathered import Effects
from scripts_kb.pages import dated, links, planning, projection, searchable
from scripts_kb.pages.call import screen
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.site import Page, Planned, Site
from scripts_kb.problems import Problem
from scripts_kb.schema.audience import SiteAudience

_PAST: Final = "kb/past/"
_ASSETS: Final = "assets/"
FIGURES: Final = ("effects/", "trials/", "director/", "keeper/")
"""Pages that would say that there are no figures, before somebody has counted."""
PATIENCE: Final = 60
"""Seconds that such a page waits; where counting fails, it is shown as it is."""


class Held:
    """A base as it stood at one moment, and the pages that can be made of it.

    Attributes:
        whole: the site with all that is known.
        seen: the site as its audience sees it.
        mistakes: what was found while reading.
    """

    def __init__(
        self,
        whole: Site,
        seen: Site,
        mistakes: tuple[Problem, ...],
        versions: build.Versions,
    ) -> None:
        self.whole = whole
        self.seen = seen
        self.mistakes = mistakes
        self._versions = versions
        self._known: dict[str, Planned] = {}

    @cached_property
    def reading(self) -> Reading:
        """The lookups of the site."""
        return Reading(self.seen)

    @cached_property
    def _pages(self) -> Iterator[Planned]:
        return self._planned()

    @cached_property
    def _pasts(self) -> Iterator[Planned]:
        return dated.plan(self.reading, self._versions)

    def _planned(self) -> Iterator[Planned]:
        if self.seen.audience != "partner":
            yield Planned("index.md", partial(screen.page, self.seen))
        yield from planning.plan(self.reading)

    def find(self, path: str) -> Planned | None:
        """Find what makes a file of the tree; nothing beyond it is planned."""
        if path in self._known:
            return self._known[path]
        if path.startswith(_ASSETS):
            return _assets(self.seen.audience).get(path)
        entity = links.entity(path)
        if entity and entity not in self.seen.base.documents:
            return None
        for planned in self._pasts if path.startswith(_PAST) else self._pages:
            self._known[planned.path] = planned
            if planned.path == path:
                return planned
        return None

    def release(self, where: Workspace) -> dict[str, Page]:
        """Make all that the search needs: the pages that are no entity are looked through."""
        entities = searchable.entity_pages(self.seen)
        sections = [
            card
            for planned in self.every()
            if planned.path.endswith(".md") and planned.path not in entities
            for card in searchable.sections(planned.make(), entities)
        ]
        return {page.path: page for page in build.found(where, self.seen, sections)}

    def beside(self, path: str) -> Iterator[Page]:
        """Give the other pages of a page's folder; pictures lie there too."""
        for planned in self.every():
            other = planned.path
            if other.endswith(".md") and other != path and Path(other).parent == Path(path).parent:
                yield planned.make()

    def every(self) -> Iterator[Planned]:
        """Give every page of the tree."""
        for planned in self._pages:
            self._known[planned.path] = planned
        return iter(tuple(self._known.values()))


@cache
def _assets(audience: SiteAudience) -> Mapping[str, Planned]:
    every = planning.assets(audience)
    return {each.path: Planned(each.path, partial(_as_it_is, each)) for each in every}


def _as_it_is(page: Page) -> Page:
    return page


class Holding:
    """Reads one content folder again and again for one audience."""

    def __init__(
        self, where: Workspace, *, audience: SiteAudience = "team", today: dt.date | None = None
    ) -> None:
        self.where = where
        self.audience = audience
        self.effects: Effects | None = None
        """As they were measured last; None where nobody has yet."""
        self._today = today
        self._memory = KnownFiles()
        self._cut = projection.Cut()
        self._told: site.SitePast | None = None
        self._versions = build.Versions((), audience)
        self._none = Effects()
        self._files: dict[str, str] = {}

    def read(self) -> Held:
        """Read what has changed.

        Raises:
            UserError: without a folder, a repository, a commit or a whole history.
        """
        found, mistakes = present.base(self.where, self._memory.sound)
        self._memory.forget(found.files.__contains__)
        told = self._past()
        day = self.day(found)
        measured = self._none if self.effects is None else self.effects
        whole = site.joined(self.where, found, told, measured, day, self.audience, "")
        held = self._held(whole, tuple(mistakes))
        self._files.update((each.entity, each.path) for each in held.seen.base.documents.values())
        return held

    def _held(self, whole: Site, mistakes: tuple[Problem, ...]) -> Held:
        return Held(whole, projection.project(whole, self._cut), mistakes, self._versions)

    def with_effects(self, held: Held) -> Held:
        """Give the same site with the effects as they were measured last."""
        assert self.effects is not None  # noqa: S101 - they were measured
        return self._held(dataclasses.replace(held.whole, effects=self.effects), held.mistakes)

    def file_of(self, entity: str) -> str:
        """Give the file below the content folder that held an entity last; "" where none did.

        What its audience never saw is not told of.
        """
        known = self._files.get(entity)
        if known or self._told is None or self.audience == "partner":
            return known or ""
        log = self._told.log
        return log.rows[log.latest[entity]].path if entity in log.latest else ""

    def day(self, found: Base) -> dt.date:
        """Give the day that pages speak of."""
        return self._today or today_in(found.zone)

    def _past(self) -> site.SitePast:
        repository = repository_of(self.where)
        tip = repository.resolve("HEAD")
        if self._told is None or self._told.log.tip != tip:
            self._told = site.told(self.where)
            self._versions = build.Versions(self._told.rows, self.audience)
        else:
            self._told = dataclasses.replace(self._told, releases=repository.releases(tip))
        return self._told

    def measured(self, held: Held) -> Effects:
        """Measure the effects of a site that is held."""
        assert self._told is not None  # noqa: S101 - it was read
        whole = held.whole
        rows = self._told.log.rows
        return site.effects(self.where, whole.base, rows, whole.today, self.audience)

    def now(self) -> tuple[Base, list[Problem]]:
        """Read the folder as it is, broken files as broken."""
        return present.base(self.where, self._memory.opened)
