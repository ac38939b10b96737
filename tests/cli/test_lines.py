"""The command line as a person meets it: exit codes, one clear line for a mistake, JSON alone."""

import json
import os
import subprocess
import sys

import pytest

from scripts_kb.cli import check as check_command
from scripts_kb.content import formatting

CARD = "id: x\ntitle: X\nstatus: draft\n"
MISTAKES = [
    # command → what the one line says, in Russian and in English
    (["chek"], "Нет команды chek. Может быть, kb check?", "No such command: chek. Perhaps "),
    (["zzz"], "Нет команды zzz. Есть: ", "No such command: zzz. There is: "),
    (
        ["check", "--foo"],
        "Нет параметра --foo. Как писать: kb check --help",
        "No such option: --foo. Usage: kb check --help",
    ),
    (
        ["check", "--tody"],
        "Нет параметра --tody. Может быть, --today? Как писать: ",
        "No such option: --tody. Perhaps --today? Usage: ",
    ),
    (
        ["check", "x"],
        "Лишнее слово в команде: x. Как писать: kb check --help",
        "More than the command takes: x. Usage: kb check --help",
    ),
    (
        ["check", "x", "(y)"],
        "Лишнее слово в команде: x (y). Как писать: kb check --help",
        "More than the command takes: x (y). Usage: kb check --help",
    ),
    (
        ["check", "--json=yes"],
        "--json пишут без значения. Как писать: kb ",
        "--json takes no value. Usage: kb ",
    ),
    (
        ["check", "--today", "2026-13-01"],
        "--today 2026-13-01: нужна дата вида 2026-11-21.",
        "--today 2026-13-01: a date like 2026-11-21 is needed.",
    ),
    (
        ["check", "--today", "21.11.2026"],
        "--today 21.11.2026: нужна дата вида 2026-11-21.",
        "a date like 2026-11-21 is needed.",
    ),
    (
        ["check", "--due", "two weeks"],
        "--due two weeks: пишите, например, 14d.",
        "--due two weeks: write, for instance, 14d.",
    ),
    (
        ["check", "--due"],
        "После --due не хватает значения. Как писать: ",
        "--due needs a value. Usage: ",
    ),
    (
        ["fmt", "/etc/passwd"],
        "/etc/passwd: нет такого файла в content.",
        "/etc/passwd: no such file in content.",
    ),
    (
        ["fmt", "nope.yml"],
        "nope.yml: нет такого файла в content.",
        "nope.yml: no such file in content.",
    ),
    (
        ["show"],
        "Не хватает REF[@VERSION|@DATE]. Как писать: kb show --help",
        "REF[@VERSION|@DATE] is missing. Usage: kb show ",
    ),
    (["import", "voice"], "Не хватает FILE. Как писать: kb ", "FILE is missing. Usage: kb import "),
    (
        ["facts", "pul"],
        "Нет команды facts pul. Может быть, kb facts pull?",
        "No such command: facts pul. Perhaps kb facts pull?",
    ),
    (
        ["trial", "zzzzzzz"],
        "Нет команды trial zzzzzzz. Есть: trial end.",
        "No such command: trial zzzzzzz. There is: trial end.",
    ),
    (
        ["facts", "import", "content"],
        "FILE: нужен файл, а это папка. Как писать: kb facts import --help",
        "FILE: a file is needed, and this is a folder. Usage: kb facts import --help",
    ),
    (
        ["forms", "--out", "content/kb.yml"],
        "--out: нужна папка, а это файл. Как писать: kb forms --help",
        "--out: a folder is needed, and this is a file. Usage: kb forms --help",
    ),
    (
        ["build", "--audience", "all"],
        "--audience не подходит. Есть: heads, team, partner. Как писать: kb build --help",
        "--audience does not fit. There is: heads, team, partner. Usage: kb build --help",
    ),
    (
        ["serve", "--port", "0"],
        "--port: нужно целое число от 1 до 65535. Как писать: kb serve --help",
        "--port: a whole number from 1 to 65535 is needed. Usage: kb serve --help",
    ),
    (
        ["serve", "--port", "x"],
        "--port: нужно целое число от 1 до 65535. Как писать: kb serve --help",
        "--port: a whole number from 1 to 65535 is needed. Usage: kb serve --help",
    ),
]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(("argv", "russian", "english"), MISTAKES)
def test_a_mistake_of_the_user_is_one_clear_line_in_the_bases_language(
    folder, kb, argv, russian, english, language
):
    folder.write({"kb.yml": f"company: X\nlanguage: {language}\n"})
    code, out, err = kb(*argv)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert err.startswith("kb: ")
    assert (russian in err, english in err) == (language == "ru", language == "en")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["chek"], "Может быть, kb check? / No such command: chek."),
        (["check", "--tody"], "Как писать: kb check --help / No such option: --tody."),
        (
            ["check"],
            "Нет папки content — укажите её: --content ПАПКА. / There is no folder content",
        ),
        (["check", "--today", "x"], "вида 2026-11-21. / --today x: a date like 2026-11-21 is"),
        (["fmt", "--content", "nope"], "Нет папки nope — укажите её: --content ПАПКА. / There is "),
        (["check", "--content=no\x1b[31mpe"], "Нет папки no [31mpe"),
        # Settings that cannot be read do not tell the language either.
        (["check", "--due", "x", "--content", "broken"], "14d. / --due x: write, for instance"),
    ],
)
def test_without_a_base_a_mistake_is_said_in_both_languages(tmp_path, monkeypatch, kb, argv, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "kb.yml").write_text("language: [")
    code, out, err = kb(*argv)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert said in err


