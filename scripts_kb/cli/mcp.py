"""`kb mcp`: what an assistant may ask of the base, over standard input and output (MCP)."""

import importlib
import importlib.util
from pathlib import Path

import click

from scripts_kb.app import workspace
from scripts_kb.app.assistant.knowledge import Knowledge
from scripts_kb.cli import common
from scripts_kb.problems import UserError
from scripts_kb.schema.audience import SiteAudience


@click.command("mcp")
@click.option(
    "--audience",
    type=click.Choice(["heads", "team", "partner"]),
    default="team",
    show_default=True,
    help="Who asks; what their site does not show is not told.",
)
@common.content_option
def command(audience: SiteAudience, content: Path | None) -> None:
    """Answer an assistant that speaks MCP: search, show, why, log, diff, problems.

    It reads and never writes. An assistant starts it itself: name the command `kb mcp` and the
    folder of the base in its settings. It needs pip install "scripts-kb[mcp]".
    """
    where = workspace.find(content)
    if not where.content.is_dir():
        raise UserError("no-content", folder=where.shown)
    workspace.repository_of(where)
    if importlib.util.find_spec("mcp") is None:
        raise UserError("no-mcp")
    server = importlib.import_module("scripts_kb.app.assistant.server")
    server.made(Knowledge(where, audience)).run("stdio")
