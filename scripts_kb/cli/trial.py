"""`kb trial end ID`: the winner's words into the base, with the trial as the reason."""

import datetime as dt
from pathlib import Path

import click

from scripts_kb.app import trials, workspace
from scripts_kb.cli import PROBLEMS, common
from scripts_kb.problems import plain


@click.group("trial")
def command() -> None:
    """End a trial of two wordings."""


@command.command("end")
@click.argument("name", metavar="ID")
@click.option(
    "--keep", default="", metavar="VARIANT", help="Keep this wording, whatever is proved."
)
@common.content_option
@common.today_option
@common.truncated_option
@common.json_option
def end(
    name: str,
    keep: str,
    content: Path | None,
    today: dt.date | None,
    allow_truncated: bool,
    as_json: bool,
) -> int:
    """Prepare the change that ends a trial: the better words, and the trial as its evidence.

    Nothing is committed. Where the trial proved nothing better, the words of today stay; where it
    is not clear yet, say with --keep which to keep.
    """
    where = workspace.find(content)
    done = trials.end(where, name, keep, today=today, allow_truncated=allow_truncated)
    if as_json:
        problems = [each.as_json(done.language) for each in done.problems]
        common.print_json({"written": list(done.files), "problems": problems})
    elif done.problems:
        common.report(done.problems, done.language, summary=False)
    else:
        for each in done.files:
            click.echo(plain(each))
    return PROBLEMS if done.problems else 0
