"""Zones: every field has exactly one zone, every pattern fits a field, every zone an owner."""

import functools
from collections.abc import Iterator
from typing import Final

from scripts_kb.content import spelling
from scripts_kb.content.base import Base, Document
from scripts_kb.problems import Place, Problem
from scripts_kb.schema import kinds, outline, shapes, zoning
from scripts_kb.schema.config import Zone

_SHOWN: Final = 4
_OF_NOBODY: Final = frozenset({"id", "note"})
"""They need no consent: one never changes, the other is for editors."""


def check(base: Base) -> Iterator[Problem]:
    """Find fields that nobody or two departments decide, idle patterns, zones without an owner."""
    document = base.documents.get("config/zones")
    if document is None or document.record is None:
        return
    for index, zone in enumerate(base.zones.zones):
        if not zone.accountable:
            place = document.place(("zones", index))
            yield Problem(place, "zone-without-owner", {"zone": zone.id})
    yield from _patterns(base, document)
    present = {each.kind for each in base.documents.values()}
    for kind in kinds.ORDER:
        if kind != "change" and kind.partition("/")[0] in present:
            yield from _kind(base, document, kind)


@functools.cache
def paths(kind: str) -> tuple[str, ...]:
    """Give the paths of all leaves that a kind may have, keys of lists dropped."""
    whole = shapes.places(outline.of(kind))
    return tuple(path for path, shape in whole if not shape.nested)


def _patterns(base: Base, document: Document) -> Iterator[Problem]:
    """A pattern with a slip in it gives its fields away in silence."""
    every = [(kind, path) for kind in kinds.ORDER for path in paths(kind)]
    for index, zone in enumerate(base.zones.zones):
        for place, pattern in enumerate(zone.fields_):
            if not any(zoning.covers(pattern, kind, path) for kind, path in every):
                known = [f"{kind}:{path}" for kind, path in every]
                meant = spelling.nearest(pattern, known) or "offer:price.**"
                facts = {"pattern": pattern, "meant": meant}
                here = document.place(("zones", index, "fields", place))
                yield Problem(here, "idle-pattern", facts)


def _kind(base: Base, document: Document, kind: str) -> Iterator[Problem]:
    free: list[str] = []
    tied: dict[str, tuple[str, Place]] = {}
    for path in paths(kind):
        found = zoning.find(base.zones.zones, kind if "/" in kind else f"{kind}/x", path)
        if not found.zones and path not in _OF_NOBODY:
            free.append(path)
        elif len(found.zones) > 1:
            names = ", ".join(zone.id for zone in found.zones)
            tied.setdefault(names, (f"{kind}:{path}", _place(base, document, found)))
    for names, (field, place) in tied.items():
        yield Problem(place, "zone-tie", {"field": field, "zones": names})
    if free:
        shown = ", ".join(free[:_SHOWN]) + (", …" if len(free) > _SHOWN else "")
        yield Problem(document.place(("zones",)), "no-zone", {"kind": kind, "fields": shown})


def _place(base: Base, document: Document, found: zoning.Found[Zone]) -> Place:
    """Point at the pattern of the later of the zones that tie."""
    zone = len(base.zones.zones) - 1 - list(reversed(base.zones.zones)).index(found.zones[-1])
    pattern = base.zones.zones[zone].fields_.index(found.patterns[-1])
    return document.place(("zones", zone, "fields", pattern))
