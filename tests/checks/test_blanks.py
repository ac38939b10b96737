"""Blanks: what other people's scripts leave to be filled in, and what only looks like it."""

import pytest

CARD = """\
id: x
title: X
answers:
  - id: a
    say: >-
      {}
    next_question: Да?
"""

LEFT = [
    ("Добрый день, [Имя]!", ["[Имя]"]),
    (
        "Вас беспокоит [имя менеджера] из [название компании].",
        ["[имя менеджера]", "[название компании]"],
    ),
    ("Hello, [Client Name], it is [Your Company].", ["[Client Name]", "[Your Company]"]),
    ("Приедем в [1-vaqt].", ["[1-vaqt]"]),
    ("Здравствуйте, !ИМЯ!, удобно?", ["!ИМЯ!"]),
    ("Здравствуйте, #ИМЯ#!", ["#ИМЯ#"]),
    ("Здравствуйте, *имя*!", ["*имя*"]),
    ("Меня зовут ________, я из цеха.", ["________"]),
    ("Меня зовут ___ из цеха.", ["___"]),
    ("{Здравствуйте|Добрый день}, это кофейня.", ["{Здравствуйте|Добрый день}"]),
    ("{{ contact.name || 'Друг' }}, чем помочь?", ["{{ contact.name || 'Друг' }}"]),
    ("Здравствуйте, (имя клиента)!", ["(имя клиента)"]),
    ("Hello, (client name)!", ["(client name)"]),
    ("Здравствуйте, $name!", ["$name"]),
    ("Это ФИО из КОМПАНИЯ.", ["ФИО", "КОМПАНИЯ"]),
    ("Thank you, NAME, we will call.", ["NAME"]),
    ("Вы {должность, город}?", ["{должность, город}"]),
]
FINE = [
    "Цена стоит [в прайсе](https://example.org), а не в воздухе.",
    "Доставка (по городу) входит.",
    "Скидка 5 % (от двух пачек) входит.",
    "Да! Нет! Возьмите.",
    "Берём *по имени* и **Имя** в чек.",
    "Заказ №12 за $20.",
    "Это a_b и c__d.",
    "С НДС, в CRM, ИНН по карточке.",
    "ЗАПИШУ ИМЯ И КОМПАНИЯ.",
    "Какой вкус: кислый/горький?",
]


@pytest.mark.parametrize(("text", "left"), LEFT)
def test_a_blank_in_a_phrase_is_named(found, text, left):
    problems = found({"objections/x.yml": CARD.format(text)})
    assert [each.facts["text"] for each in problems if each.code == "blank"] == left
    assert {each.severity for each in problems} == {"warning"}


@pytest.mark.parametrize("text", FINE)
def test_what_is_no_blank_is_left_alone(found, text):
    problems = found({"objections/x.yml": CARD.format(text)})
    assert [each.code for each in problems if each.code == "blank"] == []


def test_a_blank_is_named_in_the_terms_that_a_customer_reads_and_not_in_a_draft(found):
    offer = "id: x\ntitle: X\nstatus: {}\nterms: Привезём [дата] или раньше, [см. выше].\n"
    codes = {
        status: [each.facts["text"] for each in found_ if each.code == "blank"]
        for status in ("live",)
        for found_ in [found({"offers/x.yml": offer.format(status)})]
    }
    assert codes == {"live": ["[дата]"]}


def test_a_rule_across_a_regulation_is_no_blank(found):
    text = "---\nid: x\ntitle: X\nowner: Директор\n---\n\nПервое.\n\n____\n\nВторое.\n"
    assert [each.code for each in found({"regulations/x.md": text}) if each.code == "blank"] == []
