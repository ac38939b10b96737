"""What phrases promise against what offers say: a customer must not hear another price or date.

    «тысяча четыреста девяносто», «1490 за кило»   a live price, which a text is to quote
    < offer/x.price.list >, «offer/x.price.list»   a quote that quotes nothing
    «скидка 15 %»                                  more than the limits of the offers named there
    «до 31 января»                                 later than the last day of the offer
    «сколько угодно раз»                           of an offer that is given once

Each is a warning: the words may be right, and then a person sees so at once.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from scripts_kb.checks import fields, numerals, prices
from scripts_kb.checks.references import RECORDS_OF_THE_PAST
from scripts_kb.content.base import Base, Document, Loc
from scripts_kb.language.prose import MONTHS, UNIT
from scripts_kb.problems import Place, Problem
from scripts_kb.schema import kinds, quotes
from scripts_kb.schema.cards import Offer

_PUBLISHED: Final = frozenset({"spoken", "published", "line"})
_HEARD: Final = frozenset({"team", "partner"})
_ASIDE: Final = frozenset({"discount_limits", "do_not_say"})
"""What an offer allows, and what is not to be said: neither is promised."""
_SPACE: Final = "[ \u00a0\u202f]"
_DIGIT: Final = re.compile(r"\d")
_DIGITS: Final = re.compile(r"\d{3}")
# No price has six groups; without an end, each of a row of them would be tried with all others.
_BARE: Final = re.compile(
    rf"(?<![\d.,/-])(?P<number>\d{{1,3}}(?:{_SPACE}\d{{3}}){{1,4}}|\d{{3,}})"
    rf"{_SPACE}*(?:за|/|per|a){_SPACE}*{UNIT}(?!\w)",
    re.IGNORECASE,
)
_MONEY: Final = re.compile(
    rf"{_SPACE}*(?:₽|руб|р\.|доллар|евро|тенге|roubles?|rubles?|dollars?|euros?)"
)
_PER: Final = re.compile(rf"{_SPACE}(?:за|per|a){_SPACE}{UNIT}(?!\w)", re.IGNORECASE)
_TIMES: Final = 5
"""How many times the usual price is a slip and no offer: a nought too many makes it ten."""
_SURE: Final = 3
"""Words of a number that is no chance: «тысяча четыреста девяносто» is a price without «рублей»."""
_KINDS: Final = "|".join(kinds.FOLDER_OF)
_QUOTED: Final = re.compile(
    rf"(?<![\w/.:-])(?:{_KINDS})/[a-z0-9][a-z0-9-]{{0,63}}\.[a-z_]+(?:\.[a-z_]+)*(?![\w/])"
)
_PERCENT: Final = re.compile(
    r"(?:(?<!\w)скидк\w+|минус|discount(?: of)?|off)[ \u00a0](?:(?:в|до|на|of|up to)[ \u00a0])?"
    rf"(\d{{1,2}}){_SPACE}?%|(?<![\d.,])(\d{{1,2}}){_SPACE}?%[ \u00a0](?:скидк\w+|discount|off)",
    re.IGNORECASE,
)
_LIMIT: Final = re.compile(rf"(\d{{1,2}}){_SPACE}?%")
_UNTIL: Final = re.compile(
    rf"(?<!\w)(?:до|по|until|till|through){_SPACE}(?:(?P<day>\d{{1,2}}){_SPACE}"
    rf"(?P<month>[^\W\d]+)|(?P<named>[^\W\d]+){_SPACE}"
    rf"(?P<nth>\d{{1,2}})|(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}}))"
    r"(?:[., \u00a0]+(?P<year>20\d\d))?(?![\d.]\d)",
    re.IGNORECASE,
)
_EVER: Final = re.compile(
    r"сколько угодно раз|любое (?:число|количество) раз|неограниченн\w+ (?:число|количество) раз"
    r"|as (?:many times|often) as you (?:like|want)|any number of times|unlimited times",
    re.IGNORECASE,
)
_ONCE: Final = re.compile(r"(?<!\w)(?:один раз|однократно|once|one time)(?!\w)", re.IGNORECASE)


class _Said(NamedTuple):
    """A text with where it stands and the offers that it speaks of."""

    document: Document
    loc: Loc
    text: str
    offers: tuple[Document, ...]

    @property
    def place(self) -> Place:
        """Where it stands in its file."""
        return self.document.place(self.loc)


def check(base: Base, today: dt.date) -> Iterator[Problem]:
    """Find phrases that promise what no offer does."""
    live = {each: quote for known in prices.live(base).values() for each, quote in known.items()}
    offers = {each.id: each for each in base.of("offer") if each.record.status == "live"}
    yield from _out_of_line(base, offers)
    for document in base.documents.values():
        if document.kind in {*RECORDS_OF_THE_PAST, "config"}:
            continue
        if getattr(document.record, "status", "live") != "live":
            continue
        near = _near(document, offers)
        for field, loc, text in fields.texts(document):
            if field.shape.use not in _PUBLISHED or field.shape.audience not in _HEARD:
                continue
            if field.key == "client_says" or not _ASIDE.isdisjoint(loc):
                continue
            said = _Said(document, loc, text, near.get(_scope(document, loc), ()))
            yield from _of(said, live, today)


def _scope(document: Document, loc: Loc) -> Loc:
    """Give the part of a card that names its own offers: a step of a script, else the card."""
    return loc[:2] if document.kind == "script" else ()


def _near(document: Document, offers: Mapping[str, Document]) -> dict[Loc, tuple[Document, ...]]:
    """Give the offers that a card or each step of a script names; an offer names itself."""
    found: dict[Loc, dict[str, Document]] = {}
    if document.kind == "offer" and document.id in offers:
        found[()] = {document.id: document}
    for field in fields.of(document):
        names: list[str] = []
        if field.shape.to == "offer":
            names = field.value if isinstance(field.value, list) else [field.value]
        elif not field.shape.nested and field.shape.use != "code":
            names = [
                quote.entity.removeprefix("offer/")
                for _, text in fields.texts_of(field)
                if "<offer/" in text
                for name, _ in quotes.names(text)
                if (quote := quotes.quote(name)) and quote.entity.startswith("offer/")
            ]
        for name in names:
            if name in offers:
                found.setdefault(_scope(document, field.loc), {})[name] = offers[name]
    return {scope: tuple(each.values()) for scope, each in found.items()}


def _of(said: _Said, live: Mapping[float, str], today: dt.date) -> Iterator[Problem]:
    for text, quote in _typed(said.text, live):
        yield Problem(said.place, "price-in-words", {"text": text, "quote": quote})
    if "/" in said.text:
        for match in _QUOTED.finditer(said.text):
            around = said.text[: match.start()][-1:] + said.text[match.end() :][:1]
            if around != "<>":
                yield Problem(said.place, "broken-quote", {"text": match[0]})
    if not said.offers:
        return
    if "%" in said.text:
        yield from _discounts(said)
    if _DIGIT.search(said.text):
        yield from _dates(said, today)
    once = [each for each in said.offers if _ONCE.search(each.record.terms)]
    ever = _EVER.search(said.text) if once else None
    if ever:
        facts = {"text": ever[0], "offer": once[0].record.title}
        yield Problem(said.place, "more-than-once", facts)


def _typed(text: str, live: Mapping[float, str]) -> Iterator[tuple[str, str]]:
    """Yield prices that are typed without their currency: in words, or by what they are for."""
    for numeral in numerals.found(text):
        quote = live.get(float(numeral.value))
        sure = numeral.words >= _SURE or _MONEY.match(text, numeral.end)
        if quote and (sure or _PER.match(text, numeral.end)):
            yield numeral.text, quote
    for match in _BARE.finditer(text) if _DIGITS.search(text) else ():
        found = (live[each] for each in prices.amounts(match["number"]) if each in live)
        quote = next(found, None)
        if quote:
            yield match[0], quote


def _discounts(said: _Said) -> Iterator[Problem]:
    """Find a discount above all that the offers named here give or allow."""
    allowed = [
        int(each) for offer in said.offers for each in _LIMIT.findall(_allowing(offer.record))
    ]
    if not any(_limits(said.offers)):
        return
    for match in _PERCENT.finditer(said.text):
        given = int(match[1] or match[2])
        if given > max(allowed, default=0) and said.loc[0] != "title":
            facts = {"text": match[0], "limits": "; ".join(_limits(said.offers)) or "—"}
            yield Problem(said.place, "discount-over", facts)


def _allowing(offer: Offer) -> str:
    # Of an offer's own texts only its title and its limits decide: the others are what is checked.
    return f"{offer.title} {offer.discount_limits}"


def _limits(offers: tuple[Document, ...]) -> Iterator[str]:
    for each in offers:
        if each.record.discount_limits:
            yield each.record.discount_limits.rstrip(". ")


def _dates(said: _Said, today: dt.date) -> Iterator[Problem]:
    """Find a day that is promised and lies after the last day of every offer named here."""
    ends = [each.record.valid_to for each in said.offers]
    if not ends or None in ends:
        return
    last = max(end for end in ends if end)
    for match in _UNTIL.finditer(said.text):
        day = _day(match, last)
        if day and day > last and last >= today:
            facts = {"text": match[0], "date": last.isoformat()}
            yield Problem(said.place, "date-beyond-offer", facts)


def _day(match: re.Match[str], last: dt.date) -> dt.date | None:
    """Read a day; without a year it is the one nearest to the offer's last."""
    name = (match["month"] or match["named"] or "").casefold()
    month = int(match["m"] or 0) or _month(name)
    number = int(match["day"] or match["nth"] or match["d"])
    years = [int(match["year"])] if match["year"] else [last.year - 1, last.year, last.year + 1]
    found = []
    for year in years:
        try:
            found.append(dt.date(year, month, number))
        except ValueError:
            continue
    return min(found, key=lambda each: abs(each - last), default=None)


def _month(name: str) -> int:
    for language in MONTHS:
        found = re.match("|".join(f"({start})" for start in language.split("|")), name)
        if found:
            return found.lastindex or 0
    return 0


def _out_of_line(base: Base, offers: Mapping[str, Document]) -> Iterator[Problem]:
    """Find an offer's price that is many times the price of its product, or a small part of it."""
    for offer in offers.values():
        price = offer.record.price
        for name in offer.record.products if price and price.list else ():
            product = base.get("product", name)
            usual = product.price if product else None
            if not usual or not usual.list:
                continue
            if (usual.unit, usual.currency) != (price.unit, price.currency):
                continue
            if not 1 / _TIMES < price.list / usual.list < _TIMES:
                facts = {
                    "list": f"{price.list:g}",
                    "usual": f"{usual.list:g}",
                    "product": product.title,
                }
                yield Problem(offer.place(("price", "list")), "price-out-of-line", facts)
