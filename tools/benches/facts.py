"""Facts: 100,000 deals imported, 20 million counted where they lie; 2,000 changes of no effect."""

import datetime as dt
import random
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import duckdb

from scripts_kb.content.base import Base
from scripts_kb.effects import ledger
from scripts_kb.facts.records import CallFact, Facts
from scripts_kb.past.records import Edit, Rationale
from scripts_kb.past.records import Row as LogRow
from scripts_kb.schema.config import Kb
from tools.benches.measure import Row, cost

_DEALS: Final = 100_000
_ROWS: Final = 20_000_000
_NOTHING: Final = 2_000
_SEED: Final = 20261121
_AMO: Final = (
    "ID",
    "Название сделки",
    "Бюджет",
    "Ответственный",
    "Дата создания сделки",
    "Кем создана",
    "Дата закрытия",
    "Теги",
    "Основной контакт",
    "Компания контакта",
    "Этап сделки",
    "Воронка",
    "Рабочий телефон",
    "Версия скрипта",
)
_BITRIX: Final = (
    "ID",
    "Название сделки",
    "Сумма",
    "Ответственный",
    "Дата создания",
    "Тип",
    "Предполагаемая дата закрытия",
    "Источник",
    "Контакт",
    "Компания",
    "Стадия сделки",
    "Направление",
    "Телефон",
    "Версия скрипта",
)
_KB: Final = """\
company: Bench
segments: [{id: home, title: Для дома}]
crm:
  - {id: amocrm, pipelines: [{id: home, title: Дом, script: in, segment: home}]}
  - {id: bitrix24, pipelines: [{id: home, title: Дом, script: in, segment: home}]}
"""
_SOURCES: Final = """\
sources:
  - id: warehouse
    files: {file}
    columns:
      {{created: created, stage: stage, amount: amount, version: mark, segment: segment{deal}}}
    stages: {{Успешно реализовано: won, Закрыто и не реализовано: refused, Переговоры: open}}
"""
_SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"


def run(arguments: Sequence[str]) -> list[Row]:  # noqa: ARG001 - there is nothing to choose
    """Measures imports, and how often the ledger praises what does nothing.

    Args:
        arguments: None are known.

    Returns:
        Time and memory of each import, and the part of confirmed changes of no effect.
    """
    rows = []
    imported = 0.0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        content = root / "content"
        (content / "scripts").mkdir(parents=True)
        (content / "kb.yml").write_text(_KB, encoding="utf-8")
        script = "id: in\ntitle: In\nsegments: [home]\n"
        (content / "scripts" / "in.yml").write_text(script, encoding="utf-8")
        for name, file in (
            ("CSV of amoCRM", _csv(root / "deals.csv")),
            ("HTML .xls of Bitrix24", _html(root / "deals.xls")),
            ("XLSX of amoCRM", _xlsx(root / "deals.xlsx")),
        ):
            command = [sys.executable, "-P", "-m", "scripts_kb", "facts", "import", str(file)]
            before = _processor_seconds()
            spent = cost([*command, "--content", str(content)], cwd=Path.cwd())
            used = _processor_seconds() - before or spent.seconds
            rows.append(Row.at_most(f"import of 100,000 deals, {name}", used, "s CPU", 10))
            rows.append(Row.at_most(f"its memory, {name}", spent.peak_mib, "MiB", 300))
            if name.startswith("CSV"):
                imported = _DEALS / used
            # What two sources tell of the same days would count twice, and is refused.
            shutil.rmtree(content / "facts")
        rows += _pulled(content, _parquet(root / "deals.parquet"), imported)
    for joined in ("version", "date"):
        what = f"confirmed of {_NOTHING:,} changes of no effect, by {joined}"
        rows.append(Row.at_most(what, _praised(by_version=joined == "version"), "%", 3.5))
    return rows


def _pulled(content: Path, deals: Path, imported: float) -> list[Row]:
    """Counts a file of Parquet by DuckDB, beside what an import of a file of CSV does.

    Args:
        content: The content folder.
        deals: The file.
        imported: Deals of a file of CSV that are imported in a second of a processor.
    """
    rows = []
    for name, deal in (("", ""), (", a row of each deal", ", deal: id")):
        (content / "facts.yml").write_text(
            _SOURCES.format(file=deals.as_posix(), deal=deal), encoding="utf-8"
        )
        command = [sys.executable, "-P", "-m", "scripts_kb", "facts", "pull"]
        before = _processor_seconds()
        spent = cost([*command, "--content", str(content)], cwd=Path.cwd())
        used = _processor_seconds() - before or spent.seconds
        what = f"{_ROWS:,} rows of Parquet by DuckDB{name}"
        # What finds deals of several rows holds the names of all: it is slower, and in time.
        bounds = (20.0, 2048.0, 20.0) if not deal else (20.0, 2048.0, None)
        values = (spent.seconds, spent.peak_mib, _ROWS / used / imported)
        units = ("s", "MiB", "x the deals a second of processor time that an import of CSV counts")
        for value, unit, bound in zip(values, units, bounds, strict=True):
            if bound is None:
                rows.append(Row.shown(what, value, unit))
            elif unit.startswith("x"):
                rows.append(Row.at_least(what, value, unit, bound))
            else:
                rows.append(Row.at_most(what, value, unit, bound))
        shutil.rmtree(content / "facts")
    return rows


