"""Deals that each engine counts, where they lie, and what today's import makes of them."""

import datetime as dt
import random

import duckdb
import psycopg
import pytest

from scripts_kb.cli import run
from tools import postgres

TODAY = ("--today", "2026-11-30")
STAGES = {"Оплачено": "won", "Отказ": "refused", "В работе": "open"}
HEADER = ("deal", "created", "stage", "amount", "profit", "repeat", "mark", "segment")
COLUMNS = (
    "deal: deal, created: created, stage: stage, amount: amount, profit: profit, repeat: repeat,"
    " version: mark, segment: segment"
)
# What sellers leave in the field «Версия скрипта», with what nobody can read among it.
MARKS = (
    "incoming-home@3",
    "incoming-home@3+cup",
    "incoming-home@3+short+cup",
    "incoming-home@3+cup+short",
    "script/first-call@12 · путь: secretary > buyer",
    "incoming-home@v2",
    "4",
    "v5",
    "5.0",
    "gone@2",
    "позвонить Ивану",
    None,
)


def deals():
    """Deals of two months, the same on every machine; some stand in two equal rows."""
    rng = random.Random(20261130)  # noqa: S311 - the same on every machine
    for number in range(3000):
        won = rng.choice([*STAGES])
        row = (
            1000 + number,
            dt.datetime.fromisoformat("2026-09-01T00:30") + dt.timedelta(minutes=29 * number),
            won,
            rng.choice([None, 0, rng.randrange(100, 9_000_000) / 100]),
            rng.choice([None, 12.5, rng.randrange(100, 900_000) / 100]),
            rng.random() < 0.3,
            rng.choice(MARKS),
            rng.choice(["cafe", "Для дома", "home", None]),
        )
        yield row
        if number % 50 == 0:
            yield row


def source(extra="", *, columns=COLUMNS, stages=STAGES):
    told = ", ".join(f"{stage}: {outcome}" for stage, outcome in stages.items())
    return (
        f"sources:\n  - id: crm\n    script: incoming-home\n    segment: home\n"
        f"    columns: {{{columns}}}\n    stages: {{{told}}}\n{extra}"
    )


@pytest.fixture(scope="session")
def parquet(tmp_path_factory):
    """Files of Parquet with the deals, as DuckDB writes them."""
    folder = tmp_path_factory.mktemp("deals")
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE deals ({_typed('TIMESTAMP', 'DOUBLE')})")
    connection.executemany("INSERT INTO deals VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [*deals()])
    for part in (0, 1):
        target = folder / f"part-{part}.parquet"
        connection.table("deals").filter(f"deal % 2 = {part}").write_parquet(str(target))
    connection.execute(f"COPY deals TO '{folder / 'deals.csv'}' (HEADER)")
    connection.close()
    return folder


def _typed(moment, number):
    types = ("BIGINT", moment, "TEXT", number, number, "BOOLEAN", "TEXT", "TEXT")
    return ", ".join(f"{name} {type_}" for name, type_ in zip(HEADER, types, strict=True))


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL that holds the deals: its address."""
    with postgres.running(postgres.find()) as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE TABLE deals ({_typed('TIMESTAMP', 'NUMERIC(12, 2)')})")
            with connection.cursor().copy("COPY deals FROM STDIN") as copy:
                for row in deals():
                    copy.write_row(row)
            connection.execute("CREATE SCHEMA dwh")
            connection.execute("CREATE VIEW dwh.deals AS SELECT * FROM deals")
        yield address


@pytest.fixture
def pull(content, monkeypatch, capsys):
    """Pull by a source: exit code, what was said, and the file of facts."""
    monkeypatch.chdir(content.parent)

    def act(yml, *options, address=None):
        (content / "facts.yml").write_text(yml, encoding="utf-8")
        monkeypatch.delenv("KB_FACTS_CRM", raising=False)
        if address:
            monkeypatch.setenv("KB_FACTS_CRM", address)
        code = run(["facts", "pull", *options, *TODAY])
        out, err = capsys.readouterr()
        file = content / "facts" / "calls-crm.csv"
        return code, out + err, file.read_text(encoding="utf-8") if file.exists() else None

    return act


@pytest.fixture
def expected(content, capsys):
    """What `kb facts import` makes of an export of the same deals."""
    crm = "crm:\n  - id: own\n    columns: {deal: deal, created: created, stage: stage,"
    crm += " amount: amount, profit: profit, repeat: repeat, version: mark, segment: segment}\n"
    crm += f"    stages: {{{', '.join(f'{k}: {v}' for k, v in STAGES.items())}}}\n"
    crm += "    pipelines: [{id: all, title: Все, script: incoming-home, segment: home}]\n"
    kb = content / "kb.yml"
    before = kb.read_text(encoding="utf-8")
    kb.write_text(before.partition("crm:")[0] + crm, encoding="utf-8")
    export = content.parent / "export.csv"
    lines = [";".join(HEADER)]
    for deal, created, stage, amount, profit, repeat, mark, segment in deals():
        cells = (deal, created, stage, amount, profit, "да" if repeat else "нет", mark, segment)
        lines.append(";".join("" if each is None else str(each) for each in cells))
    export.write_text("\n".join(lines) + "\n", encoding="utf-8")
    arguments = ["facts", "import", str(export), "--from", "own", "--content", str(content)]
    assert run([*arguments, *TODAY]) == 0, capsys.readouterr()
    capsys.readouterr()
    kb.write_text(before, encoding="utf-8")
    made = content / "facts" / "calls-own.csv"
    text = made.read_text(encoding="utf-8")
    made.unlink()
    return text
