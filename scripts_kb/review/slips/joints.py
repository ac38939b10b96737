"""Commas between a clause and the one that it belongs to, where no other place can have them.

Если вам неудобно, я перезвоню              only marks what is heard
Если закажете, сегодня привезём             no: ordered today, or brought today?
If it does not suit you, we take it back    only marks what is heard
If you call today, we deliver               no: today may be said of either
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from scripts_kb.language.russian import WordForm
from scripts_kb.review.slips import grammar, infinitives, lists, usage
from scripts_kb.review.slips.lists import words
from scripts_kb.review.slips.tokens import Token, keys

_LEADING: Final = words("а и но")
_OPENING: Final = words("если когда чтобы пока хотя раз поскольку как")
_RELATIVE: Final = words("что где куда откуда кто когда как зачем почему сколько")
_FINITE: Final = frozenset({"VERB", "ADJS", "PRTS"})
_TOLD: Final = _FINITE | {"INFN", "PRED"}
_OPENING_EN: Final = words("if when because while after before once until although since unless")
_SUBJECTS_EN: Final = words("i we they he she")
_CALLS_EN: Final = words("call write ask tell let just try send reply choose contact text email")
_SWIMMING: Final = words(
    "today tomorrow tonight yesterday now then always again soon later first once only also still "
    "monday tuesday wednesday thursday friday saturday sunday day days week weeks month months "
    "year years hour hours minute minutes morning afternoon evening noon night time times advance "
    "here there together immediately free online extra too really directly not so the a an our "
    "your and or of to at in on by for with from"
)
"""After these a comma decides which clause they are of."""
_BEING_EN: Final = words(
    "is are was were has have had does do did doesn't don't didn't isn't aren't can can't will "
    "won't would"
)


def joins(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a comma can stand after a word and at no other place near it.

    Args:
        tokens: the text with the comma.
        at: the place of the word before it.
    """
    start = at
    while start > 0 and not grammar.breaks(tokens[start - 1]):
        start -= 1
    end = at + 2
    while end < len(tokens) and not grammar.breaks(tokens[end - 1]):
        end += 1
    one, other = tokens[start : at + 1], tokens[at + 1 : end]
    opens = start == 0 or tokens[start].first
    if one[0].latin:
        return opens and _english(one, other)
    if one[0].key in _LEADING:
        one = one[1:]
    if len(one) < 2 or not _opened(one, opens):  # noqa: PLR2004 - what joins and a verb
        return False
    return _russian(one[1:], other)


def _opened(clause: Sequence[Token], opens: bool) -> bool:
    first = clause[0].key
    if opens and first == "как":
        return clause[1].key == "только"
    return first in _OPENING if opens else first in _OPENING | _RELATIVE or _which(clause[0])


def _which(token: Token) -> bool:
    return any(each.lexeme == "который" for each in grammar.of(token))


def _russian(one: Sequence[Token], other: Sequence[Token]) -> bool:
    told = [at for at, each in enumerate(one) if _tells(each)]
    if not told or any(at + 1 != after for at, after in pairwise(told)):
        # «Когда звоню и пишу»: of two verbs one may be of the other clause.
        return False
    chained = all(_infinitive(one[at]) for at in told[1:])
    if _infinitive(one[told[-1]]) and any(map(infinitives.governs, other)):
        # «Скажите, что заказать можете»: what is it that one can order?
        return False
    tail = one[told[-1] + 1 :]
    return chained and _begins(one, told[0], tail, other)


def _tells(token: Token) -> bool:
    """Tell whether a clause may be built on a word."""
    found = grammar.of(token)
    return bool(found) and (found[0].part in _TOLD or _impersonal(token))


def _infinitive(token: Token) -> bool:
    return all(each.part == "INFN" for each in grammar.of(token))


def _impersonal(token: Token) -> bool:
    """Tell whether a word such as «неудобно» says it of nobody."""
    parts = {each.part for each in grammar.of(token)}
    return "PRED" in parts or {"ADVB", "ADJS"} <= parts


