"""`kb facts …` as a person types it → output and exit code."""

import json
import subprocess

import pytest

from scripts_kb.cli import run

EXPORT = "ID;Бюджет;Дата создания сделки;Этап сделки;Воронка;Рабочий телефон\n1;1490;05.10.2026;{stage};Для дома;+7 900 123-45-67\n"
TODAY = ["--today", "2026-11-21"]


@pytest.fixture
def kb(content, capsys):
    """Run a command on the content folder: exit code, output, errors."""

    def call(*arguments):
        code = run([*arguments, "--content", str(content), *TODAY])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def repository(content):
    """The content folder, committed."""
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    for argv in (("init", "-qb", "main"), ("add", "-A"), (*who, "commit", "-qm", "База")):
        subprocess.run(["git", *argv], cwd=content.parent, check=True)


@pytest.fixture
def export(tmp_path):
    """Write an export whose deal stands at a stage."""

    def write(stage="Успешно реализовано"):
        path = tmp_path / "export.csv"
        path.write_text(EXPORT.format(stage=stage), encoding="cp1251")
        return str(path)

    return write


def test_an_import_says_what_it_did_and_then_that_nothing_is_new(kb, export, content):
    code, out, err = kb("facts", "import", export())
    assert (code, err) == (0, "")
    assert "сделок 1" in out
    assert "строк 1, записано" in out
    assert (content / "facts" / "calls-amocrm.csv").is_file()
    assert "уже учтено" in kb("facts", "import", export())[1]
    assert kb("facts", "check") == (0, "", "Всё в порядке.\n")


def test_a_dry_run_writes_nothing(kb, export, content):
    code, out, _ = kb("facts", "import", export(), "--dry-run", "--from", "amocrm")
    assert (code, "записалось бы" in out, (content / "facts").exists()) == (0, True, False)


def test_an_unknown_stage_is_an_error_with_its_line(kb, export, content):
    code, out, err = kb("facts", "import", export("Думает"))
    assert (code, err) == (1, "Ничего не записано.\n")
    assert out.startswith("export.csv:2:4: crm-unknown-stage: Незнакомый этап «Думает».")
    assert not (content / "facts").exists()
    code, out, _ = kb("facts", "import", export("Думает"), "--json")
    assert (code, json.loads(out)[0]["code"]) == (1, "crm-unknown-stage")


BROKEN = "kb.yml:3:1: unknown-key: Неизвестное поле «nonsense»."


@pytest.mark.parametrize(
    "asked", [("check",), ("import", "{export}"), ("import", "{export}", "--from", "hubspot")]
)
def test_facts_are_not_held_against_settings_with_a_mistake(asked, kb, export, content):
    """Neither a segment nor a pipeline nor a CRM is unknown where `kb.yml` alone has a mistake."""
    file = export()
    assert kb("facts", "import", file)[0] == 0
    settings = content / "kb.yml"
    text = settings.read_text(encoding="utf-8").replace("reasons:", "nonsense: 1\nreasons:")
    settings.write_text(text, encoding="utf-8")
    (content / "products/espresso.yml").write_text("id: espresso\nsku: [\n", encoding="utf-8")
    sold = "date,sku,segment,quantity,revenue,profit,repeat\n2026-10-05,ES-1,home,2,2980,,\n"
    (content / "facts/sku.csv").write_text(sold, encoding="utf-8")
    code, out, _ = kb("facts", *(each.format(export=file) for each in asked))
    assert (code, out.count("\n")) == (1, 1)
    assert BROKEN in out


SLIPS = [
    (("facts", "import", "missing.csv"), "нет такого файла"),
    (("briefing", "--month", "октябрь"), "2026-10"),
]


@pytest.mark.parametrize(("arguments", "told"), SLIPS)
def test_a_slip_is_one_clear_line(arguments, told, kb, content, monkeypatch):
    if "ledger" in arguments:
        import git  # noqa: PLC0415 - one test needs a repository

        repository = git.Repo.init(content.parent, initial_branch="main")
        repository.git.add(A=True)
        repository.git.execute(
            ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "Base"]
        )
    code, out, err = kb(*arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert len(err.splitlines()) == 1


def test_a_mistake_in_facts_is_told_by_check(kb, content):
    (content / "facts").mkdir()
    text = "date,script,version,segment,contacts,won,refused\n2026-10-05,first-cal,,home,9,2,3\n"
    (content / "facts" / "calls.csv").write_text(text, encoding="utf-8")
    code, out, _ = kb("facts", "check")
    assert code == 1
    assert "facts/calls.csv:2:12: facts-unknown-id" in out


def test_today_is_a_day(kb, content):
    (content / "facts").mkdir()
    text = "date,script,version,segment,contacts,won,refused\n2026-11-22,first-call,,home,9,2,3\n"
    (content / "facts" / "calls.csv").write_text(text, encoding="utf-8")
    assert "facts-future" in kb("facts", "check")[1]


def test_a_version_that_the_script_never_had_is_told_with_its_line(kb, content, repository):
    (content / "facts").mkdir()
    text = (
        "date,script,version,segment,contacts,won,refused\n2026-10-05,first-call,1,home,9,2,3\n"
        "2026-10-06,first-call,7,home,9,2,3\n2026-10-07,first-call,,home,9,2,3\n"
    )
    (content / "facts" / "calls.csv").write_text(text, encoding="utf-8")
    code, out, _ = kb("facts", "check")
    assert code == 0
    assert out == (
        f"{content}/facts/calls.csv:3:23: facts-version-unknown: У скрипта first-call нет версии 7:"
        " последняя 1. Поправьте номер: он стоит в конце итога звонка, после @. Не знаете —"
        " оставьте пустым.\n"
    )


def test_without_a_repository_nobody_asks_for_versions(kb, content):
    (content / "facts").mkdir()
    text = "date,script,version,segment,contacts,won,refused\n2026-10-05,first-call,7,home,9,2,3\n"
    (content / "facts" / "calls.csv").write_text(text, encoding="utf-8")
    assert kb("facts", "check") == (0, "", "Всё в порядке.\n")
