import pytest

from scripts_kb.review.slips import contradictions

SLIPS = [
    ("Добрый ден", "Добрый день"),
    ("Подождите минутку", "Подождите минуту"),
    ("по дальше от плиты", "подальше от плиты"),
    ("Да конечно", "Да, конечно"),
    ("Понимаю. сравните", "Понимаю. Сравните"),
    ("Ещё раз", "Еще раз"),
    ("кофе - это", "кофе — это"),
    ("«Утренний цех»", '"Утренний цех"'),
    ("Предлжение месяца", "Предложение месяца"),
    ("Спсибо за заказ", "Спасибо за заказ"),
    ("Сегодня привезём кофе", "Сегодня  привезём кофе"),
    ("Wellcome back", "Welcome back"),
]

MEANINGS = [
    ("Это дорого", "Это не дорого", "не"),
    ("Это дорого", "Это недорого", "недорого"),
    ("Скидка 8 %", "Скидка 9 %", "9"),
    ("Скидка 8", "Скидка 8 %", "%"),
    ("С 1 июня", "С 1 июля", "июля"),
    ("ваша цена", "наша цена", "наша"),
    ("два килограмма", "три килограмма", "три"),
    ("Берёте?", "Берёте.", "?"),
    ("от пяти кило", "до пяти кило", "до"),
    ("можно вернуть", "нужно вернуть", "нужно"),
    ("Цена <offer/a.price.list>", "Цена <offer/b.price.list>", "<offer/b.price.list>"),
    ("Казнить, нельзя помиловать", "Казнить нельзя, помиловать", "нельзя"),
    ("Кофе свежий", "Кофе горький", "горький"),
    ("Привезём завтра", "Привезём", "завтра"),
    ("Доставка платная", "Доставка бесплатная", "бесплатная"),
    ("Срок: среда", "Срок: среду", "среду"),
    ("100 г", "100 кг", "кг"),
    ("You can return it", "You can not return it", "not"),
]


@pytest.mark.parametrize(("before", "after"), SLIPS)
def test_slips_pass_both_ways(before, after):
    assert contradictions(before, after) == ()
    assert contradictions(after, before) == ()


@pytest.mark.parametrize(("before", "after", "word"), MEANINGS)
def test_meanings_are_named_both_ways(before, after, word):
    assert word in contradictions(before, after)
    assert contradictions(after, before)
