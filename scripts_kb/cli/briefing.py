"""`kb briefing BASE..HEAD`: the meeting that explains a change before it is introduced."""

import datetime as dt
from pathlib import Path

import click

from scripts_kb import build
from scripts_kb.cli import common
from scripts_kb.model.review import Asked


@click.command("briefing")
@click.argument("revisions", metavar="[BASE..HEAD]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "text"]),
    default="markdown",
    help="Markdown, or plain text for a chat (default: markdown).",
)
@common.content_option
@common.json_option
@common.today_option
@common.truncated_option
def command(
    revisions: str | None,
    form: str,
    content: Path | None,
    as_json: bool,
    today: dt.date | None,
    allow_truncated: bool,
) -> None:
    """Tell what changes between two revisions and why, with what to discuss.

    Left out, BASE is where the branch parted from the published one, HEAD the working tree.
    """
    base, _, head = (revisions or "").partition("..")
    asked = Asked(today=today, allow_truncated=allow_truncated)
    review = build.review(build.place(content), base or None, head.lstrip(".") or None, asked)
    from scripts_kb.review import briefing  # noqa: PLC0415 - a mistake above needs none of it

    if as_json:
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
