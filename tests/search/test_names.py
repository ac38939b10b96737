"""Names that are said in two scripts, and sums that are said in many ways."""

import pytest

from scripts_kb.search import aliases, sums
from scripts_kb.search.asking.confidence import SURE
from scripts_kb.search.records import Findable


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("whatsapp", "вотсап ватсап вацап вотсапп ватцап уотсап"),
        ("wi", "вай"),
        ("apple", "эпл эппл"),
        ("pay", "пей пэй"),
        ("viber", "вайбер"),
        ("youtube", "ютуб ютьюб"),
        ("google", "гугл"),
        ("iphone", "айфон"),
        ("crm", "црм срм сиарэм"),
    ],
)
def test_a_latin_name_is_heard_as(name, heard):
    assert set(heard.split()) <= set(aliases.cyrillic(name))


def test_a_name_has_not_too_many_spellings():
    assert len(aliases.cyrillic("mississippicallcenter")) <= 65


@pytest.mark.parametrize("word", ["вотсап", "b2b", "2000", ""])
def test_what_is_no_latin_name_has_no_other_spelling(word):
    assert aliases.cyrillic(word) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("от 5к", "от 5000"),
        ("от 5k в месяц", "от 5000 в месяц"),
        ("5 тыс. рублей", "5000 рублей"),
        ("25 тысяч", "25000"),
        ("1,5 тыс", "1500"),
        ("до 30 т.р. в месяц", "до 30000 в месяц"),
        ("пять тысяч", "5000"),
        ("Двести двадцать пять тысяч", "225000"),
        ("from 5 thousand a month", "from 5000 a month"),
        ("5 к 10", "5 к 10"),
        ("5 т зерна", "5 т зерна"),
        ("5 кг", "5 кг"),
        ("тысячу раз", "тысячу раз"),
        ("12 000 рублей", "12 000 рублей"),
        ("2.25 тыс", "2.25 тыс"),
        ("с двадцати пяти тысяч", "с 25000"),
        ("до четырёхсот рублей", "до 400 рублей"),
        ("тысяча пятьсот за выезд", "1500 за выезд"),
        ("Две тысячи триста", "2300"),
        ("Четыреста за доставку", "400 за доставку"),
        ("1,5 млн рублей", "1500000 рублей"),
        ("до 3 миллионов", "до 3000000"),
        ("полтора миллиона", "1500000"),
        ("миллион двести тысяч", "1200000"),
        ("два миллиона двести тысяч", "2200000"),
        ("лимит 2кк", "лимит 2000000"),
        ("up to 2 million", "up to 2000000"),
        ("сто двести рублей", "сто двести рублей"),
        ("двадцать пять минут", "двадцать пять минут"),
        ("за тысячу лет", "за тысячу лет"),
        ("5 лямок", "5 лямок"),
        ("стоит, стойка, сотрудник, миллиметр", "стоит, стойка, сотрудник, миллиметр"),
        ("по сто граммов", "по сто граммов"),
        ("сто двадцать чашек", "120 чашек"),
    ],
)
def test_sums_are_written_out(text, written):
    assert sums.written_out(text) == written


@pytest.mark.parametrize(
    "token", ["1", "7", "05", "100", "510", "5001", "5310", "0000", "1250000", "тысяча"]
)
def test_what_is_no_round_sum_is_said_one_way(token):
    assert list(sums.said(token)) == []


def _question(name, title):
    return Findable(f"question/{name}", "question", title)


CARDS = (
    _question("wa", "Пишите в WhatsApp"),
    _question("tg", "Есть ли Telegram"),
    _question("wifi", "Есть Wi-Fi в зале"),
    _question("apple", "Оплата через Apple Pay"),
    _question("viber", "Ответим в вайбере"),
    _question("bank", "Карты виза"),
    _question("sum", "Минимальный заказ 5000 рублей"),
    _question("ten", "Доставка от 10 тыс"),
    _question("hundred", "Выезд мастера: триста рублей"),
    _question("mixed", "Замер стоит 2300 рублей"),
    _question("million", "Страховка на полтора миллиона"),
    _question("limit", "Лимит 3 000 000 рублей"),
    _question("percent", "Возврат 15 процентов"),
    _question("far", "Едем за двадцать километров"),
)
TYPED = {
    "wa": "вотсап ватсап вацап уотсап",
    "tg": "телеграм телега тг",
    "wifi": "вайфай вай-фай wifi",
    "apple": "эппл",
    "viber": "viber вайбер",
    "bank": "visa",
    "sum": "5к 5000",
    "ten": "10к 10000",
    "hundred": "300 триста",
    "mixed": "2300 2.3к",
    "million": "1500000 1.5кк",
    "limit": "3000000 3кк",
}
SAID = {
    "эпл пей": "apple",
    "вай фай": "wifi",
    "5 тыс": "sum",
    "пять тысяч": "sum",
    "от пяти тысяч": "sum",
    "десять тысяч": "ten",
    "10 тысяч": "ten",
    "за триста рублей": "hundred",
    "две тысячи триста": "mixed",
    "2,3 тыс": "mixed",
    "1,5 млн": "million",
    "1 500 000": "million",
    "полтора миллиона": "million",
    "полтора ляма": "million",
    "3 млн": "limit",
    "3млн": "limit",
    "до трёх миллионов": "limit",
    "три ляма": "limit",
    "15%": "percent",
    "пятнадцать процентов": "percent",
    "20 километров": "far",
}


@pytest.mark.slow
def test_a_name_and_a_sum_are_surely_found_however_they_are_typed(search):
    wanted = {word: name for name, typed in TYPED.items() for word in typed.split()} | SAID
    found = dict(zip(wanted, search(CARDS, *wanted), strict=True))
    assert {
        query: (reply["hits"][0]["entity"], reply["confidence"] >= SURE)
        for query, reply in found.items()
        if reply["hits"]
    } == {query: (f"question/{name}", True) for query, name in wanted.items()}


@pytest.mark.slow
def test_an_english_base_has_sums_and_no_russian_spelling(search):
    ends = ("an", "ell", "ick", "ost", "unt", "ip", "ay", "ear")
    many = " ".join(a + b for a in "bcdfghklmnprst" for b in ends)
    cards = (
        _question("pay", f"Paying by card {many}"),
        _question("least", "At least 5000 a month"),
    )
    russian, short, long = search(cards, "пейинг", "5k", "5 thousand")
    assert russian["hits"] == []
    assert [reply["hits"][0]["entity"] for reply in (short, long)] == ["question/least"] * 2
