"""Persons: whose phone, e-mail and full name many would read."""

import pytest

from .conftest import KB

OFFER = "id: x\ntitle: X\nterms: >-\n  {}\n"
OWN = KB + (
    "branches: [{id: north, title: Северный, phone: +7 000 000-00-01}]\n"
    "contacts: [{id: a, about: Цена, role: Отдел, channel: anna@tseh.example}]\n"
)
OF_A_PERSON = [
    ("Звоните +7 (912) 345-67-89 вечером", "+7 (912) 345-67-89"),
    ("Звоните 89123456789", "89123456789"),
    ("Звоните (912) 345-67-89", "(912) 345-67-89"),
    ("Пишите ivan.petrov@mail.example", "ivan.petrov@mail.example"),
    ("Спросите Иванова Петра Сергеевича", "Иванова Петра Сергеевича"),
    ("Спросите: Пётр Сергеевич Иванов", "Пётр Сергеевич Иванов"),
    ("Договор с Ивановой А. П. заключён", "Ивановой А. П."),
    ("Договор с А.П. Ивановой заключён", "А.П. Ивановой"),
    ("Ask for Mr. John Smith", "Mr. John Smith"),
]
OF_NOBODY = [
    "Звоните 8 800 000-00-00, это бесплатно",
    "Звоните 8 000 000 00 01",
    "Пишите info@mail.example или Anna@tseh.example",
    "Новый Год и Рождество отмечаем",
    "Смесь «Первая Смена Утро» и Эфиопия Иргачефф",
    "Заказ 12345678901 на 8 000 рублей с 2026-10-01",
    "ГОСТ Р. 52088, ТУ 9160",
]


@pytest.mark.parametrize(("text", "told"), OF_A_PERSON)
def test_a_person_in_the_terms_is_warned_of(found, text, told):
    problems = found({"kb.yml": OWN, "offers/x.yml": OFFER.format(text)})
    assert [(each.severity, each.code, each.facts["text"]) for each in problems] == [
        ("warning", "personal-published", told)
    ]


@pytest.mark.parametrize("text", OF_NOBODY)
def test_what_is_the_companys_or_nobodys_is_left_alone(found, text):
    problems = found({"kb.yml": OWN, "offers/x.yml": OFFER.format(text)})
    assert [each.line() for each in problems] == []


def test_a_person_is_warned_of_in_the_words_of_a_customer_too(found):
    card = "id: x\ntitle: X\nclient_words: [Перезвоните на 89123456789]\nstatus: draft\n"
    assert [each.code for each in found({"objections/x.yml": card})] == ["personal-published"]


def test_what_editors_note_of_a_person_is_refused(found):
    card = "id: x\ntitle: X\nstatus: draft\nnote: Пишите на ivan@mail.example\n"
    assert [each.code for each in found({"objections/x.yml": card})] == ["personal-data"]
