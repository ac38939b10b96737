"""The gate: change → verdict. One row a change, each rule in both directions."""

import datetime as dt
from dataclasses import replace

import pytest

from scripts_kb.past import differ, reasons
from scripts_kb.past.records import Rationale
from scripts_kb.problems import Place
from scripts_kb.review import gate, keys, weight
from scripts_kb.review.asked import Asked
from scripts_kb.schema import outline

TODAY = dt.date(2026, 11, 24)

ZONES = {
    "departments": [
        {"id": "sales", "title": "Продажи"},
        {"id": "marketing", "title": "Маркетинг"},
        {"id": "director", "title": "Директор"},
    ],
    "zones": [
        {
            "id": "words",
            "title": "Слова",
            "fields": ["objection:**", "script:**", "question:**", "insight:**", "meeting:**"],
            "approvals": ["sales"],
            "silence_days": 2,
            "arbiter": "director",
        },
        {
            "id": "price",
            "title": "Цена",
            "fields": ["offer:**", "product:**", "config:**"],
            "approvals": ["marketing"],
            "arbiter": "director",
        },
        {
            "id": "promise",
            "title": "Обещание",
            "fields": ["offer:promise"],
            "approvals": ["sales", "marketing"],
            "arbiter": "director",
        },
    ],
}
KNOWN = {"insight/october", "script/call", "objection/dorogo"}

CARD = {
    "id": "dorogo",
    "title": "Дорого",
    "client_words": ["Ценник", "Дорого"],
    "answers": [
        {"id": "a", "say": "Понимаю. Сравним чашку с пачкой?"},
        {"id": "b", "say": "Привезу на пробу завтра."},
    ],
}
OFFER = {
    "id": "vip",
    "title": "От 20 кг",
    "promise": "Вкус одной партии",
    "terms": "Возврат 14 дней",
    "price": {"list": 1490, "unit": "кг"},
    "valid_to": "2026-12-31",
}
CALL = {
    "id": "call",
    "title": "Входящий",
    "entry": "hi",
    "nodes": [
        {"id": "hi", "say": "Добрый день!", "next": "bye"},
        {"id": "bye", "say": "До встречи", "outcome": "deal"},
    ],
}
KB = {
    "company": "Цех",
    "branches": [{"id": "north", "title": "Северный", "phone": "+7 000 000-00-01"}],
}

FULL = {
    "class": "tactical",
    "origin": "Тринадцать из тридцати клиентов замолчали после этой фразы",
    "cause": "На утверждение нечего ответить и разговор кончается",
    "purpose": "Клиент выбирает день и остаётся с нами",
    "effect": "Пробников назначим на четыре пункта больше",
    "evidence": ["insight/october"],
    "watch": "Десять прослушанных звонков в неделю",
}
EXPECT = {"metric": "conversion", "of": "script/call", "change": "+3pp", "by": "2026-12-31"}
YES = {"approved": ("sales", "marketing")}
ORIGIN = {"class": "factual", "origin": "Новый прайс поставщика от пятницы"}


def say(text, card=CARD):
    return {**card, "answers": [{"id": "a", "say": text}, card["answers"][1]]}


MEANING = say("Чашка выходит дешевле билета в автобус. Сравним?")


