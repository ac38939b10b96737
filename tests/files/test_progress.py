"""How far work has come: heard here, from another process, or by nobody."""

import subprocess
import sys
from itertools import count
from types import SimpleNamespace

from scripts_kb.files import progress


def test_each_thing_is_told_and_then_the_end(monkeypatch):
    clock = count(1)
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    progress._told.clear()
    said = []
    with progress.heard(lambda *far: said.append(far)):
        assert list(progress.of("pages", "ab")) == ["a", "b"]
        assert list(progress.of("deals", iter("ab"))) == ["a", "b"]
    assert said == [
        ("pages", 0, 2), ("pages", 1, 2), ("pages", 2, 2),
        ("deals", 0, 0), ("deals", 1, 0), ("deals", 2, 2),
    ]  # fmt: skip


def test_it_is_told_no_oftener_than_an_eye_sees_but_the_end_always(monkeypatch):
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: 100.0))
    said = []
    progress._told.clear()
    with progress.heard(lambda *far: said.append(far)):
        list(progress.of("pages", range(5000)))
    assert said == [("pages", 0, 5000), ("pages", 5000, 5000)]


def test_nobody_listens_and_nothing_happens():
    progress.tell("pages", 1, 2)
    with progress.received() as (environment, descriptors):
        assert (environment, descriptors) == ({}, ())


def test_another_process_tells_through_a_pipe(tmp_path):
    code = (
        "from scripts_kb.files import progress\n"
        "with progress.forwarded():\n"
        "    list(progress.of('pages', 'abc'))\n"
    )
    said = []
    with (
        progress.heard(lambda *far: said.append(far)),
        progress.received() as (environment, descriptors),
    ):
        subprocess.run(
            [sys.executable, "-c", code], env=environment, pass_fds=descriptors, check=True
        )
    assert said[0] == ("pages", 0, 3)
    assert said[-1] == ("pages", 3, 3)


def test_who_tells_goes_on_where_nobody_listens_any_more(tmp_path):
    code = (
        "import os\n"
        "from scripts_kb.files import progress\n"
        "reading, writing = os.pipe()\n"
        "os.environ[progress.VARIABLE] = str(writing)\n"
        "os.close(reading)\n"
        "with progress.forwarded():\n"
        "    print(list(progress.of('pages', 'abc')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['a', 'b', 'c']\n"


def test_a_copy_of_this_process_tells_nobody():
    code = (
        "import os\n"
        "from scripts_kb.files import progress\n"
        "with progress.heard(lambda *far: print(far, flush=True)):\n"
        "    child = os.fork()\n"
        "    progress.tell('pages', 7, 7)\n"
        "    if child: os.waitpid(child, 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "('pages', 7, 7)\n"
