"""`kb diff` from outside: exit codes, one clear line, nothing foreign run or believed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import scripts_kb

from .conftest import CALL, DOROGO, FILES, VIP

SPOKEN = DOROGO.replace("Давайте привезу на пробу.", "Привезу пробник сегодня?")


@pytest.mark.slow
def test_the_gate_lets_through_what_is_explained_and_agreed(base, kb):
    note = (
        "id: proba\nclass: tactical\norigin: Тринадцать клиентов замолчали на этой фразе\n"
        "cause: На утверждение нечего ответить\npurpose: Клиент выбирает день сам\n"
        "effect: Пробников назначим больше на треть\nevidence: [insight/october]\nwatch: Десять звонков в неделю\n"
    )
    base.commit("Фраза", {"objections/dorogo.yml": SPOKEN, "changes/proba.yml": note})
    for who in ("sales", "Продажи"):
        assert kb("diff", "HEAD~1", "HEAD", "--gate", "--approved", who)[0] == 0
    code, out, _ = kb("diff", "HEAD~1", "HEAD", "--gate")
    assert code == 1
    assert "gate-key: Не хватает согласия: Продажи (Слова)" in " ".join(out.split())


@pytest.mark.slow
def test_reviews_of_the_hosting(base, kb, tmp_path):
    base.commit(
        "Цена\n\nOrigin: Новый прайс поставщика", {"offers/vip.yml": VIP.replace("1490", "1500")}
    )
    file = tmp_path / "reviews.json"
    file.write_text(json.dumps([{"user": {"login": "boris"}, "state": "APPROVED"}]))
    assert kb("diff", "HEAD~1", "HEAD", "--gate", "--reviews", file)[0] == 0
    assert kb("diff", "HEAD~1", "HEAD", "--gate", "--reviews", file, "--author", "@boris")[0] == 0
    file.write_text("[1, {}, null]")
    assert kb("diff", "HEAD~1", "HEAD", "--gate", "--reviews", file)[0] == 1
    file.write_text("{not json")
    code, _, said = kb("diff", "HEAD~1", "HEAD", "--reviews", file)
    assert code == 2
    assert len(said.strip().splitlines()) == 1


CLEAR = {
    "a ref named like an option": ("--", "--output=zz"),
    "another": ("--", "-O"),
    "no such ref": ("nowhere",),
    "a range in one word": ("HEAD~0..HEAD",),
    "a path": ("../../etc/passwd",),
    "a reflog trick": ("HEAD@{99}",),
    "a blob": ("HEAD:content/kb.yml",),
    "a line feed": ("HEAD\nHEAD",),
    "a NUL's neighbour": ("\u0001",),
    "an unknown department": ("HEAD", "--author", "nobody"),
    "an unknown approver": ("HEAD", "--approved", "nobody"),
    "no such day": ("HEAD", "--open-since", "2026-13-01"),
    "no such file of reviews": ("HEAD", "--reviews", "none.json"),
    "a folder outside": ("HEAD", "--content", "/"),
}


@pytest.mark.slow
@pytest.mark.parametrize("argv", CLEAR.values(), ids=CLEAR)
def test_mistakes_are_one_clear_line(base, kb, argv):
    code, out, said = kb("diff", *argv)
    assert code == 2
    assert out == ""
    assert len(said.strip().splitlines()) == 1
    assert "Traceback" not in said
    assert not Path("zz").exists()


@pytest.mark.slow
def test_revisions_without_content(repo, kb, diff):
    (repo.root / "README").write_text("x")
    repo.commit("Пусто")
    code, _, said = kb("diff", "HEAD", "HEAD")
    assert (code, len(said.strip().splitlines())) == (2, 1)
    repo.commit("Первая", FILES)
    assert {each["kind"] for each in diff("HEAD~1", "HEAD")["entities"]} == {"added"}
    assert {each["kind"] for each in diff("HEAD", "HEAD~1")["entities"]} == {"removed"}


def test_histories_that_share_nothing(base, diff):
    base.git("switch", "-q", "--orphan", "other")
    base.commit("Другая", {**FILES, "offers/vip.yml": VIP.replace("1490", "1500")})
    assert [e["entity"] for e in diff("main", "other")["entities"]] == ["offer/vip"]


def test_no_commit_yet(repo, kb):
    code, _, said = kb("diff")
    assert (code, len(said.strip().splitlines())) == (2, 1)


def test_a_branch_named_like_an_option_is_read(base, diff):
    commit = base.commit("Цена", {"offers/vip.yml": VIP.replace("1490", "1500")})
    base.git("update-ref", "refs/heads/--output=zz", commit)
    assert [e["entity"] for e in diff("HEAD~1", "refs/heads/--output=zz")["entities"]] == [
        "offer/vip"
    ]
    assert not Path("zz").exists()


@pytest.mark.slow
def test_odd_files(base, diff):
    (base.root / "content/objections/link.yml").symlink_to("/etc/passwd")
    found = diff()
    assert [p["code"] for p in found["problems"]] == ["symlink"]
    base.write(
        {
            "objections/binary.yml": bytes(range(256)) * 10,
            "objections/giant.yml": "id: giant\ntitle: " + "я" * 2_500_000,
            "objections/bomb.yml": "[" * 5_000,
            "objections/nul.yml": "id: nul\ntitle: \x00\n",
            "objections/noid.yml": "title: x\n",
        }
    )
    (base.root / "content/objections/link.yml").unlink()
    found = diff()
    assert found["entities"] == []
    assert sorted(p["code"] for p in found["problems"]) == sorted(
        ["not-utf8", "too-big", "too-deep", "control-character", "missing-key"]
    )
    base.commit("Странные")
    assert sorted(p["code"] for p in diff("HEAD~1", "HEAD")["problems"]) == sorted(
        p["code"] for p in found["problems"]
    )


@pytest.mark.slow
def test_a_large_field_is_shown_in_time(base, kb):
    long = "слово за словом " * 8_000
    base.commit("Длинно", {"questions/long.yml": f"id: long\ntitle: Длинно\nanswer: {long}\n"})
    base.commit(
        "Иначе",
        {
            "questions/long.yml": f"id: long\ntitle: Длинно\nanswer: {long.replace('слово', 'дело')}\n"
        },
    )
    for form in ("terminal", "html", "markdown"):
        code, out, _ = kb("diff", "HEAD~1", "HEAD", "--format", form)
        assert code == 0
        assert "Длинно" in out
    assert len(out) <= 65_000
    assert "Не всё поместилось" in out
    assert "**Вопрос клиента «Длинно»** — меняется, правок: 1: Ответ" in out


@pytest.mark.slow
def test_three_thousand_entities(base, kb, diff):
    base.commit(
        "Много", {f"objections/o{n}.yml": f"id: o{n}\ntitle: Номер {n}\n" for n in range(3_000)}
    )
    assert len(diff("HEAD~1", "HEAD")["entities"]) == 3_000
    _, out, _ = kb("diff", "HEAD~1", "HEAD", "--format", "markdown")
    assert len(out) <= 65_000
    assert "Не всё поместилось" in out
    named = len(re.findall(r"^- \*\*Возражение «Номер", out, re.MULTILINE))
    # The list of contents counts what it leaves out, too.
    counted = re.findall(r"И ещё: Возражения: (\d+)", out)[-1]
    assert named + int(counted) == 3_000


def test_programs_of_the_repository_are_not_run(base, kb):
    trap = base.root / "ran"
    for name in (
        "core.fsmonitor",
        "diff.external",
        "core.pager",
        "filter.x.smudge",
        "diff.x.textconv",
    ):
        base.git("config", name, f"touch {trap}")
    (base.root / ".gitattributes").write_text("* diff=x filter=x\n")
    base.write({"offers/vip.yml": VIP.replace("1490", "1500")})
    assert kb("diff")[0] == 0
    assert not trap.exists()


@pytest.mark.slow
def test_messages_full_of_tricks(base, diff, kb):
    subject = "\x1b[31m<script>\u202e::error::x"
    base.commit(
        f"{subject}\n\nOrigin: <img src=x onerror=alert(1)> @all\n",
        {"scripts/call.yml": CALL.replace("Оформляем?", "Берёте?")},
    )
    (entry,) = diff("HEAD~1", "HEAD")["entities"]
    assert entry["rationales"][0]["origin"] == "<img src=x onerror=alert(1)> @all"
    _, out, _ = kb("diff", "HEAD~1", "HEAD", "--format", "html")
    assert "<img" not in out
    _, out, _ = kb("diff", "HEAD~1", "HEAD", "--format", "markdown")
    assert "<img" not in out
    assert "@all" not in out


@pytest.mark.slow
def test_no_colours_in_a_pipe_or_under_no_color(base, kb, monkeypatch):
    base.commit("Фраза", {"objections/dorogo.yml": SPOKEN})
    assert "\x1b" not in kb("diff", "HEAD~1", "HEAD")[1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in kb("diff", "HEAD~1", "HEAD")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in kb("diff", "HEAD~1", "HEAD")[1]


def test_a_shallow_clone_is_refused_or_allowed(base, kb, tmp_path, monkeypatch):
    base.commit("Фраза", {"objections/dorogo.yml": SPOKEN})
    base.git("clone", "-q", "--depth", "1", f"file://{base.root}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    code, _, said = kb("diff", "HEAD")
    assert code == 2
    assert "fetch-depth: 0" in said
    assert kb("diff", "HEAD", "--allow-truncated")[0] == 0


@pytest.mark.slow
def test_history_before_the_base_is_not_read(base, kb):
    """A commit that cannot be read, older than the base, stands in nobody's way."""
    first = base.git("rev-parse", "HEAD")
    base.commit("Раз", {"offers/vip.yml": VIP.replace("1490", "1500")})
    base.commit("Два", {"objections/dorogo.yml": SPOKEN})
    base.commit("Три", {"scripts/call.yml": CALL.replace("Оформляем?", "Берёте?")})
    lost = base.root / ".git/objects" / first[:2] / first[2:]
    lost.chmod(0o600)
    lost.unlink()
    code, out, said = kb("diff", "HEAD~1", "HEAD", "--json")
    assert code == 0, said
    assert [e["entity"] for e in json.loads(out)["entities"]] == ["script/call"]


@pytest.mark.slow
def test_a_review_loads_neither_the_records_nor_the_parser_nor_the_site(base):
    base.commit("Иначе", {"objections/dorogo.yml": SPOKEN})
    here = str(Path(scripts_kb.__file__).parents[1])
    for form, more in (("json", set()), ("markdown", set()), ("terminal", {"rich"})):
        code = (
            "import sys\nfrom scripts_kb import cli\n"
            f"status = cli.run(['diff', 'HEAD~1', 'HEAD', '--format', '{form}'])\n"
            "heavy = {'pydantic', 'ruamel', 'mkdocs', 'jinja2', 'rich', 'sqlite3', 'pymorphy3'}\n"
            "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=base.root,
            env={**os.environ, "PYTHONPATH": here},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr.strip() == str(sorted(more)), form
