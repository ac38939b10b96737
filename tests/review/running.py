"""Runs the blocks of recipes as a hosting does, on a request of its own."""

import os
import subprocess
from pathlib import Path

import yaml

from tests import forkserver

from .conftest import DOROGO

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = DOROGO.replace("Давайте привезу на пробу.", "Привезу пробник сегодня?")
TOOL = """\
import sys
from scripts_kb import cli
cli.main([{name!r}, *sys.argv[1:]])
"""
EVENTS = "2026-11-16T09:30:00Z"  # a Monday
OWN = ROOT / ".github/workflows"
INSTALLED = ROOT / "scripts_kb/starter/ci"
"""The recipes of this project, and those that `kb init --ci` writes."""


def step(workflow, job, name, folder=OWN):
    found = yaml.safe_load((folder / workflow).read_text())["jobs"][job]
    (each,) = [each for each in found["steps"] if each.get("name", each.get("run")) == name]
    return each


def programs(folder, **texts):
    """Put programs on the way before all others; `python` is the one that runs this test."""
    folder.mkdir()
    for name in ("python", "python3"):
        (folder / name).symlink_to(forkserver.python())
    # As an installed package has it.
    texts["kb"] = f'exec {forkserver.python()} -m scripts_kb "$@"'
    for name, text in texts.items():
        (folder / name).write_text(f"#!/usr/bin/env bash\n{text}\n")
        (folder / name).chmod(0o755)
    return folder


def bash(script, cwd, path, **env):
    """Run a block as the hosting does: it stops at the first mistake, in a pipe too."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=cwd,
        env={
            "PATH": f"{path}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(cwd),
            "LANG": "C.UTF-8",
            "SCRIPTS_KB_TODAY": "2026-11-21",
            **env,
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


REASON = """\
id: 2026-11-proba
class: tactical
origin: Тринадцать из тридцати клиентов замолчали после этой фразы
cause: На утверждение нечего ответить
purpose: Клиент выбирает день сам
effect: Пробников назначим больше на треть
evidence: [insight/october]
watch: Десять прослушанных звонков
"""


def with_site(base):
    """Commit the settings of a site that is published."""
    settings = (ROOT / "scripts_kb/starter/beside/mkdocs.yml").read_text("utf-8")
    told = f"site_url: https://kb.example/\n{settings}"
    (base.root / "mkdocs.yml").write_text(told, "utf-8")
    (base.root / "build/docs").mkdir(parents=True, exist_ok=True)
    (base.root / "build/docs/.gitignore").write_text("*\n!.gitignore\n", "utf-8")
    base.git("add", "mkdocs.yml", "build/docs/.gitignore")
    base.git("commit", "-qm", "Сайт")


def explained(base):
    base.commit("Причина", {"changes/2026-11-proba.yml": REASON})
