"""`kb build`: the site for an audience, through MkDocs; or only its tree of pages."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import click

from scripts_kb.app import build, workspace
from scripts_kb.cli import common
from scripts_kb.problems import UserError
from scripts_kb.schema.audience import SiteAudience

SITES: Final = {"team": "site", "heads": "site-heads", "partner": "site-partner"}
CONFIG: Final = "mkdocs.yml"


@click.command("build")
@common.content_option
@common.today_option
@click.option(
    "--audience",
    type=click.Choice(["heads", "team", "partner"]),
    default="team",
    show_default=True,
    help="Who will read it.",
)
@click.option("--tree-only", is_flag=True, help="Write build/docs and stop.")
def command(
    content: Path | None, today: dt.date | None, audience: SiteAudience, tree_only: bool
) -> int:
    """Build the site: site/, site-heads/ or site-partner/."""
    where = workspace.find(content)
    root = where.content.parent
    if tree_only:
        made = build.tree(where, root / "build" / "docs", today=today, audience=audience)
        errors = [each for each in made.problems if each.severity == "error"]
        code = common.report(errors, made.language)
        told = common.say("built", made.language, pages=made.pages, written=len(made.changed))
        click.echo(told, err=True)
        return code
    arguments = ["build", "--strict", "--quiet", "--site-dir", str(root / SITES[audience])]
    return run_mkdocs(root, arguments, audience, today)


def run_mkdocs(root: Path, arguments: list[str], audience: str, today: dt.date | None) -> int:
    """Run MkDocs in the folder of its configuration.

    Raises:
        UserError: where there is no configuration.
    """
    if not (root / CONFIG).is_file():
        raise UserError("no-mkdocs", file=CONFIG, folder=root)
    environment = dict(os.environ, NO_MKDOCS_2_WARNING="1", SCRIPTS_KB_AUDIENCE=audience)
    if today:
        environment[workspace.TODAY_VARIABLE] = today.isoformat()
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments], cwd=root, env=environment, check=False
    )
    return done.returncode
