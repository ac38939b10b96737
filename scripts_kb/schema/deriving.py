"""From the records of the schema what they declare: shapes to type by, labels, audiences, uses."""

import datetime as dt
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, RootModel

from scripts_kb.schema import shapes
from scripts_kb.schema.outline import Declared, Outline
from scripts_kb.schema.records import RECORDS
from scripts_kb.schema.shapes import Shape


def kinds() -> Iterable[str]:
    """Name every kind that has a shape."""
    return RECORDS


@cache
def models() -> Mapping[str, type[BaseModel]]:
    """Give every record, those inside others too, by its name."""
    found: dict[str, type[BaseModel]] = {}
    for model in RECORDS.values():
        _gather(model, found)
    return MappingProxyType(found)


def _gather(model: type[BaseModel], found: dict[str, type[BaseModel]]) -> None:
    known = found.setdefault(model.__name__, model)
    if known is not model:
        raise AssertionError(f"two records are called {model.__name__}")
    for _, _, inner in _declared(model):
        if inner is not None and inner.__name__ not in found:
            _gather(inner, found)


def outline() -> Outline:
    """Derive what all records declare."""
    return Outline(
        kinds={kind: model.__name__ for kind, model in RECORDS.items()},
        records={
            name: MappingProxyType({key: each for key, each, _ in _declared(model)})
            for name, model in models().items()
        },
        shapes={kind: shapes.packed(shape_of(kind)) for kind in RECORDS},
    )


def _declared(model: type[BaseModel]) -> Iterator[tuple[str, Declared, type[BaseModel] | None]]:
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra
        more: Mapping[str, Any] = extra if isinstance(extra, Mapping) else {}
        inner = _inner(info.annotation)
        declared = Declared(
            label=(info.title or name, str(more.get("en", name))),
            audience=str(more.get("audience", "team")),
            use=str(more.get("use", "code")),
            choices=more.get("choices"),
            to=more.get("to") or more.get("to_keys"),
            record=inner.__name__ if inner else None,
            mapping=typing.get_origin(info.annotation) is dict,
            key=getattr(inner, "KEY", "id"),
        )
        yield info.alias or name, declared, inner


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for arg in reversed(typing.get_args(annotation)):
        found = _inner(arg)
        if found:
            return found
    return None


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
