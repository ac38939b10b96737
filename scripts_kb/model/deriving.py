"""Shapes from the records of the schema: what a past value is typed by."""

import datetime as dt
import types
import typing
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, RootModel

from scripts_kb.model.records import RECORDS
from scripts_kb.model.shapes import Shape


def kinds() -> Iterable[str]:
    """Name every kind that has a shape."""
    return RECORDS


def shape_of(kind: str) -> Shape:
    """Derive the shape of a kind.

    Raises:
        KeyError: for a kind that the schema does not know.
    """
    return _shape(RECORDS[kind])


def _model_shape(model: type[BaseModel]) -> Shape:
    if issubclass(model, RootModel):
        return _shape(model.model_fields["root"].annotation)
    fields: dict[str, Shape] = {}
    required = set()
    for name, info in model.model_fields.items():
        key = info.alias or name
        fields[key] = _shape(info.annotation)
        if info.is_required():
            required.add(key)
    return Shape("map", fields=fields, required=frozenset(required))


def _shape(annotation: Any) -> Shape:
    origin = typing.get_origin(annotation)
    args = typing.get_args(annotation)
    if origin is Annotated:
        return _shape(args[0])
    if origin in {typing.Union, types.UnionType}:
        known = [arg for arg in args if arg is not type(None)]
        return Shape("number") if set(known) == {int, float} else _shape(known[0])
    if origin is Literal:
        return Shape("text", choices=frozenset(args))
    if origin is tuple:
        item = _shape(args[0])
        return Shape("list", item=item, key=getattr(args[0], "KEY", "id"))
    if origin is dict:
        return Shape("free", item=_shape(args[1]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model_shape(annotation)
    plain = {str: "text", int: "int", bool: "bool", dt.date: "date"}
    return Shape(plain[annotation])
