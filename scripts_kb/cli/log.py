"""`kb log [REF…]`: what changed, newest first."""

from pathlib import Path

import click

from scripts_kb.app import workspace
from scripts_kb.cli import asking, common


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
    if as_json:
        common.print_json([row.as_json(zone) for row in rows])
        return
    printing = asking.printing()
    printing.show_rows(rows, zone, printing.names_of(log))
