"""`kb trial end`: what a trial proved becomes an edit of the phrase, with the trial as its reason."""

import json
from types import SimpleNamespace

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
# как говорят
client_words: [А доставка есть?]
answer: >-
  Да, на другой день.
next_question: Куда везти?
"""
TRIAL = """\
id: utro
title: День или утро
what: question/delivery#answer
variants:
  - {id: den, say: "Да, на другой день."}
  - {id: utro, say: "Да, завтра утром."}
from: 2026-11-02
to: 2026-11-20
metric: conversion
least: 6pp
decides: sales
"""
SCRIPT = "id: in\ntitle: Звонок\nstatus: draft\nsegments: [home]\n"
ZONES = """\
departments: [{id: sales, title: Продажи}]
zones:
  - {id: all, title: Всё, fields: ["*:**"], responsible: sales, accountable: sales, arbiter: sales}
"""
HEAD = "date,script,version,segment,contacts,won,refused,variant\n"


def facts(now, other):
    """The calls of ten days: contacts and won of both wordings a day."""
    rows = ""
    for day in range(3, 13):
        for variant, (contacts, won) in (("den", now), ("utro", other)):
            rows += f"2026-11-{day:02},in,1,home,{contacts},{won},0,{variant}\n"
    return HEAD + rows


@pytest.fixture
def base(folder, kb):
    def run(*argv):
        code, out, err = kb(*argv)
        return SimpleNamespace(code=code, out=out, err=err)

    folder.kb = run
    folder.commit(
        "Начало",
        {
            "kb.yml": KB,
            "questions/delivery.yml": CARD,
            "scripts/in.yml": SCRIPT,
            "trials/utro.yml": TRIAL,
            "zones.yml": ZONES,
        },
    )
    return folder


def text(base, path):
    return (base.root / "content" / path).read_text(encoding="utf-8")


def ended(base, *argv):
    return base.kb("trial", "end", "utro", "--today", "2026-11-21", *argv)


def test_better_words_come_into_the_card_with_the_trial_as_evidence(base):
    base.write({"facts/calls.csv": facts((200, 40), (200, 70))})
    done = ended(base)
    assert done.code == 0, done.err
    written = done.out.split()
    assert sorted(written[:2]) == ["content/questions/delivery.yml", "content/trials/utro.yml"]
    card = text(base, "questions/delivery.yml")
    assert "Да, завтра утром." in card
    assert "# как говорят" in card
    trial = text(base, "trials/utro.yml")
    assert "status: archived" in trial
    assert "kept: utro" in trial
    note = text(base, written[2].removeprefix("content/"))
    assert "trial/utro" in note
    assert "Доказано: лучше" in note
    assert base.kb("check", "--today", "2026-11-21").code == 0


def test_worse_words_leave_the_card_as_it_is(base):
    base.write({"facts/calls.csv": facts((200, 70), (200, 40))})
    done = ended(base)
    assert done.code == 0
    assert text(base, "questions/delivery.yml") == CARD
    assert "kept: den" in text(base, "trials/utro.yml")


def test_what_is_not_proved_ends_only_by_word(base):
    base.write({"facts/calls.csv": facts((20, 4), (20, 5))})
    done = ended(base)
    assert done.code == 2
    assert "ещё ничего не доказала" in done.err
    assert "--keep" in done.err
    assert text(base, "trials/utro.yml") == TRIAL
    assert ended(base, "--keep", "utro").code == 0
    assert "Да, завтра утром." in text(base, "questions/delivery.yml")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("trial", "end", "net"), "Такой пробы нет"),
        (("trial", "end", "utro", "--keep", "noch"), "нет варианта noch"),
    ],
)
def test_what_there_is_not_is_one_clear_line(base, argv, said):
    done = base.kb(*argv, "--today", "2026-11-21")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_phrase_changed_under_a_trial_stops_it(base):
    base.write({"questions/delivery.yml": CARD.replace("на другой день", "послезавтра")})
    done = base.kb("check", "--today", "2026-11-21", "--json")
    found = [each["code"] for each in json.loads(done.out)]
    assert "trial-stopped" in found


def test_whose_phrase_it_is_has_a_key_to_its_trial(base):
    zones = """\
departments: [{id: sales, title: Продажи}, {id: marketing, title: Маркетинг}]
zones:
  - {id: words, title: Слова, fields: ["question:**"], accountable: marketing, responsible: marketing, arbiter: sales, approvals: [marketing]}
  - {id: rest, title: Остальное, fields: ["*:**"], accountable: sales, responsible: sales, arbiter: sales, approvals: [sales]}
"""
    base.commit("Зоны", {"zones.yml": zones})
    base.write({"trials/utro.yml": TRIAL.replace("завтра утром", "завтра к девяти")})
    review = json.loads(base.kb("diff", "--today", "2026-11-21", "--json").out)
    [entity] = review["entities"]
    assert set(entity["approvals"]["needed"]) == {"sales", "marketing"}
