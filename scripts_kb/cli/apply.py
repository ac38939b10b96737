"""`kb apply EDITS.json`: what a form made of edits becomes files, whole or not at all."""

import datetime as dt
from pathlib import Path

import click

from scripts_kb.app import editing, workspace
from scripts_kb.cli import PROBLEMS, common
from scripts_kb.problems import plain


@click.command("apply")
@click.argument("file", type=click.Path(path_type=Path), metavar="EDITS.json")
@common.content_option
@common.today_option
@common.json_option
def command(file: Path, content: Path | None, today: dt.date | None, as_json: bool) -> int:
    """Write edits and their reason into the content folder; only the lines that change.

    Nothing is written where a value is no longer what an edit began with: each such place is named,
    and the exit code is 1. The files that were written are printed.
    """
    where = workspace.find(content)
    done = editing.apply_file(where, file, today=today)
    if as_json:
        problems = [each.as_json(done.language) for each in done.problems]
        common.print_json({"written": list(done.files), "problems": problems})
    elif done.problems:
        common.report(done.problems, done.language, summary=False)
        count = len(done.problems)
        click.echo(common.say("nothing-applied", done.language, count=count), err=True)
    else:
        for each in done.files:
            click.echo(plain(each))
    return PROBLEMS if done.problems else 0
