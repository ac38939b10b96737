"""References: whatever a field points to exists, and what is live points to nothing expired."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from scripts_kb.content import reading
from scripts_kb.content.checks import fields
from scripts_kb.model import kinds
from scripts_kb.model.base import Base, Document, Loc
from scripts_kb.problems import Problem

KINDS_OF_ENTITIES = frozenset(kinds.FOLDER_OF) - {"change"}


def check(base: Base, today: dt.date) -> Iterator[Problem]:
    """Find references to nothing, and live ones to what is archived or has expired."""
    known = _known(base)
    for document in base.documents.values():
        for field in fields.of(document):
            to = field.extra.get("to")
            if to in {None, "node"}:
                # Steps of a script are looked at as a graph.
                pass
            elif isinstance(field.value, list):
                for index, each in enumerate(field.value):
                    loc = (*field.loc, index)
                    yield from _one(base, known, document, field, loc, each, today)
            else:
                yield from _one(base, known, document, field, field.loc, field.value, today)
            keys = field.extra.get("to_keys")
            if keys and isinstance(field.value, dict):
                for key in field.value:
                    if key not in known[keys]:
                        yield _unknown(document, (*field.loc, key), key, known[keys])


def _known(base: Base) -> Mapping[str, frozenset[str]]:
    """Give what may be referred to: kind → names."""
    known = {
        kind: frozenset(each.id for each in base.documents.values() if each.kind == kind)
        for kind in kinds.FOLDER_OF
    }
    known["segment"] = _ids(base, "config/kb", "segments")
    known["metric"] = _ids(base, "config/kb", "metrics")
    known["department"] = _ids(base, "config/zones", "departments")
    known["must_say"] = _ids(base, "config/wording", "must_say")
    known["any"] = frozenset(base.documents)
    known["material"] = base.files
    return known


def _ids(base: Base, entity: str, name: str) -> frozenset[str]:
    """Give the ids of a list of the settings, also of settings that have a mistake elsewhere."""
    document = base.documents.get(entity)
    settings = document.value if document and isinstance(document.value, dict) else {}
    found = settings.get(name)
    items = found if isinstance(found, list) else []
    return frozenset(str(each.get("id")) for each in items if isinstance(each, dict))


def _one(
    base: Base,
    known: Mapping[str, frozenset[str]],
    document: Document,
    field: fields.Field,
    loc: Loc,
    value: Any,
    today: dt.date,
) -> Iterator[Problem]:
    to = field.extra["to"]
    if not isinstance(value, str) or not value:
        return
    if to == "material":
        if value not in base.files:
            near = reading.nearest(value, base.files) or "materials/…"
            yield Problem(document.place(loc), "missing-file", {"file": value, "meant": near})
        return
    if to == "any" and value.startswith(("https://", "http://", "mailto:")):
        return
    if value not in known[to] and not (to == "any" and value in base.files):
        if field.key == "applies_to" and value.partition("/")[0] in KINDS_OF_ENTITIES:
            # It may explain why something was removed; only the history knows.
            yield Problem(document.place(loc), "applies-to-nothing", {"entity": value})
        else:
            yield _unknown(document, loc, value, known[to])
        return
    target = base.get(to, value) if to in kinds.FOLDER_OF else None
    if target is None or not _live(document):
        return
    if getattr(target, "status", "live") == "archived" and field.key != "replaces":
        facts = {"entity": f"{to}/{value}"}
        yield Problem(document.place(loc), "archived-reference", facts)
    elif to == "offer" and target.valid_to and target.valid_to < today:
        facts = {"entity": f"{to}/{value}", "date": target.valid_to.isoformat()}
        yield Problem(document.place(loc), "expired-reference", facts)


def _live(document: Document) -> bool:
    return document.record is not None and getattr(document.record, "status", "live") == "live"


def _unknown(document: Document, loc: Loc, value: str, known: frozenset[str]) -> Problem:
    meant = reading.nearest(value, known) or " | ".join(sorted(known)[:8]) or "—"
    return Problem(document.place(loc), "unknown-reference", {"value": value, "meant": meant})
