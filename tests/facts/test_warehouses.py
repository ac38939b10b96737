"""The same deals, counted by DuckDB, PostgreSQL and Spark where they lie, and by today's import.

The import of an export is the measure: a pull of the same deals must write the same file.
"""

import datetime as dt
import json
import random
import sys
import threading
import time

import duckdb
import ibis
import psycopg
import pytest

from scripts_kb.cli import run
from scripts_kb.facts import query
from scripts_kb.schema.sources import FactsSource
from tools import postgres

pytestmark = pytest.mark.warehouses

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


@pytest.fixture(scope="module")
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


class TestTheSameCounts:
    def test_files_of_parquet_by_duckdb(self, pull, parquet, expected):
        code, said, text = pull(source(f"    files: {parquet}/part-*.parquet\n"))
        assert (code, text) == (0, expected), said
        code, said, _ = pull(source(f"    files: {parquet}/part-*.parquet\n"))
        assert code == 0
        assert "уже учтено" in said

    def test_a_file_of_csv_by_duckdb(self, pull, parquet, expected):
        code, said, text = pull(source(f"    files: {parquet}/deals.csv\n"))
        assert (code, text) == (0, expected), said

    @pytest.mark.parametrize("table", ["deals", "dwh.deals"])
    def test_a_table_of_postgresql(self, pull, server, expected, table):
        yml = source(f"    engine: postgres\n    table: {table}\n")
        code, said, text = pull(yml, address=server)
        assert (code, text) == (0, expected), said

    def test_files_of_parquet_by_spark(self, pull, parquet, expected):
        code, said, text = pull(source(f"    engine: spark\n    files: {parquet}/part-*.parquet\n"))
        assert (code, text) == (0, expected), said


def failed(said):
    """Give the codes of the lines that a command said, with where they stand."""
    assert "Traceback" not in said
    found = [tuple(line.split(": ")[:2]) for line in said.splitlines() if "warehouse-" in line]
    return [each for each in found if each[1] != "warehouse-version"]


