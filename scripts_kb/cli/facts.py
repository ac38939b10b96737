"""`kb facts check`, `import FILE`, `pull`, `ledger`: what was measured, and where it comes from."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from scripts_kb.app import present, workspace
from scripts_kb.cli import asking, common
from scripts_kb.content.base import Base
from scripts_kb.effects import ledger as ledgers
from scripts_kb.effects import report
from scripts_kb.effects.records.gathered import visible
from scripts_kb.effects.records.judgements import Ledger
from scripts_kb.facts import importing, pulling, reading, recording
from scripts_kb.facts.records import Facts
from scripts_kb.language import Language
from scripts_kb.past import history
from scripts_kb.past.records import Row
from scripts_kb.problems import Problem, UserError

if TYPE_CHECKING:
    from scripts_kb.facts.importing import Imported
    from scripts_kb.facts.pulling import Pulled
    from scripts_kb.facts.recording import CountedFile


@click.group("facts")
def command() -> None:
    """Check facts, import them from a CRM, and hold predictions against them."""


@command.command("check")
@common.content_option
@common.json_option
@common.today_option
def check(content: Path | None, as_json: bool, today: dt.date | None) -> int:
    """Check the files of facts: types, dates, ids, sums, doubles."""
    where = workspace.find(content)
    base, found = present.base(where)
    day = today or workspace.today_in(base.zone)
    versions = _versions(where)
    _, problems = reading.load(where.content, base, day, shown=where.shown, versions=versions)
    problems += present.unsettled(where, found, "kb.yml", "zones.yml")
    return common.report(problems, base.kb.language, as_json=as_json)


def _versions(where: workspace.Workspace) -> dict[str, int] | None:
    """Count the versions of each script; None where there is no history to ask."""
    if where.repository is None or where.repository.unborn:
        return None
    rows = history.read(where.repository, where.prefix, allow_truncated=True).rows
    if any("truncated" in row.gaps for row in rows):
        return None
    found: dict[str, int] = {}
    for row in rows:
        if row.entity and row.version and row.entity.startswith("script/"):
            script = row.entity.removeprefix("script/")
            found[script] = max(row.version, found.get(script, 0))
    return found


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@click.option(
    "--from",
    "source",
    default="auto",
    metavar="CRM",
    show_default=True,
    help="amocrm, bitrix24, an id of kb.yml's crm, or auto.",
)
@click.option("--as", "name", default="", metavar="NAME", help="Name this part of the sales.")
@click.option("--replace", is_flag=True, help="Let it tell less than is recorded of its days.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@common.content_option
@common.json_option
@common.today_option
def import_(
    file: Path,
    source: str,
    name: str,
    replace: bool,
    dry_run: bool,
    content: Path | None,
    as_json: bool,
    today: dt.date | None,
) -> int:
    """Count the deals of an export of a CRM into facts/calls-….csv; people's data stay behind."""
    if not file.is_file():
        raise UserError("no-file", file=file)
    where = workspace.find(content)
    base, found = present.base(where)
    language = base.kb.language
    if wrong := present.unsettled(where, found, "kb.yml"):
        return _nothing(wrong, language, as_json=as_json)
    imported = importing.prepare(
        file,
        base,
        where.content,
        source=source,
        name=name,
        may_shrink=replace,
        today=today or workspace.today_in(base.zone),
        shown=where.shown,
    )
    if imported.text is not None and not dry_run:
        importing.put(imported, where.content)
    if imported.text is None:
        return _nothing(imported.problems, language, as_json=as_json)
    code = common.report(imported.problems, language, as_json=as_json, summary=False)
    if not as_json:
        click.echo(_summary(imported, where.shown, language, dry_run=dry_run))
    return code


def _nothing(problems: Sequence[Problem], language: Language, *, as_json: bool) -> int:
    """Say why nothing was written."""
    code = common.report(problems, language, as_json=as_json, summary=False)
    if not as_json:
        click.echo(common.say("import-nothing", language), err=True)
    return code


def _summary(imported: "Imported", shown: str, language: Language, *, dry_run: bool) -> str:
    return _told(
        "imported",
        imported,
        f"{shown}/{imported.path}",
        language,
        dry_run=dry_run,
        crm=imported.crm,
        deals=imported.deals,
    )


def _told(
    key: str, counted: "CountedFile", path: str, language: Language, *, dry_run: bool, **facts: Any
) -> str:
    """Say what was counted, and what became of its file."""
    done = "known" if counted.unchanged else "dry" if dry_run else "written"
    return common.say(
        key,
        language,
        span=f"{counted.first} — {counted.last}",
        won=counted.won,
        refused=counted.refused,
        path=path,
        rows=counted.rows,
        done=common.say(f"import-{done}", language),
        **facts,
    )


