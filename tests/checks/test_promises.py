"""What phrases promise against what offers say: which words are warned of, and which are fine."""

import pytest

PRODUCT = "id: grain\ntitle: Зерно\nprice: {list: 1620, currency: RUB, unit: кг}\n"
OFFER = """\
id: vip
title: От 20 кг
terms: Новым кафе, один раз.
price: {{list: {price}, currency: RUB, unit: кг}}
discount_limits: до 5 % сам, до 10 % руководитель
products: [grain]
valid_from: 2026-10-01
valid_to: 2026-12-31
"""
CARD = """\
id: x
title: X
answers:
  - id: a
    say: >-
      {}
    next_question: Да?
offers: [vip]
"""
CODES = {
    *("price-in-words", "broken-quote", "discount-over", "date-beyond-offer"),
    *("more-than-once", "price-out-of-line"),
}

WRONG = [
    ("Кило за тысячу четыреста девяносто, берёте?", "price-in-words"),
    ("Тысяча четыреста девяносто рублей.", "price-in-words"),
    ("One thousand four hundred and ninety a kilo.", "price-in-words"),
    ("Выходит 1490 за кило.", "price-in-words"),
    ("Выходит 1 490 за килограмм.", "price-in-words"),
    ("Это 1490/кг.", "price-in-words"),
    ("Цена < offer/vip.price.list > за кило.", "broken-quote"),
    ("Цена «offer/vip.price.list» за кило.", "broken-quote"),
    ("Цена (offer/vip.price.list) за кило.", "broken-quote"),
    ("Дам скидку 15 %.", "discount-over"),
    ("Дам скидку до 15%.", "discount-over"),
    ("Сделаем 20 % скидки.", "discount-over"),
    ("A discount of 15 % today.", "discount-over"),
    ("Цена держится до 31 января.", "date-beyond-offer"),
    ("Цена держится по 15.01.2027.", "date-beyond-offer"),
    ("The price holds until January 31.", "date-beyond-offer"),
    ("Берите сколько угодно раз.", "more-than-once"),
]
FINE = [
    "Работаем с тысяча девятьсот девяностого года.",
    "Нас тысяча четыреста человек.",
    "В 1490 году кофе не пили.",
    "Прошли 1490 км за день.",
    "Цена <offer/vip.price.list> за кило.",
    "Дам скидку 5 %, а руководитель 10 %.",
    "Содержание кофеина 15 %.",
    "Цена держится до 31 декабря.",
    "Привезём до 27 декабря.",
    "Открыты до 9.30 и по 18 часов.",
    "Скидка бывает один раз.",
]


def told(problems):
    return [(each.code, each.severity) for each in problems if each.code in CODES]


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_words_that_differ_from_the_offer_are_warned_of(found, text, code):
    files = {"objections/x.yml": CARD.format(text), "offers/vip.yml": OFFER.format(price=1490)}
    assert told(found({**files, "products/grain.yml": PRODUCT})) == [(code, "warning")]


@pytest.mark.parametrize("text", FINE)
def test_words_that_agree_with_the_offer_are_fine(found, text):
    files = {"objections/x.yml": CARD.format(text), "offers/vip.yml": OFFER.format(price=1490)}
    assert told(found({**files, "products/grain.yml": PRODUCT})) == []


def test_an_offer_that_gives_no_discount_allows_none(found):
    offer = OFFER.format(price=1490).replace("до 5 % сам, до 10 % руководитель", "Скидки нет")
    files = {
        "objections/x.yml": CARD.format("Дам скидку 3 %."),
        "offers/vip.yml": offer,
        "products/grain.yml": PRODUCT,
    }
    assert told(found(files)) == [("discount-over", "warning")]


def test_a_card_that_names_no_offer_promises_nothing_of_one(found):
    card = CARD.format("Дам скидку 15 % до 31 января.").replace("offers: [vip]\n", "")
    files = {"objections/x.yml": card, "offers/vip.yml": OFFER.format(price=1490)}
    assert told(found(files)) == []


@pytest.mark.parametrize(("price", "codes"), [(1490, 0), (14900, 1), (149, 1), (4000, 0)])
def test_a_nought_too_many_in_the_price_of_an_offer_is_warned_of(found, price, codes):
    files = {"offers/vip.yml": OFFER.format(price=price), "products/grain.yml": PRODUCT}
    assert told(found(files)) == [("price-out-of-line", "warning")] * codes
