"""The search index of the call screen, built from entities, not from pages.

`index` turns cards into one binary file (`binary` describes it byte by byte); the browser's engine
in `assets/call/engine/` answers every keystroke from that file alone. The work is divided so that
the browser stays small: the morphological dictionary, the vocabulary of sales talk and the curated
synonyms are all consulted here, and leave behind one table, from the stem of a word to the classes
of words that it may mean, each with a weight.

    cards ──▶ units (phrases and sentences as classes) ──┐
    words ──▶ lexemes, roots ────────────────────────────┼──▶ one file
    vocabulary.tsv, synonyms ──▶ weighted links ─────────┘
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts_kb.search.binary import Writer
from scripts_kb.search.collection import Collection
from scripts_kb.search.dictionary import Dictionary
from scripts_kb.search.vocabulary import everyday, general, opposites
from scripts_kb.search.words import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scripts_kb.search.records import Equivalence, Facet, Findable

__all__ = ["index"]


def index(
    cards: Iterable[Findable],
    synonyms: Iterable[Equivalence] = (),
    *,
    facets: Iterable[Facet] = (),
    cache: Path | None = None,
) -> bytes:
    """Return the index of the cards as one file's bytes; equal input gives equal bytes.

    Args:
        cards: What can be found. Their order decides between equals.
        synonyms: The knowledge base's own synonyms; they come before the general vocabulary.
        facets: Names of products and segments.
        cache: File that remembers the lexemes of words between builds; None looks them all up.

    Raises:
        ValueError: If two cards have the same entity.

    Examples:
        >>> from scripts_kb.search.records import Findable
        >>> index([Findable("objection/dorogo", "objection", "Дорого")])[:4]
        b'SKBX'
    """
    lexicon = Lexicon(cache)
    collection = Collection(tuple(cards), tuple(facets), lexicon)
    dictionary = Dictionary(collection, lexicon)
    dictionary.relate((*synonyms, *general()))
    dictionary.oppose(opposites())
    dictionary.know(everyday())
    lexicon.save()
    writer = Writer()
    collection.write_names(writer)
    dictionary.write(writer)
    collection.write_units(writer)
    return writer.file()
