"""`kb export`: the published knowledge base as the site gives it, for other programs."""

import csv
import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts_kb.app import build, building, workspace

ROOT = Path(__file__).parents[2]
ZONES = """\
departments: [{id: sales, title: Продажи}]
zones: [{id: all, title: Всё, fields: ["*:**", "config:**"], responsible: sales, accountable: sales, arbiter: sales}]
"""
CARD = """\
id: dorogo
title: =Дорого
segments: [cafe]
note: заметка редактору
client_words: [Дорого]
answers:
  - id: cup
    say: Понимаю. От <offer/opt.price.list>.
    next_question: Сколько чашек, <client_name>?
  - id: other
    when: Иначе
    say: {say}
    next_question: А сколько нужно?
"""
OFFER = """\
id: opt
title: Опт
audience: partner
segments: [cafe]
promise: Один вкус весь месяц
terms: От двадцати килограммов
price: {list: 1490, currency: RUB, unit: кг}
internal: {floor: 1351, margin_pct: 34.5}
valid_from: 2026-10-01
valid_to: 2026-12-31
"""
SCRIPT = """\
id: s
title: Звонок
goal: Заказ
entry: a
nodes:
  - {id: a, say: Добрый день!, capture: client_name, next: b}
  - {id: b, say: Спасибо!, outcome: deal}
"""
TODAY = ("--today", "2026-11-21")
AUDIENCES = ("partner", "team", "heads")


@pytest.fixture
def history(folder):
    """Gives a repository whose card changed one of its phrases ten days later."""
    files = {
        "zones.yml": ZONES,
        "offers/opt.yml": OFFER,
        "scripts/s.yml": SCRIPT,
        "objections/dorogo.yml": CARD.replace("{say}", "Понимаю."),
    }
    folder.commit("Начало\n\nCause: Начали", files)
    folder.day = "2026-11-11"
    more = {"objections/dorogo.yml": CARD.replace("{say}", "Понимаю, верно.")}
    folder.commit("Правка\n\nCause: Спрашивали", more)
    return folder


def table(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline="")))


@pytest.mark.slow
@pytest.mark.parametrize("audience", AUDIENCES)
def test_json_is_the_sites_own_byte_for_byte(history, kb, audience, tmp_path):
    code, out, err = kb("export", "--audience", audience, *TODAY)
    assert (code, err) == (0, "")
    code, said, _ = kb("export", "--audience", audience, *TODAY, "--out", tmp_path / "x.json")
    assert (code, said) == (0, f"{tmp_path.as_posix()}/x.json\n")
    assert kb("build", "--tree-only", "--audience", audience, *TODAY)[0] == 0
    tree = building.docs(history.root, audience)
    site = (tree / "kb/kb.json").read_bytes()
    assert out.encode() == site == (tmp_path / "x.json").read_bytes()
    found = json.loads(out)
    assert found["audience"] == audience
    assert ("1351" in out, "34.5" in out) == (audience == "heads",) * 2
    assert "заметка" not in out
    assert ("objection/dorogo" in found["entities"]) is (audience != "partner")


def test_a_table_has_a_row_for_each_phrase(history, kb):
    code, out, err = kb("export", "--format", "csv", *TODAY)
    assert (code, err) == (0, "")
    found = {
        f"{row['entity']}#{row['path']}": (row["title"], row["version"], row["changed"])
        for row in table(out)
    }
    assert found == {
        "script/s#nodes[a].say": ("Звонок", "1", "2026-11-01"),
        "script/s#nodes[b].say": ("Звонок", "1", "2026-11-01"),
        "objection/dorogo#answers[cup].say": ("'=Дорого", "2", "2026-11-01"),
        "objection/dorogo#answers[cup].next_question": ("'=Дорого", "2", "2026-11-01"),
        "objection/dorogo#answers[other].say": ("'=Дорого", "2", "2026-11-11"),
        "objection/dorogo#answers[other].next_question": ("'=Дорого", "2", "2026-11-01"),
        "offer/opt#promise": ("Опт", "1", "2026-11-01"),
    }
    assert "1351" not in out
    other = kb("export", "--format", "csv", *TODAY, "--separator", ";")[1]
    assert other.startswith("\ufeffentity;kind;title;path;text;segments;version;changed\r\n")


