"""`kb why REF[#path]`: each phrase with the change that set it."""

from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from scripts_kb import build
from scripts_kb.cli import common
from scripts_kb.cli.log import print_reason
from scripts_kb.problems import UserError, plain


@click.command("why")
@click.argument("ref", metavar="REF[#path]")
@common.past_options
def command(
    ref: str,
    content: Path | None,
    as_json: bool,
    today: object,  # noqa: ARG001 - every command takes it
    allow_truncated: bool,
) -> None:
    """Show each phrase of an entity with the change that set it."""
    where = build.place(content)
    log = build.past(build.repository_of(where), where.prefix, allow_truncated=allow_truncated)
    name, _, path = ref.partition("#")
    entity = common.require_entity(name, log.present)
    found = [
        leaf
        for leaf in log.leaves(entity)
        if not path or leaf.path == path or leaf.path.startswith((f"{path}.", f"{path}["))
    ]
    if not found:
        paths = ", ".join(leaf.path for leaf in log.leaves(entity))
        raise UserError(f"В {entity} нет поля {path}. Есть: {paths}. / No such path: {path}.")
    zone = build.zone_of(log)
    if as_json:
        common.print_json([leaf.as_json(zone) for leaf in found])
        return
    console = Console(highlight=False, soft_wrap=True)
    for leaf in found:
        row = leaf.row
        if row is None:  # the tip holds no uncommitted value
            continue
        console.print(f"[bold]{escape(leaf.path)}[/]  {escape(plain(str(leaf.value)))}")
        console.print(
            f"    [dim]v{row.version or '—'} {row.landed(zone)[:16].replace('T', ' ')} "
            f"{row.change[:9]}[/] {escape(plain(row.subject))}"
        )
        print_reason(console, row)
