"""Whether one word became another by a slip of the pen, by the dictionaries of its language.

no word      became the one that it must have been          a slip
a word       became an agreed form of itself                a slip
a word       became another word, person, number, tense     a change of meaning
"""

from collections.abc import Callable, Sequence
from typing import Final

from scripts_kb.language import english, russian
from scripts_kb.language.russian import WordForm, readings
from scripts_kb.review.slips import grammar, letters, lists
from scripts_kb.review.slips.records import Meaning, MeaningKind, Slip, SlipKind
from scripts_kb.review.slips.tokens import Token

_LONG: Final = 7
"""Words from this length on may have two slips."""
_FAR: Final = 2
"""Words further apart are not looked up."""
_SHORT: Final = 3
"""In words up to this length every letter matters."""
_AUXILIARIES: Final = frozenset(
    {("have", "has"), ("do", "does"), ("don't", "doesn't"), ("are", "is"), ("were", "was")}
)
"""With many, and with one."""


Said = Callable[[str], bool]
"""Whether the knowledge base itself says a word, in small letters with «е» for «ё»."""


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
    if numbers and _value(one) is not None and _value(one) == _value(other):
        return slip("number")
    if _shortened(one, other) or _shortened(other, one):
        return slip("short")
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
    if {one.key, other.key} & lists.SWAYING:
        return meaning("negation")
    if before and before.key in lists.MODALS and (one.key, other.key) == ("of", "have"):
        return slip("spoken")
    if said is None:
        pair = one.key, other.key
        near = _near(*pair) or pair in _AUXILIARIES or pair[::-1] in _AUXILIARIES
        return slip("spelling") if near else meaning("word")
    if _latin(one) and _latin(other):
        return _english(old, at, new, new_at, said)
    if _latin(one) or _latin(other):
        return meaning("word")
    return _russian(old, at, new, new_at, said)


def _latin(token: Token) -> bool:
    return token.key.isascii()


def _value(token: Token) -> str | None:
    if token.kind == "number":
        return token.key.replace(",", ".") if token.key.count(",") == 1 else token.key
    found = lists.NUMERALS.get(token.key)
    return None if found is None else str(found)


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
    if not short.marks.startswith("."):
        return False
    cut = short.kind == "word" and len(short.key) > 1 and len(whole.key) - len(short.key) > 1
    return cut and whole.key.startswith(short.key)


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
    if not _near(one.key, other.key):
        return Meaning("word", one.text, other.text)
    was, became = grammar.of(one), grammar.of(other)
    if not was:
        if not said(one.key) and _mistyped(one, other, became):
            return Slip("spelling", one.text, other.text)
        return Meaning("word" if became else "unknown", one.text, other.text)
    if not became:
        return Meaning("unknown", one.text, other.text)
    # The likeliest words alone: «полку» is a shelf's form, though a regiment has it too.
    likely = {was[0].lexeme, became[0].lexeme}
    alike = [(a, b) for a in was for b in became if a.lexeme == b.lexeme and a.lexeme in likely]
    alike = [(a, b) for a, b in alike if a.part == b.part]
    if not alike:
        return Meaning("word", one.text, other.text)
    if any(_form(a) == _form(b) and _bent(a) == _bent(b) for a, b in alike):
        return Slip("spelling", one.text, other.text)
    same = any(_form(a) == _form(b) for a, b in alike) or grammar.bound(old, at)
    if same and grammar.keeps(old, at) is False and grammar.keeps(new, new_at):
        return Slip("form", one.text, other.text)
    return Meaning("form", one.text, other.text)


def _ending(token: Token) -> str:
    """Give the ending of a number in figures; of another word the word."""
    return lists.ORDINAL.get(token.key, token.key)


def _near(one: str, other: str) -> bool:
    """Tell whether two words can be one word: what is far apart is not looked up."""
    longest = max(len(one), len(other))
    ends = longest > _SHORT and one[:2] == other[:2] and abs(len(one) - len(other)) <= _SHORT
    return (
        ends or letters.distance(one, other) <= _FAR or letters.sound(one) == letters.sound(other)
    )


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


def _english(
    old: Sequence[Token], at: int, new: Sequence[Token], new_at: int, said: Said
) -> Slip | Meaning:
    one, other = old[at], new[new_at]
    if one.key.replace("'", "") == other.key.replace("'", ""):
        plain = one.key.replace("'", "")
        if plain in lists.OTHER_SOUND:
            return Meaning("word", one.text, other.text)
        return Slip("spelling", one.text, other.text)
    if {one.key, other.key} == {"a", "an"} or _agreed(old, at, other):
        return Slip("form", one.text, other.text)
    if not _near(one.key, other.key):
        return Meaning("word", one.text, other.text)
    if english.american(one.key) == english.american(other.key):
        return Slip("spelling", one.text, other.text)
    if not english.is_word(one.key) and not said(one.key):
        return _english_mistyped(one, other)
    if not english.is_word(other.key):
        return Meaning("unknown", one.text, other.text)
    return Meaning("word", one.text, other.text)


def _english_mistyped(one: Token, other: Token) -> Slip | Meaning:
    named = one.text[:1].isupper() and not one.first
    candidates = english.meant(one.key)
    sure = other.key == candidates[0] if candidates else english.is_word(other.key)
    alike = sorted(one.key) == sorted(other.key) or _undoubled(one.key) == _undoubled(other.key)
    close = letters.distance(one.key, other.key) <= (2 if len(one.key) >= _LONG else 1)
    known = english.is_word(other.key)
    if known and close and (sure or alike) and not (named and len(candidates) > 1):
        return Slip("spelling", one.text, other.text)
    return Meaning("word" if known else "unknown", one.text, other.text)


def _undoubled(word: str) -> str:
    return "".join(each for at, each in enumerate(word) if word[at - 1 : at] != each)


def _agreed(old: Sequence[Token], at: int, other: Token) -> bool:
    """Tell whether a verb came to agree with the pronoun before it: «he have», «he has»."""
    subject = old[at - 1].key if at else ""
    one = old[at].key
    if at > 1 and old[at - 2].key in lists.ONE_EACH and other.key in {one + "s", one + "es"}:
        return True
    if subject in lists.SUBJECTS_OF_S:
        return (one, other.key) in _AUXILIARIES or other.key in {one + "s", one + "es"}
    if subject in lists.SUBJECTS:
        return (other.key, one) in _AUXILIARIES or one in {other.key + "s", other.key + "es"}
    if not subject.isalpha() or not english.is_word(subject):
        return False
    many = subject.endswith("s") and not subject.endswith("ss")
    return ((other.key, one) if many else (one, other.key)) in _AUXILIARIES
