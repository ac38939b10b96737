"""Places inside entities in a reader's words, and what the schema says of them.

    answers[compare].steps[ack].say ──▶ ("Наши ответы", "«Сравнивает»", "Ходы", …, "Говорим")

Keys of lists are shown by what the item says of itself, never by its code where that can be helped.
"""

from typing import Any, Final

from scripts_kb.language import Language, formats
from scripts_kb.schema import labels, outline, paths, values
from scripts_kb.schema.values import Value

_NAMES: Final = ("title", "when", "client_says", "intent", "says", "text", "instead", "say")
"""The fields by which an item introduces itself, the best first."""
_LONGEST: Final = 60


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
    shape = outline.of(entity)
    for step in paths.split(path):
        if step.form == "field":
            here = paths.field(here, step.name)
            named = labels.trail(entity, here, language)
            shown.append(named[-1] if len(named) > len(shown) - items else step.name)
            continue
        here = paths.item(here, step.name)
        item = values.at(whole, here, shape)
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
