"""What the guide has somebody write once: git asks `kb` before a commit, and before a push."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import scripts_kb

from .conftest import CARD


def told(language):
    guide = Path(scripts_kb.__file__).parent / "guide" / language / "files.md"
    (block,) = re.findall(r"```console\n(mkdir .*?)```", guide.read_text("utf-8"), re.DOTALL)
    return block


@pytest.fixture(params=["ru", "en"])
def git(folder, tmp_path, request):
    """Runs git in a base whose hooks are those of the guide, and tells its code and its words."""
    programs = tmp_path / "programs"
    programs.mkdir()
    kb = programs / "kb"
    kb.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m scripts_kb "$@"\n')
    kb.chmod(0o755)
    folder.commit("Начало", {"objections/a.yml": CARD.format("a", "а")})
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "hosting.git"], check=True)
    hosting = [
        ["git", "remote", "add", "origin", tmp_path / "hosting.git"],
        ["git", "push", "-q", "-u", "origin", "HEAD"],
    ]
    for command in hosting:
        subprocess.run(command, cwd=folder.root, check=True)
    subprocess.run(["sh", "-ec", told(request.param)], cwd=folder.root, check=True)

    def run(*argv):
        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["git", *argv],
            cwd=folder.root,
            env=folder.environment() | {"PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.mark.slow
def test_a_card_with_a_mistake_comes_into_no_commit(git, folder):
    folder.write({"objections/b.yml": "id: b\ntitle: Б\nsay: Да\n"})
    assert git("add", "-A") == (0, "")
    code, said = git("commit", "-m", "Ещё одна")
    assert code == 1
    assert "content/objections/b.yml:3" in said
    folder.write({"objections/b.yml": CARD.format("b", "б")})
    git("add", "-A")
    assert git("commit", "-qm", "Ещё одна")[0] == 0


@pytest.mark.slow
def test_a_change_without_a_reason_comes_to_no_hosting(git, folder):
    git("switch", "-qc", "mine")
    offer = (
        "id: o\ntitle: Акция\npromise: Скидка {}\nvalid_from: 2026-11-01\nvalid_to: 2026-12-31\n"
    )
    folder.write({"offers/o.yml": offer.format("5 %")})
    git("add", "-A")
    assert git("commit", "-qm", "Ещё")[0] == 0
    code, said = git("push", "-q", "origin", "mine")
    assert code == 1, said
    assert "offers/o.yml" in said or "offer/o" in said
