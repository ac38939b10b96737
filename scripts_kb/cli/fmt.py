"""`kb fmt [FILE…]`: block style and missing ids; comments and order are kept."""

from pathlib import Path

import click

from scripts_kb.app import formatting, workspace
from scripts_kb.cli import PROBLEMS, common
from scripts_kb.problems import plain


@click.command("fmt")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@common.content_option
@click.option("--check", is_flag=True, help="Change nothing; exit 1 where something would change.")
def command(files: tuple[Path, ...], content: Path | None, check: bool) -> int:
    """Write content files in block style, with missing ids; comments and order are kept.

    FILES may be files and folders of the content folder; all of it, where none is named. The files
    that change are printed; those that cannot be read are left alone, named, and give exit code 1.
    """
    where = workspace.find(content)
    done = formatting.format_files(where, files, write=not check)
    for name in done.changed:
        click.echo(plain(name))
    for problem in done.problems:
        click.echo(problem.line(done.language), err=True)
    return PROBLEMS if done.problems or (check and done.changed) else 0
