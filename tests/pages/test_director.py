"""The director's one screen: the month in figures, what waits, since when, and whose decision it is."""

import dataclasses
import datetime as dt
import html
import re

import pytest

from scripts_kb.effects import gathering, report
from scripts_kb.effects import months as told_months
from scripts_kb.facts.records import CallFact, Facts, LeadFact, PlanFact
from scripts_kb.pages.planning import render
from scripts_kb.past.records import Edit, Rationale

URGENT = Rationale("trailers", by="sales", urgent=True, origin="Снегопад", cause="а", purpose="б")
SECRET = 98765431
NONE = Facts()


def measured(site, facts: Facts = NONE):
    """The site with everything that is told of effects, as a build puts it together."""
    rows = tuple(reversed(site.rows))
    return dataclasses.replace(site, effects=gathering.of(rows, site.base, facts, site.today))


def page(site) -> str:
    return next(
        each.content.decode(errors="replace")
        for each in render(site)
        if each.path == "director/index.md"
    )


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def panel(site, title: str) -> str:
    sections = re.findall(r"<section.*?</section>", page(site), re.DOTALL)
    found = [each for each in sections if title in each]
    return words(found[0]) if found else f"{title} 0"


def urgent(site, today: str, **more: str):
    whole = site(today=today)
    reason = dataclasses.replace(URGENT, **more)
    row = dataclasses.replace(whole.rows[1], rationale=reason)
    return measured(dataclasses.replace(whole, rows=(row, *whole.rows[2:])))


@pytest.mark.parametrize(
    ("today", "more", "told"),
    [
        ("2026-10-04", {}, "1 Дорого · к 5 октября 2026 Сказать почему"),
        ("2026-10-05", {}, "1 Дорого · к 5 октября 2026 Сказать почему"),
        ("2026-10-06", {}, "1 Дорого · срок был 5 октября 2026 Сказать почему"),
        ("2026-10-06", {"effect": "в"}, "0"),
    ],
)
def test_the_reason_of_an_urgent_change_is_a_debt_with_a_date(site, today, more, told):
    assert panel(urgent(site, today, **more), "Срочные правки").endswith(told)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("review_by", "passed", "soon"),
    [
        ("2026-11-20", True, False),
        ("2026-11-21", False, True),
        ("2026-12-05", False, True),
        ("2026-12-06", False, False),
    ],
)
def test_a_review_is_overdue_due_or_not_yet_and_says_whose_it_is(site, review_by, passed, soon):
    whole = site(objection__dorogo={"id": "dorogo", "title": "Дорого", "review_by": review_by})
    overdue = panel(measured(whole), "Пора перепроверить")
    due = panel(measured(whole), "Перепроверить в ближайшие")
    assert ("Дорого" in overdue, "Дорого" in due) == (passed, soon)
    if passed or soon:
        assert "Маркетинг" in overdue + due


@pytest.mark.slow
@pytest.mark.parametrize(
    ("opened", "old", "young"),
    [
        ("2026-11-15", "1 Скидка · 6 дней", "0"),
        ("2026-11-16", "0", "1 Скидка · 5 дней"),
        (None, "1 Скидка · не указано, когда начат", "0"),
    ],
)
def test_a_dispute_is_the_directors_after_five_days(site, opened, old, young):
    dispute = {"id": "skidka", "title": "Скидка", "state": "open"}
    whole = measured(site(decision__skidka={**dispute, **({"opened": opened} if opened else {})}))
    assert panel(whole, "Споры, открытые дольше 5 дней").endswith(f"дней {old}")
    assert panel(whole, "Решения ждут") == f"Решения ждут {young}"


INSIGHT = {
    "id": "calls",
    "title": "Звонки",
    "from": "2026-10-01",
    "to": "2026-10-31",
    "noticed_by": "sales",
    "first_words": [{"id": "hm", "says": "А вы кто?", "count": 50}],
    "unanswered": [{"id": "bag", "says": "Пакет бумажный?", "count": 6}],
    "proposals": [
        {"id": "a", "about": "objection/dorogo", "says": "Короче", "on": "2026-11-12"},
        {"id": "b", "says": "Закрыто", "on": "2026-11-02", "state": "declined", "reply": "Нет"},
        {"id": "c", "says": "Завтрашнее", "on": "2026-11-22", "state": "open"},
    ],
}


def test_unanswered_phrases_and_proposals_tell_their_age_and_whose_ear_it_was(site):
    whole = measured(site(insight__calls=INSIGHT))
    assert panel(whole, "карточки нет").endswith(
        "1 «Пакет бумажный?» · слышали 6 раз · 21 день · Продажи"
    )
    told = panel(whole, "Предложения без ответа")
    assert told.endswith("1 Короче · Дорого · 9 дней · Продажи")
    assert 'href="../objections/dorogo/#proposals"' in page(whole)


def test_what_nobody_answers_for_is_named_once(site):
    told = panel(measured(site()), "Без ответственного")
    assert "Десять звонков" in told
    assert "Ведущий базы" in told


