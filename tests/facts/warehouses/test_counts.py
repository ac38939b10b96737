"""The same deals, counted by DuckDB, PostgreSQL and Spark where they lie, and by today's import.

The import of an export is the measure: a pull of the same deals must write the same file.
"""

import pytest

from .conftest import source

pytestmark = pytest.mark.warehouses


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
