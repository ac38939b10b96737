"""Where a card stood before it came into the base, as its change file says, in a reader's words.

okna.xlsx#Возражения!A2  ──▶  okna.xlsx, лист «Возражения», строка 2
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from scripts_kb.language import Language, formats
from scripts_kb.language.catalogue import catalogue
from scripts_kb.past.records import Rationale

_SHAPES: Final = (
    ("sheet", re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]{1,3})(?P<row>\d+)")),
    ("row", re.compile(r"[A-Z]{1,3}(?P<row>\d+)")),
    ("paragraph", re.compile(r"p(?P<row>\d+)")),
    ("line", re.compile(r"line (?P<row>\d+)")),
    ("block", re.compile(r"block (?P<row>\d+)")),
    ("topic", re.compile(r"(?:(?P<sheet>.+)!)?(?P<row>\d+(?:\.\d+)*)")),
)
_TABLE: Final = re.compile(r"t\d+")


def of(
    documents: Mapping[str, Any], reason: Rationale | None, entity: str, language: Language
) -> str:
    """Tell where a card stood; "" where its reason does not say.

    Args:
        documents: entity → document, change files among them.
        reason: why a version of the card is there.
        entity: the card.
        language: of the reader.
    """
    document = documents.get(f"change/{reason.id}") if reason and reason.id else None
    places = getattr(document.record, "places", ()) if document else ()
    return next((said(each.at, language) for each in places if each.entity == entity), "")


def said(at: str, language: Language) -> str:
    """Write an address in words.

    Examples:
        >>> said("okna.xlsx#Возражения!A2", "ru"), said("okna.docx#p12", "en")
        ('okna.xlsx, лист «Возражения», строка 2', 'okna.docx, paragraph 12')
    """
    file, _, place = at.partition("#")
    for key, shape in _SHAPES:
        match = shape.fullmatch(place)
        if match:
            return ", ".join(filter(None, (file, *_inside(key, match, language))))
    return ", ".join(filter(None, (file, place)))


def _inside(key: str, match: re.Match[str], language: Language) -> list[str]:
    say = catalogue("telling").say
    sheet = match.groupdict().get("sheet") or ""
    row = say(f"stood-{'row' if key == 'sheet' else key}", language, number=match["row"])
    if not sheet:
        return [row]
    if _TABLE.fullmatch(sheet):
        return [say("stood-table", language, number=sheet[1:]), row]
    return [say("stood-sheet", language, name=formats.quoted(sheet, language)), row]
