"""Reading scalars as the schema says, the same today and for every past version.

YAML alone cannot tell whether `no`, `012` or `12:30` is a text: the schema can. A parser hands over
maps, lists and texts; a `Shape`, derived from the records of the schema, types them:

    raw (str, list, dict, None)  ──typed──▶  values as written  ──canonical──▶  values to compare

`canonical` is the contract's equality made into a form: prose without outer blank lines and
trailing spaces; null, empty texts, empty lists and empty maps are absent.
"""

import datetime as dt
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, TypeAlias

Raw: TypeAlias = "str | list[Raw] | dict[str, Raw] | None"
Value: TypeAlias = Any
"""A typed value: str, int, float, bool, None, and lists and dicts (with text keys) of these."""

_INT: Final = re.compile(r"[-+]?[0-9]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_BOOLS: Final = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_MAX_DIGITS: Final = 30


@dataclass(frozen=True, slots=True)
class Shape:
    """What the schema expects at a place.

    `form` is one of text, int, number, bool, date, list, map, free (a map with free keys).
    """

    form: str
    item: "Shape | None" = None
    """Of a list its items, of a free map its values."""
    fields: Mapping[str, "Shape"] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    choices: frozenset[str] = frozenset()
    key: str = "id"
    """Of a list of maps: the field that tells its items apart."""


@cache
def shape_of(entity: str) -> Shape:
    """Give the shape of an entity's kind; `entity` is `kind/id` or a kind.

    Raises:
        KeyError: for a kind that the schema does not know.
    """
    # Settings have a shape each, all else one a kind.
    kind = entity if entity.startswith("config/") else entity.partition("/")[0]
    if kind not in _SHAPES:
        from scripts_kb.schema import outline  # noqa: PLC0415 - it is made of shapes

        _SHAPES[kind] = _read(outline.of().shapes[kind])
    return _SHAPES[kind]


_SHAPES: Final[dict[str, Shape]] = {}


def remembered(text: str) -> None:
    """Take the shapes that `written` gave, so that the records need not be loaded.

    Args:
        text: of the same schema.
    """
    for kind, shape in json.loads(text).items():
        _SHAPES.setdefault(kind, _read(shape))


def written() -> str:
    """Write the shape of every kind."""
    from scripts_kb.schema import outline  # noqa: PLC0415 - see `shape_of`

    return json.dumps(outline.of().shapes)


def packed(shape: Shape) -> list[Any]:
    """Write a shape as what JSON holds."""
    return [
        shape.form,
        packed(shape.item) if shape.item else None,
        {name: packed(each) for name, each in shape.fields.items()},
        sorted(shape.required),
        sorted(shape.choices),
        shape.key,
    ]


def _read(shape: list[Any]) -> Shape:
    form, item, fields, required, choices, key = shape
    return Shape(
        form,
        _read(item) if item else None,
        {name: _read(each) for name, each in fields.items()},
        frozenset(required),
        frozenset(choices),
        key,
    )


def _scalar(raw: str, shape: Shape) -> tuple[Value, bool]:
    form = shape.form
    if form == "text":
        return raw, not shape.choices or raw in shape.choices
    if form == "date":
        return raw, _is_date(raw)
    if form == "bool":
        return _BOOLS.get(raw, raw), raw in _BOOLS
    if len(raw) <= _MAX_DIGITS:
        if _INT.fullmatch(raw):
            return int(raw), True
        if form == "number" and _FLOAT.fullmatch(raw) and math.isfinite(float(raw)):
            return float(raw), True
    return raw, False


def _is_date(raw: str) -> bool:
    if not _DATE.fullmatch(raw):
        return False
    try:
        dt.date.fromisoformat(raw)
    except ValueError:
        return False
    return True


def typed(raw: Raw, shape: Shape | None) -> tuple[Value, bool]:
    """Type a parsed document by the schema; a wrong type stays as written.

    What is absent, however it is written, has no type that could be wrong.

    Args:
        raw: what a parser read: texts, lists, maps with text keys, None for a null.
        shape: what the schema expects there; None where it knows nothing.

    Returns:
        The value, and whether it fits the schema: no unknown or missing key, no wrong type.

    Examples:
        >>> typed("012", Shape("text")), typed("012", Shape("int")), typed("no", Shape("bool"))
        (('012', True), (12, True), ('no', False))
    """
    value, fits = _typed(raw, shape)
    return value, fits or (shape is not None and canonical(raw) is None)


def _typed(raw: Raw, shape: Shape | None) -> tuple[Value, bool]:
    if raw is None:
        return None, shape is not None
    if shape is None:
        return raw, False
    if isinstance(raw, str):
        return _scalar(raw, shape) if shape.form not in {"list", "map", "free"} else (raw, False)
    if isinstance(raw, list):
        if shape.form != "list":
            return raw, False
        pairs = [typed(each, shape.item) for each in raw]
        fits = all(ok for _, ok in pairs) and keys_fit(raw, shape)
        return [value for value, _ in pairs], fits
    if shape.form == "free":
        found = {key: typed(each, shape.item) for key, each in raw.items()}
        return {key: value for key, (value, _) in found.items()}, all(
            ok for _, ok in found.values()
        )
    if shape.form != "map":
        return raw, False
    fits = all(canonical(raw.get(key)) is not None for key in shape.required)
    result = {}
    for key, each in raw.items():
        value, ok = typed(each, shape.fields.get(key))
        result[key] = value
        fits = fits and ok
    return result, fits


def keys_fit(raw: list[Raw], shape: Shape) -> bool:
    """Tell whether the items of a list can be told apart."""
    if shape.item is None:
        return True
    if shape.item.form == "map":
        keys = [each.get(shape.key) for each in raw if isinstance(each, dict)]
        texts = [key for key in keys if isinstance(key, str)]
    else:
        texts = [each for each in raw if isinstance(each, str)]
    return len(set(texts)) == len(texts)


_TRAILING: Final = re.compile(r"[ \t\r]+$", re.MULTILINE)
_BLANK_ENDS: Final = re.compile(r"\A(?:[ \t\r]*\n)+|(?:\n[ \t\r]*)+\Z")


def canonical(value: Value) -> Value:
    r"""Bring a typed value to the form in which equal values are equal; None where it is absent.

    Examples:
        >>> canonical({"say": "\nДа.  \n", "offers": [], "note": None, "price": {"list": 1490.0}})
        {'say': 'Да.', 'price': {'list': 1490}}
    """
    if isinstance(value, str):
        if not value or (value[-1] > " " and value[0] > " " and "\n" not in value):
            return value or None
        return _BLANK_ENDS.sub("", _TRAILING.sub("", value)) or None
    if isinstance(value, dict):
        found = ((key, canonical(each)) for key, each in value.items())
        return {key: each for key, each in found if each is not None} or None
    if isinstance(value, list):
        return [each for each in map(canonical, value) if each is not None] or None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def settled(raw: Raw, shape: Shape | None) -> tuple[Value, bool]:
    """Type a value and bring it to the form that compares, in one pass over it.

    Args:
        raw: what a parser read.
        shape: what the schema expects there; None where it knows nothing.

    Returns:
        `canonical` of what `typed` gives, and whether it fits the schema.

    Examples:
        >>> settled({"list": "1490.0", "unit": "кг "}, Shape("free", item=Shape("number")))
        ({'list': 1490, 'unit': 'кг'}, False)
    """
    if isinstance(raw, str):
        if shape is not None and shape.form == "text":
            text = canonical(raw)
            return text, text is None or not shape.choices or raw in shape.choices
        value, fits = typed(raw, shape)
        return canonical(value), fits
    if raw is None:
        return None, shape is not None
    if isinstance(raw, list):
        if shape is None or shape.form != "list":
            return _unexpected(raw, shape)
        pairs = [settled(each, shape.item) for each in raw]
        fits = all(ok for _, ok in pairs) and keys_fit(raw, shape)
        found = [value for value, _ in pairs if value is not None]
        return found or None, fits or not found
    if shape is None or shape.form not in {"map", "free"}:
        return _unexpected(raw, shape)
    return _settled_map(raw, shape)


def _unexpected(raw: Raw, shape: Shape | None) -> tuple[Value, bool]:
    value = canonical(raw)
    return value, value is None and shape is not None


def _settled_map(raw: dict[str, Raw], shape: Shape) -> tuple[Value, bool]:
    fields, free = shape.fields, shape.item if shape.form == "free" else None
    found = {}
    fits = True
    for key, each in raw.items():
        inner = fields.get(key, free)
        # The most frequent case, without a call: a text of one line.
        if (
            inner is not None
            and inner.form == "text"
            and not inner.choices
            and isinstance(each, str)
            and each
            and each[0] > " "
            and each[-1] > " "
            and "\n" not in each
        ):
            found[key] = each
            continue
        value, ok = settled(each, inner)
        fits = fits and ok
        if value is not None:
            found[key] = value
    if fits:
        for key in shape.required:
            if key not in found:
                fits = False
    return found or None, fits or not found
