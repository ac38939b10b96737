"""The director's one screen: what waits, since when, and whose decision it is."""

import dataclasses
import re

import pytest

from scripts_kb.model.log import Rationale
from scripts_kb.pages import render

URGENT = Rationale("trailers", by="sales", urgent=True, origin="Снегопад")


def panel(site, title: str) -> str:
    pages = {page.path: page.content.decode() for page in render(site)}
    sections = re.findall(r"<section.*?</section>", pages["director/index.md"], re.DOTALL)
    (found,) = [each for each in sections if title in each]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def urgent(site, today: str, **more: str):
    whole = site(today=today)
    reason = dataclasses.replace(URGENT, **more)
    row = dataclasses.replace(whole.rows[1], rationale=reason)
    return dataclasses.replace(whole, rows=(row, *whole.rows[2:]))


@pytest.mark.parametrize(
    ("today", "more", "told"),
    [
        ("2026-10-04", {}, "1 Дорого к 5 октября 2026"),
        ("2026-10-05", {}, "1 Дорого к 5 октября 2026"),
        ("2026-10-06", {}, "1 Дорого срок был 5 октября 2026"),
        ("2026-10-06", {"cause": "а", "purpose": "б"}, "0 Здесь ничего не ждёт."),
    ],
)
def test_the_reason_of_an_urgent_change_is_a_debt_with_a_date(site, today, more, told):
    assert panel(urgent(site, today, **more), "Срочные правки").endswith(told)


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
    overdue = panel(whole, "Пора перепроверить")
    due = panel(whole, "Перепроверить в ближайшие")
    assert ("Дорого" in overdue, "Дорого" in due) == (passed, soon)
    if passed or soon:
        assert "Маркетинг" in overdue + due