class TestWhatGoesWrong:
    """One clear line each, exit 1, and what was recorded stays as it was."""

    OLD = "date,script,version,segment,contacts,won,refused\n2026-09-01,both,,home,3,1,1\n"

    @pytest.fixture
    def told(self, pull, content):
        def act(yml, *options, address=None):
            (content / "facts").mkdir(exist_ok=True)
            file = content / "facts" / "calls-crm.csv"
            file.write_text(self.OLD, encoding="utf-8")
            code, said, text = pull(yml, *options, address=address)
            assert (code, text) == (1, self.OLD), said
            assert [each.name for each in file.parent.iterdir()] == [file.name]
            return failed(said), said

        return act

    def test_a_column_that_is_not_there(self, told, parquet):
        yml = source(f"    files: {parquet}/deals.csv\n", columns="created: create, stage: stage")
        lines, said = told(yml)
        assert lines == [("content/facts.yml:5:24", "warehouse-no-column")]
        assert "Есть: created" in said

    def test_a_column_of_another_type(self, told, parquet):
        yml = source(f"    files: {parquet}/deals.csv\n", columns="created: mark, stage: stage")
        lines, said = told(yml)
        assert lines == [("content/facts.yml:5:24", "warehouse-type")]
        assert "date | timestamp" in said

    def test_files_that_are_not_there(self, told, parquet):
        lines, _ = told(source(f"    files: {parquet}/gone-*.parquet\n"))
        assert lines == [("content/facts.yml:7:12", "warehouse-no-table")]

    def test_a_row_in_the_middle_that_is_of_another_type(self, told, content):
        rows = "".join(f"2026-09-01,Отказ,{number}\n" for number in range(60000))
        deals = content.parent / "d.csv"
        deals.write_text(f"d,s,a\n{rows}2026-09-01,Отказ,Иван\n", encoding="utf-8")
        lines, _ = told(source("    files: d.csv\n", columns="created: d, stage: s, amount: a"))
        assert [code for _, code in lines] == ["warehouse-died"]

    def test_a_wrong_password_which_is_not_told(self, told, server):
        yml = source("    engine: postgres\n    table: deals\n")
        lines, said = told(yml, address=server.replace("only-of-a-test", "Wrong-7up"))
        assert lines == [("content/facts.yml:7:13", "warehouse-refused")]
        assert "authentication failed" in said
        assert "Wrong-7up" not in said

    @pytest.mark.parametrize(
        "address",
        [
            "postgres://reader:Wr0ng#7up@127.0.0.1:9/base",
            "postgres://reader:Wr0ng/7up@127.0.0.1:9/base",
            "postgres://reader:Wr0ng?7up@127.0.0.1:9/base",
            "postgres://reader:Wr0ng[7up@127.0.0.1:9/base",
            "postgres://reader:[Wr0ng7up]@127.0.0.1:9/base",
            "postgres://reader:Wr0ng7up\uff0f@127.0.0.1:9/base",
            "postgres://127.0.0.1:Wr0ng7up/base?password=Wr0ng7up",
        ],
    )
    def test_a_password_that_no_parser_takes_for_one(self, told, address):
        lines, said = told(source("    engine: postgres\n    table: deals\n"), address=address)
        assert lines == [("content/facts.yml:7:13", "warehouse-refused")]
        assert "Wr0ng" not in said
        assert "7up" not in said

    def test_an_engine_whose_driver_is_not_installed(self, told, monkeypatch):
        monkeypatch.setitem(sys.modules, "trino", None)
        yml = source("    engine: trino\n    table: deals\n")
        lines, said = told(yml, address="trino://reader:Wr0ng7up@127.0.0.1:9/base")
        assert lines == [("content/facts.yml:7:13", "warehouse-extra")]
        assert "не установлено: trino." in said

    def test_a_server_that_is_not_there(self, told):
        yml = source("    engine: postgres\n    table: deals\n")
        lines, _ = told(yml, address="postgres://reader:secret@127.0.0.1:9/base")
        assert lines == [("content/facts.yml:7:13", "warehouse-refused")]

    @pytest.mark.parametrize(
        ("address", "code"), [(None, "warehouse-unset"), ("mysql://h/b", "warehouse-address")]
    )
    def test_an_address_that_was_left_out(self, told, address, code):
        lines, said = told(source("    engine: postgres\n    table: deals\n"), address=address)
        assert lines == [("content/facts.yml:7:13", code)]
        assert "KB_FACTS_CRM" in said

    def test_a_server_that_ends_the_query(self, told, server):
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(
                "CREATE OR REPLACE VIEW slow AS SELECT *, pg_sleep(0.02)::text AS s FROM deals"
            )
            ending = threading.Thread(target=_ended, args=(connection,))
            ending.start()
            columns = "created: created, stage: stage, version: s"
            yml = source("    engine: postgres\n    table: slow\n", columns=columns)
            lines, said = told(yml, address=server)
            ending.join()
        assert [code for _, code in lines] == ["warehouse-died"]
        assert "terminating connection" in said

    def test_an_extra_that_is_not_installed(self, told, parquet, monkeypatch):
        monkeypatch.delitem(sys.modules, "scripts_kb.facts.warehouse", raising=False)
        monkeypatch.delitem(sys.modules, "scripts_kb.facts.query", raising=False)
        monkeypatch.setitem(sys.modules, "ibis", None)
        lines, said = told(source(f"    files: {parquet}/deals.csv\n"))
        assert lines == [("content/facts.yml:2:5", "warehouse-extra")]
        assert "pip install 'scripts-kb[warehouse]'" in said

    def test_a_driver_that_is_not_installed(self, told, monkeypatch):
        monkeypatch.setitem(sys.modules, "pyspark.sql", None)
        lines, said = told(source("    engine: spark\n    table: deals\n"))
        assert lines == [("content/facts.yml:7:13", "warehouse-extra")]
        assert "pip install 'scripts-kb[warehouse-spark]'" in said

    def test_a_stage_that_nobody_described(self, told, parquet):
        stages = {"Оплачено": "won"}
        lines, said = told(source(f"    files: {parquet}/deals.csv\n", stages=stages))
        assert lines == [("content/facts.yml:5:52", "warehouse-stage")]
        assert "«В работе», «Отказ»" in said or "«Отказ», «В работе»" in said

    def test_what_one_row_alone_says_is_not_named(self, told, content):
        rows = "2026-09-01,Отказ,home\n" * 9 + "2026-09-01,Отказ,Иванов Пётр\n"
        (content.parent / "d.csv").write_text(f"d,s,g\n{rows}", encoding="utf-8")
        columns = "created: d, stage: s, segment: g"
        lines, said = told(source("    files: d.csv\n", columns=columns))
        assert lines == [("content/facts.yml:5:46", "warehouse-segment")]
        assert "у строк: 1." in said
        assert "Иванов" not in said

    def test_a_deal_that_is_told_in_two_ways(self, told, content):
        rows = "1,2026-09-01,Отказ\n1,2026-09-01,Оплачено\n2,2026-09-01,Отказ\n"
        (content.parent / "d.csv").write_text(f"n,d,s\n{rows}", encoding="utf-8")
        lines, _ = told(source("    files: d.csv\n", columns="deal: n, created: d, stage: s"))
        assert lines == [("content/facts.yml:5:21", "warehouse-twice")]

    def test_a_table_that_lost_its_rows(self, pull, parquet, content):
        whole = source(f"    files: {parquet}/part-*.parquet\n")
        _, _, before = pull(whole)
        code, said, text = pull(source(f"    files: {parquet}/part-0.parquet\n"))
        assert (code, text) == (1, before)
        assert [code for _, code in failed(said)] == ["warehouse-fewer"]
        code, _, text = pull(source(f"    files: {parquet}/part-0.parquet\n"), "--replace")
        assert code == 0
        assert text != before

    @pytest.mark.parametrize(
        ("row", "code"),
        [("2027-01-01,Отказ", "warehouse-future"), (",Отказ", "warehouse-undated")],
    )
    def test_days_that_cannot_be(self, told, content, row, code):
        text = f"d,s\n2026-09-01,Отказ\n{row}\n"
        (content.parent / "d.csv").write_text(text, encoding="utf-8")
        lines, _ = told(source("    files: d.csv\n", columns="created: d, stage: s"))
        assert [code for _, code in lines] == [code]

    def test_a_table_without_deals(self, told, content):
        (content.parent / "d.csv").write_text("d,s\n2026-09-01,Отказ\n", encoding="utf-8")
        yml = source("    files: d.csv\n    since: 2026-10-01\n", columns="created: d, stage: s")
        lines, _ = told(yml)
        assert [code for _, code in lines] == ["warehouse-empty"]


