"""One file to one document: parsed, typed, validated, every mistake with its place.

    bytes ──parse──▶ raw ──typed──▶ written ──pydantic──▶ record
                                       └──canonical──▶ value

A document with mistakes keeps its value as far as it could be read: the other files are checked
against it, and one mistake does not breed ten.
"""

import hashlib
import marshal
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from scripts_kb.content import mistakes, notices, recovering
from scripts_kb.content.base import Document, Loc
from scripts_kb.content.parsing import Parsed, UnreadableError, decode, parse
from scripts_kb.problems import Place, Problem
from scripts_kb.schema import kinds, outline, records, shapes, values
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Value

Marks = Mapping[Loc, tuple[int, int]]
"""Line and column of what stands in a file, counted from 1."""


class PackedLines(Marks):
    """Where what a file says stands in it, in few bytes: of thousands of files few are asked.

    As they are parsed, the places took a third of the memory of a base that was read.

    Examples:
        >>> lines = PackedLines({("id",): (1, 5)})
        >>> lines["id",], ("title",) in lines
        ((1, 5), False)
    """

    __slots__ = ("_packed",)

    def __init__(self, lines: Mapping[Loc, tuple[int, int]]) -> None:
        self._packed = marshal.dumps(dict[Any, Any](lines))

    def __getitem__(self, loc: Loc) -> tuple[int, int]:
        return _lines(self._packed)[loc]

    def __iter__(self) -> Iterator[Loc]:
        return iter(_lines(self._packed))

    def __len__(self) -> int:
        return len(_lines(self._packed))


@lru_cache(maxsize=16)
def _lines(packed: bytes) -> Mapping[Loc, tuple[int, int]]:
    lines: Mapping[Loc, tuple[int, int]] = marshal.loads(packed)  # noqa: S302 - packed here
    return lines


_CONFLICT: Final = re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE)


def read(content: bytes, path: str, shown: str) -> tuple[Document | None, list[Problem]]:
    """Read a file of the working tree.

    Args:
        content: the bytes of the file.
        path: its path below the content folder.
        shown: the path to name in messages.

    Returns:
        The document, None where not even its id could be read; and the mistakes, in their order.
    """
    location = kinds.locate(path)
    assert location is not None, path  # noqa: S101 - the caller walks entities only
    conflict = _CONFLICT.search(content)
    if conflict:
        line = content.count(b"\n", 0, conflict.start()) + 1
        return None, [Problem(Place(shown, line), "merge-conflict")]
    try:
        parsed = parse(content, markdown=location.markdown)
    except UnreadableError as error:
        return None, _all_mistakes(content, error, path, shown)
    kind = location.schema
    shape = outline.of(kind)
    if location.markdown and "body" not in shape.fields:
        return None, [Problem(Place(shown), "not-markdown", {"folder": path.partition("/")[0]})]
    if not isinstance(parsed.raw, list if shape.form == "list" else dict):
        code = "not-a-list" if shape.form == "list" else "not-a-map"
        facts = {"key": shown.rpartition("/")[2], "example": "id: dorogo"}
        return None, [Problem(Place(shown, *parsed.marks.get((), (1, 1))), code, facts)]
    written, _ = values.typed(parsed.raw, shape)
    record, problems = _validate(kind, written, parsed, shown)
    problems += notices.check(decode(content), parsed, shape, shown)
    identity = location.name or (written.get("id") if isinstance(written, dict) else None)
    if location.name is None and not kinds.is_id(identity):
        return None, problems
    document = Document(
        entity=f"{location.kind}/{identity}",
        path=path,
        value=values.canonical(written),
        record=record,
        written=written,
        marks=PackedLines(parsed.marks),
        key_marks=PackedLines(parsed.key_marks),
        shown=shown,
        blob=blob(content),
    )
    return document, problems


def again(
    written: Value, path: str, shown: str, blob: str, lines: tuple[Marks, Marks]
) -> Document | None:
    """Give the document of a file that was read before; None where the schema does not take it.

    Args:
        written: its typed value, as `read` gave it.
        path: its path below the content folder.
        shown: the path to name in messages.
        blob: what git calls its bytes.
        lines: where its values and its keys stand.
    """
    location = kinds.locate(path)
    identity = location and (location.name or (isinstance(written, dict) and written.get("id")))
    if not location or not identity:
        return None
    try:
        record = _record(location.schema, written)
    except ValidationError:
        return None
    value = values.canonical(written)
    entity = f"{location.kind}/{identity}"
    return Document(entity, path, value, record, written, *lines, shown, blob)


def blob(content: bytes) -> str:
    """Name bytes as git does.

    Source: gitformat-pack(5), object names; SHA-1 is git's, nothing is kept safe by it.

    Examples:
        >>> blob(b"")
        'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    named = hashlib.sha1(b"blob %d\0" % len(content), usedforsecurity=False)
    named.update(content)
    return named.hexdigest()


_OF_WHAT_IS_NOT_READ: Final = frozenset({"missing-key", "missing-id"})


def _all_mistakes(content: bytes, first: UnreadableError, path: str, shown: str) -> list[Problem]:
    """Give what keeps a file from being read, and what is wrong in the rest of it."""
    location = kinds.locate(path)
    assert location is not None, path  # noqa: S101 - as above
    errors, parsed, touched = recovering.read(content, first, markdown=location.markdown)
    found = [Problem(Place(shown, e.line, e.column), e.code, e.facts) for e in errors]
    shape = outline.of(location.schema)
    if parsed is not None and isinstance(parsed.raw, list if shape.form == "list" else dict):
        written, _ = values.typed(parsed.raw, shape)
        found += (
            each
            for each in _validate(location.schema, written, parsed, shown)[1]
            if each.code not in _OF_WHAT_IS_NOT_READ and each.place.line not in touched
        )
    return sorted(found, key=lambda each: each.place)


def _validate(
    kind: str, written: Value, parsed: Parsed, shown: str
) -> tuple[BaseModel | None, list[Problem]]:
    """Give the record of a document, or what keeps it from being one."""
    try:
        return _record(kind, written), []
    except ValidationError as error:
        return None, mistakes.of(error, parsed, kind, shown)


def _record(kind: str, written: Value) -> BaseModel:
    # A null stands for an absent value, so the record's own default takes its place.
    return records.RECORDS[kind].model_validate(_without_nulls(written, outline.of(kind)))


def _without_nulls(value: Value, shape: Shape | None) -> Value:
    if isinstance(value, dict):
        known = shape.fields if shape and shape.form == "map" else value
        required = shape.required if shape else frozenset()
        # What the schema does not know stays: it may be the rest of a text that a comma cut.
        # An empty text says nothing, so it is not what the schema requires.
        return {
            key: each if isinstance(each, str) else _without_nulls(each, shapes.below(shape, key))
            for key, each in value.items()
            if (each is not None or key not in known)
            and not (key in required and isinstance(each, str) and not each.strip())
        }
    if isinstance(value, list):
        item = shape.item if shape else None
        return [each if isinstance(each, str) else _without_nulls(each, item) for each in value]
    return value
