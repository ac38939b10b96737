"""Whether signs between the words say something: a question, and what belongs to what.

Казнить нельзя, помиловать  ──▶  Казнить, нельзя помиловать     another sense
Гарантия год.               ──▶  Гарантия год?                  a statement became a question
Сколько чашек в день        ──▶  Сколько чашек в день?          it was a question already
Знаю что дорого             ──▶  Знаю, что дорого               a clause, heard anyway
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from scripts_kb.review.slips import abbreviations, grammar, joints, lists
from scripts_kb.review.slips.records import Meaning
from scripts_kb.review.slips.tokens import Token

_COMMAS: Final = frozenset(",;")
_STOPS: Final = frozenset(".!…")
_BREAKS: Final = _COMMAS | _STOPS | frozenset("?:—–(")
_ASIDE: Final = frozenset({"PRTF", "GRND"})
Pairs = Sequence[tuple[int, int]]
"""Places of words that stand for each other, in both texts."""


@dataclass(slots=True)
class _Sentence:
    """What changed so far in a sentence: a sign that left one place for another divides anew.

    Attributes:
        breaks: whether a break went, and whether one came.
        hyphens: the same of hyphens.
        opened: whether a comma that opens an aside came or went.
    """

    breaks: set[int] = field(default_factory=set)
    hyphens: set[int] = field(default_factory=set)
    opened: bool = False


def judge(old: Sequence[Token], new: Sequence[Token], pairs: Pairs) -> Iterator[Meaning]:
    """Yield what signs say otherwise.

    Args:
        old: the text before.
        new: the text after.
        pairs: which words stand for each other.
    """
    sentence = _Sentence()
    for at, new_at in pairs:
        one, other = old[at], new[new_at]
        if ("?" in one.marks) != ("?" in other.marks):
            asking, quiet = (
                ((new, new_at), (old, at)) if "?" in other.marks else ((old, at), (new, new_at))
            )
            if not _asks(*asking) or _states(*quiet, asking[0]):
                yield Meaning("question", one.text + one.marks, other.text + other.marks)
        elif not _idle(old, at, new, new_at, sentence):
            yield Meaning("break", _around(old, at), _around(new, new_at))
        if one.ends and other.ends:
            sentence = _Sentence()


def _idle(
    old: Sequence[Token], at: int, new: Sequence[Token], new_at: int, sentence: _Sentence
) -> bool:
    """Tell whether the signs after a word say what those before said."""
    if _spelled_out(old[at], new[new_at]) or _spelled_out(new[new_at], old[at]):
        return True
    hyphen = _hyphen(new, new_at) - _hyphen(old, at)
    change = _breaks(new, new_at) - _breaks(old, at)
    moved = (hyphen and -hyphen in sentence.hyphens) or (change and -change in sentence.breaks)
    sentence.hyphens.add(hyphen)
    sentence.breaks.add(change)
    if not change or moved:
        return not moved
    if _sways(old, at) or _sways(new, new_at):
        return False
    broken, place, other, other_at = (
        (new, new_at, old, at) if change > 0 else (old, at, new, new_at)
    )
    if place + 1 == len(broken):
        # What went after the last word was judged by itself.
        return True
    marks = set(broken[place].marks)
    if marks & _COMMAS:
        loose = sentence.opened or _loose(broken, place) or joints.joins(broken, place)
        sentence.opened = loose
        return loose
    if marks & _STOPS:
        return _loose(broken, place) or _starts(other[other_at + 1])
    return True


def _spelled_out(short: Token, whole: Token) -> bool:
    """Tell whether a dot after a word was there to shorten it: «incl. VAT»."""
    known = abbreviations.is_known(short.key)
    return known and short.key != whole.key and short.marks == "." and not whole.marks


def _hyphen(tokens: Sequence[Token], at: int) -> int:
    return int("-" in tokens[at].marks.replace(" -", ""))


def _breaks(tokens: Sequence[Token], at: int) -> int:
    """Tell whether the speech breaks after a word; at the end of the text it always does."""
    if at + 1 == len(tokens):
        return 1
    token, following = tokens[at], tokens[at + 1]
    numbers = token.kind == following.kind == "number"
    # A dot before a small letter shortens a word.
    short = token.marks == "." and not following.text[:1].isupper()
    broken = bool(_BREAKS & set(token.marks)) or " -" in token.marks
    return int(broken and not numbers and not short)


def _sways(tokens: Sequence[Token], at: int) -> bool:
    return any(each.key in lists.SWAYING for each in tokens[at : at + 2])


def _starts(token: Token) -> bool:
    """Tell whether a word that no sign goes before begins a sentence by its capital."""
    return token.text.istitle() and any(not each.name for each in grammar.of(token))


def _loose(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a comma here marks a clause, a greeting, an aside or a list."""
    one, other = tokens[at], tokens[at + 1]
    if {one.key, other.key} & lists.LOOSE or "variable" in {one.kind, other.kind}:
        return True
    here, there = grammar.of(one), grammar.of(other)
    if there and all(each.part in _ASIDE for each in there):
        return True
    listed = at + 2 < len(tokens) and tokens[at + 2].key in {"и", "или", "and", "or"}
    alike = {(each.part, each.case) for each in here} & {(each.part, each.case) for each in there}
    return listed and (bool(alike) or (one.latin and other.latin))


def _around(tokens: Sequence[Token], at: int) -> str:
    first = tokens[at].text + tokens[at].marks
    return f"{first} {tokens[at + 1].text}" if at + 1 < len(tokens) else first


def _sentence(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    start = at
    while start > 0 and not tokens[start - 1].ends:
        start -= 1
    return tokens[start : at + 1]


def _asks(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a sentence asks by its words, whatever sign it ends with."""
    sentence = _sentence(tokens, at)
    if any("," in each.marks for each in sentence[:-1]):
        return False
    opening = next((t.key for t in sentence if t.key not in lists.BEFORE_ASKING), "")
    return opening in lists.ASKING or any(t.key in lists.OR for t in sentence)


def _states(tokens: Sequence[Token], at: int, asking: Sequence[Token]) -> bool:
    """Tell whether the same words stated something: a choice that ended with a full stop."""
    sentence = _sentence(tokens, at)
    asked = any(t.key in lists.ASKING for t in asking)
    return not asked and bool(set(sentence[-1].marks) & set(".!…"))
