"""`kb why REF[#path]`: each phrase with the change that set it."""

from itertools import groupby
from pathlib import Path

import click

from scripts_kb import places
from scripts_kb.cli import common, reading
from scripts_kb.model import labels
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
    where = places.place(content)
    log = common.past(where, allow_truncated=allow_truncated)
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
    zone = places.zone_of(log)
    if as_json:
        common.print_json([leaf.as_json(zone) for leaf in found])
        return
    from rich.console import Console  # noqa: PLC0415 - JSON does without
    from rich.markup import escape  # noqa: PLC0415 - see above

    console = Console(highlight=False, soft_wrap=True)
    language = reading.language_of(log)
    # What one change set is told together, and its reason once.
    for row, leaves in groupby(found, key=lambda leaf: leaf.row):
        if row is None:  # the tip holds no uncommitted value
            continue
        for leaf in leaves:
            label = " › ".join(labels.trail(entity, leaf.path, language))
            console.print(f"[bold]{escape(plain(label))}[/]  [dim]{escape(plain(leaf.path))}[/]")
            for line in reading.text(leaf.value):
                console.print(f"    {escape(line)}")
        console.print(
            f"  [dim]v{row.version or '—'} {row.landed(zone)[:16].replace('T', ' ')} "
            f"{row.change[:9]}[/] {escape(plain(row.subject))}"
        )
        reading.show_reason(console, row, language)
