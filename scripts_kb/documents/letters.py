r"""What a letter is, and a text without what nobody sees.

"Да,\xa0 коне\u200bчно \r\n" ──clean──▶ "Да, конечно\n"      letters: 10
"""

import re
import unicodedata
from typing import Final

from scripts_kb.language.invisible import INVISIBLE, JOINER

LONGEST: Final = 32_767
"""Letters of a unit: so many go into a cell of Excel."""

MOST_UNITS: Final = 200_000
"""Units of a file: a table of five thousand rows and twenty full columns has half of them."""

BULLETS: Final = "•·▪●○◦‣⁃➢➤✓✔✗\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf02d"
"""Signs before an item: those of Unicode, and what Word's fonts Symbol and Wingdings copy as."""

_NOTHING: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\ud800-\udfff]")
"""Control characters that are no space, and halves of a character."""
_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES: Final = re.compile(r"[^\S\n]+")
_AROUND_END: Final = re.compile(r" *\n *")
_ANY_SPACE: Final = re.compile(r"\s+")
_PLAIN: Final = re.compile("[ -~\n\u0400-\u045f\u00ab\u00bb\u2013\u2014\u2026\u2116]*")
"""Texts of these alone are as they should be: nearly all."""


def clean(text: str) -> str:
    r"""Take out what nobody sees; make line ends and spaces plain ones, runs of these one.

    Examples:
        >>> clean("Да,\xa0 коне\u200bчно\r\n")
        'Да, конечно\n'
    """
    if not _PLAIN.fullmatch(text):
        text = _visible(_ENDS.sub("\n", text))
    return _AROUND_END.sub("\n", _SPACES.sub(" ", text))


def letters(text: str) -> int:
    r"""Count what is no space, no control and no invisible character.

    Examples:
        >>> letters("Да,\xa0 коне\u200bчно\r\n")
        10
    """
    if not _PLAIN.fullmatch(text):
        text = INVISIBLE.sub("", _visible(text))
    return len(_ANY_SPACE.sub("", text))


def _visible(text: str) -> str:
    text = _NOTHING.sub("", text)
    joined = JOINER.search(text)
    if not joined:
        text = INVISIBLE.sub("", text)
    else:
        kept = {match.start() for match in JOINER.finditer(text)}
        text = INVISIBLE.sub(lambda found: found[0] if found.start() in kept else "", text)
    return unicodedata.normalize("NFC", text)
