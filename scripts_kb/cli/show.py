"""`kb show REF[@VERSION or @DATE]`: an entity as it is, or as it was."""

import datetime as dt
from pathlib import Path
from typing import Final

import click

from scripts_kb.app import workspace
from scripts_kb.cli import asking, common
from scripts_kb.content import writing
from scripts_kb.past.records import Row
from scripts_kb.problems import UserError

_LONG: Final = 9
"""Digits of a number that is no version: git itself would not count so many commits."""


@click.command("show")
@click.argument("ref", metavar="REF[@VERSION|@DATE]")
@common.past_options
def command(
    ref: str,
    content: Path | None,
    as_json: bool,
    allow_truncated: bool,
) -> None:
    """Show an entity as it is, or as it was: REF@3, REF@2026-11-01 (the whole day included)."""
    where = workspace.find(content)
    name, _, moment = ref.partition("@")
    log = asking.read(where, allow_truncated=allow_truncated)
    versions = [(log.rows[index], index) for index in log.versions(name)]
    zone = workspace.zone_of(log)
    if not versions:
        asking.require_entity(name, log.present)
    row, index = _pick(name, moment, versions, zone)
    value = log.value(index)
    if value is None:
        raise UserError("version-removed", entity=name, version=row.version)
    if as_json:
        common.print_json(
            {
                "entity": name,
                "version": row.version,
                "change": row.change,
                "landed": row.landed(zone),
                "value": value,
            }
        )
        return
    version = f"v{row.version}" if row.version else "—"
    click.echo(f"# {name} {version} {row.landed(zone)} {row.change[:9]}")
    click.echo(writing.dump(value), nl=False)


def _pick(
    name: str, moment: str, versions: list[tuple[Row, int]], zone: dt.tzinfo | None
) -> tuple[Row, int]:
    if not moment:
        return versions[-1]
    if moment.isdecimal() and len(moment) < _LONG:
        for row, index in versions:
            if row.version == int(moment):
                return row, index
        last = versions[-1][0].version
        raise UserError("no-version", entity=name, version=moment, last=last)
    try:
        day = dt.date.fromisoformat(moment)
    except ValueError:
        raise UserError("not-a-moment", value=moment) from None
    landed = [
        (row, index)
        for row, index in versions
        if dt.datetime.fromtimestamp(
            row.time, zone or dt.timezone(dt.timedelta(seconds=row.offset))
        ).date()
        <= day
    ]
    if not landed:
        raise UserError("not-yet", entity=name, day=moment)
    return landed[-1]
