"""A text as its words, numbers and signs; commas and dots lie between them.

Цена – от 1 490 руб.  ──▶  Цена «–» от · 1490 · руб «.»
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_PARTS: Final = re.compile(
    r"(?P<variable><[^<>\s]+>)"
    # Bounded: what is counted in is a number, which Python does not make of any row of digits.
    r"|(?P<number>(?:(?<![\w.,])[-−])?\d{1,300}(?:[ \u00a0\u202f]\d{3}(?!\d)){0,20}"
    r"(?:[.,:/]\d{1,300})*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<sign>[^\s])"
)
_QUIET: Final = frozenset("_.,;:!?—–-…«»\"'()“”„’‘‑")
"""Signs that are judged by where they stand; every other one is a word of its own."""
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0300\u0301]")
_LOOKALIKE: Final = str.maketrans("aceopxyABCEHKMOPTXy", "асеорхуАВСЕНКМОРТХу")
_LATIN_ALIKE: Final = str.maketrans("асеорхуАВСЕНКМОРТХ", "aceopxyABCEHKMOPTX")
_CYRILLIC: Final = re.compile("[а-яё]", re.IGNORECASE)
_CYRILLIC_ALONE: Final = re.compile("[бвгдёж-нптф-яБГДЁЖЗИЙЛПФЦ-Я]")
_LATIN_ALONE: Final = re.compile("[bdf-nq-wzDFGIJLNQ-SU-WZ]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a variable or a sign that is said.

    Attributes:
        text: as it is written.
        key: as it is heard: small letters, «е» for «ё», a number without its spaces.
        kind: `word`, `number`, `variable` or `sign`.
        marks: the quiet signs that follow, in their order; a space before a dash tells it from a
            hyphen.
        first: whether a sentence begins with it.
    """

    text: str
    key: str
    kind: str
    marks: str = ""
    first: bool = False

    @property
    def latin(self) -> bool:
        """Whether no letter of it is Russian."""
        return _CYRILLIC.search(self.key) is None

    @property
    def ends(self) -> bool:
        """Whether a sentence ends after it."""
        return any(each in self.marks for each in ".!?…")


def tokenise(text: str) -> tuple[Token, ...]:
    """Take a text apart.

    Examples:
        >>> [(each.key, each.marks) for each in tokenise("Ещё раз: 1 490 ₽, да?")]
        [('еще', ''), ('раз', ':'), ('1490', ''), ('₽', ','), ('да', '?')]
    """
    clean = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    found: list[Token] = []
    for match in _PARTS.finditer(clean):
        kind, part = match.lastgroup or "", match.group()
        if kind == "sign" and part in _QUIET:
            if found:
                spaced = part in "—–-" and clean[match.start() - 1 : match.start()].isspace()
                found[-1] = _marked(found[-1], " " + part if spaced else part)
            continue
        first = not found or found[-1].ends
        found.append(Token(part, _key(part, kind), kind, first=first))
    return tuple(found)


def _marked(token: Token, sign: str) -> Token:
    return Token(token.text, token.key, token.kind, token.marks + sign, token.first)


def _key(part: str, kind: str) -> str:
    if kind == "number":
        return re.sub(r"\s", "", part).replace("−", "-")
    if kind == "word" and _CYRILLIC.search(part):
        # «Сoffee» is English with a Russian letter, «cкидка» Russian with an English one.
        english = _LATIN_ALONE.search(part) and not _CYRILLIC_ALONE.search(part)
        part = part.translate(_LATIN_ALIKE if english else _LOOKALIKE)
    return part.casefold().replace("ё", "е").replace("’", "'")


def keys(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Give what is heard of each token."""
    return tuple(each.key for each in tokens)
