"""Retyped prices: a number equal to a live price, written by hand next to a currency.

    1 490 ₽ · 1490,00 руб. · 1490 рублей · 1490р · 1.490 RUB · ₽ 1490 · от 1 290 до 1 490 ₽

Spaces of any kind are ignored, a comma is a point; a point before exactly three digits may also be
one between thousands. The sizes of a currency are told apart by what stands beside the number.
"""

import functools
import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from scripts_kb.content.base import Base
from scripts_kb.language.prose import GAP, MONEY

_DIGIT: Final = re.compile(r"\d")
# A number may stand in bold, and its currency at the start of the next line.
_BESIDE: Final = rf"(?:,[-–—])?[*_]{{0,2}}(?:{GAP}*\n?{GAP}*)[*_]{{0,2}}"
_NUMBER: Final = rf"(?:\d{{1,3}}(?:{GAP}\d{{3}}){{1,4}}|\d+)(?:[.,]\d+)?(?![.,]?\d)"
_AND: Final = rf"(?:{GAP}*[-–—/…]{GAP}*|{GAP}+(?:до|или|и|or|to|and){GAP}+)"

CURRENCIES: Final = tuple(MONEY)

_SIGN: Final[Mapping[str, str]] = {
    "RUB": r"₽|RUB|RUR",
    "USD": r"\$|USD",
    "EUR": "€|EUR",
    "KZT": "₸|KZT",
    "BYN": "BYN",
}
"""What may stand before an amount."""


@functools.cache
def _amounts_in(currency: str) -> re.Pattern[str] | None:
    """Give what finds the amounts of a currency; few bases have more than one."""
    money = MONEY.get(currency)
    if money is None:
        return None
    return re.compile(
        rf"(?<![\d.,])(?P<after>{_NUMBER})(?=(?:{_AND}{_NUMBER}){{0,3}}(?P<money>{_BESIDE}(?:{money})))"
        rf"|(?:{_SIGN[currency]}){GAP}*(?P<before>{_NUMBER})",
        re.IGNORECASE,
    )


class Retyped(NamedTuple):
    """A price that was typed by hand: what was typed, where in the text, what to write instead."""

    text: str
    start: int
    quote: str


Prices = Mapping[str, Mapping[float, str]]
"""Currency → amount → the quote to write instead."""


def live(base: Base) -> Prices:
    """Give each live price with its quote; an offer's own price comes before a product's."""
    found: dict[str, dict[float, str]] = {}
    for document in itertools.chain(base.of("offer"), base.of("product")):
        price = document.record.price
        if document.record.status == "live" and price and price.list:
            amounts = found.setdefault(price.currency or "RUB", {})
            amounts.setdefault(float(price.list), f"<{document.entity}.price.list>")
    return found


def amounts(text: str) -> frozenset[float]:
    """Read a number in all the ways in which people write it.

    Examples:
        >>> sorted(amounts("1 490,50")), sorted(amounts("1.490"))
        ([1490.5], [1.49, 1490.0])
    """
    plain = re.sub(GAP, "", text).replace(",", ".")
    whole, _, part = plain.partition(".")
    found = {float(plain)}
    if len(part) == 3 and len(whole) <= 3:  # noqa: PLR2004 - a group of thousands
        found.add(float(whole + part))
    return frozenset(found)


def retyped(text: str, prices: Prices) -> Iterator[Retyped]:
    """Find the live prices that a text retypes, in the order of the text for each currency.

    Args:
        text: what is said or published.
        prices: what `live` gave.

    Examples:
        >>> found = retyped("За 1 490 руб. или даром", {"RUB": {1490.0: "<offer/x.price.list>"}})
        >>> next(found).text
        '1 490 руб.'
    """
    if not _DIGIT.search(text):
        return
    for currency, known in prices.items():
        pattern = _amounts_in(currency)
        for match in pattern.finditer(text) if pattern else ():
            number = match["after"] or match["before"]
            quote = next((known[each] for each in amounts(number) if each in known), None)
            if quote:
                near = match["money"] or ""
                whole = match[0] + near if text.startswith(near, match.end()) else match[0]
                yield Retyped(" ".join(whole.split()), match.start(), quote)
