"""The fields of a document that have a value, with what the schema says of each."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property

from scripts_kb.content.base import Document, Loc
from scripts_kb.problems import Place
from scripts_kb.schema import outline, shapes
from scripts_kb.schema.shapes import Field


class _Walk:
    """What a document holds, each found when it is first asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return shapes.walk(outline.of(self._document.entity), self._document.written)

    @cached_property
    def texts(self) -> tuple[tuple[Field, Loc, str], ...]:
        read = (each for each in self.fields if each.shape.use != "code")
        return tuple((field, loc, text) for field in read for loc, text in texts_of(field))


_WALKED: ContextVar[dict[int, _Walk] | None] = ContextVar("walked", default=None)


@contextmanager
def walked_once() -> Iterator[None]:
    """Let each document be walked once while a block runs, however many checks look at it."""
    token = _WALKED.set({})
    try:
        yield
    finally:
        _WALKED.reset(token)


def _walk(document: Document) -> _Walk:
    walked = _WALKED.get()
    if walked is None:
        return _Walk(document)
    # The document stays with its walk, so that its identity cannot pass to another.
    found = walked.get(id(document))
    if found is None:
        found = walked[id(document)] = _Walk(document)
    return found


def of(document: Document) -> tuple[Field, ...]:
    """Give every field of a document that has a value, outer ones before inner ones."""
    return _walk(document).fields


def texts(document: Document) -> tuple[tuple[Field, Loc, str], ...]:
    """Give every text of a document that is said, published or noted; codes are none."""
    return _walk(document).texts


def place(document: Document, loc: Loc, text: str, start: int) -> Place:
    """Point into a body, whose lines are those of the file; else at the field."""
    found = document.place(loc)
    if loc != ("body",):
        return found
    line = text.count("\n", 0, start)
    return Place(found.path, found.line + line, start - (text.rfind("\n", 0, start) + 1) + 1)


def texts_of(field: Field) -> Iterator[tuple[Loc, str]]:
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
