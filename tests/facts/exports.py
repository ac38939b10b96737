"""Exports of each CRM with every oddity that such files are known for, and their facts."""

import datetime as dt

from scripts_kb.facts import importing

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


def write(tmp_path, *rows):
    path = tmp_path / "export.csv"
    path.write_text(amo(*rows), encoding="utf-8")
    return path


def table(content, name="amocrm"):
    lines = (content / f"facts/calls-{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [tuple(line.split(",")[each] for each in (0, 4, 5, 6)) for line in lines]
