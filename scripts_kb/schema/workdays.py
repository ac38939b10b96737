"""Working days, by which the departments wait for each other."""

import datetime as dt
from typing import Final

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
    weeks, days = divmod((end - start).days, 7)
    rest = (start + dt.timedelta(days=each) for each in range(1, days + 1))
    return weeks * _WEEKEND + sum(day.weekday() < _WEEKEND for day in rest)


def working_day(start: dt.date, number: int) -> dt.date:
    """Give the working day that is so many working days after a day.

    Examples:
        >>> working_day(dt.date(2026, 11, 20), 2)  # two days after a Friday: Tuesday
        datetime.date(2026, 11, 24)
    """
    day = start
    while working_days(start, day) < number:
        day += dt.timedelta(days=1)
    return day
