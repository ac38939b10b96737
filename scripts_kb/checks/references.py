"""References: whatever a field points to exists, and what is live points to nothing out of force.

segments: [cafe]     a name that kb.yml, zones.yml or wording.yml defines
offers: [espresso]   a card of the kind that the field declares
source: insight/x    any card, a file of the content folder, or an address
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from scripts_kb.checks import fields
from scripts_kb.content import references, spelling
from scripts_kb.content.base import Base, Document, Loc
from scripts_kb.problems import Place, Problem
from scripts_kb.schema import kinds
from scripts_kb.schema.shapes import Field

RECORDS_OF_THE_PAST: Final = frozenset({"change", "insight", "meeting", "decision"})
"""They speak of what was at their time: what they refer to may be over by now."""

_ENTITIES: Final = frozenset(kinds.FOLDER_OF) - {"change"}
_SETTINGS: Final = {
    "segment": ("config/kb", "segments"),
    "metric": ("config/kb", "metrics"),
    "department": ("config/zones", "departments"),
    "must_say": ("config/wording", "must_say"),
}
"""What is defined in settings: in which file and list."""


def check(base: Base, today: dt.date) -> Iterator[Problem]:
    """Find references to nothing, and live ones to what is archived, a draft or not in force."""
    names = {to: defined(base, to) for to in _SETTINGS}
    used: set[str] = set()
    for document in base.documents.values():
        for field in fields.of(document):
            to = field.shape.to
            if to is None or to in {"node", "reason"}:
                # Steps of a script are looked at as a graph, reasons beside their outcome.
                continue
            for loc, value in values(field):
                if to in names:
                    used.add(f"{to}/{value}")
                    yield from _name(names[to], document, field, loc, value)
                elif to == "material":
                    used.add(value)
                    yield from _material(base, document, loc, value)
                else:
                    used.add(value)
                    yield from _entity(base, document, field, loc, value, today)
    yield from _unused(base, used)


def defined(base: Base, to: str) -> frozenset[str] | None:
    """Give the names that settings define; None where those settings cannot be read.

    Settings that have a mistake elsewhere still define their names.
    """
    entity, name = _SETTINGS[to]
    if entity in base.unread or (entity == "config/kb" and entity not in base.documents):
        # That the file is not there is one mistake; what needs it has none of its own.
        return None
    document = base.documents.get(entity)
    settings = document.value if document and isinstance(document.value, dict) else {}
    found = settings.get(name)
    items = found if isinstance(found, list) else []
    return frozenset(str(each.get("id")) for each in items if isinstance(each, dict))


def values(field: Field) -> Iterator[tuple[Loc, str]]:
    """Yield what refers to something: the text, the items of a list, the keys of a map."""
    if field.shape.form == "free":
        for key in field.value if isinstance(field.value, dict) else ():
            yield (*field.loc, key), key
        return
    values = field.value if isinstance(field.value, list) else [field.value]
    for index, each in enumerate(values):
        if isinstance(each, str) and each:
            yield ((*field.loc, index) if isinstance(field.value, list) else field.loc), each


def _name(
    known: frozenset[str] | None,
    document: Document,
    field: Field,
    loc: Loc,
    value: str,
) -> Iterator[Problem]:
    if known is None or value in known:
        return
    entity, name = _SETTINGS[field.shape.to or ""]
    where = f"{entity.removeprefix('config/')}.yml ({name})"
    meant = spelling.meant(value, known)
    facts = {"key": field.key, "value": value, "where": where, "meant": meant}
    place = document.key_place(loc) if loc[-1] == value else document.place(loc)
    yield Problem(place, "unknown-name", facts)


def _material(base: Base, document: Document, loc: Loc, value: str) -> Iterator[Problem]:
    if value not in base.files:
        near = spelling.nearest(value, base.files) or "materials/…"
        yield Problem(document.place(loc), "missing-file", {"file": value, "meant": near})


def _entity(
    base: Base, document: Document, field: Field, loc: Loc, value: str, today: dt.date
) -> Iterator[Problem]:
    to = field.shape.to or ""
    if to == "any" and (value in base.files or value.startswith(_ADDRESSES)):
        return
    entity = value if to == "any" else f"{to}/{value}"
    if not base.exists(entity):
        told = field.key == "applies_to" or loc[0] == "places"
        if told and entity.partition("/")[0] in _ENTITIES:
            # It may explain why something was removed; only the history knows.
            code, facts = "applies-to-nothing", {"entity": value}
        else:
            code, facts = "unknown-reference", {"key": field.key, "value": value}
        meant = _meant(base, to, value)
        yield Problem(document.place(loc), code, {**facts, "meant": meant})
    elif entity == document.entity:
        facts = {"key": field.key, "value": value}
        yield Problem(document.place(loc), "self-reference", facts)
    elif to != "any" or field.key == "entity":
        # What is pinned is shown to everyone, as if it were in force.
        yield from out_of_force(base, document, entity, loc, today)


_ADDRESSES: Final = ("https://", "http://", "mailto:")


def _meant(base: Base, to: str, value: str) -> str:
    entities = [*base.documents, *base.unread]
    if to != "any":
        return spelling.meant(
            value, (each[len(to) + 1 :] for each in entities if each.startswith(f"{to}/"))
        )
    # Else the card is named by the path of its file.
    written = references.entity(value)
    here = [each.entity for each in base.documents.values() if value.endswith(each.path)]
    if here or base.exists(written):
        return here[0] if here else written
    # Most often the kind was left out: `dorogo` for `objection/dorogo`.
    whole = [each for each in entities if each.partition("/")[2] == value]
    return (
        " | ".join(whole)
        or spelling.nearest(value, entities)
        or "objection/… | insight/… | https://…"
    )


def speaks_of_today(document: Document) -> bool:
    """Tell whether what a document names must be in force today: it is live, no record of then."""
    live = document.record is not None and getattr(document.record, "status", "live") == "live"
    return live and document.kind not in RECORDS_OF_THE_PAST


def out_of_force(
    base: Base, document: Document, entity: str, loc: Loc, today: dt.date
) -> Iterator[Problem]:
    """Find a live card that points to one that is archived, a draft, over or not begun.

    Args:
        base: the knowledge base.
        document: the one that refers or quotes.
        entity: what it refers to.
        loc: where in it.
        today: the day for which it must be in force.
    """
    target = base.documents.get(entity)
    if target is None or target.record is None or document.entity == entity:
        return
    if not speaks_of_today(document):
        return
    found = _out_of_force(target, today)
    if found:
        code, facts = found
        yield Problem(document.place(loc), code, {"entity": entity, **facts})


def _out_of_force(target: Document, today: dt.date) -> tuple[str, dict[str, str]] | None:
    status = getattr(target.record, "status", "live")
    first: dt.date | None = getattr(target.record, "valid_from", None)
    last: dt.date | None = getattr(target.record, "valid_to", None)
    if last and last < today and status != "draft":
        # Also where it was put away since: that it is over is what happened first.
        return "expired-reference", {"date": last.isoformat()}
    if status == "archived":
        return "archived-reference", {}
    if status == "draft":
        return "draft-reference", {}
    return ("early-reference", {"date": first.isoformat()}) if first and first > today else None


def _unused(base: Base, used: set[str]) -> Iterator[Problem]:
    """Find materials that no card offers, and mandatory phrases that no script asks for."""
    root = next((each.root for each in base.documents.values()), "")
    for path in sorted(base.files):
        if path.startswith("materials/") and path not in used:
            yield Problem(Place(f"{root}{path}"), "unused-material")
    wording = base.documents.get("config/wording")
    scripts = any(each.kind == "script" for each in base.documents.values())
    if wording is None or not scripts:
        return
    for index, phrase in enumerate(base.wording.must_say):
        if f"must_say/{phrase.id}" not in used:
            place = wording.place(("must_say", index))
            yield Problem(place, "unsaid-phrase", {"id": phrase.id})
