"""Numbers that are written in words, Russian and English: “one thousand four hundred” is 1400."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_UNITS: Final = (
    "один одна одного одной одну|два две двух|три трёх|четыре четырёх|пять пяти|шесть шести"
    "|семь семи|восемь восьми|девять девяти|десять десяти|одиннадцать одиннадцати"
    "|двенадцать двенадцати|тринадцать тринадцати|четырнадцать четырнадцати"
    "|пятнадцать пятнадцати|шестнадцать шестнадцати|семнадцать семнадцати"
    "|восемнадцать восемнадцати|девятнадцать девятнадцати"
)
_TENS: Final = (
    "двадцать двадцати|тридцать тридцати|сорок сорока|пятьдесят пятидесяти"
    "|шестьдесят шестидесяти|семьдесят семидесяти|восемьдесят восьмидесяти|девяносто девяноста"
)
_HUNDREDS: Final = (
    "сто ста|двести двухсот|триста трёхсот|четыреста четырёхсот|пятьсот пятисот|шестьсот шестисот"
    "|семьсот семисот|восемьсот восьмисот|девятьсот девятисот"
)
_ENGLISH: Final = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen"
)
_ENGLISH_TENS: Final = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"


def _numbered(forms: str, first: int, step: int) -> dict[str, int]:
    return {
        form.replace("ё", "е"): first + place * step
        for place, each in enumerate(forms.split("|"))
        for form in each.split()
    }


_VALUES: Final = {
    **_numbered(_UNITS, 1, 1),
    **_numbered(_TENS, 20, 10),
    **_numbered(_HUNDREDS, 100, 100),
    **_numbered(_ENGLISH, 1, 1),
    **_numbered(_ENGLISH_TENS, 20, 10),
}
_TIMES: Final = {
    **dict.fromkeys(("тысяча", "тысячи", "тысячу", "тысяч", "тысяче", "thousand"), 1000),
    "hundred": 100,
}
_WORD: Final = re.compile(r"\w+")
_KNOWN: Final = frozenset({*_VALUES, *_TIMES})
_BETWEEN: Final = frozenset({" ", "\u00a0", "-", " and "})
_ANY: Final = re.compile(
    r"сто(?!\w)(?<!\wсто)|ста(?!\w)(?<!\wста)|ести(?!\w)|еста(?!\w)|исти(?!\w)|иста(?!\w)"
    r"|сот(?!\w)|тысяч|hundred|thousand"
)
"""What any number of a hundred or more holds, in small letters: each begins with one that is sure,
so that the rest of a text is passed over at once."""


class Numeral(NamedTuple):
    """A number in words: what was written, its value, where it begins and ends, its words."""

    text: str
    value: int
    start: int
    end: int
    words: int


def found(text: str) -> Iterator[Numeral]:
    """Yield the numbers of a hundred or more that a text writes in words.

    Examples:
        >>> [each.value for each in found("За тысячу четыреста девяносто рублей")]
        [1490]
        >>> [each.value for each in found("two thousand and fifty")]
        [2050]
    """
    if not _ANY.search(text.lower()):
        return
    for words in _runs(text):
        value = _value([_plain(each[0]) for each in words])
        if value >= 100:  # noqa: PLR2004 - smaller ones are no prices
            start, end = words[0].start(), words[-1].end()
            yield Numeral(text[start:end], value, start, end, len(words))


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield the words of each number; a table tells them sooner than an expression of them all."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if _plain(word[0]) not in _KNOWN:
            continue
        if run and text[run[-1].end() : word.start()].lower() not in _BETWEEN:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _value(words: list[str]) -> int:
    total = part = 0
    for word in words:
        times = _TIMES.get(word)
        if times == 100:  # noqa: PLR2004 - `hundred`
            part = max(part, 1) * times
        elif times:
            total, part = total + max(part, 1) * times, 0
        else:
            part += _VALUES[word]
    return total + part
