"""Tiny real repositories with a frozen clock, and the command line run in them."""

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from scripts_kb import cli
from tests import committing

KB = """\
company: Цех
language: ru
time_zone: UTC
branch: main
metrics:
  - {id: conversion, title: Доля сделок, of: won/contacts, better: up, min_contacts: 100}
urgent_days: 2
segments: [{id: home, title: Дом}]
variables: {free_from: 2 000 ₽}
"""

ZONES = """\
departments:
  - {id: sales, title: Продажи, reviewers: [anna]}
  - {id: marketing, title: Маркетинг, reviewers: [boris, both]}
  - {id: director, title: Директор, reviewers: [dina]}
  - {id: trade, title: Трейд, reviewers: [both]}
zones:
  - id: words
    title: Слова
    fields: ["objection:**", "question:**", "script:**", "insight:**", "regulation:**"]
    accountable: sales
    approvals: [sales]
    silence_days: 2
    arbiter: director
  - id: price
    title: Цена
    fields: ["product:**", "offer:**"]
    accountable: marketing
    approvals: [marketing]
    arbiter: director
  - id: both
    title: Обещание
    fields: ["offer:promise", "config:**"]
    accountable: marketing
    approvals: [marketing, sales]
    silence_days: 2
    arbiter: director
"""

DOROGO = """\
id: dorogo
title: Дорого
client_words: [Ценник конский, Дорого у вас]
answers:
  - id: cup
    when: Сравнивает с пачкой
    say: >-
      Понимаю. Сравниваете пачку или чашку? Выходит <offer/vip.price.list> за кило.
  - id: probe
    when: Не пробовал
    say: Давайте привезу на пробу.
offers: [vip]
"""

VIP = """\
id: vip
title: От 20 кг
promise: Вкус одной партии
price: {list: 1490, currency: RUB, unit: кг}
valid_to: 2026-12-31
"""

CALL = """\
id: call
title: Входящий
entry: hi
nodes:
  - id: hi
    intent: Поздороваться
    say: Добрый день!
    answers:
      - {id: price, client_says: Сколько стоит?, next: price}
      - {id: advise, client_says: Посоветуйте, next: taste}
  - id: price
    say: Назвать цену.
    objections: [dorogo]
    next: bye
  - id: taste
    say: Какой вкус любите?
    next: bye
  - id: bye
    say: Оформляем?
    outcome: deal
"""

FILES = {
    "kb.yml": KB,
    "zones.yml": ZONES,
    "objections/dorogo.yml": DOROGO,
    "offers/vip.yml": VIP,
    "scripts/call.yml": CALL,
    "insights/october.yml": "id: october\ntitle: Октябрь\nsample: 120\n",
}


class Repo:
    """A git repository whose commits a test makes, one second apart."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = 1_793_000_000
        committing.init(root)

    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@example.org",
            "GIT_AUTHOR_DATE": f"{self.clock} +0000",
            "GIT_COMMITTER_DATE": f"{self.clock} +0000",
        }

    def git(self, *argv: str, stdin: bytes | None = None) -> str:
        # After each commit git would start a second process, to see what there is to tidy up.
        command = ["git", "-c", "maintenance.auto=false", *argv]
        done = subprocess.run(
            command,
            cwd=self.root,
            env=self.environment(),
            input=stdin,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode().strip()

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        for name, text in files.items():
            file = self.root / "content" / name
            if text is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, message: str = "Правка", files: Mapping[str, Any] | None = None) -> str:
        self.clock += 1
        self.write(files or {})
        said = message.encode()
        with contextlib.suppress(committing.Unusual):
            return committing.commit(self.root, said, self.environment())
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "--allow-empty-message", "-F", "-", stdin=said)
        return self.git("rev-parse", "HEAD")


RULED = f"""\
{ZONES.replace(', "config:**"]', "]")}\
  - id: rules
    title: Правила
    fields: ["config:**"]
    accountable: director
    approvals: [director]
    arbiter: director
"""
"""The same zones, and one of their own for what decides."""


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRIPTS_KB_TODAY", "2026-11-21")
    return Repo(tmp_path)


@pytest.fixture
def base(repo: Repo) -> Repo:
    """A repository with one commit of a small knowledge base."""
    repo.commit("Первая база", FILES)
    return repo


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kb(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command of `kb`; give its exit code, stdout and stderr."""

    def run(*argv: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.run([str(each) for each in argv])
        out = capsys.readouterr()
        return code, out.out, out.err

    return run


@pytest.fixture
def diff(kb: Run) -> Callable[..., dict[str, Any]]:
    """Run `kb diff --json` and parse what it prints."""

    def run(*argv: str) -> dict[str, Any]:
        code, out, err = kb("diff", *argv, "--json")
        assert code in {0, 1}, err
        return json.loads(out)

    return run


@pytest.fixture
def job(base):
    """The work folder of a review: the target in `trusted`, a request from a branch of its own."""
    from .running import SPOKEN, TOOL  # noqa: PLC0415 - it takes the texts of this file

    base.write({})
    (base.root / "tools").mkdir()
    for name in ("diff", "check", "build"):
        (base.root / "tools" / name).write_text(TOOL.format(name=name))
    base.commit("Инструменты")
    work = base.root.parent / f"{base.root.name}-job"
    work.mkdir()
    base.git("switch", "-q", "-c", "branch")
    # Whatever the branch makes of the tools, they are not run.
    (base.root / "tools/diff").write_text("raise SystemExit(0)\n")
    base.commit("Иначе", {"objections/dorogo.yml": SPOKEN})
    base.git("switch", "-q", "main")
    base.commit("Ушла вперёд")
    base.git("switch", "-q", "branch")
    yield work
    shutil.rmtree(work)


@pytest.fixture
def ruled(repo: Repo) -> Repo:
    """A repository whose zones say who decides who decides."""
    repo.commit("База", {**FILES, "zones.yml": RULED})
    return repo


@pytest.fixture
def branch(ruled: Repo) -> Repo:
    """The same, on a branch."""
    ruled.git("switch", "-q", "-c", "branch")
    return ruled
