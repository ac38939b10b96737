"""Numbers of a spreadsheet as a person sees them: percents, dates, literals of the format.

0.1  `0%`            ──▶ 10%
46266 `DD.MM.YYYY`   ──▶ 01.09.2026
450  `#,##0 "₽"`     ──▶ 450 ₽
other formats        ──▶ the number as it is, whole ones without `.0`
"""

import datetime as dt
import re
from typing import Final

_BUILT_IN: Final = {
    9: "0%", 10: "0.00%", 14: "dd.mm.yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd.mm.yyyy h:mm",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
}  # fmt: skip
"""Formats that a file names by number alone."""
_LITERAL: Final = re.compile(
    r'"([^"]*)"|\\(.)|\[\$([^\]-]{0,255})[^\]]{0,255}\]|\[[^\]]{0,255}\]|_.|\*.'
)
_DATE: Final = re.compile(r"[dy]|mmm", re.IGNORECASE)
_TIME: Final = re.compile(r"[hs]", re.IGNORECASE)
_DIGITS: Final = re.compile(r"[#0?][#0?,. ]*")
_EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
_DAYS_1904: Final = 1462
_LAST_DAY: Final = 2_958_465
"""31.12.9999"""
_MOST_PLACES: Final = 10


def code(number: int, own: dict[int, str]) -> str:
    """Give the format of a number: one that the file declares, or one that it only names."""
    return own.get(number) or _BUILT_IN.get(number, "")


def number(value: str, form: str, *, since_1904: bool = False) -> str:
    """Show a number by its format.

    Args:
        value: as the file has it.
        form: the format, "" for the usual one.
        since_1904: whether days count from 1904.

    Examples:
        >>> number("0.1", "0%"), number("46266", "DD.MM.YYYY"), number("450", '#,##0 "₽"')
        ('10%', '01.09.2026', '450 ₽')
        >>> number("88000000000.0", ""), number("1.5", ""), number("x", "0%")
        ('88000000000', '1.5', 'x')
    """
    try:
        found = float(value)
    except ValueError:
        return value
    if found != found or abs(found) > 1e300:  # noqa: PLR0124, PLR2004 - not a number, or none to show
        return value
    form = form.split(";", maxsplit=1)[0]
    bare = _LITERAL.sub("", form)
    if bare.lower() in {"", "general", "@"} and not _literals(form).strip():
        return _plain(value, found)
    if _DATE.search(bare) or _TIME.search(bare):
        return _moment(found + (_DAYS_1904 if since_1904 else 0), bare) or _plain(value, found)
    return _figure(value, found, form, bare)


def _plain(value: str, found: float) -> str:
    if found.is_integer() and abs(found) < 1e15:  # noqa: PLR2004 - digits that Excel keeps
        return str(int(found))
    return value if len(value) <= len(repr(found)) else repr(found)


def _literals(form: str) -> str:
    return "".join(quoted or escaped or sign for quoted, escaped, sign in _LITERAL.findall(form))


def _moment(days: float, bare: str) -> str:
    """Show a date or a time; "" where there is none."""
    if not 0 <= days <= _LAST_DAY:
        return ""
    moment = _EPOCH + dt.timedelta(seconds=round(days * 86400))
    date = f"{moment:%d.%m.}{moment.year:04}" if _DATE.search(bare) else ""
    time = ""
    if _TIME.search(bare):
        time = f"{moment:%H:%M:%S}" if "s" in bare.lower() else f"{moment:%H:%M}"
    return f"{date} {time}".strip()


def _figure(value: str, found: float, form: str, bare: str) -> str:
    """Show percents, and what the format puts before and after a number."""
    digits = _DIGITS.search(bare)
    if not digits:
        return _plain(value, found)
    percent = "%" in bare
    places = digits[0].rstrip(", ").partition(".")[2]
    shown = round(found * 100, _MOST_PLACES) if percent else found
    text = f"{shown:.{min(len(places), _MOST_PLACES)}f}" if percent else _plain(value, found)
    before, after = _around(form)
    return f"{before}{text}{'%' if percent else ''}{after}"


def _around(form: str) -> tuple[str, str]:
    """Give what a format writes before the number and after it."""
    before, after, seen = "", "", False
    for match in re.finditer(rf"{_LITERAL.pattern}|(?P<digits>[#0?]+)|(?P<other>.)", form):
        literal = match[1] or match[2] or match[3] or ""
        other = match["other"] if match["other"] in {" ", "(", ")", "-", "+", "$", "€", "₽"} else ""
        seen = seen or match["digits"] is not None
        if seen:
            after += literal + (other or "")
        else:
            before += literal + (other or "")
    return before, after.rstrip() if not after.strip() else after
