"""`kb serve`: the site on this machine; an edit is seen as soon as its file is saved."""

import contextlib
import datetime as dt
import signal
from collections.abc import Iterator
from pathlib import Path

import click

from scripts_kb.app import workspace
from scripts_kb.app.preview.editing import Desk
from scripts_kb.app.preview.server import Server
from scripts_kb.app.preview.shown import Preview
from scripts_kb.app.preview.watching import watching
from scripts_kb.app.workspace import Workspace
from scripts_kb.cli import INTERRUPTED, common
from scripts_kb.cli.build import CONFIG, require_mkdocs
from scripts_kb.demo import kept, sample
from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.problems import Problem, UserError
from scripts_kb.schema.audience import SiteAudience


@click.command("serve")
@common.content_option
@common.today_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--audience",
    type=click.Choice(["heads", "team", "partner"]),
    default="team",
    show_default=True,
    help="Who will read it.",
)
@click.option(
    "--edit",
    is_flag=True,
    help="Take edits from its own pages and write them into the content folder.",
)
@click.option(
    "--demo", is_flag=True, help="A year of the sample company, with reasons and figures."
)
def command(
    content: Path | None,
    today: dt.date | None,
    port: int,
    audience: SiteAudience,
    *,
    edit: bool,
    demo: bool,
) -> int:
    """Serve the site on this machine and follow edits of the content folder."""
    if edit and audience == "partner":
        raise UserError("edit-partner")
    if demo and content is not None:
        raise UserError("two-options", one="--demo", other="--content")
    with _year() if demo else contextlib.nullcontext(content) as opened:
        return _serve(workspace.find(opened), today, port, audience, edit=edit, demo=demo)


def _serve(
    where: Workspace,
    today: dt.date | None,
    port: int,
    audience: SiteAudience,
    *,
    edit: bool,
    demo: bool,
) -> int:
    repository = workspace.repository_of(where)
    config = where.content.parent / CONFIG
    require_mkdocs(config.parent)
    server = Server(port)
    if edit:
        server.desk = Desk(where, server.address, audience)
    say = _say_of_the_year if demo else _say
    preview = Preview(where, config, audience=audience, today=today, say=say)
    files = (config, *repository.heads())
    # Who ends us from elsewhere ends us as Ctrl-C does, with what we started; a shell that started
    # us behind has told us to ignore both.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.default_int_handler)
    # A terminal that is closed; who was started by nohup is to outlive it.
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) != signal.SIG_IGN:
        signal.signal(hangup, signal.default_int_handler)
    try:
        with watching(where.content, files, preview.refresh, preview.pass_time):
            preview.start()
            server.preview = preview
            _greet(where, server.address, demo=demo)
            server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        preview.stop()
        server.server_close()
    return 0


def _greet(where: Workspace, address: str, *, demo: bool) -> None:
    language = workspace.language_of(where.content) or "ru"
    say = catalogue("preview").say
    click.echo(say("serving", language, address=address))
    if demo:
        click.echo(say("year", language, address=address, folder=where.content.parent))
    elif sample.is_sample(where.content):
        click.echo(say("year-beside", language))


@contextlib.contextmanager
def _year() -> Iterator[Path]:
    """Give the content of the sample's year; telling it takes a while the first time."""
    say = catalogue("preview").say
    with kept.year(lambda: click.echo(say("year-waits", "ru"), err=True)) as folder:
        yield folder / workspace.DEFAULT_CONTENT


def _say_of_the_year(language: Language, problems: tuple[Problem, ...]) -> None:
    """Tell what somebody wrote wrong; what a day has brought on there waits for a keeper."""
    if found := tuple(each for each in problems if not each.lapsed):
        _say(language, found)


def _say(language: Language, problems: tuple[Problem, ...]) -> None:
    common.report(list(problems), language)
