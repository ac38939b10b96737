"""From the records of the schema what they declare, as `outline` writes it down.

    kinds      kind    → a declaration
    records    its name → [field → a declaration, the fields that are required]

A declaration is `[Russian, English, audience, use, table, to, type]`; a type is its form, then of a
text its choices, of a list the type of its items and their key, of a free map the type of its
values, of a map the name of its record.
"""

import datetime as dt
import types
import typing
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from scripts_kb.schema.records import RECORDS

_SCALARS: Final = {str: "text", int: "int", bool: "bool", dt.date: "date"}


def outline() -> dict[str, Any]:
    """Derive what all records declare."""
    models: dict[str, type[BaseModel]] = {}
    kinds = {kind: _whole(model, models) for kind, model in RECORDS.items()}
    records: dict[str, Any] = {}
    while len(records) < len(models):
        name, model = list(models.items())[len(records)]
        records[name] = _record(model, models)
    return {"kinds": kinds, "records": records}


def _whole(model: type[BaseModel], models: dict[str, type[BaseModel]]) -> list[Any]:
    if issubclass(model, RootModel):
        return _declaration("", model.model_fields["root"], models)
    return ["", "", "partner", "code", None, None, _type(model, models)]


def _record(model: type[BaseModel], models: dict[str, type[BaseModel]]) -> list[Any]:
    fields = {info.alias or name: info for name, info in model.model_fields.items()}
    return [
        {name: _declaration(name, info, models) for name, info in fields.items()},
        sorted(name for name, info in fields.items() if info.is_required()),
    ]


def _declaration(name: str, info: FieldInfo, models: dict[str, type[BaseModel]]) -> list[Any]:
    extra = info.json_schema_extra
    more: Mapping[str, Any] = extra if isinstance(extra, Mapping) else {}
    return [
        info.title or name,
        more.get("en", name),
        more.get("audience", "team"),
        more.get("use", "code"),
        more.get("choices"),
        more.get("to") or more.get("to_keys"),
        _type(info.annotation, models),
    ]


def _type(annotation: Any, models: dict[str, type[BaseModel]]) -> list[Any]:
    """Give the type of an annotation; the records that it names are added to `models`."""
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _type(args[0], models)
    if origin in {typing.Union, types.UnionType}:
        known = [arg for arg in args if arg is not type(None)]
        return ["number"] if set(known) == {int, float} else _type(known[0], models)
    if origin is Literal:
        return ["text", *args]
    if origin is tuple:
        return ["list", _type(args[0], models), getattr(args[0], "KEY", "id")]
    if origin is dict:
        return ["free", _type(args[1], models)]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if models.setdefault(annotation.__name__, annotation) is not annotation:
            raise AssertionError(f"two records are called {annotation.__name__}")
        return ["map", annotation.__name__]
    return [_SCALARS[annotation]]