def _parquet(path: Path) -> Path:
    """Has DuckDB make the deals of two years; what each says depends on its number alone."""
    connection = duckdb.connect()
    connection.execute(
        f"""
        COPY (
            SELECT
                i AS id,
                DATE '2024-10-01' + (hash(i) % 730)::INTEGER AS created,
                'in@' || (1 + hash(i, 1) % 7) AS mark,
                'home' AS segment,
                ['Успешно реализовано', 'Закрыто и не реализовано', 'Переговоры']
                    [(1 + hash(i, 2) % 3)::INTEGER] AS stage,
                (hash(i, 3) % 9000000)::DOUBLE / 100 AS amount,
                'Контакт ' || i AS contact,
            FROM range({_ROWS}) deals(i)
        ) TO '{path}' (FORMAT parquet)
        """  # noqa: S608 - a number and a path of ours
    )
    connection.close()
    return path


def _processor_seconds() -> float:
    """Give what programs run so far have used: what a busy machine does besides is not theirs."""
    if sys.platform == "win32":
        return 0.0
    import resource  # noqa: PLC0415 - there is none on Windows

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _deals(stages: Sequence[str]) -> Iterator[list[str]]:
    rng = random.Random(_SEED)  # noqa: S311 - the same deals on every machine
    start = dt.datetime(2025, 11, 1, tzinfo=dt.UTC)
    for number in range(_DEALS):
        created = start + dt.timedelta(minutes=5 * number)
        yield [
            str(7_000_000 + number),
            f"Сделка № {number}",
            f"{rng.randint(500, 90_000)}",
            "Ответственный Сотрудник",
            f"{created:%d.%m.%Y %H:%M:%S}",
            "Робот",
            "не закрыта",
            "сайт, повтор",
            f"Контакт {number}",
            f"ООО «Компания {number % 5000}»",
            stages[rng.randrange(len(stages))],
            "Дом",
            f"+7 900 {number:07}",
            f"in@{number % 7 + 1}" if number % 5 else "",
        ]


_STAGES: Final = ("Успешно реализовано", "Закрыто и не реализовано", "Переговоры")


def _csv(path: Path) -> Path:
    rows = ('"' + '";"'.join(row) + '"' for row in (_AMO, *_deals(_STAGES)))
    path.write_text("\n".join(rows), encoding="cp1251", errors="replace")
    return path


def _html(path: Path) -> Path:
    stages = ("Сделка успешна", "Сделка провалена", "В работе")
    with path.open("w", encoding="utf-8") as stream:
        stream.write("<html><head><meta charset='utf-8'></head><body><table border='1'>\n")
        for row in (_BITRIX, *_deals(stages)):
            stream.write("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n")
        stream.write("</table></body></html>")
    return path


def _xlsx(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        for name, kind, target in (
            ("_rels/.rels", "officeDocument", "xl/workbook.xml"),
            ("xl/_rels/workbook.xml.rels", "worksheet", "sheet.xml"),
        ):
            archive.writestr(
                name,
                f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
                f'Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>',
            )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="Сделки" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        with archive.open("xl/sheet.xml", "w") as stream:
            stream.write(f'<worksheet xmlns="{_SHEET}"><sheetData>'.encode())
            for row in (_AMO, *_deals(_STAGES)):
                cells = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row)
                stream.write(f"<row>{cells}</row>".encode())
            stream.write(b"</sheetData></worksheet>")
    return path


def _praised(*, by_version: bool) -> float:
    """Give the part of changes of no effect that the ledger calls confirmed, in percent."""
    metric = {"id": "conversion", "of": "won/contacts", "min_contacts": 100}
    base = Base(kb=Kb.model_validate({"company": "Bench", "metrics": [metric]}))
    landed = dt.datetime(2026, 10, 1, 12, tzinfo=dt.UTC)
    expect = {"metric": "conversion", "of": "script/in", "change": "+3pp", "by": "2026-11-04"}
    row = LogRow(
        change="c" * 40,
        entity="script/in",
        version=2,
        kind="changed",
        time=int(landed.timestamp()),
        offset=0,
        subject="Nothing",
        path="content/scripts/in.yml",
        edits=(Edit("changed", "nodes[a].say", "x", "y"),),
        rationale=Rationale("trailers", expect=expect),
    )
    today = dt.date(2026, 11, 30)
    verdicts = []
    for number in range(_NOTHING):
        calls = tuple(_calls(_SEED + number, landed.date(), by_version=by_version))
        found = ledger.of([row], base, Facts(calls=calls), today)
        verdicts.append(found.entries[0].verdict)
    return 100 * _count(verdicts, "confirmed") / _NOTHING


def _count(verdicts: Iterable[str], which: str) -> int:
    return sum(verdict == which for verdict in verdicts)


def _calls(seed: int, landed: dt.date, *, by_version: bool) -> Iterator[CallFact]:
    """Calls of ten weeks whose chance depends on the day of the week and on nothing else."""
    rng = random.Random(seed)  # noqa: S311 - the same calls on every machine
    share = rng.uniform(0.05, 0.5)
    for index in range(70):
        day = landed + dt.timedelta(days=index - 35)
        saturday = 5
        weekend = day.weekday() >= saturday
        contacts = rng.randint(2, 10) if weekend else rng.randint(15, 60)
        chance = share * (0.8 if weekend else 1)
        won = sum(rng.random() < chance for _ in range(contacts))
        version = (2 if day >= landed else 1) if by_version else None
        yield CallFact(day, "in", version, "home", contacts, won, contacts - won)
