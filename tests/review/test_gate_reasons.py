"""The gate, by what a change of meaning says for itself and who agrees: each rule in both directions.

`test_gate.py` has changes that need neither, and those of facts.
"""

import datetime as dt

import pytest

from tests.review import test_gate
from tests.review.gating import (
    CALL,
    CARD,
    EXPECT,
    FULL,
    MEANING,
    OFFER,
    ORIGIN,
    YES,
    judged,
    without,
)

# name: (entity, before, after, reason or None, who agreed, codes expected)
TABLE = {
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("entity", "before", "after", "note", "said", "codes"), TABLE.values(), ids=TABLE
)
def test_verdicts(entity, before, after, note, said, codes):
    assert judged(entity, before, after, note, said) == sorted(codes)


def test_the_tables_are_large_enough_and_have_both_sides():
    rows = (*test_gate.TABLE.values(), *TABLE.values())
    refused = sum(any(code != "gate-debt" for code in row[-1]) for row in rows)
    assert len(rows) >= 50
    assert 20 <= refused <= len(rows) - 20
