"""What the ledger says of the year, against what was planted in it."""

import contextlib
import datetime as dt
import io
import json
from pathlib import Path

import pytest

from scripts_kb import cli
from scripts_kb.app import present, workspace
from scripts_kb.demo import telling
from scripts_kb.effects.trials import counted
from scripts_kb.past import history

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "content"


def kb(*argv):
    """Run a command and give what it printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert cli.run([*argv, "--today", "2026-11-21"]) == 0
    return printed.getvalue()


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "year"
    telling.tell(folder, SAMPLE)
    return folder


@pytest.fixture(scope="module")
def entries(year):
    return json.loads(kb("facts", "ledger", "--content", str(year / "content"), "--json"))


@pytest.fixture(scope="module")
def pairs(year, entries):
    """Each planted truth with the ledger's entry of that change."""
    truths = json.loads((year / "demo.json").read_text(encoding="utf-8"))["planted"]
    found = {each["change"]: each for each in entries}
    return [(truth, found[truth["change"]]) for truth in truths if not truth["recent"]]


def test_facts_are_read_without_a_complaint(year):
    assert "facts-" not in kb("facts", "check", "--content", str(year / "content"))


def test_effects_are_found_on_their_side(pairs):
    for truth, entry in pairs:
        if truth["kind"] == "effect":
            kept = (truth["true"] > 0) == (truth["predicted"][0] == "+")
            assert entry["verdict"] == ("confirmed" if kept else "not-confirmed"), truth["step"]
            assert (entry["difference"] > 0) == (truth["true"] > 0), truth["step"]


def test_what_did_nothing_is_not_confirmed(pairs):
    found = {entry["verdict"] for truth, entry in pairs if truth["kind"] == "null"}
    assert found == {"unnoticed", "cut-short"}


def test_the_coincidence_is_called_a_shift_of_segments(pairs):
    [entry] = [entry for truth, entry in pairs if truth["kind"] == "confounder"]
    assert entry["verdict"] == "mix-shift"


def test_every_prediction_ends_in_a_verdict_or_on_a_day(year, entries):
    for entry in entries:
        if entry["verdict"] == "not-yet":
            assert entry["until"] > "2026-11-21", entry["title"]
    told = kb("facts", "ledger", "--content", str(year / "content")).split("## ")[1:]
    for entry, text in zip(entries, told, strict=False):
        if entry["verdict"] in {"not-yet", "too-little-data"}:
            waits = entry["until"] and entry["until"] in text
            assert waits or "Больше не наберётся, вывода не будет" in text, text


def test_what_is_planted_as_nothing_is_never_green(year, entries):
    """Also of the young ones: what did nothing, or came by chance, is shown as no success."""
    truths = json.loads((year / "demo.json").read_text(encoding="utf-8"))["planted"]
    nothing = {truth["change"] for truth in truths if truth["kind"] != "effect"}
    assert len(nothing) > 3
    assert not {each["change"] for each in entries if each["verdict"] == "confirmed"} & nothing


def test_the_coincidence_is_named(pairs):
    [entry] = [entry for truth, entry in pairs if truth["kind"] == "confounder"]
    mix = next(each for each in entry["cautions"] if each["code"] == "mix")
    assert abs(mix["adjusted"]) < 0.02 < entry["difference"], "held at one mix nothing is left"
    assert ("offer-started", "offer/ofis-3") in {
        (each["kind"], each["entity"]) for each in entry["overlaps"]
    }


def test_the_trials_prove_what_is_planted_in_them(year):
    """One is proved, one refuted, one of no difference; who looks at the pages sees the same."""
    where = workspace.find(year / "content")
    base, _ = present.base(where)
    today = dt.date(2026, 11, 21)
    facts, _ = present.facts(where, base, today)
    rows = history.read(where.repository, where.prefix).rows
    found = counted.of(base, rows, facts.calls, today, base.zone)
    truths = json.loads((year / "demo.json").read_text(encoding="utf-8"))["trials"]
    assert {each.trial.id: each.judged.verdict for each in found} == {
        truth["trial"]: truth["verdict"] for truth in truths
    }
    assert {truth["verdict"] for truth in truths} == {"better", "worse", "same"}


def test_scripts_are_joined_by_version_where_it_is_noted(pairs):
    by_date = {truth["step"] for truth, entry in pairs if entry["joined"] == "date"}
    assert by_date == {"mesto-odnoy-pozitsii", "porog-v-reklame"}
