"""How Latin names are written in Cyrillic: by sound, by look, letter by letter.

«вотсап», «ватсап» and «вацап» are WhatsApp, «эпл» is Apple; «црм», «срм» and «сиарэм» are CRM.
What no rule of sound gives, «телега» for Telegram, stands in `vocabulary.tsv`.
"""

from __future__ import annotations

import re
from itertools import islice, product

_LATIN = re.compile(r"[a-z]+")
# What letters of a name sound like to a Russian ear, the likeliest first; of the letters that fit,
# those named first count. «-» is silent.
_HEARD = {
    r"\biph": "айф", r"\bii": "ай", r"\bus": "юс ус", r"\byou": "ю",
    "wh?a": "во ва уо уа", "wh?i": "вай ви уи", "wh": "в у", "w": "в у",
    r"(?<=[^aeiou])le\b": "л ль", r"ies\b": "ис из ес", r"ee\b": "и", r"(?<=.[^aeiou])e\b": "- е",
    "tu(?=be)": "ту тью тю", "sch": "щ ш", "sh": "ш", "tch": "ч", "ch": "ч к", "zh": "ж", "kh": "х",
    "ph": "ф", "th": "т з", "ck": "к", "qu": "кв", "xc": "кс", "x": "кс", "oo": "у", "ou": "у ау",
    "ea": "и е", "ee": "и", "ie": "и", "ay": "ей эй ай", "ai": "ей ай", "ey": "ей и",
    "ts": "тс ц тц", "(?<=[aeiou])s(?=[aeiou])": "с з", "c(?=[eiy])": "с ц", "cc": "к",
    r"(?P<twice>[lmnprstfbdgz])(?P=twice)": "",
    r"i(?=[^aeiou]e|\b)": "и ай", "a(?=[^aeiou]e)": "а ей эй",
    "a": "а э", "b": "б", "c": "к с ц", "d": "д", "e": "е э", "f": "ф", "g": "г", "h": "х",
    "i": "и", "j": "дж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к",
    "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "y": "и й", "z": "з",
}  # fmt: skip
_SOUNDS = [(re.compile(letters), sounds.split()) for letters, sounds in _HEARD.items()]
_SPELLED = "эй би си ди и эф джи эйч ай джей кей эл эм эн о пи кью ар эс ти ю ви дабл-ю икс уай зет"
_NAMES = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        _SPELLED.split(),
        strict=True,
    )
)
_SPELLED_MAX = 4
_MOST = 64


def is_latin(token: str) -> bool:
    """Tell whether a token is made of Latin letters alone.

    Examples:
        >>> is_latin("crm"), is_latin("б2b")
        (True, False)
    """
    return _LATIN.fullmatch(token) is not None


def cyrillic(token: str) -> list[str]:
    """Return the likely Cyrillic spellings of a Latin token; nothing for any other.

    Examples:
        >>> cyrillic("crm")
        ['крм', 'срм', 'црм', 'сиарэм']
        >>> {"вотсап", "ватсапп", "вацап"} <= set(cyrillic("whatsapp"))
        True
    """
    if not is_latin(token):
        return []
    spellings = ["".join(sounds) for sounds in islice(product(*_heard(token)), _MOST)]
    if len(token) <= _SPELLED_MAX:
        spellings.append("".join(_NAMES[letter] for letter in token).replace("-", ""))
    return list(dict.fromkeys(spellings))


def _heard(token: str) -> list[list[str]]:
    """Return what each sound of a Latin token may be written as."""
    heard = []
    at = 0
    while at < len(token):
        found, sounds = next(
            (found, sounds) for letters, sounds in _SOUNDS if (found := letters.match(token, at))
        )
        # Letters that are written twice are heard once, and written either way.
        heard.append([each.strip("-") for each in sounds or _twice(token[at])])
        at = found.end()
    return heard


def _twice(letter: str) -> list[str]:
    once = _HEARD[letter].split()[0]
    return [once, once * 2]
