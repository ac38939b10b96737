"""Whether two words that are near are one, by the dictionaries of their language.

no word      became the one that it must have been          a slip
a word       became an agreed form of itself                a slip
a word       became another word, person, number, tense     a change of meaning
"""

from collections.abc import Sequence
from typing import Final

from scripts_kb.language import english, russian
from scripts_kb.language.russian import WordForm, readings
from scripts_kb.review.slips import (
    amounts,
    anglo,
    clauses,
    grammar,
    infinitives,
    keyboard,
    letters,
    lists,
    relatives,
)
from scripts_kb.review.slips.records import Meaning, Said, Slip
from scripts_kb.review.slips.tokens import Token

_LONG: Final = 7
"""Words from this length on may have two slips."""
_SHORT: Final = 3
"""In words up to this length every letter matters."""


def judge(
    old: Sequence[Token], at: int, new: Sequence[Token], new_at: int, said: Said
) -> Slip | Meaning:
    """Judge a word and the one in its place, which no list has told to be one.

    Args:
        old: the text before.
        at: the place of the word in it.
        new: the text after.
        new_at: the place of the other word.
        said: what is a word here though no dictionary knows it.
    """
    one, other = old[at], new[new_at]
    if one.latin and other.latin:
        return anglo.judge(old, at, other, said)
    if not (one.latin or other.latin):
        return _russian(old, at, new, new_at, said)
    layout = keyboard.other_layout(one.key, other.key) and not english.is_word(one.key)
    known = bool(grammar.of(other)) or other.key in lists.PREPOSITIONS
    typed = layout and known and not said(one.key)
    if typed:
        return Slip("spelling", one.text, other.text)
    return Meaning("word", one.text, other.text)


def _russian(
    old: Sequence[Token], at: int, new: Sequence[Token], new_at: int, said: Said
) -> Slip | Meaning:
    one, other = old[at], new[new_at]
    if not letters.near(one.key, other.key):
        return Meaning("word", one.text, other.text)
    was, became = grammar.of(one), grammar.of(other)
    if not was:
        if amounts.misdeclined(one.key, other.key):
            return Slip("form", one.text, other.text)
        if not said(one.key) and _mistyped(one, other, became):
            return Slip("spelling", one.text, other.text)
        return Meaning("word" if became else "unknown", one.text, other.text)
    if not became:
        return Meaning("unknown", one.text, other.text)
    asked = clauses.asks(old, at, new, new_at) or infinitives.asks(old, at, became)
    if asked or relatives.asks(old, at, new, new_at):
        return Slip("form", one.text, other.text)
    if russian.is_young(other.key) and _misheard(old, at, other):
        return Slip("spelling", one.text, other.text)
    # The likeliest words alone: «полку» is a shelf's form, though a regiment has it too.
    likely = {was[0].lexeme, became[0].lexeme}
    alike = [(a, b) for a in was for b in became if a.lexeme == b.lexeme and a.lexeme in likely]
    alike = [(a, b) for a, b in alike if a.part == b.part]
    if not alike:
        return Meaning("word", one.text, other.text)
    likely_parts = {was[0].part, became[0].part}
    variants = [(a, b) for a, b in alike if a.part in likely_parts and _written(one, other, a.part)]
    if any(_form(a) == _form(b) and _bent(a) == _bent(b) for a, b in variants):
        return Slip("spelling", one.text, other.text)
    if any(map(_both_right, alike)) and grammar.of_few(new, new_at):
        return Slip("form", one.text, other.text)
    same = any(_form(a) == _form(b) for a, b in alike) or grammar.bound(old, at)
    if same and grammar.keeps(old, at) is False and grammar.keeps(new, new_at):
        return Slip("form", one.text, other.text)
    return Meaning("form", one.text, other.text)


def _written(one: Token, other: Token, part: str) -> bool:
    """Tell whether two forms can be one: «болит» is not «болеет», nor is «суть» «есть»."""
    begun = one.key[0] == other.key[0] or one.key[1:] == other.key or one.key == other.key[1:]
    declined = part in {"NOUN", "ADJF", "NPRO", "PRTF"} and "вся" not in {one.key, other.key}
    return begun and (declined or letters.distance(one.key, other.key) == 1)


def _misheard(old: Sequence[Token], at: int, other: Token) -> bool:
    """Tell whether what the dictionary takes a word for cannot stand here: «холодные лате»."""
    alike = letters.sound(old[at].key) == letters.sound(other.key)
    return alike and (grammar.keeps(old, at) is False or grammar.alone(old, at))


def _both_right(pair: tuple[WordForm, WordForm]) -> bool:
    """Tell two forms of which either may stand after «две»: «новых машины», «новые машины»."""
    cases = {each.case for each in pair}
    return {each.number for each in pair} == {"plur"} and cases <= {"nomn", "accs", "gent"}


def _form(reading: WordForm) -> tuple[object, ...]:
    """What of a form is heard as another meaning, whatever stands beside it."""
    return (reading.number, reading.rest)


def _bent(reading: WordForm) -> tuple[str, ...]:
    return (reading.case, reading.gender, reading.animate)


def _mistyped(one: Token, other: Token, became: Sequence[WordForm]) -> bool:
    """Tell whether what is no word must have been this one."""
    typed, meant = one.key, other.key
    if min(len(typed), len(meant)) < _SHORT:
        return False
    if letters.sound(typed) == letters.sound(meant):
        return True
    if not became:
        return False
    far = letters.distance(typed, meant)
    long = min(len(typed), len(meant)) >= _LONG or _inflected(one, became)
    if far > (2 if long else 1):
        return False
    named = one.text.istitle() and not one.first
    own = {each.lexeme for each in became}
    if any(russian.is_young(each) for each in own) and not named:
        return True
    likely = letters.unlikely(typed, meant)
    for rival in letters.one_slip_away(typed):
        found = readings(rival) if rival != meant else ()
        if found and not own & {each.lexeme for each in found}:
            closer = far > 1 or letters.unlikely(typed, rival) < likely
            if closer or named or rival in lists.NEGATIONS:
                return False
    return True


def _inflected(one: Token, became: Sequence[WordForm]) -> bool:
    """Tell whether what is no word looks like this form of a word that begins alike."""
    looks = {(each.part, each.number, each.rest[:3]) for each in russian.guesses(one.key)}
    return any(
        (each.part, each.number, each.rest[:3]) in looks
        and each.lexeme[:_SHORT] == one.key[:_SHORT]
        for each in became
    )
