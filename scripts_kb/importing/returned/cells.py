r"""A field as the text of a cell, and back: whatever it holds reads back as it was.

A text is itself. Of a list each item has its line; an item of several fields begins with its name:

    #sravnit Сравните с соседями       ◀─ name and main text
    ↳ и спросите                       ◀─ the text goes on
    Почему: Спорить нельзя             ◀─ another field

A line that a person writes without a name is an item more.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.schema import labels, values
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Value

_TEXTS: Final = catalogue("importing")
_LANGUAGES: Final[tuple[Language, ...]] = ("ru", "en")
_ON: Final = "↳"
_ESCAPE: Final = "\\"
_MAIN: Final = ("say", "text", "client_says", "label")
"""Of the fields of an item, the one that stands behind its name."""
_NAMED: Final = re.compile(r"#(?P<name>[\w-]+)(?: (?P<text>.*))?")
_LEADS: Final = re.compile(r"(?P<text>.*?) (?:→|->) (?P<to>\S+)")


def shown(value: Value, shape: Shape, language: Language) -> str:
    r"""Give a field as the text of a cell.

    Args:
        value: a canonical value; None where there is none.
        shape: what the schema says of the field.
        language: of the labels.

    Examples:
        >>> shown(["Дорого", "Цена\nне та"], Shape("list", item=Shape("text")), "ru")
        'Дорого\nЦена\n↳ не та'
    """
    if value is None:
        return ""
    if shape.form != "list" or shape.item is None:
        return _scalar(value, shape, language)
    if shape.item.form == "map":
        return "\n".join(line for each in value for line in _item(each, shape, language))
    texts = (_escaped(_scalar(each, shape.item, language)) for each in value)
    return "\n".join(_continued(texts))


def _scalar(value: Value, shape: Shape, language: Language) -> str:
    if isinstance(value, bool):
        return _TEXTS.say("yes" if value else "no", language)
    if shape.choices and isinstance(value, str):
        return labels.choice(shape.table, value, language)
    return str(value)


def _escaped(text: str) -> str:
    return f"{_ESCAPE}{text}" if text.startswith((_ON, _ESCAPE)) else text


def _continued(texts: Iterable[str]) -> Iterator[str]:
    for each in texts:
        yield each.replace("\n", f"\n{_ON} ")


def _main(fields: Mapping[str, Shape]) -> str:
    """Name the field that stands behind the name of an item; "" where there is none."""
    return next((each for each in _MAIN if each in fields), "")


def _item(value: dict[str, Value], shape: Shape, language: Language) -> Iterator[str]:
    fields = shape.item.fields if shape.item else {}
    first, name = _main(fields), value[shape.key]
    text = str(value.get(first, ""))
    to = value.get("next", "") if "next" in fields else ""
    plain = "\n" not in text and bool(text)
    leads = bool(to) and plain
    # A text that looks as if it led somewhere stands under its label, and is read as it is.
    behind = bool(text) and (leads or "next" not in fields or not _LEADS.fullmatch(text))
    said = f" {text}" if behind else ""
    yield next(_continued([f"#{name}{said}{f' → {to}' if leads else ''}"]))
    done = {shape.key, *([first] if behind else ()), *(["next"] if leads else ())}
    for key, inner in fields.items():
        if key in done or key not in value:
            continue
        label = labels.pick(inner.label, language)
        each = value[key]
        for one in each if isinstance(each, list) else [each]:
            yield next(_continued([f"{label}: {_scalar(one, inner, language)}"]))


def read(text: str, shape: Shape, name: str) -> Value:
    r"""Give what the text of a cell says; None where it says nothing.

    Args:
        text: of the cell.
        shape: what the schema says of the field.
        name: of the field: items without a name are named after it.

    Examples:
        >>> read("Дорого\nЦена\n↳ не та", Shape("list", item=Shape("text")), "client_words")
        ['Дорого', 'Цена\nне та']
    """
    if shape.form != "list" or shape.item is None:
        return values.canonical(_typed(text, shape))
    if shape.item.form == "map":
        return values.canonical(_items(text, shape, name))
    found = [_typed(each.removeprefix(_ESCAPE), shape.item) for each in _joined(text)]
    return values.canonical(found)


def _typed(text: str, shape: Shape) -> Value:
    """Type a scalar; what nobody knows stays as it is written, for the check to name."""
    wanted = text.strip()
    if shape.choices:
        known = labels.choices(shape.table).items()
        same = (key for key, pair in known if wanted.lower() in {each.lower() for each in pair})
        return next((each for each in same if each in shape.choices), wanted)
    if shape.form == "bool":
        said = {_TEXTS.say(key, each): key == "yes" for key in ("yes", "no") for each in _LANGUAGES}
        return said.get(wanted.lower(), wanted or None)
    return text if shape.form == "text" else values.typed(wanted or None, shape)[0]


def _joined(text: str) -> list[str]:
    """Give the lines of a cell, each with those that go on with it."""
    found: list[str] = []
    for line in text.split("\n"):
        if found and (line == _ON or line.startswith(f"{_ON} ")):
            found[-1] += f"\n{line[len(_ON) + 1 :]}"
        elif line.strip():
            found.append(line)
    return found


def _items(text: str, shape: Shape, name: str) -> list[dict[str, Any]]:
    fields = shape.item.fields if shape.item else {}
    known = {
        f"{label.lower()}:": key
        for key, inner in fields.items()
        for label in inner.label
        if key != shape.key
    }
    found: list[dict[str, Any]] = []
    for line in _joined(text):
        head, _, rest = line.partition("\n")
        named = _NAMED.fullmatch(head)
        label = next((each for each in known if head.lower().startswith(each)), "")
        if named:
            words = "\n".join([named["text"] or "", *([rest] if "\n" in line else ())])
            found.append({shape.key: named["name"], **_said(words, fields)})
        elif label and found:
            _put(found[-1], known[label], line[len(label) :].removeprefix(" "), fields)
        else:
            found.append({shape.key: "", **_said(line, fields)})
    return _with_names(found, shape.key, name)


def _said(text: str, fields: Mapping[str, Shape]) -> dict[str, Any]:
    leads = _LEADS.fullmatch(text) if "next" in fields else None
    if leads:
        return {_main(fields): leads["text"], "next": leads["to"]}
    return {_main(fields): text} if text and _main(fields) else {}


def _put(item: dict[str, Any], key: str, text: str, fields: Mapping[str, Shape]) -> None:
    inner = fields[key]
    value = _typed(text, inner.item or inner)
    item[key] = [*item.get(key, ()), value] if inner.form == "list" else value


def _with_names(found: list[dict[str, Any]], key: str, name: str) -> list[dict[str, Any]]:
    taken = {each[key] for each in found}
    for number, each in enumerate(found, 1):
        each[key] = each[key] or free(name, number, taken)
        taken.add(each[key])
    return found


def free(name: str, number: int, taken: Iterable[str]) -> str:
    """Name an item after its field: the first such name from a number on that is not taken.

    Examples:
        >>> free("do_not_say", 2, {"do-not-say-2"})
        'do-not-say-3'
    """
    begin, held = name.replace("_", "-").removesuffix("s"), set(taken)
    while f"{begin}-{number}" in held:
        number += 1
    return f"{begin}-{number}"
