"""What keeps a source from being counted: one clear line each, and the old facts whole."""

import sqlite3
import sys
import threading
import time
import zipfile

import duckdb
import psycopg
import pytest

from tests.patience import PATIENCE

from .conftest import source

pytestmark = pytest.mark.warehouses


def failed(said):
    """Give the codes of the lines that a command said, with where they stand."""
    assert "Traceback" not in said
    found = [tuple(line.split(": ")[:2]) for line in said.splitlines() if "warehouse-" in line]
    return [each for each in found if each[1] != "warehouse-version"]


@pytest.fixture(scope="module")
def strange(tmp_path_factory):
    """Files that are not what their names say, or that are cut off."""
    folder = tmp_path_factory.mktemp("strange")
    for name in ("text.duckdb", "text.parquet", "deals.csv"):
        (folder / name).write_text("created,stage\n2026-09-01,Отказ\n", encoding="utf-8")
    (folder / "empty.duckdb").touch()
    (folder / "folder.duckdb").mkdir()
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with zipfile.ZipFile(folder / "book.xlsx", "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    lite = sqlite3.connect(folder / "lite.duckdb")
    lite.execute("CREATE TABLE deals (created TEXT, stage TEXT)")
    lite.close()
    with duckdb.connect(str(folder / "whole.duckdb")) as whole:
        whole.execute("CREATE TABLE deals AS SELECT DATE '2026-09-01' AS created, 'x' AS stage")
        for name in ("part.parquet", "part"):
            whole.execute(f"COPY deals TO '{folder / name}' (FORMAT parquet)")
    (folder / "half.duckdb").write_bytes((folder / "whole.duckdb").read_bytes()[:5000])
    return folder


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

    @pytest.mark.parametrize(
        ("name", "told_of"),
        [
            ("text.duckdb", "простой текст"),
            ("empty.duckdb", "пустой файл"),
            ("folder.duckdb", "это папка"),
            ("gone.duckdb", "такого файла нет"),
            ("lite.duckdb", "база SQLite"),
            ("deals.csv", "простой текст"),
            ("part.parquet", "таблица Parquet"),
            ("book.xlsx", "книга Excel или архив"),
            ("picture.png", "файл неизвестного вида"),
        ],
    )
    def test_a_base_that_is_none_of_duckdb(self, told, strange, name, told_of):
        lines, said = told(source(f"    database: {strange}/{name}\n    table: deals\n"))
        assert lines == [("content/facts.yml:7:15", "warehouse-database")]
        assert f"{name} — {told_of}, а нужен файл базы DuckDB. " in said

    def test_a_base_that_was_copied_in_part(self, told, strange):
        lines, said = told(source(f"    database: {strange}/half.duckdb\n    table: deals\n"))
        assert lines == [("content/facts.yml:7:15", "warehouse-unopened")]
        assert "half.duckdb не открывается: " in said

    @pytest.mark.parametrize(
        ("files", "told_of"),
        [
            ("text.parquet", "text.parquet — простой текст, а прочитать его надо как Parquet."),
            ("*.xlsx", "book.xlsx — книга Excel или архив, а прочитать его надо как CSV."),
            ("lite.*", "lite.duckdb — база SQLite, а прочитать его надо как CSV."),
            ("part", "part — таблица Parquet, а прочитать его надо как CSV."),
            ("whole.duckdb", "whole.duckdb — база DuckDB, а прочитать его надо как CSV."),
        ],
    )
    def test_files_that_are_no_tables(self, told, strange, files, told_of):
        lines, said = told(source(f"    files: {strange}/{files}\n"))
        assert lines == [("content/facts.yml:7:12", "warehouse-files")]
        assert told_of in said

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
    until = time.monotonic() + PATIENCE
    ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
    while not connection.execute(ending).fetchall() and time.monotonic() < until:
        time.sleep(0.05)


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
