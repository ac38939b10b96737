"""The locks are made by the commands that stand in them, the runtime one first."""

from pathlib import Path

import pytest

from tools import relocking
from tools.checks import locks

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """Gives a checkout with the locks of this one, and a uv that writes down what it is asked."""
    for name in (locks.RUNTIME, locks.DEV):
        (tmp_path / name).write_text((ROOT / name).read_text("utf-8")[:400], "utf-8")
    program = tmp_path / "uv"
    program.write_text('#!/bin/sh\necho "$@" >> asked\ncase "$*" in *refused*) exit 3;; esac\n')
    program.chmod(0o755)
    monkeypatch.setattr(relocking.shutil, "which", lambda _: str(program))
    return tmp_path


@pytest.mark.parametrize("options", [[], ["--upgrade"]])
def test_each_is_made_by_its_own_command(checkout, options):
    assert relocking.main(options, checkout) == 0
    asked = (checkout / "asked").read_text().splitlines()
    assert [each.partition("--output-file ")[2].split()[0] for each in asked] == [
        locks.RUNTIME,
        locks.DEV,
    ]
    assert {"--upgrade" in each for each in asked} == {bool(options)}
    assert all(each.startswith("pip compile pyproject.toml --group ") for each in asked)


def test_a_refusal_ends_it(checkout):
    (checkout / locks.RUNTIME).write_text("# by\n#    uv pip compile refused\n")
    assert relocking.main([], checkout) == 3
    assert len((checkout / "asked").read_text().splitlines()) == 1


def test_without_uv_one_line_says_what_is_needed(checkout, monkeypatch, capsys):
    monkeypatch.setattr(relocking, "_uv", list)
    assert relocking.main([], checkout) == 2
    assert capsys.readouterr().err == "tools/locks: uv is needed: pip install uv\n"