def test_what_is_not_committed_has_no_version_and_no_day(history, kb):
    history.write({"scripts/s.yml": SCRIPT.replace("Спасибо!", "Спасибо вам!")})
    found = table(kb("export", "--format", "csv", *TODAY)[1])
    said = {row["text"]: (row["version"], row["changed"]) for row in found}
    assert said["Спасибо вам!"] == ("", "")
    assert said["Добрый день!"] == ("", "2026-11-01")


@pytest.mark.slow
def test_a_base_with_errors_is_not_given_away(history, kb, tmp_path):
    history.write({"offers/opt.yml": OFFER.replace("promise:", "promise-of:")})
    out = tmp_path / "kb.json"
    out.write_text("before")
    for argv in ((), ("--format", "csv"), ("--out", out)):
        code, said, err = kb("export", *TODAY, *argv)
        assert (code, said) == (1, "")
        assert "content/offers/opt.yml:5:1: unknown-key: " in err
        assert "Ошибок: " in err
    assert out.read_text() == "before"


def test_warnings_keep_nothing_back(history, kb):
    history.write({"scripts/s.yml": SCRIPT.replace("goal: Заказ\n", "")})
    assert "unfilled" in kb("check", *TODAY)[1]
    code, out, err = kb("export", *TODAY)
    assert (code, err) == (0, "")
    assert json.loads(out)["entities"]["script/s"]["value"]["title"] == "Звонок"


def test_a_file_is_whole_or_as_it_was(history, kb, tmp_path, monkeypatch):
    out = tmp_path / "база.csv"
    out.write_text("before")
    out.chmod(0o640)
    whole = Path.replace

    def refusing(self, target):
        if Path(target).name == out.name:
            raise PermissionError(13, "Permission denied")
        return whole(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refusing)
        code, said, err = kb("export", "--format", "csv", *TODAY, "--out", out)
    assert (code, said, len(err.splitlines())) == (2, "", 1)
    assert f"--out {out}: не записать: Permission denied." in err
    assert out.read_text() == "before"
    beside = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert beside == {out.name}
    assert kb("export", "--format", "csv", *TODAY, "--out", out)[0] == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfentity,")
    assert out.stat().st_mode & 0o777 == 0o640


MISTAKES = [
    (["--out", "."], "--out .: это папка, нужен файл."),
    (["--out", "content"], "это папка, нужен файл."),
    (["--out", "nowhere/kb.json"], "не записать: No such file or directory."),
    (["--out", "content/kb.yml/x"], "не записать: Not a directory."),
    (["--format", "pdf"], "--format не подходит."),
    (["--audience", "all"], "--audience не подходит."),
    (["--separator", "\t"], "--separator не подходит."),
    (["--content", "nope"], "Нет папки nope"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("argv", "said"), MISTAKES)
def test_a_mistake_is_one_clear_line(history, kb, argv, said):
    code, out, err = kb("export", *TODAY, *argv)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert said in err


def test_a_folder_that_may_not_even_be_looked_into_is_no_bug(history, kb, monkeypatch):
    whole = Path.stat

    def refusing(self, **named):
        if self.name == "locked.json":
            raise PermissionError(13, "Permission denied")
        return whole(self, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", refusing)
        code, out, err = kb("export", *TODAY, "--out", "locked.json")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "--out locked.json: не записать: Permission denied." in err
    assert not (history.root / "locked.json").exists()


def test_without_git_it_says_so_in_one_line(folder, kb):
    code, out, err = kb("export")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "git" in err


@pytest.mark.slow
def test_the_bytes_are_the_same_whatever_the_console_speaks(history):
    done = subprocess.run(
        [sys.executable, "-m", "scripts_kb", "export", *TODAY],
        cwd=history.root,
        env={
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "cp1251",
            "PATH": os.environ["PATH"],
            "LC_ALL": "C",
        },
        capture_output=True,
        check=True,
    )
    where = workspace.find(history.root / "content")
    built = history.root / "out"
    build.tree(where, built, today=dt.date.fromisoformat(TODAY[1]))
    assert done.stdout == (built / "kb/kb.json").read_bytes()
