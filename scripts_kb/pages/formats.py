"""Dates, numbers and money as a reader of each language expects them.

A no-break space keeps a number and its sign on one line: `1 490 ₽` never breaks before the sign.
"""

import datetime as dt
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date

from scripts_kb.problems import Language

NBSP: Final = "\u00a0"

_SIGNS: Final = {"RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "BYN": "Br", "KZT": "₸"}


def number(value: float, language: Language) -> str:
    r"""Write a number with its thousands apart.

    Example:
        >>> number(1490, "ru"), number(12.5, "ru"), number(1490, "en")
        ('1\xa0490', '12,5', '1,490')
    """
    text = f"{value:,}" if isinstance(value, int) or not value.is_integer() else f"{int(value):,}"
    return text.replace(",", NBSP).replace(".", ",") if language == "ru" else text


def money(value: float, currency: str, language: Language) -> str:
    r"""Write an amount of money.

    Example:
        >>> money(1490, "RUB", "ru")
        '1\xa0490\xa0₽'
    """
    return f"{number(value, language)}{NBSP}{_SIGNS.get(currency or 'RUB', currency)}"


@lru_cache(maxsize=8192)
def day(date: dt.date, language: Language) -> str:
    """Write a day in words.

    Example:
        >>> import datetime as dt
        >>> day(dt.date(2026, 11, 3), "ru"), day(dt.date(2026, 11, 3), "en")
        ('3 ноября 2026', '3 November 2026')
    """
    return format_date(date, "d MMMM y", locale=language)


@lru_cache(maxsize=1024)
def month(date: dt.date, language: Language) -> str:
    """Write a month in words.

    Example:
        >>> import datetime as dt
        >>> month(dt.date(2026, 11, 3), "ru")
        'Ноябрь 2026'
    """
    text = format_date(date, "LLLL y", locale=language)
    return text[:1].upper() + text[1:]


def moment(seconds: int, zone: ZoneInfo) -> dt.datetime:
    """Give the moment of a commit in the knowledge base's zone."""
    return dt.datetime.fromtimestamp(seconds, zone)
