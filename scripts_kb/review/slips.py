"""Whether two texts differ by a slip of the pen alone, and if not, which words say otherwise.

Letters and signs inside a sentence are slips: a typo, an ending, a comma, a capital, a hyphen. A
number, a price, a date, a negation, a question, a short word with a meaning of its own are not:
«ваша» and «наша», «июня» and «июля», «не дорого» and «дорого» are one letter apart.

    Добрый ден, как вас звать?  ──▶  Добрый день, как вас звать?     a slip
    Скидка 8 %                  ──▶  Скидка 9 %                      no slip: 8, 9
"""

import re
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from scripts_kb.past.words import MAX_PAIRS

_TOKEN: Final = re.compile(r"<[^<>\s]+>|\w+|[^\w\s]")
_QUIET: Final = frozenset("_.,;:—–-…«»\"'()“”„’‘‑")
"""Signs that carry no meaning of their own."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEGATIONS: Final = _words(
    "не ни нет без нельзя никак никогда никто ничего ничто нигде незачем некогда вряд "
    "no not never none nobody nothing without cannot"
)
_NEGATING: Final = ("не", "ни", "без", "бес", "un", "non")
"""Beginnings that turn a word round where only one of two words has them."""

_OWN_MEANING: Final = _words(
    "я ты он она оно мы вы они мой моя мое мои твой твоя ваш ваша ваше ваши вашу вашей вашего "
    "вашим наш наша наше наши нашу нашей нашего нашим свой своя свое свои их его ее нас вас "
    "нам вам ему ей это эта этот эти тот та те там тут здесь где когда куда если или либо и а но "
    "да же ли бы до от за по на под над при про для из с со к ко о об у в во через после перед "
    "между можно нужно надо должен может хочу хотите есть был будет всегда иногда только уже еще "
    "больше меньше выше ниже раньше позже первый второй другой каждый любой весь вся все всё "
    "сегодня завтра вчера утром днем вечером "
    "i you he she it we they my your our his her its their this that these those where when if or "
    "and but to from at in on off by for of with over under before after can could may might must "
    "should will would more less today tomorrow yesterday always only"
)
_NUMERALS: Final = _words(
    "ноль один одна одно одну одного два две двух три трех четыр пят шест сем восем восьм девят "
    "десят двадцат тридцат сорок пятьдесят шестьдесят семьдесят восемьдесят девяност сто ста сот "
    "двест трист тысяч миллион миллиард половин полтор четверт трет процент рубл копе "
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty "
    "hundred thousand million half percent"
)
_CALENDAR: Final = _words(
    "январ феврал март апрел май мая июн июл август сентябр октябр ноябр декабр "
    "понедельник вторник сред четверг пятниц суббот воскресен "
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
)
_STEMS: Final = tuple(sorted({*_NUMERALS, *_CALENDAR}, key=len, reverse=True))
_SHORT_STEM: Final = 3
"""Stems of at most so many letters take one letter more: «пять», «июля»."""
_ENDING: Final = 5
"""A longer rest is another word: «семья» is no «семь», «столик» no «сто»."""
_SHORTEST: Final = 4
"""In shorter words every letter matters."""
_LONG: Final = 8
"""Words from this length on may have two slips."""


def contradictions(before: str, after: str) -> tuple[str, ...]:
    """Give the words that show a difference to be more than a slip; none for a slip.

    Args:
        before: the old text.
        after: the new text.

    Examples:
        >>> contradictions("Сколько чашек в ден", "Сколько чашек в день")
        ()
        >>> contradictions("Это дорого", "Это не дорого")
        ('не',)
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) * len(new) > MAX_PAIRS and old != new:
        return ("…",)
    matcher = SequenceMatcher(None, [*map(_fold, old)], [*map(_fold, new)], autojunk=False)
    found: dict[str, None] = {}
    for op, start, end, new_start, new_end in matcher.get_opcodes():
        if op != "equal":
            cut, put = old[start:end], new[new_start:new_end]
            after_cut, after_put = old[end : end + 1], new[new_end : new_end + 1]
            before_cut = old[max(start - 1, 0) : start]
            found |= dict.fromkeys(_block(cut, put, (*before_cut, *after_cut, *after_put)))
    return tuple(found)


def _fold(token: str) -> str:
    return token.casefold().replace("ё", "е")


def _block(cut: list[str], put: list[str], neighbours: tuple[str, ...]) -> list[str]:
    """Judge one stretch that differs."""
    loud = [each for each in (*cut, *put) if _loud(each)]
    if loud:
        return loud
    old = [each for each in cut if each not in _QUIET]
    new = [each for each in put if each not in _QUIET]
    if not old and not new:
        # «Казнить нельзя, помиловать»: signs beside a negation decide what it negates.
        return [each for each in neighbours if _fold(each) in _NEGATIONS]
    folded_old, folded_new = [*map(_fold, old)], [*map(_fold, new)]
    if "".join(folded_old) == "".join(folded_new):
        return [each for each in (*old, *new) if _fold(each) in _NEGATIONS]
    if len(old) != len(new):
        odd = [each for each in (*old, *new) if _fold(each) in _NEGATIONS]
        return odd or [*old, *new]
    pairs = zip(old, new, strict=True)
    return [
        word for one, other in pairs if not _slip(_fold(one), _fold(other)) for word in (one, other)
    ]


def _loud(token: str) -> bool:
    if token.startswith("<") and token.endswith(">") and len(token) > 1:
        return True
    if any(each.isnumeric() for each in token):
        return True
    return not any(each.isalnum() for each in token) and token not in _QUIET


def _slip(one: str, other: str) -> bool:
    if one == other:
        return True
    if {one, other} & (_NEGATIONS | _OWN_MEANING) or _counts(one) or _counts(other):
        return False
    if any(one.startswith(each) != other.startswith(each) for each in _NEGATING):
        return False
    longest, shortest = max(len(one), len(other)), min(len(one), len(other))
    if shortest < _SHORTEST:
        # A letter that is missing may be restored; another letter makes another word.
        return (
            longest >= _SHORTEST and abs(len(one) - len(other)) == 1 and distance(one, other) == 1
        )
    return distance(one, other) <= (2 if shortest >= _LONG else 1)


@cache
def _counts(word: str) -> bool:
    """Whether a word is a number, a date or a unit of money."""
    for stem in _STEMS:
        if word.startswith(stem):
            short = len(stem) <= _SHORT_STEM
            if len(word) - len(stem) <= (1 if short else _ENDING - 1):
                return True
    return False


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