def test_the_base_that_a_command_names_decides_the_language(folder, kb):
    folder.write({"../english/kb.yml": "company: X\nlanguage: en\n"})
    for argv in (["--content", "english"], ["--content=english"]):
        assert kb("check", "--due", "x", *argv)[2] == "kb: --due x: write, for instance, 14d.\n"


def test_without_a_command_the_help_is_shown(folder, kb):
    code, out, err = kb()
    assert (code, out) == (2, "")
    assert "Команды:" in err.splitlines()
    assert kb("--help")[0] == 0


def test_check_tells_errors_from_remarks(folder, kb):
    folder.write({"objections/x.yml": CARD})
    assert kb("check") == (0, "", "Всё в порядке.\n")
    folder.write({"meetings/m.yml": "id: m\ntitle: M\n"})
    code, out, err = kb("check")
    assert (code, err) == (0, "Ошибок: 0, замечаний: 1.\n")
    assert out.startswith("content/meetings/m.yml:1:1: unfilled: ")
    folder.write({"objections/x.yml": f"{CARD}foo: 1\n"})
    code, out, err = kb("check")
    assert (code, err) == (1, "Ошибок: 1, замечаний: 1.\n")


@pytest.mark.parametrize(
    ("language", "message", "summary"),
    [
        ("ru", "Неизвестное поле «foo».", "Ошибок: 1, замечаний: 0."),
        ("en", "Unknown field “foo”.", "Errors: 1, warnings: 0."),
    ],
)
def test_the_language_is_that_of_the_knowledge_base(folder, kb, language, message, summary):
    folder.write({"kb.yml": f"company: X\nlanguage: {language}\nsegments: [{{id: a, title: A}}]\n"})
    folder.write({"objections/x.yml": f"{CARD}foo: 1\n"})
    code, out, err = kb("check")
    assert code == 1
    assert message in out
    assert err.strip() == summary
    code, out, err = kb("check", "--json")
    assert (code, err) == (1, "")
    assert json.loads(out)[0] == {
        "file": "content/objections/x.yml",
        "line": 4,
        "column": 1,
        "code": "unknown-key",
        "severity": "error",
        "message": message,
        "fix": json.loads(out)[0]["fix"],
    }


def test_json_of_nothing_is_an_empty_list(folder, kb):
    assert kb("check", "--json") == (0, "[]\n", "")


@pytest.mark.parametrize(
    ("today", "due", "codes"),
    [
        ("2026-11-21", None, []),
        ("2026-11-21", "9d", []),
        ("2026-11-21", "10d", ["review-due"]),
        ("2026-11-21", "10", ["review-due"]),
        ("2026-12-01", None, ["review-due"]),
        ("2026-12-02", None, ["review-overdue"]),
        ("9999-12-31", "14d", ["review-overdue"]),
    ],
)
def test_today_and_due_decide_what_is_to_be_reviewed(folder, kb, today, due, codes):
    text = "id: x\ntitle: X\nreview_by: 2026-12-01\nanswer: Да\n"
    folder.write({"questions/x.yml": text})
    argv = ["check", "--json", "--today", today, *(["--due", due] if due else [])]
    code, out, _ = kb(*argv)
    assert [each["code"] for each in json.loads(out)] == codes
    assert code == 0


