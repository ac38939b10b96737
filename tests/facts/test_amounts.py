"""Cells as people and spreadsheets write them → days and money, or a refusal."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.facts import amounts

MONEY = [
    ("1490", 149000, ""), ("1 490", 149000, ""), ("1\u00a0490,50\u00a0₽", 149050, "RUB"), ("1\u2009490", 149000, ""),
    ("1490.5", 149050, ""), ("1490,5", 149050, ""), ("1.490", 149000, ""), ("1,490,000", 149000000, ""),
    ("1.490,50", 149050, ""), ("1,490.50", 149050, ""), ("12'500", 1250000, ""), ("0", 0, ""),
    ("500 руб", 50000, "RUB"), ("500 р.", 50000, "RUB"), ("RUB 500", 50000, "RUB"), ("€5", 500, "EUR"),
    (1490.0, 149000, ""), (1490, 149000, ""), (0.1, 10, ""), ("1.25E+06", 125000000, ""), ("1234567.891", 123456789, ""),
]  # fmt: skip
NO_MONEY = [
    "",
    "-5",
    "много",
    "1,49,0",
    "1.490.5",
    "5 штук",
    "1..5",
    "nan",
    "10^9",
    -1,
    1e15,
    float("nan"),
    "1,2.3,4",
]
DAYS = [
    ("05.10.2026", dt.date(2026, 10, 5)), ("5.1.2026 7:05", dt.date(2026, 1, 5)), (" 05.10.2026 12:30:59 ", dt.date(2026, 10, 5)),
    ("2026-10-05", dt.date(2026, 10, 5)), ("2026-10-05T23:59:59+03:00", dt.date(2026, 10, 5)), (dt.date(2026, 10, 5), dt.date(2026, 10, 5)),
    (dt.datetime(2026, 10, 5, 23, 59, tzinfo=dt.UTC), dt.date(2026, 10, 5)), (46300, dt.date(2026, 10, 5)), (46300.99, dt.date(2026, 10, 5)),
]  # fmt: skip
NO_DAYS = ["", "10/05/2026", "05.10.26", "31.02.2026", "не закрыта", "2026-13-01", 5, 1e9, True, "05.10.2026 Пётр", "46300"]  # fmt: skip


@pytest.mark.parametrize(("cell", "hundredths", "currency"), MONEY)
def test_an_amount_is_read(cell, hundredths, currency):
    assert amounts.money(cell) == (hundredths, currency)


@pytest.mark.parametrize("cell", NO_MONEY)
def test_what_is_no_amount_is_refused(cell):
    with pytest.raises(ValueError):
        amounts.money(cell)


@pytest.mark.parametrize(("cell", "day"), DAYS)
def test_a_day_is_read(cell, day):
    assert amounts.day(cell) == day


@pytest.mark.parametrize("cell", NO_DAYS)
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(ValueError):
        amounts.day(cell)


@given(st.integers(0, 10**12), st.sampled_from([" ", "\u00a0", ""]), st.sampled_from([",", "."]))
def test_money_with_two_digits_of_fraction_is_exact(hundredths, space, point):
    whole, part = divmod(hundredths, 100)
    text = f"{whole:,}".replace(",", space) + f"{point}{part:02}"
    assert amounts.money(text) == (hundredths, "")
