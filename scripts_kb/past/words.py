"""Before and after, word by word: what was taken away, what was put in.

Words are compared, not letters: a reader recognises a changed phrase by its words.

    Дорого? Понимаю.   ─┐            kept "Дорого"  cut "?"  put "."  kept " Понимаю."
    Дорого. Понимаю.   ─┴─marked──▶
"""

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby
from typing import Final, Literal, NamedTuple

TOKEN: Final = re.compile(r"\d{1,3}(?:[\u00a0\u202f]\d{3})+(?!\w)|\w+|\s+|[^\w\s]")
"""A number with its thousands apart, a word, a gap, or one sign."""

_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")

MAX_PAIRS: Final = 1_000_000
"""Old words times new words that are compared at once, or old lines times new lines."""

_ANEW: Final = 8
"""A text is written anew where for a kept letter more than so many were cut or put."""


Mark = Literal["cut", "put"]
"""A side of a difference: what was taken away, what was put in."""


class Run(NamedTuple):
    """A stretch of text: kept in both, only in the old (`cut`), or only in the new (`put`)."""

    mark: Literal["kept", "cut", "put"]
    text: str


@lru_cache(maxsize=4096)
def marked(before: str, after: str) -> tuple[Run, ...]:
    """Mark the difference of two texts by word.

    Args:
        before: the old text.
        after: the new text.

    Returns:
        Runs in reading order, what was cut before what was put in its place. The kept and cut runs
        make the old text, the kept and put runs the new one.

    Examples:
        >>> [tuple(run) for run in marked("Это недорого", "Это дёшево")]
        [('kept', 'Это '), ('cut', 'недорого'), ('put', 'дёшево')]
    """
    if before == after:
        return (Run("kept", before),) if before else ()
    return tuple(_joined(_runs(TOKEN.findall(before), TOKEN.findall(after))))


def side(runs: Iterable[Run], mark: Mark) -> Iterator[tuple[str, bool]]:
    """Yield one side of a difference: the old text (`cut`) or the new one (`put`).

    Returns:
        Its stretches, each with whether it differs. In a text that was replaced as a whole none is
        marked: marks would only hinder reading it.

    Examples:
        >>> list(side(marked("Это недорого", "Это дёшево"), "put"))
        [('Это ', False), ('дёшево', True)]
    """
    runs = tuple(runs)
    partly = any(run.mark == "kept" for run in runs)
    for run in runs:
        if run.mark in {"kept", mark}:
            yield run.text, partly and run.mark == mark


def deltas(before: str, after: str) -> tuple[tuple[int, str, int], ...]:
    """Give the same difference for who has the new text at hand: the call screen.

    Args:
        before: the old text.
        after: the new text.

    Returns:
        Edits in reading order: how much is kept since the one before, what was cut there, how much
        was put in its place. Lengths are in UTF-16 code units, as JavaScript counts.

    Examples:
        >>> deltas("Это недорого", "Это дёшево")
        ((4, 'недорого', 6),)
    """
    found: list[tuple[int, str, int]] = []
    kept, cut, put = 0, "", 0
    for mark, text in (*marked(before, after), Run("kept", "")):
        size = len(text.encode("utf-16-le")) // 2
        if mark == "cut":
            cut = text
        elif mark == "put":
            put = size
        else:
            if cut or put:
                found.append((kept, cut, put))
                kept, cut, put = 0, "", 0
            kept += size
    return tuple(found)


def _runs(old: list[str], new: list[str]) -> list[Run]:
    # What is equal at both ends is most of a reworded text, and costs nothing to find.
    start = 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    head, tail = old[:start], old[len(old) - end :]
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    runs = [Run("kept", "".join(head))]
    if len(old) * len(new) <= MAX_PAIRS:
        runs += _compared(old, new, _replaced)
    else:
        runs += _by_line("".join(old), "".join(new))
    runs.append(Run("kept", "".join(tail)))
    return [run for run in runs if run.text]


def _replaced(old: str, new: str) -> list[Run]:
    return [Run("cut", old), Run("put", new)]


def _by_line(before: str, after: str) -> list[Run]:
    """Compare a long text by line first: what was reworded at its two ends is not all between."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    if len(old) * len(new) > MAX_PAIRS:
        return _replaced(before, after)

    def differing(cut: str, put: str) -> list[Run]:
        words, new_words = TOKEN.findall(cut), TOKEN.findall(put)
        small = len(words) * len(new_words) <= MAX_PAIRS
        return _runs(words, new_words) if small else _replaced(cut, put)

    return _compared(old, new, differing)


def _compared(
    old: list[str], new: list[str], differing: Callable[[str, str], list[Run]]
) -> list[Run]:
    runs: list[Run] = []
    # `autojunk` would treat frequent words of long texts, the space above all, as noise.
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for op, first, last, new_first, new_last in blocks:
        before, after = "".join(old[first:last]), "".join(new[new_first:new_last])
        runs += [Run("kept", before)] if op == "equal" else differing(before, after)
    return runs


def _whole(runs: list[Run]) -> list[Run]:
    """Make one of what is kept on both sides of the end of a line."""
    alike = groupby(runs, lambda run: run.mark == "kept")
    return [
        each
        for kept, run in alike
        for each in ([Run("kept", "".join(part.text for part in run))] if kept else run)
    ]


def _joined(runs: list[Run]) -> list[Run]:
    """Draw changes together that only signs and spaces keep apart: they read better as one.

    Where hardly a word is kept, the text was written anew, and is shown so.
    """
    runs = _whole(runs)
    letters = [sum(map(str.isalnum, run.text)) for run in runs]
    kept = sum(size for run, size in zip(runs, letters, strict=True) if run.mark == "kept")
    islands = {
        index
        for index, run in enumerate(runs)
        if run.mark == "kept" and 0 < index < len(runs) - 1 and not letters[index]
    }
    if kept * _ANEW < sum(letters) - kept:
        islands = {index for index, run in enumerate(runs) if run.mark == "kept"}
    result: list[Run] = []
    at = 0
    while at < len(runs):
        cut, put = "", ""
        while at < len(runs) and (runs[at].mark != "kept" or at in islands):
            run = runs[at]
            cut += run.text if run.mark != "put" else ""
            put += run.text if run.mark != "cut" else ""
            at += 1
        result += [Run("cut", cut)] if cut else []
        result += [Run("put", put)] if put else []
        if at < len(runs):
            result.append(runs[at])
            at += 1
    return result
