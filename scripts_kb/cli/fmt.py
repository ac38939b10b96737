"""`kb fmt [FILE…]`: block style and missing ids; comments and order are kept. And an upgrade."""

from pathlib import Path

import click

from scripts_kb.app import formatting, upgrading, workspace
from scripts_kb.app.workspace import Workspace
from scripts_kb.cli import PROBLEMS, common
from scripts_kb.problems import UserError, plain


@click.command("fmt")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@common.content_option
@click.option("--check", is_flag=True, help="Change nothing; exit 1 where something would change.")
@click.option(
    "--upgrade", is_flag=True, help="Bring a base of an earlier release to this one instead."
)
def command(files: tuple[Path, ...], content: Path | None, *, check: bool, upgrade: bool) -> int:
    """Write content files in block style, with missing ids; comments and order are kept.

    FILES may be files and folders of the content folder; all of it, where none is named. The files
    that change are printed; those that cannot be read are left alone, named, and give exit code 1.
    """
    where = workspace.find(content)
    if upgrade:
        if files:
            raise UserError("two-options", one="--upgrade", other=plain(str(files[0])))
        return _upgrade(where, check=check)
    done = formatting.format_files(where, files, write=not check)
    for name in done.changed:
        click.echo(plain(name))
    for problem in done.problems:
        click.echo(problem.line(done.language), err=True)
    return PROBLEMS if done.problems or (check and done.changed) else 0


def _upgrade(where: Workspace, *, check: bool) -> int:
    done = upgrading.upgrade(where, write=not check)
    for name in done.changed:
        click.echo(plain(name))
    key = "upgraded" if done.changed else "upgraded-before"
    click.echo(common.say(key, done.language, release=done.release), err=True)
    for name in done.left:
        click.echo(common.say("upgrade-left", done.language, file=name), err=True)
    return PROBLEMS if check and done.changed else 0
