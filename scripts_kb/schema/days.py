"""Days on which others are counted: the calendar ends, and nothing that is counted goes beyond it.

0001-01-01 ──shifted(day, n)──▶ 9999-12-31          an offer "for ever", a clock that is wrong
"""

import datetime as dt
from typing import Final

_LAST: Final = dt.date.max.toordinal()
_DECEMBER: Final = dt.date(9999, 12, 1)


def shifted(day: dt.date, days: int) -> dt.date:
    """Give the day that is so many days after another, before it where they are below 0.

    Where the calendar ends before, it is its first or its last day.

    Examples:
        >>> shifted(dt.date(2026, 12, 31), 1), shifted(dt.date.max, 10**30)
        (datetime.date(2027, 1, 1), datetime.date(9999, 12, 31))
    """
    return dt.date.fromordinal(min(max(1, day.toordinal() + days), _LAST))


def next_month(first: dt.date) -> dt.date:
    """Give the first day of the month after; after the last one there is the last day of all.

    Examples:
        >>> next_month(dt.date(2026, 12, 1)), next_month(dt.date(9999, 12, 1))
        (datetime.date(2027, 1, 1), datetime.date(9999, 12, 31))
    """
    return shifted(first.replace(day=28), 4).replace(day=1) if first < _DECEMBER else dt.date.max


def month_before(first: dt.date) -> dt.date:
    """Give the first day of the month before; before the first one there is none."""
    return shifted(first.replace(day=1), -1).replace(day=1)
