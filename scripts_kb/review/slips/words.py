"""Whether one word became another by a slip of the pen, by closed lists; then by dictionaries.

руб.         became «рублей», its whole                      a slip
5            became 6                                        a change of meaning
what else is near is judged by the dictionaries: `forms`
"""

from collections.abc import Sequence
from typing import Final

from scripts_kb.language import english
from scripts_kb.review.slips import (
    abbreviations,
    amounts,
    anglo,
    contractions,
    forms,
    grammar,
    keyboard,
    letters,
    lists,
    particles,
    times,
)
from scripts_kb.review.slips.records import Meaning, MeaningKind, Said, Slip, SlipKind
from scripts_kb.review.slips.tokens import Token

_SHORT: Final = 3
"""In words up to this length every letter matters."""


def compare(
    old: Sequence[Token], at: int, new: Sequence[Token], new_at: int, said: Said | None
) -> Slip | Meaning | None:
    """Judge a word and the one in its place; None where both are heard alike.

    Args:
        old: the text before.
        at: the place of the word in it.
        new: the text after.
        new_at: the place of the other word.
        said: what is a word here though no dictionary knows it; None asks no dictionary, and two
            words that are near count as one.
    """
    one, other = old[at], new[new_at]
    if one.key == other.key:
        return None

    def slip(kind: SlipKind) -> Slip:
        return Slip(kind, one.text, other.text)

    def meaning(kind: MeaningKind) -> Meaning:
        return Meaning(kind, one.text, other.text)

    if "variable" in {one.kind, other.kind}:
        return meaning("variable")
    numbers = "number" in {one.kind, other.kind}
    if amounts.same(old, (at, at + 1), new, (new_at, new_at + 1)):
        return slip("number")
    if times.calendar(one, other):
        return slip("short")
    if numbers and times.same(old, (at, at + 1), new, (new_at, new_at + 1)):
        return slip("short")
    short = (old, at, new, new_at), (new, new_at, old, at)
    if not _counted(one, other) and any(abbreviations.same(*each) for each in short):
        return slip("short")
    if _counted(one, other) and _agrees(old, at, other):
        return slip("form")
    if numbers or (abbreviations.meant(old, at) and abbreviations.meant(new, new_at)):
        return meaning("number")
    if "sign" in {one.kind, other.kind}:
        return meaning("sign")
    if lists.PREPOSITIONS.get(one.key, one.key) == lists.PREPOSITIONS.get(other.key, other.key):
        return slip("form")
    if lists.SPOKEN.get(one.key, one.key) == lists.SPOKEN.get(other.key, other.key):
        return slip("spoken")
    before = old[at - 1] if at else None
    if before and lists.BOUND.get((before.key, one.key)) == other.key:
        return slip("form")
    if before and before.kind == "number" and _ending(one) == _ending(other):
        return slip("spelling")
    if (one.key, other.key) == ("не", "ни") and (said is None or particles.none_at_all(old, at)):
        return slip("form")
    if contractions.same(old, (at, at + 1), new, (new_at, new_at + 1)):
        return slip("short")
    if {one.key, other.key} & lists.SWAYING:
        return meaning("negation")
    if keyboard.other_layout(one.key, other.key) and said is None:
        return slip("spelling")
    if before and before.key in lists.MODALS and (one.key, other.key) == ("of", "have"):
        return slip("spoken")
    if said is None:
        near = letters.near(one.key, other.key) or _agrees(old, at, other)
        return slip("spelling") if near else meaning("word")
    return forms.judge(old, at, new, new_at, said)


def _agrees(old: Sequence[Token], at: int, other: Token) -> bool:
    """Tell whether an English sentence asks for another word, however far it is."""
    if not (old[at].latin and other.latin):
        return False
    return anglo.agrees(old, at, other.key)


def _counted(one: Token, other: Token) -> bool:
    """Tell whether one is the other's plural, written out: «week» and «weeks»."""
    pair = sorted((one.key, other.key), key=len)
    return one.latin and len(pair[0]) > _SHORT and pair[1] == pair[0] + "s"


def is_word(token: Token) -> bool:
    """Tell whether a dictionary knows a word."""
    if token.latin:
        return english.is_word(token.key)
    return bool(grammar.of(token)) or token.key in lists.PREPOSITIONS


def _ending(token: Token) -> str:
    """Give the ending of a number in figures; of another word the word."""
    return lists.ORDINAL.get(token.key, token.key)
