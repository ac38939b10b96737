"""Walking canonical values: which lists have keys, which values are equal, what the leaves are."""

from collections.abc import Iterator
from typing import Any, Final

from scripts_kb.schema import paths
from scripts_kb.schema.shapes import Shape, Value

SCALARS: Final = (str, int, float, bool)


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


def below(shape: Shape | None, name: str) -> Shape | None:
    """Give the shape of a field of a map."""
    if shape is None:
        return None
    return shape.item if shape.form == "free" else shape.fields.get(name)


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
