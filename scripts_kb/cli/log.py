"""`kb log [REF…]`: what changed, newest first."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts_kb import places
from scripts_kb.cli import common, reading
from scripts_kb.model.log import Row
from scripts_kb.problems import Language, plain

if TYPE_CHECKING:
    from rich.console import Console


@click.command("log")
@click.argument("refs", nargs=-1, metavar="[REF]…")
@common.past_options
def command(
    refs: tuple[str, ...],
    content: Path | None,
    as_json: bool,
    today: object,  # noqa: ARG001 - every command takes it
    allow_truncated: bool,
) -> None:
    """Show what changed, with edits and reasons, newest first."""
    where = places.place(content)
    log = common.past(where, allow_truncated=allow_truncated)
    wanted = {common.require_entity(ref, log.latest) for ref in refs}
    zone = places.zone_of(log)
    rows = [row for row in log.newest_first() if not wanted or row.entity in wanted]
    if as_json:
        common.print_json([row.as_json(zone) for row in rows])
        return
    from rich.console import Console  # noqa: PLC0415 - JSON does without

    console = Console(highlight=False, soft_wrap=True)
    language = reading.language_of(log)
    for row in rows:
        _print(console, row, row.landed(zone), language)
    if not rows:
        console.print("Изменений нет. / Nothing has changed.")


def _print(console: "Console", row: Row, landed: str, language: Language) -> None:
    from rich.markup import escape  # noqa: PLC0415 - JSON does without

    version = f"v{row.version}" if row.version else "—"
    console.print(
        f"[bold]{escape(plain(row.entity or row.path))}[/] {version} "
        f"{reading.done(row.kind, language)}  "
        f"[dim]{landed[:16].replace('T', ' ')} {row.change[:9]}[/]"
    )
    console.print(f"    {escape(plain(row.subject))}")
    for edit in row.edits:
        reading.show_edit(console, row, edit, language)
    reading.show_reason(console, row, language)
