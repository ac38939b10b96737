"""The voice of the customer: what has no answer first, and what became of every proposal."""

import dataclasses
import html
import re

import pytest

from scripts_kb.effects import gathering
from scripts_kb.facts.records import Facts
from scripts_kb.pages.planning import render


def pages(site) -> dict[str, str]:
    rows = tuple(reversed(site.rows))
    effects = gathering.of(rows, site.base, Facts(), site.today)
    told = render(dataclasses.replace(site, effects=effects))
    return {each.path: each.content.decode(errors="replace") for each in told}


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


HEARD = {
    "title": "Звонки",
    "from": "2026-10-01",
    "to": "2026-10-31",
    "noticed_by": "sales",
    "segment": "cafe",
    "sample": 120,
    "first_words": [
        {"id": "dear", "says": "У вас ценник конский", "count": 41},
        {"id": "who", "says": "А вы кто?", "count": 17},
    ],
    "unanswered": [{"id": "bag", "says": "Пакет бумажный?", "count": 6}],
}


def proposal(**more) -> dict:
    return {"id": "p", "about": "objection/dorogo", "says": "Короче", "on": "2026-11-12", **more}


def card(site, **more) -> str:
    said = {key: each for key, each in proposal(**more).items() if each is not None}
    made = site(insight__calls={"id": "calls", **HEARD, "proposals": [said]})
    found = re.search(
        r'<section[^>]*><h2 id="proposals">.*?</section>',
        pages(made)["objections/dorogo.md"],
        re.DOTALL,
    )
    return words(found[0]) if found else ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "Ждёт ответа Короче 12 ноября 2026 ждёт 9 дней Продажи Звонки"),
        ({"state": "open", "by": "marketing"}, "ждёт 9 дней Маркетинг Звонки"),
        ({"kind": "failed"}, "Ждёт ответа Не сработало Короче"),
        ({"on": None}, "Ждёт ответа Короче Продажи Звонки"),
        (
            {"state": "accepted", "reply": "Взяли.", "replied": "2026-11-07"},
            "Приняли Короче 12 ноября 2026 Продажи Звонки Ответ, 7 ноября 2026 Взяли.",
        ),
        ({"state": "declined", "reply": "Нет.", "replied": "2026-11-06"}, None),
        ({"state": "declined", "reply": "Нет."}, None),
        ({"about": "offer/opt"}, None),
        ({"about": ""}, None),
    ],
)
def test_a_card_shows_a_proposal_until_it_is_answered_and_the_reply_for_two_weeks(site, more, told):
    shown = card(site, **more)
    assert (told in shown) if told else shown == ""


def test_the_insight_keeps_every_proposal_with_its_reply(site):
    closed = proposal(id="q", says="Скидку сразу", state="declined", reply="Нет: **торг**.")
    made = site(insight__calls={"id": "calls", **HEARD, "proposals": [closed, proposal()]})
    told = words(pages(made)["insights/calls.md"])
    assert told.index("Ждёт ответа Короче") < told.index("Отклонили Скидку сразу")
    assert "Ответ Нет: торг ." in told


@pytest.mark.slow
def test_an_archived_insight_waits_for_nobody(site):
    gone = {"id": "calls", **HEARD, "status": "archived", "proposals": [proposal()]}
    assert "proposals" not in pages(site(insight__calls=gone))["objections/dorogo.md"]


@pytest.mark.slow
def test_what_has_no_answer_stands_first_with_its_age_and_whose_ear_it_was(site):
    told = words(pages(site(insight__calls={"id": "calls", **HEARD}))["insights/index.md"])
    first = told.index("«Пакет бумажный?» слышали 6 раз · 21 день · Продажи Звонки")
    assert first < told.index("Что говорят первым")
    assert "Первые слова, которых нет ни в одной карточке: 1 «А вы кто?»" in told


@pytest.mark.slow
@pytest.mark.parametrize("page", ["insights/index.md", "insights/calls.md"])
def test_a_phrase_leads_to_the_card_that_answers_it(site, page):
    told = pages(site(insight__calls={"id": "calls", **HEARD}))[page]
    link = re.search(r'«<a href="([^"]+)"[^>]*>У вас ценник конский</a>»', told)
    assert link[1].endswith("objections/dorogo/")
    assert re.search(r"«А вы кто\?»", told)


def test_phrases_are_followed_over_time_and_rotation_has_its_place(site):
    older = {
        **HEARD,
        "from": "2026-09-01",
        "to": "2026-09-30",
        "first_words": [{"id": "x", "says": "Ценник у вас конский", "count": 12}],
    }
    rotation = {**HEARD, "title": "На линии", "source": "rotation"}
    made = site(
        insight__calls={"id": "calls", **HEARD},
        insight__old={"id": "old", **older},
        insight__line={"id": "line", **rotation, "first_words": []},
    )
    told = words(pages(made)["insights/index.md"])
    assert "1–31 октября 2026: 34,2 %; 1–30 сентября 2026: 10,0 %" in told
    records, _, rotations = told.partition("Ротация между отделами")
    assert "На линии" in rotations.partition("из услышанного")[0]
    assert "На линии" not in records.partition("Что записали")[2]


def test_an_english_page_quotes_in_english(site):
    kb = {"company": "К", "language": "en", "segments": [{"id": "cafe", "title": "Cafe"}]}
    told = pages(site(config__kb=kb, insight__calls={"id": "calls", **HEARD}))
    for path in ("insights/index.md", "insights/calls.md", "director/index.md"):
        assert "“" in words(told[path])
        assert "«" not in told[path]


def test_a_phrase_stands_by_its_share_of_all_that_was_heard(site):
    """Nine of a small new sample do not stand before 41 of 120."""
    price = {"id": "price", "says": "Сколько стоит?", "count": 41}
    new = {
        "id": "line",
        "title": "На линии",
        "noticed_by": "sales",
        "sample": 34,
        "to": "2026-11-10",
        "first_words": [
            {"id": "price", "says": "Сколько стоит?", "count": 4},
            {"id": "sour", "says": "Горький или кислый?", "count": 9},
        ],
    }
    old = {"id": "calls", "title": "Звонки", "noticed_by": "sales", "sample": 120}
    old |= {"to": "2026-10-31", "first_words": [price]}
    page = pages(site(insight__calls=old, insight__line=new))["insights/index.md"]
    asked = page[page.index("kb-bars") :]
    assert asked.index("Сколько стоит?") < asked.index("Горький или кислый?")
    assert "45 из 154" in asked
