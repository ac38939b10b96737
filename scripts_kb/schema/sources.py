"""Where facts are counted that are too many for a file: `facts.yml`.

An address of a server and a password are no part of it: they stand in the environment, where a
repository cannot tell them to everybody, and a branch cannot send a password to another server.
"""

from typing import Any, Final, Literal

from pydantic import Field

from scripts_kb.schema import fields as f
from scripts_kb.schema.fields import Date, Item, Record

SourceEngine = Literal["duckdb", "postgres", "clickhouse", "trino", "spark", "bigquery"]

NO_ADDRESS: Final = r"^([^:]|:[^/]|:/[^/])*$"
"""Of a path or a name: there is no `://` in it."""


def variable(id_: str) -> str:
    """Name the variable of the environment that holds address, user and password of a source.

    Examples:
        >>> variable("crm-main")
        'KB_FACTS_CRM_MAIN'
    """
    return f"KB_FACTS_{id_.upper().replace('-', '_')}"


def _place(ru: str, en: str) -> Any:
    """Declare where a table lies on this machine or in its engine, which is no address."""
    extra: dict[str, Any] = {"en": en, "audience": "editor", "use": "code"}
    return Field(default="", title=ru, pattern=NO_ADDRESS, json_schema_extra=extra)


class SourceColumns(Record):
    """Which column of a table holds what; a row is a deal, or a part of one.

    `version` may be a number, or hold what the player copied: `script@version+variant`. With `deal`
    the rows of one deal count once.
    """

    deal: str = f.line("ID сделки", "Deal ID", audience="editor", use="code")
    created: str = f.line("Дата создания", "Created on", audience="editor", use="code", default=...)
    stage: str = f.line("Этап", "Stage", audience="editor", use="code", default=...)
    amount: str = f.line("Сумма", "Amount", audience="editor", use="code")
    profit: str = f.line("Прибыль", "Profit", audience="editor", use="code")
    repeat: str = f.line("Повторная покупка", "Repeat purchase", audience="editor", use="code")
    script: str = f.line("Скрипт", "Script", audience="editor", use="code")
    version: str = f.line("Версия скрипта", "Script version", audience="editor", use="code")
    segment: str = f.line("Сегмент", "Segment", audience="editor", use="code")


class FactsSource(Item):
    """A table of deals, and the engine that counts it.

    `files` is a glob of CSV or Parquet files, from the folder that holds the content folder;
    `database` a file of DuckDB. Other engines are addressed by `KB_FACTS_ID` in the environment.
    `script` and `segment` are those of all rows that name none; `since` is the first day that is
    counted.
    """

    engine: SourceEngine = f.choice(
        "Чем считать", "Engine", default="duckdb", audience="editor", choices="engine"
    )
    files: str = _place("Файлы", "Files")
    database: str = _place("Файл базы DuckDB", "File of DuckDB")
    table: str = _place("Таблица", "Table")
    since: Date | None = f.day("Считать с", "Count since", audience="editor")
    script: str = f.ref("Скрипт", "Script", "script", audience="editor")
    segment: str = f.ref("Кому", "Segment", "segment", audience="editor")
    columns: SourceColumns = f.part("Столбцы", "Columns", audience="editor", default=...)
    stages: dict[str, Literal["won", "refused", "open"]] = Field(
        default_factory=dict,
        strict=False,
        title="Этапы",
        json_schema_extra={"en": "Stages", "audience": "editor", "use": "code"},
    )

    @property
    def found(self) -> bool:
        """Whether it says where its table lies, in the way that its engine knows.

        Examples:
            >>> columns = {"created": "day", "stage": "stage"}
            >>> source = FactsSource.model_validate({"id": "crm", "columns": columns})
            >>> source.found, source.model_copy(update={"files": "deals/*.csv"}).found
            (False, True)
        """
        here = bool(self.files), bool(self.database), bool(self.table)
        ways = {"duckdb": ((True, False, False), (False, True, True))}
        ways["spark"] = ((True, False, False), (False, False, True))
        return here in ways.get(self.engine, ((False, False, True),))

    @property
    def variable(self) -> str:
        """The variable of the environment that holds its address, user and password."""
        return variable(self.id)


class FactsSources(Record):
    """`facts.yml`: tables that `kb facts pull` counts inside their own engine."""

    sources: tuple[FactsSource, ...] = f.items(
        "Источники цифр", "Sources of facts", audience="editor"
    )
