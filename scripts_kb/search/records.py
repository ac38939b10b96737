"""What the search of the call screen knows of an entity: cards, names of facets, curated synonyms.

Records flow from the composition of the build (which knows entities) to `scripts_kb.search` (which
knows only words), and from there into one binary file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

REPLY: Final = "reply"
PARTING: Final = "parting"
"""Kinds of what a customer answers at a step, and of what ends the call: found there alone."""


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing that can be found in a call.

    Attributes:
        entity: Its identity, `kind/id`; unique among the cards of an index.
        kind: Its kind, such as `objection`; ranking may prefer one kind to another.
        title: Its name.
        phrases: What customers say, in their words: the strongest field.
        synonyms: Words that an editor curated for it.
        answers: What to say; each text is searched sentence by sentence.
        body: Everything else that may be found.
        products: Ids of the products that it is for; empty: any.
        segments: Ids of the segments that it is for; empty: any.
        family: Variants of one card share it and are shown as one; empty: on its own.
        stages: Stages of a conversation in which it is heard.

    Examples:
        >>> Findable("objection/dorogo", "objection", "Дорого", phrases=("Ценник конский",)).family
        ''
    """

    entity: str
    kind: str
    title: str
    phrases: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    family: str = ""
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """A product or a segment by the names under which people ask for it.

    Attributes:
        kind: `product` or `segment`.
        id: The id that `Findable.products` or `Findable.segments` uses.
        names: Its title and other names.

    Examples:
        >>> Facet("product", "espresso", ("Эспрессо-смесь", "смесь")).id
        'espresso'
    """

    kind: Literal["product", "segment"]
    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Words that stand for each other, or one way for others.

    Attributes:
        words: Words or phrases a customer may use.
        to: What they lead to; empty: the words lead to each other, both ways.
        weight: How near the meaning is, from 0 (exclusive) to 1 (the same).

    Examples:
        >>> Equivalence(("ценник", "прайс"), to=("цена",), weight=0.8).to
        ('цена',)
    """

    words: tuple[str, ...]
    to: tuple[str, ...] = ()
    weight: float = 0.7
