"""Zones: every field that may be published has exactly one zone, every zone has an owner."""

from collections.abc import Iterator

from scripts_kb.content.checks import fields
from scripts_kb.model import kinds, zoning
from scripts_kb.model.base import Base
from scripts_kb.problems import Problem


def check(base: Base) -> Iterator[Problem]:
    """Find fields that nobody or two departments decide, and zones without an owner."""
    document = base.documents.get("config/zones")
    if document is None or document.record is None:
        return
    zones = base.zones.zones
    for index, zone in enumerate(zones):
        if not zone.accountable:
            yield Problem(document.place(("zones", index)), "zone-without-owner", {"zone": zone.id})
    present = {each.kind for each in base.documents.values()}
    for kind, model in kinds.RECORDS.items():
        if kind == "change" or (kind.partition("/")[0] not in present):
            continue
        for path in fields.schema(model):
            found = zoning.find(zones, kind if "/" in kind else f"{kind}/x", path).zones
            facts = {"field": f"{kind}:{path}", "zones": ", ".join(zone.id for zone in found)}
            if len(found) > 1:
                yield Problem(document.place(("zones",)), "zone-tie", facts)
            elif not found and path not in {"id", "note"}:
                yield Problem(document.place(("zones",)), "no-zone", facts)
