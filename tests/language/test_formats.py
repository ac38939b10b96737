"""Numbers, money and days are those of Unicode CLDR, as Babel writes them."""

import datetime as dt

import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.language import formats

LANGUAGES = st.sampled_from(["ru", "en"])


def plus_our_minus(text):
    return text.replace("-", formats.MINUS)


@given(st.integers(-(10**12), 10**12), LANGUAGES)
def test_whole_numbers_are_those_of_babel(value, language):
    assert formats.number(value, language) == plus_our_minus(format_decimal(value, locale=language))


@given(st.integers(-(10**9), 10**9), LANGUAGES)
def test_fractions_are_those_of_babel(hundredths, language):
    value = hundredths / 100
    expected = format_decimal(value, "#,##0.00", locale=language)
    assert formats.number(value, language, 2) == plus_our_minus(expected)


@given(st.integers(0, 1000), LANGUAGES)
def test_shares_are_those_of_babel(thousandths, language):
    form = {"ru": "#,##0.0\u00a0%", "en": "#,##0.0%"}[language]
    expected = format_percent(thousandths / 1000, form, locale=language)
    assert formats.percent(thousandths / 1000, language) == expected


@pytest.mark.parametrize("currency", ["USD", "EUR"])
@given(amount=st.integers(-(10**9), 10**9), language=LANGUAGES)
def test_money_is_that_of_babel(currency, amount, language):
    for value, digits in ((amount, ""), (amount + 0.25, ".00")):
        form = {"ru": f"#,##0{digits}\u00a0¤", "en": f"¤#,##0{digits}"}[language]
        expected = format_currency(value, currency, form, locale=language, currency_digits=False)
        assert formats.money(value, language, currency) == plus_our_minus(expected)


@given(st.dates(min_value=dt.date(1000, 1, 1)), LANGUAGES)
def test_short_days_are_those_of_babel(value, language):
    form = {"ru": "dd.MM.y", "en": "d MMM y"}[language]
    assert formats.date(value, language) == format_date(value, form, locale=language)


def test_nothing_is_no_less_than_nothing():
    assert formats.number(-0.001, "en", 1) == "0.0"
    assert formats.points(-0.0001, "ru") == "0,0\u00a0п.п."
