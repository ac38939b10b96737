"""Reasons that stand where nobody reads them: what the gate says that it saw."""

import pytest

from .conftest import DOROGO, KB, VIP

SAID = DOROGO.replace("Давайте привезу на пробу.", "Привезу пробник сегодня?")
PRICE = VIP.replace("1490", "1540")
WHY = "Клиенты сравнивают пачку с чашкой"

CASES = {
    "a comment": (
        {"objections/dorogo.yml": f"# {WHY}\n{SAID}"},
        "Правка",
        f"content/objections/dorogo.yml:1:3: gate-misplaced: В комментарии написано «{WHY}», но",
    ),
    "a comment behind a value": (
        {"objections/dorogo.yml": SAID.replace("title: Дорого", f"title: Дорого # {WHY}")},
        "Правка",
        f"content/objections/dorogo.yml:2:17: gate-misplaced: В комментарии написано «{WHY}», но",
    ),
    "note": (
        {"objections/dorogo.yml": f"{SAID}note: {WHY}\n"},
        "Правка",
        f"content/objections/dorogo.yml:13:7: gate-misplaced: В поле note карточки написано «{WHY}», но",
    ),
    "an own field": (
        {"objections/dorogo.yml": f"{SAID}почему: {WHY}\n"},
        "Правка",
        f"gate-misplaced: В своём поле «почему» написано «{WHY}», но",
    ),
    "prose": (
        {"objections/dorogo.yml": SAID},
        f"Правка\n\n{WHY}.\n\nSigned-off-by: A <a@example.org>",
        f"gate-misplaced: В описании правки написано «{WHY}.», но",
    ),
    "the title alone": (
        {"objections/dorogo.yml": SAID},
        WHY,
        f"gate-misplaced: В заголовке правки написано «{WHY}», но",
    ),
    "a text in the root": (
        {"objections/dorogo.yml": SAID, "prichina.txt": WHY},
        "Правка",
        "content/prichina.txt:1:1: gate-misplaced-file: Вместе с правкой появился файл prichina",
    ),
    "a text among the changes": (
        {"objections/dorogo.yml": SAID, "changes/cup.txt": WHY},
        "Правка",
        "content/changes/cup.txt:1:1: gate-misplaced-file: ",
    ),
    "a change file among the cards": (
        {
            "objections/dorogo.yml": SAID,
            "insights/cup.yml": f"id: cup\ntitle: Чашка\ncause: {WHY}\n",
        },
        "Правка",
        "content/insights/cup.yml:1:1: gate-misplaced-file: ",
    ),
    "a change file in an own folder": (
        {"objections/dorogo.yml": SAID, "reasons/cup.yml": f"id: cup\ncause: {WHY}\n"},
        "Правка",
        "content/reasons/cup.yml:1:1: gate-misplaced-file: ",
    ),
}

SILENT = {
    "nothing was written": ({"objections/dorogo.yml": SAID}, "Правка"),
    "a title that a web editor proposes": (
        {"objections/dorogo.yml": SAID},
        "Update objections/dorogo.yml in content",
    ),
    "what programs write below": (
        {"objections/dorogo.yml": SAID},
        "Правка\n\nCo-authored-by: Борис Борисов <b@example.org>\nhttps://example.org/a/b",
    ),
    "a comment that was there": ({"objections/dorogo.yml": SAID}, "Правка"),
    "a sign inside a text": (
        {
            "objections/dorogo.yml": SAID.replace(
                "Привезу пробник сегодня?", "'Привезу # чашку и пачку сегодня?'"
            )
        },
        "Правка",
    ),
    "a near miss is named as one": (
        {"objections/dorogo.yml": SAID},
        f"Правка\n\nПочиму: {WHY}\n\nКлиенты сравнивают чашку и молчат",
    ),
    "a slip of the pen": (
        {"objections/dorogo.yml": DOROGO.replace("пробу.", "пробу!")},
        f"Правка\n\n{WHY}.",
    ),
    "a file for customers": (
        {
            "offers/vip.yml": PRICE + "materials: [{id: a, title: Прайс, file: materials/a.txt}]\n",
            "materials/a.txt": "Цена за килограмм выросла",
        },
        "Правка",
    ),
}


def told(diff):
    found = diff("HEAD~1", "HEAD", "--gate")["problems"]
    return [
        f"{each['file']}:{each['line']}:{each['column']}: {each['code']}: {each['message']}"
        for each in found
        if each["code"].startswith("gate-misplaced")
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_the_gate_says_where_it_saw_a_reason(base, diff, name):
    files, message, line = CASES[name]
    base.commit(message, files)
    assert [line in each for each in told(diff)] == [True]


@pytest.mark.slow
@pytest.mark.parametrize("name", SILENT)
def test_what_is_no_reason_is_not_named(base, diff, name):
    files, message = SILENT[name]
    if name == "a comment that was there":
        base.commit("Ещё", {"objections/dorogo.yml": f"# {WHY}\n{DOROGO}"})
        files = {"objections/dorogo.yml": f"# {WHY}\n{SAID}"}
    base.commit(message, files)
    assert told(diff) == []


@pytest.mark.slow
def test_each_kind_is_named_once_and_a_title_gives_way(base, diff):
    files = {
        "objections/dorogo.yml": f"# {WHY}\n# Чашка выходит дешевле\n{SAID}note: {WHY}\n",
        "offers/vip.yml": f"# {WHY}\n{PRICE}note: {WHY}\n",
        "prichina.txt": WHY,
        "reason.md": WHY,
    }
    base.commit(f"{WHY}\n\n{WHY}", files)
    assert [each.partition(" написано")[0].rpartition(": ")[2] for each in told(diff)[:3]] == [
        "В поле note карточки",
        "В комментарии",
        "В описании правки",
    ]
    assert len(told(diff)) == 4


@pytest.mark.slow
def test_what_was_seen_is_cut_and_said_in_the_language_of_the_base(base, diff, kb):
    base.commit("English", {"kb.yml": KB.replace("language: ru", "language: en")})
    long = "<b>Clients</b> compare the [pack](javascript:x) with a cup {x} " * 4
    base.commit(f"Edit\n\n{long}", {"objections/dorogo.yml": SAID})
    line = told(diff)[0]
    assert "The description of the change says “<b>Clients</b> compare" in line
    assert len(line.partition("“")[2].partition("”")[0]) <= 80
    assert line.endswith("…”, but nobody reads a reason there.")
    shown = kb("diff", "HEAD~1", "HEAD", "--gate", "--format", "markdown")[1]
    assert "Add a line of its own to the description: &#8220;Cause: …&#8221;" in shown
    assert "<b>Clients" not in shown
    assert "[pack](javascript" not in shown


def test_what_explains_is_not_named_as_misplaced(base, diff):
    base.commit("Чашка\n\nПочему: Клиенты сравнивают пачку с чашкой", {"offers/vip.yml": PRICE})
    assert told(diff) == []
