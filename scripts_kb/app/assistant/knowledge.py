"""Answers about a knowledge base, each made of what one audience may see and of nothing else.

Every answer is taken from the site as `projection` cuts it down: a field, a card or a change that
the audience's site does not show is not there to be told. What was saved since the last question
is read again.
"""

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby, islice
from typing import Any, Final

from scripts_kb import checks
from scripts_kb.app import checking, recalled, searching, site, workspace
from scripts_kb.app.workspace import Workspace
from scripts_kb.content import spelling
from scripts_kb.content.base import Base
from scripts_kb.effects.records.gathered import Effects
from scripts_kb.language import Language
from scripts_kb.pages import data, projection, sight
from scripts_kb.pages.site import Site
from scripts_kb.past import titles
from scripts_kb.past.records import Row
from scripts_kb.problems import Problem, UserError
from scripts_kb.schema import kinds
from scripts_kb.schema.audience import SiteAudience

MOST: Final = 200
"""Changes, or problems, in one answer: what an assistant reads at a sitting."""


class Knowledge:
    """A base as one audience sees it."""

    def __init__(
        self, where: Workspace, audience: SiteAudience, today: dt.date | None = None
    ) -> None:
        """Take the base that is asked about.

        Args:
            where: its content folder.
            audience: who asks.
            today: the day that answers speak of; now in the base's zone, where left out.
        """
        self._where = where
        self._audience = audience
        self._today = today
        self._seen: tuple[object, _Reading] | None = None

    @property
    def language(self) -> Language:
        """The base's language."""
        return workspace.language_of(self._where.content) or "ru"

    def search(self, words: str, segment: str = "", limit: int = 9) -> Mapping[str, Any]:
        """Find cards by a customer's words, as the call screen does.

        Raises:
            UserError: for a segment that there is not.
        """
        found = searching.found(
            self._where,
            words,
            segment=segment,
            limit=max(1, min(limit, MOST)),
            audience=self._audience,
        )
        hits = [
            {"entity": each.entity, "title": found.titles[each.entity]}
            for each in found.result.hits
        ]
        return {"read_as": found.result.read_as, "sure": found.shown == "answer", "hits": hits}

    def show(self, entity: str) -> Mapping[str, Any]:
        """Give a card as it is read today, prices and variables filled in.

        Raises:
            UserError: for one that the audience does not see.
        """
        seen = self._reading().site
        document = seen.base.documents[self._known(entity)]
        return {
            "entity": entity,
            "version": seen.versions.get(entity),
            "page": f"{seen.url}{kinds.address(entity)}",
            "value": data.filled(document.value, data.filler(seen)),
        }

    def why(self, entity: str, path: str = "") -> Mapping[str, Any]:
        """Give each phrase of a card with the change that set it.

        Args:
            entity: which card.
            path: of a phrase, or of what holds some; all of them, where left out.

        Returns:
            `phrases`, each with its place, value and change; `changes`, each with its reason.

        Raises:
            UserError: for a card or a place that the audience does not see.
        """
        seen = self._reading().site
        leaves = seen.leaves.get(self._known(entity), {})
        found = [
            each
            for place, each in leaves.items()
            if not path or place == path or place.startswith((f"{path}.", f"{path}["))
        ]
        if path and not found:
            raise UserError("no-path", entity=entity, path=path, known=", ".join(leaves))
        rows = {each.why.change: each.why for each in found if each.why}
        phrases = [
            {"path": each.path, "value": each.value, "change": each.why and each.why.change}
            for each in found
        ]
        return {"phrases": phrases, "changes": {key: self._told(row) for key, row in rows.items()}}

    def log(self, entity: str = "", limit: int = 20) -> Sequence[Mapping[str, Any]]:
        """Give what changed, newest first, with edits and reasons.

        Raises:
            UserError: for a card that the audience does not see.
        """
        wanted = self._known(entity) if entity else ""
        rows = [row for row in self._reading().rows if not wanted or row.entity == wanted]
        return [self._whole(row) for row in rows[: max(1, min(limit, MOST))]]

    def diff(self, since: str, until: str = "", limit: int = 30) -> Sequence[Mapping[str, Any]]:
        """Give the changes that landed within some days, each with all that it did.

        Args:
            since: the first day, YYYY-MM-DD.
            until: the last one; today where left out.
            limit: at most so many changes, the newest.

        Raises:
            UserError: for what is no day.
        """
        seen = self._reading().site
        first, last = _day("since", since), _day("until", until) if until else seen.today

        def within(row: Row) -> bool:
            return first.isoformat() <= row.landed(seen.base.zone)[:10] <= last.isoformat()

        changes = groupby(filter(within, self._reading().rows), lambda row: row.change)
        return [
            {"change": change, "entities": [self._whole(row) for row in same]}
            for change, same in islice(changes, max(1, min(limit, MOST)))
        ]

    def problems(self) -> Sequence[Mapping[str, Any]]:
        """Give what is wrong in the base and can be seen in what the audience may see."""
        reading = self._reading()
        return [each.as_json(self.language) for each in reading.problems][:MOST]

    def _whole(self, row: Row) -> Mapping[str, Any]:
        """Give what a change did to a card, and why."""
        edits = [
            {"op": each.op, "path": each.path, "before": each.before, "after": each.after}
            for each in row.edits
        ]
        return {"entity": row.entity, "kind": row.kind, **self._told(row), "edits": edits}

    def _told(self, row: Row) -> Mapping[str, Any]:
        """Give a change and its reason, without what nobody said."""
        base = self._reading().site.base
        reason = row.rationale.as_json() if row.rationale else {}
        return {
            "version": row.version,
            "change": row.change,
            "landed": row.landed(base.zone),
            "title": titles.of(row, base.kb.language),
            "reason": {name: each for name, each in reason.items() if each},
            "gaps": list(row.gaps),
        }

    def _known(self, entity: str) -> str:
        published = self._reading().published
        if entity in published:
            return entity
        if near := spelling.nearest(entity, published):
            raise UserError("no-entity-near", ref=entity, near=near)
        raise UserError("no-entity", ref=entity)

    def _reading(self) -> "_Reading":
        state = self._state()
        if self._seen is None or self._seen[0] != state or self._seen[1].over:
            self._seen = state, _Reading(self._where, self._audience, self._today)
        return self._seen[1]

    def _state(self) -> object:
        """Give what is another as soon as anything was saved or has landed."""
        files = tuple(_files(self._where.content))
        tip = workspace.repository_of(self._where).resolve("HEAD")
        return files, tip


