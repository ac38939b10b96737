"""Numbers, money, days and quotations as a reader of each language expects them.

The words of a date are Babel's. It is loaded when the first of them is asked for, since that takes
45 ms, of which `kb check` has none and `kb diff` hardly any; what those two write is a few lines of
our own, and `tests/language` holds them against Babel.
"""

import datetime as dt
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from scripts_kb.language import NBSP, Language
from scripts_kb.language.catalogue import catalogue

MINUS: Final = "\u2212"

_MEGA: Final = 1_000_000
_INNER: Final[dict[Language, dict[int, int]]] = {
    "ru": str.maketrans("«»", "„“"),
    "en": str.maketrans("“”", "‘’"),
}
"""The quotation marks inside others."""
_SIGNS: Final = {"RUB": "₽", "USD": "$", "EUR": "€", "KZT": "₸", "BYN": "Br"}

_say: Final = catalogue("formats").say


def number(value: float, language: Language, digits: int | None = None) -> str:
    r"""Write a number with its thousands apart.

    Args:
        value: the number.
        language: of the reader.
        digits: how many follow the decimal sign; as many as it has where left out.

    Examples:
        >>> number(1490, "ru"), number(12.5, "ru"), number(1490, "en"), number(-12345.67, "en", 1)
        ('1\xa0490', '12,5', '1,490', '−12,345.7')
    """
    if digits is None:
        whole = isinstance(value, int) or value.is_integer()
        text = f"{int(value) if whole else value:,}"
    else:
        text = f"{value:,.{digits}f}"
    if not text.strip("-0."):
        text = text.lstrip("-")
    return _signs(text, language)


def _signs(text: str, language: Language) -> str:
    """Bring a number as Python writes it into the signs of a language."""
    if language == "ru":
        text = text.replace(",", NBSP).replace(".", ",")
    return text.replace("-", MINUS)


def percent(share: float, language: Language, digits: int | None = 1) -> str:
    r"""Write a share, 1 being the whole, in per cent; with no more digits than it has for None.

    Examples:
        >>> percent(0.2, "ru"), percent(0.2, "en"), percent(0.2, "ru", None)
        ('20,0\xa0%', '20.0%', '20\xa0%')
    """
    return _say("percent", language, amount=number(_hundredths(share), language, digits))


def points(share: float, language: Language, digits: int | None = 1) -> str:
    r"""Write a difference of shares in percentage points, with its sign; digits as of `percent`.

    Examples:
        >>> points(0.031, "ru"), points(-0.08, "en"), points(-0.08, "en", None)
        ('+3,1\xa0п.п.', '−8.0\xa0pp', '−8\xa0pp')
    """
    plus = "+" if share > 0 else ""
    amount = number(_hundredths(share), language, digits)
    return _say("points", language, amount=plus + amount)


def _hundredths(share: float) -> float:
    """Count in per cent, without the tail that 0.07 × 100 has."""
    return round(share * 100, 9)


def predicted(written: str, language: Language) -> str:
    r"""Write a prediction as people say it; what is none stays as it was written.

    Examples:
        >>> predicted("+3.5pp", "ru"), predicted("-8%", "en"), predicted("more", "en")
        ('+3,5\xa0п.п.', '−8%', 'more')
    """
    for unit, key in (("pp", "points"), ("%", "percent")):
        if written.endswith(unit):
            amount = _signs(written.removesuffix(unit).strip(), language)
            return _say(key, language, amount=amount)
    return written


def money(amount: float, language: Language, currency: str = "RUB") -> str:
    r"""Write an amount, with hundredths where it has any.

    Examples:
        >>> money(1490, "ru"), money(18.5, "ru"), money(-1490, "en"), money(5, "en", "GEL")
        ('1\xa0490\xa0₽', '18,50\xa0₽', '−₽1,490', 'GEL\xa05')
    """
    shown = number(amount, language, 0 if float(amount).is_integer() else 2)
    sign = _SIGNS.get(currency, currency)
    if language == "ru":
        return f"{shown}{NBSP}{sign}"
    minus = MINUS if shown.startswith(MINUS) else ""
    return f"{minus}{sign}{NBSP if sign.isalpha() else ''}{shown.removeprefix(MINUS)}"


