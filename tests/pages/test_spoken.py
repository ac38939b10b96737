"""The table of what is said: which phrases have a row, what stands in it, what never does."""

import csv
import io

import pytest

from scripts_kb.pages import spoken
from scripts_kb.pages.projection import project


def read(table: bytes, separator: str = ",") -> list[dict[str, str]]:
    assert table.startswith(b"\xef\xbb\xbfentity")
    text = table.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


def rows(site, **more):
    return {(row["entity"], row["path"]): row for row in read(spoken.table(site(**more)))}


def test_a_row_for_each_phrase_that_is_said(site):
    found = rows(
        site,
        config__wording={"must_say": [{"id": "tape", "say": "Запись идёт.", "when": "Сразу"}]},
        question__d={"id": "d", "title": "Доставка", "answer": "За <delivery>.\n\nЗавтра."},
        product__p={"id": "p", "title": "Смесь", "says": "Мягкий.", "status": "live"},
    )
    assert {place: row["text"] for place, row in found.items()} == {
        ("script/call", "nodes[greet].say"): "Добрый день!",
        ("script/call", "nodes[bye].say"): "До свидания.",
        ("objection/dorogo", "answers[cup].say"): (
            "Утренний цех отвечает: 1\u00a0490\u00a0₽ за кило."
        ),
        ("objection/dorogo", "answers[cup].next_question"): "Сколько чашек, <client_name>?",
        ("objection/dorogo", "answers[other].say"): "Понимаю.",
        ("question/d", "answer"): "За 400 ₽. Завтра.",
        ("offer/opt", "promise"): "Один вкус весь месяц",
        ("product/p", "says"): "Мягкий.",
        ("config/wording", "must_say[tape].say"): "Запись идёт.",
    }
    assert found["objection/dorogo", "answers[cup].say"] == {
        "entity": "objection/dorogo",
        "kind": "objection",
        "title": "Дорого",
        "path": "answers[cup].say",
        "text": "Утренний цех отвечает: 1\u00a0490\u00a0₽ за кило.",
        "segments": "cafe",
        # The card is at its third version, this phrase was last changed by the second.
        "version": "3",
        "changed": "2026-10-03",
    }
    assert found["objection/dorogo", "answers[cup].next_question"]["changed"] == "2026-10-04"
    assert found["config/wording", "must_say[tape].say"]["title"] == (
        "Обязательные фразы и стоп-слова"
    )


SAID = [
    # what stands in an offer → whether it is said on 2026-11-21
    ({}, True),
    ({"status": "draft"}, False),
    ({"status": "archived"}, False),
    ({"valid_to": "2026-11-20"}, False),
    ({"valid_to": "2026-11-21"}, True),
    ({"valid_from": "2026-11-22"}, False),
    ({"valid_from": "2026-11-21", "valid_to": "2026-11-21"}, True),
]


@pytest.mark.parametrize(("fields", "said"), SAID)
def test_only_what_is_said_today_has_a_row(site, fields, said):
    offer = {"id": "x", "title": "X", "promise": "Обещание", **fields}
    assert (("offer/x", "promise") in rows(site, offer__x=offer)) is said


CELLS = [
    ("=HYPERLINK('x')", "'=HYPERLINK('x')"),
    ("+7 000", "'+7 000"),
    ("-8 %", "'-8 %"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\tтаб", "'\tтаб"),
    ("\r=1", "'\r=1"),
    ("\n=1", "'\n=1"),
    ("  =1", "'  =1"),
    ("＝1", "'＝1"),
    ("— тире", "— тире"),
    ("1 = 1", "1 = 1"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "safe"), CELLS)
def test_no_cell_is_a_formula(text, safe):
    assert spoken.cell(text) == safe


@pytest.mark.parametrize("separator", [",", ";"])
def test_hostile_texts_stay_in_their_cells(site, separator):
    title = '=cmd|"/c calc"!A1, "b"; <company>'
    say = '"; =1+1,\n-2\u202e\x00 <client_name>'
    card = {"id": "x", "title": title, "answers": [{"id": "a", "say": say}]}
    table = spoken.table(site(objection__x=card), separator)
    (row,) = [each for each in read(table, separator) if each["entity"] == "objection/x"]
    assert (row["title"], row["text"]) == (
        "'" + title.replace("<company>", "Утренний цех"),
        '"; =1+1, -2 <client_name>',
    )
    lines = table.decode("utf-8-sig").split("\r\n")
    # One line a row, however the text was written.
    assert len(lines) == len(read(table, separator)) + 2


@pytest.mark.parametrize("audience", ["partner", "team", "heads"])
def test_a_quote_brings_up_nothing_that_its_reader_may_not_see(site, audience):
    answers = [{"id": "a", "say": "Не ниже <offer/opt.internal.floor>."}]
    found = site(
        audience, objection__x={"id": "x", "title": "X", "answers": answers, "note": "заметка"}
    )
    table = spoken.table(found)
    assert ("1\u00a0350" in table.decode() or b"1350" in table) is (audience == "heads")
    assert "заметка" not in table.decode()
    assert table == spoken.table(project(found))


def test_partners_learn_no_past(site):
    found = read(spoken.table(site("partner")))
    assert [(row["entity"], row["version"], row["changed"]) for row in found] == [
        ("offer/opt", "1", "")
    ]