def without(*names):
    return {name: each for name, each in FULL.items() if name not in names}


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
    # tactical: origin, cause, purpose, effect, evidence, a prediction or a watch
    "a full reason and the key": ("objection/dorogo", CARD, MEANING, FULL, YES, []),
    "with a prediction in place of the watch": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**without("watch"), "expect": EXPECT},
        YES,
        [],
    ),
    "no reason at all": ("objection/dorogo", CARD, MEANING, None, YES, ["gate-unexplained"]),
    "a reason that explains nothing": (
        "objection/dorogo",
        CARD,
        MEANING,
        {"class": "tactical", "by": "sales"},
        YES,
        ["gate-unexplained"],
    ),
    "no origin": ("objection/dorogo", CARD, MEANING, without("origin"), YES, ["gate-incomplete"]),
    "no cause": ("objection/dorogo", CARD, MEANING, without("cause"), YES, ["gate-incomplete"]),
    "no purpose": ("objection/dorogo", CARD, MEANING, without("purpose"), YES, ["gate-incomplete"]),
    "no effect": ("objection/dorogo", CARD, MEANING, without("effect"), YES, ["gate-incomplete"]),
    "no evidence": (
        "objection/dorogo",
        CARD,
        MEANING,
        without("evidence"),
        YES,
        ["gate-incomplete"],
    ),
    "neither prediction nor watch": (
        "objection/dorogo",
        CARD,
        MEANING,
        without("watch"),
        YES,
        ["gate-incomplete"],
    ),
    "evidence that is not there": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "evidence": ["insight/none"]},
        YES,
        ["gate-evidence"],
    ),
    "evidence in words alone": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "evidence": ["так все говорят"]},
        YES,
        ["gate-evidence"],
    ),
    "evidence at an address": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "evidence": ["https://example.org/calls"]},
        YES,
        [],
    ),
    "evidence at no address": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "evidence": ["javascript:alert(1)"]},
        YES,
        ["gate-evidence"],
    ),
    "an unknown metric": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "expect": {**EXPECT, "metric": "luck"}},
        YES,
        ["gate-metric"],
    ),
    "a prediction about nothing": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "expect": {**EXPECT, "of": "script/none"}},
        YES,
        ["gate-evidence"],
    ),
    "a prediction without a number": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "expect": {**EXPECT, "change": "больше"}},
        YES,
        ["gate-expect"],
    ),
    "a prediction that is a sentence": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "expect": "станет лучше"},
        YES,
        ["gate-expect"],
    ),
    "a new branch of a call": ("script/call", CALL, {**CALL, "entry": "bye"}, FULL, YES, []),
    "a new branch of a call, unexplained": (
        "script/call",
        CALL,
        {**CALL, "entry": "bye"},
        None,
        YES,
        ["gate-unexplained"],
    ),
    "a card taken away, explained": ("objection/dorogo", CARD, None, FULL, YES, []),
    "a card taken away, unexplained": (
        "objection/dorogo",
        CARD,
        None,
        None,
        YES,
        ["gate-unexplained"],
    ),
    "a draft that goes live, unexplained": (
        "objection/dorogo",
        {**CARD, "status": "draft"},
        CARD,
        None,
        YES,
        ["gate-unexplained"],
    ),
    "a class that there is not": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "class": "huge"},
        YES,
        ["gate-class"],
    ),
    # strategic: the prediction is a must
    "strategic with a prediction": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "class": "strategic", "expect": EXPECT},
        YES,
        [],
    ),
    "strategic with a watch alone": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "class": "strategic"},
        YES,
        ["gate-incomplete"],
    ),
    "a price called strategic is held to it": (
        "offer/vip",
        OFFER,
        {**OFFER, "price": {"list": 1540, "unit": "кг"}},
        {**ORIGIN, "class": "strategic"},
        YES,
        ["gate-incomplete"],
    ),
    # urgent: one key now, the reason is a debt with a date
    "urgent with an origin and one key of two": (
        "offer/vip",
        OFFER,
        {**OFFER, "promise": "Вкус каждой партии разный"},
        {"class": "tactical", "urgent": True, "origin": "С утра снег, машины стоят"},
        {"approved": ("sales",)},
        ["gate-debt"],
    ),
    "the same without haste": (
        "offer/vip",
        OFFER,
        {**OFFER, "promise": "Вкус каждой партии разный"},
        FULL,
        {"approved": ("sales",)},
        ["gate-key"],
    ),
    "urgent without any key": (
        "offer/vip",
        OFFER,
        {**OFFER, "promise": "Вкус каждой партии разный"},
        {"urgent": True, "origin": "С утра снег, машины стоят"},
        {},
        ["gate-debt", "gate-urgent-key"],
    ),
    "urgent and silent": ("objection/dorogo", CARD, MEANING, {"urgent": True}, YES, ["gate-debt"]),
    "urgent and fully explained": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "urgent": True},
        YES,
        [],
    ),
    "urgent, landed yesterday": (
        "objection/dorogo",
        CARD,
        MEANING,
        {"urgent": True, "origin": "С утра снег, машины стоят"},
        {**YES, "landed": dt.date(2026, 11, 23)},
        ["gate-debt"],
    ),
    "urgent, on its last day": (
        "objection/dorogo",
        CARD,
        MEANING,
        {"urgent": True, "origin": "С утра снег, машины стоят"},
        {**YES, "landed": dt.date(2026, 11, 22)},
        ["gate-debt"],
    ),
    "urgent, a day too late": (
        "objection/dorogo",
        CARD,
        MEANING,
        {"urgent": True, "origin": "С утра снег, машины стоят"},
        {**YES, "landed": dt.date(2026, 11, 21)},
        ["gate-debt-overdue"],
    ),
    # empty and copied reasons
    "«улучшение» is no reason": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "cause": "улучшение"},
        YES,
        ["gate-empty"],
    ),
    "nor is «улучшение скрипта продаж»": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "cause": "Улучшение скрипта продаж"},
        YES,
        ["gate-empty"],
    ),
    "nor a word alone": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "purpose": "Понятнее"},
        YES,
        ["gate-empty"],
    ),
    "nor «fix»": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "origin": "fix text"},
        YES,
        ["gate-empty"],
    ),
    "two words may be one": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "cause": "Подорожало сырьё"},
        YES,
        [],
    ),
    "the same text twice": (
        "objection/dorogo",
        CARD,
        MEANING,
        {**FULL, "purpose": FULL["cause"].upper()},
        YES,
        ["gate-copied"],
    ),
    # keys
    "no key": ("objection/dorogo", CARD, MEANING, FULL, {}, ["gate-key"]),
    "the other department's key": (
        "objection/dorogo",
        CARD,
        MEANING,
        FULL,
        {"approved": ("marketing",)},
        ["gate-key"],
    ),
    "the author's own key": ("objection/dorogo", CARD, MEANING, FULL, {"author": "sales"}, []),
    "the author's key is not the other's": (
        "offer/vip",
        OFFER,
        {**OFFER, "promise": "Вкус каждой партии разный"},
        FULL,
        {"author": "sales"},
        ["gate-key"],
    ),
    "silence in due time": (
        "objection/dorogo",
        CARD,
        MEANING,
        FULL,
        {"open_since": dt.date(2026, 11, 20)},
        [],
    ),
    "silence too early": (
        "objection/dorogo",
        CARD,
        MEANING,
        FULL,
        {"open_since": dt.date(2026, 11, 23)},
        ["gate-silence"],
    ),
    "silence where there is none": (
        "offer/vip",
        OFFER,
        {**OFFER, "valid_to": "2027-01-31"},
        ORIGIN,
        {"open_since": dt.date(2026, 1, 1)},
        ["gate-key"],
    ),
    "changes are requested": (
        "objection/dorogo",
        CARD,
        MEANING,
        FULL,
        {"refused": {"sales"}},
        ["gate-refused"],
    ),
    "the arbiter decides": (
        "objection/dorogo",
        CARD,
        MEANING,
        FULL,
        {"refused": {"sales"}, "approved": ("director",)},
        [],
    ),
    "a revert needs the key alone": (
        "objection/dorogo",
        CARD,
        MEANING,
        {"reverts": "a" * 40},
        YES,
        [],
    ),
    "a revert without the key": (
        "objection/dorogo",
        CARD,
        MEANING,
        {"reverts": "a" * 40},
        {},
        ["gate-key"],
    ),
}


