"""English words that are confused by ear, where only one of them can stand.

your welcome to try it     ──▶  you're     and «your welcome gift» stays
the roast is to dark       ──▶  too        and «from mild to dark» stays
there is two blends        ──▶  are
you will loose it          ──▶  lose       and «the lid is loose» stays
"""

from collections.abc import Callable, Sequence
from typing import Final

from scripts_kb.review.slips import lists, usage
from scripts_kb.review.slips.lists import words
from scripts_kb.review.slips.tokens import Token

_SAID_OF_YOU: Final = words("welcome ready sure able happy free glad")
_FELT: Final = words(
    "unhappy happy satisfied dissatisfied unsure sure interested worried concerned aware unaware "
    "keen glad pleased unable able curious nervous sorry"
)
_FELT_ABOUT: Final = words("with about of to in on that")
"""After these words of what one feels: a thing that is owned cannot begin with both."""

_ACTIONS: Final = words(
    "taste try visit order buy call ask choose come join return use see test compare cancel stay "
    "take bring pay send start go have keep swap write"
)
_BEING: Final = words("is are was were be it's too that's they're feels tastes looks seems")
_TOO: Final = words(
    "dark strong weak bitter expensive late early much many hot cold sweet big small "
    "large heavy coarse high low far soon fast busy hard mild"
)
_LOSING: Final = words("to will not don't won't can may might could would you'll we'll never")
_LOST: Final = words("the a an your our their his her its this that these those any it them money")
_ADVISED: Final = words("you them him her it clients customers guests")
_OWNERS: Final = words("your our my his her their an any some good the this for")
_OPENERS: Final = words("know ask check see wonder asked decide sure")
_TELLING: Final = words("tell ask show")
_TOLD: Final = _TELLING | words("tells told asks asked shows showed")
_WHOM: Final = words("us me you him her them")
_ENDED: Final = words(
    "broke came went got stood fell began ran took gave made left lost sent paid bought needs "
    "breaks comes works stopped arrived failed is are was were"
)
"""After a thing these are said of it."""
_THINGS: Final = words(
    "machine coffee order grinder team office address name number account invoice box cup shop "
    "kitchen turn idea job fault bill delivery"
)
_CLAUSES: Final = words("you we they he she it i the this that your our")
_EXISTING: Final = {("is", "are"), ("was", "were")}
_UNCOUNTED: Final = words(
    "information advice equipment feedback furniture software hardware knowledge luggage progress"
)
"""Never many: «informations» is no word of English, though lists have it."""
_HAVING: Final = words("have has had i've we've you've they've haven't hasn't")
_MANY: Final = words("many several both these those various")


def asks(tokens: Sequence[Token], at: int, meant: str) -> bool:
    """Tell whether another word that is heard alike is the only one that can stand in a place.

    Args:
        tokens: the text.
        at: the place of the word.
        meant: the other word.
    """
    one = tokens[at].key
    if one == meant + "s" and meant in _UNCOUNTED:
        return True
    if usage.word_before(tokens, at) in _HAVING and usage.verb(one):
        return meant in {one + "ed", one + "d", one[:-1] + "ied"}
    if (one, meant) in _EXISTING:
        return _exist(tokens, at)
    rule = _RULES.get((one, meant))
    return rule is not None and rule(tokens, at)


def _exist(tokens: Sequence[Token], at: int) -> bool:
    right = usage.word_after(tokens, at)
    many = right in _MANY or (right.isdecimal() and int(right) > 1)
    return usage.word_before(tokens, at) == "there" and (many or lists.NUMERALS.get(right, 0) > 1)


def _their(tokens: Sequence[Token], at: int) -> bool:
    """Find «tell us there customers notice» and «with there own»."""
    right, further = usage.word_after(tokens, at), usage.word_after(tokens, at + 1)
    if right == "own":
        return True
    told = usage.word_before(tokens, at - 1) in _TOLD and usage.word_before(tokens, at) in _WHOM
    return told and usage.is_plural(right) and further not in {"", "and", "or", "to"}


def _whose(tokens: Sequence[Token], at: int) -> bool:
    """Find «who's machine broke down»."""
    right, further = usage.word_after(tokens, at), usage.word_after(tokens, at + 1)
    return right in _THINGS and further in _ENDED


def _you_are(tokens: Sequence[Token], at: int) -> bool:
    felt = usage.word_after(tokens, at) in _FELT
    if felt and usage.word_after(tokens, at + 1) in _FELT_ABOUT:
        return True
    if usage.word_after(tokens, at) not in _SAID_OF_YOU:
        return False
    further = usage.word_after(tokens, at + 1)
    return further == "to" and usage.word_after(tokens, at + 2) in _ACTIONS


def _too(tokens: Sequence[Token], at: int) -> bool:
    return usage.word_before(tokens, at) in _BEING and usage.word_after(tokens, at) in _TOO


def _lose(tokens: Sequence[Token], at: int) -> bool:
    return usage.word_before(tokens, at) in _LOSING and usage.word_after(tokens, at) in _LOST


def _advice(tokens: Sequence[Token], at: int) -> bool:
    return usage.word_before(tokens, at) in _OWNERS and usage.word_after(tokens, at) in {
        "",
        "on",
        "about",
        "is",
    }


def _advise(tokens: Sequence[Token], at: int) -> bool:
    said_of = lists.SUBJECTS | {"can", "will", "would", "to", "could"}
    return usage.word_before(tokens, at) in said_of and usage.word_after(tokens, at) in _ADVISED


def _whether(tokens: Sequence[Token], at: int) -> bool:
    told = usage.word_before(tokens, at - 1) in _TELLING
    told = told and usage.word_before(tokens, at) in {"me", "us", "him", "her", "them"}
    opened = told or usage.word_before(tokens, at) in _OPENERS
    return opened and usage.word_after(tokens, at) in _CLAUSES


_RULES: Final[dict[tuple[str, str], Callable[[Sequence[Token], int], bool]]] = {
    ("your", "you're"): _you_are,
    ("there", "their"): _their,
    ("who's", "whose"): _whose,
    ("to", "too"): _too,
    ("loose", "lose"): _lose,
    ("advise", "advice"): _advice,
    ("advice", "advise"): _advise,
    ("weather", "whether"): _whether,
}
"""By the word that stands and the one that is meant."""
