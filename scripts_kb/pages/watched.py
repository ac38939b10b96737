"""A site that notes what is asked of it.

    Site ──watch──▶ Site: each look at a document, a row, the day, the effects is noted

The settings are not noted: every page knows them, so where they change all is made anew.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from operator import attrgetter
from typing import Any, Final

from scripts_kb.content.base import Base, Document
from scripts_kb.pages import asked
from scripts_kb.pages.asked import NotedMapping, Notes, Paths
from scripts_kb.pages.site import Site
from scripts_kb.past.records import Edit, Rationale, Row

_WHOLE: Final = frozenset({"today", "updated", "rows", "effects", "releases", "tip"})
"""What a site holds in one piece."""


def watch(site: Site) -> Site:
    """Let a site note what is asked of it; watching twice changes nothing.

    Args:
        site: cut down for its audience, for what is noted must be what is shown.
    """
    if isinstance(site, _WatchedSite):
        return site
    notes = Notes()
    rows = by_entity(site.rows)
    base = _WatchedBase(**_parts(site.base))
    object.__setattr__(
        base, "documents", NotedMapping("documents", site.base.documents, notes, _said_of)
    )
    object.__setattr__(base, "files", Paths.watched(site.base.files, notes))
    object.__setattr__(base, "notes", notes)
    object.__setattr__(base, "whole", site.base)

    def standing(entity: str, _: Any) -> Any:
        # What stands in an entity and since when follows from what its file says and from its past.
        return notes.print(("documents", entity)), notes.print(("rows of", entity))

    # Partners count by what they saw, of which no row is told.
    counted = (standing,) if site.audience != "partner" else ()
    kept: dict[str, Any] = {
        "leaves": NotedMapping("leaves", site.leaves, notes, standing),
        "versions": NotedMapping("versions", site.versions, notes, *counted),
        "materials": NotedMapping("materials", site.materials, notes),
        "named": NotedMapping("named", site.named, notes),
        "lapsed": NotedMapping("lapsed", site.lapsed, notes),
    }
    kept |= {"base": base, "notes": notes}
    found = _WatchedSite(**{**_parts(site), **kept})
    notes.answer("rows of", lambda key: told(notes, rows.get(key or "", ())))
    notes.answer("of", lambda kind: _prints(notes, "documents", _entities(site, kind or "")))
    notes.answer("over", lambda entity: _over(site, entity or ""))
    for name in _WHOLE - {"rows"}:
        notes.answer(name, partial(_whole, site, name))
    notes.answer("rows", lambda _: (list(map(_named, site.rows)), _prints(notes, "rows of", rows)))
    return found


def by_entity(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Gather rows by entity, in their order."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.entity:
            found[row.entity].append(row)
    return found


def over(site: Site, entity: str) -> bool:
    """Tell whether the last day of an entity has passed."""
    site.notes.note("over", entity)
    return _over(site, entity)


def _over(site: Site, entity: str) -> bool:
    """Tell it without noting the day, which every page of tomorrow would answer otherwise."""
    base = object.__getattribute__(site, "base")
    documents = object.__getattribute__(base, "documents")
    document = documents.get(entity)
    until = getattr(document.record, "valid_to", None) if document else None
    return until is not None and until < object.__getattribute__(site, "today")


def _whole(site: Site, name: str, _: str | None) -> Any:
    return asked.plain(getattr(site, name))


def _parts(record: Any) -> dict[str, Any]:
    return {each.name: getattr(record, each.name) for each in dataclasses.fields(record)}


def _said(entity: str, document: Document | None) -> Any:
    """Give a document as plain data: its bytes say what its value and its record say."""
    said = document and (document.blob or document.value)
    return document and (entity, document.path, said, document.record is None)


def _said_of(entity: str, documents: Mapping[str, Document]) -> Any:
    return _said(entity, documents.get(entity))


def _named(row: Row) -> Any:
    return (row.change, row.entity) if row.entity else row


def _prints(notes: Notes, name: str, entities: Iterable[str]) -> list[tuple[str, str]]:
    return [(entity, notes.print((name, entity))) for entity in entities]


def _entities(site: Site, kind: str) -> list[str]:
    return [each.entity for each in site.base.of(kind)]


def _getter(record: type[Any], *apart: str) -> Callable[[Any], tuple[Any, ...]]:
    names = [each.name for each in dataclasses.fields(record) if each.name not in apart]
    return attrgetter(*names)


_ROW: Final = _getter(Row, "edits", "rationale")
_EDIT: Final = _getter(Edit)
_REASON: Final = _getter(Rationale)


def told(notes: Notes, rows: Iterable[Row]) -> list[str]:
    """Give rows as plain data: several questions ask for the same ones; the site holds them."""
    return [notes.named(row, _row) for row in rows]


def _row(row: Row) -> Any:
    # Records by themselves take long to be written down.
    edits = [_EDIT(each) for each in row.edits]
    return _ROW(row), edits, row.rationale and _REASON(row.rationale)


class _WatchedSite(Site):
    """A site whose every attribute is noted."""

    def __getattribute__(self, name: str) -> Any:
        if name in _WHOLE:
            object.__getattribute__(self, "notes").note(name)
        return object.__getattribute__(self, name)


class _WatchedBase(Base):
    """A base whose documents are noted, one by one or all of a kind."""

    notes: Notes
    whole: Base

    def of(self, kind: str) -> Iterator[Document]:
        """Yield the readable documents of a kind, in the order of ids."""
        self.notes.note("of", kind)
        return self.whole.of(kind)
