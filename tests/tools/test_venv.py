"""The environment of a checkout: when it is made, and what a person is told."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tools import _venv
from tools._venv import DEV_LOCK, RUNTIME_LOCK, VERSION


class FakePrograms:
    """Stands for `subprocess.run`: makes what `python -m venv` would, and notes what is asked."""

    def __init__(self):
        self.asked = []
        self.failing = {}
        self.takes = 0

    def __call__(self, command, *, cwd, **_):
        time.sleep(self.takes)
        what = "venv" if "venv" in command else command[-1]
        self.asked.append(what)
        if what == "venv":
            folder = Path(command[-1]) / ("Scripts" if os.name == "nt" else "bin")
            folder.mkdir(parents=True)
            (folder / ("python.exe" if os.name == "nt" else "python")).touch()
        said = self.failing.get(what, "")
        return subprocess.CompletedProcess(command, int(bool(said)), stdout=said)


# What a first start asks for.
RUNTIME = ["venv", RUNTIME_LOCK, "."]
DEV = ["venv", RUNTIME_LOCK, DEV_LOCK, "."]


@pytest.fixture
def programs(monkeypatch):
    fake = FakePrograms()
    monkeypatch.setattr(_venv.subprocess, "run", fake)
    return fake


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "my checkout"
    (folder / VERSION).parent.mkdir(parents=True)
    for name in (RUNTIME_LOCK, DEV_LOCK, "pyproject.toml", VERSION):
        (folder / name).write_text(f"{name} 1")
    return folder


@pytest.fixture
def prepare(checkout, programs):
    """Prepares the checkout; gives what was asked of other programs for it."""

    def run(lock=RUNTIME_LOCK, folder=checkout):
        programs.asked = []
        python = _venv.prepare(folder, lock, say=lambda _: None)
        assert python.exists()
        return programs.asked

    return run


class TestPrepare:
    def test_second_start_asks_nothing(self, prepare):
        assert prepare() == RUNTIME
        assert prepare() == []

    @pytest.mark.parametrize(
        ("changed", "asked"),
        [(RUNTIME_LOCK, RUNTIME), (DEV_LOCK, []), ("pyproject.toml", ["."]), (VERSION, ["."])],
    )
    def test_changed_file_makes_again_what_rests_on_it(self, prepare, checkout, changed, asked):
        prepare()
        stale = checkout / ".venv" / "stale"
        stale.touch()
        (checkout / changed).write_text("2")
        assert prepare() == asked
        assert prepare() == []
        assert stale.exists() is ("venv" not in asked)

    def test_development_comes_on_top_and_serves_for_both(self, prepare, checkout):
        assert prepare() == RUNTIME
        assert prepare(DEV_LOCK) == [DEV_LOCK]
        assert prepare() == prepare(DEV_LOCK) == []
        (checkout / DEV_LOCK).write_text("2")
        assert prepare() == []
        assert prepare(DEV_LOCK) == [DEV_LOCK]

    def test_development_from_nothing(self, prepare):
        assert prepare(DEV_LOCK) == DEV

    def test_environment_made_again_has_no_development(self, prepare, checkout):
        prepare(DEV_LOCK)
        (checkout / RUNTIME_LOCK).write_text("2")
        assert prepare() == RUNTIME
        assert prepare(DEV_LOCK) == [DEV_LOCK]

    def test_other_python_makes_its_own(self, prepare, monkeypatch):
        prepare()
        monkeypatch.setattr(sys, "version_info", (3, 99, 0, "final", 0))
        assert prepare() == RUNTIME

    def test_moved_checkout_makes_its_own(self, prepare, checkout):
        prepare()
        moved = checkout.rename(checkout.with_name("moved"))
        assert prepare(folder=moved) == RUNTIME

    def test_environment_whose_python_is_gone_is_made_again(self, prepare, checkout):
        prepare()
        for python in checkout.glob(".venv/*/python*"):
            python.unlink()
        assert prepare() == RUNTIME

    @pytest.mark.parametrize("stamp", ["", "[]", "{", "null"])
    def test_broken_stamp_counts_for_none(self, prepare, checkout, stamp):
        prepare()
        (checkout / ".venv" / _venv.STAMP).write_text(stamp)
        assert prepare() == RUNTIME

    def test_linked_environment_is_replaced_and_its_target_left_alone(self, prepare, checkout):
        elsewhere = checkout.with_name("elsewhere")
        elsewhere.mkdir()
        (checkout / ".venv").symlink_to(elsewhere)
        assert prepare() == RUNTIME
        assert elsewhere.exists()
        assert not (checkout / ".venv").is_symlink()

    def test_half_made_environment_is_made_again(self, prepare, programs, checkout):
        programs.failing = {RUNTIME_LOCK: "ERROR: no route"}
        with pytest.raises(_venv.PreparationError, match="pip could not install"):
            prepare()
        programs.failing = {}
        assert prepare() == RUNTIME

    def test_failed_development_leaves_the_runtime_usable(self, prepare, programs):
        prepare()
        programs.failing = {DEV_LOCK: "ERROR: no route"}
        with pytest.raises(_venv.PreparationError, match="no route"):
            prepare(DEV_LOCK)
        assert prepare() == []

    def test_failure_is_one_line_and_the_rest_is_in_a_file(self, prepare, programs, checkout):
        programs.failing = {RUNTIME_LOCK: "Collecting x\nERROR: why\nERROR: No match for x\n"}
        with pytest.raises(_venv.PreparationError) as failure:
            prepare()
        assert str(failure.value) == (
            "pip could not install requirements.lock: No match for x (all of it: .cache/venv.log)"
        )
        assert "ERROR: why" in (checkout / ".cache" / "venv.log").read_text()

    @pytest.mark.parametrize("absent", ["ensurepip", "venv"])
    def test_missing_python3_venv_names_the_package(self, prepare, monkeypatch, absent):
        monkeypatch.setitem(sys.modules, absent, None)
        with pytest.raises(_venv.PreparationError) as failure:
            prepare()
        assert "`sudo apt install python3-venv`" in str(failure.value)
        assert "\n" not in str(failure.value)

    def test_missing_lock_is_told_in_a_line(self, prepare, checkout):
        (checkout / RUNTIME_LOCK).unlink()
        with pytest.raises(
            _venv.PreparationError, match=r"cannot make .venv: .*requirements\.lock"
        ):
            prepare()

    def test_starts_at_one_time_make_one_environment(self, checkout, programs):
        programs.takes = 0.05
        said = []
        starts = [
            threading.Thread(
                target=_venv.prepare, args=(checkout, RUNTIME_LOCK), kwargs={"say": said.append}
            )
            for _ in range(4)
        ]
        for start in starts:
            start.start()
        for start in starts:
            start.join()
        assert programs.asked == RUNTIME
        assert sum("making" in line for line in said) == 1

    def test_waiting_start_says_so(self, checkout, programs):
        said = []
        (checkout / ".cache").mkdir()
        start = threading.Thread(
            target=_venv.prepare, args=(checkout, RUNTIME_LOCK), kwargs={"say": said.append}
        )
        with _venv._alone(checkout / ".cache" / "venv.lock", said.append):
            start.start()
            while not said:
                time.sleep(0.01)
            assert programs.asked == []
        start.join()
        assert said[0] == "waiting for another start, which prepares .venv …"
        assert programs.asked == RUNTIME


class TestVariables:
    def test_index_of_a_person_goes_on_working(self):
        theirs = {
            "PIP_INDEX_URL": "u",
            "PIP_EXTRA_INDEX_URL": "e",
            "PIP_FIND_LINKS": "f",
            "PIP_CERT": "c",
            "PIP_CONFIG_FILE": "g",
            "HTTPS_PROXY": "p",
        }
        assert _venv.for_pip(theirs).items() >= theirs.items()

    @pytest.mark.parametrize(
        "name", ["PIP_TARGET", "PIP_CONSTRAINT", "PIP_REQUIREMENT", "PYTHONPATH", "PYTHONHOME"]
    )
    def test_what_misleads_pip_is_dropped(self, name):
        assert name not in _venv.for_pip({name: "x"})

    def test_settings_of_a_configuration_file_are_overruled(self):
        changed = _venv.for_pip({"PIP_USER": "1", "PIP_REQUIRE_HASHES": "1"})
        assert (changed["PIP_USER"], changed["PIP_REQUIRE_HASHES"]) == ("0", "0")

    def test_inside_is_what_activation_sets(self):
        result = _venv.inside({"PATH": "a", "PYTHONPATH": "x"}, Path("v"), Path("v/bin"))
        assert result == {
            "PATH": os.pathsep.join([str(Path("v/bin")), "a"]),
            "VIRTUAL_ENV": "v",
            "PYTHONUTF8": "1",
        }

    @pytest.mark.parametrize(
        ("output", "words"),
        [
            ("", "pip said nothing"),
            ("Killed\n", "Killed"),
            ("ERROR: first\nERROR: last\n  detail\n", "last"),
            (
                "WARNING: Retrying (Retry(total=0)) after: no route\nERROR: No match\n",
                "the package index could not be reached; No match",
            ),
        ],
    )
    def test_last_words(self, output, words):
        assert _venv.last_words(output) == words


class TestRun:
    @pytest.fixture(autouse=True)
    def _started(self, monkeypatch, tmp_path):
        """Notes what the tool becomes, in place of becoming it."""
        self.became = []
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(_venv, "prepare", lambda *_, **__: Path("v/bin/python"))
        monkeypatch.setattr(_venv, "_become", lambda c, _: self.became.append((c, Path.cwd())) or 7)

    @pytest.mark.parametrize(
        ("arguments", "at_checkout", "moves"),
        [
            (["check"], False, True),
            (["check", "--content", "x"], False, False),
            (["check", "--content=x"], False, False),
            (["--content", "x"], True, True),
        ],
    )
    def test_paths_mean_what_they_mean_where_one_stands(
        self, tmp_path, arguments, at_checkout, moves
    ):
        code = _venv.run("check", "m", arguments, lock=RUNTIME_LOCK, at_checkout=at_checkout)
        assert code == 7
        command = [str(Path("v/bin/python")), "-P", "-m", "m", *arguments]
        assert self.became == [(command, _venv.CHECKOUT if moves else tmp_path)]

    @pytest.mark.parametrize(
        ("error", "code", "line"),
        [
            (_venv.PreparationError("no pip"), 2, "tools/check: no pip\n"),
            (
                KeyboardInterrupt(),
                130,
                "tools/check: interrupted; the next start makes .venv afresh\n",
            ),
        ],
    )
    def test_what_cannot_be_made_is_one_line(self, monkeypatch, capsys, error, code, line):
        def fail(*_, **__):
            raise error

        monkeypatch.setattr(_venv, "prepare", fail)
        assert _venv.run("check", "m", [], lock=RUNTIME_LOCK) == code
        assert capsys.readouterr() == ("", line)
        assert self.became == []


BACKEND = """
import zipfile

