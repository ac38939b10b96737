"""The settings of a CMS, for those who want one all the same: Sveltia, Decap.

    kinds ──▶ collections of a folder, `nested` to any of its folders       settings ──▶ files

A CMS writes a file anew, without its remarks and in its own order, and asks for no reason; our
form does neither. `kb forms --cms` is for a base that has its editors in one already.
"""

from typing import Any, Final

from scripts_kb.content import writing
from scripts_kb.content.base import Base
from scripts_kb.language import Language
from scripts_kb.schema import kinds, labels, outline
from scripts_kb.schema.records import RECORDS
from scripts_kb.schema.shapes import Shape

SYSTEMS: Final = ("sveltia", "decap")
_DEEP: Final = 5
"""Folders below the first: without it a CMS lists only the files of the top folder."""
_NO_CARD: Final = frozenset({"node", "reason", "material", "any"})
_SETTINGS: Final = {
    "segment": ("kb", "segments"),
    "metric": ("kb", "metrics"),
    "department": ("zones", "departments"),
    "must_say": ("wording", "must_say"),
}


def settings(base: Base, system: str) -> str:
    """Write the settings of a CMS.

    Args:
        base: whose language the labels are in, and whose branch is published.
        system: `sveltia` or `decap`.

    Examples:
        >>> settings(Base(), "decap").splitlines()[:2]
        ['backend:', '  name: git-gateway']
    """
    language = base.kb.language
    backend = {"name": "github" if system == "sveltia" else "git-gateway"}
    if system == "sveltia":
        backend["repo"] = "owner/repository"
    backend["branch"] = base.kb.branch or "main"
    collections = [_collection(kind, language) for kind in kinds.KINDS]
    files = [_file(kind, language) for kind in RECORDS if kind.startswith("config/")]
    general = {"name": "config", "label": labels.kind("config", language, many=True)}
    return writing.dump(
        {
            "backend": backend,
            "publish_mode": "editorial_workflow",
            "locale": language,
            "media_folder": "content/materials",
            "public_folder": "materials",
            "collections": [*collections, {**general, "files": [each for each in files if each]}],
        }
    )


def _collection(kind: str, language: Language) -> dict[str, Any]:
    markdown = "body" in outline.of(kind).fields and kind == "regulation"
    return {
        "name": kind,
        "label": labels.kind(kind, language, many=True),
        "label_singular": labels.kind(kind, language),
        "folder": f"content/{kinds.FOLDER_OF[kind]}",
        "nested": {"depth": _DEEP},
        "create": True,
        "identifier_field": "title",
        "slug": "{{fields.id}}",
        "extension": "md" if markdown else "yml",
        "format": "frontmatter" if markdown else "yml",
        "fields": _fields(outline.of(kind), language),
    }


def _file(kind: str, language: Language) -> dict[str, Any] | None:
    """Give the settings of a file of settings; a list at the top no CMS can write."""
    shape = outline.of(kind)
    name = kind.removeprefix("config/")
    if shape.form != "map":
        return None
    return {
        "name": name,
        "label": labels.settings(kind, language),
        "file": f"content/{name}.yml",
        "fields": _fields(shape, language),
    }


def _fields(shape: Shape, language: Language) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": labels.pick(each.label, language),
            "required": name in shape.required,
            **_widget(name, each, language),
        }
        for name, each in shape.fields.items()
    ]


def _widget(name: str, shape: Shape, language: Language) -> dict[str, Any]:
    """Choose how a field is edited."""
    if shape.form == "list" and shape.item is not None:
        if shape.item.form == "map":
            return {"widget": "list", "fields": _fields(shape.item, language)}
        if shape.choices or shape.item.choices or _relation(shape):
            return {**_single(name, shape.item, language), "multiple": True}
        return {"widget": "list"}
    if shape.form == "map":
        return {"widget": "object", "fields": _fields(shape, language)}
    return _single(name, shape, language)


def _single(name: str, shape: Shape, language: Language) -> dict[str, Any]:
    if shape.choices:
        table = labels.choices(shape.table)
        named = ((each, table.get(each, (each, each))) for each in sorted(shape.choices))
        options = [{"value": each, "label": labels.pick(pair, language)} for each, pair in named]
        return {"widget": "select", "options": options}
    if _relation(shape):
        return _related(shape.to or "")
    if shape.form in {"int", "number"}:
        return {"widget": "number", "value_type": "int" if shape.form == "int" else "float"}
    if shape.form == "bool":
        return {"widget": "boolean"}
    if shape.form == "date":
        day = {"format": "YYYY-MM-DD", "date_format": "DD.MM.YYYY", "time_format": False}
        return {"widget": "datetime", **day}
    if shape.form == "free":
        # What only one of the two knows would keep the other from starting.
        return {"widget": "object", "fields": []}
    if name == "body":
        return {"widget": "markdown"}
    return {"widget": "text" if shape.use in {"spoken", "published"} else "string"}


def _relation(shape: Shape) -> bool:
    return shape.to is not None and shape.to not in _NO_CARD


def _related(to: str) -> dict[str, Any]:
    if to in _SETTINGS:
        file, name = _SETTINGS[to]
        inside = {"collection": "config", "file": file, "value_field": f"{name}.*.id"}
        return {"widget": "relation", **inside, "search_fields": [f"{name}.*.title"]}
    return {"widget": "relation", "collection": to, "value_field": "id", "search_fields": ["title"]}
