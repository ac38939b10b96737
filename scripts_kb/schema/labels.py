"""What readers see in place of field names, ids of kinds and fixed choices, in both languages.

The labels of fields are declared with the fields, all others stand in the catalogue `labels`. Here
a field's are looked up along a path:

    "answers[compare].say" of an objection  ──▶  ("Наши ответы", "Говорим")
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.schema import outline
from scripts_kb.schema.shapes import Bilingual

_TEXTS: Final = catalogue("labels")


def pick(pair: Bilingual, language: Language) -> str:
    """Choose the text of a language."""
    return pair[0] if language == "ru" else pair[1]


@cache
def choices(table: str | None) -> Mapping[str, Bilingual]:
    """Give the fixed choices of a table with their labels, in the order in which one meets them.

    Examples:
        >>> choices("direction")["incoming"], len(choices("no such table"))
        (('Входящий', 'Incoming'), 0)
    """
    known = _TEXTS.texts.items()
    begin = f"{table}."
    return {key.removeprefix(begin): (*pair,) for key, pair in known if key.startswith(begin)}


def choice(table: str | None, value: str, language: Language) -> str:
    """Give the label of a fixed choice; the value itself where there is none.

    Examples:
        >>> choice("outcome", "refused", "ru"), choice("rhythm", "раз в год", "ru")
        ('Отказ', 'раз в год')
    """
    return _known(f"{table}.{value}", language) or value


def is_kind(name: str | None) -> bool:
    """Tell whether readers know a kind by this name."""
    return f"kind.{name}" in _TEXTS


def kind(entity: str, language: Language, *, many: bool = False) -> str:
    """Name the kind of an entity `kind/id`; `many` gives the plural, its section's name.

    Examples:
        >>> kind("objection/dorogo", "ru"), kind("offer", "en", many=True)
        ('Возражение', 'Offers and terms')
    """
    name = entity.partition("/")[0]
    return _TEXTS.say(f"kinds.{name}" if many else f"kind.{name}", language)


def settings(entity: str, language: Language) -> str:
    """Name a file of settings, which is an entity too; "" for any other.

    Examples:
        >>> settings("config/kb", "en"), settings("offer/latte", "en")
        ('General settings', '')
    """
    return _known(entity, language)


def capture(name: str, language: Language) -> str:
    """Name a variable that a script captures; one that we do not know by its own name.

    Examples:
        >>> capture("client_name", "ru"), capture("shoe_size", "en")
        ('имя клиента', 'shoe size')
    """
    return _known(f"capture.{name}", language) or name.replace("_", " ")


def _known(key: str, language: Language) -> str:
    return _TEXTS.say(key, language) if key in _TEXTS else ""


def free_key(key: str, language: Language) -> str:
    """Name a key that authors choose: an outcome, a kind, else the key itself."""
    return kind(key, language) if is_kind(key) else choice("outcome", key, language)


def trail(entity: str, path: str, language: Language) -> tuple[str, ...]:
    """Name a place inside an entity by the labels of the fields on the way to it.

    Args:
        entity: `kind/id`, or a kind.
        path: the place, as in `answers[compare].say`.
        language: of the labels.

    Returns:
        The labels from the outermost field to the innermost. Keys of lists leave no trace; a field
        of an older schema is left out.

    Examples:
        >>> trail("objection/dorogo", "answers[compare].steps[ack].say", "ru")
        ('Наши ответы', 'Ходы', 'Говорим')
    """
    result: list[str] = []
    free = False
    for step, shape in outline.way(entity, path):
        if free:
            result.append(free_key(step.name, language))
        elif step.form == "field":
            result.append(pick(shape.label, language))
        free = shape.form == "free"
    return tuple(result)
