"""A card that comes or goes, as a person reads it: fields under the names of what holds them.

    {title, answers: [{when, say}]}  ──▶  Наши ответы: «Сравнивает с пачкой»
                                              Говорим: Понимаю. Пачку или чашку?

What introduces an item is not told again below it.
"""

from collections.abc import Callable, Iterator
from typing import Final

from scripts_kb.past import edits
from scripts_kb.past.edits import EntitySide
from scripts_kb.past.records import Op
from scripts_kb.review.blocks import Block, Labelled, Paragraph, Values
from scripts_kb.schema import labels, outline, paths, values
from scripts_kb.schema.values import Value

Keep = Callable[[str], bool]
"""Tells of a place whether it is to be shown."""

_INTRODUCED: Final = 60
"""Characters; a longer name of an item is cut, so that its field is shown as well."""


def blocks(side: EntitySide, path: str, value: Value, op: Op | None, keep: Keep) -> Iterator[Block]:
    """Yield what stands at a place: its own fields, then each of its items under its name.

    Args:
        side: the entity on the side where the value stands.
        path: the place; "" for the whole entity.
        value: what stands there.
        op: whether it comes or goes; None where it is only told.
        keep: tells which leaves are shown.
    """
    own, nested = _fields(side, path, value, keep)
    if own:
        yield Values(tuple(own), op)
    for where, each in nested:
        inner = tuple(blocks(side, where, each, op, keep))
        if inner or any(keep(leaf) for leaf, _ in _leaves(where, each) if not leaf.endswith(".id")):
            yield Paragraph(named(side, where, path), name=True)
            yield from inner


def named(side: EntitySide, path: str, start: str = "") -> str:
    """Name a place by what leads to it from another."""
    steps = side.place(path)[len(side.place(start)) :]
    return ": ".join(steps) if steps else " › ".join(side.place(path))


def _fields(
    side: EntitySide, path: str, value: Value, keep: Keep
) -> tuple[list[Labelled], list[tuple[str, Value]]]:
    """Tell the fields of a map that are read in a line from those that hold items."""
    if not isinstance(value, dict):
        return [_row(side, path, value)], []
    own: list[Labelled] = []
    nested: list[tuple[str, Value]] = []
    known = edits.introduction(value, side.names.language) if path else ""
    for name in _ordered(side.entity, path, value):
        where, each = paths.field(path, name), value[name]
        if isinstance(each, dict):
            own += [_row(side, leaf, held) for leaf, held in _leaves(where, each) if keep(leaf)]
        elif isinstance(each, list) and _keyed(side.entity, where, each):
            key = _key(side.entity, where)
            nested += [(paths.item(where, str(item[key])), item) for item in each]
        elif keep(where) and not _is_name(side.entity, where, each, known) and name != "id":
            own.append(_row(side, where, each))
    return own, nested


def _ordered(entity: str, path: str, value: dict[str, Value]) -> list[str]:
    """Give the fields of a map in the order in which readers see them."""
    shape = outline.at(entity, path) if path else outline.of(entity)
    if shape is not None and shape.form == "list":
        shape = shape.item
    order = {name: number for number, name in enumerate(shape.fields if shape else ())}
    return sorted(value, key=lambda name: order.get(name, len(order)))


def _leaves(path: str, value: Value) -> Iterator[tuple[str, Value]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(paths.field(path, name), each)
    else:
        yield path, value


def rows(side: EntitySide, path: str, value: Value, keep: Keep) -> Iterator[Labelled]:
    """Yield what stands at a place as one run of labelled texts, without the names of items."""
    if isinstance(value, dict):
        for name in _ordered(side.entity, path, value):
            if name != "id":
                yield from rows(side, paths.field(path, name), value[name], keep)
    elif isinstance(value, list) and _keyed(side.entity, path, value):
        key = _key(side.entity, path)
        for each in value:
            yield from rows(side, paths.item(path, str(each[key])), each, keep)
    elif keep(path):
        yield _row(side, path, value)


def _keyed(entity: str, path: str, listed: list[Value]) -> bool:
    shape = outline.at(entity, path)
    return bool(listed) and values.list_form(listed, shape) == "keyed"


def _key(entity: str, path: str) -> str:
    shape = outline.at(entity, path)
    return shape.key if shape else "id"


def _is_name(entity: str, path: str, value: Value, known: str) -> bool:
    """Tell whether a field stands whole in the name of its item already; what is said never."""
    declared = outline.at(entity, path)
    spoken = declared is not None and declared.use == "spoken"
    return bool(known) and value == known and len(known) <= _INTRODUCED and not spoken


def _row(side: EntitySide, path: str, value: Value) -> Labelled:
    declared = outline.at(side.entity, path)
    trail = labels.trail(side.entity, path, side.names.language)
    label = trail[-1] if trail else (paths.split(path)[-1].name if path else "")
    spoken = declared is not None and declared.use == "spoken"
    text = side.filled(side.text(path, value))
    return Labelled(side.names.clean(label), text, spoken)