def get_requires_for_build_editable(config_settings=None):
    return []

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    info = "scripts_kb-1.dist-info/"
    with zipfile.ZipFile(wheel_directory + "/scripts_kb-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("scripts_kb.pth", __file__.rpartition("/")[0])
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: scripts-kb\\nVersion: 1\\n")
        wheel.writestr(
            info + "WHEEL",
            "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        )
        wheel.writestr(info + "RECORD", "")
    return "scripts_kb-1-py3-none-any.whl"
"""
PACKAGE = """
import json, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job of a shell may ignore it
try:
    print(json.dumps([sys.argv[1:], sys.prefix]), flush=True)
    if "--wait" in sys.argv:
        time.sleep(60)
except KeyboardInterrupt:
    sys.exit(130)
sys.exit(1)
"""


@pytest.mark.slow
def test_the_whole_way_without_packages(tmp_path):
    """A checkout with empty locks: made once by two starts, then entered at once."""
    tmp_path /= "мой каталог"
    tmp_path.mkdir()
    root = Path(_venv.__file__).parent
    (tmp_path / "tools").mkdir()
    for name in ("_venv.py", "check"):
        (tmp_path / "tools" / name).write_bytes((root / name).read_bytes())
    for lock in (RUNTIME_LOCK, DEV_LOCK):
        (tmp_path / lock).write_text("# nothing\n")
    (tmp_path / "backend.py").write_text(BACKEND)
    (tmp_path / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    )
    (tmp_path / "scripts_kb").mkdir()
    (tmp_path / "scripts_kb" / "__init__.py").touch()
    (tmp_path / "scripts_kb" / "__main__.py").write_text(PACKAGE)

    def start(*arguments):
        return subprocess.Popen(
            [sys.executable, str(tmp_path / "tools" / "check"), *arguments],
            cwd=tmp_path.parent,
            env=os.environ | {"PYTHONPATH": "/nowhere", "PIP_REQUIRE_HASHES": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    entered = [["check", "--json"], str(tmp_path / ".venv")]
    both = [start("--json"), start("--json")]
    ends = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [1, 1], ends
    assert [json.loads(out) for out, _ in ends] == [entered, entered]
    assert sum("making .venv" in err for _, err in ends) == 1

    again = start("--json")
    out, err = again.communicate()
    assert (json.loads(out), err, again.returncode) == (entered, "", 1)

    with start("--wait") as waiting:
        waiting.stdout.readline()
        waiting.send_signal(2)
        assert waiting.wait(timeout=PATIENCE) == 130
        assert waiting.stderr.read() == ""

    python = tmp_path / ".venv" / "bin" / "python"
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0"}
    subprocess.run([python, "-c", "import scripts_kb"], env=plain, cwd="/", check=True)


def test_without_git_it_is_said_before_anything_is_installed(monkeypatch, capsys):
    monkeypatch.setattr(_venv.shutil, "which", lambda _: None)
    monkeypatch.setattr(_venv, "prepare", lambda *_, **__: pytest.fail("installed"))
    assert _venv.run("serve", "scripts_kb", [], lock=RUNTIME_LOCK) == 2
    assert capsys.readouterr().err.startswith("tools/serve: git is needed: ")


def test_what_takes_long_gives_signs_of_life(checkout, programs, monkeypatch):
    said = []
    monkeypatch.setattr(_venv, "_BEAT", 0)  # no clock, which may be a moved one
    programs.takes = 0.1
    _venv.prepare(checkout, RUNTIME_LOCK, say=said.append)
    assert any(line.startswith("… still at it, ") for line in said)
