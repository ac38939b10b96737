"""Whether a Russian form keeps agreement and government with the words beside it.

без сахар     no: «без» asks for the genitive
без сахара    yes
в этой году   no: «этой» is no «году»'s
за недели     yes: so «за неделю» was no slip
"""

from collections.abc import Iterator, Sequence
from typing import Final

from scripts_kb.language import russian
from scripts_kb.language.russian import WordForm
from scripts_kb.review.slips import lists
from scripts_kb.review.slips.tokens import Token

_QUALIFIERS: Final = frozenset({"ADJF", "PRTF"})
_NAMED: Final = frozenset({"NOUN", "NPRO"})
_DECLINED: Final = _QUALIFIERS | _NAMED
_FEW: Final = frozenset({2, 3, 4})
"""After these adjective and noun differ in number: «три повторных заказа»."""
_DIRECT: Final = frozenset({"nomn", "accs"})
_OBLIQUE: Final = frozenset({"datv", "ablt", "loct"})
_OBLIQUE_FEW: Final = lists.words("двух двум трех трем четырех")
_COMPARING: Final = lists.words("меньше больше менее более свыше")
_NEVER_ALONE: Final = lists.words("наш ваш мой твой свой любой каждый какой")
_QUOTES: Final = frozenset('«"“„')


def of(token: Token) -> tuple[WordForm, ...]:
    """Give the readings of a word where it stands: the capital of a sentence makes no name."""
    if token.text[:1].isupper() and not token.first and not token.text.isupper():
        return russian.readings(token.text)
    found = russian.readings(token.key)
    return found or russian.readings(token.text.title()) if token.text[:1].isupper() else found


def keeps(tokens: Sequence[Token], at: int) -> bool | None:
    """Tell whether a word fits its neighbours.

    Args:
        tokens: the text.
        at: the place of the word.

    Returns:
        False where a neighbour asks for another form, None where none asks for anything.
    """
    if tokens[at].key in lists.BOTH:
        return _counts(tokens, at)
    if at and tokens[at - 1].key in lists.PERSONS and not breaks(tokens[at - 1]):
        return _said_of(tokens[at - 1].key, of(tokens[at]))
    word = [each for each in of(tokens[at]) if each.part in _DECLINED]
    if not word:
        return None
    asked = [each for each in _asked(tokens, at, word) if each is not None]
    return all(asked) if asked else None


