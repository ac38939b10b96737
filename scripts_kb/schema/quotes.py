"""Quotes and variables inside texts: `<offer/espresso-20.price.list>`, `<client_name>`.

A price stands in one place; texts quote it, and what a reader sees is made here:

    1490  RUB  ──▶  «1 490 ₽»          2026-12-31  ──▶  «31.12.2026»
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from scripts_kb.language import Language, formats

# Words with spaces are no name, but a person who writes them means one: it must not pass unseen.
_PLACE: Final = re.compile(r"<(?P<name>[^<>\s]{1,120}|[^\W\d]\w{0,40}(?: \w{1,40}){1,4})>")
_QUOTE: Final = re.compile(r"(?P<kind>[a-z]+)/(?P<id>[a-z0-9][a-z0-9-]{0,63})\.(?P<path>[a-z_.]+)")
_VARIABLE: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")


class Quote(NamedTuple):
    """A value of another entity: `offer/espresso-20`, `price.list`."""

    entity: str
    path: str


def quote(name: str) -> Quote | None:
    """Read what stands between the brackets as a quote; None where it is a variable's name.

    Examples:
        >>> quote("offer/espresso-20.price.list")
        Quote(entity='offer/espresso-20', path='price.list')
    """
    match = _QUOTE.fullmatch(name)
    return Quote(f"{match['kind']}/{match['id']}", match["path"]) if match else None


def is_variable(name: str) -> bool:
    """Tell whether it may be a variable's name."""
    return _VARIABLE.fullmatch(name) is not None


def names(text: str) -> list[tuple[str, int]]:
    """Give what stands in angle brackets, with where.

    Examples:
        >>> names("Добрый день, <company>!")
        [('company', 13)]
    """
    return [(match["name"], match.start()) for match in _PLACE.finditer(text)]


def fill(text: str, resolve: Callable[[str], str | None]) -> str:
    """Put values in place of quotes and variables; what cannot be resolved stays as written."""
    return _PLACE.sub(lambda match: resolve(match["name"]) or match[0], text)


def shown(record: Any, path: str, language: Language) -> str | None:
    """Give a quoted value of an offer or product as readers see it; None where there is none."""
    holder, value = None, record
    for step in path.split("."):
        holder, value = value, getattr(value, step, None)
        if value is None:
            return None
    return told(value, getattr(holder, "currency", ""), language)


def told(value: Any, currency: str, language: Language) -> str | None:
    """Write a quoted value as readers see it; None where it is nothing that one can say.

    Args:
        value: a text, a day, an amount.
        currency: of an amount; roubles where nobody said.
        language: of the reader.
    """
    if isinstance(value, dt.date):
        return formats.date(value, language)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str):
        return value or None
    return formats.money(value, language, currency or "RUB")
