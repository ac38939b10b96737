"""Exports → facts, with every oddity that such files are known for; broken ones → no facts."""

import datetime as dt
import os

import pytest

from scripts_kb.facts import crm, importing, reading, recording
from scripts_kb.problems import Place
from scripts_kb.schema.config import Crm

TODAY = dt.date(2026, 11, 21)
AMO = "ID;Название сделки;Бюджет ;Ответственный;Дата создания;Дата закрытия;Теги сделки;Основной контакт;Рабочий телефон;Рабочий email;Этап сделки ;Воронка;Версия скрипта"
PEOPLE = ("Иванов", "Пётр", "900 123", "9001234567", "petr@example.org", "ООО «Зерно»")


def amo(*rows, header=AMO):
    return "\r\n".join([header, *rows]) + "\r\n"


def deal(
    id_,
    stage,
    *,
    amount="1490",
    created="05.10.2026 12:30",
    closed="не закрыта",
    pipeline="Для дома",
    version="",
    tags="",
    title="Сделка",
):
    return f"{id_};{title};{amount};Иванов Пётр;{created};{closed};{tags};Пётр;'+7 900 123-45-67;petr@example.org;{stage};{pipeline};{version}"


AMO_ROWS = [
    deal(1, "Успешно реализовано", amount="12 500,50", closed="07.10.2026"),
    deal(2, " Закрыто и  не реализовано ", amount="0", closed="06.10.2026"),
    deal(3, "Первичный контакт", amount=""),
    deal(4, "142", amount="1 490 руб.", version="incoming-home@4"),  # the stage by its number
    deal(5, "успешно реализовано", amount="1.490", version="v4"),
    deal(
        6,
        "Отправлен пробник",
        pipeline="Кафе и рестораны",
        version="first-call@2 · путь: secretary > buyer",
    ),
    deal(
        7, "Успешно реализовано", amount="100", created="5.10.2026", version="script/first-call@2"
    ),
    '8;"ООО ""Зерно""; и ко";1490;Иванов;06.10.2026 00:00;не закрыта;"опт; повтор";Пётр;;;"Каппинг, назначен";Кафе и рестораны;',
    '9;"Название\nв две строки";1490;Иванов;06.10.2026;не закрыта;;Пётр;;;Переговоры;Для дома;',
    deal(1, "Успешно реализовано", amount="12 500,50"),  # the same deal once more
    deal(10, "Успешно реализовано", amount="", created="2026-10-06T10:00:00+03:00"),
    ";;;;;;;;;;;;",
    "Итого: 10;;;;;;;;;;;;",
]
AMO_FACTS = """\
date,script,version,segment,contacts,won,refused,revenue,profit,repeat
2026-10-05,first-call,2,cafe,2,1,0,100,,
2026-10-05,incoming-home,,home,3,1,1,12500.5,,
2026-10-05,incoming-home,4,home,2,2,0,2980,,
2026-10-06,first-call,,cafe,1,0,0,0,,
2026-10-06,incoming-home,,home,2,1,0,0,,
"""
BITRIX = [
    "ID",
    "Название сделки",
    "Стадия сделки",
    "Сумма",
    "Валюта",
    "Ответственный",
    "Тип",
    "Контакт",
    "Дата создания",
    "Предполагаемая дата закрытия",
    "Товар",
    "Направление",
    "Повторная сделка",
    "Версия скрипта",
]


def bitrix(
    id_,
    stage,
    amount,
    created="05.10.2026 09:00:00",
    *,
    product="Эспрессо",
    pipeline="Общая",
    repeat="нет",
    version="",
    currency="RUB",
):
    return [
        id_,
        "Сделка &quot;Пётр&quot;",
        stage,
        amount,
        currency,
        "Иванов Пётр",
        "Продажа",
        "Пётр +7 900 123 45 67",
        created,
        "31.12.2026",
        product,
        pipeline,
        repeat,
        version,
    ]


