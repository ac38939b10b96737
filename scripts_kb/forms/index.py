"""What the fields of a form may refer to: cards, names of the settings, materials.

Base ──▶ entities: id, title, path, kind, status, zones      names: segment, department, …
     └─▶ prices: «product/braziliya.price.list» is «890 ₽» of «Бразилия»
"""

from collections.abc import Iterator
from typing import Any, Final

from scripts_kb.content.base import Base, Document
from scripts_kb.forms import VERSION
from scripts_kb.schema import kinds, outline, paths, quotes, shapes, zoning
from scripts_kb.schema.audience import AUDIENCES

_NAMES: Final = {
    "segment": ("config/kb", "segments"),
    "metric": ("config/kb", "metrics"),
    "department": ("config/zones", "departments"),
    "must_say": ("config/wording", "must_say"),
}
"""What a field refers to → the settings that define it."""
_PRICE: Final = "price.list"


def of(base: Base) -> dict[str, Any]:
    """Give the index of a base: what relations are chosen from, by title.

    Examples:
        >>> of(Base())["entities"]
        []
    """
    return {
        "version": VERSION,
        "entities": [_entity(base, each) for each in base.documents.values()],
        "names": {to: _named(base, *where) for to, where in _NAMES.items()},
        "reasons": {
            outcome: [{"id": each.id, "title": each.title} for each in reasons]
            for outcome, reasons in base.kb.reasons.items()
        },
        "prices": list(_prices(base)),
        "materials": sorted(each for each in base.files if each.startswith("materials/")),
    }


def _prices(base: Base) -> Iterator[dict[str, str]]:
    """Yield the prices that a text may quote, those of what is sold no more left out."""
    for kind in ("product", "offer"):
        if AUDIENCES.index(outline.audience(kind, _PRICE)) > AUDIENCES.index("team"):
            continue
        for each in base.of(kind):
            said = quotes.shown(each.record, _PRICE, base.kb.language)
            if said and each.record.status != "archived":
                yield {
                    "name": f"{each.entity}.{_PRICE}",
                    "title": each.record.title,
                    "says": said,
                }


def _entity(base: Base, document: Document) -> dict[str, Any]:
    value = document.value if isinstance(document.value, dict) else {}
    return {
        "entity": document.entity,
        "id": document.id,
        "kind": document.kind,
        "title": value.get("title") or document.id,
        "status": value.get("status", ""),
        "path": document.path,
        "zones": _zones(base, document),
    }


def _zones(base: Base, document: Document) -> list[str]:
    """Name the zones of the fields that a card has."""
    kind = kinds.schema(document.entity)
    found: dict[str, None] = {}
    for each in shapes.walk(outline.of(kind), document.written):
        names = [step for step in each.loc if isinstance(step, str)]
        path = ""
        for name in names:
            path = paths.field(path, name)
        zone = zoning.find(base.zones.zones, kind, path).zone
        if zone is not None:
            found.setdefault(zone.id)
    return list(found)


def _named(base: Base, entity: str, name: str) -> list[dict[str, str]]:
    document = base.documents.get(entity)
    value = document.value if document and isinstance(document.value, dict) else {}
    items = value.get(name) or []
    return [
        {
            "id": str(each.get("id")),
            "title": str(each.get("title") or each.get("say") or each.get("id")),
        }
        for each in items
        if isinstance(each, dict)
    ]
