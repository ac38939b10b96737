"""The same question in the language of each engine, where there is no server to ask it.

What Ibis writes for an engine is read by the grammar of that engine and put to DuckDB: the counts
must be those of DuckDB's own question. PostgreSQL and Spark are also asked themselves, beside here.
"""

import datetime as dt

import duckdb
import ibis
import pytest
import sqlglot

from scripts_kb.facts import query
from scripts_kb.schema.sources import FactsSource

from .conftest import HEADER, STAGES, deals

pytestmark = pytest.mark.warehouses

TYPES = ("int64", "timestamp", "string", "decimal(12, 2)", "decimal(12, 2)", "boolean")
TABLE = ibis.table(
    dict(zip(HEADER, (*TYPES, "string", "string"), strict=True)),
    name="deals",
)
COLUMNS = {name: name for name in HEADER if name != "mark"} | {"version": "mark"}
SOURCE = FactsSource.model_validate(
    {
        "id": "crm",
        "columns": COLUMNS,
        "stages": STAGES,
        "script": "incoming-home",
        "segment": "home",
        "since": dt.date(2026, 9, 5),
    }
)
NAMES = query.Vocabulary(
    {"incoming-home": ("home",), "first-call": ("cafe",), "both": ("cafe", "home")},
    {"home": "Для дома"},
)
QUESTIONS = {
    "counted": query.counted(TABLE, SOURCE, NAMES),
    "strange": query.strange(TABLE, SOURCE, NAMES, "segment"),
    "twice": query.told_twice(TABLE, SOURCE),
}
GRAMMARS = {
    "postgres": "postgres",
    "clickhouse": "clickhouse",
    "trino": "trino",
    "bigquery": "bigquery",
    "pyspark": "spark",
}
GROUPS = ", ".join(f"regexp_extract(said, pattern, {number})" for number in (1, 2, 3, 4))
# Functions of engines that no other has: what their manuals say of them.
FUNCTIONS = (
    f"regexp_match(said, pattern) AS [{GROUPS}]",
    f"extractgroups(said, pattern) AS [{GROUPS}]",
    "notempty(said) AS said <> ''",
    "todate(said) AS CAST(said AS DATE)",
    '"isnull"(told) AS told IS NULL',
    '"isnotnull"(told) AS told IS NOT NULL',
)


@pytest.fixture(scope="module")
def duck():
    """A DuckDB that holds the deals, two of them told in two ways: a question's rows, as a set."""
    connection = duckdb.connect()
    types = ("BIGINT", "TIMESTAMP", "TEXT", "DECIMAL(12, 2)", "DECIMAL(12, 2)", "BOOLEAN")
    named = zip(HEADER, (*types, "TEXT", "TEXT"), strict=True)
    connection.execute(f"CREATE TABLE deals ({', '.join(' '.join(each) for each in named)})")
    rows = [*deals(), *((*each[:2], "Отказ", *each[3:]) for each in [*deals()][500:600])]
    connection.executemany("INSERT INTO deals VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    for each in FUNCTIONS:
        connection.execute(f"CREATE MACRO {each}")

    def ask(sql):
        found = connection.execute(sql)
        names = [each[0] for each in found.description]
        rows = (dict(zip(names, row, strict=True)) for row in found.fetchall())
        # An engine may have nothing where another has an empty text.
        told = ({name: value or None for name, value in row.items()} for row in rows)
        return sorted(str(sorted(row.items())) for row in told)

    yield ask
    connection.close()


@pytest.mark.parametrize("engine", GRAMMARS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_each_engine_is_asked_the_same(duck, engine, name):
    question = QUESTIONS[name]
    asked = str(ibis.to_sql(question, dialect=engine))
    (read,) = sqlglot.transpile(asked, read=GRAMMARS[engine], write="duckdb")
    expected = duck(str(ibis.to_sql(question, dialect="duckdb")))
    assert expected
    assert duck(read) == expected
