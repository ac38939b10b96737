"""One amount, or one place in a row, written in figures and in words.

двадцать пять дрипов   ──▶  25 дрипов
1,5 часа               ──▶  полтора часа
меньше 20-ти чашек     ──▶  меньше 20 чашек       a grown ending
5-го декабря           ──▶  5 декабря             days of a month are in a row anyway
дарим 5-ю пачку        ──▶  дарим 5 пачек         no: the fifth is one
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from scripts_kb.review.slips import lists
from scripts_kb.review.slips.lists import words
from scripts_kb.review.slips.tokens import Token, keys

_FIGURES: Final = re.compile(r"(?:0|[1-9]\d*)(?:[.,]\d+)?")
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
"""How English parts thousands."""
_TIMES: Final[Mapping[str, int]] = {
    word: number
    for line, number in (
        ("тысяча тысячи тысяч тысячу тысячей тыс thousand", 1000),
        ("миллион миллиона миллионов млн million", 1_000_000),
    )
    for word in line.split()
}
_HALF: Final = 0.5
_HALVES: Final[Mapping[str, float]] = {
    **dict.fromkeys(("полтора", "полторы", "полутора"), 1.5),
    **dict.fromkeys(("пол", "половина", "половину", "половины", "half"), _HALF),
}
_AND_A_HALF: Final = (("с", "половиной"), ("and", "a", "half"))
_GROWN: Final[Mapping[str, frozenset[int]]] = {
    "ти": frozenset({0, 5, 6, 9, *range(10, 21)}),
    "и": frozenset({0, 5, 6, 7, 8, 9, *range(10, 21)}),
    "ми": frozenset({7, 8}),
    "х": frozenset({2, 3, 4}),
    "ух": frozenset({2}),
    "мя": frozenset({2, 3, 4}),
    "ью": frozenset({0, 5, 6, 7, 8, 9, *range(10, 21)}),
}
"""Endings of amounts in figures, by the last figures that have them: «20-ти», «3-х»."""
_STEMS: Final[Mapping[str, int]] = {
    stem: number
    for number, stem in enumerate(
        "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат "  # noqa: SIM905
        "четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат".split(),
        1,
    )
} | {"тридцат": 30}
_PLACES: Final[Mapping[str, int]] = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "  # noqa: SIM905
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
        "twentieth".split(),
        1,
    )
} | {"thirtieth": 30}
_ENGLISH_ENDINGS: Final = words("st nd rd th")
_MONTHS: Final = words(
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "january february march april may june july august september october november december"
)
_COMPOSED_STEMS: Final[Mapping[str, int]] = {
    stem: number
    for stems, number in (
        ("две дву двух двум двумя", 2),
        ("тре три трех трем тремя", 3),
        ("четыре четырех четырем четырьмя", 4),
        ("пять пяти пятью", 5),
        ("шесть шести шестью", 6),
        ("семь семи семью", 7),
        ("восемь восьми восемью восьмью", 8),
        ("девять девяти девятью", 9),
    )
    for stem in stems.split()
}
_COMPOSED_ENDS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("сто", "ста", "сти", "сот", "стам", "стами", "стах"), 100),
    **dict.fromkeys(("десят", "десяти", "десятью"), 10),
}
"""Of «двести» to «девятьсот» and «пятьдесят» to «восемьдесят» both parts are declined."""
_MOST: Final = 1000
_STEM: Final = 3
_SHORT_NAME: Final = len("пол")


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number that is said.

    Attributes:
        value: how many.
        place: the ending of what is in a row, «го» of «5-го», "th" of English; "" for how many.
    """

    value: float
    place: str = ""


def same(
    old: Sequence[Token], cut: tuple[int, int], new: Sequence[Token], put: tuple[int, int]
) -> bool:
    """Tell whether two stretches say one amount.

    Args:
        old: the text before.
        cut: the first and the last but one word of the stretch in it.
        new: the text after.
        put: the same of the other stretch.
    """
    if not (_opens(old[cut[0]].key) and _opens(new[put[0]].key)):
        return False
    one, other = old[slice(*cut)], new[slice(*put)]
    if len(one) == len(other) == 1 and one[0].kind == other[0].kind == "number":
        return _figures(one[0], old, cut) == _figures(other[0], new, put)
    if _half_of(one, other) or _half_of(other, one):
        return True
    was, became = _read(one, _english(old, cut)), _read(other, _english(new, put))
    if was is None or became is None or was.value != became.value:
        return False
    if was.place == became.place:
        return True
    dated = _dated(old, cut) and _dated(new, put)
    return dated and {was.place, became.place} <= {"", "го", "е", "th"}


def misdeclined(typed: str, meant: str) -> bool:
    """Tell whether what is no word has the stem and the end of the same numeral: «пятиста».

    Args:
        typed: what is no word.
        meant: the word in its place.

    Examples:
        >>> misdeclined("пятиста", "пятисот"), misdeclined("пятиста", "шестисот")
        (True, False)
    """
    value = _composed(typed)
    return value is not None and value == _composed(meant)


def _composed(word: str) -> tuple[int, int] | None:
    for ending, times in _COMPOSED_ENDS.items():
        stem = word.removesuffix(ending)
        if stem != word and stem in _COMPOSED_STEMS:
            return _COMPOSED_STEMS[stem], times
    return None


def grown(text: Sequence[Token], at: int) -> bool:
    """Tell whether a word is but the ending of figures, said with them or without: «20-ти».

    Args:
        text: the words.
        at: the place of the ending.
    """
    if at == 0 or text[at - 1].kind != "number":
        return False
    ended = _ended(text[at - 1], text[at])
    if ended is None:
        return False
    return not ended.place or (ended.place in {"го", "е", "th"} and _dated(text, (at - 1, at + 1)))


