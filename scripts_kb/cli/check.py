"""`kb check`: every mistake at once, each with its place and what to write instead."""

import datetime as dt
import re
from pathlib import Path

import click

from scripts_kb.app import checking, workspace
from scripts_kb.cli import PROBLEMS, common
from scripts_kb.language import Language
from scripts_kb.problems import Problem, UserError, plain


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
    language, problems = checking.check(where, today=today, since=since, due_days=_days(due))
    if as_json:
        common.print_json([each.as_json(language) for each in problems])
    else:
        report(problems, language)
    return PROBLEMS if any(each.severity == "error" for each in problems) else 0


def _days(due: str | None) -> int:
    if due is None:
        return 0
    match = re.fullmatch(r"(\d{1,4})d?", due)
    if match is None:
        raise UserError(f"--due {plain(due)}: пишите, например, 14d. / write, for instance, 14d.")
    return int(match[1])


def report(problems: list[Problem], language: Language, *, err: bool = False) -> None:
    """Print problems a line each, then how many there are; `err`: nothing of it on stdout."""
    for each in problems:
        click.echo(each.line(language), err=err)
    errors = sum(each.severity == "error" for each in problems)
    others = len(problems) - errors
    if language == "ru":
        text = f"Ошибок: {errors}, замечаний: {others}." if problems else "Всё в порядке."
    else:
        text = f"Errors: {errors}, warnings: {others}." if problems else "All is well."
    click.echo(text, err=True)
