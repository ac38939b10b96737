"""`kb init [DIR]`: a small, whole knowledge base to begin one's own with."""

import datetime as dt
import re
import shlex
from pathlib import Path
from typing import Final, get_args
from zoneinfo import available_timezones

import click

from scripts_kb.app import workspace
from scripts_kb.cli import common
from scripts_kb.cli.common import say
from scripts_kb.content import spelling, starter
from scripts_kb.language import Language
from scripts_kb.problems import UserError, plain

_LONGEST: Final = 200
"""Letters of a company's name; what is longer is a text that was pasted by mistake."""


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="[DIR]", default=".")
@click.option(
    "--company", metavar="NAME", help="The company's name; asked for on a terminal, as the others."
)
@click.option(
    "--language",
    type=click.Choice(get_args(Language)),
    help="Of the base and of its examples (default: ru).",
)
@click.option("--time-zone", metavar="ZONE", help="Such as Europe/Moscow, UTC.")
@common.json_option
@common.today_option
def command(
    folder: Path,
    company: str | None,
    language: Language | None,
    time_zone: str | None,
    as_json: bool,
    today: dt.date | None,
) -> None:
    """Write a small, whole knowledge base into DIR (here, where left out).

    Settings, zones of responsibility and one example of each kind that a team begins with. A file
    that is there already is left alone; git is not needed.
    """
    # Who has a knowledge base already is asked nothing.
    starter.refuse_another(folder)
    language = language or _language()
    company = _company(company, language)
    zone = _zone(time_zone, language)
    day = today or workspace.today_in(workspace.zone_named(zone))
    begun = starter.put(folder, starter.files(language, company=company, time_zone=zone, today=day))
    if begun.left:
        names = ", ".join(map(plain, begun.left))
        click.echo(say("left", language, names=names), err=True)
    if as_json:
        common.print_json(
            {
                "folder": folder.as_posix(),
                "company": company,
                "language": language,
                "time_zone": zone,
                "written": list(begun.written),
                "left": list(begun.left),
            }
        )
        return
    shown = plain(folder.as_posix())
    click.echo(say("begun", language, folder=shown, company=company, count=len(begun.written)))
    here = folder.resolve() == Path.cwd()
    enter = "" if here else f"cd {shlex.quote(shown)}"
    click.echo(starter.next_steps(language, enter), nl=False)


def _language() -> Language:
    question = " / ".join(say("ask-language", each) for each in get_args(Language))
    said = common.ask(question, default="ru").lower()
    for each in get_args(Language):
        if said == each:
            known: Language = each
            return known
    raise UserError("not-a-language", value=said)


def _company(said: str | None, language: Language) -> str:
    if said is None:
        usual = say("company", language)
        said = common.ask(say("ask-company", language), default=usual) or usual
    # Angle brackets mark a variable, and a tag would be read aloud as it stands.
    name = re.sub(r"<([^<>]*)>", r"‹\1›", plain(said))
    if not name or len(name) > _LONGEST:
        raise UserError("no-company", longest=_LONGEST)
    return name


def _zone(said: str | None, language: Language) -> str:
    if said is None:
        usual = say("zone", language)
        said = common.ask(say("ask-zone", language), default=usual) or usual
    name = said.strip()
    if workspace.zone_named(name) is None:
        near = spelling.nearest(name, {each.lower() for each in available_timezones()})
        meant = next((each for each in available_timezones() if each.lower() == near), "")
        hint = meant or "Europe/Moscow, Asia/Yekaterinburg, UTC"
        raise UserError("no-zone", value=said, hint=hint)
    return name
