"""Where a card is named by others: to give it another id there, or to take it out of their lists.

offers: [espresso-20]        evidence: [offer/espresso-20]        «<offer/espresso-20.price.list>»
"""

from collections.abc import Iterator

from scripts_kb.content.base import Document
from scripts_kb.content.patching import Alteration
from scripts_kb.schema import outline, shapes
from scripts_kb.schema.paths import Loc
from scripts_kb.schema.shapes import Field


def renamed(document: Document, entity: str, id_: str) -> Iterator[Alteration]:
    """Yield what gives a card another id wherever a document names it.

    Args:
        document: which may name it.
        entity: `kind/id`, as it was.
        id_: its new id.
    """
    kind, _, old = entity.partition("/")
    for field in shapes.walk(outline.of(document.entity), document.written):
        names = {kind: (old, id_)}
        names |= dict.fromkeys(("any", "node"), (entity, f"{kind}/{id_}"))
        before, after = names.get(field.shape.to or "", ("", ""))
        for loc, text in _texts(field):
            if before and text == before:
                yield Alteration("set", loc, after)
            elif f"<{entity}." in text:
                yield Alteration("set", loc, text.replace(f"<{entity}.", f"<{kind}/{id_}."))


def named(document: Document, entity: str) -> Iterator[Loc]:
    """Yield where a document lists a card, from the last place to the first.

    Args:
        document: which may list it.
        entity: `kind/id`.
    """
    kind, _, id_ = entity.partition("/")
    found = [
        loc
        for field in shapes.walk(outline.of(document.entity), document.written)
        if field.shape.form == "list" and field.shape.to == kind
        for loc, text in _texts(field)
        if text == id_
    ]
    yield from reversed(found)


def _texts(field: Field) -> Iterator[tuple[Loc, str]]:
    if isinstance(field.value, str):
        yield field.loc, field.value
    elif isinstance(field.value, list | dict):
        pairs = field.value.items() if isinstance(field.value, dict) else enumerate(field.value)
        yield from (((*field.loc, key), each) for key, each in pairs if isinstance(each, str))
