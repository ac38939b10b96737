"""From a typed text to tokens with meanings: chooses the reading that the index knows best."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scripts_kb.search import words
from scripts_kb.search.asking import readings

if TYPE_CHECKING:
    from scripts_kb.search.asking.lookup import WordLinks, WordLookup, WordMeaning

_SURE = 0.75
_MARGIN = 0.12
_UNKNOWN = 0.5
_EMPTY = 0.05
_TELLS = 0.78
_WHOLE = 4
_LONGEST_PHRASE = 5
_MOST_TOKENS = 24
_MOST_LETTERS = 300
_LONGEST_WORD = 40
_LIKELY = 0.64
_SAID = 0.8
_GUESS = 0.6
_TELLING = 4
_HALF = 0.5
_LEAST = 3
_RUNNING = re.compile(r"[а-я]{6,}")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A typed word as the cards understand it; `assets/call/engine/query.js` explains the parts."""

    links: WordLinks
    worth: float
    tells: float
    trust: float
    against: WordLinks | None
    open: float


@dataclass(frozen=True, slots=True)
class TypedText:
    """A typed text as it was read.

    Attributes:
        text: The text with what was mended.
        views: The words as they stand; and, where some make a phrase of another meaning, as that.
        read_as: What it was read as, where it was read otherwise than typed.
        known: How surely the words were recognised, 0 … 1.
    """

    text: str
    views: list[list[TypedWord]]
    read_as: str | None
    known: float


def read(lookup: WordLookup, text: str) -> TypedText:
    """Return the likeliest reading of a typed text: of its beginning, where it is a long one."""
    text = text[:_MOST_LETTERS]
    typed = _reading(lookup, text, translit=False)
    if typed.known >= _SURE:
        return typed
    others = []
    other = readings.other_layout(text)
    latin = readings.has_latin(text)
    if _letters(other) >= _letters(text) and latin != readings.has_cyrillic(text):
        others.append(_reading(lookup, other, translit=False))
    if latin:
        spelled = readings.from_translit(text)
        others += [_reading(lookup, each, translit=True) for each in spelled]
    best = max((typed, *others), key=lambda each: each.known)
    return replace(best, read_as=best.text) if best.known > typed.known + _MARGIN else typed


def _letters(text: str) -> int:
    return len("".join(words.tokens(text)))


def _reading(lookup: WordLookup, text: str, *, translit: bool) -> TypedText:
    typed = [word[:_LONGEST_WORD] for word in words.tokens(text)[:_MOST_TOKENS]]
    parts = [_apart(lookup, word, open_=word_is_last) for word, word_is_last in _lasting(typed)]
    split = [word for part in parts for word in part]
    mixed = not translit and readings.has_cyrillic(text)
    told = [
        _meaning(lookup, word, open_=last, translit=translit, mixed=mixed)
        for word, last in _lasting(split)
    ]
    seen = [
        (lookup.index.shown[meaning.fixed] if meaning.fixed >= 0 else "") or said
        for meaning, said in told
    ]
    apart = any(len(part) > 1 and part[0] != "не" for part in parts)
    fixed = any(meaning.fixed >= 0 and lookup.index.shown[meaning.fixed] for meaning, _ in told)
    mended = apart or fixed or [said for _, said in told] != split
    length = sum(map(len, split))
    known = sum(len(word) * each.known for word, (each, _) in zip(split, told, strict=True))
    plain = [
        _token(lookup, each, word, begun=last and len(split) > 1)
        for (each, _), (word, last) in zip(told, _lasting(split), strict=True)
    ]
    phrased = _phrased(lookup, split, plain)
    views = (
        [plain, phrased]
        if any(a is not b for a, b in zip(plain, phrased, strict=True))
        else [plain]
    )
    text = " ".join(seen)
    return TypedText(text, views, text if mended else None, known / length if length else 0)


def _lasting(typed: list[str]) -> list[tuple[str, bool]]:
    """Return words, and whether each is the last."""
    return [(word, number == len(typed)) for number, word in enumerate(typed, 1)]


