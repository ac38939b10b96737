"""`kb schema`: the JSON Schema files that editors complete and check YAML by."""

from pathlib import Path

import click

from scripts_kb import build
from scripts_kb.cli import PROBLEMS


@click.command("schema")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("schemas"),
    show_default=True,
    help="Where to write them.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where a file has drifted.")
def command(out: Path, check: bool) -> int:
    """Write the JSON Schema files, for editors."""
    drifted = build.write_schemas(out, write=not check)
    for name in drifted:
        click.echo(name)
    return PROBLEMS if check and drifted else 0
