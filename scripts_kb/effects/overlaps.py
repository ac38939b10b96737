"""What else happened in the same weeks to the same customers: honest figures name it.

script ──quotes──▶ objections, questions, offers ──▶ products      direct
offers, products of the same segment                               near
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scripts_kb.content.base import Base
from scripts_kb.effects.promises import Past, Promise
from scripts_kb.effects.records.judgements import Overlap
from scripts_kb.effects.windows import Sides, segments_of
from scripts_kb.past import titles
from scripts_kb.past.records import Row
from scripts_kb.schema.days import shifted

_KINDS: Final[Mapping[str, str]] = {
    "objections": "objection",
    "questions": "question",
    "offers": "offer",
    "products": "product",
}
_QUOTE: Final = re.compile(r"<((?:offer|product)/[a-z0-9][a-z0-9-]*)\.")
_SAME_CUSTOMERS: Final = frozenset({"offer", "product"})
"""Kinds that reach a segment whatever the script: a price is heard in every call."""


def references(value: Any) -> frozenset[str]:
    """Find the entities that a value refers to or quotes.

    Examples:
        >>> sorted(references({"offers": ["x"], "nodes": [{"say": "<product/y.price.list>"}]}))
        ['offer/x', 'product/y']
    """
    return frozenset(_references(value))


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key in _KINDS and isinstance(each, list):
                yield from (f"{_KINDS[key]}/{id_}" for id_ in each if isinstance(id_, str))
            elif key == "must_say":
                yield "config/wording"
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)
    elif isinstance(value, str) and "<" in value:
        yield from _QUOTE.findall(value)


@dataclass(frozen=True, slots=True)
class Links:
    """Which entity refers to which, both ways."""

    to: Mapping[str, frozenset[str]]
    by: Mapping[str, frozenset[str]]

    def around(self, entity: str) -> frozenset[str]:
        """Give it, what it refers to, what refers to it, and the products of its offers."""
        found = {entity} | self.to.get(entity, frozenset()) | self.by.get(entity, frozenset())
        for offer in [each for each in found if each.startswith("offer/")]:
            found |= self.to.get(offer, frozenset())
        return frozenset(found)


def links(base: Base) -> Links:
    """Find all references of a knowledge base."""
    to = {name: references(each.value) for name, each in base.documents.items()}
    by: dict[str, set[str]] = {}
    for name, found in to.items():
        for each in found:
            by.setdefault(each, set()).add(name)
    return Links(to, {name: frozenset(found) for name, found in by.items()})


def of(
    promise: Promise,
    sides: Sides,
    past: Past,
    promises: Sequence[Promise],
    base: Base,
    known: Links,
) -> tuple[Overlap, ...]:
    """Name what overlaps a change.

    Args:
        promise: the change.
        sides: its windows.
        past: the log.
        promises: all promises, for those that expect something of the same entity.
        base: the knowledge base.
        known: its references.

    Returns:
        Direct ones first, then the nearest to the landing, for they confound most. A change
        is named once, by what concerns most.
    """
    target = promise.prediction.of
    # A change that cut a window landed on the day before it, so the days around count too.
    first = shifted(min(sides.before.first, promise.landed), -1)
    last = max(sides.after.last, promise.landed, sides.shortened or sides.after.last)
    direct = known.around(target)
    segments = segments_of(base, target)
    rivals = {
        change
        for each in promises
        if each is not promise and each.prediction.of == target
        for change in each.changes
    }
    own = promise.changes
    found: dict[str, Overlap] = {}
    for _, row, on in past.heard:
        if not first <= on <= last or row.change in own:
            continue
        entity = row.entity or ""
        near = (entity in direct and _concerns(row)) or row.change in rivals
        if not near and not _same_customers(base, entity, segments):
            continue
        title = titles.of(row, base.kb.language)
        cuts = row.change in sides.cut_by
        overlap = Overlap("change", entity, on, row.change, title, near, cuts)
        held = found.get(row.change)
        if held is None or _rank(overlap, target) < _rank(held, target):
            found[row.change] = overlap
    every = [*found.values(), *_offers(base, direct, segments, first, last)]
    return tuple(
        sorted(
            every, key=lambda each: (not each.direct, abs(each.on - promise.landed), each.entity)
        )
    )


def _concerns(row: Row) -> bool:
    """Tell whether a row matters to what refers to it: of wording only what must be said."""
    if row.entity != "config/wording" or row.kind != "changed":
        return True
    return any(edit.path.startswith("must_say") for edit in row.edits)


def _rank(overlap: Overlap, target: str) -> tuple[bool, bool]:
    return overlap.entity != target, not overlap.direct


def _same_customers(base: Base, entity: str, segments: frozenset[str]) -> bool:
    if entity.partition("/")[0] not in _SAME_CUSTOMERS:
        return False
    theirs = segments_of(base, entity)
    return bool(theirs & segments)


def _offers(
    base: Base, direct: frozenset[str], segments: frozenset[str], first: dt.date, last: dt.date
) -> Iterator[Overlap]:
    """Name the offers that began or ended by their dates, without any change."""
    for document in base.of("offer"):
        offer = document.record
        near = document.entity in direct
        if offer.status == "draft" or not (near or segments & frozenset(offer.segments)):
            continue
        if offer.valid_from and first < offer.valid_from <= last:
            yield Overlap(
                "offer-started",
                document.entity,
                offer.valid_from,
                "",
                offer.title,
                near,
                cuts=False,
            )
        if offer.valid_to and first <= offer.valid_to < last:
            yield Overlap(
                "offer-ended", document.entity, offer.valid_to, "", offer.title, near, cuts=False
            )