def bound(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word beside says by itself who or how many are meant: «мы», «наши», «три»."""
    if _qualifies(tokens[at]) and at + 1 < len(tokens):
        # «Ваши клиенты»: the noun says how many.
        return any(each.part == "NOUN" for each in of(tokens[at + 1]))
    if at == 0 or breaks(tokens[at - 1]):
        return False
    if tokens[at - 1].key in lists.PERSONS:
        return True
    return _qualifies(tokens[at - 1]) or _count(tokens[at - 1]) is not None


def alone(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether what looks like an adjective before a word can be none of its own."""
    if at == 0 or breaks(tokens[at - 1]):
        return False
    before = [each for each in of(tokens[at - 1]) if each.part in _QUALIFIERS]
    return bool(before) and not any(
        together(one, each) for one in before for each in of(tokens[at])
    )


def of_few(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an adjective stands between «две» and its noun, where two cases are right."""
    start = at
    while start > 0 and not breaks(tokens[start - 1]) and _qualifies(tokens[start - 1]):
        start -= 1
    if start == 0 or at + 1 == len(tokens) or _count(tokens[start - 1]) not in _FEW:
        return False
    found = of(tokens[at + 1])
    counted = any(each.case == "gent" and each.number == "sing" for each in found)
    return counted and not any(map(breaks, tokens[start - 1 : at + 1]))


def _asked(tokens: Sequence[Token], at: int, word: Sequence[WordForm]) -> Iterator[bool | None]:
    start = at
    while start > 0 and not breaks(tokens[start - 1]) and _qualifies(tokens[start - 1]):
        start -= 1
    left = tokens[start - 1] if start > 0 and not breaks(tokens[start - 1]) else None
    few = left is not None and _count(left) in _FEW
    if left is not None and not _QUOTES & set(left.marks):
        yield _governed(left, tokens[start - 2] if start > 1 else None, word)
    if start < at and not few:
        yield _agrees(of(tokens[at - 1]), word)
    if at + 1 < len(tokens) and not breaks(tokens[at]):
        after = of(tokens[at + 1])
        if all(each.part in _QUALIFIERS for each in word) and after and not few:
            named = [each for each in after if each.part in _DECLINED]
            yield _agrees(word, named) if named else None


def _said_of(pronoun: str, verb: Sequence[WordForm]) -> bool | None:
    """Tell whether a verb of the present or the future is of a pronoun's person."""
    asked = [(each.rest[0], each.number) for each in verb if each.part == "VERB" and each.rest[0]]
    return lists.PERSONS[pronoun] in asked if asked else None


def _counts(tokens: Sequence[Token], at: int) -> bool | None:
    """Tell whether «два» or «обе» is of the gender of what follows."""
    after = of(tokens[at + 1]) if at + 1 < len(tokens) else ()
    genders = {each.gender for each in after if each.part == "NOUN"}
    return bool(genders & lists.BOTH[tokens[at].key]) if genders else None


def breaks(token: Token) -> bool:
    """Tell whether a sign after a word parts it from the next one."""
    return bool(token.marks.strip(" «»\"'()"))


def _qualifies(token: Token) -> bool:
    found = of(token)
    return bool(found) and all(each.part in _QUALIFIERS for each in found)


def _governed(left: Token, before: Token | None, word: Sequence[WordForm]) -> bool | None:
    if before and before.key == "из" and "-" in before.marks and left.key in {"за", "под"}:
        return any(each.case == "gent" for each in word)
    preposition = lists.PREPOSITIONS.get(left.key, left.key)
    if preposition in lists.GOVERNED:
        return any(each.case in lists.GOVERNED[preposition] for each in word)
    count = _count(left)
    if count is None or (before and before.key in {*lists.GOVERNED, *_COMPARING}):
        return None
    named = [each for each in word if each.part == "NOUN"]
    oblique = any(each.case in _OBLIQUE and each.number == "plur" for each in named)
    if not named or count == 1 or oblique or left.key in _OBLIQUE_FEW:
        return None
    number = "sing" if count in _FEW else "plur"
    return any(each.case == "gent" and each.number == number for each in named)


def _count(token: Token) -> int | None:
    """Give the number that decides the form of what is counted: 22 counts as 2 does."""
    if token.kind == "number":
        if not token.key.isdecimal():
            return None
        value = int(token.key)
    elif token.key in {"полтора", "полторы"}:
        # Counts as two does: «полтора часа».
        return 2
    elif token.key in lists.NUMERALS:
        value = lists.NUMERALS[token.key]
    else:
        return None
    return value % 100 if value % 100 in range(5, 21) else value % 10


def _agrees(qualifiers: Sequence[WordForm], named: Sequence[WordForm]) -> bool | None:
    fitting = [each for each in qualifiers if each.part in _QUALIFIERS]
    if not fitting or not named or all(russian.is_young(each.lexeme) for each in named):
        # «Наш эспрессо», and «наше».
        return None
    if _apart(fitting, named):
        return None
    return any(together(one, other) for one in fitting for other in named)


def _apart(fitting: Sequence[WordForm], named: Sequence[WordForm]) -> bool:
    """Tell whether a qualifier may be a noun itself: «у тех кофемашина», «входящие октября»."""
    if fitting[0].lexeme == "весь":
        return True
    if fitting[0].lexeme in _NEVER_ALONE or any(_one_case(a, b) for a in fitting for b in named):
        return False
    cases = {each.case for each in named}
    direct = any(each.case in _DIRECT for each in fitting)
    return bool(cases & _DIRECT) or ("gent" in cases and direct)


def _one_case(one: WordForm, other: WordForm) -> bool:
    return one.case == other.case and {one.animate, other.animate} != {"anim", "inan"}


def together(one: WordForm, other: WordForm) -> bool:
    """Tell whether two forms are of one case, number, gender and kind of thing."""
    if one.case != other.case or (one.number and other.number and one.number != other.number):
        return False
    if {one.animate, other.animate} == {"anim", "inan"}:
        return False
    return not (one.gender and other.gender) or one.gender == other.gender
