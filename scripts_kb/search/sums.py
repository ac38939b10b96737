"""Round sums as people write and say them, in figures and in words.

«5к», «5 тыс.», «пять тысяч» are 5000; «полтора миллиона» are 1500000, «триста» 300.

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
# «От двадцати пяти тысяч», «до трёхсот»: a price stands in the genitive as often.
_ONES_OF = """
    одного двух трех четырех пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати
    четырнадцати пятнадцати шестнадцати семнадцати восемнадцати девятнадцати
"""
_TENS_OF = "двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста"
_HUNDREDS_OF = "ста двухсот трехсот четырехсот пятисот шестисот семисот восьмисот девятисот"
_VALUES: Final = {
    **{
        word: step * number
        for step, first, many in (
            (1, 1, (_ONES, _ONES_OF.split())),
            (10, 2, (_TENS, _TENS_OF.split())),
            (100, 1, (_HUNDREDS, _HUNDREDS_OF.split())),
        )
        for words in many
        for number, word in enumerate(words, first)
    },
    "одна": 1,
    "одну": 1,
    "одной": 1,
    "две": 2,
    **dict.fromkeys(("полтора", "полторы", "полутора"), 1.5),
}
NUMERALS: Final = {
    word: str(step * number)
    for step, words, first in ((1, _ONES[9:], 10), (10, _TENS, 2))
    for number, word in enumerate(words, first)
}
"""Numbers from ten to ninety that are one word, and their figures."""
_THOUSAND: Final = r"тыс(?:\b\.?|яч[аиуе]?\b|ячам\b|ячах\b|ячами\b)"
_MILLION: Final = r"(?:млн\b\.?|миллион(?:а|у|е|ом|ов|ам|ах|ами)?\b|лям(?:а|ов)?\b)"
_DIGIT: Final = re.compile(r"[0-9]")
_FIGURES: Final = r"(?<![\w.,])(\d{1,3})"
_THOUSANDS: Final = re.compile(
    rf"{_FIGURES}(?:[.,](\d))?(?:[кk]\b|\s?(?:{_THOUSAND}|т\.?\s?р\b\.?|thousand\b))",
    re.IGNORECASE,
)
_MILLIONS: Final = re.compile(
    rf"{_FIGURES}(?:[.,](\d{{1,3}}))?(?:(?:кк|kk)\b|\s?(?:{_MILLION}|million\b))", re.IGNORECASE
)
_WORD: Final = "|".join(
    sorted((word.replace("е", "[её]") for word in _VALUES), key=len, reverse=True)
)
_UNIT: Final = rf"(?:{_THOUSAND}|{_MILLION})"
_RUN: Final = re.compile(
    rf"\b(?:(?:{_WORD})\b|(?:тысяча|миллион)(?=\s(?:{_WORD})\b))(?:\s(?:(?:{_WORD})\b|{_UNIT}))*",
    re.IGNORECASE,
)
_LIKELY: Final = re.compile(r"тыс|мил|млн|лям|сот|\bсто\s|двести|триста|реста", re.IGNORECASE)
_SUM: Final = re.compile(r"([1-9]\d{0,2})(\d)00(000)?")
_SMALL: Final = re.compile(r"[2-9]00|[1-9]\d")
# «Сто» has the stem of «стоит», and «семь» that of «семья»: to lead them to figures would mislead.
_LEAST: Final = 101
_PLACES: Final = 4
_TEENS: Final = (10, 19)


def written_out(text: str) -> str:
    """Return a text whose thousands and millions are in digits, and its hundreds in words.

    Examples:
        >>> written_out("От 5 тыс. руб., доставка 1,5к, скидка с двадцати пяти тысяч")
        'От 5000 руб., доставка 1500, скидка с 25000'
        >>> written_out("Лимит 1,5 млн, страховка на три миллиона, замер триста рублей")
        'Лимит 1500000, страховка на 3000000, замер 300 рублей'
        >>> written_out("Две тысячи пятьсот"), written_out("Два раза по двадцать пять")
        ('2500', 'Два раза по двадцать пять')
    """
    if _DIGIT.search(text):
        text = _THOUSANDS.sub(lambda found: _figures(found, 3), text)
        text = _MILLIONS.sub(lambda found: _figures(found, 6), text)
    # Most texts name no sum: to look for the words in each would double the time to read it.
    return _RUN.sub(_in_digits, text) if _LIKELY.search(text) else text


def _figures(found: re.Match[str], zeros: int) -> str:
    return str(int(found[1] + (found[2] or "").ljust(zeros, "0")))


def _in_digits(found: re.Match[str]) -> str:
    value = _value(found[0])
    return found[0] if value is None or value < _LEAST else str(value)


def _value(words: str) -> int | None:
    """Return the number that words say together; None where they are no single whole one.

    Examples:
        >>> _value("две тысячи триста"), _value("ста тысяч"), _value("пять десять")
        (2300, 100000, None)
    """
    whole = part = 0.0
    unit, place = 1_000_000_000, _PLACES
    for word in words.lower().replace("ё", "е").split():
        value = _VALUES.get(word)
        if value is None:
            before, unit = unit, 1_000 if word.startswith("тыс") else 1_000_000
            if unit >= before:
                return None
            whole, part, place = whole + (part or 1) * unit, 0.0, _PLACES
        else:
            # «двадцать пять» goes down by a place each time, «пять десять» is two numbers.
            own = len(str(int(value)))
            if own >= place:
                return None
            part, place = part + value, 0 if _TEENS[0] <= value <= _TEENS[1] else own
    total = whole + part
    return int(total) if total == int(total) else None


def said(token: str) -> Iterator[str]:
    """Yield how else a round sum is typed; nothing for what is none.

    Examples:
        >>> list(said("5000"))
        ['5к', '5k', '5 тыс', '5 тысяч', '5 тр', '5 т р', '5 thousand', 'пять тысяч', 'пять тыс']
        >>> list(said("1000"))[-3:], list(said("1500"))[-2:]
        (['одна тысяч', 'одна тыс', 'тысяча'], ['полторы тысяч', 'полторы тыс'])
        >>> list(said("3000000"))
        ['3 млн', '3 миллион', '3 лям', '3кк', '3 million', 'три миллион', 'три млн', 'три лям']
        >>> list(said("300")), list(said("25")), list(said("315"))
        (['триста'], ['двадцать пять'], [])
    """
    if _SMALL.fullmatch(token):
        yield _in_words(int(token))
    found = _SUM.fullmatch(token)
    if not found:
        return
    count, tenth = int(found[1]), int(found[2])
    short = f"{count}.{tenth}" if tenth else str(count)
    if found[3]:
        yield from (f"{short} {unit}" for unit in ("млн", "миллион", "лям"))
        yield from (f"{short}кк", f"{short} million")
        yield from _counted(count, tenth, "миллион", ("миллион", "млн", "лям"))
    else:
        units = ("к", "k", " тыс", " тысяч", " тр", " т р", " thousand")
        yield from (f"{short}{unit}" for unit in units)
        yield from _counted(count, tenth, "тысяча", ("тысяч", "тыс"))


def _counted(count: int, tenth: int, one: str, units: tuple[str, ...]) -> Iterator[str]:
    """Yield a sum in words, as so many of a unit."""
    thousands = one == "тысяча"
    if not tenth:
        yield from (f"{_in_words(count, feminine=thousands)} {unit}" for unit in units)
        if count == 1:
            yield one
    elif thousands:
        yield f"{_in_words(count, feminine=True)} тысяч {_HUNDREDS[tenth - 1]}"
        if count == 1:
            yield f"тысяча {_HUNDREDS[tenth - 1]}"
    if (count, tenth) == (1, 5):
        yield from (f"{'полторы' if thousands else 'полтора'} {unit}" for unit in units)


def _in_words(number: int, *, feminine: bool = False) -> str:
    """Return a number below 1000.

    Examples:
        >>> _in_words(225, feminine=True), _in_words(2, feminine=True), _in_words(40)
        ('двести двадцать пять', 'две', 'сорок')
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10) if rest > _TEENS[1] else (0, rest)
    one = {1: "одна", 2: "две"}.get(ones) if feminine else None
    words = (
        _HUNDREDS[hundreds - 1] if hundreds else "",
        _TENS[tens - 2] if tens else "",
        one or (_ONES[ones - 1] if ones else ""),
    )
    return " ".join(filter(None, words))
