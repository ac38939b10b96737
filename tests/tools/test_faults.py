"""The bench of faults: what it knows to be whole is whole, and it finds what is planted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.benches import _whole, _writers
from tools.benches._whole import Course, Writer

ROOT = Path(__file__).parents[2]
PLANTED = """
import pathlib, sys
for name in ("a", "b"):
    with open(f"content/{name}.yml", "w") as file:
        file.write(name * 9)
"""


def run(*options):
    return subprocess.run(
        [sys.executable, "-m", "tools.benches", "faults", "--json", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tree", "fmt", "facts-again"])
def test_what_writes_is_whole_whatever_fails(name):
    done = run("--only", name, "--kills", "1", "--writes", "2")
    assert done.returncode == 0, done.stderr
    rows = {row["what"]: row["value"] for row in json.loads(done.stdout)}
    assert (rows["kills"], rows["failing writes"]) == (1, 2)
    assert rows[f"  {name}: changes"] > 2


def test_a_part_that_is_neither_old_nor_new_is_found():
    old, new = ({"site": {"site/a": text, "site/b": text}} for text in (b"old", b"new"))
    known = Course(old, new, frozenset(), (), 0.0)
    mixed = {"site": {"site/a": b"new", "site/b": b"old"}}
    assert list(_whole._mixed(mixed, known, was_killed=True)) == ["site: 2 files, 2 before"]
    for stands in (old, new):
        assert list(_whole._mixed(stands, known, was_killed=False)) == []


@pytest.mark.parametrize(
    ("code", "said", "stands", "told"),
    [
        (0, "", {"a": {"a": b"new"}}, []),
        (0, "", {"a": {"a": b"old"}}, ["success that is none: a: a"]),
        (2, "kb: диск полон\n", {"a": {"a": b"old"}}, []),
        (2, "kb: диск\nполон\n", {"a": {"a": b"old"}}, ["2 lines: kb: диск\nполон"]),
        (3, "kb: ошибка", {"a": {"a": b"old"}}, ["exit code 3: kb: ошибка"]),
        (-9, "", {"a": {"a": b"old"}}, []),
    ],
)
def test_what_is_said_is_one_line(code, said, stands, told):
    known = Course({"a": {"a": b"old"}}, {"a": {"a": b"new"}}, frozenset(), (), 0.0)
    assert list(_whole._untold(code, said, known, stands)) == told


@pytest.mark.parametrize(
    ("way", "stands"),
    [("refused", {"a": "a" * 9}), ("full", {"a": "a" * 9, "b": ""}), ("killed", {"a": "a" * 9})],
)
def test_the_second_change_fails_in_each_way(way, stands, tmp_path, monkeypatch):
    root = tmp_path / "base"
    (root / "content").mkdir(parents=True)
    fault = _whole.Fault(str(root), str(tmp_path / "noted"), 2, way)
    environment = _whole.environment_of(root) | _whole._disk.preloaded(fault, tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", PLANTED], cwd=root, env=environment, check=False, capture_output=True
    )
    assert done.returncode == (-9 if way == "killed" else 1)
    found = {each.stem: each.read_text() for each in (root / "content").iterdir()}
    assert found == {name: text for name, text in stands.items() if name in found}
    assert set(found) <= set(stands)
    assert _whole._disk.changes(fault)[:2] == ["open content/a.yml", "open content/b.yml"]


def test_every_writer_has_its_share():
    assert sum(each.share for each in _writers.WRITERS) >= 100
    assert all(isinstance(each, Writer) for each in _writers.WRITERS)
