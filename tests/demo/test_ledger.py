"""What the ledger says of the year, against what was planted in it."""

import contextlib
import io
import json
from pathlib import Path

import pytest

from scripts_kb import cli
from scripts_kb.demo import telling

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
def pairs(year):
    """Each planted truth with the ledger's entry of that change."""
    truths = json.loads((year / "demo.json").read_text(encoding="utf-8"))["planted"]
    entries = json.loads(kb("facts", "ledger", "--content", str(year / "content"), "--json"))
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
    assert {entry["verdict"] for truth, entry in pairs if truth["kind"] == "null"} == {"not-yet"}


def test_the_coincidence_is_named(pairs):
    [entry] = [entry for truth, entry in pairs if truth["kind"] == "confounder"]
    mix = next(each for each in entry["cautions"] if each["code"] == "mix")
    assert abs(mix["adjusted"]) < 0.02 < entry["difference"], "held at one mix nothing is left"
    assert ("offer-started", "offer/ofis-3") in {
        (each["kind"], each["entity"]) for each in entry["overlaps"]
    }


def test_scripts_are_joined_by_version_where_it_is_noted(pairs):
    by_date = {truth["step"] for truth, entry in pairs if entry["joined"] == "date"}
    assert by_date == {"mesto-odnoy-pozitsii", "porog-v-reklame"}
