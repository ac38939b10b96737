"""What a relative pronoun is said of: the word before its comma, if no other before can be meant.

модель, который подойдёт      no: «модель» is «которая»
магазин и модель, который     yes: the shop may be meant
"""

from collections.abc import Sequence
from typing import Final

from scripts_kb.language.russian import WordForm
from scripts_kb.review.slips import grammar
from scripts_kb.review.slips.tokens import Token

_WHICH: Final = "который"
_NAMED: Final = frozenset({"NOUN", "NPRO", "ADJF", "PRTF", "NUMR"})


def asks(old: Sequence[Token], at: int, new: Sequence[Token], new_at: int) -> bool:
    """Tell whether «который» agrees with nothing before it, and after with the word before it.

    Args:
        old: the text before.
        at: the place of «который» in it.
        new: the text after.
        new_at: the place of «который» in it.
    """
    was, became = _which(old[at]), _which(new[new_at])
    if not was or not became or not {r.case for r in was} & {r.case for r in became}:
        return False
    if at == 0 or "," not in old[at - 1].marks or old[at - 1].key != new[new_at - 1].key:
        return False
    start = at
    while start > 0 and not old[start].first:
        start -= 1
    before = [grammar.of(each) for each in old[start:at]]
    if any(_agrees(was, found) for found in before):
        return False
    nouns = [each for each in before[-1] if each.part == "NOUN"]
    return len(nouns) == len(before[-1]) and _agrees(became, nouns)


def _which(token: Token) -> list[WordForm]:
    return [each for each in grammar.of(token) if each.lexeme == _WHICH]


def _agrees(which: Sequence[WordForm], named: Sequence[WordForm]) -> bool:
    """Tell whether one of the readings is of a thing that «который» can be said of."""
    return any(
        each.part in _NAMED and (not each.number or _alike(one, each))
        for one in which
        for each in named
    )


def _alike(which: WordForm, named: WordForm) -> bool:
    if which.number != named.number:
        return False
    return which.number == "plur" or not named.gender or which.gender == named.gender
