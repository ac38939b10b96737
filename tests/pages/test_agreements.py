"""What was agreed, with what it comes to: points, the rule that says what a lead is, disputes."""

import dataclasses
import datetime as dt
import html
import re

import pytest

from scripts_kb.effects import gathering
from scripts_kb.facts.records import CallFact, Facts, LeadFact
from scripts_kb.pages.planning import render

KB = {
    "company": "Утренний цех",
    "time_zone": "Europe/Moscow",
    "segments": [{"id": "home", "title": "Для дома"}],
    "metrics": [
        {"id": "conversion", "title": "Доля сделок", "of": "won/contacts"},
        {"id": "margin", "title": "Прибыль со сделки", "of": "profit/won"},
        {"id": "acceptance", "title": "Доля принятых лидов", "of": "accepted/received"},
    ],
    "sources": [{"id": "site", "title": "Сайт"}],
    "reasons": {"not-our-lead": [{"id": "zone", "title": "Вне зоны доставки"}]},
}
ZONES = {
    "departments": [{"id": "sales", "title": "Продажи"}, {"id": "marketing", "title": "Маркетинг"}],
    "control_points": [
        {"id": "a", "department": "sales", "title": "Звонки", "metric": "conversion"},
        {"id": "b", "department": "marketing", "title": "Чек", "metric": "margin"},
        {"id": "c", "department": "sales", "title": "Без цифр", "metric": "Слух"},
    ],
    "touch_points": [
        {"id": "d", "between": ["sales", "marketing"], "title": "Передача", "metric": "acceptance"}
    ],
}
FACTS = Facts(
    calls=(
        CallFact(dt.date(2026, 9, 30), "call", 1, "home", 100, 10, 0),
        CallFact(dt.date(2026, 11, 20), "call", 1, "home", 300, 100, 0, None, 5000.0),
    ),
    leads=(
        LeadFact(dt.date(2026, 11, 5), "site", "home", 40, 30, 10, "zone"),
        LeadFact(dt.date(2026, 11, 6), "Карты", "home", 10, 6, 4, ""),
    ),
)
DAYS = "22 октября — 20 ноября 2026"


def pages(site, facts: Facts = FACTS) -> dict[str, str]:
    rows = tuple(reversed(site.rows))
    effects = gathering.of(rows, site.base, facts, site.today)
    told = render(dataclasses.replace(site, effects=effects))
    return {
        each.path: words(each.content.decode(errors="replace"))
        for each in told
        if each.path.endswith(".md")
    }


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def made(site, audience: str = "team", **more):
    return site(audience, config__kb=KB, config__zones=ZONES, **more)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("audience", "told"),
    [
        ("heads", f"Чек Прибыль со сделки 50 ₽, {DAYS}; до того —"),
        ("team", "Чек Прибыль со сделки"),
    ],
)
def test_a_point_tells_its_last_result_and_profit_only_to_heads(site, audience, told):
    page = pages(made(site, audience))["agreements/index.md"]
    assert f"Звонки Доля сделок 33,3 %, {DAYS}; до того 10,0 %" in page
    assert "Передача Продажи Маркетинг Доля принятых лидов 72,0 %" in page
    assert told in page
    assert ("50 ₽" in page) is (audience == "heads")


@pytest.mark.parametrize("audience", ["heads", "team"])
def test_a_norm_says_of_a_number_whether_it_is_an_alarm_to_heads_alone(site, audience):
    norms = {"a": 60, "b": 45}
    control = [
        {**each, "norm": norms[each["id"]]} if each["id"] in norms else each
        for each in ZONES["control_points"]
    ]
    zones = {**ZONES, "control_points": control}
    found = pages(site(audience, config__kb=KB, config__zones=zones))
    told = "Тревога: хуже нормы 60,0 %" in found["agreements/index.md"]
    held = "Норма 45 ₽ выдержана" in found["agreements/index.md"]
    named = "Хуже нормы 1 Звонки" in found["director/index.md"]
    assert (told, held, named) == ((audience == "heads"),) * 3


def test_where_nothing_was_measured_a_point_says_no_number(site):
    page = pages(made(site), Facts())["agreements/index.md"]
    assert "%" not in page
    assert "Без цифр Слух" in page


RULE = {"id": "lid", "title": "Что считать лидом", "metric": "acceptance", "body": "Заявка."}


@pytest.mark.slow
def test_the_rule_of_a_lead_tells_acceptance_by_source_with_reasons(site):
    page = pages(made(site, regulation__lid=RULE))["regulations/lid.md"]
    assert "Доля принятых лидов Ноябрь 2026: 72,0 %" in page
    assert "С какой причиной возвращают Вне зоны доставки" in page
    assert "Сайт 40 30 75,0 % Вне зоны доставки 10" in page
    assert "Карты 10 6 60,0 % причина не указана 4" in page


@pytest.mark.slow
@pytest.mark.parametrize("metric", ["", "conversion"])
def test_a_rule_of_something_else_tells_nothing_of_leads(site, metric):
    page = pages(made(site, regulation__lid={**RULE, "metric": metric}))["regulations/lid.md"]
    assert "Сайт" not in page
    assert ("Доля сделок Ноябрь 2026: 33,3 %" in page) is bool(metric)


def test_an_open_dispute_tells_its_age_and_a_settled_one_when_it_is_looked_at_again(site):
    page = pages(
        made(
            site,
            decision__a={"id": "a", "title": "Спор", "state": "open", "opened": "2026-11-10"},
            decision__b={"id": "b", "title": "Мир", "state": "agreed", "review_by": "2027-01-10"},
        )
    )["agreements/index.md"]
    assert "Спор Спор идёт 11 дней" in page
    assert "Договорились Перепроверить до 10 января 2027" in page
