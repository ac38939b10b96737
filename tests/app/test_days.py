"""A base is published on every day to come: what time alone made wrong keeps nobody from it."""

import datetime as dt
import inspect
import re
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scripts_kb import checks
from scripts_kb.app import build, checking, present, site, workspace
from scripts_kb.checks import ending, fields
from scripts_kb.cli import demo, run
from tests.thorough import THOROUGH

ROOT = Path(__file__).resolve().parents[2]
LAST = dt.date(2026, 11, 21)
YEARS = 3_653
DATE = re.compile(r"\b20\d\d-\d\d-\d\d\b")
AROUND = (-15, -14, -1, 0, 1)
"""Days from a date that may change what is told: two weeks before it, and the day after it."""


@pytest.fixture(scope="module", params=["sample", "demonstration"])
def where(request, tmp_path_factory, looked_up) -> workspace.Workspace:
    """Gives the sample of this repository, then the year of the demonstration."""
    if request.param == "sample":
        return workspace.find(ROOT / "content")
    folder = tmp_path_factory.mktemp("demo") / "year"
    assert CliRunner().invoke(demo.command, [str(folder)]).exit_code == 0
    looked_up(folder)
    return workspace.find(folder / "content")


def days(content: Path) -> list[dt.date]:
    """Give the days from the last commit on when something may change, with the ends of years."""
    files = [*content.rglob("*.yml"), *content.rglob("*.md")]
    dates = {found for each in files for found in DATE.findall(each.read_text(encoding="utf-8"))}
    near = {
        dt.date.fromisoformat(date) + dt.timedelta(days=each) for date in dates for each in AROUND
    }
    last = LAST + dt.timedelta(days=YEARS)
    edges = {
        dt.date(year, month, 1) + dt.timedelta(days=each)
        for year in range(LAST.year, last.year + 2)
        for month, each in ((1, -1), (1, 0), (3, -2), (3, -1), (3, 0))
    }
    return sorted({LAST, last, *(each for each in near | edges if LAST <= each <= last)})


def errors(where, found, mistakes, day: dt.date) -> list[str]:
    _, problems = checking.checked(where, found, mistakes, today=day)
    return [each.line() for each in problems if each.severity == "error"]


@pytest.mark.slow
@pytest.mark.parametrize("after", [0, 30, 60, 120, 400, YEARS])
def test_a_check_finds_no_error_that_only_time_made(where, after):
    found, mistakes = present.base(where)
    assert errors(where, found, mistakes, LAST + dt.timedelta(days=after)) == []


@pytest.mark.slow
def test_what_is_over_is_told_with_the_cards_that_name_it(where):
    found, _ = present.base(where)
    assert ending.over(found, LAST) == {}
    over = ending.over(found, LAST + dt.timedelta(days=YEARS))
    assert "offer/probnik" in over
    assert "script/first-call-cafe" in over["offer/probnik"]


def checked_on(day: dt.date, content: Path, capsys) -> tuple[int, str]:
    """Run the command itself, as people and recipes do."""
    code = run(["check", "--content", str(content), "--today", day.isoformat()])
    return code, capsys.readouterr().out


@pytest.mark.slow
def test_what_time_alone_made_wrong_is_told_with_what_to_do_and_fails_no_check(capsys):
    content = ROOT / "content"
    last = dt.date(2026, 12, 31)
    told = {each: checked_on(each, content, capsys) for each in (LAST, last, dt.date(2028, 2, 29))}
    assert {code for code, _ in told.values()} == {0}
    assert "offer-ends" not in told[LAST][1]
    assert "осталось дней: 0" in told[last][1]
    over = [line for line in told[dt.date(2028, 2, 29)][1].splitlines() if "offer-over" in line]
    assert len(over) > 2
    assert all("Продлите valid_to или поставьте status: archived" in line for line in over)


@pytest.mark.slow
@pytest.mark.parametrize("day", [LAST, dt.date(2028, 2, 29), LAST + dt.timedelta(days=YEARS)])
def test_what_is_wrong_fails_a_check_on_every_day(day, tmp_path, capsys):
    shutil.copytree(ROOT / "content", tmp_path / "content")
    card = next((tmp_path / "content" / "objections").rglob("*.yml"))
    card.write_text(card.read_text("utf-8") + "offers: [no-such-offer]\n", encoding="utf-8")
    assert checked_on(day, tmp_path / "content", capsys)[0] == 1


def first(told: Callable[..., Any]) -> Callable[..., Any]:
    """Give always what was told first."""
    answers: list[Any] = []

    def again(*asked: Any, **more: Any) -> Any:
        if not answers:
            answers.append(told(*asked, **more))
        return answers[0]

    return again


@pytest.fixture
def read_once(monkeypatch):
    """Let the facts be read for the first day: what is measured by then, is by any later one.

    The tests above read them for later days.
    """
    monkeypatch.setattr(present, "facts", first(present.facts))


@pytest.fixture
def judged_once(monkeypatch):
    """Let rules that are not told the day judge once: they would say the same on each of them."""
    for module in vars(checks).values():
        rule = getattr(module, "check", None) if inspect.ismodule(module) else None
        if rule and list(inspect.signature(rule).parameters) == ["base"]:
            monkeypatch.setattr(module, "check", first(lambda base, rule=rule: [*rule(base)]))
    with fields.walked_once():
        monkeypatch.setattr(fields, "walked_once", nullcontext)
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("read_once", "judged_once")
def test_no_day_of_ten_years_has_an_error(where):
    found, mistakes = present.base(where)
    told = {day: errors(where, found, mistakes, day) for day in days(where.content)}
    assert {day: lines for day, lines in told.items() if lines} == {}


def those_of(where, audience: str) -> list[dt.date]:
    """Give the days on which a site is made: the day after each promotion, and ends of years.

    Partners read of offers alone, and theirs is made on each of them. Of the others, whose pages
    are hundreds, it is made when all are over and at the last; in a thorough run also before, when
    the first is over, and at the end of a February.
    """
    found, _ = present.base(where)
    ends = {each.record.valid_to for each in found.of("offer")} - {None}
    after = sorted(each + dt.timedelta(days=1) for each in ends)
    edges = [dt.date(2026, 12, 31), dt.date(2027, 1, 1), dt.date(2028, 2, 29)]
    last = LAST + dt.timedelta(days=YEARS)
    if audience == "partner":
        return sorted({LAST, *after, *edges, last})
    return sorted({after[-1], last, *([LAST, after[0], edges[-1]] if THOROUGH else ())})


@pytest.fixture(scope="module")
def past():
    """Reads the past of a base once; it stands until something lands."""
    return cache(site.told)


@pytest.mark.slow
@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("audience", ["team", "heads", "partner"])
def test_a_site_is_made_after_every_promotion_and_in_ten_years(
    where, audience, tmp_path, past, monkeypatch
):
    monkeypatch.setattr(site, "told", past)
    for day in those_of(where, audience):
        made = build.tree(where, tmp_path, today=day, audience=audience)
        assert made.pages > 5
        assert [each.line() for each in made.problems if each.severity == "error"] == []
