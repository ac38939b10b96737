"""How far apart two written words are: by slips of the pen, and by ear.

кофе, кфое      one slip: two letters swapped
эспресо         heard as «эспрессо» is
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final

_SOUNDS: Final[tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]] = (
    (r"[ьъ]", ""),
    (r"(?<=[сзжшчщцтднлр])т?с+я$", "ца"),
    (r"т+ся|т+ца|дца", "ца"),
    (r"стн", "сн"),
    (r"здн", "зн"),
    (r"рдц", "рц"),
    (r"лнц", "нц"),
    (r"вств", "ств"),
    (r"[сз]ч|[сз]щ|[жшз]ч", "щ"),
    (r"тч|дч", "ч"),
    (r"[тд]с|[тд]ц", "ц"),
    (r"з(?=[жш])|с(?=[шж])", ""),
    (r"(?<=[жшц])ы", "и"),
    (r"(?<=[жш])[еэо]", "е"),
    (r"(?<=[чщ])[я]", "а"),
    (r"(?<=[чщ])[ю]", "у"),
    (r"(?<=[ое])г(?=о$)", "в"),
    (r"о", "а"),
    (r"[еэя]", "и"),
    (r"(?<=[бвгдзжклмнпрстфх])й?и", "и"),
    (r"б(?=[кпстфхцчшщ]|$)", "п"),
    (r"в(?=[кпстфхцчшщ]|$)", "ф"),
    (r"г(?=[кпстфхцчшщ]|$)", "к"),
    (r"д(?=[кпстфхцчшщ]|$)", "т"),
    (r"ж(?=[кпстфхцчшщ]|$)", "ш"),
    (r"з(?=[кпстфхцчшщ]|$)", "с"),
    (r"[пк](?=[бгджз])", lambda match: {"п": "б", "к": "г"}[match.group()]),
    (r"т(?=[бгджз])", "д"),
    (r"с(?=[бгд])", "з"),
    (r"(.)\1+", r"\1"),
)
_KEYBOARD: Final = (
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)

_FAR: Final = 2
"""Words further apart are not looked up."""
_SHORT: Final = 3


@cache
def sound(word: str) -> str:
    """Give what is heard of a Russian word: double letters as one, unstressed vowels as they sound.

    Two words that sound alike may still be two words, «компания» and «кампания».

    Source: the rules of Russian spelling that rest on sound, Lopatin 2006, §§ 33–106.

    Examples:
        >>> sound("эспресо") == sound("эспрессо"), sound("зделаем") == sound("сделаем")
        (True, True)
        >>> sound("дадим") == sound("задим")
        False
    """
    heard = word
    for pattern, letters in _sounds():
        heard = pattern.sub(letters, heard)
    return heard


@cache
def _sounds() -> tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]:
    """Compile the rules, 8 ms, for words that are told by ear alone."""
    return tuple((re.compile(pattern), letters) for pattern, letters in _SOUNDS)


def plain(word: str) -> str:
    """Give a Latin word without its accents.

    Examples:
        >>> plain("café")
        'cafe'
    """
    parts = unicodedata.normalize("NFD", word)
    return "".join(each for each in parts if not unicodedata.combining(each))


def distance(one: str, other: str) -> int:
    """Count the slips from one word to another: letters more, fewer, other, or two swapped.

    Source: F. J. Damerau, 1964; the restricted form, where no letter slips twice.

    Examples:
        >>> distance("день", "ден"), distance("кофе", "кфое"), distance("кот", "дом")
        (1, 1, 2)
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, another in enumerate(other, 1):
            cost = min(here[-1] + 1, last[column] + 1, last[column - 1] + (letter != another))
            swapped = (
                row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == another
            )
            here.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before, last = last, here
    return last[-1]


def near(one: str, other: str) -> bool:
    """Tell whether two words can be one word: what is far apart is not looked up."""
    longest = max(len(one), len(other))
    ends = longest > _SHORT and one[:2] == other[:2] and abs(len(one) - len(other)) <= _SHORT
    return ends or distance(one, other) <= _FAR or sound(one) == sound(other)


@cache
def one_slip_away(word: str) -> tuple[str, ...]:
    """Give every row of Russian letters that is one slip from a word, whether a word or not."""
    letters = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    fewer = [head + tail[1:] for head, tail in parts if tail]
    swapped = [head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1]
    other = [head + each + tail[1:] for head, tail in parts if tail for each in letters]
    more = [head + each + tail for head, tail in parts for each in letters]
    return tuple(dict.fromkeys((*swapped, *fewer, *more, *other)))


def unlikely(typed: str, meant: str) -> int:
    """Rank how unlikely a slip is, from 0, heard alike, to 3, a letter from elsewhere.

    Examples:
        >>> unlikely("кфое", "кофе"), unlikely("зделаем", "сделаем"), unlikely("задим", "дадим")
        (1, 0, 3)
    """
    if sound(typed) == sound(meant):
        return 0
    if sorted(typed) == sorted(meant):
        return 1
    if len(typed) != len(meant):
        return 2
    pairs = [(a, b) for a, b in zip(typed, meant, strict=True) if a != b]
    return 2 if all(_beside(a, b) for a, b in pairs) else 3


def _beside(one: str, other: str) -> bool:
    return any(f"{a}{b}" in row for row in _KEYBOARD for a, b in ((one, other), (other, one)))
