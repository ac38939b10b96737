"""Answers from cards, in whichever form they came, become one countable draft."""

import datetime as dt
import json

import pytest

from scripts_kb.cli import run
from scripts_kb.importing import voice
from scripts_kb.importing.voice import CardAnswer

DAY = dt.date(2026, 11, 21)
COPIED = """\
Карточка: objection/dorogo@3
Что случилось: Клиент сказал иначе
Своими словами: Сказал «кусается», ответа нет
Что клиент сказал первым: Сколько стоит?
Для чего берёт: В подарок
Кому: home
Когда: 2026-11-20
"""
SAID = CardAnswer(
    entity="objection/dorogo",
    kind="otherwise",
    text="Сказал «кусается», ответа нет",
    first_words="Сколько стоит?",
    purposes="В подарок",
    segment="home",
    day="2026-11-20",
)
FORM = """\
### Карточка

objection/dorogo

### Что случилось

Не сработало

### Своими словами

Два раза
бросили трубку

### Что для него важно

_No response_
"""
ENGLISH = "Card: offer/x\nWhat happened: A proposal\nIn your own words: Say it shorter"


DRAFT = "id: x\ntitle: X\nfrom: 2026-10-01\nto: 2026-10-05\n"


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ("objections:\n  - {objection: dorogo, count: {id: x}}\n", (6, 32, "not-a-whole-number")),
        ("objections:\n  cafe\n", (6, 3, "not-a-list")),
        ("first_words:\n  - {id: a, says: Да, count: 1.5}\n", (6, 30, "not-a-whole-number")),
        (f"sample: {'9' * 5000}\n", (5, 9, "not-a-whole-number")),
        ("first_words:\n  - {id: a, says: {b: c}}\n", (6, 19, "not-a-text")),
        ("objections: [\n", (5, 13, "unclosed")),
    ],
)
def test_a_draft_with_a_mistake_is_named_and_not_guessed(lines, place):
    with pytest.raises(voice.UnreadableDraftError) as error:
        voice.read((DRAFT + lines).encode())
    problem = error.value.problem
    assert (problem.place.line, problem.place.column, problem.code) == place


@pytest.mark.parametrize(
    "file",
    [
        "[" * 100_000,
        '{"text": ' * 50_000,
        '{"text": ["a"], "body": {"a": 1}}',
        '[{"text": 1e999}, [], null, "x"]',
        f'{{"count": {"9" * 5000}}}',
    ],
)
def test_what_is_no_answer_is_none(file):
    assert voice.read(file.encode()) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("а\x00б\x1a\x85в", "а б  в"),
        ("\ud800 да", "да"),
        ("да\u2028нет", "да нет"),
        ("👨\u200d👩 да", "👨\u200d👩 да"),
    ],
)
def test_what_no_file_may_hold_becomes_a_space(text, written):
    (answer,) = voice.read(json.dumps({"text": text}).encode())
    assert answer.text == written


def test_a_day_that_no_calendar_has_is_left_out():
    (answer,) = voice.read(json.dumps({"text": "Да", "day": "2026-02-30"}).encode())
    assert answer.day == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["a" * 200_000, "1-" * 100_000, "x@" * 100_000, "a." * 100_000, "## a" + " " * 200_000 + "b"],
)
def test_hostile_answers_are_read_at_once(text):
    assert len(voice.read(f"Своими словами: {text}\n{text}".encode())) < 2
    voice.read(json.dumps({"body": text}).encode())


@pytest.mark.parametrize(
    ("file", "answers"),
    [
        (COPIED, [SAID]),
        (COPIED + "\n" + COPIED, [SAID, SAID]),
        (f"Иван, 10:02\n{COPIED}", [SAID]),
        (COPIED.replace("\n", "\r\n"), [SAID]),
        (ENGLISH, [CardAnswer("offer/x", "idea", "Say it shorter")]),
        (
            json.dumps({"entity": "objection/x", "kind": "failed", "text": "а"}),
            [CardAnswer("objection/x", "failed", "а")],
        ),
        ('{"text": "а"}\n{"text": "б"}\n', [CardAnswer(text="а"), CardAnswer(text="б")]),
        (
            json.dumps([{"title": "т", "body": FORM, "created_at": "2026-11-19T10:00:00Z"}]),
            [CardAnswer("objection/dorogo", "failed", "Два раза бросили трубку", day="2026-11-19")],
        ),
        (
            json.dumps([{"title": "Короче", "body": "Просто текст"}]),
            [CardAnswer(kind="idea", text="Короче. Просто текст")],
        ),
        (json.dumps({"issues": [{"body": COPIED}]}), [SAID]),
        (
            "id: x\ntitle: т\nto: 2026-11-21\nunanswered:\n  - {id: a, says: Почём?, count: 3}\n",
            [CardAnswer(day="2026-11-21", counts={"unanswered": {"Почём?": 3}})],
        ),
        ("", []),
        ("Просто переписка: ничего.", []),
        ("[1, 2]", []),
        ("{broken", []),
    ],
)
def test_a_file_reads_as(file, answers):
    assert voice.read(file.encode()) == answers


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Звонил +7 (900) 000-00-00", "Звонил …"),
        ("Пишет на a.b@example.org", "Пишет на …"),
        ("Берёт 1 490 ₽ за 20 кг, 12 чашек", "Берёт 1 490 ₽ за 20 кг, 12 чашек"),
        ("С 2026-11-20 по 2026-11-30", "С 2026-11-20 по 2026-11-30"),
    ],
)
def test_what_identifies_a_person_is_taken_out(text, clean):
    assert voice.anonymous(text) == clean


