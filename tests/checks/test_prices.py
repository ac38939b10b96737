"""Retyped prices: which ways of writing an amount are a price that must be quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.checks import prices

LIVE = {
    "RUB": {1490.0: "<offer/espresso-20.price.list>", 1620.0: "<p>", 18.5: "<cup>"},
    "EUR": {15.0: "<eur>"},
}

RETYPED = [
    ("1490 ₽", "1490 ₽"),
    ("1490₽", "1490₽"),
    ("За 1 490 ₽ в месяц", "1 490 ₽"),
    ("1\u00a0490\u00a0₽", "1 490 ₽"),
    ("1\u202f490\u202f₽", "1 490 ₽"),
    ("1\u2009490 руб.", "1 490 руб."),
    ("1490 руб", "1490 руб"),
    ("1490руб.", "1490руб."),
    ("1490 РУБ.", "1490 РУБ."),
    ("1490 рубль", "1490 рубль"),
    ("1490 рубля", "1490 рубля"),
    ("1490 рублей за кило", "1490 рублей"),
    ("за 1490 рублями", "1490 рублями"),
    ("1490 рублях", "1490 рублях"),
    ("1490 рублём", "1490 рублём"),
    ("1490 рубликов", "1490 рубликов"),
    ("1490 р.", "1490 р."),
    ("1490р.", "1490р."),
    ("1490 р за кг", "1490 р"),
    ("1490 RUB", "1490 RUB"),
    ("1490rub", "1490rub"),
    ("RUB 1490", "RUB 1490"),
    ("₽ 1 490", "₽ 1 490"),
    ("₽1490", "₽1490"),
    ("1490,00 ₽", "1490,00 ₽"),
    ("1490.00 руб.", "1490.00 руб."),
    ("1490,0 ₽", "1490,0 ₽"),
    ("1.490 ₽", "1.490 ₽"),
    ("1,490 ₽", "1,490 ₽"),
    ("1490,- ₽", "1490,- ₽"),
    ("18,5 ₽", "18,5 ₽"),
    ("18.50 рублей", "18.50 рублей"),
    ("1490 ₽/кг", "1490 ₽"),
    ("(1490 ₽)", "1490 ₽"),
    ("цена:1490₽", "1490₽"),
    ("кг1490₽", "1490₽"),
    ("1490\nрублей", "1490 рублей"),
    ("**1 490** ₽", "1 490** ₽"),
    ("от 1 490 до 1 700 ₽", "1 490"),
    ("1490–1700 ₽", "1490"),
    ("1490-1700 руб.", "1490"),
    ("1 300 или 1 490 ₽", "1 490 ₽"),
    ("15 €", "15 €"),
    ("15 евро", "15 евро"),
    ("€15", "€15"),
]

NOT_RETYPED = [
    "1490",
    "1490 штук",
    "1490 г",
    "1490 кг по рублю",
    "1491 ₽",
    "11490 ₽",
    "1 1490 000 ₽",
    "21 490 ₽",
    "1490,50 ₽",
    "1490.5 руб.",
    "14 900 ₽",
    "1490 рублёвых купюр",
    "1490 рубленых котлет",
    "1490 рубашек",
    "1490 роз",
    "1490 ребят",
    "1490 р-н",
    "2026-12-31, 1 490 заказов",
    "<offer/espresso-20.price.list>",
    "1490 €",
    "15 ₽",
    "15 европейцев",
    "1490. Рублей не берём",
    "₽",
    "рублей",
    "",
]


@pytest.mark.parametrize(("text", "typed"), RETYPED)
def test_a_live_price_beside_its_currency_is_found(text, typed):
    assert [each.text for each in prices.retyped(text, LIVE)] == [typed]


@pytest.mark.parametrize("text", NOT_RETYPED)
def test_what_is_no_live_price_is_left_alone(text):
    assert list(prices.retyped(text, LIVE)) == []


def test_both_ends_of_a_range_are_found_with_their_quotes():
    found = prices.retyped("от 1 490 до 1 620 ₽", LIVE)
    assert [(each.text, each.start, each.quote) for each in found] == [
        ("1 490", 3, "<offer/espresso-20.price.list>"),
        ("1 620 ₽", 12, "<p>"),
    ]


@pytest.mark.slow
@given(
    amount=st.integers(1, 9_999_999),
    space=st.sampled_from(["", " ", "\u00a0", "\u202f"]),
    kopecks=st.sampled_from(["", ",00", ".0"]),
    gap=st.sampled_from(["", " ", "\u00a0", "\n"]),
    money=st.sampled_from(["₽", "руб.", "руб", "рублей", "рубля", "р.", "RUB"]),
    before=st.sampled_from(["", "за ", "(", "цена: "]),
    after=st.sampled_from(["", ".", " за кг", ", да"]),
)
def test_any_amount_in_any_form_is_found(amount, space, kopecks, gap, money, before, after):
    digits = f"{amount:,}".replace(",", space)
    text = f"{before}{digits}{kopecks}{gap}{money}{after}"
    assert [each.quote for each in prices.retyped(text, {"RUB": {float(amount): "q"}})] == ["q"]
    assert list(prices.retyped(text, {"RUB": {amount + 0.25: "q"}})) == []