@command.command("pull")
@click.argument("source", required=False, default="")
@click.option("--sql", "only_sql", is_flag=True, help="Show the query, and do not run it.")
@click.option("--replace", is_flag=True, help="Let it tell less than is recorded of its days.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@common.content_option
@common.json_option
@common.today_option
def pull(
    source: str,
    only_sql: bool,
    replace: bool,
    dry_run: bool,
    content: Path | None,
    as_json: bool,
    today: dt.date | None,
) -> int:
    """Count the tables of facts.yml in their own engines; only sums of days come home.

    SOURCE: the one to count (default: all). --sql --json prints {queries: [{source, engine, sql}],
    problems: […]}, --json alone the problems.
    """
    where = workspace.find(content)
    base, found = present.base(where)
    language = base.kb.language
    if wrong := present.unsettled(where, found, "kb.yml", "facts.yml"):
        return _asked_and_told([], wrong, language, only_sql=only_sql, as_json=as_json)
    problems: list[Problem] = []
    queries: list[dict[str, str]] = []
    for index in pulling.asked(base, source):
        pulled = pulling.prepare(
            index,
            base,
            where.content,
            only_sql=only_sql,
            may_shrink=replace,
            today=today or workspace.today_in(base.zone),
            shown=where.shown,
        )
        problems += pulled.problems
        if only_sql and pulled.sql:
            query = {"source": pulled.source, "engine": pulled.engine, "sql": pulled.sql}
            queries.append(query)
        if pulled.text is None:
            continue
        if not dry_run and not pulled.unchanged:
            recording.put(where.content, pulled.path, pulled.text)
            base, _ = present.base(where)
        if not as_json:
            click.echo(_pulled(pulled, where.shown, language, dry_run=dry_run))
    return _asked_and_told(queries, problems, language, only_sql=only_sql, as_json=as_json)


def _asked_and_told(
    queries: list[dict[str, str]],
    problems: list[Problem],
    language: Language,
    *,
    only_sql: bool,
    as_json: bool,
) -> int:
    """Print the queries that were wanted, and what kept others from being written."""
    if only_sql and as_json:
        told = [each.as_json(language) for each in problems]
        common.print_json({"queries": queries, "problems": told})
        return common.code_of(problems)
    for each in queries:
        click.echo(f"-- {each['source']}: {each['engine']}\n{each['sql']};")
    return common.report(problems, language, as_json=as_json, summary=False)


def _pulled(pulled: "Pulled", shown: str, language: Language, *, dry_run: bool) -> str:
    return _told(
        "pulled",
        pulled,
        f"{shown}/{pulled.path}",
        language,
        dry_run=dry_run,
        source=pulled.source,
        engine=pulled.engine,
        contacts=pulled.contacts,
    )


@command.command("ledger")
@common.content_option
@common.json_option
@common.today_option
@common.truncated_option
@click.option("--team", is_flag=True, help="Only what the whole team may see.")
def ledger(
    content: Path | None,
    as_json: bool,
    today: dt.date | None,
    allow_truncated: bool,
    team: bool,
) -> None:
    """Hold every prediction against what was measured since."""
    measured = measure(workspace.find(content), today, allow_truncated=allow_truncated)
    seen = visible(measured.ledger, "team" if team else "heads")
    if as_json:
        common.print_json([plainly(each) for each in seen.entries])
    else:
        click.echo(report.ledger(seen, measured.base), nl=False)


class Measurement(NamedTuple):
    """Everything that was promised and measured, up to a day."""

    rows: tuple[Row, ...]
    base: Base
    facts: Facts
    ledger: Ledger
    day: dt.date


def measure(
    where: workspace.Workspace, today: dt.date | None, *, allow_truncated: bool
) -> Measurement:
    """Read the past and the facts of a knowledge base, and hold one against the other."""
    log = asking.read(where, allow_truncated=allow_truncated)
    base, _ = present.base(where)
    day = today or workspace.today_in(base.zone)
    facts, _ = reading.load(where.content, base, day, shown=where.shown)
    return Measurement(tuple(log.rows), base, facts, ledgers.of(log.rows, base, facts, day), day)


def plainly(record: Any) -> Any:
    """Give a record as what JSON knows: dates as texts, tuples as lists."""
    if is_dataclass(record) and not isinstance(record, type):
        return {each.name: plainly(getattr(record, each.name)) for each in fields(record)}
    if isinstance(record, tuple | list):
        return [plainly(each) for each in record]
    return record.isoformat() if isinstance(record, dt.date) else record
