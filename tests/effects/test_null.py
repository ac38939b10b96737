"""Changes that do nothing → seldom called confirmed."""

import datetime as dt
import random

import pytest

from scripts_kb.effects import intervals, ledger
from scripts_kb.facts.records import CallFact, Facts

RUNS = 400
"""The whole simulation of 2,000 runs is `tools/bench facts`."""


def nothing(seed, *, versions):
    """Calls of ten weeks whose chance depends on the day of the week alone."""
    rng = random.Random(seed)  # noqa: S311 - to be repeated exactly
    share = rng.uniform(0.05, 0.5)
    for index in range(70):
        day = dt.date(2026, 8, 27) + dt.timedelta(days=index)
        weekend = day.weekday() >= 5
        contacts = rng.randint(2, 10) if weekend else rng.randint(15, 60)
        chance = share * (0.8 if weekend else 1)
        won = sum(rng.random() < chance for _ in range(contacts))
        version = (2 if day >= dt.date(2026, 10, 1) else 1) if versions else None
        yield CallFact(day, "in", version, "home", contacts, won, contacts - won)


@pytest.mark.slow
@pytest.mark.parametrize("versions", [True, False])
def test_a_change_that_does_nothing_is_seldom_confirmed(versions, row, expect, base):
    rows = [row("script/in", 2, "2026-10-01", expect=expect(by="2026-11-04"))]
    today = dt.date(2026, 11, 30)
    found = [
        ledger.of(rows, base, Facts(calls=tuple(nothing(seed, versions=versions))), today)
        for seed in range(RUNS)
    ]
    confirmed = sum(each.entries[0].verdict == "confirmed" for each in found)
    assert all(each.entries[0].joined == ("version" if versions else "date") for each in found)
    assert 0 < confirmed <= RUNS * 0.035


@pytest.mark.slow
def test_money_that_did_not_change_is_seldom_called_changed():
    rng = random.Random(5)  # noqa: S311 - to be repeated exactly

    def days():
        contacts = [rng.randint(5, 30) for _ in range(35)]
        return [(sum(rng.lognormvariate(7, 0.6) for _ in range(each)), each) for each in contacts]

    found = [intervals.bootstrap(days(), days(), seed=str(each), draws=300) for each in range(300)]
    assert sum(each.side() == 1 for each in found) <= 300 * 0.035
    assert sum(each.side() != 0 for each in found) > 0
