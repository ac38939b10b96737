"""Facts and points → the last result of each metric, in each rhythm that a point names."""

import datetime as dt

import pytest

from scripts_kb.content.base import Base
from scripts_kb.effects import points
from scripts_kb.facts.records import CallFact, Facts, LeadFact
from scripts_kb.schema.config import Kb, Zones

KB = Kb.model_validate(
    {
        "metrics": [
            {"id": "conversion", "of": "won/contacts"},
            {"id": "margin", "of": "profit/won"},
            {"id": "acceptance", "of": "accepted/received"},
            {"id": "love", "of": "love/contacts"},
        ]
    }
)


def base(*named: tuple[str, str]) -> Base:
    """A base whose control points name metrics in rhythms."""
    control = [
        {"id": f"p{number}", "title": "т", "metric": metric, "rhythm": rhythm}
        for number, (metric, rhythm) in enumerate(named)
    ]
    return Base(kb=KB, zones=Zones.model_validate({"control_points": control}))


def call(day: str, contacts: int, won: int, profit: float | None = None) -> CallFact:
    return CallFact(dt.date.fromisoformat(day), "in", 1, "home", contacts, won, 0, None, profit)


CALLS = (
    call("2026-11-06", 100, 90),
    call("2026-11-13", 100, 10),
    call("2026-11-14", 100, 20),
    call("2026-11-20", 300, 100, 5000.0),
)


@pytest.mark.parametrize(
    ("rhythm", "first", "value", "before"),
    [
        ("daily", "2026-11-20", 100 / 300, None),
        ("weekly", "2026-11-14", 120 / 400, 10 / 100),
        ("monthly", "2026-10-22", 220 / 600, None),
        ("раз в год", "2026-10-22", 220 / 600, None),
    ],
)
def test_a_point_is_read_in_its_own_rhythm_and_compared_with_the_period_before(
    rhythm, first, value, before
):
    (found,) = points.of(base(("conversion", rhythm)), Facts(calls=CALLS))
    assert (found.first.isoformat(), found.last.isoformat()) == (first, "2026-11-20")
    assert found.value == pytest.approx(value)
    assert found.before == (None if before is None else pytest.approx(before))


@pytest.mark.parametrize("metric", ["love", "unknown", "acceptance"])
def test_what_nobody_measured_has_no_result(metric):
    assert list(points.of(base((metric, "weekly")), Facts(calls=CALLS))) == []


def test_each_metric_counts_the_days_that_have_its_columns_and_tells_who_may_see_it():
    leads = (LeadFact(dt.date(2026, 11, 3), "Сайт", "home", 10, 7, 3, ""),)
    named = base(("margin", "weekly"), ("acceptance", "weekly"), ("margin", "weekly"))
    found = list(points.of(named, Facts(calls=CALLS, leads=leads)))
    assert [(each.metric, each.value, each.last.day, each.audience) for each in found] == [
        ("margin", 50.0, 20, "heads"),
        ("acceptance", 0.7, 3, "team"),
    ]


@pytest.mark.parametrize(
    ("better", "norm", "standing"),
    [
        ("up", 30, "held"),
        ("up", 0.34, "near"),
        ("up", 40, "alarm"),
        ("down", 40, "held"),
        ("down", 28, "near"),
        ("down", 0.2, "alarm"),
    ],
)
def test_a_result_worse_than_its_norm_is_an_alarm_unless_chance_explains_it(better, norm, standing):
    """120 of 400 in the week: 30 %, between 25.7 and 34.7 %."""
    metric = {"id": "conversion", "of": "won/contacts", "better": better}
    found = base(("conversion", "weekly"))
    found = Base(kb=Kb.model_validate({"metrics": [metric]}), zones=found.zones)
    (reached,) = points.of(found, Facts(calls=CALLS))
    assert points.standing(reached, norm) == standing


def test_money_has_no_chance_to_hide_behind():
    (reached,) = points.of(base(("margin", "monthly")), Facts(calls=CALLS))
    assert [points.standing(reached, norm) for norm in (50, 51)] == ["held", "alarm"]
