"""What an audience may see: an allowlist applied to values before anything is rendered.

    Site ──project──▶ Site with only the fields, entities and edits of its audience

What of a value is seen, `sight.py` says. A change of which a reader may see no edit is left out
with its reason.

Partners see live partner offers that are in force and for their segments (`partners.py`), and of
the settings what is declared for partners: no reason, no insight, no past.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from scripts_kb.content.base import Base, Document
from scripts_kb.effects.records.gathered import Effects, for_audience
from scripts_kb.effects.records.judgements import Judgement, Ledger
from scripts_kb.effects.records.reported import Month
from scripts_kb.pages import counting, partners, sight
from scripts_kb.pages.asked import Lazy
from scripts_kb.pages.counting import Counted, Sight
from scripts_kb.pages.site import Leaf, Site
from scripts_kb.past.records import Row
from scripts_kb.schema.audience import SiteAudience
from scripts_kb.schema.cards import Offer, Product
from scripts_kb.schema.config import Wording, Zones
from scripts_kb.schema.values import Value

_Record = TypeVar("_Record", bound=BaseModel)
_Made = TypeVar("_Made")
_LEAVES: Final = 64
"""Entities whose leaves are held: their page asks for them, and hardly anybody after it."""


class Cut:
    """What was cut down for one audience: what was cut from the same is not cut again."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[Any, ...], Any]] = {}

    def of(self, name: str, make: Callable[[], _Made], *whole: Any) -> _Made:
        """Give what was made of the same objects before, else make it.

        Args:
            name: what is cut.
            make: cuts it.
            whole: what it is cut from; the same object is the same thing, equal ones are not.
        """
        known = self._known.get(name)
        if known is None or any(a is not b for a, b in zip(known[0], whole, strict=True)):
            known = self._known[name] = whole, make()
        made: _Made = known[1]
        return made


def project(site: Site, cut: Cut | None = None) -> Site:
    """Give the site as its audience may see it; projecting twice changes nothing and costs nothing.

    Args:
        site: the site.
        cut: what was cut for this audience before, for a site that is made again and again.

    Examples:
        >>> project(Site(Base(), audience="partner")).rows
        ()
    """
    if site.projected == site.audience:
        return site
    cut = cut or Cut()
    base = _base(site, cut)
    if site.audience == "partner":
        sights = cut.of(
            "sights",
            lambda: _sights(site.rows, partners.segments(site.base.kb)),
            site.rows,
            site.base.kb,
        )
        return dataclasses.replace(
            site,
            projected=site.audience,
            base=base,
            updated=_latest(site, (each.last for each in sights.values())),
            rows=(),
            slight=frozenset(),
            effects=Effects(),
            named=_named(site.base, base),
            materials={path: site.materials[path] for path in base.files & set(site.materials)},
            leaves={},
            versions={
                entity: sights[entity].versions
                for entity in base.documents
                if entity in sights and site.versions.get(entity) is not None
            },
        )
    counted = counted_by(site.rows, site.audience, cut)
    rows, seen = cut.of("rows", lambda: _rows(site, counted), site.rows)
    return dataclasses.replace(
        site,
        projected=site.audience,
        base=base,
        updated=_updated(site, counted),
        versions=Lazy(site.versions, lambda entity: counted.latest(entity, site.versions[entity])),
        rows=seen,
        effects=cut.of("effects", lambda: _effects(site, seen), site.effects, seen),
        leaves=Lazy(
            site.leaves,
            lambda entity: MappingProxyType(
                dict(_leaves(entity, site.leaves[entity], rows, site.audience))
            ),
            most=_LEAVES,
        ),
    )


def counted_by(rows: Sequence[Row], audience: SiteAudience, cut: Cut | None = None) -> Counted:
    """Count the versions that an audience of those who work with the base can tell apart.

    Args:
        rows: the past, newest first.
        audience: who counts.
        cut: what was made for it before.
    """

    def count() -> Counted:
        return counting.versions(rows, partial(sight.counts, audience=audience))

    return (cut or Cut()).of("counted", count, rows)


def _updated(site: Site, counted: Counted) -> str:
    """Give when what is seen landed: where the last commit shows nothing, one before it."""
    own = [row for row in site.rows if row.change == site.tip and row.entity]
    if not own or any((row.change, row.entity) not in counted.uncounted for row in own):
        return site.updated
    told = (row for row in site.rows if (row.change, row.entity) not in counted.uncounted)
    return _latest(site, [next(told, None)])


def _latest(site: Site, rows: Iterable[Row | None]) -> str:
    found = max(filter(None, rows), key=lambda row: row.time, default=None)
    return found.landed(site.base.zone) if found else ""


def _sights(rows: Sequence[Row], theirs: frozenset[str]) -> dict[str, Sight]:
    """Tell what partners saw of each offer, and of the settings that are theirs."""
    by_entity: dict[str, list[Row]] = {}
    for row in rows:
        if row.entity and row.entity.startswith(("offer/", "config/kb")):
            by_entity.setdefault(row.entity, []).append(row)

    def shown(entity: str, whole: Value) -> Value:
        if entity.startswith("offer/"):
            whole = partners.offered(whole, theirs)
        return None if whole is None else sight.value(entity, whole, "partner")

    return {
        entity: counting.sight(entity, each, partial(shown, entity))
        for entity, each in by_entity.items()
    }


def _rows(site: Site, counted: Counted) -> tuple[Mapping[int, Row], tuple[Row, ...]]:
    """Give the rows as they are seen: by what they were cut from, and in their order."""
    rows = {}
    told = []
    for row in site.rows:
        numbered = counted.row(row)
        seen = sight.row(numbered, site.audience)
        rows[id(row)] = seen or dataclasses.replace(numbered, edits=())
        told += [seen] if seen else []
    return rows, tuple(told)


