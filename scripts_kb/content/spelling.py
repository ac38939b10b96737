"""Names that a person most likely meant, and ids made of titles."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_CLOSE_ENOUGH: Final = 0.6
_SOME: Final = 8

_CYRILLIC: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_LATIN: Final = "a b v g d e e zh z i j k l m n o p r s t u f h c ch sh sch . y . e yu ya"
_LETTERS: Final = str.maketrans(
    {old: new.strip(".") for old, new in zip(_CYRILLIC, _LATIN.split(" "), strict=True)}
)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Give the known name that a person most likely meant, or None.

    Examples:
        >>> nearest("sey", ["say", "steps"])
        'say'
    """
    return _nearest(name.lower(), tuple(known))


# A name that is gone is missed in a thousand places at once.
@lru_cache(maxsize=256)
def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    found = difflib.get_close_matches(name, known, 1, _CLOSE_ENOUGH)
    return found[0] if found else None


def meant(name: str, known: Iterable[str]) -> str:
    """Say what may stand in place of a name: the nearest one, else some of those that there are.

    Examples:
        >>> meant("sey", ["say", "steps"]), meant("zzz", ["say", "steps"]), meant("x", [])
        ('say', 'say | steps', '—')
    """
    names = sorted(known)
    rest = " | …" if len(names) > _SOME else ""
    return nearest(name, names) or (" | ".join(names[:_SOME]) + rest) or "—"


# Cyrillic letters that look like Latin ones, under the keys of another keyboard.
_ALIKE: Final = str.maketrans(
    "асеорхуіїјѕһԛԝкмтвнАСЕОРХУІЈЅКМТВН", "aceopxyiijshqwkmtbnACEOPXYIJSKMTBH"
)


def latin(word: str) -> tuple[str, str]:
    """Give the Cyrillic letters of a word that should be Latin, and the word without them.

    Examples:
        >>> latin("рromise"), latin("promise"), latin("цена")
        (('р', 'promise'), ('', 'promise'), ('', 'цена'))
    """
    cyrillic = "".join(dict.fromkeys(each for each in word if "\u0400" <= each <= "\u052f"))
    plain = word.translate(_ALIKE)
    return (cyrillic, plain) if cyrillic and plain.isascii() else ("", word)


def slug(text: str) -> str:
    """Make an id of a title.

    Examples:
        >>> slug("Дорого! (для кафе)")
        'dorogo-dlya-kafe'
    """
    latin = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:64].rstrip("-") or "id"
