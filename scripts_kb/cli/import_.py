"""`kb import`: scripts of any form become drafts, what people answered back a draft insight."""

import datetime as dt
from pathlib import Path

import click

from scripts_kb.app import importing, workspace
from scripts_kb.cli import common, import_scripts


@click.group("import")
def command() -> None:
    """Take in what was gathered elsewhere."""


command.add_command(import_scripts.scripts)


@command.command("voice")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--id", "id_", help="The id of the insight (default: the month and what it is).")
@click.option("--title", default="", help="The title of a new one (default: answers from cards).")
@click.option("--by", default="sales", show_default=True, help="The department whose ear it was.")
@common.content_option
@common.today_option
def voice(
    file: Path, id_: str | None, title: str, by: str, content: Path | None, today: dt.date | None
) -> None:
    """Turn answers from cards into a draft insight, or add them to that of their month.

    FILE: copied texts, posted JSON, issues exported as JSON, or the call screen's own draft.
    """
    where = workspace.find(content)
    taken = importing.import_voice(where, file, id_=id_, title=title, by=by, today=today)
    click.echo(taken.file)
    language = workspace.language_of(where.content) or "ru"
    key = "voice" if not taken.joins else "voice-joined" if taken.added else "voice-known"
    click.echo(common.say(key, language, count=taken.added, known=taken.known), err=True)
