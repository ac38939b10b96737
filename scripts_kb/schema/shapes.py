"""What the schema says of every place in an entity: one tree, and the ways through it.

    Shape ──fields──▶ Shape ──item──▶ Shape        of an objection: answers ▶ an answer ▶ its words

Whoever asks where a path leads, who may see a field or what is inside a list walks this tree. It is
made of the records by `outline`, which needs neither them nor their library to read it back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scripts_kb.schema import paths
from scripts_kb.schema.audience import Audience

Bilingual = tuple[str, str]
"""A text in Russian and in English."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What the schema says of a place; an item of a list has the declaration of its field.

    `form` is one of text, int, number, bool, date, list, map, free (a map with free keys).
    """

    form: str
    label: Bilingual = ("", "")
    audience: Audience = "team"
    use: str = "code"
    table: str | None = None
    """The name of the labels of its choices in the catalogue `labels`."""
    to: str | None = None
    """What it refers to, of a free map its keys: a kind, `department`, `segment`, …"""
    item: "Shape | None" = None
    """Of a list its items, of a free map its values."""
    fields: Mapping[str, "Shape"] = field(default_factory=dict)
    """By their names in files, in the order in which readers see them."""
    required: frozenset[str] = frozenset()
    """The fields without which there is no such map."""
    choices: frozenset[str] = frozenset()
    key: str = "id"
    """Of a list of maps: the field that tells its items apart."""
    nested: bool = False
    """Whether names stand below it: fields, or free keys."""


class Field(NamedTuple):
    """A value in a document, with what the schema says of its field."""

    loc: paths.Loc
    key: str
    value: Any
    shape: Shape


def below(shape: Shape | None, step: str | int) -> Shape | None:
    """Go one step down: to a field or a free key by its name, to an item by its index.

    A field of a list is one of its items': patterns of zones leave out the keys of lists.
    """
    if shape is None:
        return None
    if isinstance(step, int):
        return shape.item
    if shape.form == "list" and shape.item is not None:
        shape = shape.item
    return shape.item if shape.form == "free" else shape.fields.get(step)


def way(shape: Shape | None, path: str) -> Iterator[tuple[paths.PathStep, Shape]]:
    """Yield the steps to a place with what the schema says there, as far as it knows the way."""
    for step in paths.split(path):
        shape = below(shape, 0 if step.form == "item" else step.name)
        if shape is None:
            return
        yield step, shape


def at(shape: Shape | None, place: str | paths.Loc) -> Shape | None:
    """Give what the schema says of a place below another; None where it knows none there.

    Examples:
        >>> price = Shape("map", fields={"list": Shape("number")})
        >>> at(Shape("list", item=price), "[x].list").form, at(price, ("gone",))
        ('number', None)
    """
    if isinstance(place, str):
        place = tuple(0 if each.form == "item" else each.name for each in paths.split(place))
    for step in place:
        shape = below(shape, step)
    return shape


def walk(shape: Shape, value: Any) -> tuple[Field, ...]:
    """Give every field of a document that has a value, outer ones before inner ones.

    Lists and maps of plain values come as one field; those that hold maps are walked into. A list
    where a text belongs, a map in a list of words: who validates names them, and nobody else.
    """
    found: list[Field] = []
    _walk(shape, value, (), found)
    return tuple(found)


def _walk(shape: Shape, value: Any, loc: paths.Loc, found: list[Field]) -> None:
    if shape.item is not None:
        if not shape.item.nested:
            return
        held = value if isinstance(value, dict if shape.form == "free" else list) else ()
        for step in held if isinstance(held, dict) else range(len(held)):
            _walk(shape.item, held[step], (*loc, step), found)
    elif isinstance(value, dict):
        for name, inner in shape.fields.items():
            each = value.get(name)
            if each is None:
                continue
            # The most frequent case, without a call: a text where one belongs.
            text = inner.item is None and isinstance(each, str) and inner.form != "map"
            if text or _formed(inner, each):
                here = (*loc, name)
                found.append(Field(here, name, each, inner))
                if inner.nested:
                    _walk(inner, each, here, found)


def _formed(shape: Shape, value: Any) -> bool:
    """Tell whether a value is a list, a map or neither, as the schema says, and so are its parts.

    Examples:
        >>> words = Shape("list", item=Shape("text"))
        >>> _formed(words, ["a"]), _formed(words, "a"), _formed(words, [["a"]])
        (True, False, False)
    """
    if shape.item is None:
        return isinstance(value, dict) == (shape.form == "map") and not isinstance(value, list)
    if not isinstance(value, list if shape.form == "list" else dict):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return shape.item.nested or not any(isinstance(each, dict | list) for each in inner)


def places(shape: Shape, path: str = "") -> Iterator[tuple[str, Shape]]:
    """Yield every place that an entity may have, outer before inner, as patterns of zones say it.

    Examples:
        >>> price = Shape("map", fields={"list": Shape("number")}, nested=True)
        >>> [path for path, _ in places(Shape("map", fields={"price": price}))]
        ['price', 'price.list']
    """
    if shape.form == "list" and shape.item is not None:
        yield from places(shape.item, path)
    elif shape.form == "free" and shape.item is not None:
        yield f"{path}.*", shape.item
        yield from places(shape.item, f"{path}.*")
    for name, each in shape.fields.items():
        here = paths.field(path, name)
        yield here, each
        yield from places(each, here)
