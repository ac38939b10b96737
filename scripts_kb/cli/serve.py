"""`kb serve`: the site on this machine, made anew when content changes."""

import datetime as dt
from pathlib import Path

import click

from scripts_kb.app import workspace
from scripts_kb.cli import INTERRUPTED, common
from scripts_kb.cli.build import require_mkdocs, run_mkdocs
from scripts_kb.schema.audience import SiteAudience


@click.command("serve")
@common.content_option
@common.today_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--audience",
    type=click.Choice(["heads", "team", "partner"]),
    default="team",
    show_default=True,
    help="Who will read it.",
)
def command(content: Path | None, today: dt.date | None, port: int, audience: SiteAudience) -> int:
    """Serve the site on this machine and follow edits of the content folder."""
    where = workspace.find(content)
    workspace.repository_of(where)
    require_mkdocs(where.content.parent)
    arguments = ["serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    try:
        return run_mkdocs(where.content.parent, arguments, audience, today)
    except KeyboardInterrupt:
        return INTERRUPTED
