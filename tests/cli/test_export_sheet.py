"""`kb export --format xlsx` and the way back: three texts of each field, and nobody's edit is lost."""

import json
import zipfile

import pytest

from scripts_kb.documents import binding, workbooks
from scripts_kb.documents.binding import TextSheet

DAY = ("--today", "2026-11-29")
CARD = """\
id: dorogo
title: =Дорого
status: draft
client_words: [Дорого]   # первое, что говорят
answers:
  - id: cup
    say: Понимаю. Давайте посчитаем.
    technique: Цена чашки
  - id: other
    say: Понимаю. Сравним?
note: '@ заметка редактору'
"""
SCRIPT = """\
id: call
title: Звонок
status: draft
entry: greet
nodes:
  - id: greet
    say: Добрый день!
    answers:
      - {id: da, client_says: Да, next: bye}
      - {id: net, client_says: Нет, next: bye}
  - id: bye
    say: Спасибо!
    outcome: next-step
"""
QUESTION = "id: srok\ntitle: Срок\nstatus: draft\nclient_words: [Когда?]\nanswer: Завтра.\n"
CARDS = {
    "objections/dorogo.yml": CARD,
    "scripts/call.yml": SCRIPT,
    "questions/srok.yml": QUESTION,
}
SAY, TECHNIQUE = "Ответ", "Приём"


class Sheets:
    """A workbook as a person edits it: rows of texts by the name of a sheet."""

    def __init__(self, file):
        self.file = file
        found = list(workbooks.sheets(file))
        self.rows = {
            each.name: [["" if one is None else str(one) for one in row] for row in each.rows]
            for each in found
        }

    def row(self, sheet, path):
        return next(each for each in self.rows[sheet] if path in each)

    def put(self, sheet, path, header, text):
        self.row(sheet, path)[self.rows[sheet][0].index(header)] = text

    def add(self, sheet, after, **texts):
        rows = self.rows[sheet]
        made = [""] * len(rows[0])
        for header, text in texts.items():
            made[rows[0].index(header)] = text
        rows.insert(rows.index(self.row(sheet, after)) + 1, made)

    def save(self):
        made = [TextSheet(name, rows) for name, rows in self.rows.items()]
        self.file.write_bytes(binding.workbook(made))


@pytest.fixture
def sheet(folder, kb):
    """Gives a base under git, exported: its workbook, to be edited and saved."""
    folder.commit("Карточки", CARDS)
    assert kb("export", "--format", "xlsx", "--out", "base.xlsx")[0] == 0
    return Sheets(folder.root / "base.xlsx")


def bring(kb, *options):
    return kb("import", "scripts", "base.xlsx", *DAY, *options)


def plan(kb, *options):
    code, out, _ = bring(kb, "--json", *options)
    found = json.loads(out)
    return code, {each["entity"]: each["action"] for each in found["cards"]}, found


def card(folder, path="objections/dorogo.yml"):
    return (folder.root / "content" / path).read_text(encoding="utf-8")


def test_an_untouched_sheet_changes_nothing(sheet, kb, folder):
    code, actions, found = plan(kb, "--write")
    assert (code, set(actions.values()), found["written"], found["left"]) == (0, {"same"}, [], [])
    account = found["files"][0]["account"]
    assert sum(account["fates"].values()) == account["letters"] == account["second"]


def test_into_an_empty_base_the_same_cards_come_with_their_names(sheet, kb, folder):
    folder.write(dict.fromkeys(CARDS))
    # Nothing of them was ever known here.
    (folder.root / ".git").rename(folder.root / "elsewhere")
    code, actions, _ = plan(kb, "--write")
    assert (code, actions) == (
        0,
        dict.fromkeys(["objection/dorogo", "question/srok", "script/call"], "add"),
    )
    assert kb("check")[0] == 0
    brought = card(folder)
    assert "note: '@ заметка редактору'" in brought
    assert "- id: cup\n" in brought
    assert "next: bye" in card(folder, "scripts/call.yml")


