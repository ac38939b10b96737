"""Of two that write the same files one waits; a lock outlives no process that held it."""

import signal
import subprocess
import sys

from scripts_kb.files import locks

HOLDING = """
import subprocess, sys
from pathlib import Path
from scripts_kb.files import locks
with locks.held(Path(sys.argv[1]), lambda: print("waits", flush=True)) as held:
    print("holds", flush=True)
    if sys.argv[2:]:
        subprocess.run(["sh", "-c", "echo started; sleep 0.5"], pass_fds=held)
    else:
        sys.stdin.read()
"""


def holding(folder, *more):
    return subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(folder), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="ascii",
    )


def test_the_second_says_once_that_it_waits_and_goes_on_when_the_first_is_done(tmp_path):
    with holding(tmp_path) as first, holding(tmp_path) as second:
        told = {first.stdout.readline(), second.stdout.readline()}
        assert told == {"holds\n", "waits\n"}
        first.stdin.close()
        second.stdin.close()
        assert {first.stdout.read(), second.stdout.read()} == {"", "holds\n"}
    assert list(tmp_path.iterdir()) == []


def test_a_killed_process_holds_nothing_but_one_that_it_started_still_does(tmp_path):
    waited = []
    with holding(tmp_path, "with a child") as process:
        assert [process.stdout.readline() for _ in range(2)] == ["holds\n", "started\n"]
        process.send_signal(signal.SIGKILL)
        process.wait()
        with locks.held(tmp_path, lambda: waited.append("waits")):
            pass
        with locks.held(tmp_path, lambda: waited.append("again")):
            pass
    assert waited == ["waits"]
