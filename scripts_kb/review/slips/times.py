"""One time, and one row of days, written in two ways.

к 18-00     ──▶  к 18:00
Mon-Fri     ──▶  Monday to Friday
в 10-15     ──▶  в 10:15            no: it may be from ten to fifteen
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from scripts_kb.review.slips.lists import words
from scripts_kb.review.slips.tokens import Token, keys

_CLOCK: Final = re.compile(r"(?P<hour>[01]?\d|2[0-3])(?P<sign>[-.:])(?P<minute>[0-5]\d)")
_AT: Final = words("в к")
_BESIDE: Final = words("в к до с от после at by till until from after before")
_FOLLOWING: Final = words("утра дня вечера ночи и или до am pm and or to until")
"""What may follow a time; before another word figures count: «в 20-30 городах»."""
_LAST_OF_MONTHS: Final = 12
_LAST_HOUR: Final = 24
_DAYS: Final[Mapping[str, int]] = {
    word: number
    for number, line in enumerate(
        (
            "monday mon понедельник понедельника пн",
            "tuesday tue tues вторник вторника вт",
            "wednesday wed среда среды среду ср",
            "thursday thu thurs четверг четверга чт",
            "friday fri пятница пятницы пятницу пт",
            "saturday sat суббота субботы субботу сб",
            "sunday sun воскресенье воскресенья вс",
        )
    )
    for word in line.split()
}
_SHORT_NAMES: Final[Mapping[str, str]] = {
    short: name
    for name in words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april "
        "june july august september october november december"
    )
    for short in (name[:3], name[:4])
    if short != name
    and short
    in words(
        "mon tue tues wed thu thur fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec"
    )
} | {"tues": "tuesday", "thurs": "thursday"}
_WORDS_TOO: Final = words("sat sun wed mar")
"""These say something else, too: «Sun» may begin «Sun comes in»."""
_ROWS: Final = (("to",), ("по",), ("до",), ("с", "по"), ("from", "to"), ("through",), ())


def same(
    old: Sequence[Token], span: tuple[int, int], new: Sequence[Token], put: tuple[int, int]
) -> bool:
    """Tell whether two stretches say one time or one row of days.

    Args:
        old: the text before.
        span: the first and the last but one word of the stretch in it.
        new: the text after.
        put: the same of the other stretch.
    """
    one, other = old[slice(*span)], new[slice(*put)]
    days = _row(one)
    if days is not None:
        return days == _row(other)
    before = old[span[0] - 1].key if span[0] else ""
    clock = _clock(one, before, old[span[1] : span[1] + 1])
    return clock is not None and clock == _clock(other, before, new[put[1] : put[1] + 1])


def calendar(one: Token, other: Token) -> bool:
    """Tell whether one is the short English name of the other, a day of the week or a month."""
    short, whole = sorted((one, other), key=lambda each: len(each.key))
    if _SHORT_NAMES.get(short.key) != whole.key or not (_named(short) and _named(whole)):
        return False
    return short.key not in _WORDS_TOO or not short.first or short.marks.startswith((".", "-", "–"))


def _named(token: Token) -> bool:
    return token.text[:1].isupper()


def _row(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Give the first and the last day of a row, «пн–пт» and «с понедельника по пятницу»."""
    if not tokens or tokens[-1].key not in _DAYS:
        return None
    days = [_DAYS[each.key] for each in tokens if each.key in _DAYS]
    between = tuple(each for each in keys(tokens) if each not in _DAYS)
    if len(days) != 2 or between not in _ROWS:  # noqa: PLR2004 - a row
        return None
    if not between and tokens[0].marks.strip() not in {"-", "–", "—"}:
        return None
    return days[0], days[1]


def _clock(tokens: Sequence[Token], before: str, after: Sequence[Token]) -> str | None:
    """Read a time; None for what may be a row, a price or a date."""
    if not tokens or any(each.kind != "number" for each in tokens):
        return None
    marks = [each.marks for each in tokens[:-1]]
    found = _CLOCK.fullmatch(
        "".join(a + b for a, b in zip(keys(tokens), [*marks, ""], strict=True))
    )
    followed = after and not tokens[-1].marks and after[0].key not in _FOLLOWING
    if not found or followed:
        return None
    minute = int(found["minute"])
    sure = {
        ":": True,
        "-": minute == 0 or (before in _AT and minute > _LAST_HOUR),
        ".": before in _AT and (minute == 0 or minute > _LAST_OF_MONTHS),
    }[found["sign"]]
    timely = found["sign"] == ":" or before in _BESIDE
    return f"{int(found['hour'])}:{minute}" if sure and timely else None
