"""Values of entities: typed as the schema says, in the form that compares, walked along paths.

YAML alone cannot tell whether `no`, `012` or `12:30` is a text: the schema can. A parser hands over
maps, lists and texts; a `Shape` types them, the same today and for every past version:

    raw (str, list, dict, None)  ──typed──▶  values as written  ──canonical──▶  values to compare

`canonical` makes equality a form: prose without outer blank lines and trailing spaces; null, empty
texts, empty lists and empty maps are absent.
"""

import datetime as dt
import math
import re
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from scripts_kb.schema import paths
from scripts_kb.schema.shapes import Shape, below

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
SCALARS: Final = (str, int, float, bool)


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
    if isinstance(raw, str) and shape is not None and shape.form == "text" and not shape.choices:
        # The most frequent case: any text fits.
        return raw, True
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


def canonical(value: Value) -> Value:
    r"""Bring a typed value to the form in which equal values are equal; None where it is absent.

    Examples:
        >>> canonical({"say": "\nДа.  \n", "offers": [], "note": None, "price": {"list": 1490.0}})
        {'say': 'Да.', 'price': {'list': 1490}}
    """
    if isinstance(value, str):
        if not value or (value[-1] > " " and value[0] > " " and "\n" not in value):
            return value or None
        # Not by an expression: it would try each space of a long row of them with all that follow.
        return "\n".join(line.rstrip(" \t\r") for line in value.split("\n")).strip("\n") or None
    if isinstance(value, dict):
        found = {key: canonical(each) for key, each in value.items()}
        return {key: each for key, each in found.items() if each is not None} or None
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


def same(one: Value, other: Value) -> bool:
    """Tell whether two canonical values are equal; `true` is not `1`, 1490 is 1490.0."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def list_form(values: list[Value], shape: Shape | None) -> str:
    """Tell how the items of a list are told apart: `keyed`, `plain`, or as one `leaf`.

    Keyed lists hold maps with distinct keys, plain lists distinct scalars. What is neither (items
    without ids, doubles) can only be compared as a whole.
    """
    if keys(values, shape.key if shape else "id") is not None:
        return "keyed"
    return "leaf" if plain(values) is None else "plain"


def keys(values: list[Value], key: str) -> list[Any] | None:
    """Give the keys of the maps of a list; None where they do not tell its items apart."""
    found = []
    for each in values:
        name = each.get(key) if isinstance(each, dict) else None
        if not isinstance(name, str):
            return None
        found.append(name)
    return found if len(set(found)) == len(found) else None


def plain(values: list[Value]) -> list[Any] | None:
    """Give what tells the scalars of a list apart; None where it holds others or doubles."""
    found = []
    for each in values:
        if not isinstance(each, SCALARS):
            return None
        # `true` is not `1`.
        found.append((each,) if isinstance(each, bool) else each)
    return found if len(set(found)) == len(found) else None


def leaves(value: Value, shape: Shape | None, path: str = "") -> Iterator[tuple[str, Value]]:
    """Yield each leaf with its path: scalars, items of plain lists, lists that have no keys.

    Args:
        value: a canonical value, or None for an absent one, which has no leaves.
        shape: the shape of the value, or None where the schema knows nothing.
        path: where the value stands.

    Yields:
        Pairs of path and leaf, in the order in which they are written.

    Examples:
        >>> list(leaves({"id": "x", "synonyms": ["цена"]}, None))
        [('id', 'x'), ('synonyms["цена"]', 'цена')]
    """
    if value is None:
        return
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, below(shape, name), paths.field(path, name))
    elif isinstance(value, list):
        form = list_form(value, shape)
        inner = shape.item if shape else None
        if form == "keyed":
            key = shape.key if shape else "id"
            for each in value:
                yield from leaves(each, inner, paths.item(path, each[key]))
        elif form == "plain":
            for each in value:
                yield paths.text(path, each), each
        else:
            yield path, value
    else:
        yield path, value


def descend(
    value: Value, path: str, shape: Shape | None
) -> Iterator[tuple[str | int | None, Value]]:
    """Follow a path into a value: yield each key or index with what stands there.

    Where nothing does, that is the last: (None, None).
    """
    for step in paths.split(path):
        place = _place(value, step, shape.key if shape else "id")
        value = None if place is None else value[place]
        yield place, value
        if place is None:
            return
        shape = below(shape, 0 if step.form == "item" else step.name)


def _place(value: Value, step: paths.PathStep, key: str) -> str | int | None:
    if isinstance(value, dict):
        return step.name if step.form == "field" and step.name in value else None
    for index, each in enumerate(value if isinstance(value, list) and step.form == "item" else ()):
        if (each.get(key) if isinstance(each, dict) else str(each)) == step.name:
            return index
    return None


def at(value: Value, path: str, shape: Shape | None = None) -> Value:
    """Give what stands at a path of a canonical value; None where nothing does.

    Examples:
        >>> at({"answers": [{"id": "cup", "say": "Да"}]}, "answers[cup].say")
        'Да'
    """
    below = [found for _, found in descend(value, path, shape)]
    return below[-1] if below else value
