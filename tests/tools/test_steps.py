"""The run of all checks: order, titles, summary, exit code."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scripts_kb.app import workspace
from tests.patience import PATIENCE
from tools import chromium, days
from tools.checks import __main__ as runner
from tools.checks import steps
from tools.checks.finding import Finding
from tools.checks.steps import Result, Step


def _step(name: str, result: Result) -> Step:
    def run(_: Path) -> Result:
        print(f"{name} says")  # noqa: T201 - a step prints
        return result

    return Step(name, f"title of {name}", run)


GOOD = _step("good", Result.PASSED)
BAD = _step("bad", Result.FAILED)
ABSENT = _step("absent", Result.NOT_RUN)


@pytest.mark.parametrize(
    ("chosen", "ci", "code", "closing"),
    [
        ([GOOD], False, 0, "1 passed, 0 failed"),
        ([BAD, GOOD], False, 1, "1 passed, 1 failed"),
        ([GOOD, ABSENT], False, 0, "1 passed, 0 failed, 1 skipped"),
        ([GOOD, ABSENT], True, 1, "1 passed, 1 failed"),
    ],
)
def test_run_goes_on_after_a_failure_and_counts(capsys, tmp_path, chosen, ci, code, closing):
    assert runner.run(chosen, tmp_path, ci=ci) == code
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == closing
    assert [f"{step.name} says" for step in chosen] == [x for x in lines if x.endswith("says")]
    assert [x for x in lines if x.startswith("===") and "title" in x] == [
        f"=== {n}/{len(chosen)} {step.name}: {step.title}" for n, step in enumerate(chosen, 1)
    ]


BESIDE = """
import os, signal, sys, time
from pathlib import Path
from tools.checks import __main__ as runner
from tools.checks.steps import Result, Step

met = Path("met")

def waits(_):
    print("waits says", flush=True)
    os.system("echo its program says")
    while not met.exists():  # another step ends before this one can
        time.sleep(0.01)
    return Result.PASSED

def opens(_):
    print("opens says", os.path.relpath(os.environ["MADE"]))
    return Result.PASSED

def meets(_):
    print("meets says", file=sys.stderr)
    met.touch()
    return Result.NOT_RUN

def breaks(_):
    raise ValueError("broken")

def dies(_):
    os.kill(os.getpid(), signal.SIGKILL)

