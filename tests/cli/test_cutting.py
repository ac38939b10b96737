"""An edit that cuts a running prediction or trial → `kb diff` tells its author, and until when."""

import json

import pytest

KB = """\
company: X
language: ru
time_zone: Europe/Moscow
segments: [{id: home, title: Дом}]
metrics: [{id: conversion, title: Конверсия, of: won/contacts, better: up}]
"""
CARD = """\
id: delivery
title: Доставка
status: live
client_words: [А доставка есть?]
answer: Да, на другой день.
next_question: Куда везти?
note: Проверить
"""
EXPECT = "Expect: conversion of question/delivery +3pp by {}"
NOTE = """\
id: 2026-11-skoree
title: Скорее везём
origin: Ждать не хотят
expect: {{metric: conversion, of: question/delivery, change: +3pp, by: {}}}
applies_to: [question/delivery]
"""
TRIAL = """\
id: utro
title: День или утро
what: question/delivery#answer
variants: [{id: den, say: "Да, на другой день."}, {id: utro, say: "Да, завтра утром."}]
from: 2026-11-02
to: 2026-11-30
metric: conversion
"""
HEARD = ("на другой день", "послезавтра")
AFTER, OVER = "2026-12-31", "2026-11-20"


@pytest.fixture
def cut(folder, kb):
    """Edit the card and give what the review warns of: the code and the facts that it says."""

    def make(message="Начало", edit=HEARD, **files):
        named = {name.replace("__", "/") + ".yml": text for name, text in files.items()}
        folder.commit(message, {"kb.yml": KB, "questions/delivery.yml": CARD, **named})
        folder.write({"questions/delivery.yml": CARD.replace(*edit)})
        code, out, _ = kb("diff", "--today", "2026-11-21", "--json")
        assert code == 0
        found = json.loads(out)["problems"]
        return [each for each in found if each["code"].startswith("cuts-")]

    return make


def test_a_prediction_of_a_message_is_told_with_its_day(cut):
    [found] = cut(f"Скорее везём\n\nOrigin: ждать не хотят\n{EXPECT.format(AFTER)}")
    assert (found["code"], found["severity"]) == ("cuts-prediction", "warning")
    assert found["file"] == "content/questions/delivery.yml"
    assert "«Скорее везём»" in found["message"]
    assert AFTER in found["message"]


def test_a_prediction_of_a_change_file_too(cut):
    [found] = cut(changes__x=NOTE.format(AFTER))
    assert (found["code"], "«Скорее везём»" in found["message"]) == ("cuts-prediction", True)


QUIET = {
    "its day has passed": {"message": f"Везём\n\n{EXPECT.format(OVER)}"},
    "of another card": {
        "message": f"Везём\n\n{EXPECT.format(AFTER).replace('delivery', 'payment')}"
    },
    "nobody hears it": {
        "message": f"Везём\n\n{EXPECT.format(AFTER)}",
        "edit": ("note: Проверить", "note: Проверено"),
    },
    "what came of it is written down": {"changes__x": NOTE.format(AFTER) + "learned: Не помогло\n"},
    "nothing was predicted": {},
    "another phrase than that of the trial": {
        "trials__utro": TRIAL,
        "edit": ("Куда везти?", "По какому адресу?"),
    },
    "a trial whose days are over": {"trials__utro": TRIAL.replace("2026-11-30", OVER)},
}


@pytest.mark.parametrize("case", QUIET)
def test_what_cuts_nothing_is_not_told(case, cut):
    assert cut(**QUIET[case]) == []


@pytest.mark.parametrize("note", [None, NOTE.format(AFTER)])
def test_what_was_taken_back_waits_no_longer(folder, kb, note):
    """By its commit: where the message predicts, and where a change file does."""
    folder.commit("Начало", {"kb.yml": KB, "questions/delivery.yml": CARD})
    message = "Скорее везём\n\nOrigin: x" + ("" if note else f"\n{EXPECT.format(AFTER)}")
    files = {"questions/delivery.yml": CARD.replace("другой", "третий")}
    change = folder.commit(message, files | ({"changes/x.yml": note} if note else {}))
    back = {"questions/delivery.yml": CARD}
    folder.commit(f"Вернуть прежнее\n\nThis reverts commit {change}.", back)
    folder.write({"questions/delivery.yml": CARD.replace(*HEARD)})
    _, out, _ = kb("diff", "--today", "2026-11-21", "--json")
    assert [each["code"] for each in json.loads(out)["problems"] if "cuts" in each["code"]] == []


def test_a_trial_that_is_stopped_is_told(cut):
    [found] = cut(trials__utro=TRIAL)
    assert (found["code"], "2026-11-30" in found["message"]) == ("cuts-trial", True)


def test_the_terminal_says_it_and_the_gate_lets_it_land(folder, kb, cut):
    cut(f"Скорее везём\n\nOrigin: ждать не хотят\n{EXPECT.format(AFTER)}")
    _, out, _ = kb("diff", "--today", "2026-11-21")
    assert "оборвёт прогноз" in " ".join(out.split())