@cache
def _opens(key: str) -> bool:
    """Tell whether an amount may begin with a word."""
    if key[:1].isdecimal() or key in {"a", "an"} or key.startswith("пол"):
        return True
    known = key in lists.NUMERALS or key in _TIMES or key in _HALVES or key in _PLACES
    return known or _placed(key) is not None


def _figures(token: Token, text: Sequence[Token], span: tuple[int, int]) -> str:
    if _english(text, span) and _THOUSANDS.fullmatch(token.key):
        return token.key.replace(",", "")
    return token.key.replace(",", ".") if token.key.count(",") == 1 else token.key


def _english(text: Sequence[Token], span: tuple[int, int]) -> bool:
    beside = (*text[max(span[0] - 1, 0) : span[0]], *text[span[1] : span[1] + 1])
    named = [each for each in beside if each.kind == "word"]
    return bool(named) and all(each.latin for each in named)


def _half_of(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Tell «полчаса» from «0,5 часа»."""
    if len(one) != 1 or len(other) != 2 or not one[0].key.startswith("пол"):  # noqa: PLR2004 - an amount and what
        return False
    amount = _read(other[:1], english=False)
    return amount == _Amount(_HALF) and one[0].key[_SHORT_NAME:] == other[1].key


def _read(tokens: Sequence[Token], english: bool) -> _Amount | None:
    if any(each.marks.strip("-.") for each in tokens[:-1]):
        return None
    last = tokens[-1]
    if len(tokens) > 1 and tokens[-2].kind == "number":
        ended = _ended(tokens[-2], last)
        if ended is not None:
            return ended if len(tokens) == 2 else None  # noqa: PLR2004 - figures and their ending
    if any("-" in each.marks and not each.latin for each in tokens[:-1]):
        return None
    place = _placed(last.key)
    if place is None:
        value = _value(tokens, english)
        return None if value is None else _Amount(value)
    if len(tokens) == 1:
        return place
    tens = _value(tokens[:-1], english)
    fits = tens is not None and tens % 10 == 0 and tens > 10 and place.value < 10  # noqa: PLR2004 - tens and ones
    return _Amount(tens + place.value, place.place) if fits and tens is not None else None


def _ended(figures: Token, ending: Token) -> _Amount | None:
    """Read «20-ти» and «5-го», «10ти» and «2nd»."""
    if not figures.key.isdecimal():
        return None
    number, key = int(figures.key), ending.key
    if key in _ENGLISH_ENDINGS and not figures.marks:
        return _Amount(number, "th")
    last = number % 100 if number % 100 in range(10, 21) else number % 10
    hyphen = figures.marks == "-"
    if last in _GROWN.get(key, ()) and (hyphen or (key == "ти" and not figures.marks)):
        return _Amount(number)
    place = lists.ORDINAL.get(key)
    return _Amount(number, place) if place and hyphen else None


def _placed(key: str) -> _Amount | None:
    if key in _PLACES:
        return _Amount(_PLACES[key], "th")
    for length in range(len(key) - 1, _STEM - 1, -1):
        stem, ending = key[:length], key[length:].removeprefix("ь")
        if stem in _STEMS and ending in lists.ORDINAL:
            return _Amount(_STEMS[stem], lists.ORDINAL[ending])
    return None


def _value(tokens: Sequence[Token], english: bool) -> float | None:
    told = keys(tokens)
    if told in {("half", "a"), ("half", "an"), ("a", "half")}:
        return _HALF
    for tail in _AND_A_HALF:
        if len(told) > len(tail) and told[-len(tail) :] == tail:
            whole = _value(tokens[: -len(tail)], english)
            return None if whole is None or whole % 1 else whole + _HALF
    return _counted(tokens, english)


def _counted(tokens: Sequence[Token], english: bool) -> float | None:
    """Add up «две тысячи пятьсот», each part smaller than the one before it."""
    room: float = _MOST
    total, group, times = 0.0, 0.0, 10**9
    for at, token in enumerate(tokens):
        part = _part(token, english)
        if token.key == "hundred" and group in range(1, 10):
            group, room = group * 100, 100
        elif token.key == "and" and room == 100 and 0 < at < len(tokens) - 1:  # noqa: PLR2004 - «a hundred and five»
            continue
        elif token.key in _TIMES and _TIMES[token.key] < times and (group or _one(token, at)):
            times = _TIMES[token.key]
            total, group, room = total + (group or 1) * times, 0, _MOST
        elif part is None or (at and token.kind == "number"):
            return None
        elif token.kind == "number":
            group, room = part, 0
        elif part >= room:
            return None
        elif part % 1:
            group, room = part, 0
        else:
            group, room = group + part, _room(part)
    return total + group


def _one(token: Token, at: int) -> bool:
    """Tell whether a large number is said once: «тысяча рублей», and not «тысячи клиентов»."""
    return at == 0 and token.key in {"тысяча", "тысячу", "тысячей", "миллион"}


def _part(token: Token, english: bool) -> float | None:
    if token.kind != "number":
        value = lists.NUMERALS.get(token.key)
        return _HALVES.get(token.key) if value is None else value
    if english and _THOUSANDS.fullmatch(token.key):
        return float(token.key.replace(",", ""))
    plain = _FIGURES.fullmatch(token.key)
    return float(token.key.replace(",", ".")) if plain else None


def _room(part: float) -> float:
    """Give what the next part must stay under."""
    for most in (100, 20):
        if part >= most:
            return 100 if most > 20 else 10  # noqa: PLR2004 - hundreds and tens
    return 1


def _dated(text: Sequence[Token], span: tuple[int, int]) -> bool:
    beside = (*text[max(span[0] - 1, 0) : span[0]], *text[span[1] : span[1] + 1])
    return any(each.key in _MONTHS for each in beside)
