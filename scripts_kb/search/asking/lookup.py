"""What a typed word may mean: classes with weights."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from scripts_kb.search import words
from scripts_kb.search.asking.distance import near
from scripts_kb.search.binary import FULL

if TYPE_CHECKING:
    from scripts_kb.search.asking.distance import NearKey
    from scripts_kb.search.asking.reader import Index, LinkTable

WordLinks = dict[int, float]
"""Weight by class, 0 … 1."""

_PREFIX = 0.9
_BESIDE = 0.75
_EITHER = 0.85
_PER_LETTER = 0.025
_FEW = 3
_ROOT_OF_BARE = 0.75
_SLIP = 0.85
_HINT = 125
_SHORT, _MIDDLE = 5, 8
_KNOWN = 0.8
_SOFT_END = re.compile(r"[бвдзлмнпрстцчшщ]\Z")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class WordMeaning:
    """What a word may mean.

    Attributes:
        links: Weight by class, the surest first.
        known: How surely the word was recognised, 0 … 1.
        fixed: The class of the word that was meant where it was mistyped; else -1.
        elsewhere: Whether it is a word that is known, and no card says.
        against: Classes of its opposites; None where it has none.
        open: How much of its weight is left to it, as it may go on in another word.
    """

    links: WordLinks
    known: float
    fixed: int
    elsewhere: bool
    against: WordLinks | None
    open: float


class WordLookup:
    """The tables of an index, asked word by word."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._memory: dict[tuple[str, bool, bool], WordMeaning] = {}

    def word(self, token: str, *, open_: bool, translit: bool) -> WordMeaning:
        """Return the meaning of a folded token.

        Args:
            token: The word.
            open_: Whether it is still being typed.
            translit: Whether it was guessed from Latin letters.
        """
        name = (token, open_, translit)
        if name not in self._memory:
            self._memory[name] = _Reading(self.index, token, open_=open_, translit=translit).told()
        return self._memory[name]

    def said(self, token: str, *, open_: bool) -> bool:
        """Tell whether a card says this word; where it is being typed, one that begins so."""
        stems = self.index.stems
        at = stems.find(words.stem(token))
        return (at >= 0 and own(stems, at) >= 0) or (open_ and _begins(stems, token))

    def phrase(self, stems: list[str]) -> WordLinks | None:
        """Return what neighbouring stems stand for, if they are a phrase."""
        phrases = self.index.phrases
        at = phrases.find(" ".join(stems))
        if at < 0:
            return None
        links: WordLinks = {}
        take(phrases, at, 1, links)
        return _sorted(links, self.index)


class _Reading:
    """One word on the way to its meaning."""

    def __init__(self, index: Index, token: str, *, open_: bool, translit: bool) -> None:
        self._index, self._token, self._open, self._translit = index, token, open_, translit
        self._links: WordLinks = {}
        self._known = 0.0
        self._fixed = -1
        self._begun = False
        self._stemmed = self._stem()
        self._exact = index.stems.find(self._stemmed)
        other = self._stemmed != token
        self._either = open_ and other and _begins(index.stems, token)

    def told(self) -> WordMeaning:
        if self._exact >= 0:
            self._take(self._exact, _EITHER if self._either else 1)
            self._known = 1
        if self._open:
            self._prefix()
        self._root()
        word = self._stemmed if len(self._stemmed) > _FEW else self._token
        if self._known < _KNOWN and len(word) > _FEW and not _DIGITS.fullmatch(word):
            self._mistyped(word)
        links = self._index.stems.links[self._exact] if self._exact >= 0 else []
        return WordMeaning(
            _sorted(self._links, self._index),
            self._known,
            self._fixed,
            bool(links) and not links[0][1],
            self._against(),
            _BESIDE if self._begun else _EITHER if self._either else 1,
        )

    def _take(self, at: int, share: float, least: int = 0) -> None:
        take(self._index.stems, at, share, self._links, least)

    def _stem(self) -> str:
        stems, token = self._index.stems, self._token
        plain = words.stem(token)
        whole = not _SOFT_END.search(token) or stems.find(plain) >= 0
        if whole or (self._open and _begins(stems, token)):
            return plain
        soft = words.stem(f"{token}ь")
        return soft if stems.find(soft) >= 0 else plain

    def _prefix(self) -> None:
        keys, token = self._index.stems.keys, self._token
        least = FULL if len(token) < _FEW else 0
        at = bisect_left(keys, token)
        while at < len(keys) and keys[at].startswith(token):
            rest = len(keys[at]) - len(token)
            sure = _BESIDE if self._known == 1 and not self._either else _PREFIX
            if at != self._exact:
                self._take(at, sure - min(0.3, _PER_LETTER * rest), least)
            if not self._known:
                self._known = 0.9 * min(1, len(token) / 3)
                self._begun = len(token) > _FEW
            at += 1

    def _root(self) -> None:
        rooted = words.root(self._stemmed)
        for key, share in ((rooted, 1.0), (words.bare(rooted), _ROOT_OF_BARE)):
            at = self._index.roots.find(key) if len(key) >= _FEW else -1
            if at >= 0:
                take(self._index.roots, at, share, self._links)
                self._known = max(self._known, 0.7 * share)

    def _mistyped(self, word: str) -> None:
        most = 1 if len(word) < _SHORT else 1.5 if len(word) < _MIDDLE else 2
        found = self._near(word, most, open_=self._open)
        if word != self._stemmed and len(self._stemmed) == _FEW:
            found += self._near(self._stemmed, _SLIP, open_=False)
        found = [each for each in found if not _is_hint(self._index.stems, each.key)]
        if not found:
            return
        least = min(each.cost for each in found)
        sure = 0.85 - 0.2 * least
        shortest = inf
        for key, cost, rest in found:
            if cost > least + 0.5:
                continue
            self._take(key, max(0.2, 0.9 - 0.2 * cost - min(0.2, _PER_LETTER * rest)))
            if sure > self._known and cost + rest / 10 < shortest:
                shortest = cost + rest / 10
                self._fixed = own(self._index.stems, key)
        self._known = max(self._known, sure)

    def _near(self, word: str, most: float, *, open_: bool) -> list[NearKey]:
        return near(self._index.stems.keys, word, most, open_=open_, translit=self._translit)

    def _against(self) -> WordLinks | None:
        at = self._index.opposites.find(self._stemmed)
        if at < 0:
            return None
        links: WordLinks = {}
        take(self._index.opposites, at, 1, links)
        return links


def _begins(table: LinkTable, start: str) -> bool:
    at = bisect_left(table.keys, start)
    return at < len(table.keys) and table.keys[at].startswith(start)


def own(table: LinkTable, at: int) -> int:
    """Return the class that a key itself is, not a synonym's; else -1."""
    return next((number for number, weight in table.links[at] if weight == FULL), -1)


def _is_hint(table: LinkTable, at: int) -> bool:
    most = max((weight for _, weight in table.links[at]), default=0)
    return 0 < most < _HINT


def take(table: LinkTable, at: int, share: float, into: WordLinks, least: int = 0) -> None:
    """Add the links of a key, each at its share, where they are surer than those there."""
    for number, whole in table.links[at]:
        weight = whole / FULL * share
        if whole >= least and weight > into.get(number, 0):
            into[number] = weight


def _sorted(links: WordLinks, index: Index) -> WordLinks:
    """Return the surest first, of equals the most telling."""
    order = sorted(links, key=lambda each: (-links[each], -index.weights[each], each))
    return {each: links[each] for each in order}
