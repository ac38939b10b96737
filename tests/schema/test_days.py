"""Days that are counted from others: the calendar ends, and no count goes beyond it."""

import datetime as dt

import pytest

from scripts_kb.schema import days, workdays

FIRST, LAST = dt.date.min, dt.date.max


@pytest.mark.parametrize(
    ("day", "number", "found"),
    [
        (dt.date(2028, 2, 28), 1, dt.date(2028, 2, 29)),
        (dt.date(2027, 3, 1), -1, dt.date(2027, 2, 28)),
        (LAST, 1, LAST),
        (LAST, 10**400, LAST),
        (FIRST, -1, FIRST),
        (dt.date(2026, 1, 1), -(10**30), FIRST),
    ],
)
def test_a_day_is_counted_as_far_as_the_calendar_goes(day, number, found):
    assert days.shifted(day, number) == found


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [
        (dt.date(2026, 1, 1), dt.date(2025, 12, 1), dt.date(2026, 2, 1)),
        (dt.date(2026, 12, 1), dt.date(2026, 11, 1), dt.date(2027, 1, 1)),
        (FIRST, FIRST, dt.date(1, 2, 1)),
        (dt.date(9999, 12, 1), dt.date(9999, 11, 1), LAST),
    ],
)
def test_months_beside(month, before, after):
    assert (days.month_before(month), days.next_month(month)) == (before, after)


@pytest.mark.parametrize("start", [dt.date(2026, 11, each) for each in range(2, 9)])
def test_a_working_day_is_the_first_with_so_many_before_it(start):
    for number in range(12):
        slowly = start
        while workdays.working_days(start, slowly) < number:
            slowly += dt.timedelta(days=1)
        assert workdays.working_day(start, number) == slowly


def test_more_working_days_than_there_are_end_with_the_calendar():
    assert workdays.working_day(dt.date(2026, 11, 2), 10**30) == LAST