BITRIX_ROWS = [
    bitrix(11, "Сделка успешна", "2 000.00"),
    bitrix(11, "Сделка успешна", "2 000.00", product="Чай"),  # a further product of the deal
    bitrix(11, "", "", "", product="Подставка", repeat="", pipeline="", currency=""),
    bitrix(12, "C3:WON", "1 000", pipeline="Кафе", repeat="да", version="first-call@7"),
    bitrix(13, "LOSE", "0", repeat="Y"),
    bitrix(14, "Анализ причины провала", "5&nbsp;000 &#8381;", "06.10.2026"),
    bitrix(15, "C3:apology", "", "06.10.2026 23:59:59", pipeline="Кафе"),
    bitrix(16, "<b>В работе</b>", "300", "06.10.2026", version="без версии"),
    bitrix(17, "Cчёт на предоплату".replace("C", "С"), "300", "06.10.2026"),
    bitrix(18, "NEW", "<span>300</span>", "06.10.2026", currency="Российский рубль"),
    bitrix("", "", "", "", product="", pipeline="", repeat="", currency=""),
]
BITRIX_FACTS = """\
date,script,version,segment,contacts,won,refused,revenue,profit,repeat
2026-10-05,first-call,7,cafe,1,1,0,1000,,1
2026-10-05,incoming-home,,home,2,1,1,2000,,0
2026-10-06,first-call,,cafe,1,0,1,0,,0
2026-10-06,incoming-home,,home,4,0,1,0,,0
"""
HUBSPOT = [
    "Record ID",
    "Deal Name",
    "Deal Stage",
    "Close Date",
    "Deal owner",
    "Amount",
    "Pipeline",
    "Create Date",
    "Script version",
]
HUBSPOT_ROWS = [
    [
        501.0,
        "Petr",
        "Closed Won",
        dt.date(2026, 12, 31),
        "Ivanov",
        1490.5,
        "Sales Pipeline",
        dt.date(2026, 10, 5),
        "incoming-home@3",
    ],
    [
        502.0,
        "Petr",
        "closed won",
        dt.date(2026, 12, 31),
        "Ivanov",
        "1,490.00",
        "Sales Pipeline",
        "2026-10-05 14:33",
        "incoming-home@3",
    ],
    [
        "503",
        "Petr",
        "Closed Lost",
        None,
        "Ivanov",
        None,
        "Sales Pipeline",
        46300,
        3,
    ],  # a day as its serial number
    [
        504.0,
        "Petr",
        "Appointment Scheduled ",
        dt.date(2026, 10, 1),
        "Ivanov",
        10,
        " sales  pipeline",
        46300.75,
        None,
    ],
    [504.0, "Petr", "Appointment Scheduled", None, "Ivanov", None, None, None, None],
    None,
    [
        505.0,
        "petr@example.org",
        "Contract Sent",
        None,
        "+7 900 123-45-67",
        "$1 000",
        None,
        "06.10.2026",
        "3.0",
    ],
    [
        506.0,
        "Petr",
        "Closed Won",
        None,
        "Ivanov",
        "USD 50.25",
        "Sales Pipeline",
        "06.10.2026",
        "home call v3",
    ],
    ["Total", None, None, None, None, None, None, None, None],
]
HUBSPOT_FACTS = """\
date,script,version,segment,contacts,won,refused,revenue,profit,repeat
2026-10-05,incoming-home,,home,1,0,0,0,,
2026-10-05,incoming-home,3,home,3,2,1,2980.5,,
2026-10-06,incoming-home,,home,1,1,0,50.25,,
2026-10-06,incoming-home,3,home,1,0,0,0,,
"""


def imported(file, content, base_of, **options):
    result = importing.prepare(file, base_of(content), content, today=TODAY, **options)
    importing.put(result, content)
    return result


def codes(result):
    return [each.code for each in result.problems]


@pytest.fixture
def export(tmp_path, workbook, html_table):
    """Make the three exports, each with its oddities."""

    def make(kind):
        if kind == "amocrm":
            path = tmp_path / "export.csv"
            path.write_bytes(amo(*AMO_ROWS).replace("'+7", "+7").encode("cp1251"))
        elif kind == "bitrix24":
            path = html_table(tmp_path / "DEAL_20261120.xls", [BITRIX, *BITRIX_ROWS])
        else:
            rows = [["Export of deals"], [], HUBSPOT, *HUBSPOT_ROWS]
            path = workbook(tmp_path / "deals.xlsx", {"Notes": [["x"]], "Deals": rows})
        return path

    return make


