"""The sample is clean on its day, and a check of it names what ends after."""

import datetime as dt
from pathlib import Path

import pytest

from scripts_kb import checks
from scripts_kb.content import loading

CONTENT = Path(__file__).parents[2] / "content"


@pytest.mark.slow
def test_the_sample_is_clean():
    base, problems = loading.load(CONTENT)
    problems += checks.check(base, dt.date(2026, 11, 21))
    assert [each.line("en") for each in problems] == []


@pytest.mark.slow
def test_it_is_not_clean_by_chance():
    base, _ = loading.load(CONTENT)
    codes = {each.code for each in checks.check(base, dt.date(2027, 12, 31))}
    assert {"expired-reference", "offer-over", "material-over", "review-overdue"} <= codes
