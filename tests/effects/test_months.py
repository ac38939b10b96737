"""A log, facts and a base → the report of a month, for heads and for the team."""

import datetime as dt
from dataclasses import replace

import pytest

from scripts_kb.content.base import Base, Document
from scripts_kb.effects import courses, ledger, months, report
from scripts_kb.effects.records.gathered import visible
from scripts_kb.facts.records import LeadFact, PlanFact, SkuFact
from scripts_kb.schema.config import Kb, Zones
from scripts_kb.schema.practices import Decision, Regulation

TODAY = dt.date(2026, 11, 21)
OCTOBER = dt.date(2026, 10, 1)


@pytest.fixture
def full(base):
    """The base with a dispute, a rule without an owner, a card to review and zones."""
    decision = Decision.model_validate(
        {"id": "skidka", "title": "Скидка кафе", "state": "open", "opened": "2026-10-20"}
    )
    young = Decision.model_validate(
        {"id": "young", "title": "Свежий спор", "state": "open", "opened": "2026-10-28"}
    )
    settled = Decision.model_validate(
        {"id": "done", "title": "Решено", "state": "agreed", "opened": "2026-01-01"}
    )
    rule = Regulation.model_validate(
        {"id": "lead", "title": "Что такое лид", "review_by": "2026-10-15"}
    )
    documents = {
        f"{kind}/{each.id}": Document(f"{kind}/{each.id}", f"{each.id}.yml", {}, each)
        for kind, each in (
            ("decision", decision),
            ("decision", young),
            ("decision", settled),
            ("regulation", rule),
        )
    }
    zones = Zones.model_validate(
        {
            "departments": [{"id": "sales", "title": "Продажи"}],
            "zones": [
                {"id": "words", "title": "Слова", "accountable": "sales"},
                {"id": "price", "title": "Цена"},
            ],
            "control_points": [{"id": "listen", "title": "Прослушка", "owner": "Руководитель"}],
            "touch_points": [{"id": "handover", "title": "Передача"}],
        }
    )
    kb = Kb.model_validate({**base.kb.model_dump(by_alias=True), "keeper": "Ведущий"})
    return Base({**base.documents, **documents}, kb=kb, zones=zones)


@pytest.fixture
def told(full, row, expect, calls, facts):
    """Everything of October, as `of` takes it."""
    rows = [
        row("script/in", 2, "2026-09-01", expect=expect(by="2026-10-15"), title="Вилка сразу"),
        row(
            "script/other",
            2,
            "2026-09-01",
            commit="b",
            expect=expect(by="2026-10-20", of="script/other"),
            title="История бренда",
        ),
        row(
            "offer/gift",
            2,
            "2026-10-10",
            commit="c",
            expect=expect(by="2026-11-20", of="offer/gift", metric="margin"),
            title="Подарок",
        ),
        replace(
            row("objection/dorogo", 3, "2026-10-12", commit="d", subject="Молча"),
            gaps=("unexplained",),
        ),
        row(
            "objection/later",
            2,
            "2026-10-14",
            commit="e",
            urgent=True,
            origin="Снегопад",
            title="Снегопад",
        ),
        row(
            "objection/later",
            3,
            "2026-10-15",
            commit="f",
            urgent=True,
            class_="factual",
            origin="Номер сменился",
            title="Номер",
        ),
    ]
    measured = facts(
        calls("2026-08-01", "2026-08-31", 1500, 300, revenue=300_000, profit=60_000, repeat=30),
        calls("2026-09-02", "2026-10-15", 1500, 420, revenue=450_000, profit=90_000, repeat=60),
        calls("2026-08-01", "2026-08-31", 1500, 420, script="other", segment="cafe"),
        calls("2026-09-02", "2026-10-20", 1500, 300, script="other", segment="cafe"),
        leads=(
            LeadFact(dt.date(2026, 10, 5), "Поиск", "home", 40, 30, 10, "out-of-zone"),
            LeadFact(dt.date(2026, 10, 6), "Поиск", "home", 10, 5, 3, ""),
            LeadFact(dt.date(2026, 10, 6), "Карты", "home", 5, 5, 0),
            LeadFact(dt.date(2026, 11, 1), "Поиск", "home", 99, 0, 99),
        ),
        plan=(
            PlanFact(OCTOBER, "sales", "revenue", 200_000),
            PlanFact(OCTOBER, "marketing", "profit", 40_000),
            PlanFact(OCTOBER, "sales", "conversion", 25),
            PlanFact(dt.date(2026, 11, 1), "sales", "revenue", 1),
        ),
    )
    return rows, full, measured, ledger.of(rows, full, measured, TODAY)


def month_of(told, **options):
    rows, base, facts, entries = told
    return months.of(dt.date(2026, 10, 17), rows, base, facts, entries, TODAY, **options)


