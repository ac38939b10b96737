"""JSON Schema of every kind, generated from the records: what editors complete and check by.

Besides what is wrong it is told what to write instead: `patternErrorMessage` and `errorMessage` are
what the YAML server of editors says in place of its own words.

An editor reads YAML by its own rules, so a schema takes what `kb check` takes: an empty field is an
absent one, a text may look like a number. It knows one file; what must hold across files is left to
`kb check`.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.schema import kinds, labels, records

FOLDER: Final = Path(__file__).parent.parent / "schemas"
"""Where they are kept, beside the package's modules."""

# Editors of YAML speak this draft; what newer ones add is not needed here.
_DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_OURS: Final = ("audience", "use", "to", "to_keys", "choices", "en")
_DAY: Final = r"^\d{4}-\d{2}-\d{2}$"
_FILLED: Final = r"\S"
_PATTERNS: Final = {_DAY: "date", _FILLED: "filled", kinds.ID_PATTERN: "id"}
"""Pattern → the text that says what fits it; a pattern of one field alone is a prediction's."""
_TYPES: Final = {
    "number": "number",
    "integer": "whole-number",
    "boolean": "flag",
    "array": "list",
}
"""Type → the text that says what stands there."""
_TEXTS: Final = catalogue("schemas")


def files(language: Language | None = None) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each schema file.

    Args:
        language: of the labels that an editor shows; None for both.

    Examples:
        >>> dict(files())["objection.schema.json"].startswith("{")
        True
    """
    for kind in records.RECORDS:
        yield name_of(kind), _text(kind, language)


@cache  # one process may begin many bases, and the records stay as they are
def _text(kind: str, language: Language | None) -> str:
    return json.dumps(of(kind, language), ensure_ascii=False, indent=1) + "\n"


def name_of(kind: str) -> str:
    """Give the name of a kind's schema file.

    Examples:
        >>> name_of("config/kb")
        'kb.schema.json'
    """
    return f"{kind.rpartition('/')[2]}.schema.json"


def of(kind: str, language: Language | None = None) -> dict[str, Any]:
    """Give the schema of a kind.

    Args:
        kind: as in `records.RECORDS`.
        language: of the labels; None for both.
    """
    schema = records.RECORDS[kind].model_json_schema(by_alias=True)
    found: dict[str, Any] = {"$schema": _DRAFT, **_record(schema, language)}
    if "$defs" in schema:
        found["$defs"] = {name: _record(each, language) for name, each in schema["$defs"].items()}
    return found


def globs() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each schema file's name with the files that it is for, below the content folder.

    Examples:
        >>> dict(globs())["decision.schema.json"]
        ('decisions/**/*.yml', 'decisions/**/*.yaml')
    """
    for kind in records.RECORDS:
        folder, _, name = kind.partition("/")
        if name:
            yield name_of(kind), (f"{name}.yml",)
        else:
            inside = f"{kinds.FOLDER_OF[folder]}/**/*"
            yield name_of(kind), (f"{inside}.yml", f"{inside}.yaml")


def beside(language: Language | None, folder: str = "schemas") -> Iterator[tuple[str, str]]:
    """Yield what an editor needs beside a content folder: the schema files, and its settings.

    Args:
        language: of the labels.
        folder: where the schema files stand.

    Examples:
        >>> [path for path, _ in beside("ru")][-2:]
        ['.vscode/extensions.json', '.vscode/settings.json']
    """
    yield from ((f"{folder}/{name}", text) for name, text in files(language))
    yield from settings(folder)


def settings(folder: str) -> Iterator[tuple[str, str]]:
    """Yield the settings of an editor: what it is to install, and which schema is for which file.

    Nothing is looked up elsewhere: a schema of the same name on the net is another's.
    """
    known = {
        f"./{folder}/{name}": [f"content/{each}" for each in inside] for name, inside in globs()
    }
    yaml = {"editor.insertSpaces": True, "editor.tabSize": 2, "editor.wordWrap": "on"}
    found: dict[str, dict[str, Any]] = {
        "extensions": {"recommendations": ["redhat.vscode-yaml"]},
        "settings": {
            "files.encoding": "utf8",
            "files.eol": "\n",
            "files.insertFinalNewline": True,
            "[yaml]": yaml,
            "yaml.schemaStore.enable": False,
            "yaml.schemas": known,
        },
    }
    for name, each in found.items():
        yield f".vscode/{name}.json", json.dumps(each, indent=2) + "\n"


