"""`kb check`: every mistake at once, each with its place and what to write instead."""

import datetime as dt
import re
from pathlib import Path

import click

from scripts_kb.app import checking, workspace
from scripts_kb.cli import common
from scripts_kb.problems import UserError


@click.command("check")
@common.content_option
@common.json_option
@common.today_option
@click.option("--since", metavar="REV", help="Also name changes since REV that nobody explained.")
@click.option("--due", metavar="DAYS", help="Also name reviews due within, say, 14d.")
def command(
    content: Path | None,
    as_json: bool,
    today: dt.date | None,
    since: str | None,
    due: str | None,
) -> int:
    """Check the content folder: schema, references, scripts, prices, wording, dates."""
    where = workspace.find(content)
    days = _days(due)
    language, problems = checking.check(where, today=today, since=since, due_days=days, tip=True)
    return common.report(problems, language, as_json=as_json)


def _days(due: str | None) -> int:
    if due is None:
        return 0
    match = re.fullmatch(r"(\d{1,4})d?", due)
    if match is None:
        raise UserError("not-days", value=due)
    return int(match[1])
