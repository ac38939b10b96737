"""A word and its short form, where the words beside it allow no other whole word.

5 мин.           ──▶  5 минут             «минимум» stands before a number, and not after it
мин. 5 кг        ──▶  минимум 5 кг
г. Омск          ──▶  город Омск          no year has a name
май 2026 г.      ──▶  май 2026 года
250 г            ──▶  250 граммов
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from scripts_kb.language.russian import WordForm
from scripts_kb.review.slips import grammar, lists
from scripts_kb.review.slips.lists import words
from scripts_kb.review.slips.tokens import Token, keys

_YEAR: Final = re.compile("(?:19|20)\\d\\d")
_MONTHS: Final = words(
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
)
_SOME: Final = words(
    "пара пару пары несколько тысяча тысячи тысяч тыс миллион миллиона миллионов млн миллиард "
    "миллиарда миллиардов млрд кв куб пог"
)
"""Told by their forms: «с», which is short for a second, is asked too often for a dictionary."""
_WITHIN: Final = words("в во за на через до к каждый")
_SQUARED: Final = words("м метр см км")
_HOT: Final = words("линия вода напиток питание обед шоколад")
_OF_ADDRESS: Final = words("д дом ул улица пр проспект корп корпус пер переулок")

_ALIKE: Final = 7
"""So many letters tell «максимальный» from «максимум»."""

Condition = Callable[[Sequence[Token], int], bool]


def same(short: Sequence[Token], at: int, long: Sequence[Token], long_at: int) -> bool:
    """Tell whether a word is another one's short form: «руб.» and «рублей», «₽» and «руб».

    Args:
        short: the text with the short form.
        at: its place.
        long: the text with the whole word, or with another short form.
        long_at: its place.
    """
    one, whole = short[at], long[long_at]
    names = meant(short, at)
    if names & meant(long, long_at):
        return True
    if whole.kind != "word" or (not names and not one.marks.startswith(".")):
        return False
    if whole.latin:
        return whole.key in names
    counted = names - {"год"} and _counted(short, at)
    if counted and grammar.keeps(long, long_at) is False:
        return False
    if names and names & {each.lexeme for each in grammar.of(whole) if _shortened(each)}:
        return True
    if not one.marks.startswith(".") or not whole.key.startswith(one.key):
        return False
    if one.kind != "word" or len(one.key) == 1 or len(whole.key) - len(one.key) == 1:
        return False
    if is_known(one.key):
        return any(whole.key.startswith(each[:_ALIKE]) for each in names)
    # «Выбор.» ends a sentence: a word that is whole is no short form.
    return not grammar.of(one)


def _shortened(form: WordForm) -> bool:
    """Tell whether a form is one that is written short: of verbs only «см.» for «смотрите» is."""
    return form.part not in {"VERB", "INFN"} or "impr" in form.rest


def is_known(key: str) -> bool:
    """Tell whether a short form is of the lists."""
    return key in _CHOICES or key in lists.SHORT or lists.UNITS.get(key, key) != key


def meant(tokens: Sequence[Token], at: int) -> frozenset[str]:
    """Give the words that a short form may stand for in its place; none for a word that is whole.

    Args:
        tokens: the text.
        at: the place of the short form.
    """
    key = tokens[at].key
    if key in _CHOICES:
        fitting = (whole for condition, whole in _CHOICES[key] if condition(tokens, at))
        return next(fitting, frozenset())
    unit = lists.UNITS.get(key, key)
    found = frozenset({unit}) if unit != key else frozenset[str]()
    return found | frozenset(lists.SHORT.get(key, ()))


def _before(tokens: Sequence[Token], at: int) -> Token | None:
    if at < 1:
        return None
    # «Кв. м»: a word may be short itself.
    joining = "-. " if is_known(tokens[at - 1].key) else "- "
    return None if tokens[at - 1].marks.strip(joining) else tokens[at - 1]


def _after(tokens: Sequence[Token], at: int) -> Token | None:
    parted = at + 1 >= len(tokens) or tokens[at].marks.strip(". ")
    return None if parted else tokens[at + 1]


def _lexemes(token: Token | None) -> frozenset[str]:
    found = grammar.of(token) if token else ()
    return frozenset({*(each.lexeme for each in found), *((token.key,) if token else ())})


def _number(token: Token | None) -> bool:
    return token is not None and (token.kind == "number" or token.key in lists.NUMERALS)


def _counted(tokens: Sequence[Token], at: int) -> bool:
    """Find «5 мин.»."""
    before = _before(tokens, at)
    return _number(before) or (before is not None and before.key in _SOME)


def _numbered(tokens: Sequence[Token], at: int) -> bool:
    """Find «д. 5»."""
    return _number(_after(tokens, at))


def _dated(tokens: Sequence[Token], at: int) -> bool:
    """Find «2026 г.» and «в 2026 г»: without a dot and a date before it may be a weight."""
    before = _before(tokens, at)
    if before is None or not _YEAR.fullmatch(before.key):
        return False
    led = _lexemes(_before(tokens, at - 1)) & (_MONTHS | {*lists.PREPOSITIONS, *lists.GOVERNED})
    return bool(led) or tokens[at].marks.startswith(".")


def _named(tokens: Sequence[Token], at: int) -> bool:
    """Find «г. Омск»."""
    after = _after(tokens, at)
    return after is not None and after.kind == "word" and after.text[:1].isupper()


def _following(tokens: Sequence[Token], at: int) -> bool:
    """Find «Baker St»."""
    before = _before(tokens, at)
    return before is not None and before.text[:1].isupper() and not before.first


def _described(tokens: Sequence[Token], at: int) -> bool:
    """Find «мин. заказ»."""
    after = _after(tokens, at)
    found = grammar.of(after) if after and not after.text[:1].isupper() else ()
    return bool(found) and found[0].part in {"NOUN", "ADJF"}


def _within(tokens: Sequence[Token], at: int) -> bool:
    """Find «через мин.»."""
    return bool(_lexemes(_before(tokens, at)) & _WITHIN)


def _squared(tokens: Sequence[Token], at: int) -> bool:
    """Find «кв. м»."""
    return bool(_lexemes(_after(tokens, at)) & _SQUARED)


def _hot(tokens: Sequence[Token], at: int) -> bool:
    """Find «гор. линия»."""
    return bool(_lexemes(_after(tokens, at)) & _HOT)


def _addressed(tokens: Sequence[Token], at: int) -> bool:
    """Find «д. 5, стр. 2»."""
    return bool(_OF_ADDRESS & {*keys(tokens[:at])})


def _joined(tokens: Sequence[Token], at: int) -> bool:
    """Find «и пр.»."""
    before = _before(tokens, at)
    return before is not None and before.key == "и"


def _always(_tokens: Sequence[Token], _at: int) -> bool:
    return True


_CONDITIONS: Final[Mapping[str, Condition]] = {
    "counted": _counted,
    "numbered": _numbered,
    "dated": _dated,
    "named": _named,
    "following": _following,
    "described": _described,
    "within": _within,
    "squared": _squared,
    "hot": _hot,
    "addressed": _addressed,
    "joined": _joined,
    "else": _always,
}


def _choices(text: str) -> dict[str, tuple[tuple[Condition, frozenset[str]], ...]]:
    found = {}
    for line in text.strip().splitlines():
        key, _, rest = line.strip().partition(" ")
        parts = (each.split() for each in rest.split("|"))
        found[key] = tuple((_CONDITIONS[name], frozenset(whole)) for name, *whole in parts)
    return found


_CHOICES: Final = _choices(
    """
    г dated год | counted грамм | named город
    гр counted грамм
    м counted метр | named метро
    р counted рубль | named река | else рубль
    с counted секунда
    т counted тонна
    д counted день | numbered дом
    см counted сантиметр | else смотреть
    мл counted миллилитр | else младший
    мин counted минута | numbered минимум | described минимальный | within минута | else минимум
    макс numbered максимум | described максимальный | else максимум
    кв numbered квартира | squared квадратный
    корп numbered корпус | described корпоративный
    гор hot горячий | described городской
    стр addressed строение | numbered страница | counted страница
    пр joined прочее прочий
    ст described старший
    min counted minute minutes | else minimum
    st following street | named saint | else street
    """
)
"""Short forms of more words than one: the first condition that holds tells which is meant."""
