"""What holds for every test: none is skipped, on no day and no machine does it tell another thing."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.once import Once, shared_by
from tools import days

# Time is measured by tools/bench; here a slow moment of the machine would fail a sound property.
hypothesis.settings.register_profile("project", deadline=None, print_blob=True)
hypothesis.settings.load_profile("project")


# What a test starts lives on the day of the sample, whatever day the machine has.
os.environ["SCRIPTS_KB_TODAY"] = days.SAMPLE

# After each commit git would start two more programs, to see what there is to tidy up.
os.environ |= {
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "maintenance.auto",
    "GIT_CONFIG_VALUE_0": "false",
}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """A skipped test proves nothing and looks green: it fails instead."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"a test may not skip itself: {reason}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how long each job of a recipe took, where one was run whole, and what was left out."""
    told = [
        f"{job} {minutes} min"
        for report in terminalreporter.stats.get("passed", ())
        for name, found in report.user_properties
        if name == "minutes"
        for job, minutes in found.items()
    ]
    if told:
        terminalreporter.write_line(f"Jobs of the recipes: {', '.join(sorted(told))}")
    left = terminalreporter.stats.get("deselected", ())
    if left and "not slow" in terminalreporter.config.option.markexpr:
        terminalreporter.write_line(
            f"Left out, as they take longer: {len(left)}. `pytest -m slow` runs some, tools/test all."
        )


@pytest.fixture(autouse=True)
def _environment() -> Iterator[None]:
    """Gives each test the environment of the run: a command run here may have set something."""
    before = dict(os.environ)
    yield
    if os.environ != before:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Gives a folder by its name, filled once a run, as `shared_by` tells."""
    return shared_by(tmp_path_factory)


@pytest.fixture(scope="session")
def looked_up(once: Once) -> Callable[[Path], None]:
    """Puts beside a content folder the words that a program would look up in the dictionary first.

    The vocabulary of the package takes seconds, in each process that begins without them.
    """

    def fill(folder: Path) -> None:
        from scripts_kb.search import index  # noqa: PLC0415 - only who asks pays for it

        index([], cache=folder / "words.bin")

    def put(root: Path) -> None:
        (root / ".cache").mkdir(exist_ok=True)
        shutil.copy(once("words", fill) / "words.bin", root / ".cache")

    return put
