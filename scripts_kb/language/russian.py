"""What is a Russian word, and what form of which word: the door to the dictionary of forms.

    исключена ──▶ WordForm(lexeme="исключить", part="PRTS", number="sing", …)
    зделаем   ──▶ nothing: no dictionary knows it

The dictionary is OpenCorpora's, read by pymorphy3. Grammemes keep its names
(https://opencorpora.org/dict.php?act=gram).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

_NO_WORDS: Final = frozenset({"Erro", "Dist", "Abbr", "Init"})
"""The dictionary also knows mistakes, distorted words and abbreviations."""
_NAMES: Final = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
_LIKE: Final[Mapping[str, str]] = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc2": "loct"}
"""Second forms of a case, «чаю» for «чая», say what the first ones do."""

_YOUNG: Final = frozenset(
    "бариста дрип эспрессо капучино латте раф американо ристретто макиато фраппе смузи кемекс "  # noqa: SIM905
    "аэропресс пуровер каппинг робуста обжарщик воблер мерч промо промокод кешбэк кэшбэк "
    "маркетплейс вебинар апселл оффер лендинг бриф фидбек таргет сторис демо клининг каршеринг "
    "коворкинг фулфилмент веган апп вайфай онбординг чекап трекер дашборд виджет плагин "
    "кофемашина чат-бот айтишник фрилансер апгрейд шоурум барбершоп тайм-слот колл-центр".split()
)
"""Words younger than the dictionary; their forms are told by how they look."""
_START: Final = 3
_YOUNG_STARTS: Final = frozenset(word[:_START] for word in _YOUNG)


@dataclass(frozen=True, slots=True)
class WordForm:
    """One way to understand a form.

    Attributes:
        lexeme: the dictionary form, lower case, «е» for «ё».
        part: the part of speech, such as `NOUN`.
        case: `nomn`, `gent` … "" where the form has none; the same below.
        number: `sing` or `plur`.
        gender: `masc`, `femn` or `neut`.
        animate: `anim` or `inan`.
        rest: person, tense, mood, aspect, voice, who is included and degree: «новейший» is more
            than «новый».
        name: whether it is somebody's or something's proper name.
        transitivity: `tran` for a verb that takes an object, `intr` for one that takes none.
    """

    lexeme: str
    part: str
    case: str
    number: str
    gender: str
    animate: str
    rest: tuple[str, ...]
    name: bool
    transitivity: str


@cache
def analyzer() -> Any:
    """Give the analyzer itself, for those who look for more than a reading."""
    import pymorphy3  # type: ignore[import-untyped] # noqa: PLC0415 - 140 ms with its dictionary

    return pymorphy3.MorphAnalyzer()


@cache
def readings(word: str) -> tuple[WordForm, ...]:
    """Give all ways to understand a form; none for what is no word.

    Args:
        word: as it is written. In small letters it is no proper name: «ден» is no word, «Ден» is.

    Examples:
        >>> [each.lexeme for each in readings("исключена")], readings("зделаем")
        (['исключить'], ())
    """
    known = analyzer().word_is_known(word)
    if not known and word[:_START].casefold() not in _YOUNG_STARTS:
        return ()
    parsed = analyzer().parse(word)
    if not known:
        named = [each for each in parsed if each.normal_form in _YOUNG]
        parsed = named or (parsed if word.casefold() in _YOUNG else [])
    found = (_reading(each) for each in parsed if not _NO_WORDS & each.tag.grammemes)
    return tuple(each for each in found if not each.name or word[:1].isupper())


def is_young(lexeme: str) -> bool:
    """Tell whether a word is of the trade and younger than the dictionary: «эспрессо»."""
    return lexeme in _YOUNG


def guesses(word: str) -> tuple[WordForm, ...]:
    """Give what a form might be, were it a word: «хочем» looks like «хотим»."""
    return tuple(_reading(each) for each in analyzer().parse(word))


def _reading(parsed: Any) -> WordForm:
    tag = parsed.tag
    degree = next((each for each in ("Supr", "Cmp2") if each in tag.grammemes), "")
    rest = (tag.person, tag.tense, tag.mood, tag.aspect, tag.voice, tag.involvement, degree)
    case = str(tag.case or "")
    return WordForm(
        lexeme=parsed.normal_form.replace("ё", "е"),
        part=str(tag.POS or ""),
        case=_LIKE.get(case, case),
        number=str(tag.number or ""),
        gender=str(tag.gender or ""),
        animate=str(tag.animacy or ""),
        rest=tuple(str(each or "") for each in rest),
        name=bool(_NAMES & tag.grammemes),
        transitivity=str(tag.transitivity or ""),
    )
