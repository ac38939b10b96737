"""`kb import scripts`: the plan first, all of it or nothing, and again without touching edits."""

import hashlib
import json
import re

import pytest

from scripts_kb.app import brought

DAY = ("--today", "2026-11-29")
SCRIPT = (
    "id: call\ntitle: Звонок\nstatus: draft\nentry: greet\nnodes:\n"
    "  - id: greet\n    say: Добрый день!\n    outcome: next-step\n"
)
ROWS = "Возражение;Ответ\nДорого;Понимаю. Сравним?\nДолго;Мы успеем.\nПотом;Когда вам удобно?\n"


@pytest.fixture
def base(folder):
    """Gives a base with an export beside it."""
    folder.write({"scripts/call.yml": SCRIPT})
    (folder.root / "vozrazheniya.csv").write_text(ROWS)
    return folder


def files(folder):
    """Give every file with its bytes."""
    return {each: each.read_bytes() for each in folder.root.rglob("*") if each.is_file()}


def bring(kb, *options):
    return kb("import", "scripts", "vozrazheniya.csv", *DAY, *options)


def plan(kb, *options):
    code, out, _ = bring(kb, "--json", *options)
    return code, json.loads(out)


def test_without_a_word_of_consent_nothing_is_written(base, kb):
    before = files(base)
    code, out, err = bring(kb)
    assert code == 0
    assert "Дорого" in out
    assert "--write" in err
    assert bring(kb, "--dry-run")[0] == 0
    assert files(base) == before


def test_what_is_written_passes_the_check_and_tells_where_it_stood(base, kb):
    code, _, err = bring(kb, "--write")
    drafts = (
        "Новые карточки — черновики: прочитайте каждую, годится — поставьте в ней status: live."
    )
    assert (code, err.splitlines()[-1]) == (0, f"Записано файлов: 6. {drafts}")
    assert kb("check")[0] == 0
    note = (base.root / "content/changes/2026-11-import-vozrazheniya.yml").read_text()
    assert "- entity: objection/dorogo\n    at: vozrazheniya.csv#A2\n" in note
    assert "class: factual" in note


def test_the_second_run_changes_nothing(base, kb):
    bring(kb, "--write")
    before = files(base)
    code, found = plan(kb, "--write")
    assert code == 0
    assert {each["action"] for each in found["cards"]} == {"same"}
    assert (found["written"], files(base) == before) == ([], True)


def test_a_card_that_a_person_edited_is_not_touched(base, kb):
    bring(kb, "--write")
    mine = base.root / "content/objections/dorogo.yml"
    edited = mine.read_text().replace("Понимаю.", "Согласен.")
    mine.write_text(edited)
    (base.root / "vozrazheniya.csv").write_text(
        ROWS.replace("Понимаю.", "Да.").replace("Мы", "Точно")
    )
    code, found = plan(kb, "--write")
    actions = {each["entity"]: each["action"] for each in found["cards"]}
    assert (code, actions) == (
        0,
        {"objection/dorogo": "kept", "objection/dolgo": "update", "objection/potom": "same"},
    )
    assert mine.read_text() == edited
    assert "Точно успеем." in (base.root / "content/objections/dolgo.yml").read_text()


def test_what_a_person_settled_in_the_map_stays_and_is_followed(base, kb):
    file = base.root / "vozrazheniya.csv"
    file.write_text("# Возражения\n\n## Долго\nОбычно две недели.\n\n## Дорого\nПонимаю вас.\n")
    bring(kb, "--write")
    mine = base.root / "import/vozrazheniya.map.yml"
    settled = "  line 4: say   # так и говорим\n"
    mine.write_text(mine.read_text().replace("  line 4: null\n", settled))
    actions = {each["entity"]: each["action"] for each in plan(kb, "--write")[1]["cards"]}
    assert actions == {"objection/dolgo": "add", "objection/dorogo": "same"}
    assert "say   # так и говорим" in mine.read_text()
    assert "kind: null\n" in mine.read_text()
    assert {each["action"] for each in plan(kb)[1]["cards"]} == {"same"}


def test_layout_alone_is_no_edit(base, kb):
    bring(kb, "--write")
    mine = base.root / "content/objections/dorogo.yml"
    mine.write_text("# проверено\n" + mine.read_text())
    assert {each["action"] for each in plan(kb)[1]["cards"]} == {"same"}


def test_a_card_that_left_the_file_stays(base, kb):
    bring(kb, "--write")
    (base.root / "vozrazheniya.csv").write_text(ROWS.replace("Долго;Мы успеем.\n", ""))
    actions = {each["entity"]: each["action"] for each in plan(kb, "--write")[1]["cards"]}
    assert actions["objection/dolgo"] == "gone"
    assert (base.root / "content/objections/dolgo.yml").exists()


def test_strict_writes_nothing_where_anything_is_left_over(base, kb):
    (base.root / "vozrazheniya.csv").write_text(ROWS + "Без ответа;\n")
    before = files(base)
    code, _, err = bring(kb, "--write", "--strict")
    assert (code, "--strict" in err) == (1, True)
    assert files(base) == before


def test_no_card_is_an_error(base, kb):
    (base.root / "vozrazheniya.csv").write_text("# Заметки\n\nПросто текст.\n")
    code, _, err = bring(kb, "--write")
    assert (code, "Ни одной карточки" in err) == (1, True)


