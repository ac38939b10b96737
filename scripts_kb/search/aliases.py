"""How Latin names are written in Cyrillic: by sound, by look, letter by letter.

«црм», «срм» and «сиарэм» are CRM, «апи» is API.
"""

from __future__ import annotations

import re
from itertools import islice, product

_LATIN = re.compile(r"[a-z]+")
_SOUNDS = {
    "sch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ph": "ф", "th": "т", "ck": "к",
    "oo": "у", "ee": "и", "a": "а", "b": "б", "c": "к с ц", "d": "д", "e": "е э", "f": "ф",
    "g": "г", "h": "х", "i": "и", "j": "дж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о",
    "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс",
    "y": "и", "z": "з",
}  # fmt: skip
_SPELLED = "эй би си ди и эф джи эйч ай джей кей эл эм эн о пи кью ар эс ти ю ви дабл-ю икс уай зет"
_NAMES = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        _SPELLED.split(),
        strict=True,
    )
)
_SPELLED_MAX = 4
_MOST = 6


def cyrillic(token: str) -> list[str]:
    """Return the likely Cyrillic spellings of a Latin token; nothing for any other.

    Examples:
        >>> cyrillic("crm")
        ['крм', 'срм', 'црм', 'сиарэм']
    """
    if not _LATIN.fullmatch(token):
        return []
    parts = re.findall("|".join(sorted(_SOUNDS, key=len, reverse=True)), token)
    ways = product(*(_SOUNDS[part].split() for part in parts))
    spellings = ["".join(sounds) for sounds in islice(ways, _MOST)]
    if len(token) <= _SPELLED_MAX:
        spellings.append("".join(_NAMES[letter] for letter in token).replace("-", ""))
    return spellings
