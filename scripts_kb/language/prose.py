r"""Sums and days as people write them in prose, Russian and English.

    1490        ──▶  «1 490», «1490,00», «1,490»
    2027-01-31  ──▶  «31 января», «31.01.2027», «January 31»

Patterns are to be compiled so that the size of letters does not count.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

GAP: Final = "[ \t\u00a0\u202f\u2009\u2007]"
"""What may stand between the groups of a number, and before what follows it."""

MONEY: Final[Mapping[str, str]] = {
    "RUB": r"₽|рубл(?:ь|я|ю|[её]м|е|и|ей|ям|ями|ях|ик\w*)(?!\w)|руб(?!\w)\.?|[рp](?![\w-])\.?"
    r"|RU[BR](?!\w)",
    "USD": r"\$|USD(?!\w)|долл(?:ар\w*)?(?!\w)\.?|dollars?(?!\w)",
    "EUR": r"€|EUR(?!\w)|евро(?!\w)|euros?(?!\w)",
    "KZT": r"₸|KZT(?!\w)|тенге(?!\w)|тг(?!\w)\.?",
    "BYN": r"Br(?!\w)|BYN(?!\w)",
}
"""What stands beside an amount of a currency; the keys are the codes that a price may have."""

UNIT: Final = (
    r"(?:кило|кг|килограмм\w*|пачк\w+|штук\w+|шт|набор\w*|месяц\w*|упаковк\w+|коробк\w+|литр\w*|порци\w+"
    r"|раз|всё|kilo|kg|pack|piece|set|month|box)"
)
"""What a price is for."""

MONTHS: Final = (
    "январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр",
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
)
"""How the names of months begin, in the order of the year."""

_HUNDRED: Final = 100


def amount(value: float) -> str:
    r"""Give the pattern of a number in all the ways in which people write it.

    Examples:
        >>> [bool(re.fullmatch(amount(1490), each)) for each in ("1 490", "1490,00", "490")]
        [True, True, False]
    """
    whole, _, part = f"{value:.2f}".partition(".")
    groups = re.split(r"(?<=\d)(?=(?:\d{3})+$)", whole)
    parted = rf"(?:{GAP}|[.,'])?".join(groups)
    zeros = f"{part.rstrip('0')}0?" if part.strip("0") else ""
    rest = rf"[.,]{zeros}" if zeros else r"(?:[.,]0{1,2})?"
    return rf"(?<![\d.,/-]){parted}{rest}(?![.,/-]?\d)"


def price(value: float, currency: str | None) -> str:
    r"""Give the pattern of an amount that is a price: with its currency, for a unit, or alone.

    Args:
        value: the amount.
        currency: its code; an amount of another one is another price. None for a plain number.

    Examples:
        >>> said = re.compile(price(1490, "RUB"), re.IGNORECASE)
        >>> [bool(said.search(each)) for each in ("по 1 490 ₽", "1490 за кило", "1490 $")]
        [True, True, False]
    """
    money = MONEY.get(currency or "", "")
    alone = rf"(?!{GAP}*(?:[\w%]|{'|'.join(MONEY.values())}))"
    before = rf"(?:(?:{money}){GAP}*)?" if money else ""
    beside = rf"{GAP}*\n?{GAP}*(?:{money})|" if money else ""
    return rf"{before}{amount(value)}(?:{beside}{GAP}*(?:за|/|per|a){GAP}*{UNIT}(?!\w)|{alone})"


def day(value: dt.date) -> str:
    r"""Give the pattern of a day in all the ways in which people write it; a year may be left out.

    Examples:
        >>> said = re.compile(day(dt.date(2027, 1, 31)), re.IGNORECASE)
        >>> [bool(said.search(each)) for each in ("31 января", "31.01.2027", "31.01.26")]
        [True, True, False]
    """
    russian, english = (each.split("|")[value.month - 1] for each in MONTHS)
    short = value.year % _HUNDRED
    year = rf"(?:,?{GAP}+{value.year}(?!\d)|(?!,?{GAP}+20\d\d(?!\d)))"
    nth = rf"0?{value.day}(?:st|nd|rd|th|-?го)?"
    named = (
        rf"(?<![\d.,]){nth}{GAP}+(?:of{GAP}+)?(?:{russian}|{english})\w*(?!\w){year}"
        rf"|(?<!\w){english}\w*{GAP}+{nth}(?!\d){year}"
    )
    tail = rf"(?:\.(?:{value.year}|{short:02})(?!\d)|(?!\.?\d))"
    dotted = rf"(?<![\d.,])0?{value.day}\.0?{value.month}{tail}"
    return rf"{named}|{dotted}|(?<!\d){value.isoformat()}(?!\d)"
