"""Cells of exports to days and money: what a person or a spreadsheet may have made of them."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from scripts_kb.facts.tables import Cell

_DAY: Final = re.compile(
    r"(?:(?P<d>\d{1,2})(?P<sep>[.-])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4})|(?P<iso>\d{4}-\d{2}-\d{2}))"
    r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_EPOCH: Final = dt.date(1899, 12, 30)
"""Day 0 of spreadsheets."""
_SERIAL: Final = range(20_000, 80_000)
"""Days 1954 to 2119 as spreadsheets count them."""
_CURRENCIES: Final = {
    "₽": "RUB",
    "руб": "RUB",
    "рублей": "RUB",
    "рубль": "RUB",
    "рубля": "RUB",
    "российский рубль": "RUB",
    "р": "RUB",
    "rub": "RUB",
    "rur": "RUB",
    "$": "USD",
    "usd": "USD",
    "доллар сша": "USD",
    "€": "EUR",
    "eur": "EUR",
    "евро": "EUR",
    "₸": "KZT",
    "kzt": "KZT",
    "тенге": "KZT",
    "byn": "BYN",
}
_LONGEST: Final = 100
"""Letters of a cell that is a day or an amount."""
_SPACES: Final = re.compile(r"[\s'’]+")
_MONEY: Final = re.compile(r"(?P<before>\D*?)(?P<number>\d[\d.,]*(?:[eE]\+?\d+)?)(?P<after>\D*)")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:(?P<sep>[.,])\d{3})(?:(?P=sep)\d{3})*")


@lru_cache(maxsize=4096)
def _written_day(text: str) -> dt.date:
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    if match["iso"]:
        return dt.date.fromisoformat(match["iso"])
    return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))


def day(cell: Cell) -> dt.date:
    """Read a day.

    Args:
        cell: a date of a workbook, its serial number, or a text: 21.11.2026, 21-11-2026 or
            2026-11-21, with a time or without. 03/04/2026 is refused: nobody knows which day
            that is.

    Raises:
        ValueError: for what is no day.

    Examples:
        >>> day("5.10.2026 14:30"), day(46300.5)
        (datetime.date(2026, 10, 5), datetime.date(2026, 10, 5))
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if int(cell) in _SERIAL:
            return _EPOCH + dt.timedelta(days=int(cell))
        raise ValueError(str(cell))
    return _written_day(str(cell)[:_LONGEST])


@lru_cache(maxsize=4096)
def money(cell: str | float) -> tuple[int, str]:
    r"""Read an amount of money.

    Args:
        cell: a number of a workbook, or a text as people write it.

    Returns:
        Hundredths, and the currency, "" where none is named.

    Raises:
        ValueError: for what is no amount, and for one below 0.

    Examples:
        >>> money("12 500,50 руб."), money("1,234.56"), money("1.490"), money(99.9), money("$5")
        ((1250050, 'RUB'), (123456, ''), (149000, ''), (9990, ''), (500, 'USD'))
    """
    if isinstance(cell, float | int):
        return _hundredths(str(cell)), ""
    match = _MONEY.fullmatch(_SPACES.sub("", cell[:_LONGEST]))
    if match is None or len(cell) > _LONGEST:
        raise ValueError(cell)
    sign = (match["before"] + match["after"]).casefold().rstrip(".").replace(".", "")
    if sign and sign not in _CURRENCIES:
        raise ValueError(cell)
    return _hundredths(_point(match["number"])), _CURRENCIES.get(sign, "")


def currency(name: str) -> str:
    """Give the code of a currency by any of its names; an unknown one is its own name.

    Examples:
        >>> currency("Российский рубль"), currency("RUB"), currency("CNY")
        ('RUB', 'RUB', 'CNY')
    """
    folded = " ".join(name.split()).casefold().rstrip(".")
    return _CURRENCIES.get(folded, folded.upper())


def _point(number: str) -> str:
    """Write a number with a point for its fraction and nothing between thousands.

    Money has two digits of fraction, so three after the only mark are thousands.
    """
    if "," in number and "." in number:
        fraction = max(number.rfind(","), number.rfind("."))
        whole, part = number[:fraction], number[fraction + 1 :]
        mark = "." if number[fraction] == "," else ","
        if number[fraction] in whole or not _THOUSANDS.fullmatch(whole.replace(mark, ",")):
            raise ValueError(number)
        return f"{whole.replace(mark, '')}.{part}"
    if _THOUSANDS.fullmatch(number):
        return re.sub(r"[.,]", "", number)
    return number.replace(",", ".")


def _hundredths(number: str) -> int:
    try:
        value = Decimal(number)
    except InvalidOperation:
        raise ValueError(number) from None
    if not value.is_finite() or value < 0 or value > 10**12:
        raise ValueError(number)
    return round(value * 100)
