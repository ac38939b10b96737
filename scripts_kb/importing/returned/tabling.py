"""A card as rows of cells: a row for each answer or step; what is the card's own, in the first.

objection ──▶ title, status, … │ say, when, …   │ objection/dorogo, answers[cup], version
              (the card's own) │ (the answer's) │ (hidden)
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from scripts_kb.importing.returned import cells
from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.schema import kinds, outline, paths
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Value

_TEXTS: Final = catalogue("importing")
FORM: Final = "1"
"""Of the table; a later one may be read otherwise."""
HIDDEN: Final = ("kb:entity", "kb:path", "kb:version")
ITEMS: Final[Mapping[str, str]] = {"objection": "answers", "question": "", "script": "nodes"}
"""Kind → the list whose items have rows of their own."""
_ITEM: Final = re.compile(r"\w+\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class CardColumn:
    """A column of a sheet: a field of a card, or of an item with a row of its own."""

    field: str
    of_item: bool
    header: tuple[str, str]
    shape: Shape


@dataclass(slots=True)
class CardRow:
    """A row: texts by field, of the card and of the item; of an absent field there is none."""

    entity: str = ""
    path: str = ""
    version: str = ""
    card: dict[str, str] = field(default_factory=dict)
    item: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The id of the item; "" for none."""
        found = _ITEM.fullmatch(self.path)
        return found[1] if found and kinds.is_id(found[1]) else ""


@cache
def columns(kind: str) -> tuple[CardColumn, ...]:
    """Give the columns of a kind, in their order.

    Examples:
        >>> [each.header[0] for each in columns("question")][:3]
        ['Название', 'Статус', 'Кому']
    """
    shape, listed = outline.of(kind), ITEMS[kind]
    own = [
        CardColumn(name, False, _header(kind, name, each), each)
        for name, each in shape.fields.items()
        if name not in {"id", listed}
    ]
    item = shape.fields[listed].item if listed else None
    inner = [
        CardColumn(name, True, _header(f"{kind}-{listed}", name, each), each)
        for name, each in (item.fields.items() if item else ())
        # A step is named by others, so its id is seen; an answer's is its place alone.
        if name != "id" or kind == "script"
    ]
    return (*own, *inner)


def _header(whose: str, name: str, shape: Shape) -> tuple[str, str]:
    key = f"head-{whose}-{name}"
    return (_TEXTS.say(key, "ru"), _TEXTS.say(key, "en")) if key in _TEXTS else shape.label


def rows(entity: str, value: dict[str, Value], version: str, language: Language) -> list[CardRow]:
    """Give the rows of a card, one at least."""
    kind = entity.partition("/")[0]
    listed = ITEMS[kind]
    own = _texts(value, kind, language, of_item=False)
    found = [
        CardRow(
            entity,
            paths.item(listed, each["id"]),
            version,
            {},
            _texts(each, kind, language, of_item=True),
        )
        for each in (value.get(listed, ()) if listed else ())
    ]
    found = found or [CardRow(entity, "", version)]
    found[0].card = own
    return found


def _texts(
    value: dict[str, Value], kind: str, language: Language, *, of_item: bool
) -> dict[str, str]:
    return {
        each.field: cells.shown(value[each.field], each.shape, language)
        for each in columns(kind)
        if each.of_item is of_item and each.field in value
    }


def texts(entity: str, value: Value, language: Language) -> dict[tuple[str, str], str]:
    """Give every text of a card by item and field; of what is the card's own the item is ""."""
    found: dict[tuple[str, str], str] = {}
    for row in rows(entity, value, "", language) if value else ():
        found |= {("", name): text for name, text in row.card.items()}
        found |= {(row.name, name): text for name, text in row.item.items()}
    return found


def line(row: CardRow, kind: str) -> list[str]:
    """Give the cells of a row."""
    seen = [(row.item if each.of_item else row.card).get(each.field, "") for each in columns(kind)]
    return [*seen, row.entity, row.path, row.version]


def value_of(texts: Mapping[str, str], kind: str, *, of_item: bool) -> dict[str, Any]:
    """Give what cells say, by field; an empty one says nothing."""
    found = {
        each.field: cells.read(texts[each.field], each.shape, each.field)
        for each in columns(kind)
        if each.of_item is of_item and each.field in texts
    }
    return {key: each for key, each in found.items() if each is not None}


def shape_of(kind: str, name: str, *, of_item: bool) -> Shape:
    """Give what the schema says of a field that has a column."""
    return next(
        each.shape for each in columns(kind) if each.field == name and each.of_item is of_item
    )


def is_card(entity: str, kind: str) -> bool:
    """Tell whether a name that came back is one of a card of a kind: anything may stand there."""
    found, _, id_ = entity.partition("/")
    return found == kind in ITEMS and kinds.is_id(id_)


def known(kind: str, headers: Mapping[int, str]) -> Iterator[tuple[int, CardColumn]]:
    """Yield the columns of a sheet whose headers are ours, in either language."""
    left = {each.strip().lower(): place for place, each in headers.items()}
    for column in columns(kind):
        place = next((left[each.lower()] for each in column.header if each.lower() in left), None)
        if place is not None:
            yield place, column
