"""Broken exports → a line each, and no facts."""

import pytest

from scripts_kb.facts import crm
from scripts_kb.problems import Place
from scripts_kb.schema.config import Crm

from .exports import AMO, PEOPLE, amo, deal, imported

BROKEN = {
    "an unknown stage": (
        amo(deal(1, "Думает"), deal(2, "Думает")),
        ["export.csv:2:11: crm-unknown-stage"],
    ),
    "an unknown pipeline": (
        amo(deal(1, "143", pipeline="Опт")),
        ["export.csv:2:12: crm-unknown-pipeline"],
    ),
    "no pipeline and no version": (
        amo(deal(1, "143", pipeline="")),
        ["export.csv:2:13: crm-no-script"],
    ),
    "a day that there is not": (
        amo(deal(1, "143", created="31.02.2026")),
        ["export.csv:2:5: crm-date"],
    ),
    "a day of a telephone": (
        amo(deal(1, "143", created="8 900 123-45-67")),
        ["export.csv:2:5: crm-date"],
    ),
    "seconds since 1970": (
        amo(deal(1, "143", created="1790000000")),
        ["export.csv:2:5: crm-epoch"],
    ),
    "ids that a spreadsheet has rounded": (
        amo(deal("1,23457E+19", "142"), deal("1.23457E+19", "142")),
        ["export.csv:2:1: crm-spoiled-id", "export.csv:3:1: crm-spoiled-id"],
    ),
    "an American day": (amo(deal(1, "143", created="10/05/2026")), ["export.csv:2:5: crm-date"]),
    "a day to come": (amo(deal(1, "143", created="22.11.2026")), ["export.csv:2:5: crm-future"]),
    "a name for an amount": (amo(deal(1, "142", amount="Пётр")), ["export.csv:2:3: crm-amount"]),
    "an amount below zero": (amo(deal(1, "142", amount="-5")), ["export.csv:2:3: crm-amount"]),
    "two currencies": (
        amo(deal(1, "142", amount="5 ₽"), deal(2, "142", amount="$5")),
        ["export.csv:3:3: crm-currency"],
    ),
    "no id": (amo(deal("", "142")), ["export.csv:2:1: crm-no-id"]),
    "two stages of one deal": (
        amo(deal(1, "142"), deal(1, "143")),
        ["export.csv:3:11: crm-conflict"],
    ),
    "a shifted row": (
        amo(deal(1, "142"), deal(2, "142") + ";лишнее"),
        ["export.csv:3:1: crm-cells"],
    ),
    "open quotes": (amo(deal(1, "142", title='"Сделка')), ["export.csv:2:1: crm-format"]),
    "no column of stages": (
        amo(deal(1, "142"), header=AMO.replace("Этап сделки", "Шаг")),
        ["export.csv:1:1: crm-no-column"],
    ),
    "a column twice": (
        amo(deal(1, "142"), header=AMO.replace("Теги сделки", "ID")),
        ["export.csv:1:1: crm-two-columns"],
    ),
    "a header alone": (amo(), ["export.csv:1:1: crm-no-deals"]),
    "a picture": ("\x89PNG\r\n\x00\x00", ["export.csv:1:1: crm-format"]),
    "nothing": ("", ["export.csv:1:1: crm-format"]),
    "a broken workbook": ("PK\x03\x04 and so on", ["export.csv:1:1: crm-format"]),
    "a page without a table": ("<!doctype html><p>Войдите", ["export.csv:1:1: crm-format"]),
    "three mistakes at once": (
        amo(deal(1, "Думает"), deal(2, "143", created="вчера"), deal(3, "142", amount="много")),
        [
            "export.csv:2:11: crm-unknown-stage",
            "export.csv:3:5: crm-date",
            "export.csv:4:3: crm-amount",
        ],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_export_is_refused_by_line_and_changes_nothing(name, tmp_path, content, base_of):
    text, expected = BROKEN[name]
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode("latin-1") if text.startswith("\x89") else text.encode())
    result = imported(path, content, base_of, source="amocrm")
    lines = [each.line("ru") for each in result.problems]
    assert [": ".join(line.split(": ")[:2]) for line in lines] == expected
    assert [each for each in PEOPLE for line in lines if each in line] == []
    assert (result.text, (content / "facts").exists()) == (None, False)


ODD = {
    "a title with a comma": "Сделки, октябрь 2026\n\n{}",
    "a title with many commas": "Выгрузка, все, сделки, октябрь, 2026, все, воронки, 1, 2, 3, 4\n{}",
    "two cells above": "Параметры:;Период: 01.10.2026 - 31.10.2026\n\n{}",
    "groups of columns above": "Сделка;;;Даты;;;Контакт;;;;Итог;;\n{}",
    "nothing above": "{}",
}


@pytest.mark.parametrize("name", ODD)
def test_the_header_is_the_row_with_the_columns_that_are_asked_for(
    name, tmp_path, content, base_of
):
    row = deal(1, "142", title=r'"ООО \"Ромашка\"; склад"', created="05-10-2026 12:30:00")
    path = tmp_path / "export.csv"
    path.write_text(ODD[name].format(amo(row)), encoding="utf-8")
    result = imported(path, content, base_of)
    assert [each.line("ru") for each in result.problems] == []
    assert "2026-10-05,incoming-home,,home,1,1,0,1490,," in result.text


def test_of_two_columns_of_one_name_the_number_chooses(tmp_path, content, base_of):
    text = amo(deal(1, "142"), header=AMO.replace("Теги сделки", "Бюджет"))
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    (problem,) = imported(path, content, base_of, source="amocrm").problems
    assert 'columns → amount: "Бюджет (3)"' in problem.line("ru")
    header = tuple(text.splitlines()[0].split(";"))
    described = Crm(id="amocrm", columns={"amount": "Бюджет (3)"})
    found, problems = crm.columns(header, crm.readings((described,))["amocrm"], Place("x"))
    assert (found["amount"], problems) == (2, [])


SHEETS = {
    "an unknown stage": (["1", "Думаем", "05.10.2026"], "deals.xlsx:Сделки:3:2: crm-unknown-stage"),
    "a day that is a number": (["1", "142", 5], "deals.xlsx:Сделки:3:3: crm-date"),
    "an id that a spreadsheet has rounded": (
        [12345678901234567890.0, "142", "05.10.2026"],
        "deals.xlsx:Сделки:3:1: crm-spoiled-id",
    ),
    "a day that is true": (["1", "142", "да"], "deals.xlsx:Сделки:3:3: crm-date"),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_broken_workbook_is_refused_by_sheet_and_row(name, tmp_path, workbook, content, base_of):
    row, expected = SHEETS[name]
    path = workbook(
        tmp_path / "deals.xlsx", {"Сделки": [[], ["ID", "Этап сделки", "Дата создания"], row]}
    )
    result = imported(path, content, base_of, source="amocrm")
    assert [": ".join(each.line().split(": ")[:2]) for each in result.problems] == [expected]


def test_an_unknown_stage_is_told_with_the_line_to_add(tmp_path, content, base_of):
    path = tmp_path / "export.csv"
    path.write_text(amo(deal(1, "Отправлено КП")), encoding="utf-8")
    result = imported(path, content, base_of)
    assert '"Отправлено КП": open' in result.problems[0].fix("ru")
    kb = content / "kb.yml"
    kb.write_text(
        kb.read_text(encoding="utf-8").replace("stages: {", 'stages: {"Отправлено КП": open, ', 1),
        encoding="utf-8",
    )
    assert imported(path, content, base_of).deals == 1