class _Reading:
    """The base as it was read once."""

    def __init__(self, where: Workspace, audience: SiteAudience, today: dt.date | None) -> None:
        self._where = where
        self._pinned = today is not None
        self._found, self._mistakes = recalled.base(where)
        day = today or workspace.today_in(self._found.zone)
        past = site.told(where)
        whole = site.joined(where, self._found, past, Effects(), day, audience, "")
        self.site: Site = projection.project(whole)

    @property
    def over(self) -> bool:
        """Whether the day is over that it speaks of: where the base is, not in Greenwich."""
        return not self._pinned and workspace.today_in(self._found.zone) != self.site.today

    @cached_property
    def published(self) -> frozenset[str]:
        """The cards that are read: no drafts."""
        return frozenset(each.entity for each in data.documents(self.site.base))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """What changed in the cards that are read and in the settings, newest first.

        The past of a draft, and of what is no more, is nobody's words today.
        """
        return tuple(
            row
            for row in self.site.rows
            if row.entity and (row.entity in self.published or row.entity.startswith("config/"))
        )

    @cached_property
    def problems(self) -> list[Problem]:
        """The problems of the base; for others than the heads, those that what they see has too.

        So no message tells a value that is not theirs, and none is of what was cut away alone.
        """
        day, mistakes = self.site.today, self._mistakes
        found = checking.checked(self._where, self._found, mistakes, today=day)[1]
        if self.site.audience == "heads":
            return found
        seen = {_named(each) for each in checks.check(self._written(), day)}
        return [each for each in found if _named(each) in seen]

    def _written(self) -> Base:
        """Give the base that is seen with the lists as they are written, which the rules count."""
        base, audience = self.site.base, self.site.audience
        whole = self._found.documents
        documents = {
            entity: replace(each, written=sight.value(entity, whole[entity].written, audience))
            for entity, each in base.documents.items()
        }
        return replace(base, documents=documents)


def _named(problem: Problem) -> tuple[str, str, str]:
    return str(problem.place), problem.code, str(problem.facts)


def _files(folder: os.PathLike[str]) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as found:
        for each in sorted(found, key=lambda entry: entry.name):
            if each.is_dir(follow_symlinks=False):
                yield from _files(each)
            else:
                told = each.stat(follow_symlinks=False)
                yield each.path, told.st_mtime_ns, told.st_size


def _day(option: str, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UserError("not-a-day", option=option, value=text) from None