def test_the_folder_is_found_from_below_and_named_by_an_option(folder, kb, monkeypatch):
    folder.write({"objections/x.yml": CARD + "foo: 1\n"})
    monkeypatch.chdir(folder.root / "content" / "objections")
    code, out, _ = kb("check")
    assert code == 1
    assert out.startswith("content/objections/x.yml:4:1: ")
    monkeypatch.chdir(folder.root.parent)
    name = f"{folder.root.name}/content"
    assert kb("check", "--content", name)[1].startswith(f"{name}/objections/x.yml:4:1: ")


def test_files_that_git_ignores_are_no_part(folder, kb):
    (folder.root / ".gitignore").write_text("*.bak\nignored.yml\n", encoding="utf-8")
    folder.commit("Начало", {"objections/x.yml": CARD})
    folder.write(
        {"objections/ignored.yml": "[", "objections/x.bak": "x", "objections/new.yml": "["}
    )
    code, out, _ = kb("check")
    assert code == 1
    assert [line.split(":")[0] for line in out.splitlines()] == ["content/objections/new.yml"]


def test_fmt_names_what_changed_and_what_it_left_alone(folder, kb):
    card, seen = f"{CARD}answers:\n- say: Да\n", f"{CARD}matters:\n- says: Да\n"
    folder.write({"objections/x.yml": card, "objections/y.yml": "note: {", "insights/z.yml": seen})
    files = folder.root / "content"
    code, out, err = kb("fmt", "--check")
    assert code == 1
    assert out.splitlines() == ["content/insights/z.yml", "content/objections/x.yml"]
    assert (files / "objections" / "x.yml").read_text(encoding="utf-8") == card
    code, out, err = kb("fmt", "content/objections")
    assert code == 1
    assert out == "content/objections/x.yml\n"
    assert err.splitlines() == [
        (
            "content/objections/y.yml:1:7: unclosed: Здесь открыто { и нигде не закрыто. "
            "Закройте парным знаком в конце текста."
        )
    ]
    assert kb("fmt", "content/objections/x.yml") == (0, "", "")
    assert kb("fmt", "content/insights/z.yml") == (0, "content/insights/z.yml\n", "")
    assert (
        (files / "insights" / "z.yml")
        .read_text(encoding="utf-8")
        .endswith("  - id: da\n    says: Да\n")
    )
    # Nothing is left behind, and the file's rights stay.
    assert {each.name for each in (files / "insights").iterdir()} == {"z.yml"}


def test_fmt_of_a_file_that_two_readers_take_differently(folder, kb, monkeypatch):
    folder.write({"objections/x.yml": CARD})
    monkeypatch.setattr(formatting, "_written", lambda *_, **__: b"id: y\ntitle: Y\n")
    code, out, err = kb("fmt")
    assert (code, out) == (1, "")
    assert ": left-alone: " in err
    assert (folder.root / "content" / "objections" / "x.yml").read_text(encoding="utf-8") == CARD


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, RuntimeError("x\x1b[31m")])
def test_what_is_not_the_users_mistake(folder, kb, monkeypatch, interruption):
    def fail(*_, **__):
        raise interruption

    monkeypatch.setattr(check_command.checking, "check", fail)
    code, out, err = kb("check")
    assert out == ""
    if interruption is KeyboardInterrupt:
        assert (code, err.strip()) == (130, "")
        return
    assert code == 3
    assert len(err.splitlines()) == 1
    assert "ошибка программы, а не ваша: RuntimeError" in err
    assert "\x1b" not in err
    monkeypatch.setenv("KB_TRACEBACK", "1")
    assert "Traceback" in kb("check")[2]


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_mistake(folder):
    folder.write({f"objections/{each}.yml": "[" for each in range(3)})
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "scripts_kb", "check"],
        cwd=folder.root,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    os.close(write)
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
    assert done.returncode == 0


@pytest.mark.slow
def test_a_terminal_without_utf8_gets_utf8(folder):
    folder.write({"objections/x.yml": "["})
    done = subprocess.run(
        [sys.executable, "-m", "scripts_kb", "check"],
        cwd=folder.root,
        capture_output=True,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONIOENCODING": "ascii",
            "LC_ALL": "C",
        },
    )
    assert done.returncode == 1
    assert "Здесь открыто [" in done.stdout.decode()
