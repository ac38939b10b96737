"""A list whose items changed their places, as it will be.

    «↕ с 3-го места на 1-е»  ──▶  1. Не пробовал ↕   2. Сравнивает с пачкой   3. Нет денег

A reader asks how it will be, not which item went where.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from scripts_kb.past import edits
from scripts_kb.past.edits import EntitySide
from scripts_kb.past.records import Edit
from scripts_kb.schema import outline, paths, values
from scripts_kb.schema.values import Value

_NAME: Final = 80


class Standing(NamedTuple):
    """An item of a list after the change; `was` is its number before, if it moved."""

    name: str
    was: int | None


class Order(NamedTuple):
    """A list after the change."""

    path: str
    places: tuple[Standing, ...]


def after(moves: tuple[Edit, ...], side: EntitySide) -> Iterator[Order]:
    """Yield each list in which items moved, in its new order.

    Args:
        moves: edits of moved items.
        side: the entity after the change.
    """
    lists: dict[str, dict[str, Edit]] = {}
    for move in moves:
        path, name = holder(move.path)
        lists.setdefault(path, {})[name] = move
    for path, moved in lists.items():
        listed = values.at(side.whole, path, outline.of(side.entity))
        if isinstance(listed, list):
            yield Order(path, tuple(_places(path, listed, moved, side)))


def holder(path: str) -> tuple[str, str]:
    """Give the list that holds an item, and the item's name in it.

    Examples:
        >>> holder("answers[cup].steps[ack]")
        ('answers[cup].steps', 'ack')
    """
    *before, last = paths.split(path)
    place = ""
    for step in before:
        place = (paths.field if step.form == "field" else paths.item)(place, step.name)
    return place, last.name


def _places(
    path: str, listed: list[Value], moved: Mapping[str, Edit], side: EntitySide
) -> Iterator[Standing]:
    shape = outline.at(side.entity, path)
    key = shape.key if shape else "id"
    for each in listed:
        name = str(each.get(key, "")) if isinstance(each, dict) else str(each)
        if isinstance(each, dict):
            shown = edits.introduction(each, side.names.language) or name
        else:
            shown = side.text(path, each)
        text = edits.shortened(" ".join(side.filled(shown).split()), _NAME)
        move = moved.get(name)
        was = move.index_before if move else None
        yield Standing(text, None if was is None else was + 1)
