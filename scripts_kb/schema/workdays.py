"""Working days, by which the departments wait for each other."""

import datetime as dt
from typing import Final

from scripts_kb.schema.days import shifted

_WEEKEND: Final = 5
"""Saturday, as `date.weekday` counts."""


def working_days(start: dt.date, end: dt.date) -> int:
    """Count the working days after one day, up to and with another; Monday to Friday work.

    Examples:
        >>> working_days(dt.date(2026, 11, 20), dt.date(2026, 11, 24))  # Friday to Tuesday
        2
    """
    if end <= start:
        return 0
    weeks, more = divmod((end - start).days, 7)
    rest = (start + dt.timedelta(days=each) for each in range(1, more + 1))
    return weeks * _WEEKEND + sum(day.weekday() < _WEEKEND for day in rest)


def working_day(start: dt.date, number: int) -> dt.date:
    """Give the working day that is so many working days after a day.

    Examples:
        >>> working_day(dt.date(2026, 11, 20), 2)  # two days after a Friday: Tuesday
        datetime.date(2026, 11, 24)
    """
    # Whole weeks at once: a number that somebody mistyped is not counted day by day.
    day = shifted(start, max(0, number - 1) // _WEEKEND * 7)
    while working_days(start, day) < number and day < dt.date.max:
        day += dt.timedelta(days=1)
    return day