runner.os.cpu_count = lambda: 1
steps = [
    Step("waits", "t", waits, beside=True, gives=("MADE", "place")),
    Step("opens", "t", opens, beside=True, after="waits"),
    *(Step(run.__name__, "t", run, beside=True) for run in (meets, breaks, dies)),
]
alone = Step("alone", "t", lambda _: print("alone says") or Result.PASSED)
sys.exit(runner.run([*steps, alone], Path(), ci=False))
"""


@pytest.mark.slow
def test_steps_run_beside_each_other_after_what_they_wait_for_and_are_told_in_order(tmp_path):
    # In a process of its own: a copy of one that has threads is not safe.
    done = subprocess.run(
        [sys.executable, "-c", BESIDE],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )
    assert done.returncode == 1, done.stderr
    told = [line for line in done.stdout.splitlines() if line.startswith("===") or "says" in line]
    assert [line.partition(", ")[0] for line in told] == [
        *("=== 1/6 waits: t", "waits says", "its program says", "=== waits: passed"),
        *("=== 2/6 opens: t", "opens says place", "=== opens: passed"),
        *("=== 3/6 meets: t", "meets says", "=== meets: NOT RUN"),
        *("=== 4/6 breaks: t", "=== breaks: FAILED"),
        *("=== 5/6 dies: t", "=== dies: FAILED"),
        *("=== 6/6 alone: t", "alone says", "=== alone: passed"),
    ]
    assert "ValueError: broken" in done.stdout
    assert done.stdout.splitlines()[-1] == "3 passed, 2 failed, 1 skipped"


def test_step_not_run_is_told_loudly(capsys):
    runner.run([ABSENT], Path(), ci=False)
    assert "NOT RUN: absent" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("arguments", "ran", "code"),
    [
        ([], ["good", "bad"], 1),
        (["--only", "good"], ["good"], 0),
        (["--only", "bad", "--only", "good"], ["good", "bad"], 1),
        (["--list"], [], 0),
    ],
)
def test_main_runs_what_is_asked_for(capsys, tmp_path, arguments, ran, code):
    assert runner.main(arguments, [GOOD, BAD], tmp_path) == code
    out = capsys.readouterr().out.splitlines()
    assert [line.removesuffix(" says") for line in out if line.endswith(" says")] == ran


def test_the_list_tells_what_each_step_took_when_it_last_passed(capsys, tmp_path, monkeypatch):
    clock = iter([0, 90, 100, 103.26])
    monkeypatch.setattr(runner.time, "monotonic", lambda: next(clock))
    runner.main([], [BAD, GOOD], tmp_path)
    capsys.readouterr()
    assert runner.main(["--list"], [GOOD, BAD, ABSENT], tmp_path) == 0
    assert capsys.readouterr().out.splitlines() == [
        "good          3.3 s  title of good",
        "bad             —    title of bad",
        "absent          —    title of absent",
        "together      3.3 s  as each took when it last passed here",
    ]


def test_the_list_needs_nothing_that_is_installed():
    tool = Path(steps.__file__).parents[1] / "test"
    done = subprocess.run(
        [sys.executable, "-S", tool, "--list"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()[:-1]] == [
        each.name for each in steps.STEPS
    ]


@pytest.mark.parametrize("kept", ["", "[]", "null", '{"good": "x"}', '{"good": null}'])
def test_times_that_cannot_be_read_are_no_times(capsys, tmp_path, kept):
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache/steps.json").write_text(kept)
    assert runner.main(["--list"], [GOOD], tmp_path) == 0
    assert "good            —    title of good" in capsys.readouterr().out
    assert runner.main([], [GOOD], tmp_path) == 0


def test_main_names_the_steps_there_are(capsys):
    with pytest.raises(SystemExit) as exit_:
        runner.main(["--only", "nothing"], [GOOD, BAD])
    assert exit_.value.code == 2
    assert "no step is called nothing; there are: good, bad" in capsys.readouterr().err


def test_interrupted_run_ends_with_130(capsys):
    def interrupt(_: Path) -> Result:
        raise KeyboardInterrupt

    assert runner.main([], [Step("slow", "t", interrupt)]) == 130
    assert "interrupted" in capsys.readouterr().err


@pytest.mark.parametrize(("code", "result"), [(0, Result.PASSED), (1, Result.FAILED)])
def test_program_is_judged_by_its_exit_code(tmp_path, code, result):
    run = steps.program(sys.executable, "-c", f"raise SystemExit({code})")
    assert run(tmp_path) is result


@pytest.mark.parametrize("name", ["GIT_DIR", "PYTHONDONTWRITEBYTECODE"])
def test_program_sees_no_repository_of_a_hook_and_keeps_what_it_compiles(
    tmp_path, monkeypatch, name
):
    monkeypatch.setenv(name, "1")
    run = steps.program(
        sys.executable, "-c", f"import os; raise SystemExit({name!r} in os.environ)"
    )
    assert run(tmp_path) is Result.PASSED


def test_findings_are_printed_and_fail(capsys, tmp_path):
    run = steps.findings(lambda folder: [Finding("a.md", 3, str(folder.name))], under="site")
    assert run(tmp_path) is Result.FAILED
    assert capsys.readouterr().out == "a.md:3: site\n"
    assert steps.findings(lambda _: [])(tmp_path) is Result.PASSED


@pytest.mark.parametrize("result", [Result.PASSED, Result.FAILED])
def test_what_a_step_has_made_is_named_to_those_after_it(tmp_path, monkeypatch, result):
    monkeypatch.setenv(steps.BUILT, "")
    runner.run([replace(_step("site", result), gives=(steps.BUILT, "site"))], tmp_path, ci=False)
    named = str(tmp_path / "site") if result is Result.PASSED else ""
    assert os.environ[steps.BUILT] == named


def test_a_step_stands_behind_the_one_that_it_waits_for():
    names = [step.name for step in steps.STEPS]
    for number, step in enumerate(steps.STEPS):
        assert step.after in {"", *names[:number]}, step.name


def test_every_step_has_a_name_of_its_own():
    names = [step.name for step in steps.STEPS]
    assert len(set(names)) == len(names)


class TestBrowser:
    @pytest.fixture(autouse=True)
    def _machine(self, monkeypatch):
        self.asked = []
        monkeypatch.delenv(chromium.VARIABLE, raising=False)
        monkeypatch.setattr(
            steps, "module", lambda *a: lambda _: self.asked.append(a) or Result.PASSED
        )
        self.got = []
        monkeypatch.setattr(steps.debian, "there", self.got.append)

    def test_without_any_browser_it_is_not_run(self, monkeypatch, capsys):
        monkeypatch.setattr(chromium, "find", lambda _: None)
        monkeypatch.setattr(chromium, "install", lambda: None)
        assert steps.in_browser(Path()) is Result.NOT_RUN
        assert self.asked == []
        assert "NOT RUN" in capsys.readouterr().out

    def test_where_one_is_named_none_is_got(self, monkeypatch):
        monkeypatch.setenv(chromium.VARIABLE, "mine")
        monkeypatch.setattr(chromium, "find", lambda _: Path("mine"))
        assert steps.in_browser(Path()) is Result.PASSED
        assert self.got == []

    def test_an_installed_one_is_handed_on(self, monkeypatch):
        monkeypatch.setattr(chromium, "find", lambda _: None)
        monkeypatch.setattr(chromium, "install", lambda: Path("new"))
        monkeypatch.setenv(chromium.VARIABLE, "")
        assert steps.in_browser(Path()) is Result.PASSED
        assert self.got == [chromium.SHELL]
        assert os.environ[chromium.VARIABLE] == "new"
        assert [each[-3:] for each in self.asked] == [("-m", "browser", "tests/browser")]

    def test_without_a_server_the_doors_are_not_run(self, capsys):
        assert steps.of_doors(Path()) is Result.NOT_RUN
        assert self.got == [steps._SERVER]
        assert self.asked == []
        assert "NOT RUN: install nginx" in capsys.readouterr().out

    def test_with_a_server_and_a_browser_they_are(self, monkeypatch):
        monkeypatch.setattr(steps.debian, "there", lambda _: True)
        monkeypatch.setattr(chromium, "find", lambda _: Path("mine"))
        assert steps.of_doors(Path()) is Result.PASSED
        assert [each[-2:] for each in self.asked] == [("doors", "tests/browser/doors")]


class TestWarehouses:
    @pytest.fixture(autouse=True)
    def _machine(self, monkeypatch):
        self.asked, self.got = [], []
        monkeypatch.setattr(
            steps, "module", lambda *a: lambda _: self.asked.append(a) or Result.PASSED
        )
        monkeypatch.setattr(steps.debian, "install", self.got.append)
        monkeypatch.setattr(steps.importlib.util, "find_spec", lambda _: None)

    def test_without_a_server_they_are_not_run(self, monkeypatch, capsys):
        monkeypatch.setattr(steps.postgres, "find", lambda: None)
        assert steps.of_warehouses(Path()) is Result.NOT_RUN
        assert (self.got, self.asked) == (["postgresql"], [])
        assert "NOT RUN: install postgresql" in capsys.readouterr().out

    def test_without_spark_the_others_are_and_it_is_told(self, monkeypatch, capsys):
        monkeypatch.setattr(steps.postgres, "find", lambda: Path("bin"))
        assert steps.of_warehouses(Path()) is Result.PASSED
        assert self.got == []
        assert [each[1:3] for each in self.asked] == [("-k", "not spark")]
        assert "Spark was NOT RUN" in capsys.readouterr().out

    def test_with_spark_it_is_asked_too(self, monkeypatch):
        monkeypatch.setattr(steps.postgres, "find", lambda: Path("bin"))
        monkeypatch.setattr(steps.importlib.util, "find_spec", lambda _: object())
        monkeypatch.setattr(steps.shutil, "which", lambda _: "java")
        assert steps.of_warehouses(Path()) is Result.PASSED
        assert [each[1] for each in self.asked] == ["-m"]


def test_what_a_step_starts_lives_on_the_day_of_the_sample(tmp_path, monkeypatch):
    """Whatever day the machine has, or is told to have."""
    monkeypatch.setenv("SCRIPTS_KB_TODAY", "2032-02-29")
    code = "import os, pathlib; pathlib.Path('day').write_text(os.environ['SCRIPTS_KB_TODAY'])"
    assert steps.program(sys.executable, "-c", code)(tmp_path) is Result.PASSED
    assert (tmp_path / "day").read_text() == days.SAMPLE


def test_a_test_lives_on_the_day_of_the_sample():
    assert workspace.today_in(None).isoformat() == days.SAMPLE