@pytest.mark.slow
def test_more_than_five_hundred_cards_need_a_word(base, kb):
    many = "Возражение;Ответ\n" + "".join(f"Дорого {n};Мы успеем.\n" for n in range(501))
    (base.root / "vozrazheniya.csv").write_text(many)
    code, _, err = bring(kb)
    assert (code, "501 карточка сразу" in err, "--many" in err) == (2, True, True)
    assert plan(kb, "--many")[1]["files"][0]["cards"] == 501


def test_more_cards_than_a_change_file_holds_are_told_in_several(base, kb, monkeypatch):
    monkeypatch.setattr(brought, "_NOTED", 2)
    bring(kb, "--write")
    notes = sorted((base.root / "content/changes").glob("*-import-*.yml"))
    told = [re.findall(r"entity: (.*)", each.read_text()) for each in notes]
    assert told == [["objection/potom"], ["objection/dorogo", "objection/dolgo"]]
    assert [re.search(r"title: .*", each.read_text())[0][-5:] for each in notes] == [
        "(2/2)",
        "(1/2)",
    ]
    assert kb("check")[0] == 0


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [("file: x\nkolonki: {}\n", 2, "kolonki"), ("kind: card\n", 1, "card"), ("a: [\n", 2, "YAML")],
)
def test_a_broken_map_is_one_line_with_its_place(base, kb, text, line, said):
    (base.root / "my.map.yml").write_text(text)
    code, _, err = bring(kb, "--map", "my.map.yml")
    assert (code, f"my.map.yml:{line}: " in err, said in err) == (2, True, True)
    assert len(err.strip().splitlines()) == 1


def test_the_map_names_columns_that_nobody_knows(base, kb):
    (base.root / "vozrazheniya.csv").write_text("Возражение;Ответ;Мысль\nДорого;Сравним?;Боится\n")
    table = (
        "tables:\n  - at: ''\n    header: 1\n    columns: {A: client, B: say, C: true_concern}\n"
    )
    (base.root / "my.map.yml").write_text(table)
    value = plan(kb, "--map", "my.map.yml")[1]["cards"][0]["value"]
    assert value["answers"][0]["true_concern"] == "Боится"


@pytest.mark.parametrize("blocked", ["content/changes", "import"])
def test_all_is_taken_back_where_one_file_cannot_be_written(base, kb, blocked):
    (base.root / blocked).write_text("a file where a folder is needed")
    before = files(base)
    code, _, err = bring(kb, "--write")
    assert (code, err.count("kb: ")) == (2, 1)
    assert files(base) == before


@pytest.mark.parametrize(
    ("journal", "path"),
    [
        ("applying", "content/objections/dorogo.yml"),
        ("bringing", "content/objections/dorogo.yml"),
        ("bringing", "import/x.map.yml"),
    ],
)
def test_what_a_killed_import_left_is_taken_back_by_the_next(base, kb, journal, path):
    half = base.root / path
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"id: dorogo\n")
    cache = base.root / ".cache/scripts-kb"
    cache.mkdir(parents=True, exist_ok=True)
    new = hashlib.sha256(b"id: dorogo\n").hexdigest()
    told = [{"path": path, "old": None, "new": new}]
    if journal == "applying":  # of the content alone
        told[0]["path"] = path.partition("/")[2]
    (cache / f"{journal}.json").write_text(json.dumps(told))
    bring(kb)
    assert not half.exists()


def test_a_journal_that_somebody_laid_touches_nothing_else(base, kb):
    other = base.root / "hooks/run"
    other.parent.mkdir()
    other.write_bytes(b"x")
    cache = base.root / ".cache/scripts-kb"
    cache.mkdir(parents=True, exist_ok=True)
    told = {"path": "hooks/run", "old": None, "new": hashlib.sha256(b"x").hexdigest()}
    (cache / "bringing.json").write_text(json.dumps([told]))
    bring(kb)
    assert other.read_bytes() == b"x"


def test_a_folder_is_read_through_and_what_is_refused_in_it_is_left_over(base, kb):
    (base.root / "old").mkdir()
    (base.root / "old/x.pdf").write_bytes(b"%PDF-1.4\n")
    (base.root / "old/a.csv").write_text(ROWS)
    code, out, _ = kb("import", "scripts", "old", *DAY, "--json")
    found = json.loads(out)
    assert (code, [each["file"] for each in found["files"]]) == (0, ["a.csv"])
    assert [(each["file"], each["why"]) for each in found["left"]] == [("x.pdf", "form")]
    assert kb("import", "scripts", "old/x.pdf")[0] == 2


def test_phones_and_mails_are_nowhere(base, kb):
    phone, mail = "+7 900 000-00-01", "ann@example.com"
    row = (
        "Возражение;Ответ;Когда;Подсказка;Категория;Кто\n"
        f"Куда звонить;Мы ответим: {phone}, {mail}\n"
        f"Звоните {phone};Хорошо, позвоню вам?;{phone} занят;Написать на {mail};Отдел {phone};{mail}\n"
        f"Пишите на {mail};Хорошо, напишу вам?\nНет, {phone};\n"
    )
    (base.root / "vozrazheniya.csv").write_text(row)
    _, out, err = bring(kb, "--write")
    said = (
        out
        + err
        + "".join(
            each.read_text() for each in base.root.rglob("*.*") if each.suffix in {".yml", ".md"}
        )
    )
    written = [each.relative_to(base.root) for each in base.root.rglob("*")]
    numbers = re.sub(r"\D+", "", said + "".join(map(str, written)))
    assert "9000000001" not in numbers
    assert not re.search(r"ann[^a-z]?example", said + "".join(map(str, written)))
    assert "[телефон], [почта]" in said
