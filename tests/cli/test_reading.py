"""What `kb log` and `kb why` print for a person: labels, values as in a file, each reason once."""

import pytest

FIRST = """\
id: x
title: Дорого
answers:
  - {id: a, say: Да}
  - {id: b, say: Нет}
"""
SECOND = """\
id: x
title: Дорого
answers:
  - {id: b, say: Сравним чашку}
  - {id: a, say: Да}
  - id: c
    steps:
      - {id: ack, say: "[bold]Понимаю"}
"""
REASON = """Считаем чашку

Почему: спорим о цене
Чего ждём: меньше отказов
Прогноз: conversion of script/s +3pp by 2026-12-31
На чём основано: insight/i
Тип: Тактика
"""
LOG = """\
objection/x v2 изменено  2026-11-01 10:00 {second:.9}
    Считаем чашку
    добавлено: Наши ответы  answers[c]
      + id: c
      + steps:
      +   - id: ack
      +     say: [bold]Понимаю
    переставлено: Наши ответы  answers[a]
    изменено: Наши ответы › Говорим  answers[b].say
      − Нет
      + Сравним чашку
    Почему: Спорим о цене
    Чего ждём: Меньше отказов
    Прогноз: conversion script/s +3 п.п., к 31.12.2026
    На чём основано: insight/i
    Тип: Тактика

objection/x v1 добавлено  2026-11-01 10:00 {first:.9}
    Начало
    добавлено
    ! причина не названа

"""
WHY = """\
Наши ответы › Говорим  answers[b].say
    Сравним чашку
  v2 2026-11-01 10:00 {second:.9} Считаем чашку
    Почему: Спорим о цене
    Чего ждём: Меньше отказов
    Прогноз: conversion script/s +3 п.п., к 31.12.2026
    На чём основано: insight/i
    Тип: Тактика

Наши ответы › Код  answers[a].id
    a
Наши ответы › Говорим  answers[a].say
    Да
  v1 2026-11-01 10:00 {first:.9} Начало
    ! причина не названа

"""


@pytest.fixture
def commits(folder):
    first = folder.commit("Начало", {"objections/x.yml": FIRST})
    return {"first": first, "second": folder.commit(REASON, {"objections/x.yml": SECOND})}


def test_log_names_places_and_shows_values_as_they_are_written(commits, kb):
    code, out, err = kb("log", "objection/x")
    assert (code, err) == (0, "")
    assert out == LOG.format(**commits)


def test_why_tells_a_reason_once_for_what_it_set_together(commits, kb):
    assert kb("why", "objection/x#answers[b].say")[1] + kb("why", "objection/x#answers[a]")[
        1
    ] == WHY.format(**commits)


def test_in_an_english_base_all_is_english(commits, folder, kb):
    folder.commit("Language", {"kb.yml": "company: X\nlanguage: en\n"})
    out = kb("log", "objection/x")[1]
    assert "changed: Our answers › Say  answers[b].say" in out
    assert "Cause: Спорим о цене" in out


@pytest.mark.parametrize(
    ("asked", "says", "not_yet"),
    [
        ("objection/x@1", "Нет", "Сравним чашку"),
        ("objection/x@2026-11-01", "Нет", "Сравним чашку"),
        ("objection/x@2", "Сравним чашку", "Нет"),
        ("objection/x@2026-11-03", "Сравним чашку", "Нет"),
        ("objection/x", "Сравним чашку", "Нет"),
    ],
)
def test_show_gives_a_card_as_it_was(folder, kb, asked, says, not_yet):
    folder.commit("Начало", {"objections/x.yml": FIRST})
    folder.day = "2026-11-03"
    folder.commit(REASON, {"objections/x.yml": SECOND})
    code, out, _ = kb("show", asked)
    assert (code, f"say: {says}" in out, f"say: {not_yet}" in out) == (0, True, False)
