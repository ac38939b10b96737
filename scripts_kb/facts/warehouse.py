"""The door to Ibis, and by it to DuckDB, PostgreSQL, ClickHouse, Trino, Spark and BigQuery.

    a source of facts.yml ──opened──▶ its table ──ask──▶ rows of sums
                                            └──sql──▶ the same question as text

Where a server is, and who asks it, stands in the environment alone: `KB_FACTS_ID` holds an address
such as `postgres://reader:…@host/base`. What an engine says of a failure is passed on as one line,
without what opens it.
"""

import contextlib
import importlib
import os
import re
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

import ibis

from scripts_kb.content import spelling
from scripts_kb.facts import deals, signatures
from scripts_kb.problems import plain
from scripts_kb.schema.paths import Loc
from scripts_kb.schema.sources import FactsSource, SourceEngine

Expression: TypeAlias = Any

_SCHEMES: Final[Mapping[SourceEngine, tuple[str, ...]]] = {
    "postgres": ("postgres", "postgresql"),
    "clickhouse": ("clickhouse",),
    "trino": ("trino",),
    "bigquery": ("bigquery",),
}
"""Engines that are addressed, with how an address begins."""
_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "created": ("date", "timestamp"),
    "amount": ("numeric",),
    "profit": ("numeric",),
    "repeat": ("boolean", "integer"),
}
_MEMORY: Final = "1GB"
"""Of DuckDB; what it needs beyond that goes through a folder of its own."""
_LONGEST: Final = 300
_VALUES: Final = re.compile(r"[?&][^=&]*=([^&#]*)")
"""What an address says after a question mark: a password may stand there too."""
_PARTING: Final = re.compile(r"[/?#@:\[\]&=]")
_SHORTEST: Final = 3
"""Letters of a piece that is hidden; of less there would be holes in every word."""


