"""The folder in memory that a run of all checks writes into."""

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tools.checks import scratch

ENOUGH = scratch.NEEDED


@pytest.fixture(autouse=True)
def _unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", None)


def test_all_that_is_started_writes_into_memory_and_leaves_nothing(tmp_path: Path) -> None:
    with scratch.held(tmp_path, free=lambda _: ENOUGH):
        program = "import tempfile; print(tempfile.mkdtemp())"
        said = subprocess.check_output([sys.executable, "-c", program], text=True)
        (own,) = tmp_path.iterdir()
        assert Path(said.strip()).parent == own == Path(tempfile.gettempdir())
    assert list(tmp_path.iterdir()) == []
    assert "TMPDIR" not in os.environ


def test_another_user_gets_below_and_sees_no_names(tmp_path: Path) -> None:
    with scratch.held(tmp_path, free=lambda _: ENOUGH):
        (own,) = tmp_path.iterdir()
        assert stat.S_IMODE(own.stat().st_mode) == 0o711


def test_where_memory_is_short_it_stays_on_the_disk(tmp_path: Path) -> None:
    with scratch.held(tmp_path, free=lambda _: ENOUGH - 1):
        assert "TMPDIR" not in os.environ
        assert list(tmp_path.iterdir()) == []


def test_who_named_a_folder_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", "elsewhere")
    with scratch.held(tmp_path, free=lambda _: ENOUGH):
        assert os.environ["TMPDIR"] == "elsewhere"
    assert os.environ["TMPDIR"] == "elsewhere"


RUN = """
import sys
from pathlib import Path
from tools.checks import scratch
with scratch.held(Path(sys.argv[1]), free=lambda _: scratch.NEEDED):
    print("begun", flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_run_left_goes_and_what_another_writes_stays(tmp_path: Path) -> None:
    def begun() -> subprocess.Popen[str]:
        run = subprocess.Popen(
            [sys.executable, "-c", RUN, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert run.stdout
        assert run.stdout.readline() == "begun\n"
        return run

    killed, other = begun(), begun()
    assert len(list(tmp_path.iterdir())) == 2
    killed.kill()
    killed.communicate(timeout=PATIENCE)
    with scratch.held(tmp_path, free=lambda _: ENOUGH):
        assert len(list(tmp_path.iterdir())) == 2, "the other's and ours"
    other.communicate(timeout=PATIENCE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("most", "taken", "below"),
    [("max", "1000", None), ("5000", "1000", 4001), ("no number", "1000", None)],
)
def test_a_container_may_have_less_than_the_machine(
    tmp_path: Path, most: str, taken: str, below: int | None
) -> None:
    for name, text in (("memory.max", most), ("memory.current", taken)):
        (tmp_path / name).write_text(text, encoding="ascii")
    free = scratch.free(tmp_path, tmp_path)
    assert free < below if below else free > 5000


def test_no_folder_in_memory_is_no_room(tmp_path: Path) -> None:
    assert scratch.free(tmp_path / "none", tmp_path) == 0