def test_equal_words_are_counted_together_and_proposals_wait_for_a_reply():
    answers = [
        SAID,
        CardAnswer(
            first_words="сколько стоит", kind="failed", entity="objection/dorogo", text="Мимо"
        ),
        CardAnswer(first_words="А доставка?", segment="нет такого"),
    ]
    text = voice.draft(answers, DAY, id_="x", title="Т", by="sales", segments=["home"])
    assert (
        text
        == """\
id: x
title: Т
status: draft
from: '2026-11-20'
to: '2026-11-20'
source: calls
noticed_by: sales
segment: home
first_words:
  - id: first-1
    says: Сколько стоит?
    count: 2
  - id: first-2
    says: А доставка?
    count: 1
purposes:
  - id: purposes-1
    says: В подарок
    count: 1
unanswered:
  - id: unanswered-1
    says: Сказал «кусается», ответа нет
    count: 1
objections:
  - objection: dorogo
    count: 2
proposals:
  - id: proposal-1
    about: objection/dorogo
    kind: failed
    says: Мимо
    by: sales
    on: '2026-11-21'
    state: open
"""
    )


@pytest.fixture
def content(tmp_path):
    folder = tmp_path / "content"
    (folder / "objections").mkdir(parents=True)
    (folder / "kb.yml").write_text("company: Ц\nsegments: [{id: home, title: Дом}]\n", "utf-8")
    fields = "['insight:**', 'objection:**', 'config:**']"
    zones = (
        "departments: [{id: sales, title: Продажи}]\n"
        f"zones: [{{id: all, title: Всё, accountable: sales, fields: {fields}}}]\n"
    )
    (folder / "zones.yml").write_text(zones, "utf-8")
    card = "id: dorogo\ntitle: Дорого\nanswers: [{id: a, say: Да, next_question: Как?}]\n"
    (folder / "objections/dorogo.yml").write_text(card, "utf-8")
    return folder


def test_the_draft_is_written_once_and_passes_the_checks(tmp_path, content, capsys):
    file = tmp_path / "answers.txt"
    file.write_text(COPIED, "utf-8")
    command = ["import", "voice", str(file), "--content", str(content), "--today", "2026-11-21"]
    assert run(command) == 0
    assert capsys.readouterr().out.strip().endswith("insights/2026-11-otvety.yml")
    assert run(["check", "--json", "--content", str(content), "--today", "2026-11-21"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [
        each for each in found if "otvety" in each["file"] and each["severity"] == "error"
    ] == []
    written = (content / "insights/2026-11-otvety.yml").read_bytes()
    assert run(command) == 0
    assert "Новых ответов нет" in capsys.readouterr().err
    assert (content / "insights/2026-11-otvety.yml").read_bytes() == written


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("Ничего", [], "ни одного ответа"),
        (COPIED, ["--id", "Кириллица"], "код пишут латиницей"),
        (None, [], "не читается"),
    ],
)
def test_a_mistake_is_one_clear_line(tmp_path, content, capsys, text, options, said):
    file = tmp_path / "answers.txt"
    if text is not None:
        file.write_text(text, "utf-8")
    assert run(["import", "voice", str(file), "--content", str(content), *options]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_all_that_was_sent_at_once_is_read():
    block = "Карточка: —\nЧто случилось: Клиент сказал иначе\nСвоими словами: Кусается\nРаз: 3\n"
    other = {"kind": "otherwise", "text": "Дорого", "times": 2}
    issue = json.dumps([{"body": f"{block}\n{COPIED}", "created_at": "2026-11-21"}])
    posted = f"{json.dumps([other, other])}\n{json.dumps(other)}"
    assert [each.text for each in voice.read(issue.encode())] == ["Кусается", SAID.text]
    assert [each.times for each in voice.read(posted.encode())] == ["2", "2", "2"]
    counted = voice.value(voice.read(block.encode()), DAY, by="", segments=())
    assert counted["unanswered"] == [{"id": "unanswered-1", "says": "Кусается", "count": 3}]


@pytest.mark.parametrize("times", ["0", "-1", "x", "99999", "1e3", "٣", ""])
def test_what_is_no_count_is_once(times):
    said = [CardAnswer(kind="otherwise", text="Дорого", times=times)]
    (heard,) = voice.value(said, DAY, by="", segments=())["unanswered"]
    assert heard["count"] == 1


def test_more_than_an_insight_holds_is_refused_and_nothing_is_written(tmp_path, content, capsys):
    few, many = tmp_path / "few.txt", tmp_path / "many.txt"
    few.write_text(COPIED, "utf-8")
    many.write_text(COPIED.replace("кусается", "дорого " * 20_000), "utf-8")
    command = ["import", "voice", "--content", str(content), "--today", "2026-11-21"]
    assert run([*command, str(many)]) == 2
    assert not (content / "insights").exists()
    assert run([*command, str(few)]) == 0
    written = (content / "insights/2026-11-otvety.yml").read_bytes()
    capsys.readouterr()
    assert run([*command, str(many)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "больше 250 КБ" in line
    assert (content / "insights/2026-11-otvety.yml").read_bytes() == written
