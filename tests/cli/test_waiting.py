"""Long work on a terminal: what is done and how far, gone at its end; elsewhere nothing."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

import scripts_kb
from scripts_kb.cli import waiting
from scripts_kb.files import progress
from scripts_kb.language.catalogue import catalogue

WORK = """
import sys
from scripts_kb.cli import waiting
from scripts_kb.files import progress
waiting._PATIENCE = {patience}
progress._OFTEN = 0
with waiting.shown():
    for each in progress.of("pages", range(216)):
        pass
    print("готово")
"""
SIGNS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def on_terminal(patience: float) -> tuple[str, str]:
    """Give what a program puts out, and what its terminal shows beside that."""
    ours, theirs = pty.openpty()
    code = WORK.format(patience=patience)
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    program = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=theirs, env=environment
    )
    os.close(theirs)
    shown = b""
    # A terminal whose last program has gone cannot be read any more.
    while part := _read(ours):
        shown += part
    os.close(ours)
    said, _ = program.communicate()
    assert program.returncode == 0
    return said.decode(), shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


@pytest.mark.slow
def test_long_work_is_shown_and_taken_away():
    said, shown = on_terminal(patience=-1)
    assert said == "готово\n"
    assert re.search(r"Готовим страницы .* \d+/216", SIGNS.sub("", shown))
    # The last thing is to erase the line of the bar.
    assert shown.endswith("\x1b[2K")


def test_short_work_is_not_shown():
    assert on_terminal(patience=60) == ("готово\n", "")


def test_a_pipe_is_told_nothing():
    code = WORK.format(patience=-1)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("готово\n", "")


def broken():
    with waiting.shown():
        for _ in progress.of("pages", range(3)):
            raise ZeroDivisionError


def test_a_mistake_leaves_no_bar_behind(monkeypatch):
    told = []

    class Bar:
        def stop(self):
            told.append("gone")

    class Printing:
        @staticmethod
        def bar(*far):
            told.append(far)
            return Bar()

    monkeypatch.setattr(waiting, "_PATIENCE", -1)
    monkeypatch.setattr(waiting.sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(waiting, "printing", Printing)
    with pytest.raises(ZeroDivisionError):
        broken()
    assert told == [("pages", 0, 3), "gone"]


def test_all_work_that_is_told_has_its_words():
    told = {
        what
        for file in Path(scripts_kb.__file__).parent.rglob("*.py")
        for what in re.findall(r'\bprogress\.(?:of|tell)\(\s*"(\w+)"', file.read_text("utf-8"))
    }
    assert len(told) > 5
    assert [each for each in told if f"doing-{each}" not in catalogue("commands")] == []
