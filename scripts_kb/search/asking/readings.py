"""What else a typed text may be: the same keys on the other layout, or Russian in Latin letters."""

from __future__ import annotations

import re

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
_TO_RUSSIAN = str.maketrans(_LATIN, _RUSSIAN)
_TO_LATIN = str.maketrans(_RUSSIAN, _LATIN)
_SOUNDS = (
    "4=ч 6=ш shch=щ sch=щ zh=ж kh=х ts=ц ch=ч sh=ш ph=ф th=т ck=к yo=ё jo=ё yu=ю ju=ю iu=ю ya=я "
    "ja=я ye=е je=же yi=ый a=а b=б c=ц d=д e=е f=ф g=г h=х i=и j=ж k=к l=л m=м n=н o=о p=п q=к "
    "r=р s=с t=т u=у v=в w=в x=х z=з '=ь"
)
_OTHER_SOUNDS = f"ja=жа ju=жу jo=жо je=же j=ж ia=я iu=ю x=кс {_SOUNDS}"
_VOWEL = re.compile(r"[аеёиоуыэюя]\Z")
_LETTER = re.compile(r"[а-яёa-z]\Z")
_SIGNS = "46'"


def other_layout(text: str) -> str:
    """Return the same keys on the other layout: Russian for Latin keys, else Latin for Russian.

    Examples:
        >>> other_layout("ghbdtn")
        'привет'
    """
    latin = has_latin(text) and not has_cyrillic(text)
    return text.translate(_TO_RUSSIAN if latin else _TO_LATIN)


def from_translit(text: str) -> list[str]:
    """Return Russian for Latin letters, by sound.

    Examples:
        >>> from_translit("eho")
        ['ехо', 'эхо']
    """
    spelled = (_spell(text, _SOUNDS), _spell(text, _OTHER_SOUNDS))
    return list(dict.fromkeys(spelled))


def has_latin(text: str) -> bool:
    """Tell whether there is a Latin letter."""
    return re.search("[a-z]", text, re.IGNORECASE | re.ASCII) is not None


def has_cyrillic(text: str) -> bool:
    """Tell whether there is a Russian letter."""
    return re.search("[а-яё]", text, re.IGNORECASE) is not None


def _spell(text: str, listed: str) -> str:
    low, out, at = text.lower(), "", 0
    sounds = [each.split("=") for each in listed.split()]
    while at < len(low):
        found = ((latin, sound) for latin, sound in sounds if low.startswith(latin, at))
        latin, russian = next(found, (low[at], low[at]))
        around = (low[at - 1 : at] if at else "", low[at + 1 : at + 2])
        if latin in _SIGNS and not any("a" <= each <= "z" for each in around):
            out += latin  # a number, not a letter
        else:
            out += _heard(latin, russian, out, other=listed is _OTHER_SOUNDS)
        at += len(latin)
    return out


def _heard(latin: str, russian: str, before: str, *, other: bool) -> str:
    """Return a sound where what stands before it decides."""
    vowel = _VOWEL.search(before)
    if latin == "y":
        return "й" if vowel else "ы"
    if latin == "e" and other and not _LETTER.search(before):
        return "э"
    return "й" if latin == "j" and vowel else russian