@pytest.mark.parametrize(
    ("kind", "facts", "warnings"),
    [
        ("amocrm", AMO_FACTS, ["crm-no-amount"]),
        ("bitrix24", BITRIX_FACTS, ["crm-version"]),
        ("hubspot", HUBSPOT_FACTS, ["crm-version"]),
    ],
)
@pytest.mark.parametrize("how", ["named", "auto"])
def test_an_export_with_every_oddity_becomes_sums_of_days(
    kind, facts, warnings, how, export, content, base_of
):
    result = imported(export(kind), content, base_of, source=kind if how == "named" else "auto")
    assert codes(result) == warnings
    assert result.crm == kind
    assert (content / f"facts/calls-{kind}.csv").read_text(encoding="utf-8") == facts


@pytest.mark.parametrize("kind", ["amocrm", "bitrix24", "hubspot"])
def test_what_was_written_reads_back_and_a_second_import_changes_nothing(
    kind, export, content, base_of
):
    first = imported(export(kind), content, base_of)
    base = base_of(content)
    facts, problems = reading.load(content, base, TODAY)
    assert problems == []
    assert recording.written(facts.calls) == first.text
    assert (sum(row.contacts for row in facts.calls), first.unchanged) == (first.deals, False)
    file = content / first.path
    before = file.stat().st_mtime_ns
    assert imported(export(kind), content, base_of).unchanged
    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize("kind", ["amocrm", "bitrix24", "hubspot"])
def test_no_person_reaches_the_facts(kind, export, content, base_of):
    text = imported(export(kind), content, base_of).text
    assert [each for each in PEOPLE if each in text] == []


