"""Judges a stretch of words that differs: which words went where.

с право   ──▶  справа        one word for two
на на     ──▶  на            said once
день      ──▶  в день        restored, for nothing else can stand there
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from scripts_kb.review.slips import (
    amounts,
    contractions,
    grammar,
    letters,
    lists,
    particles,
    phones,
    times,
    usage,
    words,
)
from scripts_kb.review.slips.records import Meaning, Said, Slip
from scripts_kb.review.slips.tokens import Token, keys

_TIMES: Final = frozenset({"день", "неделю", "месяц", "год", "час", "сутки"})
_LONGEST: Final = 100
"""Tokens of a stretch that is still judged; who wrote so many anew made no slip of the keyboard."""
_STEPS: Final = (
    (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (4, 1), (1, 4), (3, 2), (2, 3), (2, 4), (4, 2),
)  # fmt: skip
"""So many words for so many."""
_PHRASES: Final[dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]] = defaultdict(list)
"""Short forms of several words and what they stand for, either way, by the first word before."""
for _short, _long in lists.PHRASES:
    _PHRASES[_short[0]].append((_short, _long))
    _PHRASES[_long[0]].append((_long, _short))
Account = tuple[Slip | Meaning, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of two texts.

    Attributes:
        old: the whole text before.
        new: the whole text after.
        cut: the first and the last but one token that differ, before.
        put: the same, after.
        said: what is a word here though no dictionary knows it; None asks no dictionary.
    """

    old: Sequence[Token]
    new: Sequence[Token]
    cut: tuple[int, int]
    put: tuple[int, int]
    said: Said | None


def judge(stretch: Stretch) -> Account:
    """Give the likeliest account of a stretch: the one that leaves the fewest words unexplained."""
    old, new = stretch.old, stretch.new
    end, new_end = stretch.cut[1], stretch.put[1]
    if max(end - stretch.cut[0], new_end - stretch.put[0]) > _LONGEST:
        return (Meaning("long", "…", "…"),)

    @cache
    def best(at: int, new_at: int) -> tuple[int, Account]:
        if at == end and new_at == new_end:
            return 0, ()
        found = [
            _cost(account, best(at + taken, new_at + put))
            for taken, put, account in _steps(stretch, at, new_at)
        ]
        return min(found, key=lambda each: each[0])

    return best(stretch.cut[0], stretch.put[0])[1] if old or new else ()


def _cost(account: Account, rest: tuple[int, Account]) -> tuple[int, Account]:
    here = sum(2 * len(each.words) if isinstance(each, Meaning) else 1 for each in account)
    return here + rest[0], (*account, *rest[1])


def _steps(stretch: Stretch, at: int, new_at: int) -> list[tuple[int, int, Account]]:
    """List the ways to go on: so many words of the old text for so many of the new one."""
    old, new = stretch.old, stretch.new
    left, new_left = stretch.cut[1] - at, stretch.put[1] - new_at
    found: list[tuple[int, int, Account]] = []
    if left and new_left:
        same = words.compare(old, at, new, new_at, stretch.said)
        found.append((1, 1, (same,) if same else ()))
    for taken, put in _STEPS:
        if left >= taken and new_left >= put:
            slip = _joined(old[at : at + taken], new[new_at : new_at + put], stretch.said)
            slip = slip or _whole(stretch, (at, at + taken), (new_at, new_at + put))
            if slip:
                found.append((taken, put, (slip,)))
    taken, put = phones.lengths(old[at : stretch.cut[1]], new[new_at : stretch.put[1]])
    if phones.same(old, (at, at + taken), new, (new_at, new_at + put)):
        found.append((taken, put, (Slip("number", old[at].text, new[new_at].text),)))
    for one, other in _PHRASES.get(old[at].key, ()) if left else ():
        taken, put = len(one), len(other)
        if keys(old[at : at + taken]) == one and keys(new[new_at : new_at + put]) == other:
            found.append((taken, put, (Slip("short", " ".join(one), " ".join(other)),)))
    if left:
        found.append((1, 0, (_removed(stretch, at),)))
    if new_left:
        found.append((0, 1, (_added(stretch, at, new_at),)))
    return found


def _joined(old: Sequence[Token], new: Sequence[Token], said: Said | None) -> Slip | None:
    """Tell whether words were only joined or set apart; what was no language may slip once."""
    if any(each.kind != "word" for each in (*old, *new)):
        return None
    one, other = "".join(keys(old)), "".join(keys(new))
    slip = Slip("spacing", _told(old), _told(new))
    if one == other and len(old) == len(new):
        return slip if _moved(old, new, said) else None
    if one == other:
        return None if one in lists.REJOINED else slip
    if len(old) > 1 and old[0].key in {"не", "ни"} and other == "ни" + "".join(keys(old[1:])):
        return slip if other in lists.NEGATIONS else None
    negated = [sum(t.key in lists.NEGATIONS for t in each) for each in (old, new)]
    if negated[0] != negated[1] or abs(len(one) - len(other)) > 1:
        return None
    if letters.distance(one, other) > 1:
        return None
    if said is None:
        return slip
    wrong = not all(map(words.is_word, old)) or grammar.keeps(old, len(old) - 1) is False
    return slip if wrong and all(map(words.is_word, new)) else None


