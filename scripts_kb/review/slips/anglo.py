"""Whether one English word became another by a slip of the pen.

recieve → receive      the one is no word, the other is what it must have been
colour → color         one word, on two sides of the ocean
he have → he has       asked for by the word before it
accept → expect        two words: a change of meaning
"""

from collections.abc import Sequence
from typing import Final

from scripts_kb.language import english as dictionary
from scripts_kb.review.slips import confused, contractions, letters, lists, usage
from scripts_kb.review.slips.records import Meaning, Said, Slip
from scripts_kb.review.slips.tokens import Token

_LONG: Final = 7
"""Words from this length on may have two slips."""
_AUXILIARIES: Final = frozenset(
    {("have", "has"), ("do", "does"), ("don't", "doesn't"), ("are", "is"), ("were", "was")}
)
"""With many, and with one."""
_ACCENTED: Final = lists.words("rosé résumé exposé pâté maté saké lamé")
"""Without their accents these are other words."""


def judge(old: Sequence[Token], at: int, other: Token, said: Said) -> Slip | Meaning:
    """Judge an English word and the one in its place.

    Args:
        old: the text before.
        at: the place of the word in it.
        other: the word in its place.
        said: what is a word here though no dictionary knows it.
    """
    one = old[at]
    if {one.key, other.key} & _ACCENTED:
        return Meaning("word", one.text, other.text)
    if one.key.replace("'", "") == other.key.replace("'", ""):
        plain = one.key.replace("'", "")
        if plain in lists.OTHER_SOUND:
            return Meaning("word", one.text, other.text)
        return Slip("spelling", one.text, other.text)
    if {one.key, other.key} == {"a", "an"}:
        return Slip("form", one.text, other.text)
    if agrees(old, at, other.key):
        plain = other.key.partition("'")[0]
        known = contractions.is_one(other.key) or dictionary.is_word(plain)
        return (
            Slip("form", one.text, other.text)
            if known
            else Meaning("unknown", one.text, other.text)
        )
    if not letters.near(one.key, other.key):
        return Meaning("word", one.text, other.text)
    if letters.plain(one.key) == letters.plain(other.key):
        return Slip("spelling", one.text, other.text)
    if dictionary.american(one.key) == dictionary.american(other.key):
        return Slip("spelling", one.text, other.text)
    if not dictionary.is_word(one.key) and not said(one.key):
        return _mistyped(one, other)
    if not dictionary.is_word(other.key):
        return Meaning("unknown", one.text, other.text)
    return Meaning("word", one.text, other.text)


def _mistyped(one: Token, other: Token) -> Slip | Meaning:
    named = one.text[:1].isupper() and not one.first
    candidates = dictionary.meant(one.key)
    sure = other.key == candidates[0] if candidates else dictionary.is_word(other.key)
    alike = sorted(one.key) == sorted(other.key) or _undoubled(one.key) == _undoubled(other.key)
    close = letters.distance(one.key, other.key) <= (2 if len(one.key) >= _LONG else 1)
    known = dictionary.is_word(other.key)
    if known and close and (sure or alike) and not (named and len(candidates) > 1):
        return Slip("spelling", one.text, other.text)
    return Meaning("word" if known else "unknown", one.text, other.text)


def _undoubled(word: str) -> str:
    return "".join(each for at, each in enumerate(word) if word[at - 1 : at] != each)


def agrees(old: Sequence[Token], at: int, meant: str) -> bool:
    """Tell whether the sentence asks for another form of a word, by closed lists alone.

    Args:
        old: the text.
        at: the place of the word.
        meant: the other form.
    """
    asked = usage.asks(old, at, meant) or confused.asks(old, at, meant)
    return asked or _helping(old, at, meant)


def _helping(old: Sequence[Token], at: int, meant: str) -> bool:
    """Tell whether «have» came to agree with the word before it: «he have», «our prices is»."""
    one = old[at].key
    many = (meant, one) in _AUXILIARIES
    if not many and (one, meant) not in _AUXILIARIES:
        return False
    subject = usage.subject(old, at)
    if usage.led(old, at) or (one, subject) == ("was", "i"):
        return False
    if subject in lists.SUBJECTS | lists.SUBJECTS_OF_S:
        return many == (subject in lists.SUBJECTS)
    return subject.isalpha() and many == usage.is_plural(subject)
