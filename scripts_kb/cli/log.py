"""`kb log [REF…]`: what changed, newest first."""

from collections.abc import Sequence
from pathlib import Path

import click

from scripts_kb.app import swapped, workspace
from scripts_kb.cli import asking, common, waiting
from scripts_kb.language import Language
from scripts_kb.past.log import Log
from scripts_kb.past.records import Row


@click.command("log")
@click.argument("refs", nargs=-1, metavar="[REF]…")
@common.past_options
def command(
    refs: tuple[str, ...],
    content: Path | None,
    as_json: bool,
    allow_truncated: bool,
) -> None:
    """Show what changed, with edits and reasons, newest first."""
    where = workspace.find(content)
    log = asking.read(where, allow_truncated=allow_truncated)
    wanted = {asking.require_entity(ref, log.latest) for ref in refs}
    zone = workspace.zone_of(log)
    rows = [row for row in log.newest_first() if not wanted or row.entity in wanted]
    _warn(where, log, rows)
    if as_json:
        common.print_json([row.as_json(zone) for row in rows])
        return
    printing = waiting.printing()
    printing.show_rows(rows, zone, printing.names_of(log))


def _warn(where: workspace.Workspace, log: Log, rows: Sequence[Row]) -> None:
    """Say, on stderr, where the published line was swapped: below that, several edits are one."""
    settings = log.present.get("config/kb")
    known = settings if isinstance(settings, dict) else {}
    repository = workspace.repository_of(where)
    language: Language = "en" if known.get("language") == "en" else "ru"
    for problem in swapped.among(rows, repository, log.tip, known.get("branch"), where.shown):
        click.echo(problem.line(language), err=True)