def test_a_field_that_was_changed_there_alone_is_changed_and_nothing_beside_it(sheet, kb, folder):
    sheet.put("Возражения", "answers[cup]", SAY, "Согласен. Давайте посчитаем.")
    sheet.put("Возражения", "answers[cup]", TECHNIQUE, "")
    sheet.save()
    code, actions, _ = plan(kb, "--write")
    assert (code, actions["objection/dorogo"], actions["script/call"]) == (0, "update", "same")
    wanted = CARD.replace("Понимаю. Давайте", "Согласен. Давайте").replace(
        "    technique: Цена чашки\n", ""
    )
    assert card(folder) == wanted
    assert kb("check")[0] == 0
    note = card(folder, "changes/2026-11-import-base.yml")
    assert "title: Правки из файла base.xlsx" in note
    assert "at: base.xlsx#Возражения!A2" in note
    assert not (folder.root / "import").exists()
    assert plan(kb, "--write")[1]["objection/dorogo"] == "same"


def test_a_field_that_was_changed_here_alone_stays(sheet, kb, folder):
    mine = CARD.replace("Сравним?", "Сравним со счётом?")
    folder.commit("Правка", {"objections/dorogo.yml": mine})
    sheet.put("Возражения", "answers[cup]", SAY, "Согласен.")
    sheet.save()
    code, actions, _ = plan(kb, "--write")
    assert (code, actions["objection/dorogo"]) == (0, "update")
    assert card(folder) == mine.replace("Понимаю. Давайте посчитаем.", "Согласен.")


def test_what_both_sides_changed_the_same_way_is_no_conflict(sheet, kb, folder):
    folder.write({"objections/dorogo.yml": CARD.replace("Цена чашки", "Счёт")})
    sheet.put("Возражения", "answers[cup]", TECHNIQUE, "Счёт")
    sheet.save()
    assert plan(kb)[:2] == (
        0,
        dict.fromkeys(["objection/dorogo", "question/srok", "script/call"], "same"),
    )


def test_what_both_sides_changed_otherwise_is_named_with_both_texts_and_nothing_is_written(
    sheet, kb, folder
):
    folder.write({"objections/dorogo.yml": CARD.replace("Цена чашки", "Счёт")})
    sheet.put("Возражения", "answers[cup]", TECHNIQUE, "Сравнение")
    sheet.put("Вопросы", "question/srok", SAY, "Послезавтра.")
    sheet.save()
    code, _, err = bring(kb, "--write")
    assert code == 1
    assert "content/objections/dorogo.yml:8:16: returned-conflict: " in err
    assert "Здесь: «Счёт». В таблице: «Сравнение»." in err
    assert card(folder, "questions/srok.yml") == QUESTION
    assert not (folder.root / "content/changes").exists()


def test_a_version_that_nobody_knows_any_more_is_a_conflict_where_the_texts_differ(
    sheet, kb, folder
):
    (folder.root / ".git").rename(folder.root / "elsewhere")
    folder.write({"objections/dorogo.yml": CARD.replace("Цена чашки", "Счёт")})
    code, _, found = plan(kb, "--write")
    assert code == 1
    assert [each["code"] for each in found["problems"]] == ["returned-conflict"]


def test_a_row_without_a_name_is_a_new_card_or_one_more_answer(sheet, kb, folder):
    sheet.add("Возражения", "answers[cup]", **{SAY: "Ещё ответ."})
    sheet.add("Возражения", "answers[other]", **{"Возражение": "Долго везёте", SAY: "Завтра."})
    sheet.save()
    code, actions, found = plan(kb, "--write")
    assert (code, actions["objection/dorogo"], actions["objection/dolgo-vezete"]) == (
        0,
        "update",
        "add",
    )
    mine = next(each for each in found["cards"] if each["entity"] == "objection/dorogo")
    assert [each["id"] for each in mine["value"]["answers"]] == ["cup", "answer-1", "other"]
    assert "status: draft\n" in card(folder, "objections/dolgo-vezete.yml")
    assert kb("check")[0] == 0


