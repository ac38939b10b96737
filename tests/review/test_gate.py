"""The gate, by what a change is: one row a change, each rule in both directions.

`test_gate_reasons.py` has what a change of meaning says for itself, and who agrees.
"""

import pytest

from scripts_kb.past import differ
from scripts_kb.problems import Place
from scripts_kb.review import gate, weight
from tests.review.gating import (
    CARD,
    FULL,
    KB,
    MEANING,
    OFFER,
    ORIGIN,
    YES,
    judged,
    reason_of,
    say,
)

# name: (entity, before, after, reason or None, who agreed, codes expected)
TABLE = {
    # editorial: the edits themselves prove it
    "a typo needs nothing": (
        "objection/dorogo",
        say("Понимаю. Сравнмм чашку с пачкой?"),
        say("Понимаю. Сравним чашку с пачкой?"),
        None,
        {},
        [],
    ),
    "a comma needs nothing": (
        "objection/dorogo",
        CARD,
        say("Понимаю, сравним чашку с пачкой?"),
        None,
        {},
        [],
    ),
    "an ending that grammar forbids needs nothing": (
        "objection/dorogo",
        say("Понимаю. Возьмёте без сахар?"),
        say("Понимаю. Возьмёте без сахара?"),
        None,
        {},
        [],
    ),
    "an ending that makes one many is no slip": (
        "objection/dorogo",
        CARD,
        say("Понимаю. Сравним чашки с пачкой?"),
        None,
        {},
        ["gate-key", "gate-unexplained"],
    ),
    "a note for editors needs nothing": (
        "objection/dorogo",
        CARD,
        {**CARD, "note": "Спросить Анну"},
        None,
        {},
        [],
    ),
    "words of the client in another order": (
        "objection/dorogo",
        CARD,
        {**CARD, "client_words": ["Дорого", "Ценник"]},
        None,
        {},
        [],
    ),
    "editorial by name and by nature": (
        "objection/dorogo",
        CARD,
        say("Понимаю. Сравним чашку с пачкою?"),
        {"class": "editorial"},
        {},
        [],
    ),
    "editorial by name, a negation by nature": (
        "objection/dorogo",
        CARD,
        say("Понимаю. Не сравним чашку с пачкой?"),
        {**FULL, "class": "editorial"},
        YES,
        ["gate-not-editorial"],
    ),
    "editorial by name, a number by nature": (
        "offer/vip",
        OFFER,
        {**OFFER, "terms": "Возврат 10 дней"},
        {**FULL, "class": "editorial"},
        YES,
        ["gate-not-editorial"],
    ),
    "editorial by name, a price by nature": (
        "offer/vip",
        OFFER,
        {**OFFER, "price": {"list": 1500, "unit": "кг"}},
        {**FULL, "class": "editorial"},
        YES,
        ["gate-not-editorial"],
    ),
    "editorial by name, a date by nature": (
        "offer/vip",
        OFFER,
        {**OFFER, "valid_to": "2027-01-31"},
        {**FULL, "class": "editorial"},
        YES,
        ["gate-not-editorial"],
    ),
    "editorial by name, another day by nature": (
        "objection/dorogo",
        CARD,
        {**CARD, "answers": [CARD["answers"][0], {"id": "b", "say": "Привезу на пробу сегодня."}]},
        {**FULL, "class": "editorial"},
        YES,
        ["gate-not-editorial"],
    ),
    "a question that is none any more": (
        "objection/dorogo",
        CARD,
        say("Понимаю. Сравним чашку с пачкой."),
        None,
        YES,
        ["gate-unexplained"],
    ),
    "answers in another order": (
        "objection/dorogo",
        CARD,
        {**CARD, "answers": CARD["answers"][::-1]},
        None,
        YES,
        ["gate-unexplained"],
    ),
    # factual: origin and the owner's key
    "a price with its origin and key": (
        "offer/vip",
        OFFER,
        {**OFFER, "price": {"list": 1540, "unit": "кг"}},
        ORIGIN,
        YES,
        [],
    ),
    "a price without a class named": (
        "offer/vip",
        OFFER,
        {**OFFER, "price": {"list": 1540, "unit": "кг"}},
        {"origin": ORIGIN["origin"]},
        YES,
        [],
    ),
    "a price without any reason": (
        "offer/vip",
        OFFER,
        {**OFFER, "price": {"list": 1540, "unit": "кг"}},
        None,
        YES,
        ["gate-unexplained"],
    ),
    "a price with a cause but no origin": (
        "offer/vip",
        OFFER,
        {**OFFER, "price": {"list": 1540, "unit": "кг"}},
        {"class": "factual", "cause": "Подорожало сырьё у обжарщика"},
        YES,
        ["gate-incomplete"],
    ),
    "a price without the owner's key": (
        "offer/vip",
        OFFER,
        {**OFFER, "price": {"list": 1540, "unit": "кг"}},
        ORIGIN,
        {"approved": ("sales",)},
        ["gate-key"],
    ),
    "the owner's own price": (
        "offer/vip",
        OFFER,
        {**OFFER, "price": {"list": 1540, "unit": "кг"}},
        ORIGIN,
        {"author": "marketing"},
        [],
    ),
    "a date with its origin": (
        "offer/vip",
        OFFER,
        {**OFFER, "valid_to": "2027-01-31"},
        ORIGIN,
        YES,
        [],
    ),
    "a date without": (
        "offer/vip",
        OFFER,
        {**OFFER, "valid_to": "2027-01-31"},
        None,
        YES,
        ["gate-unexplained"],
    ),
    "a phone with its origin": (
        "config/kb",
        KB,
        {**KB, "branches": [{"id": "north", "title": "Северный", "phone": "+7 000 000-00-09"}]},
        ORIGIN,
        YES,
        [],
    ),
    "a phone without": (
        "config/kb",
        KB,
        {**KB, "branches": [{"id": "north", "title": "Северный", "phone": "+7 000 000-00-09"}]},
        None,
        YES,
        ["gate-unexplained"],
    ),
    "a new product with its origin": (
        "product/x",
        None,
        {"id": "x", "title": "Смесь", "sku": "A1"},
        ORIGIN,
        YES,
        [],
    ),
    "a new observation with its origin": (
        "insight/nov",
        None,
        {"id": "nov", "title": "Ноябрь", "sample": 80},
        ORIGIN,
        YES,
        [],
    ),
    "a client's new words with their origin": (
        "objection/dorogo",
        CARD,
        {**CARD, "client_words": [*CARD["client_words"], "Кусается"]},
        ORIGIN,
        YES,
        [],
    ),
    "factual by name, spoken words by nature": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "class": "factual"},
        YES,
        ["gate-not-factual"],
    ),
    "factual by name, the taste of a product by nature": (
        "product/x",
        {"id": "x", "title": "X", "says": "Ягоды и цветы"},
        {"id": "x", "title": "X", "says": "Шоколад и орех"},
        {**FULL, "class": "factual"},
        YES,
        ["gate-not-factual"],
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("entity", "before", "after", "note", "said", "codes"), TABLE.values(), ids=TABLE
)
def test_verdicts(entity, before, after, note, said, codes):
    assert judged(entity, before, after, note, said) == sorted(codes)


def test_words_that_contradict_are_named():
    entity, before, after, note, _, _ = TABLE["editorial by name, a number by nature"]
    edits = tuple(differ.between(before, after))
    case = gate.Case(entity, Place("x"), tuple(weight.of_edits(entity, edits)), reason_of(note))
    (problem,) = [
        each
        for each in gate.judge(case, gate.Rules(lambda _: True))
        if each.code == "gate-not-editorial"
    ]
    assert "«14», «10»" in problem.message()
