"""`kb export --format docx` and the way back: a document that people read, and the import reads."""

import json
import zipfile

import pytest

from scripts_kb.documents import printing
from scripts_kb.documents.printing import PaperLine
from scripts_kb.documents.word import exact

DAY = ("--today", "2026-11-29")
CARD = """\
id: dorogo
title: Дорого
status: draft
client_words: [Дорого, Цена  не та]   # первое, что говорят
answers:
  - id: cup
    say: Понимаю. Давайте посчитаем.
    technique: Цена чашки
  - id: other
    say: Понимаю. Сравним?
note: заметка редактору
"""
SCRIPT = """\
id: call
title: Звонок
status: draft
entry: greet
nodes:
  - id: greet
    say: |-
      Добрый день!
      - Как вас зовут?
    answers:
      - {id: da, client_says: Да, next: bye}
  - id: bye
    say: Спасибо!
    outcome: next-step
"""
CARDS = {"objections/dorogo.yml": CARD, "scripts/call.yml": SCRIPT}


class Paper:
    """A document as a person edits it: its paragraphs."""

    def __init__(self, file):
        self.file = file
        self.lines = [(each.level, each.text) for each in exact.paragraphs(file, file.name)]

    def put(self, text, new):
        """Replace the first paragraph that holds a text; by none, take it out."""
        place = next(n for n, (_, each) in enumerate(self.lines) if text in each)
        level, before = self.lines.pop(place)
        self.lines[place:place] = [
            (level, each) for each in ([before.replace(text, new)] if new else [])
        ]

    def save(self):
        made = [PaperLine(text, level=level) for level, text in self.lines]
        self.file.write_bytes(printing.document(made))


@pytest.fixture
def paper(folder, kb):
    """Gives a base under git, exported: its document, to be edited and saved."""
    folder.commit("Карточки", CARDS)
    assert kb("export", "--format", "docx", "--out", "base.docx")[0] == 0
    return Paper(folder.root / "base.docx")


def plan(kb, *options):
    code, out, _ = kb("import", "scripts", "base.docx", *DAY, "--json", *options)
    found = json.loads(out)
    return code, {each["entity"]: each["action"] for each in found["cards"]}, found


def card(folder, path="objections/dorogo.yml"):
    return (folder.root / "content" / path).read_text(encoding="utf-8")


def test_a_document_reads_as_labels_say(paper):
    assert paper.lines[:6] == [
        (1, "Возражения"),
        (2, "Дорого"),
        (0, "Код: objection/dorogo"),
        (0, f"Версия: {paper.lines[3][1].removeprefix('Версия: ')}"),
        (0, "Статус: Черновик"),
        (0, "Заметка редактору: заметка редактору"),
    ]
    assert (3, "Ответ: cup") in paper.lines
    assert (0, "Говорим: Добрый день!\n- Как вас зовут?") in paper.lines


def test_an_untouched_document_changes_nothing(paper, kb):
    code, actions, found = plan(kb, "--write")
    assert (code, set(actions.values()), found["written"], found["left"]) == (0, {"same"}, [], [])
    account = found["files"][0]["account"]
    assert sum(account["fates"].values()) == account["letters"] == account["second"]


def test_into_an_empty_base_the_same_cards_come_with_their_names(paper, kb, folder):
    folder.write(dict.fromkeys(CARDS))
    (folder.root / ".git").rename(folder.root / "elsewhere")
    code, actions, _ = plan(kb, "--write")
    assert (code, actions) == (0, {"objection/dorogo": "add", "script/call": "add"})
    assert kb("check")[0] == 0
    assert "  - Цена  не та\n" in card(folder) or "'Цена  не та'" in card(folder)
    assert "id: da" in card(folder, "scripts/call.yml")


def test_what_was_changed_there_alone_is_changed_and_nothing_beside_it(paper, kb, folder):
    paper.put("Понимаю. Давайте", "Согласен. Давайте")
    paper.put("Приём: Цена чашки", "")
    paper.save()
    code, actions, _ = plan(kb, "--write")
    assert (code, actions) == (0, {"objection/dorogo": "update", "script/call": "same"})
    wanted = CARD.replace("Понимаю. Давайте", "Согласен. Давайте")
    assert card(folder) == wanted.replace("    technique: Цена чашки\n", "")
    assert "at: base.docx#p2" in card(folder, "changes/2026-11-import-base.yml")


def test_a_paragraph_that_was_parted_goes_on_with_the_field_above(paper, kb, folder):
    place = paper.lines.index((0, "Говорим: Понимаю. Сравним?"))
    paper.lines[place : place + 1] = [(0, "Говорим: Понимаю."), (0, "Сравним?")]
    paper.save()
    assert plan(kb, "--write")[:2] == (0, {"objection/dorogo": "update", "script/call": "same"})
    assert "say: |-\n      Понимаю.\n      Сравним?\n" in card(folder)


def test_what_both_sides_changed_otherwise_is_a_conflict(paper, kb, folder):
    folder.write({"objections/dorogo.yml": CARD.replace("Цена чашки", "Счёт")})
    paper.put("Цена чашки", "Сравнение")
    paper.save()
    code, _, found = plan(kb, "--write")
    assert (code, found["written"]) == (1, [])
    assert [each["code"] for each in found["problems"]] == ["returned-conflict"]


def test_a_heading_without_a_code_is_a_new_card_and_one_that_is_gone_is_named(paper, kb, folder):
    first = paper.lines.index((1, "Скрипты"))
    end = len(paper.lines) - 1
    paper.lines[first:end] = [
        (2, "Долго везёте"),
        (0, "Слова клиента: Долго"),
        (3, "Ответ"),
        (0, "Говорим: Завтра."),
    ]
    paper.save()
    code, actions, _ = plan(kb, "--write")
    assert (code, actions) == (
        0,
        {"objection/dorogo": "same", "objection/dolgo-vezete": "add", "script/call": "gone"},
    )
    assert "status: draft\n" in card(folder, "objections/dolgo-vezete.yml")
    assert kb("check")[0] == 0


def test_a_document_has_four_parts_and_equal_cards_give_equal_bytes(paper, folder, kb):
    with zipfile.ZipFile(paper.file) as archive:
        assert len(archive.namelist()) == 5
    kb("export", "--format", "docx", "--out", "again.docx")
    assert (folder.root / "again.docx").read_bytes() == paper.file.read_bytes()
