"""Dates and numbers as a reader of each language expects them; money is written by `quotes`."""

import datetime as dt
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date

from scripts_kb.language import NBSP, Language

QUOTES: Final[dict[Language, tuple[str, str]]] = {"ru": ("«", "»"), "en": ("“", "”")}
"""The quotation marks of each language."""
_MEGA: Final = 1_000_000


def number(value: float, language: Language) -> str:
    r"""Write a number with its thousands apart.

    Examples:
        >>> number(1490, "ru"), number(12.5, "ru"), number(1490, "en")
        ('1\xa0490', '12,5', '1,490')
    """
    text = f"{value:,}" if isinstance(value, int) or not value.is_integer() else f"{int(value):,}"
    return text.replace(",", NBSP).replace(".", ",") if language == "ru" else text


def quoted(text: str, language: Language) -> str:
    """Put somebody's words into quotation marks.

    Examples:
        >>> quoted("Дорого", "ru"), quoted("Too dear", "en")
        ('«Дорого»', '“Too dear”')
    """
    before, after = QUOTES[language]
    return f"{before}{text}{after}"


def size(count: int, language: Language) -> str:
    r"""Write the size of a file, rounded up to what a reader compares.

    Examples:
        >>> size(512, "ru"), size(1_500_000, "ru"), size(20_000, "en")
        ('1\xa0КБ', '1,5\xa0МБ', '20\xa0KB')
    """
    names = ("КБ", "МБ") if language == "ru" else ("KB", "MB")
    if count < _MEGA:
        return f"{max(1, round(count / 1000))}{NBSP}{names[0]}"
    return f"{number(round(count / _MEGA, 1), language)}{NBSP}{names[1]}"


@lru_cache(maxsize=8192)
def day(date: dt.date, language: Language) -> str:
    """Write a day in words.

    Examples:
        >>> import datetime as dt
        >>> day(dt.date(2026, 11, 3), "ru"), day(dt.date(2026, 11, 3), "en")
        ('3 ноября 2026', '3 November 2026')
    """
    return format_date(date, "d MMMM y", locale=language)


@lru_cache(maxsize=1024)
def month(date: dt.date, language: Language) -> str:
    """Write a month in words.

    Examples:
        >>> import datetime as dt
        >>> month(dt.date(2026, 11, 3), "ru")
        'Ноябрь 2026'
    """
    text = format_date(date, "LLLL y", locale=language)
    return text[:1].upper() + text[1:]


def moment(seconds: int, zone: ZoneInfo) -> dt.datetime:
    """Give the moment of a commit in the knowledge base's zone."""
    return dt.datetime.fromtimestamp(seconds, zone)
