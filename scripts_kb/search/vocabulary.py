"""The general vocabulary of sales talk, shipped with the package.

`vocabulary.tsv` says once what every knowledge base would have to curate for itself: that «супруга»
is the wife, that «вотсап» is a messenger, that who fears «кидалово» does not trust.
`situations.tsv` says less surely what people tell of in place of the word that a card has for it:
who speaks of a mouse in the kitchen asks for pest control. A knowledge base's own synonyms come on
top. Columns: weight, words, where they lead (left out: each other). A word of several meanings
leads but is not led to: «кинуть~» may mean to cheat, but who says «обманут» does not ask for a file
to be thrown over.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from scripts_kb.search.records import Equivalence

ONE_WAY = "~"

Opposites = tuple[tuple[str, ...], tuple[str, ...]]
"""Words, and those that say the opposite."""


@cache
def general() -> tuple[Equivalence, ...]:
    """Return the synonyms that ship with the package, in the order of the files.

    Raises:
        ValueError: If a line is not `weight<TAB>words[<TAB>to]`.

    Examples:
        >>> general()[0].weight <= 1
        True
    """
    lines = (*_lines("vocabulary.tsv"), *_lines("situations.tsv"))
    return tuple(_read(line) for line in lines)


@cache
def everyday() -> tuple[str, ...]:
    """Return words that customers say of other things than the cards, each once.

    Examples:
        >>> "хлеб" in everyday()
        True
    """
    return tuple(dict.fromkeys(word for line in _lines("everyday.txt") for word in line.split()))


@cache
def names() -> tuple[str, ...]:
    """Return names of Latin letters that cards and customers write in either script, each once.

    Examples:
        >>> "whatsapp" in names()
        True
    """
    return tuple(word for line in _lines("names.txt") for word in line.split())


@cache
def opposites() -> tuple[Opposites, ...]:
    """Return the words that say the opposite of each other.

    Examples:
        >>> opposites()[0][0][0], opposites()[0][1][0]
        ('кислит', 'горчит')
    """
    sides = (line.split("\t") for line in _lines("opposites.tsv"))
    return tuple((_list(one), _list(other)) for one, other in sides)


def texts() -> tuple[str, ...]:
    """Return every line that ships with the package, whatever it is of.

    Examples:
        >>> any("кислит" in line for line in texts())
        True
    """
    return tuple(
        line
        for name in ("vocabulary.tsv", "situations.tsv", "opposites.tsv", "everyday.txt")
        for line in _lines(name)
    )


def _lines(name: str) -> list[str]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _read(line: str) -> Equivalence:
    weight, words, *to = line.split("\t")
    listed = _list(words)
    if to:
        targets = _list(to[0])
    elif any(word.endswith(ONE_WAY) for word in listed):
        targets = tuple(word for word in listed if not word.endswith(ONE_WAY))
    else:
        targets = ()
    return Equivalence(tuple(word.removesuffix(ONE_WAY) for word in listed), targets, float(weight))


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
