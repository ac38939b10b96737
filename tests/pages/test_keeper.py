"""The keeper's one list: everything that waits, first what a customer would hear wrong."""

import dataclasses
import re

import pytest

from scripts_kb.pages.planning import render
from scripts_kb.pages.waiting import Due
from tests.pages.test_director import INSIGHT, measured, words

LAPSED = Due("Вилка", "offers/vilka/", "закончилась 1 ноября")
DISPUTE = {"id": "skidka", "title": "Скидка", "state": "open", "opened": "2026-11-01"}
MEETING = {
    "id": "week",
    "title": "Неделя",
    "on": "2026-11-10",
    "tasks": [
        {
            "id": "call",
            "title": "Позвонить",
            "department": "sales",
            "role": "Старший",
            "due": "2026-11-15",
        }
    ],
}


def page(site):
    return next((x.content.decode() for x in render(site) if x.path == "keeper/index.md"), "")


@pytest.fixture
def whole(site):
    return site(insight__calls=INSIGHT, decision__skidka=DISPUTE, meeting__week=MEETING)


def test_one_list_begins_with_what_a_customer_would_hear_wrong(whole, monkeypatch):
    monkeypatch.setattr("scripts_kb.pages.waiting.lapsed", lambda _: iter([LAPSED]))
    told = page(measured(whole))
    items = [words(each) for each in re.findall(r"<li>.*?</li>", told)]
    sorts = list(dict.fromkeys(each.partition(":")[0].strip() for each in items))
    assert sorts == [
        "🔴 Акция закончилась, а её называют",
        "🔴 Клиент спрашивает, карточки нет",
        "Изменено без записанной причины",
        "Предложение без ответа",
        "Задача просрочена",
        "Спор открыт",
    ]
    assert any("Скидка" in each and "20 дней" in each for each in items)
    assert any("Позвонить" in each for each in items)


def test_the_message_says_the_same_and_where_it_leads(whole):
    told = page(dataclasses.replace(measured(whole), url="https://kb.example/"))
    (message,) = re.findall(r'<pre class="kb-chat"[^>]*>(.*?)</pre>', told, re.DOTALL)
    lines = message.splitlines()
    assert lines[0].startswith("Что ждёт в базе, 21 ноября 2026: ")
    assert len(lines) == 1 + told.count("<li>")
    assert "1. Клиент спрашивает, карточки нет: «Пакет бумажный?»" in lines[1]
    assert lines[1].endswith(" https://kb.example/insights/#unanswered")
    assert 'data-copy="kb-chat"' in told


def test_a_name_is_text_on_the_page_and_in_the_message(site):
    hostile = {**DISPUTE, "title": "<img src=x onerror=alert(1)>{{ 1 }}"}
    assert "<img" not in page(measured(site(decision__skidka=hostile)))


def test_partners_have_no_such_page(site):
    assert page(measured(site(audience="partner"))) == ""


def test_nothing_waits_is_said(site):
    quiet = dataclasses.replace(site(), rows=())
    assert "Здесь ничего не ждёт." in page(quiet)


def test_a_reason_is_told_afterwards_where_it_is_missed(site):
    pages = {each.path: each.content for each in render(measured(site()))}
    asking = f'edit/?entity=objection/dorogo&amp;why={3:040x}">Сказать почему</a>'.encode()
    # In the line of a folded entry, and where it is unfolded.
    for path, count in {
        "objections/dorogo.md": 2,
        "director/index.md": 1,
        "keeper/index.md": 1,
    }.items():
        assert pages[path].count(asking) == count, path
    # Version 2 has its reason.
    assert f"&amp;why={2:040x}".encode() not in pages["objections/dorogo.md"]


def test_partners_are_asked_for_no_reason(site):
    assert b"&amp;why=" not in b"".join(each.content for each in render(measured(site("partner"))))