def _base(site: Site, cut: Cut) -> Base:
    base, audience = site.base, site.audience
    partner = audience == "partner"
    documents = _offers(site, cut) if partner else _documents(site, cut)
    return dataclasses.replace(
        base,
        documents=documents,
        kb=_record(base.kb, "config/kb", audience),
        zones=Zones() if partner else _record(base.zones, "config/zones", audience),
        synonyms=() if partner else base.synonyms,
        wording=Wording() if partner else base.wording,
        files=(_materials(documents) | _logo(base)) & base.files if partner else base.files,
    )


def _documents(site: Site, cut: Cut) -> dict[str, Document]:
    return {
        entity: cut.of(entity, partial(_document, document, site.audience), document)
        for entity, document in site.base.documents.items()
    }


def _offers(site: Site, cut: Cut) -> dict[str, Document]:
    """Give the offers in force that are for partners, with the materials for them."""
    kb = site.base.kb
    theirs = partners.segments(kb)
    made = {
        entity: cut.of(entity, partial(_offer, document, offer, theirs), document, kb)
        for entity, document in site.base.documents.items()
        if isinstance(offer := document.record, Offer)
        and (offer.valid_from or site.today) <= site.today <= (offer.valid_to or site.today)
    }
    return {entity: document for entity, document in made.items() if document is not None}


def _offer(document: Document, offer: Offer, theirs: frozenset[str]) -> Document | None:
    whole = partners.offered(document.value, theirs)
    if whole is None:
        return None
    own = dataclasses.replace(document, value=whole, record=partners.of(offer, theirs))
    return _document(own, "partner")


def _materials(documents: Mapping[str, Document]) -> frozenset[str]:
    return frozenset(
        material.file
        for document in documents.values()
        if isinstance(document.record, Offer)
        for material in document.record.materials
    )


def _logo(base: Base) -> frozenset[str]:
    theirs = base.kb.partners
    return frozenset({theirs.logo} if theirs and theirs.logo else ())


def _named(whole: Base, base: Base) -> dict[str, str]:
    """Give the titles of the products that offers of partners name."""
    names = {
        f"product/{id_}"
        for document in base.documents.values()
        if isinstance(document.record, Offer)
        for id_ in document.record.products
    }
    found = ((name, whole.documents.get(name)) for name in sorted(names))
    return {
        name: document.record.title
        for name, document in found
        if document and isinstance(document.record, Product)
    }


def _document(document: Document, audience: SiteAudience) -> Document:
    kept = sight.value(document.entity, document.value, audience)
    if kept == document.value:
        return document if document.written is None else dataclasses.replace(document, written=None)
    record = document.record
    if record is not None:
        record = _record(record, document.entity, audience)
    return dataclasses.replace(document, value=kept, record=record, written=None)


def _record(record: _Record, entity: str, audience: SiteAudience) -> _Record:
    whole = record.model_dump(mode="json", by_alias=True)
    return record.model_validate(sight.value(entity, whole, audience) or {}, strict=False)


def _effects(site: Site, rows: tuple[Row, ...]) -> Effects:
    """Keep of the effects what an audience may see.

    Whoever may see no edit of a change learns nothing of it here either, not even its name.
    """
    audience = site.audience
    if audience == "heads":
        return site.effects
    told = frozenset((row.change, row.entity) for row in rows)
    changed = {row.change for row in rows}

    def plain(entry: Judgement) -> Judgement:
        overlaps = tuple(
            each
            for each in entry.overlaps
            if each.kind != "change" or (each.change, each.entity) in told
        )
        return dataclasses.replace(entry, overlaps=overlaps)

    found = for_audience(site.effects, audience)
    return dataclasses.replace(
        found,
        ledger=Ledger(
            tuple(plain(each) for each in found.ledger.entries if each.change in changed),
            tuple(each for each in found.ledger.unread if each.change in changed),
        ),
        courses=tuple(
            dataclasses.replace(
                course,
                marks=tuple(mark for mark in course.marks if (mark.change, course.entity) in told),
            )
            for course in found.courses
        ),
        contributions=tuple(
            dataclasses.replace(
                each,
                phrases=tuple(
                    (place, text)
                    for place, text in each.phrases
                    if sight.visible(place.partition("#")[0], place.partition("#")[2], audience)
                ),
                entry=plain(each.entry) if each.entry else None,
            )
            for each in found.contributions
            if each.change in changed
        ),
        reports=tuple(_report(month, told, plain) for month in found.reports),
    )


def _report(
    month: Month, told: frozenset[tuple[str, str | None]], plain: Callable[[Judgement], Judgement]
) -> Month:
    """Keep of a month's report what speaks of changes that may be seen."""
    changed = {change for change, _ in told}
    return dataclasses.replace(
        month.with_predictions(
            lambda entries: tuple(plain(each) for each in entries if each.change in changed)
        ),
        unexplained=tuple(each for each in month.unexplained if (each.change, each.entity) in told),
        debts=tuple(each for each in month.debts if (each.change, each.entity) in told),
    )


def _leaves(
    entity: str, leaves: Mapping[str, Leaf], rows: Mapping[int, Row], audience: SiteAudience
) -> Iterator[tuple[str, Leaf]]:
    for path, leaf in leaves.items():
        if sight.visible(entity, path, audience):
            row = leaf.row and rows.get(id(leaf.row), leaf.row)
            yield path, leaf if row is leaf.row else dataclasses.replace(leaf, row=row)