VARIANTS = {
    "utf-8": amo(*AMO_ROWS).encode(),
    "utf-8 with its mark": amo(*AMO_ROWS).encode("utf-8-sig"),
    "utf-16, tabs": amo(*AMO_ROWS[:7]).replace(";", "\t").encode("utf-16"),
    "commas": amo(*(row.replace("12 500,50", "12 500.50") for row in AMO_ROWS[:7]))
    .replace(";", ",")
    .encode(),
    "the hint of Excel": b"sep=;\r\n" + amo(*AMO_ROWS).encode("cp1251"),
    "line feeds only": amo(*AMO_ROWS).replace("\r\n", "\n").encode(),
    "a delimiter at the end of rows": amo(*(f"{row};" for row in AMO_ROWS[:7])).encode(),
    "a title above": ("Сделки за октябрь\r\n" + amo(*AMO_ROWS[:7])).encode(),
    "older names of columns": amo(
        *AMO_ROWS[:7],
        header=AMO.replace("Дата создания", "Дата создания сделки").replace(
            "Бюджет ", "БЮДЖЕТ, руб."
        ),
    ).encode(),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_same_deals_in_another_dress(name, tmp_path, content, base_of):
    path = tmp_path / "export.txt"
    path.write_bytes(VARIANTS[name])
    text = imported(path, content, base_of).text
    assert text.splitlines()[:4] == AMO_FACTS.splitlines()[:4]


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


def write(tmp_path, *rows):
    path = tmp_path / "export.csv"
    path.write_text(amo(*rows), encoding="utf-8")
    return path


def table(content, name="amocrm"):
    lines = (content / f"facts/calls-{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [tuple(line.split(",")[each] for each in (0, 4, 5, 6)) for line in lines]


def test_a_later_export_replaces_its_days_and_leaves_the_others(tmp_path, content, base_of):
    imported(
        write(
            tmp_path,
            deal(1, "142", created="01.10.2026"),
            deal(2, "Переговоры", created="02.10.2026"),
            deal(3, "Переговоры", created="03.10.2026"),
        ),
        content,
        base_of,
    )
    imported(
        write(
            tmp_path,
            deal(2, "143", created="02.10.2026"),
            deal(3, "142", created="03.10.2026"),
            deal(4, "142", created="04.10.2026"),
        ),
        content,
        base_of,
    )
    assert table(content) == [
        ("2026-10-01", "1", "1", "0"),
        ("2026-10-02", "1", "0", "1"),
        ("2026-10-03", "1", "1", "0"),
        ("2026-10-04", "1", "1", "0"),
    ]


def test_a_filtered_export_does_not_erase_what_was_counted(tmp_path, content, base_of):
    rows = [deal(each, "142") for each in range(20)]
    imported(write(tmp_path, *rows), content, base_of)
    before = (content / "facts/calls-amocrm.csv").read_bytes()
    assert codes(imported(write(tmp_path, *rows[:5]), content, base_of)) == ["crm-fewer"]
    assert (content / "facts/calls-amocrm.csv").read_bytes() == before
    imported(write(tmp_path, *rows[:5]), content, base_of, may_shrink=True)
    assert table(content) == [("2026-10-05", "5", "5", "0")]


def test_two_parts_stand_side_by_side_and_what_both_tell_is_refused(tmp_path, content, base_of):
    cafe = deal(1, "142", pipeline="Кафе и рестораны")
    imported(write(tmp_path, cafe), content, base_of, name="cafe")
    imported(write(tmp_path, deal(2, "142")), content, base_of, name="home")
    assert (table(content, "cafe"), table(content, "home")) == (
        [("2026-10-05", "1", "1", "0")],
    ) * 2
    result = imported(write(tmp_path, cafe), content, base_of, name="again")
    assert (codes(result), (content / "facts/calls-again.csv").exists()) == (
        ["facts-duplicate"],
        False,
    )


def test_a_disk_that_refuses_leaves_the_old_file_and_no_crumbs(
    tmp_path, content, base_of, monkeypatch
):
    imported(write(tmp_path, deal(1, "142")), content, base_of)
    before = (content / "facts/calls-amocrm.csv").read_bytes()
    result = importing.prepare(
        write(tmp_path, deal(1, "142"), deal(2, "143")), base_of(content), content, today=TODAY
    )

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(importing.UserError, match="no space is left on the disk"):
        importing.put(result, content)
    assert [path.name for path in (content / "facts").iterdir()] == ["calls-amocrm.csv"]
    assert (content / "facts/calls-amocrm.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("option", "value"), [("source", "sap"), ("name", "../../etc"), ("name", "Кафе")]
)
def test_a_slip_at_the_command_line_is_told(option, value, tmp_path, content, base_of):
    with pytest.raises(importing.UserError):
        imported(write(tmp_path, deal(1, "142")), content, base_of, **{option: value})


WORDINGS = [
    # what stands in the CRM, what the file of facts says
    ("incoming-home@4+chashka", "incoming-home,4,home", "chashka"),
    ("incoming-home@4+utro+chashka", "incoming-home,4,home", "chashka+utro"),
    ("incoming-home@4+chashka → after@2", "incoming-home,4,home", "chashka"),
    ("incoming-home@4", "incoming-home,4,home", ""),
]


@pytest.mark.parametrize(("cell", "known", "variant"), WORDINGS)
def test_what_was_said_of_a_trial_comes_from_the_version(
    cell, known, variant, tmp_path, content, base_of
):
    plain = deal(1, "142", version="incoming-home@4+other", created="06.10.2026 12:30")
    imported(write(tmp_path, deal(2, "142", version=cell), plain), content, base_of)
    head, row, _ = (content / "facts/calls-amocrm.csv").read_text(encoding="utf-8").splitlines()
    assert head.endswith(",repeat,variant")
    assert row.startswith(f"2026-10-05,{known},")
    assert row.rpartition(",")[2] == variant


def test_without_a_trial_a_file_has_no_column_of_theirs(tmp_path, content, base_of):
    imported(write(tmp_path, deal(1, "142", version="incoming-home@4")), content, base_of)
    head = (content / "facts/calls-amocrm.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head.endswith(",repeat")
