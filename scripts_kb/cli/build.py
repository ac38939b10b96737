"""`kb build`: the site for an audience, through MkDocs; or only its tree of pages."""

import datetime as dt
import os
import select
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Final

import click

from scripts_kb.app import aside, building, compressing, dressing, inputs, making, workspace
from scripts_kb.app.made import Made
from scripts_kb.cli import common
from scripts_kb.files import progress
from scripts_kb.language import Language
from scripts_kb.problems import UserError
from scripts_kb.schema.audience import SiteAudience

CONFIG: Final = "mkdocs.yml"


@click.command("build")
@common.content_option
@common.today_option
@click.option(
    "--audience",
    type=click.Choice(["heads", "team", "partner"]),
    default="team",
    show_default=True,
    help="Who will read it.",
)
@click.option("--tree-only", is_flag=True, help="Write the pages below build/ and stop.")
@click.option("--compress", is_flag=True, help="Put a .gz beside each text, for the server.")
def command(
    content: Path | None,
    today: dt.date | None,
    audience: SiteAudience,
    tree_only: bool,
    compress: bool,
) -> int:
    """Build the site: site/, site-heads/ or site-partner/."""
    where = workspace.find(content)
    root = where.content.parent
    if not tree_only:
        require_mkdocs(root)
    with building.turn(_existing(root), lambda: _waits(where.content)) as turn:
        if tree_only:
            code = _tree(where, audience, today)
        else:
            code = _site(where, audience, today, turn, compress=compress)
    if not code and audience != "partner":
        _tell_of_frames(where)
    return code


def _tell_of_frames(where: workspace.Workspace) -> None:
    """Say by which header the server lets a CRM, and nobody else, hold the call screen."""
    if facts := _doors().framed(where):
        click.echo(common.say("framed", _language(where.content), **facts), err=True)


def _doors() -> ModuleType:
    """Give what tells servers of a site; the generator begins without it."""
    from scripts_kb.app import doors  # noqa: PLC0415 - 280 ms, while the generator works

    return doors


def _existing(root: Path) -> Path:
    return root if root.is_dir() else Path()


def _waits(content: Path) -> None:
    click.echo(common.say("waits", _language(content)), err=True)


def _language(content: Path) -> Language:
    return workspace.language_of(content) or "ru"


def _tree(where: workspace.Workspace, audience: SiteAudience, today: dt.date | None) -> int:
    """Write the tree of pages alone."""
    out = building.begun(building.docs(where.content.parent, audience))
    made: Made = making.generator().tree(where, out, today=today, audience=audience)
    errors = [each for each in made.problems if each.severity == "error"]
    code = common.report(errors, made.language)
    told = common.say("built", made.language, pages=made.pages, written=len(made.changed))
    click.echo(told, err=True)
    return code


def _site(
    where: workspace.Workspace,
    audience: SiteAudience,
    today: dt.date | None,
    turn: Sequence[int],
    *,
    compress: bool,
) -> int:
    """Have the site built aside, and publish it where all went well."""
    root = where.content.parent.absolute()
    site, record = root / building.SITES[audience], building.record_of(where, audience)
    before = dressing.read(record) if record else None
    kept = {dressing.SITE_VARIABLE: str(site), dressing.RECORD_VARIABLE: str(record or "")}
    environment = environment_of(audience, today, turn) | kept
    environment[compressing.VARIABLE] = "1" if compress else ""
    settings = dressing.key(dressing.settings(root / CONFIG))
    order = making.again(before.ordered, settings, audience) if before else None

    def named() -> str | None:
        return inputs.named(where, root / CONFIG, audience, today, compress=compress)

    # The generator is loaded while we look whether there is anything to do.
    with ExitStack() as last, making.ahead(order, root, environment) as begin:
        known = named()
        if building.stands(site, before, known):
            _doors().told(where, site, audience, stands=True)
            click.echo(common.say("stands", _language(where.content)), err=True)
            return 0
        made = begin()
        after: Callable[[], str | None] = named
        if made is not None:
            after = aside.begin(partial(_when_read, made, named))
            _doors()  # there is time: MkDocs will wait for the generator
        spare = dressing.spare_of(record) if record else None
        with building.published(site, last, spare) as new:
            arguments = ["build", "--strict", "--quiet", "--site-dir", str(new)]
            code = run_mkdocs(root, arguments, environment, turn, made)
            if code:
                raise click.exceptions.Exit(code)
        said = site.relative_to(Path.cwd()) if site.is_relative_to(Path.cwd()) else site
        command = "kb serve" if audience == "team" else f"kb serve --audience {audience}"
        told = common.say("site-built", _language(where.content), folder=said, command=command)
        click.echo(told, err=True)
        if audience == "partner":
            click.echo(_shared(site, _language(where.content)), err=True)
        # Before the record: who is killed in between builds again, and tells it then.
        left = building.left(record) if record else None
        left = _doors().told(where, site, audience, left, before)
        if record:
            building.recorded(record, left, known if known == after() else None)
    return code


def _when_read(made: int, named: Callable[[], str | None]) -> str | None:
    """Name what a site depends on when all of it is read, while the pages are dressed.

    Args:
        made: where the tree is found that is made ahead: something comes there, or nothing any
            more, when the generator has read the base.
        named: gives the name.
    """
    select.select([made], [], [])
    return named()


def _shared(site: Path, language: Language) -> str:
    """Say how much partners see: an empty site looks as well built as a full one."""
    count = len(list((site / "offers").glob("*/index.html")))
    return common.say("partners-see" if count else "partners-see-nothing", language, count=count)


def require_mkdocs(root: Path) -> None:
    """Refuse a folder without the configuration of MkDocs; see that it finds its folder of pages.

    Raises:
        UserError: where there is none.
    """
    if not (root / CONFIG).is_file():
        raise UserError("no-mkdocs", file=CONFIG, folder=root)
    building.ready(root / CONFIG)


def environment_of(
    audience: SiteAudience, today: dt.date | None, turn: Sequence[int]
) -> dict[str, str]:
    """Give what MkDocs is told by its environment.

    Args:
        audience: who will read the site.
        today: the day the pages speak of; None for now.
        turn: what holds the turn to build, where it is ours already.
    """
    told = {"NO_MKDOCS_2_WARNING": "1", "SCRIPTS_KB_AUDIENCE": audience}
    if today:
        told[workspace.TODAY_VARIABLE] = today.isoformat()
    if turn:
        told[building.TURN_VARIABLE] = ",".join(map(str, turn))
    return told


def run_mkdocs(
    root: Path,
    arguments: list[str],
    environment: Mapping[str, str],
    turn: Sequence[int],
    made: int | None,
) -> int:
    """Run MkDocs in the folder of its configuration.

    Args:
        root: the folder.
        arguments: what MkDocs is asked for.
        environment: what it is told beside ours.
        turn: what holds the turn to build; MkDocs inherits it, and holds it even where we are
            killed.
        made: the descriptor where it finds the tree that is made ahead; None for none.
    """
    ahead = {} if made is None else {making.AHEAD_VARIABLE: str(made)}
    with progress.received() as (telling, descriptors):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "scripts_kb.cli.outside", *arguments],
            cwd=root,
            env={**os.environ, **environment, **ahead, **telling},
            check=False,
            pass_fds=(*turn, *descriptors, *(() if made is None else (made,))),
        )
    return done.returncode
