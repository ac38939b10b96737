"""`kb init`: a folder → a small, whole knowledge base, and never a file of somebody else's."""

import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scripts_kb import __version__, cli
from scripts_kb.app import beginning, build, pins, workspace
from scripts_kb.content import formatting, loading, reading, starter
from scripts_kb.problems import plain
from scripts_kb.schema import kinds

ROOT = Path(__file__).parents[2]
TODAY = "2026-11-22"
LANGUAGES = ("ru", "en")
ALL_IS_WELL = {"ru": "Всё в порядке.\n", "en": "All is well.\n"}


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """Gives an empty folder, and goes there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("SCRIPTS_KB_TODAY", TODAY)
    # The machine lives nowhere.
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(beginning, "_CLOCK", tmp_path.parent / "no clock")
    return tmp_path


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_is_clean_and_in_the_common_form(empty, kb, language):
    code, out, err = kb("init", "--language", language)
    assert (code, err) == (0, "")
    # Due reviews included: nobody is asked for anything on the first days.
    assert kb("check", "--due", "30d") == (0, "", ALL_IS_WELL[language])
    assert kb("fmt", "--check") == (0, "", "")
    base, _ = loading.load(empty / "content")
    assert {each.kind for each in base.documents.values()} == {
        *("objection", "question", "script", "offer", "product", "regulation", "change", "config"),
    }
    assert {each.language for each in [base.kb]} == {language}
    outcomes = {node.outcome for node in next(iter(base.of("script"))).record.nodes} - {None}
    assert outcomes == {"deal", "next-step", "refused", "not-our-lead"}
    assert "kb check" in out
    assert starter.NEXT in out
    assert "cd " not in out


@pytest.mark.slow
def test_both_languages_begin_with_the_same_and_the_english_one_is_english():
    made = {
        language: starter.files(
            language, company="X", time_zone="UTC", today=dt.date.fromisoformat(TODAY)
        )
        for language in LANGUAGES
    }
    shapes = [
        sorted(path.rpartition("/")[0] for path in found if path.startswith("content/"))
        for found in made.values()
    ]
    assert shapes[0] == shapes[1]
    english = b"".join(
        text for path, text in made["en"].items() if path.startswith("content/")
    ).decode()
    assert [each for each in english if "а" <= each.lower() <= "я"] == []


def test_mkdocs_is_set_up_as_here():
    beside = starter.FOLDER / "beside"
    assert (beside / "mkdocs.yml").read_bytes() == (ROOT / "mkdocs.yml").read_bytes()
    ignored = (ROOT / "build/docs/.gitignore").read_bytes()
    assert (beside / "docs-gitignore").read_bytes() == ignored


@pytest.mark.slow
def test_every_placeholder_is_filled_in(empty, kb):
    kb("init", "--company", "Ромашка", "--time-zone", "Asia/Yekaterinburg")
    # In a JSON Schema a dollar is a word of its own.
    filled = {path: text for path, text in tree(empty).items() if not path.endswith(".json")}
    assert [path for path, text in filled.items() if b"$" in text] == []
    base, _ = loading.load(empty / "content")
    assert (base.kb.company, base.kb.time_zone) == ("Ромашка", "Asia/Yekaterinburg")
    offer = next(iter(base.of("offer"))).record
    assert offer.valid_from == dt.date(2026, 11, 22)
    assert offer.valid_to == dt.date(2027, 5, 23)
    # What a person will read first is not rewritten by a machine.
    assert "# Кому продаём." in (empty / "content/kb.yml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_an_editor_knows_the_schemas_and_they_stay_of_today(empty, kb):
    kb("init", "--language", "ru")
    settings = json.loads((empty / ".vscode/settings.json").read_text("utf-8"))
    assert all((empty / path).is_file() for path in settings["yaml.schemas"])
    assert "redhat.vscode-yaml" in (empty / ".vscode/extensions.json").read_text("utf-8")
    assert kb("schema", "--out", "schemas", "--check")[:2] == (0, "")
    offer = (empty / "schemas/offer.schema.json").read_text("utf-8")
    assert "Дату пишут так: 2026-12-31" in offer
    assert "A date is written" not in offer


@pytest.mark.slow
def test_a_day_that_stands_twice_is_written_out(empty, kb):
    kb("init")
    text = b"".join(tree(empty).values()).decode()
    assert re.findall(r": [&*]\w+", text) == []


def test_a_day_can_be_given(empty, kb):
    kb("init", "--today", "2027-02-03")
    assert "effective: 2027-02-03\n" in (empty / "content/regulations/lid.md").read_text("utf-8")


HOSTILE = [
    # as typed → as it stands in the base
    ("Кофе: «Вкус» и 'Ко'", "Кофе: «Вкус» и 'Ко'"),
    ('ООО "Ромашка"', 'ООО "Ромашка"'),
    ("null", "null"),
    ("~", "~"),
    ("1984", "1984"),
    ("2026-11-22", "2026-11-22"),
    ("no", "no"),
    ("- тире", "- тире"),
    ("# решётка", "# решётка"),
    ("x # y", "x # y"),
    ("{{company}}", "{{company}}"),
    ("&a *b !c @d", "&a *b !c @d"),
    ("$today", "$today"),
    ("back\\slash", "back\\slash"),
    ("две\nстроки\tи \x1b[31mцвет", "две строки и [31mцвет"),
    # Brackets mark a variable or a tag, which would be read aloud as it stands.
    ("<b>Чай</b> & <script>alert(1)</script>", "‹b›Чай‹/b› & ‹script›alert(1)‹/script›"),
    ("<company>", "‹company›"),
    ("2 < 3", "2 < 3"),
    ("Очень длинное название " * 8, ("Очень длинное название " * 8).strip()),
]


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "stands"), HOSTILE)
def test_no_name_breaks_the_base(empty, kb, typed, stands):
    code, _, err = kb("init", "--company", typed)
    assert (code, err) == (0, "")
    assert kb("check") == (0, "", ALL_IS_WELL["ru"])
    assert loading.load(empty / "content")[0].kb.company == stands


@pytest.mark.slow
@given(st.text(min_size=1, max_size=60))
@example("': \"")
@example("%YAML 1.2")
@example("--- |")
@settings(max_examples=40)
def test_any_name_is_read_as_it_was_given(name):
    name = plain(name) or "X"
    found = starter.files("en", company=name, time_zone="UTC", today=dt.date(2026, 11, 22))
    document, problems = reading.read(found[starter.SETTINGS], "kb.yml", "kb.yml")
    assert problems == []
    assert document.record.company == name
    assert formatting.format_file(found[starter.SETTINGS], "kb.yml") == found[starter.SETTINGS]


MISTAKES = [
    (["--company", ""], "--company: нужно название"),
    (["--company", " \n "], "--company: нужно название"),
    (["--company", "x" * 201], "/ --company: a name of up to 200 letters is needed."),
    (["--time-zone", "Europe/Moskow"], "Может быть, Europe/Moscow? / --time-zone "),
    (["--time-zone", "../../etc/passwd"], "нет такого пояса"),
    (["--time-zone", ""], "нет такого пояса"),
    (["--language", "de"], "--language не подходит."),
    (["--departments", "Продажи"], "хотя бы два отдела"),
    (["--departments", "Продажи, Продажи"], "хотя бы два отдела"),
    (["a", "b"], "Лишнее слово в команде: b."),
    (["file"], "не записать"),
    (["file/below"], "не записать"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("argv", "said"), MISTAKES)
def test_a_mistake_is_one_line_and_writes_nothing(empty, kb, argv, said):
    (empty / "file").write_text("мой")
    code, out, err = kb("init", *argv)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert said in err
    assert tree(empty) == {"file": "мой".encode()}
    assert [each.name for each in empty.iterdir()] == ["file"]


def test_a_knowledge_base_is_never_begun_twice(empty, kb, monkeypatch):
    kb("init")
    before = tree(empty)
    (empty / "mkdocs.yml").unlink()
    # Who has one already is asked nothing either.
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", lambda *_, **__: pytest.fail("asked"))
    code, out, err = kb("init", "--company", "Другая")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert err == "kb: content/kb.yml: база здесь уже есть, ничего не записано.\n"
    del before["mkdocs.yml"]
    assert tree(empty) == before


@pytest.mark.slow
def test_what_is_there_is_left_and_named(empty, kb):
    (empty / "content/objections").mkdir(parents=True)
    own = {
        ".gitignore": b"mine\n",
        "content/wording.yml": b"must_say: []\n",
        "content/objections/dorogo.yml": b"broken: [",
    }
    for path, text in own.items():
        (empty / path).write_bytes(text)
    (empty / "mkdocs.yml").symlink_to(empty / "nowhere")
    code, out, err = kb("init")
    assert code == 0
    assert err == (
        "Уже было, оставлено: .gitignore, mkdocs.yml, content/objections/dorogo.yml, "
        "content/wording.yml\n"
    )
    assert "файлов 33," in out
    found = tree(empty)
    assert {path: found[path] for path in own} == own
    assert not (empty / "nowhere").exists()


def test_a_disk_that_refuses_leaves_all_as_it_was(empty, kb, monkeypatch):
    (empty / ".gitignore").write_text("mine")
    whole = Path.open

    def refusing(self, mode="r", *rest, **named):
        if "x" in mode and self.name == "zones.yml":
            raise PermissionError(13, "Permission denied", str(self))
        return whole(self, mode, *rest, **named)

    monkeypatch.setattr(Path, "open", refusing)
    code, out, err = kb("init")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "content/zones.yml: не записать (Permission denied), всё осталось как было. / " in err
    assert [path.name for path in empty.rglob("*")] == [".gitignore"]


@pytest.mark.slow
def test_a_new_folder_is_named_in_the_next_steps(empty, kb):
    code, out, _ = kb("init", "моя база; rm -rf x", "--language", "en", "--company", "Shop")
    assert code == 0
    assert "моя база; rm -rf x: the knowledge base of Shop, 37 files, time zone UTC.\n" in out
    assert "\n  cd 'моя база; rm -rf x'\n  kb check" in out
    assert (empty / "моя база; rm -rf x/content/kb.yml").is_file()


def test_json_alone_on_stdout(empty, kb):
    (empty / ".gitignore").write_text("mine")
    code, out, _ = kb("init", "new", "--json", "--company", 'A "B"')
    told = json.loads(out)
    assert (code, told["folder"], told["company"], told["left"]) == (0, "new", 'A "B"', [])
    assert told["written"][-1] == "content/kb.yml"
    assert sorted(told["written"]) == sorted(tree(empty / "new"))


ANSWERS = {
    # part of a question → what is typed, one after another
    "Language": ["de", "EN "],
    "Company": ["<>" * 200, "Shop"],
    "Departments": ["Sales", "A, a<b>, C"],
    "kept": ["svn", "gitlab"],
    "show": ["apache", "Caddy"],
    "team": ["https://x", "kb.x.example"],
}


def test_on_a_terminal_it_asks_again_until_it_can_read_the_answer(empty, kb, monkeypatch):
    asked = []
    left = {part: list(typed) for part, typed in ANSWERS.items()}

    def prompt(text, default, **_):
        asked.append(text)
        (part,) = [each for each in ANSWERS if each in text]
        return left[part].pop(0)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", prompt)
    code, _, err = kb("init", "one")
    assert (code, err.count("\nkb: ") + err.startswith("kb: ")) == (0, len(ANSWERS))
    assert list(dict.fromkeys(asked)) == [
        "Язык / Language (ru, en)",
        "Company",
        "Departments with commas: whose the words of a call are, whose the prices, others",
        "Where the base will be kept (github, gitlab, gitea, none)",
        "What will show the site (nginx, caddy, none)",
        "Where the team will see the site",
    ]
    made = loading.load(empty / "one/content")[0]
    assert (made.kb.language, made.kb.company, made.kb.time_zone) == ("en", "Shop", "UTC")
    assert [(each.id, each.title) for each in made.zones.departments] == [
        ("sales", "A"),
        ("marketing", "a‹b›"),
        ("c", "C"),
        ("director", "Director"),
    ]
    assert (empty / "one/.gitlab-ci.yml").is_file()
    assert "kb.x.example" in (empty / "one/serve/kb.caddy").read_text("utf-8")


def test_what_was_said_is_not_asked(empty, kb, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", lambda *_, **__: pytest.fail("asked"))
    options = {"language": "ru", "company": "X", "departments": "A, B", "ci": "github"}
    options |= {"serve": "nginx", "domain": "kb.x.example"}
    code, _, err = kb("init", *(f"--{name}={said}" for name, said in options.items()))
    assert (code, err) == (0, "")


@pytest.mark.parametrize(
    ("variable", "linked", "zone"),
    [
        ("Asia/Yekaterinburg", "Europe/Paris", "Asia/Yekaterinburg"),
        ("", "Europe/Paris", "Europe/Paris"),
        ("", "Etc/UTC", ""),
        ("UTC", None, ""),
        ("No/Where", None, ""),
    ],
)
def test_a_machine_says_where_it_lives(monkeypatch, tmp_path, variable, linked, zone):
    clock = tmp_path / "localtime"
    if linked:
        clock.symlink_to(f"/usr/share/zoneinfo/{linked}")
    monkeypatch.setattr(beginning, "_CLOCK", clock)
    monkeypatch.setenv("TZ", variable)
    assert beginning.zone_of_this_machine() == zone


@pytest.mark.slow
def test_git_is_not_needed(empty):
    done = subprocess.run(
        [sys.executable, "-m", "scripts_kb", "init"],
        cwd=empty,
        env={"PYTHONPATH": str(ROOT), "PATH": "/nonexistent", "SCRIPTS_KB_TODAY": TODAY},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert (empty / "content/kb.yml").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_once_committed_the_pages_are_made_and_everything_is_explained(folder, kb, language):
    for file in (folder.root / "content").iterdir():
        file.unlink()
    assert cli.run(["init", "--language", language]) == 0
    folder.commit("Начинаем базу знаний", {})
    assert folder.git("ls-files", "build") == "build/docs/.gitignore"
    kb()
    rows = json.loads(kb("log", "--json")[1])
    assert {row["entity"].partition("/")[0] for row in rows} == {
        *("objection", "question", "script", "offer", "product", "regulation", "config"),
    }
    assert [row["entity"] for row in rows if row["gaps"]] == []
    assert {row["rationale"]["source"] for row in rows} == {"file"}
    made = build.tree(workspace.find(None), folder.root / "build/docs")
    assert made.problems == ()
    assert kb("diff", "--gate")[0] == 0
    assert folder.git("status", "--porcelain") == ""


def test_every_starting_kind_is_one_that_kb_new_knows():
    folders = {path.name for path in (starter.FOLDER / "ru/content").iterdir() if path.is_dir()}
    assert folders <= set(kinds.FOLDER_OF.values())


def test_a_server_is_set_up_beside_a_base_that_is_there_and_nothing_else_is(empty, kb):
    (empty / "content").mkdir()
    (empty / "content/kb.yml").write_text("company: X\nlanguage: en\n")
    code, out, err = kb("init", "--serve", "nginx", "--domain", "kb.x.example")
    assert (code, err) == (0, "")
    assert out.startswith("serve/: the configuration of the server.")
    made = tree(empty)
    assert sorted(path for path in made if path.startswith("serve/")) == sorted(made)[1:]
    text = made["serve/kb.nginx"].decode()
    assert f"root {empty}/site-partner;" in text
    assert "server_name partners.kb.x.example;" in text
    # Nobody may read yet, and none of it is for git.
    assert [made[f"serve/people/{each}"] for each in ("heads", "team", "partner")] == [b""] * 3
    assert made["serve/.gitignore"] == b"*\n"


def test_people_stay_when_a_server_is_set_up_again(empty, kb):
    kb("init", "--language", "en", "--serve", "caddy")
    (empty / "serve/people/team").write_text("anna HASH\n")
    (empty / "serve/sso.caddy").unlink()
    code, out, _ = kb("init", "--serve", "caddy", "--json")
    assert code == 0
    assert json.loads(out)["written"] == ["serve/sso.caddy"]
    assert (empty / "serve/people/team").read_text() == "anna HASH\n"


@pytest.mark.parametrize(
    ("hosting", "recipe"),
    [
        ("github", ".github/workflows/review.yml"),
        ("gitlab", ".gitlab-ci.yml"),
        ("gitea", ".gitea/review.py"),
    ],
)
def test_recipes_come_beside_a_base_that_is_there_and_what_is_changed_in_them_stays(
    empty, kb, hosting, recipe
):
    (empty / "content").mkdir()
    (empty / "content/kb.yml").write_text("company: X\nlanguage: en\n")
    code, out, err = kb("init", "--ci", hosting)
    assert (code, err) == (0, "")
    assert out.startswith("The recipes of the hosting are written")
    made = tree(empty)
    assert made[pins.FILE] == pins.text("en")
    assert f"\nscripts-kb=={__version__}\n".encode() in made[pins.FILE]
    assert b"kb check" in b"".join(made.values())
    assert not any("а" <= each.lower() <= "я" for each in b"".join(made.values()).decode())
    (empty / recipe).write_text("mine\n")
    code, _, err = kb("init", "--ci", hosting)
    assert (code, recipe in err) == (0, True)
    assert (empty / recipe).read_text() == "mine\n"


def test_a_new_base_may_begin_with_all_of_it(empty, kb):
    code, out, _ = kb("init", "--language", "ru", "--ci", "github", "--serve", "nginx", "--json")
    assert code == 0
    written = json.loads(out)["written"]
    assert {"CODEOWNERS", "requirements.txt", "serve/kb.nginx", "content/kb.yml"} <= set(written)
    assert "Что заметили?" in (empty / ".github/pull_request_template.md").read_text("utf-8")
