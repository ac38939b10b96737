"""`kb fmt [FILE…]`: block style and missing ids; comments and order are kept."""

from pathlib import Path

import click

from scripts_kb import build
from scripts_kb.cli import PROBLEMS, common


@click.command("fmt")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@common.content_option
@click.option("--check", is_flag=True, help="Change nothing; exit 1 where something would change.")
def command(files: tuple[Path, ...], content: Path | None, check: bool) -> int:
    """Write content files in block style, with missing ids; comments and order are kept."""
    where = build.place(content)
    changed = build.format_files(where, files, write=not check)
    for name in changed:
        click.echo(name)
    return PROBLEMS if check and changed else 0
