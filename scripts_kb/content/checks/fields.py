"""Walks a document along its declared fields: every value with what the schema says of it."""

import types
import typing
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from scripts_kb.model import kinds
from scripts_kb.model.base import Document, Loc
from scripts_kb.model.shapes import Value


class Field(NamedTuple):
    """A value at a place, with the declaration of its field."""

    loc: Loc
    key: str
    value: Value
    extra: dict[str, Any]


def of(document: Document) -> Iterator[Field]:
    """Yield every field of a document that has a value, outer ones before inner ones.

    Lists of plain values come as one field; lists and maps of records are walked into.
    """
    model = kinds.record_of(document.entity)
    if model is None:
        return
    if issubclass(model, RootModel):
        info = model.model_fields["root"]
        yield from _below(info.annotation, document.written, ())
    else:
        yield from _record(model, document.written, ())


def _record(model: type[BaseModel], value: Value, loc: Loc) -> Iterator[Field]:
    if not isinstance(value, dict):
        return
    for name, info in model.model_fields.items():
        key = info.alias or name
        found = value.get(key)
        if found is None:
            continue
        here = (*loc, key)
        yield Field(here, key, found, extra(info))
        yield from _below(info.annotation, found, here)


def _below(annotation: Any, value: Value, loc: Loc) -> Iterator[Field]:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in {typing.Union, types.UnionType}:
        for arg in args:
            yield from _below(arg, value, loc)
    elif origin is tuple and isinstance(value, list):
        for index, each in enumerate(value):
            yield from _below(args[0], each, (*loc, index))
    elif origin is dict and isinstance(value, dict):
        for key, each in value.items():
            yield from _below(args[1], each, (*loc, key))
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _record(annotation, value, loc)


def extra(info: FieldInfo) -> dict[str, Any]:
    """Give the declaration of a field: labels, audience, use, what it refers to."""
    found = info.json_schema_extra
    return found if isinstance(found, dict) else {}


def schema(model: Any, path: str = "") -> Iterator[str]:
    """Yield the paths of all leaves that a kind may have, keys of lists dropped."""
    if isinstance(model, type) and issubclass(model, RootModel):
        yield from _schema_of(model.model_fields["root"].annotation, path)
        return
    for name, info in model.model_fields.items():
        here = f"{path}.{info.alias or name}" if path else (info.alias or name)
        yield from _schema_of(info.annotation, here)


def _schema_of(annotation: Any, path: str) -> Iterator[str]:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in {typing.Union, types.UnionType}:
        known = [arg for arg in args if arg is not type(None)]
        yield from _schema_of(known[0], path)
    elif origin is tuple:
        yield from _schema_of(args[0], path)
    elif origin is dict:
        yield from _schema_of(args[1], f"{path}.*")
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from schema(annotation, path)
    else:
        yield path
