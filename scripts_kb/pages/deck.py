"""The deck of flash cards: on one side what is asked, on the other what we say to it.

    objection  «Дорого»                ──▶ when it fits, what is said and asked then, never say
    question   «До скольки привезёте?» ──▶ the short answer, what is asked then, never say
    product    Смесь «Первая смена»    ──▶ how its taste is told, its price

Cards of all kinds come in turn, and within a kind those of each stage of a call, so that the first
ones show something of all. When a card comes again the browser decides: `assets/site/leitner.js`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any, Final, TypeVar

from scripts_kb.pages.cards import grouped
from scripts_kb.pages.reading import Reading
from scripts_kb.schema import labels
from scripts_kb.schema.cards import DoNotSay, Objection, Price, Product, Question

MOST: Final = 40
"""How many cards of a kind are in the deck."""

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """One of the answers on the back: when it fits, the text, the question after it."""

    say: str
    when: str = ""
    next_question: str = ""


@dataclass(frozen=True, slots=True)
class FlashCard:
    """A card of the deck.

    Attributes:
        entity: what it is of.
        asked: the customer's phrase; "" where only the title is asked for.
        told: what stands on its back.
        never: what must not be said.
        price: of a product.
    """

    entity: str
    asked: str
    told: tuple[ToldAnswer, ...]
    never: tuple[DoNotSay, ...] = ()
    price: Price | None = None


def of(reading: Reading) -> list[FlashCard]:
    """Make the deck of a site, at most `MOST` cards of a kind."""
    dealt = (
        filter(None, map(_objection, _by_stage(reading, "objection"))),
        filter(None, map(_question, _by_stage(reading, "question"))),
        filter(None, map(_product, _by(reading, "product", lambda each: each.line))),
    )
    return list(in_turn(islice(cards, MOST) for cards in dealt))


def in_turn(rows: Iterable[Iterable[_Item]]) -> Iterator[_Item]:
    """Yield the first of each row, then the second of each, until none is left.

    Examples:
        >>> list(in_turn([[1, 2, 3], [], [4]]))
        [1, 4, 2, 3]
    """
    for turn in zip_longest(*rows):
        yield from (each for each in turn if each is not None)


def _by_stage(reading: Reading, kind: str) -> Iterator[Any]:
    def stage(card: Any) -> str:
        return card.heard_at[0] if card.heard_at else ""

    return _by(reading, kind, stage, labels.choices("stage"))


def _by(
    reading: Reading, kind: str, key: Callable[[Any], str], order: Iterable[str] = ()
) -> Iterator[Any]:
    groups = grouped(reading.records(kind), key, order)
    return in_turn(records for _, records in groups)


def _objection(card: Objection) -> FlashCard | None:
    told = tuple(
        ToldAnswer(text, answer.when, answer.next_question)
        for answer in card.answers
        if (text := answer.say or " ".join(step.say for step in answer.steps))
    )
    if not told or not card.heard:
        return None
    return FlashCard(f"objection/{card.id}", card.heard[0], told, card.do_not_say)


def _question(card: Question) -> FlashCard | None:
    if not card.answer:
        return None
    told = ToldAnswer(card.answer, next_question=card.next_question)
    asked = card.heard[0] if card.heard else card.title
    return FlashCard(f"question/{card.id}", asked, (told,), card.do_not_say)


def _product(product: Product) -> FlashCard | None:
    if not product.says:
        return None
    return FlashCard(f"product/{product.id}", "", (ToldAnswer(product.says),), price=product.price)
