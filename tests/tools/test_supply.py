"""What the locks bring in: licences, months of the last releases, lists that are out of reach."""

import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.checks import __main__ as checks
from tools.checks import locks, steps, supply
from tools.checks.finding import Finding
from tools.checks.steps import Result, Step

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 29)


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "tools/checks").mkdir(parents=True)
    for name in (locks.RUNTIME, locks.DEV, supply.TABLE):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def told(checkout, today=TODAY, **changes):
    file = checkout / supply.TABLE
    table = json.loads(file.read_text("utf-8"))
    for name, value in changes.items():
        table[name] = {**table[name], **value} if isinstance(value, dict) else value
    file.write_text(json.dumps(table), "utf-8")
    return [str(each) for each in supply.check(checkout, today)]


def test_what_this_checkout_takes_in_is_allowed_and_planned(checkout):
    assert told(checkout) == []


FOUND = {
    "a licence that is not allowed": ({"allowed": ["MIT"]}, "click is under BSD-3-Clause"),
    "a tool's licence, of what is shipped": ({"tools": []}, "codespell is under GPL-2.0-only"),
    "what stands still without a plan": (
        {"released": {"click": "2024-01"}},
        "click has had no release for 34 months: what is the plan?",
    ),
    "an empty plan": ({"plans": {"colorama": ""}}, "colorama has had no release for 49 months"),
    "what is no more": ({"released": {"gone": "2026-01"}}, "gone is in no lock any more"),
    "a plan for what is no more": ({"plans": {"gone": "x"}}, "gone is in no lock any more"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("changes", "said"), FOUND.values(), ids=FOUND)
def test_what_is_wrong_is_named(checkout, changes, said):
    assert any(said in each for each in told(checkout, **changes))


def test_a_dependency_that_nobody_looked_up_is_named(checkout):
    file = checkout / supply.TABLE
    table = json.loads(file.read_text("utf-8"))
    del table["released"]["click"]
    file.write_text(json.dumps(table), "utf-8")
    assert any("click: when was it released last?" in each for each in told(checkout))


def test_dates_are_believed_for_a_year(checkout):
    assert told(checkout, read="2025-11") == []
    assert any("read them again" in each for each in told(checkout, read="2025-10"))


class Done:
    def __init__(self, stdout="", returncode=0):
        self.stdout, self.returncode = stdout, returncode


FAULTS = {
    "none": (json.dumps({"dependencies": [{"name": "a", "version": "1", "vulns": []}]}), []),
    "one": (
        json.dumps({"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "GHSA-1"}]}]}),
        [Finding(locks.DEV, 0, "a 1: GHSA-1")],
    ),
    "out of reach": ("", None),
    "an index that knows of none": (
        json.dumps({"dependencies": [{"name": "a", "skip_reason": "not found"}]}),
        None,
    ),
    "one of which nobody knows": (
        json.dumps(
            {
                "dependencies": [
                    {"name": "a", "version": "1", "vulns": []},
                    {"name": "b", "skip_reason": "not found"},
                ]
            }
        ),
        [Finding(locks.DEV, 0, "b: nobody could be asked")],
    ),
}


@pytest.mark.parametrize(("printed", "expected"), FAULTS.values(), ids=FAULTS)
def test_faults_are_known_or_it_is_said_that_they_are_not(monkeypatch, printed, expected):
    monkeypatch.setattr(supply.subprocess, "run", lambda *_, **__: Done(printed, 1))
    assert supply.faults(ROOT) == expected


def test_lists_that_never_answer_are_out_of_reach(monkeypatch):
    def late(*_, **__):
        raise subprocess.TimeoutExpired("pip_audit", 1)

    monkeypatch.setattr(supply.subprocess, "run", late)
    assert supply.faults(ROOT) is None
    assert steps.of_faults(ROOT) is Result.NOT_RUN


def test_a_program_that_does_not_start_is_not_run(monkeypatch):
    monkeypatch.setattr(supply.sys, "executable", "/nowhere/python")
    assert steps.of_workflows(ROOT) is Result.NOT_RUN


@pytest.mark.parametrize(("afar", "code"), [(True, 0), (False, 1)])
def test_in_ci_only_what_asks_elsewhere_may_be_left_out(tmp_path, afar, code):
    step = Step("x", "x", lambda _: Result.NOT_RUN, afar=afar)
    assert checks.run([step], tmp_path, ci=True) == code
    assert [each.name for each in steps.STEPS if each.afar] == ["faults"]


SPOILED = {
    "a stranger's words in a command": ('echo "The gate: $status"', "echo ${{ github.event.workflow_run.head_branch }}"),
    "a trigger that nobody thought of": ("# zizmor: ignore[dangerous-triggers]", "#"),
    "an action by its tag": ("checkout@3d3c42e5aac5ba805825da76410c181273ba90b1", "checkout@v7"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("old", "new"), [("", ""), *SPOILED.values()], ids=["ours", *SPOILED])
def test_recipes_are_held_against_the_rules_of_safe_workflows(tmp_path, old, new):
    shutil.copytree(ROOT / ".github", tmp_path / ".github")
    file = tmp_path / ".github/workflows/review.yml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    assert bool(supply.workflows(tmp_path)) == bool(new)
