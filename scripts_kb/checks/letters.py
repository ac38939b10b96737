"""Letters that the eye does not see: two alphabets in a word, invisible signs, left-over patterns.

«Cкидка» with a Latin C looks right, and no search finds it.
"""

import re
from collections.abc import Iterator
from typing import Final

from scripts_kb.checks import fields
from scripts_kb.content.base import Base, Document, Loc
from scripts_kb.language.invisible import INVISIBLE, JOINER
from scripts_kb.problems import Problem

_MIXED: Final = re.compile(
    r"(?<![\w<])(?:[А-Яа-яЁё]+[A-Za-z]|[A-Za-z]+[А-Яа-яЁё])[A-Za-zА-Яа-яЁё]*(?!\w)"
)
_LATIN: Final = re.compile(r"[A-Za-z]")
_CYRILLIC: Final = re.compile(r"[А-Яа-яЁё]")
_ALIKE: Final = frozenset("aceopxyABCEHKMOPTXYасеорхуАВСЕНКМОРТХУ")
"""They look the same in both alphabets: «Cкидка» with a Latin C is a slip, «SMSка» is meant."""
_LONE: Final = re.compile(r"(?:(?<=[а-яё][ \u00a0])|(?<=[а-яё][,;] ))[aceoyk](?=[ \u00a0][а-яё])")
"""A Latin letter that stands for a Russian word between two others: «кофе c молоком»."""
_ODD: Final = re.compile(
    rf"{INVISIBLE.pattern}|[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]|[ \u00a0][aceoyk][ \u00a0]"
)
"""What a text holds in which there is anything to look at more closely."""
_RARE: Final = re.compile(f"[A-Za-z{INVISIBLE.pattern[1:]}")
"""One of these it holds in any case: most Russian texts are passed over at once."""
_PLACEHOLDER: Final = re.compile(
    r"[.…?]+|(?:TODO|TBD|FIXME|XXX+|ХХХ+|заполнить)[.…!?:]*|(?:TODO|lorem ipsum)\W.*",
    re.IGNORECASE | re.DOTALL,
)


def check(base: Base) -> Iterator[Problem]:
    """Find what stands in texts and should not, by its letters alone."""
    for document in base.documents.values():
        live = getattr(document.record, "status", "live") == "live"
        for field, loc, text in fields.texts(document):
            if _RARE.search(text) and _ODD.search(text):
                yield from _letters(document, loc, field.key, text)
            # A customer who says «…» is silent.
            if live and field.key != "client_says" and _PLACEHOLDER.fullmatch(text.strip()):
                facts = {"key": field.key, "text": text.strip()[:40]}
                yield Problem(document.place(loc), "placeholder", facts)


def _letters(document: Document, loc: Loc, key: str, text: str) -> Iterator[Problem]:
    hidden = INVISIBLE.search(text)
    if hidden and hidden[0] == "\u200d":
        hidden = INVISIBLE.search(JOINER.sub("", text))
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
    for match in _LONE.finditer(text):
        around = text[max(match.start() - 8, 0) : match.end() + 8].strip()
        facts = {"text": around, "letters": match[0]}
        yield Problem(document.place(loc), "latin-word", facts)
