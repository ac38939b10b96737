"""The fields of a document that have a value, with what the schema says of each."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from scripts_kb.content.base import Document, Loc
from scripts_kb.schema import outline, shapes
from scripts_kb.schema.shapes import Field

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


def of(document: Document) -> tuple[Field, ...]:
    """Give every field of a document that has a value, outer ones before inner ones."""
    walked = _WALKED.get()
    # The document stays with its fields, so that its identity cannot pass to another.
    found = walked.get(id(document)) if walked is not None else None
    if found is None:
        whole = outline.of(document.entity)
        found = document, tuple(shapes.walk(whole, document.written))
        if walked is not None:
            walked[id(document)] = found
    return found[1]


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
