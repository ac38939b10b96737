"""Whether one word became another by a slip of the pen, by the dictionaries of its language.

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
    contractions,
    grammar,
    infinitives,
    keyboard,
    letters,
    lists,
    particles,
    times,
    usage,
)
from scripts_kb.review.slips.records import Meaning, MeaningKind, Said, Slip, SlipKind
from scripts_kb.review.slips.tokens import Token

_LONG: Final = 7
"""Words from this length on may have two slips."""
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
    if not _counted(one, other) and (_shortened(one, other) or _shortened(other, one)):
        return slip("short")
    if _counted(one, other) and usage.asks(old, at, other.key):
        return slip("form")
    if numbers or (_units(one) and _units(other)):
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
        near = letters.near(one.key, other.key) or anglo.agrees(old, at, other.key)
        return slip("spelling") if near else meaning("word")
    if _latin(one) and _latin(other):
        return anglo.judge(old, at, other, said)
    if _latin(one) or _latin(other):
        layout = keyboard.other_layout(one.key, other.key) and not english.is_word(one.key)
        typed = layout and is_word(other) and not said(one.key)
        return slip("spelling") if typed else meaning("word")
    return _russian(old, at, new, new_at, said)


def _latin(token: Token) -> bool:
    return token.key.isascii()


def _counted(one: Token, other: Token) -> bool:
    """Tell whether one is the other's plural, written out: «week» and «weeks»."""
    pair = sorted((one.key, other.key), key=len)
    return _latin(one) and len(pair[0]) > _SHORT and pair[1] == pair[0] + "s"


def _shortened(short: Token, whole: Token) -> bool:
    """Tell whether one is the other's short form: «руб.» and «рублей», «₽» and «руб»."""
    names = _units(short)
    if names & _units(whole):
        return True
    if whole.kind != "word" or (not names and not short.marks.startswith(".")):
        return False
    if _latin(whole):
        return whole.key in names
    if names and names & {each.lexeme for each in grammar.of(whole)}:
        return True
    if not short.marks.startswith(".") or not whole.key.startswith(short.key):
        return False
    if short.kind != "word" or len(short.key) == 1 or len(whole.key) - len(short.key) == 1:
        return False
    if names:
        return any(whole.key.startswith(each[:4]) for each in names)
    # «Выбор.» ends a sentence: a word that is whole is no short form.
    return not grammar.of(short)


def _units(token: Token) -> frozenset[str]:
    """Give the words that a short form may stand for; none for a word that is whole."""
    whole = lists.UNITS.get(token.key, token.key)
    found = frozenset({whole}) if whole != token.key else frozenset[str]()
    return found | frozenset(lists.SHORT.get(token.key, ()))


def is_word(token: Token) -> bool:
    """Tell whether a dictionary knows a word."""
    if _latin(token):
        return english.is_word(token.key)
    return bool(grammar.of(token)) or token.key in lists.PREPOSITIONS


def _russian(
    old: Sequence[Token], at: int, new: Sequence[Token], new_at: int, said: Said
) -> Slip | Meaning:
    one, other = old[at], new[new_at]
    if not letters.near(one.key, other.key):
        return Meaning("word", one.text, other.text)
    was, became = grammar.of(one), grammar.of(other)
    if not was:
        if not said(one.key) and _mistyped(one, other, became):
            return Slip("spelling", one.text, other.text)
        return Meaning("word" if became else "unknown", one.text, other.text)
    if not became:
        return Meaning("unknown", one.text, other.text)
    if clauses.asks(old, at, new, new_at) or infinitives.asks(old, at, became):
        return Slip("form", one.text, other.text)
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
    same = any(_form(a) == _form(b) for a, b in alike) or grammar.bound(old, at)
    if same and grammar.keeps(old, at) is False and grammar.keeps(new, new_at):
        return Slip("form", one.text, other.text)
    return Meaning("form", one.text, other.text)


def _written(one: Token, other: Token, part: str) -> bool:
    """Tell whether two forms can be one: «болит» is not «болеет», nor is «суть» «есть»."""
    begun = one.key[0] == other.key[0] or one.key[1:] == other.key or one.key == other.key[1:]
    declined = part in {"NOUN", "ADJF", "NPRO", "PRTF"} and "вся" not in {one.key, other.key}
    return begun and (declined or letters.distance(one.key, other.key) == 1)


def _ending(token: Token) -> str:
    """Give the ending of a number in figures; of another word the word."""
    return lists.ORDINAL.get(token.key, token.key)


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
