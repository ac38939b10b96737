"""Small Russian words that two rules of spelling confuse, where only one of them can stand.

Что бы вы не выбрали, привезём   ──▶  ни       whatever it will be
Не разу не опоздали              ──▶  ни
Тоже самое, без кофеина          ──▶  то же    «самое» says nothing alone
Вы так же получите скидку              no: «in the same way» can stand here
"""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from scripts_kb.review.slips import grammar
from scripts_kb.review.slips.lists import words
from scripts_kb.review.slips.tokens import Token, keys

_WHATEVER: Final = words("где куда откуда когда сколько какой какая какое какие какую каким какого")
"""With «бы» and a comma after the clause these leave no room for «не»."""
_CHOSEN: Final = words("выбрать заказать купить взять предложить спросить попросить")
"""Said without an object, «чтобы вы не выбрали» says nothing: «что бы вы ни выбрали» is meant."""

_UTMOST: Final = words(
    "начало время место дно сердце утро лето окончание завершение детство главное море небо окно"
)
"""With these «самое» says «the very»."""


def none_at_all(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether «не» stands where «ни» alone can stand.

    Args:
        tokens: the text.
        at: the place of «не».
    """
    return tokens[at].key == "не" and (_not_once(tokens, at) or _concedes(tokens, at))


def _rest(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """Give the words after a place up to the end of the clause, its last one with them."""
    found = list(takewhile(lambda each: not grammar.breaks(each), tokens[at + 1 :]))
    return tokens[at + 1 : at + 2 + len(found)]


def _not_once(tokens: Sequence[Token], at: int) -> bool:
    """Find «не разу не опоздали»: «не разу» itself is never said."""
    rest = _rest(tokens, at)
    if not rest or rest[0].key != "разу":
        return False
    told = keys(rest)
    denied = [place for place, key in enumerate(told[:-1]) if key in {"не", "нет"} and place]
    return any(_verb(rest[place + 1]) for place in denied)


def _verb(token: Token) -> bool:
    return any(each.part in {"VERB", "INFN"} for each in grammar.of(token))


def _concedes(tokens: Sequence[Token], at: int) -> bool:
    start = at
    while start > 0 and not tokens[start].first:
        start -= 1
    said = keys(tokens[start:at])
    rest = _rest(tokens, at)
    follows = at + 1 + len(rest)
    if "бы" not in said[1:3] or not rest or not _goes_on(tokens, start, at, follows):
        return False
    if said[0] in _WHATEVER:
        return _past(rest[0])
    if said[0] == "как":
        # «Как бы не опоздали»: what is feared ends, «варили» goes on.
        return all("impf" in each.rest for each in grammar.of(rest[0])) and _past(rest[0])
    subject = all(_person(each) for each in tokens[start + 2 : at])
    chosen = any(each.lexeme in _CHOSEN for each in grammar.of(rest[0]))
    return said[:2] == ("что", "бы") and subject and len(rest) == 1 and chosen and _past(rest[0])


def _goes_on(tokens: Sequence[Token], start: int, at: int, follows: int) -> bool:
    """Tell whether the clause runs unbroken into a comma and a statement after it."""
    if any(grammar.breaks(each) for each in tokens[start:at]) or follows >= len(tokens):
        return False
    ending = next((each for each in tokens[follows:] if each.ends), tokens[-1])
    if set("?!") & set(ending.marks) or "," not in tokens[follows - 1].marks:
        return False
    return tokens[follows].key not in {"что", "чтобы", "как", "если", "правда", "верно", "а", "но"}


def _past(token: Token) -> bool:
    return any("past" in each.rest for each in grammar.of(token))


def _person(token: Token) -> bool:
    return any(each.part in {"NPRO", "NOUN"} and each.case == "nomn" for each in grammar.of(token))


def the_same(new: Sequence[Token], at: int) -> bool:
    """Tell whether «то же самое» stands for itself, so that «тоже самое» was no «also the most».

    Args:
        new: the text.
        at: the place of «то».
    """
    if keys(new[at : at + 3]) != ("то", "же", "самое"):
        return False
    rest = [new[at + 2], *_rest(new, at + 2)] if not grammar.breaks(new[at + 2]) else []
    following = grammar.of(rest[1]) if len(rest) > 1 else ()
    if following and all(each.part == "NOUN" and each.gender == "neut" for each in following):
        # «Самое начало» has a meaning of its own, «самое зерно» has none.
        return not any(each.lexeme in _UTMOST for each in following)
    described = (each for token in rest[1:] for each in grammar.of(token))
    if any(each.gender == "neut" and each.part in {"ADJF", "NOUN"} for each in described):
        return False
    return all(each.part in {"PREP", "VERB", "PRCL", "CONJ", "NPRO"} for each in following)


def in_time(text: Sequence[Token], after: int) -> bool:
    """Tell whether «во время» stands without what it is the time of, so that «вовремя» is meant.

    Args:
        text: the words.
        after: the place after «время».
    """
    if text[after - 1].marks:
        return text[after - 1].ends
    if after == len(text):
        return True
    found = grammar.of(text[after])
    joined = text[after].key in {"и", "а", "но"} and after + 1 < len(text)
    if joined:
        found = grammar.of(text[after + 1])
    return bool(found) and all(each.part in {"VERB", "INFN", "PREP"} for each in found)


def besides(text: Sequence[Token], at: int) -> bool:
    """Tell whether «так же» says that there is more: «кроме зерна, мы так же привозим чай».

    Args:
        text: the words.
        at: the place of «так».
    """
    start = at
    while start > 0 and not text[start].first:
        start -= 1
    clauses = [place for place in range(start, at) if "," in text[place].marks]
    end = next((at for at in range(at, len(text)) if text[at].ends), len(text))
    # «Так же быстро, как раньше» is no «also».
    compared = "как" in keys(text[at:end]) or not all(map(_verb, text[at + 2 : at + 3]))
    return text[start].key in {"кроме", "помимо"} and len(clauses) == 1 and not compared
