"""Walks a document along its declared fields: every value with what the schema says of it."""

import types
import typing
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from scripts_kb.content.base import Document, Loc
from scripts_kb.schema import kinds
from scripts_kb.schema.shapes import Value


class Field(NamedTuple):
    """A value at a place, with the declaration of its field."""

    loc: Loc
    key: str
    value: Value
    extra: dict[str, Any]


class _Below(NamedTuple):
    """What stands below a field: a record, or a list or map of what `inner` says."""

    form: str
    """`record`, `list` or `map`."""
    model: type[BaseModel] | None = None
    inner: "_Below | None" = None


_WALKED: ContextVar[dict[int, tuple[Document, tuple[Field, ...]]] | None] = ContextVar(
    "walked", default=None
)


@contextmanager
def walked_once() -> Iterator[None]:
    """Let each document be walked once while a block runs, however many checks look at it."""
    token = _WALKED.set({})
    try:
        yield
    finally:
        _WALKED.reset(token)


def of(document: Document) -> Iterable[Field]:
    """Give every field of a document that has a value, outer ones before inner ones.

    Lists of plain values come as one field; lists and maps of records are walked into.
    """
    walked = _WALKED.get()
    if walked is None:
        return _fields(document)
    # The document stays with its fields, so that its identity cannot pass to another.
    found = walked.get(id(document))
    if found is None:
        found = walked[id(document)] = document, tuple(_fields(document))
    return found[1]


def _fields(document: Document) -> Iterator[Field]:
    model = kinds.record_of(document.entity)
    if model is None:
        return
    if issubclass(model, RootModel):
        info = model.model_fields["root"]
        yield from _walk(_below(info.annotation), document.written, ())
    else:
        yield from _record(model, document.written, ())


def _record(model: type[BaseModel], value: Value, loc: Loc) -> Iterator[Field]:
    if not isinstance(value, dict):
        return
    for key, declared, below in _plan(model):
        found = value.get(key)
        if found is None:
            continue
        here = (*loc, key)
        yield Field(here, key, found, declared)
        if below is not None:
            yield from _walk(below, found, here)


@cache
def _plan(model: type[BaseModel]) -> tuple[tuple[str, dict[str, Any], _Below | None], ...]:
    """Give the keys of a record with their declarations; made once, walked thousands of times."""
    return tuple(
        (info.alias or name, extra(info), _below(info.annotation))
        for name, info in model.model_fields.items()
    )


def _walk(below: _Below | None, value: Value, loc: Loc) -> Iterator[Field]:
    if below is None:
        return
    if below.model is not None:
        yield from _record(below.model, value, loc)
    elif below.form == "list" and isinstance(value, list):
        for index, each in enumerate(value):
            yield from _walk(below.inner, each, (*loc, index))
    elif below.form == "map" and isinstance(value, dict):
        for key, each in value.items():
            yield from _walk(below.inner, each, (*loc, key))


def _below(annotation: Any) -> _Below | None:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _below(args[0])
    if origin in {typing.Union, types.UnionType}:
        return next((found for found in map(_below, args) if found), None)
    if origin is tuple or origin is dict:
        inner = _below(args[0] if origin is tuple else args[1])
        return _Below("list" if origin is tuple else "map", inner=inner) if inner else None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _Below("record", annotation)
    return None


def extra(info: FieldInfo) -> dict[str, Any]:
    """Give the declaration of a field: labels, audience, use, what it refers to."""
    found = info.json_schema_extra
    return found if isinstance(found, dict) else {}


def texts(field: Field) -> Iterator[tuple[Loc, str]]:
    """Yield the texts of a field: its own, or those of its plain list or map."""
    if isinstance(field.value, str):
        yield field.loc, field.value
    elif isinstance(field.value, list):
        for index, each in enumerate(field.value):
            if isinstance(each, str):
                yield (*field.loc, index), each
    elif isinstance(field.value, dict):
        for key, each in field.value.items():
            if isinstance(each, str):
                yield (*field.loc, key), each


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
    if origin is typing.Annotated:
        yield from _schema_of(args[0], path)
        return
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