OCTOBER = dt.date(2026, 10, 1)
FACTS = Facts(
    calls=tuple(
        CallFact(day, "call", None, "cafe", 300, won, 100, 1_000_000, SECRET, 31)
        for day, won in ((dt.date(2026, 9, 20), 60), (dt.date(2026, 10, 20), 120))
    ),
    leads=(
        LeadFact(dt.date(2026, 10, 5), "Сайт", "home", 40, 30, 10, ""),
        LeadFact(dt.date(2026, 10, 6), "Карты", "home", 10, 6, 4, ""),
    ),
    plan=(PlanFact(OCTOBER, "sales", "revenue", 2_000_000),),
)


def tiles(site) -> dict[str, str]:
    found = re.findall(r'class="kb-tile"><dt>(.*?)</dt><dd>(.*?)</dd>', page(site), re.DOTALL)
    return {title: words(told) for title, told in found}


def test_the_month_stands_in_figures_against_the_plan(site):
    told = tiles(measured(site("heads", today="2026-11-01"), FACTS))
    assert list(told) == ["Выручка", "Прибыль", "Повторные покупки", "Принятые лиды"]
    assert told["Выручка"].startswith("1 000 000 ₽ план: 2 000 000 ₽ (Продажи), 50 %")
    assert told["Принятые лиды"] == "72,0 % 36 из 50"


@pytest.mark.slow
def test_the_team_sees_neither_profit_nor_plan(site):
    whole = measured(site(today="2026-11-01"), FACTS)
    assert list(tiles(whole)) == ["Выручка", "Повторные покупки", "Принятые лиды"]
    for secret in (f"{SECRET:,}".replace(",", "\u00a0"), "2\u00a0000\u00a0000"):
        assert secret in page(measured(site("heads", today="2026-11-01"), FACTS))
        assert secret not in page(whole)


@pytest.mark.parametrize("audience", ["heads", "team"])
def test_the_page_and_the_report_of_the_month_are_one_computation(site, audience):
    """What the one lists, the other lists: neither counts by itself."""
    whole = measured(site(audience, insight__calls=INSIGHT), FACTS)
    month = told_months.of(
        whole.today,
        tuple(reversed(whole.rows)),
        whole.base,
        FACTS,
        whole.effects.ledger,
        whole.today,
        audience=audience,
    )
    text = report.month(month, whole.base)
    shown = words(page(whole))
    for said in ("Пакет бумажный?", "Короче", "Десять звонков"):
        assert (said in text, said in shown) == (True, True)
    assert len(month.ownerless) == int(panel(whole, "Без ответственного").split()[2])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("task", "told"),
    [
        ({"due": "2026-11-20"}, "1 Обзвонить кафе · к 20 ноября 2026 · Продажи · Старший менеджер"),
        ({"due": "2026-11-21"}, "0"),
        ({"due": "2026-11-20", "done": "2026-11-21"}, "0"),
        ({}, "0"),
    ],
)
def test_a_task_of_a_meeting_past_its_day_is_the_directors_until_it_is_done(site, task, told):
    said = {"id": "t", "title": "Обзвонить кафе", "department": "sales", "role": "Старший менеджер"}
    meeting = {"id": "m", "title": "Планёрка", "tasks": [{**said, **task}]}
    whole = measured(site(meeting__m=meeting))
    assert panel(whole, "Задачи с планёрок").endswith(told)
    pages = {
        each.path: words(each.content.decode(errors="replace"))
        for each in render(whole)
        if "meet" in each.path
    }
    assert ("Обзвонить кафе" in pages["meetings/index.md"]) is ("done" not in task)
    assert ("Сделано" in pages["meetings/m.md"]) is ("done" in task)


@pytest.mark.parametrize(
    ("audience", "told"),
    [("heads", "2 Опт от 20 кг · 2 ноября 2026 Сказать почему Дорого"), ("team", "1 Дорого")],
)
def test_a_change_that_only_heads_may_see_is_not_even_counted_for_the_team(site, audience, told):
    whole = site(audience)
    hidden = dataclasses.replace(
        whole.rows[0],
        change="d" * 40,
        entity="offer/opt",
        time=int(dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC).timestamp()),
        edits=(Edit("changed", "internal.floor", 1400, 1350),),
        gaps=("unexplained",),
        rationale=None,
    )
    owed = dataclasses.replace(hidden, change="e" * 40, rationale=URGENT, gaps=())
    made = measured(dataclasses.replace(whole, rows=(owed, hidden, *whole.rows)))
    title = "Изменено без записанной причины"
    assert panel(made, title) == f"{title} {told} · 4 октября 2026 Сказать почему"
    assert ("Опт" in panel(made, "Срочные правки")) is (audience == "heads")


@pytest.mark.parametrize(
    ("lapsed", "told"),
    [
        ({}, "0"),
        (
            {"offer/opt": ("objection/dorogo",)},
            "1 Опт от 20 кг · закончилась 31 декабря 2026 · Дорого",
        ),
    ],
)
def test_an_offer_that_is_over_and_still_named_is_the_keepers_red_mark(site, lapsed, told):
    whole = dataclasses.replace(site(today="2027-01-01"), lapsed=lapsed)
    title = "🔴 Акции кончились, а скрипты и карточки их ещё называют"
    assert panel(whole, title) == f"{title} {told}"
