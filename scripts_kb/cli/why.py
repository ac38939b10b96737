"""`kb why REF[#path]`: each phrase with the change that set it."""

from pathlib import Path

import click

from scripts_kb.app import workspace
from scripts_kb.cli import asking, common, waiting
from scripts_kb.problems import UserError


@click.command("why")
@click.argument("ref", metavar="REF[#path]")
@common.past_options
def command(
    ref: str,
    content: Path | None,
    as_json: bool,
    allow_truncated: bool,
) -> None:
    """Show each phrase of an entity with the change that set it."""
    where = workspace.find(content)
    log = asking.read(where, allow_truncated=allow_truncated)
    name, _, path = ref.partition("#")
    entity = asking.require_entity(name, log.present)
    found = [
        leaf
        for leaf in log.leaves(entity)
        if not path or leaf.path == path or leaf.path.startswith((f"{path}.", f"{path}["))
    ]
    if not found:
        known = ", ".join(leaf.path for leaf in log.leaves(entity))
        raise UserError("no-path", entity=entity, path=path, known=known)
    zone = workspace.zone_of(log)
    if as_json:
        common.print_json([leaf.as_json(zone) for leaf in found])
        return
    printing = waiting.printing()
    printing.show_leaves(found, zone, printing.names_of(log))
