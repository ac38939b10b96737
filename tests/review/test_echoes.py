"""What a change makes untrue, and where it is still said: shown at every place, and warned of."""

import html
import re

import pytest

from scripts_kb.review import untrue

from .conftest import CALL, DOROGO, KB, VIP

UTRO = """\
id: utro
title: Смесь «Утро»
price: {list: 1490, currency: RUB, unit: кг}
says: Ровный вкус на каждый день.
"""
MORNING = UTRO.replace("Смесь «Утро»", "Morning Blend")


def said(text, id_="x", **more):
    """A card that says something."""
    lines = "".join(f"{name}: {value}\n" for name, value in more.items())
    return {f"questions/{id_}.yml": f"id: {id_}\ntitle: Вопрос\nanswer: >-\n  {text}\n{lines}"}


def echoes(found):
    return [
        (echo["entity"], echo["path"], echo["said"])
        for entry in found["entities"]
        for echo in entry["echoes"]
    ]


def renamed(new):
    return {"products/utro.yml": UTRO.replace("Смесь «Утро»", new)}


def vip(old, new):
    assert old in VIP
    return {"offers/vip.yml": VIP.replace(old, new)}


def kb_file(old, new):
    assert old in KB
    return {"kb.yml": KB.replace(old, new)}


RISE = vip("1490", "1540")
LONGER = vip("2026-12-31", "2027-03-31")
FREE = kb_file("2 000 ₽", "5 000 ₽")
RENAMED = renamed("Смесь «Рассвет»")
ENGLISH = {"products/utro.yml": MORNING.replace("Morning Blend", "Dawn Blend")}

# a text, the change, what of the text is shown; "" for nothing
TABLE = [
    ("Возьмите смесь «Утро», она мягче.", RENAMED, "смесь «Утро»"),
    ("Добавим смеси «Утро» к заказу.", RENAMED, "смеси «Утро»"),
    ("Пейте «Утро» по будням.", RENAMED, "«Утро»"),
    ("Позвоню с утра, смесь привезу.", RENAMED, ""),
    ("Возьмите смесь «Утро и вечер».", RENAMED, ""),
    ("Возьмите смесь «Утро» тёмной обжарки.", renamed("Смесь «Утро» тёмной обжарки"), ""),
    ("Try our Morning Blend first.", ENGLISH, "Morning Blend"),
    ("Call in the morning: we blend it.", ENGLISH, ""),
    ("Выходит 1 490 ₽ за кило.", RISE, "1 490 ₽"),
    ("Всего 1490 рублей, и всё.", RISE, "1490 рублей"),
    ("По 1490 за кило, берёте?", RISE, "1490 за кило"),
    ("Привезли 1490 пачек.", RISE, ""),
    ("Заказ 21490 ₽ или 1490,50 ₽.", RISE, ""),
    ("It is 1490 $ there.", RISE, ""),
    ("Даём до 31 декабря.", LONGER, "до 31 декабря"),
    ("We hold it until 31 December 2026.", LONGER, "until 31 December 2026"),
    ("Цена держится по 31.12.2026.", LONGER, "по 31.12.2026"),
    ("Склад закрыт 31 декабря.", LONGER, ""),
    ("Даём до 31 декабря 2027.", LONGER, ""),
    ("Доставим бесплатно от 2000 рублей.", FREE, "2000 рублей"),
    ("Free above 2 000 ₽.", FREE, "2 000 ₽"),
    ("Бесплатно от 12 000 ₽, 2 000 кг в год.", FREE, ""),
    ("Мы — Цех, звоним из Цеха.", kb_file("company: Цех", "company: Обжарка"), "Цех"),
]


@pytest.fixture
def shop(base):
    """A base with a product in Russian or, where a test changes that, in English."""
    base.commit("Смесь", {"products/utro.yml": UTRO.replace("1490", "990")})
    return base


@pytest.mark.slow
@pytest.mark.parametrize(("text", "change", "shown"), TABLE, ids=[row[0] for row in TABLE])
def test_a_text_that_says_it_as_it_was(shop, diff, text, change, shown):
    first = {"products/utro.yml": MORNING.replace("1490", "990")} if change is ENGLISH else {}
    shop.commit("Текст", {**said(text), **first})
    shop.commit("Правка", change)
    found = diff("HEAD~1", "HEAD")
    expected = [("question/x", "answer", shown)] if shown else []
    assert echoes(found) == expected
    assert [
        (each["file"], each["line"])
        for each in found["problems"]
        if each["code"] == "said-as-before"
    ] == [("content/questions/x.yml", 3)] * len(expected)


