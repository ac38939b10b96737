"""Before and after, word by word: what was taken away, what was put in.

Words are compared, not letters: a reader recognises a changed phrase by its words.
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, Literal, NamedTuple

_TOKEN: Final = re.compile(r"\w+|\s+|[^\w\s]")

LEAST_KEPT: Final = 0.3
"""The part of the shorter text's words that must be kept for the two to be compared by word."""


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
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    runs: list[Run] = []
    # `autojunk` would treat frequent words of long texts, the space above all, as noise.
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    kept = sum(_words(old[start:end]) for op, start, end, _, _ in blocks if op == "equal")
    if kept < LEAST_KEPT * min(_words(old), _words(new)):
        # Another sentence: a patchwork of the few words in common would be unreadable.
        return tuple(run for run in (Run("cut", before), Run("put", after)) if run.text)
    for op, start, end, new_start, new_end in blocks:
        if op == "equal":
            runs.append(Run("kept", "".join(old[start:end])))
            continue
        if end > start:
            runs.append(Run("cut", "".join(old[start:end])))
        if new_end > new_start:
            runs.append(Run("put", "".join(new[new_start:new_end])))
    return tuple(_joined(runs))


def _words(tokens: list[str]) -> int:
    return sum(token[0].isalnum() for token in tokens)


def _joined(runs: list[Run]) -> list[Run]:
    """Draw changes together that only a space keeps apart: two words read better as one change."""
    result: list[Run] = []
    at = 0
    while at < len(runs):
        cut, put = "", ""
        while at < len(runs):
            run = runs[at]
            if run.mark == "cut":
                cut += run.text
            elif run.mark == "put":
                put += run.text
            elif run.text.isspace() and (cut or put) and at + 1 < len(runs):
                cut, put = cut + run.text, put + run.text
            else:
                break
            at += 1
        if cut:
            result.append(Run("cut", cut))
        if put:
            result.append(Run("put", put))
        if at < len(runs):
            result.append(runs[at])
            at += 1
    return result