def test_a_month_holds_what_came_due_and_what_is_owed(told):
    month = month_of(told)
    assert (month.first, month.last, month.landed) == (OCTOBER, dt.date(2026, 10, 31), 4)
    assert [each.title for each in month.worked] == ["Вилка сразу"]
    assert [each.title for each in month.failed] == ["История бренда"]
    assert [each.title for each in month.due_next] == ["Подарок"]
    assert [(each.entity, each.subject) for each in month.unexplained] == [
        ("objection/dorogo", "Молча")
    ]
    assert [(each.title, each.due, each.lacks) for each in month.debts] == [
        ("Снегопад", dt.date(2026, 10, 16), ("cause", "purpose", "effect"))
    ]
    assert [(each.entity, each.days) for each in month.overdue] == [("regulation/lead", 16)]
    assert [(each.entity, each.days) for each in month.disputes] == [("decision/skidka", 11)]
    assert [each.entity for each in month.ownerless] == [
        "regulation/lead",
        "config/zones#zones[price]",
        "config/zones#touch_points[handover]",
    ]


def test_leads_are_told_by_source_with_reasons(told):
    assert [
        (each.source, each.received, each.accepted, each.rejected, each.reasons)
        for each in month_of(told).leads
    ] == [
        ("Поиск", 50, 35, 13, (("out-of-zone", 10), ("", 3))),
        ("Карты", 5, 5, 0, ()),
    ]


def test_a_month_stands_beside_its_plan(told):
    found = {each.metric: each for each in month_of(told).results}
    assert found["revenue"].plans == (("sales", 200_000),)
    assert found["revenue"].value == pytest.approx(450_000 * 15 / 44, rel=0.05)
    assert found["conversion"].plans == (("sales", 0.25),)
    assert (found["profit"].audience, found["revenue"].audience) == ("heads", "team")


def test_sales_by_article_stand_in_where_calls_have_no_money(told, facts):
    rows, base, measured, entries = told
    sku = (SkuFact(dt.date(2026, 10, 3), "ES-1", "home", 2, 777.0),)
    bare = tuple(each._replace(revenue=None) for each in measured.calls)
    for calls, revenue in ((measured.calls, pytest.approx(153_410, abs=1)), (bare, 777)):
        month = months.of(OCTOBER, rows, base, facts(calls, sku=sku), entries, TODAY)
        assert {each.metric: each.value for each in month.results}["revenue"] == revenue


def test_what_was_reverted_owes_nothing(told, row):
    rows, base, facts, entries = told
    back = row("objection/later", 4, "2026-10-16", source="revert", reverts="e".ljust(40, "0"))
    assert months.of(OCTOBER, [*rows, back], base, facts, entries, TODAY).debts == ()


def test_a_month_of_the_past_knows_nothing_of_later_debts(told):
    rows, base, facts, entries = told
    assert months.of(dt.date(2026, 9, 1), rows, base, facts, entries, TODAY).debts == ()


def test_the_team_sees_neither_plans_nor_profit(told):
    month = month_of(told, audience="team")
    assert [
        each.metric for each in month.results if each.metric in {"profit", "margin"} or each.plans
    ] == []
    assert month.due_next == ()
    assert {each.before.profit for each in (*month.worked, *month.failed)} == {None}
    heads, team = report.month(month_of(told), told[1]), report.month(month, told[1])
    assert "Прибыль" in heads
    assert "план" in heads.split("##")[1]
    assert "Прибыль" not in team
    assert "план" not in team.split("##")[1].partition("\n")[2]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_texts(told, language, file_regression):
    """The ledger and the month as people read them."""
    _, base, _, entries = told
    text = (
        report.ledger(visible(entries, "heads"), base, language)
        + "\n"
        + report.month(month_of(told), base, language)
    )
    file_regression.check(text, extension=f".{language}.md", encoding="utf-8")


def test_partners_see_nothing_of_it(told):
    assert visible(told[3], "partner").entries == ()


def test_a_course_tells_versions_weeks_and_changes(full, row, calls, facts):
    rows = [row("script/in", 2, "2026-10-01", title="Вилка")]
    measured = facts(
        calls("2026-09-28", "2026-09-30", 30, 6, version=1),
        calls("2026-10-01", "2026-10-11", 110, 33, version=2),
        calls("2026-10-11", "2026-10-11", 5, 0, segment="cafe"),
    )
    course = next(each for each in courses.of(rows, full, measured) if each.metric == "conversion")
    assert [(each.version, each.contacts, each.value) for each in course.versions] == [
        (None, 5, 0.0),
        (1, 30, 0.2),
        (2, 110, 0.3),
    ]
    assert course.versions[1].interval == pytest.approx((0.0950, 0.3731), abs=1e-3)
    assert [(each.first.isoformat(), each.contacts) for each in course.weeks] == [
        ("2026-09-28", 70),
        ("2026-10-05", 75),
    ]
    assert [(each.on.isoformat(), each.version, each.title) for each in course.marks] == [
        ("2026-10-01", 2, "Вилка")
    ]


def test_december_is_followed_by_january(told):
    rows, base, facts, entries = told
    month = months.of(dt.date(2025, 12, 31), rows, base, facts, entries, TODAY)
    assert (month.first, month.last) == (dt.date(2025, 12, 1), dt.date(2025, 12, 31))
