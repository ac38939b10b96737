"""Keys near a mistyped word: Damerau's distance, cheaper for what Russian confuses."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from scripts_kb.search.binary import common_prefix

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_ALIKE = "оа еи ия ея ыи еэ юу дт бп зс гк вф жш шщ чщ сц хг"
_TRANSLIT = "цк цс хг жй вш ый ыи ий еэ щш"
_BESIDE, _HEARD, _SPELLED = 0.8, 0.5, 0.15
_FIRST = 0.5
_SWAP = 0.8
_SOFT = "ьъ"


class NearKey(NamedTuple):
    """A key, what it costs, and how many letters it has beyond what was typed."""

    key: int
    cost: float
    rest: int


def _priced(pairs: str, cost: float) -> dict[str, float]:
    return {each: cost for pair in pairs.split() for each in (pair, pair[::-1])}


def _neighbours() -> str:
    pairs = []
    for y, row in enumerate(_ROWS):
        below = _ROWS[y + 1] if y + 1 < len(_ROWS) else ""
        for x, letter in enumerate(row):
            near = (row[x + 1 : x + 2], below[x : x + 1], below[x - 1 : x] if x else "")
            pairs += [letter + each for each in near if each]
    return " ".join(pairs)


_SWAPPED = _priced(_neighbours(), _BESIDE) | _priced(_ALIKE, _HEARD)
_TRANSLITERATED = _SWAPPED | _priced(_TRANSLIT, _SPELLED)


def near(
    keys: Sequence[str], typed: str, most: float, *, open_: bool, translit: bool
) -> list[NearKey]:
    """Return the keys that cost no more than `most`.

    Args:
        keys: Sorted.
        typed: The word.
        most: The largest cost that counts.
        open_: Whether the word is still being typed: then a key may go on.
        translit: Whether the word was guessed from Latin letters.
    """
    table = _Rows(typed, translit=translit)
    found = []
    before, dead = "", inf
    for number, key in enumerate(keys):
        shared = common_prefix(before, key)
        before = key
        if shared >= dead:
            continue
        dead = table.go(key, shared, most, open_=open_)
        if dead == inf and (cost := table.cost(len(key), open_=open_))[0] <= most:
            found.append(NearKey(number, *cost))
    return found


class _Rows:
    """The rows of the distance table, by letters of a key; those of a shared start are kept."""

    def __init__(self, typed: str, *, translit: bool) -> None:
        self._word = typed
        self._prices = _TRANSLITERATED if translit else _SWAPPED
        self._soft = 0.1 if translit else 0.4
        row = [0.0]
        for j, letter in enumerate(typed):
            row.append(row[-1] + self._gap(letter, typed[j - 1] if j else "") + _FIRST * (j == 0))
        self._rows = [row]
        self._lows = [0.0]

    def _gap(self, letter: str, before: str) -> float:
        if letter in _SOFT:
            return self._soft
        return 0.5 if letter == before else 1

    def go(self, key: str, shared: int, most: float, *, open_: bool) -> float:
        """Add rows for a key; return the depth at which it is too far, infinity where it is not."""
        del self._rows[shared + 1 :], self._lows[shared + 1 :]
        for depth in range(shared + 1, len(key) + 1):
            self._rows.append(self._row(key, depth))
            self._lows.append(min(self._rows[-1]))
            passed = self.cost(depth, open_=open_)[0]
            if min(self._lows[-1], passed, self._lows[-2] + _SWAP) > most:
                return depth
        return inf

    def cost(self, depth: int, *, open_: bool) -> tuple[float, int]:
        """Return what a key of so many letters costs, and its letters beyond what was typed."""
        if not open_:
            return self._rows[depth][-1], 0
        ends = [row[-1] for row in self._rows[: depth + 1]]
        return min(ends), depth - ends.index(min(ends))

    def _row(self, key: str, depth: int) -> list[float]:
        word, above = self._word, self._rows[depth - 1]
        letter, before = key[depth - 1], key[depth - 2] if depth > 1 else ""
        extra = _FIRST if depth == 1 else 0.0
        drop = self._gap(letter, before)
        row = [above[0] + drop + extra]
        for j, typed in enumerate(word, 1):
            step = 0.0 if typed == letter else self._prices.get(typed + letter, 1.0)
            last = word[j - 2] if j > 1 else ""
            cost = above[j - 1] + step + (extra if step and j == 1 else 0)
            cost = min(cost, above[j] + drop, row[-1] + self._gap(typed, last))
            if j > 1 and depth > 1 and typed == before and last == letter:
                cost = min(cost, self._rows[depth - 2][j - 2] + _SWAP)
            row.append(cost)
        return row