class WarehouseError(Exception):
    """What keeps a source from being counted.

    Args:
        code: what is wrong, as a code of a problem.
        loc: the place in the source that it is about.
        facts: what the texts of the code say.
    """

    def __init__(self, code: str, loc: Loc = (), **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.loc = loc
        self.facts = facts


class Warehouse:
    """A source whose engine has been reached and whose table has been found.

    Args:
        connection: to the engine.
        table: of deals.
        address: how the engine was reached; nothing of it is ever told.
    """

    def __init__(self, connection: Any, table: Expression, address: str) -> None:
        self._connection = connection
        self.table = table
        self._address = address

    def ask(self, question: Expression) -> list[dict[str, Any]]:
        """Have the engine count, and take what it counted.

        Raises:
            WarehouseError: where it does not come to an end.
        """
        with _failing("warehouse-died", self._address):
            rows: list[dict[str, Any]] = self._connection.to_pyarrow(question).to_pylist()
        return rows

    def sql(self, question: Expression) -> str:
        """Give the text that the engine would be sent, which it is not."""
        with _failing("warehouse-died", self._address):
            return str(ibis.to_sql(question))


@contextlib.contextmanager
def opened(source: FactsSource, folder: Path, zone: str) -> Iterator[Warehouse]:
    """Reach the engine of a source and find its table.

    Args:
        source: which engine, which table, which columns.
        folder: where files are looked for.
        zone: the time zone in which a moment belongs to a day.

    Raises:
        WarehouseError: where the engine is not installed, cannot be reached or refuses; where there
            is no such table, or a column that is not there or of another type.
    """
    address = os.environ.get(source.variable, "")
    with contextlib.ExitStack() as ending:
        with _failing("warehouse-refused", address, ("engine",), engine=source.engine):
            connection = _CONNECT.get(source.engine, _addressed)(source, folder, address, ending)
            _in_zone(connection, source.engine, zone)
        with _failing("warehouse-no-table", address, ("files" if source.files else "table",)):
            table = _table(connection, source, folder)
            schema = table.schema()
        _check(source, schema)
        yield Warehouse(connection, table, address)


@contextlib.contextmanager
def _failing(code: str, address: str, loc: Loc = (), **facts: Any) -> Iterator[None]:
    """Turn whatever a driver raises into one line: each of them has exceptions of its own."""
    try:
        with warnings.catch_warnings():
            # What these libraries hold of each other's habits is nothing for who counts deals.
            warnings.simplefilter("ignore")
            yield
    except WarehouseError:
        raise
    except ImportError as error:
        raise WarehouseError("warehouse-extra", ("engine",), name=_lacking(error)) from None
    except Exception as error:  # noqa: BLE001 - as above
        raise WarehouseError(code, loc, said=_said(error, address), **facts) from None


def _said(error: Exception, address: str) -> str:
    """Give the first line of what an engine said, without addresses of people and passwords."""
    text = str(error).strip() or type(error).__name__
    line = next((each for each in text.splitlines() if each.strip()), "")
    for secret in _secrets(address):
        line = line.replace(secret, "…")
    return plain(deals.impersonal(line))[:_LONGEST].rstrip(". ")


def _secrets(address: str) -> list[str]:
    """Give what of an address opens it, the longest first.

    Nobody parses it here: where a password holds a sign that parts addresses, each parser takes
    another piece of it for a host or a port, and tells it when it complains.

    Examples:
        >>> _secrets("postgres://reader:one#two@host/base")
        ['postgres://reader:one#two@host/base', 'one#two', 'one', 'two']
    """
    inside = address.partition("://")[2].rpartition("@")[0]
    whole = [inside.partition(":")[2], *_VALUES.findall(address)]
    whole += [unquote(each) for each in whole]
    pieces = [each for text in whole for each in _PARTING.split(text) if len(each) >= _SHORTEST]
    found = {address, *whole, *pieces} - {""}
    return sorted(found, key=lambda each: (-len(each), each))


def _lacking(error: ImportError) -> str:
    """Name the module that is not installed: Ibis tells it in what its own error came from."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ImportError) and cause.name:
            return cause.name
        cause = cause.__cause__
    return plain(str(error))


def _duckdb(source: FactsSource, folder: Path, _address: str, ending: contextlib.ExitStack) -> Any:
    spilled = ending.enter_context(tempfile.TemporaryDirectory())
    settings = {"memory_limit": _MEMORY, "temp_directory": spilled}
    # An extension is a program that would be fetched because a file asks for it.
    settings |= dict.fromkeys(
        ("autoinstall_known_extensions", "autoload_known_extensions"), "false"
    )
    database = str(folder / source.database) if source.database else ":memory:"
    if source.database:
        _require_database(source, folder)
        facts = {"name": source.database}
        with _failing("warehouse-unopened", "", ("database",), **facts):
            connection = ibis.duckdb.connect(database, read_only=True, **settings)
    else:
        connection = ibis.duckdb.connect(database, **settings)
    ending.callback(_left, connection)
    return connection


def _require_database(source: FactsSource, folder: Path) -> None:
    if found := signatures.no_database(folder / source.database):
        facts = {"name": source.database, "found": found}
        raise WarehouseError("warehouse-database", ("database",), **facts)


def _spark(_: FactsSource, __: Path, ___: str, ____: contextlib.ExitStack) -> Any:
    # Where it is and who asks is told to Spark as it always is: SPARK_REMOTE, or spark-submit.
    session = importlib.import_module("pyspark.sql").SparkSession.builder.getOrCreate()
    return ibis.pyspark.connect(session)


def _addressed(source: FactsSource, _: Path, address: str, ending: contextlib.ExitStack) -> Any:
    schemes = _SCHEMES[source.engine]
    facts = {"variable": source.variable, "example": f"{schemes[0]}://USER:PASSWORD@HOST/BASE"}
    if address.partition("://")[0].lower() not in schemes:
        code = "warehouse-address" if address else "warehouse-unset"
        raise WarehouseError(code, ("engine",), **facts)
    # The module is asked for first: what Ibis says where it lacks is no name of a package.
    getattr(ibis, source.engine)
    connection = ibis.connect(address)
    ending.callback(_left, connection)
    return connection


def _left(connection: Any) -> None:
    """Leave an engine; that it has died was told already, or does not matter any more."""
    with contextlib.suppress(Exception):
        connection.disconnect()


_Connect = Callable[[FactsSource, Path, str, contextlib.ExitStack], Any]
_CONNECT: Final[Mapping[SourceEngine, _Connect]] = {"duckdb": _duckdb, "spark": _spark}


def _in_zone(connection: Any, engine: SourceEngine, zone: str) -> None:
    """Have moments with a zone belong to the days of the knowledge base, where one can."""
    if engine in {"duckdb", "postgres", "spark"}:
        done = connection.raw_sql(f"SET TIME ZONE '{zone}'")
        if engine == "postgres":
            done.close()


def _table(connection: Any, source: FactsSource, folder: Path) -> Expression:
    if source.files:
        pattern, parquet = folder / source.files, ".parquet" in source.files
        for path in signatures.matched(pattern):
            if found := signatures.no_table(path, parquet=parquet):
                facts = {"name": path.name, "found": found, "read": "Parquet" if parquet else "CSV"}
                raise WarehouseError("warehouse-files", ("files",), **facts)
        read = connection.read_parquet if parquet else connection.read_csv
        return read(str(pattern), table_name=source.id)
    *above, name = source.table.split(".")
    return connection.table(name, database=".".join(above) or None)


def _check(source: FactsSource, schema: Any) -> None:
    for role, name in source.columns.model_dump().items():
        if not name:
            continue
        loc = ("columns", role)
        if name not in schema.names:
            meant = spelling.nearest(name, schema.names) or ", ".join(schema.names[:12])
            raise WarehouseError("warehouse-no-column", loc, name=name, meant=meant)
        dtype, allowed = schema[name], _TYPES.get(role)
        if allowed and not any(getattr(dtype, f"is_{each}")() for each in allowed):
            facts = {"name": name, "type": str(dtype), "meant": " | ".join(allowed)}
            raise WarehouseError("warehouse-type", loc, **facts)