def test_a_row_that_is_gone_deletes_nothing_and_is_named(sheet, kb, folder):
    rows = sheet.rows["Возражения"]
    rows.remove(sheet.row("Возражения", "answers[other]"))
    sheet.rows["Вопросы"] = sheet.rows["Вопросы"][:1]
    sheet.save()
    code, actions, found = plan(kb, "--write")
    assert (code, actions["question/srok"], actions["objection/dorogo"]) == (0, "gone", "same")
    assert [each["code"] for each in found["problems"]] == ["returned-gone"]
    assert "objection/dorogo answers[other]" in found["problems"][0]["message"]
    assert (card(folder), card(folder, "questions/srok.yml")) == (CARD, QUESTION)


def test_a_card_that_was_deleted_here_comes_back_only_where_somebody_decides(sheet, kb, folder):
    folder.commit("Убрали", {"questions/srok.yml": None})
    assert "question/srok" not in plan(kb)[1]
    sheet.put("Вопросы", "question/srok", SAY, "Послезавтра.")
    sheet.save()
    code, _, err = bring(kb, "--write")
    assert (code, "returned-conflict" in err) == (1, True)


def test_a_sheet_that_was_sorted_says_the_same(sheet, kb):
    for name, rows in sheet.rows.items():
        if name != "kb":
            rows[1:] = reversed(rows[1:])
    sheet.save()
    assert set(plan(kb)[1].values()) == {"same"}


def test_cells_are_text_alone_and_what_is_for_the_program_is_hidden(sheet):
    with zipfile.ZipFile(sheet.file) as archive:
        parts = {each: archive.read(each).decode() for each in archive.namelist()}
    cells = "".join(text for name, text in parts.items() if "worksheets" in name)
    assert "<f" not in cells
    assert cells.count("<c ") == cells.count('t="inlineStr"')
    assert ">=Дорого</t>" in cells


def test_hidden_are_the_last_three_columns_and_the_last_sheet(folder, kb):
    head = folder.commit("Карточки", CARDS)
    kb("export", "--format", "xlsx", "--out", "base.xlsx")
    with zipfile.ZipFile("base.xlsx") as archive:
        book = archive.read("xl/workbook.xml").decode()
        columns = archive.read("xl/worksheets/sheet2.xml").decode().partition("<sheetData>")[0]
    assert book.count("<sheet ") == 4
    assert '<sheet name="kb" sheetId="4" r:id="rId4" state="hidden"/>' in book
    assert [each.count("hidden") for each in columns.split("<col ")[-4:]] == [0, 1, 1, 1]
    rows = Sheets(folder.root / "base.xlsx").rows["kb"]
    assert rows[:2] == [["form", "1"], ["commit", head]]


def test_a_cell_in_the_far_corner_takes_no_memory_and_is_refused_in_one_line(sheet, kb):
    with zipfile.ZipFile(sheet.file) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    far = (
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>a</t></is></c></row></sheetData>'
    )
    parts[part] = parts[part].replace(b"</sheetData>", far)
    with zipfile.ZipFile(sheet.file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    code, out, err = bring(kb, "--write")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert err.startswith("kb: base.xlsx: ")


def test_a_table_of_a_later_form_is_refused(sheet, kb):
    sheet.rows["kb"][0][1] = "2"
    sheet.save()
    code, _, err = bring(kb)
    assert (code, "base.xlsx" in err, len(err.splitlines())) == (2, True, 1)


def test_what_means_nothing_with_a_workbook_is_refused(folder, kb):
    folder.commit("Карточки", CARDS)
    assert kb("export", "--format", "xlsx")[::2] == (
        2,
        "kb: --format xlsx пишет в файл: назовите его, --out FILE.\n",
    )
    code, _, err = kb("export", "--format", "xlsx", "--out", "a.xlsx", "--audience", "heads")
    assert (code, "--audience" in err) == (2, True)
