"""What a killed run left of a file is removed by the next one; what somebody writes is left alone."""

import os
import signal
import subprocess
import sys

import pytest

from scripts_kb import files
from scripts_kb.files import leftovers

WRITING = """
import sys
from pathlib import Path
from scripts_kb.files import leftovers
with leftovers.aside(Path(sys.argv[1])) as (new, stream):
    stream.write(b"half")
    stream.flush()
    if sys.argv[2:]:
        stream.close()
    print(new.name, flush=True)
    sys.stdin.read()
    new.replace(sys.argv[1])
"""


@pytest.fixture(autouse=True)
def _new_process(monkeypatch):
    """As each command begins: no folder was looked through yet."""
    monkeypatch.setattr(leftovers, "_cleared", set())


def writing(file, *more):
    command = [sys.executable, "-c", WRITING, str(file), *more]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="ascii"
    )


def names(folder):
    return sorted(each.name for each in folder.iterdir())


def test_what_a_killed_run_left_is_removed_by_the_next_one_that_writes_there(tmp_path):
    with writing(tmp_path / "a.yml") as process:
        left = process.stdout.readline().strip()
        process.send_signal(signal.SIGKILL)
    assert names(tmp_path) == [left]
    files.write(tmp_path / "b.yml", "b")
    assert names(tmp_path) == ["b.yml"]


@pytest.mark.parametrize("more", [(), ("written, not renamed yet",)])
def test_what_somebody_writes_is_left_alone(tmp_path, more):
    with writing(tmp_path / "a.yml", *more) as process:
        process.stdout.readline()
        files.write(tmp_path / "b.yml", "b")
        process.stdin.close()
    assert names(tmp_path) == ["a.yml", "b.yml"]


def test_what_is_no_file_of_ours_stays(tmp_path):
    os.mkfifo(tmp_path / ".0123abcd.new")
    (tmp_path / ".0123abce.new").symlink_to("/dev/zero")
    (tmp_path / "0123abcf.new").touch()
    files.write(tmp_path / "b.yml", "b")
    assert names(tmp_path) == [".0123abcd.new", ".0123abce.new", "0123abcf.new", "b.yml"]
