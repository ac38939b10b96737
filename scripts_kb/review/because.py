"""Why a change was judged a slip of the pen or a change of meaning, in words.

«включена» → «исключена»: другое слово
«зделаем» → «сделаем»: описка
"""

from collections.abc import Iterable, Iterator
from typing import Final

from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.review.slips import Meaning, Slip
from scripts_kb.review.weight import Weight

_SHOWN: Final = 5
_say: Final = catalogue("weight").say


def told(weights: Iterable[Weight], language: Language) -> str:
    """Tell why edits were judged as they were: what weighs most first, each ground once.

    Args:
        weights: of an entity's edits.
        language: of the text.

    Examples:
        >>> word = Meaning("word", "включена", "исключена")
        >>> told([Weight("tactical", "wording", "answers[a].say", (word,))], "ru")
        '«включена» → «исключена»: другое слово'
    """
    listed = list(weights)
    heavy = [each for each in listed if each.class_ != "editorial"]
    said = list(dict.fromkeys(text for each in heavy or listed for text in _of(each, language)))
    rest = len(said) - _SHOWN
    more = [_say("more", language, count=rest)] if rest > 0 else []
    return "; ".join([*said[:_SHOWN], *more]) or _say("nothing", language)


def _of(weight: Weight, language: Language) -> Iterator[str]:
    if weight.ground != "wording":
        pair = _pair(weight.values)
        yield _say(f"{weight.ground}-of" if pair else weight.ground, language, words=pair)
        return
    for each in weight.meanings or weight.found:
        yield _stretch(each, language)
    if not weight.found:
        yield _say("signs", language)


def _stretch(found: Slip | Meaning, language: Language) -> str:
    prefix = "meaning" if isinstance(found, Meaning) else "slip"
    pair = _pair(word for word in (found.before, found.after) if word)
    return _say(f"{prefix}-{found.kind}", language, words=pair)


def _pair(words: Iterable[str]) -> str:
    return " → ".join(f"«{word}»" for word in words)
