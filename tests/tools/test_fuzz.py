"""The fuzz of foreign bytes: what it found stays found, and it finds what is planted."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.benches import _foreign, _place, _spoiling, fuzz

ROOT = Path(__file__).parents[2]
KEPT = [(reader, named) for reader in _foreign.READERS for named in reader.found()]
# Those that start git for each file have their turn in the bench.
QUICK = [each for each in _foreign.READERS if each.name not in {"kept", "landed"}]


@pytest.fixture(scope="module", autouse=True)
def _place_to_work(tmp_path_factory):
    here = os.getcwd()  # noqa: PTH109 - readers go to their base, as a person does
    with pytest.MonkeyPatch.context() as patch:
        for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
            patch.setenv(name, os.devnull)
        _place.prepare(tmp_path_factory.mktemp("fuzz"))
        yield
    os.chdir(here)


def run(*argv):
    """Runs Python in the checkout: a copy of a process of tests would hold the locks of others."""
    return subprocess.run(
        [sys.executable, *argv], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_what_was_found_once_is_read():
    # Ten times what the bench allows: a busy machine fails nothing.
    options = ("--minutes", "0", "--slack", "10", "--json")
    done = run("-m", "tools.benches", "fuzz", *options)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["value"] == len(KEPT) >= 25


@pytest.mark.slow
@pytest.mark.parametrize("reader", QUICK, ids=lambda each: each.name)
def test_a_spoiled_file_is_a_problem_a_line_or_a_value(reader):
    corpus = reader.files()
    trials = fuzz.Trials(0, (reader,), (corpus,))

    @settings(max_examples=6, derandomize=True, database=None)
    @given(number=st.integers(0, 1 << 40))
    def holds(number):
        trials.try_(number)

    holds()


def test_a_process_with_the_number_of_one_that_ended_has_a_base_of_its_own(monkeypatch):
    folders = []
    for _ in range(2):
        monkeypatch.setattr(_place, "_MADE", {})
        folders.append(_place.base().folder)
    assert folders[0] != folders[1]
    assert all((each / "content/kb.yml").is_file() for each in folders)


def test_the_same_number_is_the_same_input():
    readers = QUICK[:3]
    one, other = (fuzz.Trials(7, tuple(readers), tuple(each.files() for each in readers)),) * 2
    found = [one.of(number) for number in range(30)]
    assert found == [other.of(number) for number in range(30)]
    assert len({named.content for _, named in found}) > 20


@pytest.mark.parametrize("ways", _spoiling.WAYS)
def test_whatever_is_spoiled_stays_bytes_of_a_size(ways):
    for number in range(60):
        chance = random.Random(number)  # noqa: S311 - spoiled, not secret
        found = _spoiling.spoiled([b"", b"id: x\n", b'{"a": [1]}'], _spoiling.WAYS[ways], chance)
        assert len(found) <= 400_000


PLANTED = """
import os, signal, time
from tools.benches._forked import Limits, run, step

def spin(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass

def trial(number):
    if number == 1:
        raise ValueError("planted")
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 4:
        bytearray(4 << 30)
    if number == 7:  # two commands, each in time
        for _ in range(2):
            with step():
                spin(0.12)
    if number == 8:
        with step():
            spin(0.3)
    spin({2: 60, 6: 0.3}.get(number, 0))

for ended in run(trial, Limits(0.2, 2000.0), until=lambda number: number > 8):
    print(ended.number, ended.how)
"""


@pytest.mark.slow
def test_each_way_to_end_is_told_and_the_next_trial_goes_on():
    done = run("-c", PLANTED)
    assert sorted(done.stdout.splitlines()) == [
        "0 fine",
        "1 raised",
        "2 slow",
        "3 died",
        "4 large",
        "5 fine",
        "6 slow",
        "7 fine",
        "8 slow",
    ], done.stderr


@pytest.mark.parametrize(("depth", "kept"), [(30, False), (200_000, True)])
def test_what_is_spoiled_is_not_read_deeper_than_a_loader_may_go(depth, kept):
    content = b"id: x\na: " + b"[" * depth + b"]" * depth
    chance = random.Random(1)  # noqa: S311 - spoiled, not secret
    assert (_spoiling.yaml_tree(content, chance) == content) is kept
