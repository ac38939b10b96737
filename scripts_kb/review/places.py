"""Places inside entities in a reader's words, and what the schema says of them.

    answers[compare].steps[ack].say ──▶ ("Наши ответы", "«Сравнивает»", "Ходы", …, "Говорим")

Keys of lists are shown by what the item says of itself, never by its code where that can be helped.
"""

from typing import Any, Final

from scripts_kb.language import Language, formats
from scripts_kb.schema import labels, paths, values
from scripts_kb.schema.shapes import Shape, Value

_NAMES: Final = ("title", "when", "client_says", "intent", "says", "text", "instead", "say")
"""The fields by which an item introduces itself, the best first."""
_LONGEST: Final = 60


def shape_at(shape: Shape | None, path: str) -> Shape | None:
    """Give the shape of what stands at a path."""
    for step in paths.split(path):
        if shape is None:
            return None
        shape = shape.item if step.form == "item" else values.below(shape, step.name)
    return shape


def at(value: Value, path: str, key: str = "id") -> Value:
    """Give what stands at a path of a canonical value; None where nothing does.

    Examples:
        >>> at({"answers": [{"id": "cup", "say": "Да"}]}, "answers[cup].say")
        'Да'
    """
    try:
        steps = paths.split(path)
    except ValueError:
        return None
    for step in steps:
        if step.form == "field":
            value = value.get(step.name) if isinstance(value, dict) else None
        else:
            value = _item(value, step.name, key)
        if value is None:
            return None
    return value


def _item(value: Value, name: str, key: str) -> Value:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            if name in (each.get(key), each.get("objection")):
                return each
        elif str(each) == name:
            return each
    return None


def trail(entity: str, path: str, whole: Value, language: Language) -> tuple[str, ...]:
    """Name a place by labels, with items of lists by what they say of themselves.

    Args:
        entity: `kind/id`.
        path: the place.
        whole: the entity's value, in which the items are looked up.
        language: of the labels.

    Returns:
        From the outermost to the innermost; empty for the entity itself. Items of plain lists are
        left out: they are their own value.

    Examples:
        >>> whole = {"answers": [{"id": "cup", "when": "Сравнивает"}]}
        >>> trail("objection/x", "answers[cup].say", whole, "ru")
        ('Наши ответы', '«Сравнивает»', 'Говорим')
    """
    shown: list[str] = []
    here, items = "", 0
    for step in paths.split(path):
        if step.form == "field":
            here = paths.field(here, step.name)
            named = labels.trail(entity, here, language)
            shown.append(named[-1] if len(named) > len(shown) - items else step.name)
            continue
        here = paths.item(here, step.name)
        item = at(whole, here)
        if isinstance(item, dict):
            shown.append(formats.quoted(introduced(item, step.name, language), language))
        items += isinstance(item, dict)
    return tuple(shown)


def introduced(item: dict[str, Any], key: str, language: Language) -> str:
    """Give the words by which an item is known, its code where it has none.

    Examples:
        >>> introduced({"id": "ack", "role": "acknowledge"}, "ack", "ru")
        'Присоединиться'
    """
    if isinstance(item.get("role"), str) and item["role"] in labels.choices("role"):
        return labels.choice("role", item["role"], language)
    for name in _NAMES:
        text = item.get(name)
        if isinstance(text, str) and text.strip():
            return shortened(" ".join(text.split()), _LONGEST)
    return key


def shortened(text: str, longest: int) -> str:
    """Cut a text at a word, with an ellipsis to show it.

    Examples:
        >>> shortened("Сравнивает с зерном", 15)
        'Сравнивает с…'
    """
    if len(text) <= longest:
        return text
    head, space, _ = text[:longest].rpartition(" ")
    return f"{(head if space else text[: longest - 1]).rstrip(' ,.;:—')}…"