def _meaning(
    lookup: WordLookup, word: str, *, open_: bool, translit: bool, mixed: bool
) -> tuple[WordMeaning, str]:
    """Return what a word may mean, and the word: of another layout in a text that is right."""
    meaning, said = lookup.word(word, open_=open_, translit=translit), word
    if meaning.known >= _HALF or not mixed or not readings.has_latin(word):
        return meaning, said
    for other in (readings.other_layout(word), *readings.from_translit(word)):
        russian = next(iter(words.tokens(other)), "")
        second = lookup.word(russian, open_=open_, translit=True)
        if second.known > meaning.known:
            meaning, said = second, russian
    return meaning, said


def _token(lookup: WordLookup, meaning: WordMeaning, word: str, *, begun: bool) -> TypedWord:
    known, elsewhere = meaning.known, meaning.elsewhere
    empty = _EMPTY if known and not elsewhere else _UNKNOWN
    told = _worth(meaning.links, lookup.index.weights) if meaning.links else empty
    told *= min(1, len(word) / _WHOLE) if begun else 1
    strange = known < _SAID or elsewhere
    tells = 1 if strange and not _DIGITS.fullmatch(word) else told**_TELLS
    trust = known if strange and known < _LIKELY else 1
    # What is surely that word mistyped explains as much as if it were spelled right.
    mistyped = meaning.fixed >= 0 and known >= _LIKELY
    whole = max(meaning.links.values()) if mistyped else meaning.open
    return TypedWord(meaning.links, told, tells, trust, meaning.against, whole)


def _apart(lookup: WordLookup, word: str, *, open_: bool) -> list[str]:
    """Return the two words that were typed without a space; the word alone where it is one."""
    if not _RUNNING.fullmatch(word):
        return [word]
    if lookup.word(word, open_=open_, translit=False).known >= _GUESS:
        return [word]
    for at in range(2, len(word) - _TELLING + 1):
        left, right = word[:at], word[at:]
        prefix = words.stem(left) != left or words.is_prefix(left)
        if at < _TELLING and left != "не" and (at < _LEAST or prefix):
            continue
        if len(words.stem(right)) < _LEAST or not lookup.said(left, open_=False):
            continue
        if lookup.said(right, open_=open_):
            return [left, right]
    return [word]


def _phrased(lookup: WordLookup, typed: list[str], plain: list[TypedWord]) -> list[TypedWord]:
    """Return the tokens, phrases in place of their words; of those that overlap the longest."""
    tokens = list(plain)
    stems = [words.stem(word) for word in typed]
    for size in range(min(len(typed), _LONGEST_PHRASE), 1, -1):
        for start in range(len(typed) - size + 1):
            end = start + size
            pairs = zip(tokens[start:end], plain[start:end], strict=True)
            if any(token is not own for token, own in pairs):
                continue
            links = lookup.phrase(stems[start:end])
            if links is None and size == 2:  # noqa: PLR2004 - a word that was typed as two
                joined = lookup.word("".join(typed[start:end]), open_=False, translit=False)
                links = joined.links if joined.known == 1 else None
            if links is not None:
                _stand(lookup, links, typed, tokens, range(start, end))
    return tokens


def _stand(
    lookup: WordLookup, links: WordLinks, typed: list[str], tokens: list[TypedWord], places: range
) -> None:
    """Let the longest word of a phrase, the last of equals, stand for it; the others step back."""
    longest = max(places, key=lambda place: (len(typed[place]), place))
    for place in places:
        mine = links if place == longest else {}
        worth = _worth(links, lookup.index.weights) if place == longest else _EMPTY
        tells = worth**_TELLS if place == longest else 0
        tokens[place] = TypedWord(mine, worth, tells, 1, None, 1)


def _worth(links: WordLinks, weights: list[float]) -> float:
    """Return what a token tells: as much as the likeliest of its meanings."""
    return max(((weight, weights[number]) for number, weight in links.items()), default=(0, 0))[1]
