"""Where a problem of the gate stands: at the line of the edit, or of the words of its reason."""

import pytest

from .conftest import DOROGO, VIP, ZONES

CARD = "content/objections/dorogo.yml"
NOTE = """\
id: proba
title: Проба
class: tactical
origin: Тринадцать из тридцати клиентов замолчали
cause: На утверждение нечего ответить
purpose: Клиент выбирает день сам
effect: >-
  Пробников назначим больше на треть
evidence:
  - insight/october
watch: Десять прослушанных звонков
"""
FILE = "content/changes/proba.yml"
RULE = "---\nid: lead\ntitle: Лид\nowner: Анна\n---\n\nПервая строка.\n\nВторая.\n"


def card(old, new):
    assert old in DOROGO
    return {"objections/dorogo.yml": DOROGO.replace(old, new, 1)}


SPOKEN = card("Давайте привезу на пробу.", "Привезу пробник сегодня?")


def note(old="", new=""):
    assert old in NOTE
    return {**SPOKEN, "changes/proba.yml": NOTE.replace(old, new, 1)}


# files → code, file, line, column
TABLE = {
    "a text of one line": (SPOKEN, "gate-unexplained", CARD, 11, 10),
    "a block of text": (
        card("Сравниваете пачку или чашку?", "Чашка дешевле билета. Берём?"),
        "gate-unexplained",
        CARD,
        7,
        10,
    ),
    "a word of the client that is new": (
        card("Дорого у вас]", "Дорого у вас, Кусается]"),
        "gate-key",
        CARD,
        3,
        46,
    ),
    "a word of the client that is gone": (
        card(", Дорого у вас]", "]"),
        "gate-key",
        CARD,
        3,
        1,
    ),
    "an answer that is new": (
        card("offers:", "  - id: more\n    say: А сколько вы платите сейчас?\noffers:"),
        "gate-unexplained",
        CARD,
        12,
        5,
    ),
    "an answer that is gone": (
        card("  - id: probe\n    when: Не пробовал\n    say: Давайте привезу на пробу.\n", ""),
        "gate-unexplained",
        CARD,
        4,
        1,
    ),
    "a field of an answer that is gone": (
        card("    when: Не пробовал\n", ""),
        "gate-unexplained",
        CARD,
        9,
        5,
    ),
    "a new card": (
        {"objections/new.yml": "# Новая\n\nid: new\ntitle: Новая карточка\n"},
        "gate-unexplained",
        "content/objections/new.yml",
        3,
        1,
    ),
    "a card that is gone": ({"objections/dorogo.yml": None}, "gate-unexplained", CARD, 1, 1),
    "a card that moved and changed": (
        {"objections/dorogo.yml": None, "objections/цена/д.yml": SPOKEN["objections/dorogo.yml"]},
        "gate-unexplained",
        "content/objections/цена/д.yml",
        11,
        10,
    ),
    "the one of two that changes the meaning": (
        {
            "objections/dorogo.yml": SPOKEN["objections/dorogo.yml"].replace(
                "title: Дорого", "title: Дорого!"
            )
        },
        "gate-unexplained",
        CARD,
        11,
        10,
    ),
    "a price, in braces": (
        {"offers/vip.yml": VIP.replace("1490", "1540")},
        "gate-unexplained",
        "content/offers/vip.yml",
        4,
        15,
    ),
    "a body of Markdown": (
        {"regulations/lead.md": RULE.replace("Вторая", "Вторая, и не третья")},
        "gate-unexplained",
        "content/regulations/lead.md",
        7,
        1,
    ),
    "a field of Markdown": (
        {"regulations/lead.md": RULE.replace("owner: Анна", "owner: Борис")},
        "gate-unexplained",
        "content/regulations/lead.md",
        4,
        8,
    ),
    "a key that is missing": (note(), "gate-key", CARD, 11, 10),
    "called editorial": (
        note("class: tactical", "class: editorial"),
        "gate-not-editorial",
        CARD,
        11,
        10,
    ),
    "called factual": (note("class: tactical", "class: factual"), "gate-not-factual", CARD, 11, 10),
    "a class that there is not": (note("tactical", "huge"), "gate-class", FILE, 3, 8),
    "a reason of empty words": (
        note("На утверждение нечего ответить", "Улучшение скрипта"),
        "gate-empty",
        FILE,
        5,
        8,
    ),
    "a copied reason": (
        note("Клиент выбирает день сам", "На утверждение нечего ответить"),
        "gate-copied",
        FILE,
        6,
        10,
    ),
    "evidence that is not there": (
        note("insight/october", "insight/none"),
        "gate-evidence",
        FILE,
        10,
        5,
    ),
    "a reason that lacks a field": (
        note("purpose: Клиент выбирает день сам\n"),
        "gate-incomplete",
        FILE,
        1,
        1,
    ),
    "a metric that there is not": (
        note("watch: Десять прослушанных звонков", "expect: {metric: luck, change: +3pp}"),
        "gate-metric",
        FILE,
        11,
        18,
    ),
    "a prediction without a number": (
        note("watch: Десять прослушанных звонков", "expect: {metric: conversion, change: больше}"),
        "gate-expect",
        FILE,
        11,
        9,
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("committed", [True, False], ids=["in HEAD", "in the working tree"])
@pytest.mark.parametrize(
    ("files", "code", "file", "line", "column"), TABLE.values(), ids=TABLE.keys()
)
def test_the_line_of_a_problem(base, diff, files, code, file, line, column, committed):
    base.commit("Правило", {"regulations/lead.md": RULE})
    if committed:
        base.commit("Правка", files)
        found = diff("HEAD~1", "HEAD", "--gate")
    else:
        base.write(files)
        found = diff("HEAD", "--gate")
    places = [
        (each["file"], each["line"], each["column"])
        for each in found["problems"]
        if each["code"] == code
    ]
    assert places == [(file, line, column)]


def test_a_reason_of_a_message_is_judged_at_the_edit(base, diff):
    base.commit("Правка\n\nOrigin: улучшение", SPOKEN)
    found = diff("HEAD~1", "HEAD", "--gate")["problems"]
    assert {(each["file"], each["line"]) for each in found} == {(CARD, 11)}
    assert {each["code"] for each in found} == {"gate-empty", "gate-incomplete", "gate-key"}


def test_a_mistake_of_one_reason_is_said_once_for_all_that_it_explains(base, diff):
    more = card("Давайте привезу на пробу.", "Привезу пробник сегодня?")
    call = "id: two\ntitle: Второе\nanswers: [{id: a, say: Да}]\n"
    files = {**more, **note("На утверждение нечего ответить", "Улучшение")}
    base.commit("Правка", {**files, "objections/two.yml": call})
    found = diff("HEAD~1", "HEAD", "--gate")["problems"]
    assert [each["code"] for each in found].count("gate-empty") == 1


def test_a_field_that_nobody_decides_is_named_at_its_line(base, diff):
    zones = ZONES.replace('"regulation:**"', '"regulation:title"')
    base.commit("Правило", {"regulations/lead.md": RULE, "zones.yml": zones})
    base.commit("Правка", {"regulations/lead.md": RULE.replace("Анна", "Борис")})
    found = diff("HEAD~1", "HEAD", "--gate")["problems"]
    assert ("gate-unowned", 4, 8) in [(e["code"], e["line"], e["column"]) for e in found]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "likely"),
    [("Октябрь", "insight/october"), ("insight/octobr", "insight/october"), ("x", "2026-10-calls")],
)
def test_evidence_that_is_not_found_gets_the_likely_form(base, diff, written, likely):
    note = f"id: n\ntitle: N\norigin: Клиенты молчат\nevidence: [{written}]\n"
    spoken = DOROGO.replace("Давайте привезу на пробу.", "Привезу пробник сегодня?")
    base.commit("Правка", {"objections/dorogo.yml": spoken, "changes/n.yml": note})
    found = diff("HEAD~1", "HEAD", "--gate")["problems"]
    (told,) = [each for each in found if each["code"] == "gate-evidence"]
    assert likely in told["fix"]