def quoted(text: str, language: Language) -> str:
    """Put somebody's words into quotation marks; those inside become the inner ones.

    Examples:
        >>> quoted("Смесь «Ночь»", "ru"), quoted("Too dear", "en")
        ('«Смесь „Ночь“»', '“Too dear”')
    """
    return _say("quoted", language, text=text.translate(_INNER[language]))


def size(count: int, language: Language) -> str:
    r"""Write the size of a file, rounded up to what a reader compares.

    Examples:
        >>> size(512, "ru"), size(1_500_000, "ru"), size(20_000, "en")
        ('1\xa0КБ', '1,5\xa0МБ', '20\xa0KB')
    """
    if count < _MEGA:
        return _say("kilobytes", language, amount=max(1, round(count / 1000)))
    return _say("megabytes", language, amount=number(round(count / _MEGA, 1), language))


def date(value: dt.date, language: Language) -> str:
    """Write a day in short.

    Examples:
        >>> date(dt.date(2026, 12, 31), "ru"), date(dt.date(2026, 12, 31), "en")
        ('31.12.2026', '31 Dec 2026')
    """
    if language == "ru":
        return f"{value:%d.%m.%Y}"
    # `ctime` names months in English whatever the locale of the process, as `strftime` does not.
    return f"{value.day} {value.ctime()[4:7]} {value.year}"


@lru_cache(maxsize=8192)
def day(value: dt.date, language: Language) -> str:
    """Write a day in words.

    Examples:
        >>> day(dt.date(2026, 11, 3), "ru"), day(dt.date(2026, 11, 3), "en")
        ('3 ноября 2026', '3 November 2026')
    """
    return _in_words(value, "d MMMM y", language)


def weekday(value: dt.date, language: Language) -> str:
    """Write on which day something happens, with its name.

    Examples:
        >>> weekday(dt.date(2026, 12, 4), "ru"), weekday(dt.date(2026, 12, 4), "en")
        ('в пятницу, 4 декабря', 'on Friday, 4 December')
    """
    name = _say("weekdays", language).split("|")[value.weekday()]
    return f"{name}, {_in_words(value, 'd MMMM', language)}"


@lru_cache(maxsize=1024)
def month(value: dt.date, language: Language) -> str:
    """Write a month in words.

    Examples:
        >>> month(dt.date(2026, 11, 3), "ru")
        'Ноябрь 2026'
    """
    text = _in_words(value, "LLLL y", language)
    return text[:1].upper() + text[1:]


def days(first: dt.date, last: dt.date, language: Language) -> str:
    r"""Write a stretch of days, with what both have in common told once; a day is kept in one line.

    Examples:
        >>> days(dt.date(2026, 11, 4), dt.date(2026, 11, 5), "ru")
        '4\u20135\xa0ноября\xa02026'
        >>> days(dt.date(2026, 1, 13), dt.date(2026, 2, 16), "ru")
        '13\xa0января\xa0— 16\xa0февраля\xa02026'
    """
    end = day(last, language).replace(" ", NBSP)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    form = "d MMMM" if first.year == last.year else "d MMMM y"
    start = _in_words(first, form, language).replace(" ", NBSP)
    return f"{start}{NBSP}— {end}"


@lru_cache(maxsize=1024)
def short_month(value: dt.date, language: Language) -> str:
    """Write a month for an axis, without its year.

    Examples:
        >>> short_month(dt.date(2026, 1, 1), "ru"), short_month(dt.date(2026, 1, 1), "en")
        ('янв.', 'Jan')
    """
    return _in_words(value, "LLL", language)


def _in_words(value: dt.date, form: str, language: Language) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - 45 ms, see above

    return format_date(value, form, locale=language)


def moment(seconds: int, zone: ZoneInfo) -> dt.datetime:
    """Give the moment of a commit in the knowledge base's zone."""
    return dt.datetime.fromtimestamp(seconds, zone)
