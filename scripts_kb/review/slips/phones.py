"""One telephone number, its figures grouped in two ways.

8 (800) 555-01-23   ──▶  8 800 555-01-23
8 (800) 555-01-23   ──▶  8 800 555-01-32      no
"""

from collections.abc import Sequence
from typing import Final

from scripts_kb.review.slips.tokens import Token

_DIGITS: Final = range(10, 13)
"""So many figures has a number that is called; no amount that is said has as many."""


def lengths(old: Sequence[Token], new: Sequence[Token]) -> tuple[int, int]:
    """Count the groups of figures that two texts begin with."""
    return len(_run(old)), len(_run(new))


def same(
    old: Sequence[Token], cut: tuple[int, int], new: Sequence[Token], put: tuple[int, int]
) -> bool:
    """Tell whether two stretches are the same figures of one telephone number.

    Args:
        old: the text before.
        cut: the first and the last but one group of the stretch in it.
        new: the text after.
        put: the same of the other stretch.
    """
    one, other = _figures(old[slice(*cut)]), _figures(new[slice(*put)])
    if not one or one != other:
        return False
    return all(_called(*each) for each in ((old, cut[0]), (new, put[0])))


def _called(text: Sequence[Token], at: int) -> bool:
    """Tell whether a group of figures belongs to a whole telephone number."""
    while at > 0 and _joined(text[at - 1]):
        at -= 1
    return len(_figures(_run(text[at:]))) in _DIGITS


def _run(text: Sequence[Token]) -> Sequence[Token]:
    """Give the groups of figures that a text begins with."""
    end = 0
    while end < len(text) and text[end].key.isdecimal():
        end += 1
        if not _joined(text[end - 1]):
            break
    return text[:end]


def _joined(token: Token) -> bool:
    """Tell whether the next group of figures belongs to the same number."""
    return token.key.isdecimal() and not token.marks.strip("-–()‑ ")


def _figures(groups: Sequence[Token]) -> str:
    found = [each.key for each in groups]
    return "".join(found) if all(each.isdecimal() for each in found) else ""
