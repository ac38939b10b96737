"""What a reason refers to, read as people write it: an address, a card, a commit, an amount, a day.

    «insight/october.»  content/insights/october.yml  [звонки](https://…)  ──▶  insight/october, …
    «+3 п.п.»  «−2,5pp»  31.12.2026                                         ──▶  +3pp, -2.5pp, …

What can mean one thing alone is read; all else stays as it is written, for the gate to name.
"""

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from scripts_kb.schema import kinds

_LINKED: Final = re.compile(r"\[[^\]]*\]\(\s*(?P<target>[^()\s]+)\s*\)")
_AROUND: Final = "`<>«»\"'“”„ \t\u00a0"
_AFTER: Final = ".,;:!"
_FILE: Final = re.compile(
    rf"(?:.*/)?(?P<folder>{'|'.join(kinds.FOLDERS)})/(?:.*/)?(?P<stem>[a-z0-9][a-z0-9-]{{0,63}})"
    rf"(?:{'|'.join(map(re.escape, kinds.SUFFIXES))})?"
)
_ENTITY: Final = re.compile(rf"(?:{'|'.join(kinds.KINDS)})/[a-z0-9][a-z0-9-]{{0,63}}")
_COMMIT: Final = re.compile(r"(?:https?://\S+/commits?/)?(?P<id>[0-9a-f]{7,64})(?:[/?#]\S*)?")
_AMOUNT: Final = re.compile(
    r"(?P<sign>[+−–-])\s*(?P<number>\d+(?:[.,]\d+)?)\s*"
    r"(?P<unit>pp|p\.p\.|п\.?\s?п\.?|процентн\w+ пункт\w*|%)"
)
_PLAIN: Final = re.compile(r"[+-]\d+(\.\d+)?(pp|%)")
_DAY: Final = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")


def evidence(written: str) -> str:
    """Give what a piece of evidence leads to, as the base names it.

    Examples:
        >>> evidence("insight/october."), evidence("content/insights/2026/october.yml")
        ('insight/october', 'insight/october')
        >>> evidence("[звонки](https://example.org/a)"), evidence("Звонки октября.")
        ('https://example.org/a', 'Звонки октября.')
    """
    linked = _LINKED.fullmatch(written.strip())
    bare = (linked["target"] if linked else written).strip(_AROUND)
    bare = bare.rstrip(_AFTER).strip(_AROUND)
    if bare.startswith(("https://", "http://")) and " " not in bare:
        return bare
    return entity(bare) or written


def entity(written: str) -> str:
    """Give the card that is named, by its reference or by the path of its file; "" for none."""
    if _ENTITY.fullmatch(written):
        return written
    file = _FILE.fullmatch(written)
    return f"{kinds.FOLDERS[file['folder']]}/{file['stem']}" if file else ""


def commit(written: str) -> str:
    """Give the id of a commit, whole or its beginning, from an address too.

    Examples:
        >>> commit("https://example.org/kb/commit/1a2b3c4d"), commit("вчерашний")
        ('1a2b3c4d', 'вчерашний')
    """
    match = _COMMIT.fullmatch(written.strip().casefold())
    return match["id"] if match else written


def amount(written: str) -> str:
    """Give the amount of a prediction as `[+-]N(pp|%)`; one that cannot be read as it is written.

    Examples:
        >>> amount("+3 п.п."), amount("−2,5pp"), amount("больше")
        ('+3pp', '-2.5pp', 'больше')
    """
    match = _AMOUNT.fullmatch(written.strip())
    if match is None:
        return written
    sign = "+" if match["sign"] == "+" else "-"
    unit = "%" if match["unit"] == "%" else "pp"
    return f"{sign}{match['number'].replace(',', '.')}{unit}"


def amount_meant(written: str) -> str:
    """Give the amounts that were likely meant; both directions, where no sign tells it.

    Examples:
        >>> amount_meant("+3 п.п."), amount_meant("3 %"), amount_meant("больше")
        ('+3pp', '+3% | -3%', '+3pp | -10%')
    """
    tried = [amount(f"{sign}{written.strip()}") for sign in ("", "+", "-")]
    read = [each for each in tried if _PLAIN.fullmatch(each)]
    return " | ".join(dict.fromkeys(read)) or "+3pp | -10%"


def day(written: str) -> str:
    """Give a day as the calendar of the base writes it; what is none stays as it is written.

    Examples:
        >>> day("31.12.2026"), day("31.02.2026")
        ('2026-12-31', '31.02.2026')
    """
    match = _DAY.fullmatch(written.strip())
    if match is None:
        return written
    with suppress(ValueError):
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    return written


def prediction(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give a prediction with its amount, its day and what it is about as the base writes them."""
    read = {"of": entity, "change": amount, "by": day}
    found: dict[str, Any] = {}
    for name in ("metric", "of", "change", "by"):
        value = fields.get(name)
        reader = read.get(name)
        found[name] = (reader(value) or value) if reader and isinstance(value, str) else value
    return found
