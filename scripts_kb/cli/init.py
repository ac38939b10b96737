"""`kb init [DIR]`: a small, whole knowledge base to begin one's own with."""

import datetime as dt
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar, get_args
from zoneinfo import available_timezones

import click

from scripts_kb.app import beginning, pins, recipes, workspace
from scripts_kb.app.beginning import Beginning
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

Answer = TypeVar("Answer")
Chosen = TypeVar("Chosen", bound=str)

_HOSTINGS: Final[tuple[Hosting, ...]] = get_args(Hosting)
_SERVERS: Final[tuple[ServerName, ...]] = get_args(ServerName)
_FEWEST: Final = 2
"""Departments: two keys need two owners."""
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
@click.option("--time-zone", metavar="ZONE", help="Such as Europe/Moscow; else this machine's.")
@click.option(
    "--departments",
    metavar="TITLES",
    help="With commas: whose the words of a call are, whose the prices, others.",
)
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
    departments: str | None,
    ci: Hosting | None,
    serve: ServerName | None,
    domain: str,
    as_json: bool,
    today: dt.date | None,
) -> None:
    """Write a small, whole knowledge base into DIR (here, where left out).

    Settings, zones of responsibility and one example of each kind that a team begins with; NEXT.md
    leads to the first published change. A file that is there already is left alone; git is not
    needed.

    With --ci also the recipes by which a hosting checks requests and publishes; with --serve the
    configuration of nginx or Caddy: three sites, each behind its own login.
    """
    if (ci or serve) and starter.there(folder):
        # Who has a knowledge base already is asked nothing.
        kb = workspace.settings(folder / "content") or Kb()
        more = setting.files(folder, serve, domain) if serve else {}
        more |= recipes.files(ci, kb.language) if ci else {}
        begun = starter.add(folder, more)
        _tell(folder, begun, kb.company, kb.language, kb.time_zone, as_json=as_json)
    else:
        starter.refuse_another(folder)
        spoken = _spoken(language)
        answers = Beginning(
            company=_named(company, spoken),
            language=spoken,
            time_zone=_zone(time_zone, spoken),
            departments=_departments(departments, spoken),
            hosting=(ci := ci or _offered("ask-hosting", _HOSTINGS, spoken)),
            server=(serve := serve or _offered("ask-server", _SERVERS, spoken)),
            domain=_domain(domain, spoken) if serve else domain,
        )
        day = today or workspace.today_in(workspace.zone_named(answers.time_zone))
        begun = starter.put(folder, beginning.files(answers, folder, day))
        _tell(folder, begun, answers.company, spoken, answers.time_zone, as_json=as_json)
        if not as_json:
            _tell_next(folder, begun, answers)
    said = workspace.language_of(folder / "content") or "ru"
    if ci:
        click.echo(say("recipes", said, file=pins.FILE), err=as_json)
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


def _tell_next(folder: Path, begun: Begun, answers: Beginning) -> None:
    language, shown = answers.language, plain(folder.as_posix())
    facts = {"company": answers.company, "zone": answers.time_zone, "count": len(begun.written)}
    click.echo(say("begun", language, folder=shown, **facts))
    here = folder.resolve() == Path.cwd()
    enter = "" if here else f"cd {shlex.quote(shown)}"
    click.echo(starter.next_steps(language, enter), nl=False)


def _answered(
    question: str, read: Callable[[str], Answer], usual: str, language: Language | None
) -> Answer:
    """Ask until the answer can be read; where nobody is to be asked, read the usual one."""
    while True:
        try:
            return read(common.ask(question, default=usual) or usual)
        except UserError as error:
            if not sys.stdin.isatty():
                raise
            click.echo(f"kb: {plain(error.said(language))}", err=True)


def _language(said: str) -> Language:
    for each in get_args(Language):
        if said.strip().lower() == each:
            known: Language = each
            return known
    raise UserError("not-a-language", value=said)


def _company(said: str) -> str:
    # Angle brackets mark a variable, and a tag would be read aloud as it stands.
    name = re.sub(r"<([^<>]*)>", r"‹\1›", plain(said))
    if not name or len(name) > _LONGEST:
        raise UserError("no-company", longest=_LONGEST)
    return name


def _spoken(said: Language | None) -> Language:
    if said is not None:
        return said
    return _answered(say("ask-language", "ru"), _language, "ru", None)


def _named(said: str | None, language: Language) -> str:
    if said is not None:
        return _company(said)
    return _answered(say("ask-company", language), _company, say("company", language), language)


def _departments(said: str | None, language: Language) -> tuple[str, ...]:
    def read(text: str) -> tuple[str, ...]:
        named = tuple(_company(each) for each in text.split(",") if plain(each))
        if len(set(named)) < _FEWEST or len(set(named)) < len(named):
            raise UserError("few-departments", value=text)
        return named

    if said is not None:
        return read(said)
    usual = ", ".join(starter.usual_departments(language))
    return _answered(say("ask-departments", language), read, usual, language)


def _offered(question: str, choices: tuple[Chosen, ...], language: Language) -> Chosen | None:
    """Ask which of some there shall be; by default none."""
    none = say("none", language)
    known = ", ".join((*choices, none))

    def read(text: str) -> Chosen | None:
        said = text.strip().lower()
        found = next((each for each in choices if each == said), None)
        if found is None and said not in {none, ""}:
            raise UserError("not-offered", value=text, known=known)
        return found

    return _answered(say(question, language, known=known), read, none, language)


def _domain(usual: str, language: Language) -> str:
    if common.given("domain"):
        return usual
    return _answered(say("ask-domain", language), setting.require_domain, usual, language)


def _zone(said: str | None, language: Language) -> str:
    if said is None:
        return beginning.zone_of_this_machine() or say("zone", language)
    name = said.strip()
    if workspace.zone_named(name) is None:
        near = spelling.nearest(name, {each.lower() for each in available_timezones()})
        meant = next((each for each in available_timezones() if each.lower() == near), "")
        hint = meant or "Europe/Moscow, Asia/Yekaterinburg, UTC"
        raise UserError("no-zone", value=said, hint=hint)
    return name
