"""Commands on tiny knowledge bases, with and without a real git repository."""

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts_kb import cli
from tests import committing

KB = "company: X\nlanguage: ru\ntime_zone: Europe/Moscow\nsegments: [{id: cafe, title: Кафе}]\n"
CARD = "id: {}\ntitle: Карточка {}\nstatus: draft\n"
# Neither the person's settings nor the machine's take part.
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


TODAY = "2026-11-21"
CRM = """\
crm:
  - id: hubspot
    columns: {deal: Record ID, created: Create Date, stage: Deal Stage, amount: Amount, pipeline: Pipeline}
    stages: {Closed Won: won, Closed Lost: refused}
    pipelines: [{id: sales, title: Sales, script: incoming, segment: new}]
"""
SOURCES = """\
sources:
  - id: deals
    files: export.csv
    script: incoming
    segment: new
    columns: {deal: Record ID, created: Create Date, stage: Deal Stage, amount: Amount}
    stages: {Closed Won: won, Closed Lost: refused}
"""
EXPORT = "Record ID,Create Date,Deal Stage,Amount,Pipeline\n1,2026-11-05,Closed Won,1490,Sales\n"
FACTS = (
    "date,script,version,segment,contacts,won,refused\n"
    "2026-10-05,incoming,1,new,200,40,160\n2026-11-05,incoming,1,new,200,50,150\n"
)
ENGLISH_CARD = """\
id: {id}
title: Delivery
status: live
client_words: [When will it come?]
answer: >-
  {says}
next_question: >-
  Where to?
"""
REASON = """\
Say the day of delivery

Origin: Thirteen of thirty callers asked again
Cause: The answer named no day
Purpose: A customer plans the week
Effect: Fewer questions
Expect: conversion of script/incoming +3pp by 2026-11-20
By: sales
Class: tactical
"""
OBJECTIONS = (
    "Customer objection;Answer;Owner\nToo dear;I see. Shall we compare?;Logistics\nLater;\n"
)
VOICE = "Card: objection/expensive\nWhat happened: A proposal\nIn your own words: Say it shorter\n"
EDITS = {
    "version": 1,
    "edits": [
        {
            "op": "set",
            "entity": "question/delivery",
            "path": "next_question",
            "before": "Where to?",
            "after": "To which street?",
        }
    ],
    "reason": {"title": "Ask for the street", "origin": "Couriers called back"},
}
TRIAL = """\
id: day
title: Which day
what: question/delivery#answer
variants:
  - {id: today, say: We deliver on Thursday.}
  - {id: sooner, say: We deliver tomorrow morning.}
from: 2026-10-12
to: 2026-11-20
metric: conversion
least: 6pp
decides: sales
"""


class Folder:
    """A folder with `content/` in which commands are run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = 0
        self.day = "2026-11-01"

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        for path, text in files.items():
            file = self.root / "content" / path
            if text is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def environment(self) -> dict[str, str]:
        at = f"{self.day}T10:00:{self.clock:02}+03:00"
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            **ENVIRONMENT,
            "GIT_AUTHOR_DATE": at,
            "GIT_COMMITTER_DATE": at,
        }

    def git(self, *arguments: str) -> str:
        # After each commit git would start a second process, to see what there is to tidy up.
        command = ["git", "-c", "maintenance.auto=false", *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=self.environment(), check=True, capture_output=True
        )
        return done.stdout.decode().strip()

    def commit(self, message: str, files: Mapping[str, str | bytes | None]) -> str:
        if not (self.root / ".git").exists():
            committing.init(self.root)
        self.clock += 1
        self.write(files)
        with contextlib.suppress(committing.Unusual):
            return committing.commit(self.root, message.encode(), self.environment())
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Gives a folder with a small knowledge base, and goes there."""
    monkeypatch.chdir(tmp_path)
    # A repository around the temporary folder is not ours.
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    made = Folder(tmp_path)
    made.write({"kb.yml": KB})
    return made


@pytest.fixture
def kb(capsys):
    """Runs a command: gives its exit code, standard output and standard error."""

    def run(*argv: str) -> tuple[int, str, str]:
        code = cli.run([str(each) for each in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, looked_up):
    """Gives an English base with two changes, facts, and files to import, in a repository."""
    folder = Folder(tmp_path_factory.mktemp("english") / "kb")
    (folder.root / "broken").mkdir(parents=True)
    init = ["init", str(folder.root), "--language", "en", "--company", "Roastery"]
    assert cli.run([*init, "--time-zone", "UTC", "--today", "2026-10-01"]) == 0
    settings = (folder.root / "content/kb.yml").read_text("utf-8")
    folder.day = "2026-10-01"
    card = ENGLISH_CARD.format(id="delivery", says="We deliver within a few days.")
    folder.commit(
        "Begin\n\nCause: We begin",
        {
            "kb.yml": settings + CRM,
            "facts.yml": SOURCES,
            "questions/delivery.yml": card,
            "questions/gone.yml": ENGLISH_CARD.format(id="gone", says="Soon."),
        },
    )
    folder.day = "2026-10-10"
    says = ENGLISH_CARD.format(id="delivery", says="We deliver on Thursday.")
    folder.commit(REASON, {"questions/delivery.yml": says, "questions/gone.yml": None})
    folder.commit("Without a reason", {"facts/calls-2026.csv": FACTS, "trials/day.yml": TRIAL})
    folder.write({"questions/delivery.yml": says.replace("Thursday", "Friday")})
    tables = {
        "empty": b"",
        "words": b"one\ntwo\n",
        "bytes": b"\x89PNG\r\n\x00\x00",
        "book": b"PK\x03\x04 and so on",
        "page": b"<!doctype html><p>Sign in",
        "quotes": EXPORT.encode() + b'2,"x\n',
        "columns": b"A,B,C\n1,2,3\n",
    }
    for name, content in tables.items():
        (folder.root / "broken" / name).write_bytes(content)
    (folder.root / "export.csv").write_text(EXPORT)
    (folder.root / "answers.txt").write_text(VOICE)
    (folder.root / "objections.csv").write_text(OBJECTIONS)
    (folder.root / "EDITS.json").write_text(json.dumps(EDITS))
    looked_up(folder.root)
    return folder.root


@pytest.fixture
def english(prepared, tmp_path, monkeypatch):
    """Gives a copy of the English base, and goes there."""
    folder = tmp_path / "kb"
    shutil.copytree(prepared, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SCRIPTS_KB_TODAY", TODAY)
    return folder


@pytest.fixture
def asked(monkeypatch):
    """Gives the questions that were asked on a terminal; each is answered in English."""
    found: list[str] = []

    def prompt(text, default="", **_):
        found.append(text)
        return default or f"Answer {len(found)}"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", prompt)
    return found
