"""The contract of editing forms: every field of every kind, as a form needs to know it.

    Shape: label, use, audience, choices, to   ─┐
    help (a text of ours), zone (of the base)  ─┴──▶ JSON, with a version

A field names its `form`: text, int, number, bool, date, list (of `item`, told apart by `key`), map
(of `fields`), free (a map whose keys are the author's). A form that knows this version may be made
from it alone; what it does not know it leaves as it stands.
"""

from collections.abc import Mapping
from typing import Any, Final

from scripts_kb.content.base import Base
from scripts_kb.forms import VERSION
from scripts_kb.language.catalogue import catalogue
from scripts_kb.schema import kinds, labels, outline, paths, zoning
from scripts_kb.schema.audience import Audience
from scripts_kb.schema.records import RECORDS
from scripts_kb.schema.shapes import Bilingual, Shape

_TEXTS: Final = catalogue("forms")
_PROSE: Final = frozenset({"spoken", "published"})
_SEEN: Final[Mapping[str, frozenset[Audience]]] = {
    "team": frozenset({"partner", "team", "editor"}),
    "heads": frozenset({"partner", "team", "editor", "heads"}),
}
"""Whose form → the audiences of the fields that stand in it. Partners have none."""


def of(base: Base, audience: str) -> dict[str, Any]:
    """Give the contract for a base.

    Args:
        base: whose zones name who must agree to a field.
        audience: `team` or `heads`.

    Examples:
        >>> found = of(Base(), "team")
        >>> found["version"], [each["name"] for each in found["kinds"]["product"]["fields"]][:3]
        (1, ['id', 'title', 'status'])
    """
    return {
        "version": VERSION,
        "language": base.kb.language,
        "audience": audience,
        "kinds": {kind: _kind(base, kind, audience) for kind in RECORDS},
        "zones": [_zone(base, each) for each in base.zones.zones],
    }


def _zone(base: Base, zone: Any) -> dict[str, Any]:
    """Tell whose consent a zone asks for; who gives it is published nowhere."""
    titles = {each.id: each.title for each in base.zones.departments}
    return {
        "id": zone.id,
        "title": zone.title,
        "approvals": [titles.get(each, each) for each in zone.approvals],
        "silence_days": zone.silence_days,
    }


def _kind(base: Base, kind: str, audience: str) -> dict[str, Any]:
    shape = outline.of(kind)
    folder = kinds.FOLDER_OF.get(kind, "")
    label = labels.settings(kind, "ru"), labels.settings(kind, "en")
    if folder:
        label = labels.kind(kind, "ru"), labels.kind(kind, "en")
    found = _form(base, kind, "", shape, audience)
    found |= {"label": _both(label), "folder": folder, "new": bool(folder)}
    return found


def _both(pair: Bilingual) -> dict[str, str]:
    return {"ru": pair[0], "en": pair[1]}


def _form(base: Base, kind: str, path: str, shape: Shape, audience: str) -> dict[str, Any]:
    """Tell what stands at a place, with all that stands below it."""
    found: dict[str, Any] = {"form": shape.form}
    if shape.choices:
        found["choices"] = _choices(shape)
    if shape.to:
        found["to"] = shape.to
    if shape.form in {"int", "number"}:
        found["least"] = 0
    if shape.item is not None:
        below = f"{path}.*" if shape.form == "free" else path
        found["item"] = _form(base, kind, below, shape.item, audience)
        if shape.item.form == "map":
            found["key"] = shape.key
    if shape.form == "map":
        seen = {
            name: each for name, each in shape.fields.items() if each.audience in _SEEN[audience]
        }
        found["fields"] = [
            _field(base, kind, paths.field(path, name), name, each, shape, audience)
            for name, each in seen.items()
        ]
    return found


def _choices(shape: Shape) -> list[dict[str, str]]:
    table = labels.choices(shape.table)
    order = [each for each in table if each in shape.choices]
    order += sorted(shape.choices - table.keys())
    return [{"value": each, **_both(table.get(each, (each, each)))} for each in order]


def _field(
    base: Base,
    kind: str,
    path: str,
    name: str,
    shape: Shape,
    around: Shape,
    audience: str,
) -> dict[str, Any]:
    found = {"name": name, "label": _both(shape.label), **_help(kind, path)}
    found |= {"use": shape.use, "audience": shape.audience}
    if shape.use in _PROSE:
        found["lines"] = True
    if name in around.required:
        found["required"] = True
    if name == "id":
        found["pattern"] = kinds.ID_PATTERN
    zone = zoning.find(base.zones.zones, kind, path).zone
    if zone is not None:
        found["zone"] = zone.id
    return found | _form(base, kind, path, shape, audience)


def _help(kind: str, path: str) -> dict[str, Any]:
    """Tell what is to be written in a field, where its label does not say it all."""
    name = path.rpartition(".")[2]
    for key in (f"{kind}.{path}", f"*.{name}"):
        if key in _TEXTS:
            return {"help": _both((_TEXTS.say(key, "ru"), _TEXTS.say(key, "en")))}
    return {}
