"""Items of a list whose hyphen is another sign, stands against its word, or is not there.

– Дорого      wrong-bullet: Word and phones make dashes of hyphens
-Дорого       glued-hyphen
id: cup       no-hyphen, between items that have one
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_SIGN: Final = re.compile(r"(?P<indent> *)(?P<sign>[–—−‒―•·▪●‣*])\s*(?=\S)")
_GLUED: Final = re.compile(r"(?P<indent> *)-(?P<text>[^\W\d_].*)")
_ITEM: Final = re.compile(r"(?P<indent> *)- ")
_LONGEST: Final = 60


class Bullet(NamedTuple):
    """What is wrong with the beginning of an item, on which line (from 0) and column (from 1)."""

    code: str
    line: int
    column: int
    text: str


def sign(text: str) -> str:
    """Give the sign that a text begins with in place of a hyphen; "" where there is none.

    Examples:
        >>> sign("– Дорого – Долго"), sign("Дорого")
        ('–', '')
    """
    match = _SIGN.match(text)
    return match["sign"] if match else ""


def found(lines: Sequence[str], line: int, first: int) -> Bullet | None:
    """Find the item that the parser stumbled over.

    Args:
        lines: the file.
        line: where the parser gave up, from 0.
        first: where what it was reading began.
    """
    above = _above(lines, line)
    for number in dict.fromkeys((line, above, first)):
        match = _SIGN.match(lines[number])
        if match and match["sign"] != "*":
            return Bullet("wrong-bullet", number, match.start("sign") + 1, match["sign"])
        match = _GLUED.match(lines[number])
        if match:
            column = len(match["indent"]) + 1
            return Bullet("glued-hyphen", number, column, match["text"][:_LONGEST])
    for number in (above, line):
        if _dropped(lines, number):
            text = lines[number].strip()
            column = len(lines[number]) - len(lines[number].lstrip()) + 1
            return Bullet("no-hyphen", number, column, text[:_LONGEST])
    return None


def mended(line: str) -> str:
    """Put the hyphen that was meant at the beginning of an item."""
    bare = _SIGN.sub(r"\g<indent>", line, count=1) if _SIGN.match(line) else line
    indent = len(bare) - len(bare.lstrip())
    return f"{bare[:indent]}- {bare[indent:].removeprefix('-')}"


def _above(lines: Sequence[str], line: int) -> int:
    return next((each for each in range(line - 1, -1, -1) if lines[each].strip()), line)


def _dropped(lines: Sequence[str], number: int) -> bool:
    """Tell whether a line stands as deep as the items beside it, and is none."""
    text = lines[number]
    indent = len(text) - len(text.lstrip())
    if not text.strip() or _ITEM.match(text) or text.lstrip().startswith("#"):
        return False
    return any(
        beside is not None and len(beside["indent"]) == indent
        for beside in (_beside(lines, number, indent, step) for step in (-1, 1))
    )


def _beside(lines: Sequence[str], number: int, indent: int, step: int) -> re.Match[str] | None:
    """Give the nearest item up or down the file, none of the lines between standing further out."""
    for each in _within(lines, number, indent, step):
        match = _ITEM.match(lines[each])
        if match and len(match["indent"]) == indent:
            return match
    return None


def _within(lines: Sequence[str], number: int, indent: int, step: int) -> Iterator[int]:
    at = number + step
    while 0 <= at < len(lines):
        text = lines[at]
        if text.strip() and len(text) - len(text.lstrip()) < indent:
            return
        yield at
        at += step
