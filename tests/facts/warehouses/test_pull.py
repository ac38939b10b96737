"""What `kb facts pull` shows, writes and leaves alone."""

import json

import duckdb
import psycopg
import pytest

from .conftest import source

pytestmark = pytest.mark.warehouses


class TestThePull:
    def test_the_query_is_shown_and_not_run(self, pull, parquet):
        code, said, text = pull(source(f"    files: {parquet}/deals.csv\n"), "--sql")
        assert (code, text) == (0, None)
        assert said.startswith("-- crm: duckdb\nWITH ")
        assert said.rstrip().endswith(";")

    def test_json_holds_the_query_as_text(self, pull, parquet):
        code, said, text = pull(source(f"    files: {parquet}/deals.csv\n"), "--sql", "--json")
        told = json.loads(said)
        assert (code, text, told["problems"]) == (0, None, [])
        assert [(each["source"], each["engine"]) for each in told["queries"]] == [("crm", "duckdb")]
        assert told["queries"][0]["sql"].startswith("WITH ")

    def test_json_holds_why_there_is_no_query(self, pull, parquet):
        code, said, _ = pull(source(f"    files: {parquet}/gone.csv\n"), "--sql", "--json")
        told = json.loads(said)
        assert (code, told["queries"]) == (1, [])
        assert [each["code"] for each in told["problems"]] == ["warehouse-no-table"]

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
