"""One file to one document: parsed, typed, validated, every mistake with its place.

    bytes ──parse──▶ raw ──typed──▶ written ──pydantic──▶ record
                                       └──canonical──▶ value

A document with mistakes keeps its value as far as it could be read: the other files are checked
against it, and one mistake does not breed ten.
"""

import difflib
import re
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from scripts_kb.content.parsing import Parsed, UnreadableError, parse
from scripts_kb.model import kinds, shapes
from scripts_kb.model.base import Document, Loc
from scripts_kb.model.log import Past
from scripts_kb.model.shapes import Shape, Value
from scripts_kb.problems import Place, Problem

_CLOSE_ENOUGH: Final = 0.6


def past(content: bytes, path: str) -> Past:
    r"""Read a version from the past: today's scalar rules, no defaults, strangers tolerated.

    Args:
        content: the blob.
        path: the file's path below the content folder; it gives the kind.

    Returns:
        What it said; `problem` names why it could not be read.

    Examples:
        >>> past(b"id: x\ntitle: no\nold: 1\n", "objections/x.yml")
        Past(id='x', value={'id': 'x', 'title': 'no', 'old': '1'}, fits=False, problem='')
        >>> past(b"id: [", "objections/x.yml").problem
        'leading-bracket'
    """
    location = kinds.locate(path)
    assert location is not None, path  # noqa: S101 - the caller walks entities only
    try:
        raw = parse(content, markdown=location.markdown).raw
    except UnreadableError as error:
        return Past(None, None, fits=False, problem=error.code)
    if location.name is not None:
        written, fits = shapes.typed(raw, shapes.shape_of(f"config/{location.name}"))
        return Past(location.name, shapes.canonical(written), fits)
    if not isinstance(raw, dict) or not kinds.is_id(raw.get("id")):
        return Past(None, None, fits=False, problem="no-id")
    written, fits = shapes.typed(raw, shapes.shape_of(location.kind))
    return Past(str(raw["id"]), shapes.canonical(written), fits)


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
    try:
        parsed = parse(content, markdown=location.markdown)
    except UnreadableError as error:
        place = Place(shown, error.line, error.column)
        return None, [Problem(place, error.code, error.facts)]
    kind = f"config/{location.name}" if location.name else location.kind
    shape = shapes.shape_of(kind)
    if not isinstance(parsed.raw, list if shape.form == "list" else dict):
        code = "not-a-list" if shape.form == "list" else "not-a-map"
        facts = {"key": shown.rpartition("/")[2]}
        return None, [Problem(Place(shown, *parsed.marks.get((), (1, 1))), code, facts)]
    written, _ = shapes.typed(parsed.raw, shape)
    model = kinds.RECORDS[kind]
    record, problems = _validate(model, written, parsed, shape, shown)
    identity = location.name or (written.get("id") if isinstance(written, dict) else None)
    if location.name is None and not kinds.is_id(identity):
        return None, problems
    document = Document(
        entity=f"{location.kind}/{identity}",
        path=path,
        value=shapes.canonical(written),
        record=record,
        written=written,
        marks=parsed.marks,
        key_marks=parsed.key_marks,
        shown=shown,
    )
    return document, problems


def _validate(
    model: type[BaseModel], written: Value, parsed: Parsed, shape: Shape, shown: str
) -> tuple[Any, list[Problem]]:
    # A null stands for an absent value, so the record's own default takes its place.
    present = _without_nulls(written)
    try:
        record = model.model_validate(present)
    except ValidationError as error:
        problems = [
            _problem(each, parsed, shape, shown) for each in error.errors(include_url=False)
        ]
        return None, sorted(problems, key=lambda problem: problem.place)
    return record, []


def _without_nulls(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    return value


def _shape_at(shape: Shape | None, loc: Loc) -> Shape | None:
    for step in loc:
        if shape is None:
            return None
        if isinstance(step, int) or shape.form == "free":
            shape = shape.item
        else:
            shape = shape.fields.get(step)
    return shape


def nearest(name: str, known: Any) -> str | None:
    """Give the known name that a person most likely meant, or None.

    Examples:
        >>> nearest("sey", ["say", "steps"])
        'say'
    """
    found = difflib.get_close_matches(name.lower(), list(known), 1, _CLOSE_ENOUGH)
    return found[0] if found else None


def _problem(error: Any, parsed: Parsed, shape: Shape, shown: str) -> Problem:
    loc: Loc = tuple(step for step in error["loc"] if step != "[key]")
    key = str(loc[-1]) if loc else ""
    value = error.get("input")
    place = _place(parsed, loc, shown)
    match error["type"]:
        case "extra_forbidden":
            return _unknown_key(loc, parsed, shape, shown)
        case "missing":
            code = "missing-id" if key == "id" and len(loc) > 1 else "missing-key"
            return Problem(place, code, {"key": key})
        case "literal_error":
            here = _shape_at(shape, loc)
            allowed = sorted(here.choices) if here else []
            meant = nearest(str(value), allowed)
            return Problem(
                place,
                "bad-choice",
                {"key": key, "value": value, "meant": meant or " | ".join(allowed)},
            )
        case "value_error":
            return Problem(place, "bad-date", {"key": key, "value": value})
        case "string_pattern_mismatch" if key == "change":
            return Problem(place, "bad-expectation", {"value": value})
        case "string_pattern_mismatch":
            return Problem(place, "bad-id", {"key": key, "value": value, "meant": slug(str(value))})
        case _:
            here = _shape_at(shape, loc)
            form = here.form if here else "text"
            return Problem(place, f"not-a-{_FORMS.get(form, form)}", {"key": key, "value": value})


_FORMS: Final = {"free": "map", "int": "whole-number"}


def _place(parsed: Parsed, loc: Loc, shown: str) -> Place:
    while loc and loc not in parsed.marks:
        loc = loc[:-1]
    return Place(shown, *parsed.marks.get(loc, (1, 1)))


def _unknown_key(loc: Loc, parsed: Parsed, shape: Shape, shown: str) -> Problem:
    place = Place(shown, *parsed.key_marks.get(loc, (1, 1)))
    key = str(loc[-1])
    holder = _shape_at(shape, loc[:-1])
    known = holder.fields if holder else {}
    if loc[:-1] in parsed.flow and _value_at(parsed.raw, loc) is None:
        return Problem(place, "comma-in-braces", {"text": key})
    meant = nearest(key, known)
    return Problem(place, "unknown-key", {"key": key, "meant": meant or " | ".join(known)})


def _value_at(raw: Any, loc: Loc) -> Any:
    for step in loc:
        raw = raw[step]
    return raw


_LATIN: Final = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "j",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "c",
            "ch",
            "sh",
            "sch",
            "_",
            "y",
            "_",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)


def slug(text: str) -> str:
    """Make an id of a title.

    Examples:
        >>> slug("Дорого! (для кафе)")
        'dorogo-dlya-kafe'
    """
    latin = "".join(_LATIN.get(letter, letter) for letter in text.lower()).replace("_", "")
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:64].rstrip("-") or "id"
