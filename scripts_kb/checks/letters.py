"""Letters that the eye does not see: two alphabets in a word, invisible signs, left-over patterns.

«Cкидка» with a Latin C looks right, and no search finds it.
"""

import re
from collections.abc import Iterator
from typing import Final

from scripts_kb.checks import fields
from scripts_kb.checks.references import RECORDS_OF_THE_PAST
from scripts_kb.content.base import Base, Document, Loc
from scripts_kb.problems import Problem

_MIXED: Final = re.compile(
    r"(?<![\w<])(?:[А-Яа-яЁё]+[A-Za-z]|[A-Za-z]+[А-Яа-яЁё])[A-Za-zА-Яа-яЁё]*(?!\w)"
)
_LATIN: Final = re.compile(r"[A-Za-z]")
_CYRILLIC: Final = re.compile(r"[А-Яа-яЁё]")
_ALIKE: Final = frozenset("aceopxyABCEHKMOPTXYасеорхуАВСЕНКМОРТХУ")
"""They look the same in both alphabets: «Cкидка» with a Latin C is a slip, «SMSка» is meant."""
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PLACEHOLDER: Final = re.compile(
    r"[.…?]+|(?:TODO|TBD|FIXME|XXX+|ХХХ+|заполнить)[.…!?:]*|(?:TODO|lorem ipsum)\W.*",
    re.IGNORECASE | re.DOTALL,
)
_MAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Ten digits after the country: written with anything but letters between them.
_PHONE: Final = re.compile(
    r"(?<![\w+-])(?:\+\d{1,3}|8)[\s(.-]{0,2}\d{3}[\s).-]{0,2}\d{3}[\s.-]?\d{2}[\s.-]?\d{2}(?!\d)"
)


def check(base: Base) -> Iterator[Problem]:
    """Find what stands in texts and should not, by its letters alone."""
    for document in base.documents.values():
        live = getattr(document.record, "status", "live") == "live"
        for field in fields.of(document):
            use = field.shape.use
            if use == "code":
                continue
            person = document.kind in RECORDS_OF_THE_PAST or field.shape.audience == "editor"
            for loc, text in fields.texts(field):
                yield from _letters(document, loc, field.key, text)
                # A customer who says «…» is silent.
                if live and field.key != "client_says" and _PLACEHOLDER.fullmatch(text.strip()):
                    facts = {"key": field.key, "text": text.strip()[:40]}
                    yield Problem(document.place(loc), "placeholder", facts)
                if person:
                    yield from _personal(document, loc, text)


def _letters(document: Document, loc: Loc, key: str, text: str) -> Iterator[Problem]:
    if text.isascii():
        return
    hidden = _INVISIBLE.search(text)
    if hidden:
        facts = {"key": key, "character": f"U+{ord(hidden[0]):04X}"}
        yield Problem(document.place(loc), "invisible-character", facts)
    for match in _MIXED.finditer(text):
        word = match[0]
        latin, cyrillic = "".join(_LATIN.findall(word)), "".join(_CYRILLIC.findall(word))
        # The fewer letters are those that slipped in.
        letters = latin if len(latin) <= len(cyrillic) else cyrillic
        if not _ALIKE.issuperset(letters):
            continue
        yield Problem(document.place(loc), "mixed-alphabet", {"word": word, "letters": letters})


def _personal(document: Document, loc: Loc, text: str) -> Iterator[Problem]:
    for pattern, what, what_en in (
        (_MAIL, "почта", "the e-mail"),
        (_PHONE, "телефон", "the phone number"),
    ):
        found = pattern.search(text)
        if found:
            facts = {"text": found[0], "what": what, "what_en": what_en}
            yield Problem(document.place(loc), "personal-data", facts)