def _whole(stretch: Stretch, cut: tuple[int, int], put: tuple[int, int]) -> Slip | None:
    """Tell whether some words together say what others do: a time, an amount, «то же самое»."""
    one, other = stretch.old[slice(*cut)], stretch.new[slice(*put)]
    if amounts.same(stretch.old, cut, stretch.new, put):
        return Slip("number", _told(one), _told(other))
    contracted = contractions.same(stretch.old, cut, stretch.new, put)
    if contracted or times.same(stretch.old, cut, stretch.new, put) or _clipped(one, other):
        return Slip("short", _told(one), _told(other))
    apart = _APART.get((keys(one), keys(other)))
    alone = apart and (stretch.said is None or apart(stretch, cut, put))
    return Slip("spacing", _told(one), _told(other)) if alone else None


def _told(tokens: Sequence[Token]) -> str:
    return " ".join(each.text for each in tokens)


_APART: Final[dict[tuple[tuple[str, ...], ...], Callable[..., bool]]] = {
    (("тоже",), ("то", "же")): lambda each, _, put: particles.the_same(each.new, put[0]),
    (("во", "время"), ("вовремя",)): lambda each, cut, _: particles.in_time(each.old, cut[1]),
    (("так", "же"), ("также",)): lambda each, cut, _: particles.besides(each.old, cut[0]),
}
"""Words that other words are written as, and what decides whether these can be meant alone."""


def _clipped(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Tell whether a word was written by its first and last letters: «кол-во»."""
    short, whole = (one, other) if len(one) > len(other) else (other, one)
    if len(short) != 2 or len(whole) != 1 or short[0].marks != "-":  # noqa: PLR2004 - two ends
        return False
    first, last = keys(short)
    return (first, last[:1]) in _CLIPPED and whole[0].key.startswith(_CLIPPED[first, last[:1]])


_CLIPPED: Final = {
    ("кол", "в"): "количеств",
    ("р", "н"): "район",
    ("пр", "т"): "проспект",
    ("б", "р"): "бульвар",
    ("пр", "в"): "производств",
    ("г", "н"): "господин",
    ("г", "ж"): "госпож",
    ("ж", "д"): "железнодорожн",
}
"""By the first part and the first letter of the last one."""


def _moved(old: Sequence[Token], new: Sequence[Token], said: Said | None) -> bool:
    """Tell whether a space was typed a letter too early or too late: «двав куса»."""
    if len(old) != 2 or len(new) != 2:  # noqa: PLR2004 - one space
        return False
    if {*keys(old), *keys(new)} & lists.NEGATIONS or said is None:
        return said is None
    typed = any(not words.is_word(each) and not said(each.key) for each in old)
    return typed and all(map(words.is_word, new))


def _removed(stretch: Stretch, at: int) -> Slip | Meaning:
    token = stretch.old[at]
    if amounts.grown(stretch.old, at):
        return Slip("number", token.text, "")
    beside = {
        each.key for each in (*stretch.old[max(at - 1, 0) : at], *stretch.old[at + 1 : at + 2])
    }
    doubled = token.key in beside and token.kind == "word" and token.key not in lists.NEGATIONS
    doubled = doubled or _needless(stretch.old, at)
    doubled = doubled or (token.key in lists.MORE and _compares(stretch, at + 1))
    return Slip("doubled", token.text, "") if doubled else Meaning("removed", token.text, "")


def _needless(old: Sequence[Token], at: int) -> bool:
    if not old[at].latin:
        return False
    return usage.needless(old, at)


def _compares(stretch: Stretch, at: int) -> bool:
    """Tell whether a word compares by itself, «дешевле», cheaper."""
    if at >= len(stretch.old) or stretch.said is None:
        return at < len(stretch.old)
    token = stretch.old[at]
    if token.latin:
        return usage.compares(token.key)
    return any(each.part == "COMP" or each.rest[-1] == "Supr" for each in grammar.of(token))


def _added(stretch: Stretch, at: int, new_at: int) -> Slip | Meaning:
    token = stretch.new[new_at]
    if amounts.grown(stretch.new, new_at):
        return Slip("number", "", token.text)
    if _restored(stretch, at, new_at):
        return Slip("restored", "", token.text)
    return Meaning("added", "", token.text)


def _restored(stretch: Stretch, at: int, new_at: int) -> bool:
    """Tell whether a small word came back without which the sentence was none."""
    new = stretch.new
    token = new[new_at]
    if at >= len(stretch.old) or new_at + 1 >= len(new):
        return False
    following = new[new_at + 1]
    if following.key != stretch.old[at].key:
        return False
    if token.latin and usage.missing(new, new_at):
        return token.key != "do" or usage.asked(stretch.old, at)
    if token.key in lists.ARTICLES:
        return following.key not in lists.FEW and following.kind == "word"
    if token.key in {"с", "со"} and new_at + 2 < len(new):
        # «Открыто девяти до шести».
        counted = following.kind == "number" or following.key in lists.NUMERALS
        return counted and new[new_at + 2].key == "до"
    if token.key not in {"в", "во"} or new_at == 0:
        return False
    # «Сколько чашек день»: after what is counted a time stands with «в» alone.
    if following.key not in _TIMES or stretch.said is None:
        return following.key in _TIMES
    return any(r.case == "gent" and r.number == "plur" for r in grammar.of(new[new_at - 1]))