def _begins(one: Sequence[Token], told: int, tail: Sequence[Token], other: Sequence[Token]) -> bool:
    """Tell whether the other clause begins with what can be of it alone."""
    named = other[0].key in lists.PERSONS
    verb = _verb_of(other) if named else grammar.of(other[0])
    if not any(each.part == "VERB" for each in verb):
        return False
    if not tail:
        return not named or _settled(one, told, other[0].key)
    if not _group(tail):
        return False
    return _own_subject(one, told, tail, verb) or (named and _own_object(one[told], tail, other))


def _verb_of(clause: Sequence[Token]) -> tuple[WordForm, ...]:
    person = lists.PERSONS[clause[0].key]
    for token in clause[1:]:
        found = grammar.of(token)
        verbs = tuple(each for each in found if each.part == "VERB")
        if verbs and any((each.rest[0] or person[0], each.number) == person for each in verbs):
            return verbs
    return ()


def _settled(one: Sequence[Token], told: int, pronoun: str) -> bool:
    """Tell whether a pronoun cannot be the subject of the clause before it."""
    if _impersonal(one[told]) or _infinitive(one[told]):
        return True
    if any(_nominative(each) for each in one[:told]):
        return True
    person = lists.PERSONS[pronoun]
    verbs = [each for each in grammar.of(one[told]) if each.part == "VERB"]
    return bool(verbs) and all((each.rest[0] or person[0], each.number) != person for each in verbs)


def _nominative(token: Token) -> bool:
    return any(each.part in {"NOUN", "NPRO"} and each.case == "nomn" for each in grammar.of(token))


def _group(tail: Sequence[Token]) -> bool:
    """Tell whether words are one noun and what describes it."""
    *before, last = (grammar.of(each) for each in tail)
    described = all(found and found[0].part in {"ADJF", "PRTF"} for found in before)
    return described and bool(last) and all(each.part == "NOUN" for each in last)


def _own_subject(
    one: Sequence[Token], told: int, tail: Sequence[Token], verb: Sequence[WordForm]
) -> bool:
    """Tell whether a noun after a verb is its subject: «если появятся вопросы»."""
    if any(_nominative(each) for each in one[:told]):
        return False
    numbers = {each.number for each in grammar.of(tail[-1]) if each.case == "nomn"}
    third = [each for each in grammar.of(one[told]) if each.part in _FINITE]
    asked = bool(third) and all(
        each.rest[0] in {"3per", ""} and each.number in numbers and each.transitivity != "tran"
        for each in third
    )
    others = all(each.rest[0] in {"1per", "2per"} or "impr" in each.rest for each in verb)
    return asked and others


def _own_object(verb: Token, tail: Sequence[Token], other: Sequence[Token]) -> bool:
    """Tell whether a noun is the object of the verb before it, for the other has one."""
    takes = all(each.transitivity == "tran" for each in grammar.of(verb))
    objects = [
        token
        for token in other[1:]
        if any(each.case == "accs" and each.part in {"NOUN", "NPRO"} for each in grammar.of(token))
    ]
    accusative = any(each.case == "accs" for each in grammar.of(tail[-1]))
    return takes and accusative and bool(objects)


def _english(one: Sequence[Token], other: Sequence[Token]) -> bool:
    told, following = keys(one), keys(other)
    if told[0] not in _OPENING_EN or len(told) < 3 or told[-1] in _SWIMMING:  # noqa: PLR2004 - «if it fits»
        return False
    if following[0] in _SUBJECTS_EN:
        begins = len(following) > 1
    else:
        begins = following[0] in _CALLS_EN and len(following) > 1
    subject = told[1] in lists.SUBJECTS | lists.SUBJECTS_OF_S
    return begins and (subject or bool(_BEING_EN & {*told}) or usage.verb(told[-1]))