def _record(schema: Mapping[str, Any], language: Language | None) -> dict[str, Any]:
    """Bring the schema of a record, or of a list of records, into our form."""
    found = _value(schema)
    found.pop("title", None)
    if "properties" in schema:
        required = set(schema.get("required", ()))
        found["properties"] = {
            name: _field(each, language, required=name in required)
            for name, each in schema["properties"].items()
        }
    return found


def _field(
    schema: Mapping[str, Any], language: Language | None, *, required: bool
) -> dict[str, Any]:
    """Bring a field into our form, with what an editor shows of it."""
    found = _value(schema, required=required)
    title, english = schema.get("title", ""), schema.get("en", "")
    found.pop("title", None)
    if english:
        found["description"] = _shown((title, english), language)
    table = labels.choices(schema.get("choices"))
    for holder in (found, found.get("items", {})):
        if "enum" in holder and table:
            holder["enumDescriptions"] = [
                _shown(table.get(each, (each, each)), language) for each in holder["enum"]
            ]
    for holder in (found, found.get("items", {})):
        _advised(holder, language)
    return found if required else _nullable(found)


def _advised(schema: dict[str, Any], language: Language | None) -> None:
    """Say what to write instead of what does not fit."""
    if "pattern" in schema:
        key = _PATTERNS.get(schema["pattern"], "change")
        schema["patternErrorMessage"] = _shown(_both(key), language)
    if "enum" in schema:
        known = ", ".join(map(str, schema["enum"]))
        schema["errorMessage"] = _shown(_both("choice", known=known), language)
    elif isinstance(schema.get("type"), str) and schema["type"] in _TYPES:
        schema["errorMessage"] = _shown(_both(_TYPES[schema["type"]]), language)


def _both(key: str, **facts: str) -> tuple[str, str]:
    return _TEXTS.say(key, "ru", **facts), _TEXTS.say(key, "en", **facts)


def _shown(label: tuple[str, str], language: Language | None) -> str:
    """Show a label in a language, or both where an editor shows one text to everybody."""
    return " / ".join(dict.fromkeys(label)) if language is None else labels.pick(label, language)


def _value(schema: Mapping[str, Any], *, required: bool = False) -> dict[str, Any]:
    found = {key: each for key, each in schema.items() if key not in {*_OURS, "$defs"}}
    # A default that says nothing would be typed into the file by an editor's completion.
    if found.get("default") in (None, "", [], {}):
        found.pop("default", None)
    branches = [each for each in found.get("anyOf", ()) if each.get("type") != "null"]
    if branches:
        del found["anyOf"]
        # Whole numbers are numbers: of the two branches the wider one says it all.
        found |= branches[-1]
    if "items" in found:
        found["items"] = _value(found["items"])
        # Items of lists of records are told apart by their ids, which a schema cannot say.
        if "$ref" not in found["items"]:
            found["uniqueItems"] = True
    if isinstance(found.get("additionalProperties"), dict):
        found["additionalProperties"] = _value(found["additionalProperties"])
    if found.get("format") == "date":
        found["pattern"] = _DAY
    elif found.get("type") == "string" and not {"enum", "pattern"} & found.keys():
        found["type"] = ["string", "number"]
        if required:
            found["pattern"] = _FILLED
    elif found.get("type") in ("number", "integer"):
        found["minimum"] = 0
    return found


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """Let a field be empty: that is the same as leaving it out."""
    if "$ref" in schema:
        rest = {key: each for key, each in schema.items() if key != "$ref"}
        return {"anyOf": [{"$ref": schema["$ref"]}, {"type": "null"}], **rest}
    types = schema.get("type", [])
    names = types if isinstance(types, list) else [types]
    found = {**schema, "type": [*names, "null"]}
    if "enum" in found:
        found["enum"] = [*found["enum"], None]
        found["enumDescriptions"] = [*found.get("enumDescriptions", ()), "—"]
    return found