def _ended(connection):
    """End the query of the others as soon as there is one."""
    until = time.monotonic() + 20
    ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
    while not connection.execute(ending).fetchall() and time.monotonic() < until:
        time.sleep(0.05)


class TestThePull:
    def test_the_query_is_shown_and_not_run(self, pull, parquet):
        code, said, text = pull(source(f"    files: {parquet}/deals.csv\n"), "--sql")
        assert (code, text) == (0, None)
        assert said.startswith("-- crm: duckdb\nSELECT")
        assert said.rstrip().endswith(";")

    def test_days_before_since_stay_as_they_were(self, pull, parquet):
        _, _, whole = pull(source(f"    files: {parquet}/deals.csv\n"))
        code, _, text = pull(source(f"    files: {parquet}/deals.csv\n    since: 2026-10-01\n"))
        assert (code, text) == (0, whole)

    def test_a_moment_belongs_to_the_day_of_the_base(self, pull, content, server):
        with (content / "kb.yml").open("a", encoding="utf-8") as kb:
            kb.write("time_zone: Asia/Vladivostok\n")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE TABLE late (at TIMESTAMPTZ, s TEXT)")
            connection.execute("INSERT INTO late VALUES ('2026-09-01 20:00+00', 'Отказ')")
        columns = "created: at, stage: s"
        yml = source("    engine: postgres\n    table: late\n", columns=columns)
        _, said, text = pull(yml, address=server)
        assert "2026-09-02,incoming-home,,home,1,0,1" in (text or said)

    def test_a_base_of_duckdb(self, pull, content, expected, parquet):
        file = content.parent / "crm.duckdb"
        with duckdb.connect(str(file)) as connection:
            connection.execute(f"CREATE TABLE deals AS FROM '{parquet}/part-*.parquet'")
        code, said, text = pull(source("    database: crm.duckdb\n    table: deals\n"))
        assert (code, text) == (0, expected), said

    def test_json_has_nothing_beside_it(self, pull, parquet):
        code, said, _ = pull(source(f"    files: {parquet}/deals.csv\n"), "--json")
        assert code == 0
        assert [each["code"] for each in json.loads(said)] == ["warehouse-version"]

    @pytest.mark.parametrize("engine", ["postgres", "clickhouse", "trino", "bigquery"])
    def test_the_question_is_told_in_the_language_of_each_engine(self, engine):
        stages, columns = {"Отказ": "refused"}, {"created": "at", "stage": "s", "version": "m"}
        asked = FactsSource.model_validate({"id": "crm", "columns": columns, "stages": stages})
        table = ibis.table({"at": "timestamp", "s": "string", "m": "string"}, name="deals")
        names = query.Vocabulary({"in": ("home",)}, {"home": "Для дома"})
        assert "deals" in str(ibis.to_sql(query.counted(table, asked, names), dialect=engine))


@pytest.mark.parametrize(
    ("line", "place", "code"),
    [
        ("password: x", "7:5", "facts-secret"),
        ("host: db.example", "7:5", "facts-secret"),
        ("table: postgres://u:p@h/b", "7:12", "facts-address"),
    ],
)
def test_a_file_with_a_secret_is_refused(pull, line, place, code):
    exit_code, said, _ = pull(source(f"    {line}\n"))
    assert exit_code == 1
    assert f"content/facts.yml:{place}: {code}: " in said
    assert "KB_FACTS_CRM" in said


def test_a_source_says_where_its_table_is(pull):
    code, said, _ = pull(source("    engine: postgres\n    files: a.csv\n"))
    assert code == 1
    assert "content/facts.yml:2:5: facts-where: " in said


@pytest.mark.parametrize(("yml", "wanted"), [("sources: []\n", ()), (source(), ("other",))])
def test_a_source_that_there_is_not(pull, yml, wanted):
    code, said, _ = pull(yml, *wanted)
    assert code == 2
    assert "facts.yml" in said
