"""Numbers and prices that cannot be meant: below zero, below the floor, more heard than talked."""

from collections.abc import Iterator

from scripts_kb.checks import fields, prices
from scripts_kb.content import spelling
from scripts_kb.content.base import Base, Document
from scripts_kb.problems import Problem
from scripts_kb.schema.cards import Offer, Price


def check(base: Base) -> Iterator[Problem]:
    """Find numbers that contradict each other or themselves."""
    for document in base.documents.values():
        for field in fields.of(document):
            value = field.value
            if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
                facts = {"key": field.key, "value": value}
                yield Problem(document.place(field.loc), "negative-number", facts)
            if field.key == "currency" and value not in {"", *prices.CURRENCIES}:
                meant = spelling.nearest(str(value), prices.CURRENCIES) or " | ".join(
                    prices.CURRENCIES
                )
                facts = {"value": value, "meant": meant}
                yield Problem(document.place(field.loc), "unknown-currency", facts)
    for document in base.of("insight"):
        yield from _counts(document)
    for document in base.of("offer"):
        yield from _offer(base, document, document.record)


def _counts(document: Document) -> Iterator[Problem]:
    """A count is of conversations, so none exceeds their number."""
    sample = document.record.sample
    for name in ("first_words", "purposes", "matters", "objections", "unanswered"):
        for index, item in enumerate(getattr(document.record, name)):
            if sample is not None and item.count is not None and item.count > sample:
                facts = {"key": name, "count": item.count, "sample": sample}
                yield Problem(document.place((name, index, "count")), "count-over-sample", facts)


def _offer(base: Base, document: Document, offer: Offer) -> Iterator[Problem]:
    price = offer.price
    if price is None or price.list is None:
        return
    floor = offer.internal.floor if offer.internal else None
    if floor is not None and floor > price.list:
        yield Problem(document.place(("internal", "floor")), "floor-above-price")
    if offer.status == "live" and offer.valid_to is None and _below_usual(base, offer, price):
        yield Problem(document.place(("price",)), "no-end-date")


def _below_usual(base: Base, offer: Offer, price: Price) -> bool:
    """Tell whether each product of an offer usually costs more, for the same unit."""
    usual = [
        product.price
        for product in (base.get("product", each) for each in offer.products)
        if product
    ]
    return bool(usual) and all(
        each is not None
        and each.list is not None
        and (each.unit, each.currency or "RUB") == (price.unit, price.currency or "RUB")
        and each.list > (price.list or 0)
        for each in usual
    )
