"""Round sums as people write and say them, in figures and in words.

«5к», «5 тыс.», «пять тысяч» are 5000.

    a card's text ──written_out──▶ 5000 ──said──▶ what a customer may type for it

The browser knows nothing of this: in the index, what may be typed for a sum of a card leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_ONE_WORDS = """
    один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать
    четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать
"""
_TEN_WORDS = "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"
_HUNDRED_WORDS = "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"
_ONES, _TENS, _HUNDREDS = (
    tuple(words.split()) for words in (_ONE_WORDS, _TEN_WORDS, _HUNDRED_WORDS)
)
_VALUES: Final = {
    **{word: number for number, word in enumerate(_ONES, 1)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    **{word: 100 * number for number, word in enumerate(_HUNDREDS, 1)},
    "одна": 1,
    "две": 2,
}
_WORD: Final = "|".join(sorted(_VALUES, key=len, reverse=True))
_DIGIT: Final = re.compile(r"[0-9]")
_DIGITS: Final = re.compile(
    r"(?<![\w.,])(\d{1,3})(?:[.,](\d))?"
    r"(?:[кk]\b|\s?(?:тыс(?:\b\.?|яч[аиуе]?\b|ячам\b|ячах\b|ячами\b)|т\.?\s?р\b\.?|thousand\b))",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(
    rf"\b((?:{_WORD})(?:\s(?:{_WORD})){{0,2}})\sтыс(?:\b\.?|яч[аиуе]?\b)", re.IGNORECASE
)
_SUM: Final = re.compile(r"([1-9]\d{0,2})(0|5)00")
_HALVES: Final = {1500: "полторы тысячи"}


def written_out(text: str) -> str:
    """Return a text whose thousands are in digits.

    Examples:
        >>> written_out("От 5 тыс. руб., доставка 1,5к, скидка с двадцати пяти тысяч")
        'От 5000 руб., доставка 1500, скидка с двадцати пяти тысяч'
        >>> written_out("Двадцать пять тысяч")
        '25000'
    """
    if _DIGIT.search(text):
        text = _DIGITS.sub(lambda found: _thousand(int(found[1]), int(found[2] or 0)), text)
    # Most texts name no thousands: to look for the words in each would double the time to read it.
    return _WORDS.sub(lambda found: _thousand(_value(found[1])), text) if "тыс" in text else text


def _thousand(whole: int, tenths: int = 0) -> str:
    return str(1000 * whole + 100 * tenths)


def _value(words: str) -> int:
    return sum(_VALUES[word.lower()] for word in words.split())


def said(token: str) -> Iterator[str]:
    """Yield how else a round sum is typed; nothing for what is none.

    Examples:
        >>> list(said("5000"))
        ['5к', '5k', '5 тыс', '5 тысяч', '5 тр', '5 т р', '5 thousand', 'пять тысяч', 'пять тыс']
        >>> list(said("1000"))[-3:], list(said("1500"))[-1], list(said("500"))
        (['одна тысяч', 'одна тыс', 'тысяча'], 'полторы тысячи', [])
    """
    found = _SUM.fullmatch(token)
    if not found:
        return
    short = found[1] if found[2] == "0" else f"{found[1]}.5"
    yield from (
        f"{short}{unit}" for unit in ("к", "k", " тыс", " тысяч", " тр", " т р", " thousand")
    )
    if found[2] == "0":
        yield from (f"{_in_words(int(found[1]))} {unit}" for unit in ("тысяч", "тыс"))
    if token == "1000":  # noqa: S105 - a sum
        yield "тысяча"
    if int(token) in _HALVES:
        yield _HALVES[int(token)]


def _in_words(number: int) -> str:
    """Return a number below 1000 as it counts thousands.

    Examples:
        >>> _in_words(225), _in_words(2), _in_words(40)
        ('двести двадцать пять', 'две', 'сорок')
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10) if rest >= 20 else (0, rest)  # noqa: PLR2004
    words = (
        _HUNDREDS[hundreds - 1] if hundreds else "",
        _TENS[tens - 2] if tens else "",
        {0: "", 1: "одна", 2: "две"}.get(ones) or (_ONES[ones - 1] if ones else ""),
    )
    return " ".join(filter(None, words))
