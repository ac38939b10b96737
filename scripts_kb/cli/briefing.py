"""`kb briefing BASE..HEAD` before a change is introduced; `kb briefing --month` after it."""

import datetime as dt
from pathlib import Path

import click

from scripts_kb.app import diff, workspace
from scripts_kb.app.workspace import Workspace
from scripts_kb.cli import common
from scripts_kb.cli.facts import measure, plainly
from scripts_kb.effects import months, report
from scripts_kb.problems import UserError
from scripts_kb.review import briefing
from scripts_kb.review.asked import Asked


@click.command("briefing")
@click.argument("revisions", metavar="[BASE..HEAD]", required=False)
@common.form_options("markdown", "text", "json", text="Plain text is for a chat.")
@click.option("--month", metavar="YYYY-MM", help="The report of a month: what worked, what waits.")
@click.option("--team", is_flag=True, help="Of the month only what the team may see.")
@common.content_option
@common.today_option
@common.truncated_option
def command(
    revisions: str | None,
    form: str,
    content: Path | None,
    today: dt.date | None,
    allow_truncated: bool,
    month: str | None,
    team: bool,
) -> None:
    """Tell what changes between two revisions and why, with what to discuss.

    Left out, BASE is where the branch parted from the published one, HEAD the working tree.
    """
    if month is not None:
        for written, shown in ((revisions, revisions), (form == "text", "--format text")):
            if written:
                raise UserError("excludes-option", option=shown, other="--month")
        _tell_month(month, workspace.find(content), form == "json", today, allow_truncated, team)
        return
    common.refuse_without("--month", team="--team")
    base, _, head = (revisions or "").partition("..")
    asked = Asked(today=today, allow_truncated=allow_truncated)
    review = diff.review(workspace.find(content), base or None, head.lstrip(".") or None, asked)
    if form == "json":
        common.print_json(
            [
                {
                    "title": topic.title,
                    "rationale": topic.reason.as_json() if topic.reason else None,
                    "entities": [entry.as_json() for entry in topic.entries],
                    "questions": list(briefing.questions(topic, review)),
                }
                for topic in briefing.topics(review)
            ]
        )
    else:
        click.echo(briefing.write(review, plain=form == "text"), nl=False)


def _tell_month(
    month: str,
    where: Workspace,
    as_json: bool,
    today: dt.date | None,
    allow_truncated: bool,
    team: bool,
) -> None:
    first = _month(month)
    found = measure(where, today, allow_truncated=allow_truncated)
    told = months.of(
        first,
        found.rows,
        found.base,
        found.facts,
        found.ledger,
        found.day,
        audience="team" if team else "heads",
    )
    if as_json:
        common.print_json(plainly(told))
    else:
        click.echo(report.month(told, found.base), nl=False)


def _month(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        raise UserError("not-a-month", value=text) from None
