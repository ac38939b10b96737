"""The commands of the ledger, run in a real repository → the old words, the reason, the lesson kept."""

import datetime as dt
import os
import subprocess
from pathlib import Path

import pytest

from scripts_kb.app import present, workspace
from scripts_kb.effects import ledger
from scripts_kb.facts.records import Facts
from scripts_kb.past import history

KB = """\
company: Утренний цех
language: ru
metrics: [{id: conversion, title: Конверсия, of: won/contacts}]
"""
SCRIPT = """\
id: in
title: Входящий
status: live
goal: {goal}
nodes:
  - id: greet
    say: >-
      {say}
    outcome: deal
"""
NOTE = """\
id: long-story
title: Длинная история
by: marketing
origin: Считали, что ценность объясняет цену
expect: {metric: conversion, of: script/in, change: +3pp, by: 2026-10-31}
"""
AUTHOR = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Test"), ("EMAIL", "test@example.org"))
}


@pytest.fixture
def git(tmp_path, monkeypatch):
    """A repository whose commits land on given days."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    root = tmp_path / "repository"
    (root / "content" / "scripts").mkdir(parents=True)
    (root / "content" / "changes").mkdir()

    def run(*command, day="2026-11-20"):
        moment = f"{day}T12:00:00+00:00"
        env = {**os.environ, **AUTHOR, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        subprocess.run(command, cwd=root, env=env, check=True, capture_output=True)

    def land(day, message, **files):
        for name, text in files.items():
            (root / "content" / name.replace("__", "/")).with_suffix(".yml").write_text(
                text, encoding="utf-8"
            )
        run("git", "add", "-A")
        run("git", "commit", "-m", message, day=day)

    run("git", "init", "-q", "-b", "main")
    return root, run, land


def look(root: Path, facts: Facts):
    where = workspace.find(root / "content")
    log = history.read(workspace.repository_of(where), where.prefix)
    base, _ = present.base(where)
    return log.rows, ledger.of(log.rows, base, facts, dt.date(2026, 11, 20)).entries


@pytest.mark.slow
@pytest.mark.parametrize("changed_since", [False, True])
def test_the_commands_bring_the_old_words_back_with_a_reason(changed_since, git, calls):
    root, run, land = git
    facts = Facts(
        calls=(
            *calls("2026-09-01", "2026-09-30", 1500, 450),
            *calls("2026-10-02", "2026-10-31", 1500, 300),
        )
    )
    land("2026-08-01", "Первая база", kb=KB, scripts__in=SCRIPT.format(say="Коротко", goal="Заказ"))
    land(
        "2026-10-01",
        "Длинная история",
        scripts__in=SCRIPT.format(say="Длинно", goal="Заказ"),
        changes__story=NOTE,
    )
    if changed_since:
        land(
            "2026-11-05",
            "Цель точнее",
            scripts__in=SCRIPT.format(say="Длинно", goal="Заказ или дата"),
        )
    _, (entry,) = look(root, facts)
    assert (entry.verdict, entry.restored) == ("harmful", None)
    for command in entry.restore:
        run("bash", "-c", command)
    text = (root / "content/scripts/in.yml").read_text(encoding="utf-8")
    assert "Коротко" in text
    assert ("Заказ или дата" in text) is changed_since
    assert (root / "content/changes/story.yml").is_file()
    rows, (entry,) = look(root, facts)
    last = rows[-1]
    assert (last.entity, last.rationale.source, last.rationale.reverts, last.rationale.by) == (
        "script/in",
        "trailers",
        entry.change,
        "marketing",
    )
    assert "30,0" in last.rationale.origin
    assert "unexplained" not in last.gaps
    assert (entry.restored, entry.restore) == (dt.date(2026, 11, 20), ())
