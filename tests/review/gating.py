"""Cards before and after a change, its reason, who agreed: what the gate has to say of it."""

import datetime as dt
from dataclasses import replace

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


def reason_of(note):
    if note is None:
        return None
    if "reverts" in note:
        return Rationale("revert", reverts=note["reverts"])
    return reasons.of_note("x", note)


def judged(entity, before, after, note, said):
    """Give the codes of what the gate has to say of a change; each is told in both languages."""
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
    for problem in found:
        for language in ("ru", "en"):
            assert "{" not in problem.line(language)
    return sorted(problem.code for problem in found)
