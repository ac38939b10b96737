"""`kb init [DIR]`: a small, whole knowledge base to begin one's own with."""

import datetime as dt
import re
import shlex
from pathlib import Path
from typing import Final, get_args
from zoneinfo import available_timezones

import click

from scripts_kb.app import recipes, workspace
from scripts_kb.app.doors import servers, setting
from scripts_kb.app.doors.servers import ServerName
from scripts_kb.app.recipes import Hosting
from scripts_kb.cli import common
from scripts_kb.cli.common import say
from scripts_kb.content import spelling, starter
from scripts_kb.content.starter import Begun
from scripts_kb.language import Language
from scripts_kb.problems import UserError, plain
from scripts_kb.schema.config import Kb

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
@click.option(
    "--ci",
    type=click.Choice(get_args(Hosting)),
    help="Also write the recipes of a hosting; into a base that is there, only them.",
)
@click.option(
    "--serve",
    type=click.Choice(get_args(ServerName)),
    help="Also write the configuration of a server; into a base that is there, only that.",
)
@click.option(
    "--domain",
    metavar="NAME",
    default=setting.DOMAIN,
    show_default=True,
    help="Where the server will show the team's site.",
)
@common.json_option
@common.today_option
def command(
    folder: Path,
    company: str | None,
    language: Language | None,
    time_zone: str | None,
    ci: Hosting | None,
    serve: ServerName | None,
    domain: str,
    as_json: bool,
    today: dt.date | None,
) -> None:
    """Write a small, whole knowledge base into DIR (here, where left out).

    Settings, zones of responsibility and one example of each kind that a team begins with. A file
    that is there already is left alone; git is not needed.

    With --ci also the recipes by which a hosting checks requests and publishes; with --serve the
    configuration of nginx or Caddy: three sites, each behind its own login.
    """
    more = setting.files(folder, serve, domain) if serve else {}
    if (ci or serve) and starter.there(folder):
        # Who has a knowledge base already is asked nothing.
        kb = workspace.settings(folder / "content") or Kb()
        more |= recipes.files(ci, kb.language) if ci else {}
        begun = starter.add(folder, more)
        _tell(folder, begun, kb.company, kb.language, kb.time_zone, as_json=as_json)
    else:
        starter.refuse_another(folder)
        language = language or _language()
        company = _company(company, language)
        zone = _zone(time_zone, language)
        day = today or workspace.today_in(workspace.zone_named(zone))
        found = starter.files(language, company=company, time_zone=zone, today=day)
        more |= recipes.files(ci, language) if ci else {}
        begun = starter.put(folder, {**more, **found})
        _tell(folder, begun, company, language, zone, as_json=as_json)
        if not as_json:
            _tell_next(folder, begun, company, language)
    said = workspace.language_of(folder / "content") or "ru"
    if ci:
        click.echo(say("recipes", said, file=recipes.PINNED), err=as_json)
    if serve:
        servers.renewed(folder)
        facts = {"folder": f"{servers.FOLDER}/", "file": f"{servers.FOLDER}/kb.{serve}"}
        click.echo(say("served", said, **facts), err=as_json)


def _tell(
    folder: Path, begun: Begun, company: str, language: Language, zone: str, *, as_json: bool
) -> None:
    """Say what was there already and, to a program, all that was done."""
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


def _tell_next(folder: Path, begun: Begun, company: str, language: Language) -> None:
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