def reason_of(note):
    if note is None:
        return None
    if "reverts" in note:
        return Rationale("revert", reverts=note["reverts"])
    return reasons.of_note("x", note)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("entity", "before", "after", "note", "said", "codes"), TABLE.values(), ids=TABLE
)
def test_verdicts(entity, before, after, note, said, codes):
    shape = outline.of(entity)
    edits = tuple(differ.between(before, after, shape))
    assert edits
    asked = {name: each for name, each in said.items() if name not in {"landed", "refused"}}
    consent = keys.consent(ZONES, Asked(**asked), TODAY)
    consent = replace(consent, refused=frozenset(said.get("refused", ())))
    approvals, _ = keys.needed(entity, keys.places(edits, shape), keys.Boundaries(ZONES), consent)
    case = gate.Case(
        entity,
        Place("content/x.yml"),
        tuple(weight.of_edits(entity, edits)),
        reason_of(note),
        approvals,
        said.get("landed"),
    )
    rules = gate.Rules(
        KNOWN.__contains__, frozenset({"conversion"}), keys.departments(ZONES), today=TODAY
    )
    found = list(gate.judge(case, rules))
    assert sorted(problem.code for problem in found) == sorted(codes)
    for problem in found:
        for language in ("ru", "en"):
            assert "{" not in problem.line(language)


def test_the_table_is_large_enough_and_has_both_sides():
    refused = sum(any(code != "gate-debt" for code in row[-1]) for row in TABLE.values())
    assert len(TABLE) >= 50
    assert 20 <= refused <= len(TABLE) - 20


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