# what else the base holds, a text, the change: nothing is shown
TRUE = {
    "another product costs as much": (
        {"products/utro.yml": UTRO},
        "Выходит 1 490 ₽ за кило.",
        RISE,
    ),
    "another offer of the card ends that day": (
        {"offers/new.yml": VIP.replace("id: vip", "id: new").replace("От 20", "От 30")},
        "Даём до 31 декабря.\noffers: [new]",
        vip("2026-12-31", "2027-03-31"),
    ),
    "another variable is as much": (
        {"kb.yml": KB.replace("{free_from", "{least: 2 000 ₽, free_from")},
        "Заказ от 2 000 ₽.",
        {"kb.yml": KB.replace("{free_from: 2", "{least: 2 000 ₽, free_from: 5")},
    ),
    "another product is called so": (
        {"products/more.yml": UTRO.replace("id: utro", "id: more").replace("1490", "990")},
        "Возьмите смесь «Утро».",
        renamed("Смесь «Рассвет»"),
    ),
    "a draft": ({}, "Возьмите смесь «Утро».\nstatus: draft", renamed("Смесь «Рассвет»")),
    "words of the customer": (
        {},
        "Да.\nclient_words: [Есть смесь «Утро»?]\nsynonyms: [смесь утро]",
        renamed("Смесь «Рассвет»"),
    ),
    "what is not to be said": (
        {},
        "Да.\ndo_not_say: [{id: a, say: Смесь «Утро» дешевле}]",
        renamed("Смесь «Рассвет»"),
    ),
    "a title in other signs": ({}, "Возьмите смесь «Утро».", renamed("Смесь «утро»")),
    "a short value": (
        {"kb.yml": KB.replace("2 000 ₽", "3 дня")},
        "Доставим за 3 дня.",
        {"kb.yml": KB.replace("2 000 ₽", "5 дней")},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("more", "text", "change"), TRUE.values(), ids=TRUE.keys())
def test_what_may_be_meant_otherwise_is_left_alone(shop, diff, more, text, change):
    shop.commit("Текст", {**said(text), **more})
    shop.commit("Правка", change)
    found = diff("HEAD~1", "HEAD")
    assert echoes(found) == []
    assert "said-as-before" not in [each["code"] for each in found["problems"]]


def test_titles_and_steps_and_settings_say_it_too(shop, diff):
    step = CALL.replace("Какой вкус любите?", "Смесь «Утро» пробовали?")
    first = {
        "offers/vip.yml": VIP.replace("От 20 кг", "Бесплатно от 2 000 ₽"),
        "scripts/call.yml": step,
        "kb.yml": KB.replace("{free_from", "{gift: пачка смеси «Утро», free_from"),
    }
    shop.commit("Тексты", first)
    later = {**renamed("Смесь «Рассвет»"), "kb.yml": first["kb.yml"].replace("2 000 ₽", "5 000 ₽")}
    shop.commit("Правка", later)
    assert sorted(echoes(diff("HEAD~1", "HEAD"))) == [
        ("config/kb", "variables.gift", "смеси «Утро»"),
        ("offer/vip", "title", "2 000 ₽"),
        ("script/call", "nodes[taste].say", "Смесь «Утро»"),
    ]


def test_endless_digits_are_no_sum():
    assert untrue.numbers(f"{'9' * 5000}, 5 000 и 700") == {5000, 700}


def test_a_card_of_the_offer_speaks_of_its_day_in_whatever_words(shop, diff):
    shop.commit("Текст", {"objections/dorogo.yml": DOROGO.replace("на пробу", "31 декабря")})
    shop.commit("Срок", LONGER)
    assert echoes(diff("HEAD~1", "HEAD")) == [
        ("objection/dorogo", "answers[probe].say", "31 декабря")
    ]


def test_what_this_change_says_anew_is_not_named(shop, diff):
    shop.commit("Текст", said("Возьмите смесь «Утро»."))
    shop.commit("Правка", {**renamed("Смесь «Рассвет»"), **said("Возьмите смесь «Рассвет».")})
    assert echoes(diff("HEAD~1", "HEAD")) == []


def test_each_card_that_names_what_is_gone_from_the_settings_once(base, diff):
    script = CALL + (
        "  - {id: no, intent: Отказ, outcome: refused, reason: price}\n"
        "  - {id: nope, intent: Отказ, outcome: refused, reason: price}\nsegments: [home]\n"
    )
    reasons = "reasons: {refused: [{id: price, title: Цена}]}\n"
    rule = "---\nid: lead\ntitle: Лид\nmetric: conversion\n---\n\nПервая строка.\n"
    files = {
        "kb.yml": KB + reasons,
        "scripts/call.yml": script,
        "objections/dorogo.yml": DOROGO + "segments: [home]\nstatus: archived\n",
        "regulations/lead.md": rule,
    }
    base.commit("Сегмент", files)
    bare = "company: Цех\nlanguage: ru\ntime_zone: UTC\nbranch: main\n"
    base.commit("Без", {"kb.yml": bare})
    (entry,) = diff("HEAD~1", "HEAD")["entities"]
    told = {(each["entity"], each["of"], each["old"], each["count"]) for each in entry["echoes"]}
    assert told == {
        ("script/call", "segments[home]", "Дом", 1),
        ("script/call", "reasons.refused[price]", "Цена", 2),
        ("objection/dorogo", "segments[home]", "Дом", 1),
        ("regulation/lead", "metrics[conversion]", "Доля сделок", 1),
    }


@pytest.mark.slow
@pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
def test_every_form_shows_where_it_is_still_said(shop, kb, form):
    files = {**said("Берёте? Возьмите смесь «Утро», она <b>мягче</b>. Да?")}
    files["objections/dorogo.yml"] = DOROGO + "segments: [home]\n"
    shop.commit("Текст", files)
    shop.commit("Правка", {**renamed("Смесь «Рассвет»"), **kb_file("{id: home, title: Дом}", "")})
    code, out, err = kb("diff", "HEAD~1", "HEAD", "--format", form)
    assert code == 0, err
    shown = " ".join(re.sub(r"<[^>]+>|[*]", " ", html.unescape(out)).split())
    assert "Где это ещё сказано по-старому: «Смесь „Утро“»" in shown
    assert "Вопрос клиента «Вопрос»: Ответ: «Возьмите смесь „Утро“, она" in shown
    assert "Где это ещё сказано по-старому: «Дом»" in shown
    assert "Возражение «Дорого»: мест: 1" in shown
    assert ("<b>мягче" in out) == (form == "terminal")
