"""The check of the scripts: what it needs, what it installs and when, what it says."""

import os
from pathlib import Path

import pytest

from tests.forkserver import BARE
from tools import node
from tools.checks import scripts, steps
from tools.checks.steps import Result

LOCK = Path(scripts.__file__).with_name("typescript") / "package-lock.json"


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Makes programs on an otherwise empty PATH; each notes what it is asked, and exits with a code."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def make(name, code="0"):
        file = folder / name
        file.write_text(
            f"#!{BARE}\n"
            "import sys\n"
            f"asked = ' '.join(sys.argv[1:])\n"
            f"open({str(folder / 'asked')!r}, 'a').write(f'{name} {{asked}}\\n')\n"
            f"raise SystemExit({code})\n"
        )
        file.chmod(0o755)
        return file

    make.asked = lambda: (folder / "asked").read_text().splitlines()
    return make


@pytest.fixture
def both(machine):
    return node.Node(machine("node"), machine("npm"))


@pytest.mark.parametrize(
    ("programs", "found"),
    [
        ({}, False),
        ({"node": "0"}, False),
        ({"npm": "0"}, False),
        ({"node": "0", "npm": "1"}, False),
        ({"node": "0", "npm": "0"}, True),
    ],
)
def test_both_programs_have_to_start(machine, programs, found):
    made = {name: machine(name, code) for name, code in programs.items()}
    assert node.find() == (node.Node(made["node"], made["npm"]) if found else None)


@pytest.mark.parametrize(("user", "apt", "count"), [(0, True, 2), (0, False, 0), (1000, True, 0)])
def test_only_root_on_debian_has_a_way_to_install(machine, monkeypatch, user, apt, count):
    monkeypatch.setattr("os.geteuid", lambda: user, raising=False)
    if apt:
        machine("apt-get")
    assert len(node.ways()) == count


def test_an_installer_that_fails_leaves_nothing(both, machine, monkeypatch):
    monkeypatch.setattr(node, "ways", lambda: [["false"]])
    machine("false", code="1")
    assert node.install() is None
    machine("false")
    assert node.install() == both


def test_typescript_is_installed_once_a_lock(both, machine, tmp_path, monkeypatch):
    folder = scripts.prepared(tmp_path, both)
    assert folder == tmp_path / ".cache" / "typescript"
    assert (folder / "package-lock.json").read_bytes() == LOCK.read_bytes()
    assert scripts.prepared(tmp_path, both) == folder
    assert machine.asked() == ["npm ci --ignore-scripts --cache cache"]
    other = tmp_path / "other"
    other.mkdir()
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (other / name).write_text("{ }")
    monkeypatch.setattr(scripts, "_HERE", other)
    assert scripts.prepared(tmp_path, both) == folder
    assert len(machine.asked()) == 2


def test_what_npm_did_not_install_is_not_there(both, machine, tmp_path):
    machine("npm", code="1")
    assert scripts.prepared(tmp_path, both) is None
    machine("npm")
    assert scripts.prepared(tmp_path, both) is not None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "sound"),
    [
        ("0", True),
        ("'tsconfig.json' in asked", False),
        ("'tsconfig.workers.json' in asked", False),
        ("'same.mjs' in asked", False),
    ],
)
def test_each_part_of_the_check_can_fail_it(machine, tmp_path, code, sound):
    programs = node.Node(machine("node", code), machine("npm"))
    root = Path(scripts.__file__).parents[2]
    assert scripts.check(root, programs, tmp_path) is sound
    assert len(machine.asked()) == 3


def test_every_script_is_compared_with_its_published_form(tmp_path):
    pairs = list(scripts._pairs(Path(scripts.__file__).parents[2] / "scripts_kb" / "assets"))
    assert {"sw.js", "call/start.js", "call/engine/worker.js", "site/main.js"} <= {
        p[0] for p in pairs
    }
    assert all("/**" not in published for _, _, published in pairs)


@pytest.mark.parametrize(
    ("programs", "installed", "sound", "result", "said"),
    [
        (False, True, True, Result.NOT_RUN, "install Node and npm"),
        (True, False, True, Result.NOT_RUN, "could not install TypeScript"),
        (True, True, False, Result.FAILED, ""),
        (True, True, True, Result.PASSED, ""),
    ],
)
def test_how_the_step_ends(monkeypatch, capsys, programs, installed, sound, result, said):
    here = Path(os.devnull)
    monkeypatch.setattr(node, "find", lambda: None)
    monkeypatch.setattr(node, "install", lambda: node.Node(here, here) if programs else None)
    monkeypatch.setattr(scripts, "prepared", lambda *_: here if installed else None)
    monkeypatch.setattr(scripts, "check", lambda *_: sound)
    assert steps.of_scripts(Path()) is result
    assert said in capsys.readouterr().out
