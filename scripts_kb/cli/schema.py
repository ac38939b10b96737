"""`kb schema`: the JSON Schema files that editors complete and check YAML by."""

from pathlib import Path

import click

from scripts_kb.app import schema, workspace
from scripts_kb.cli import PROBLEMS
from scripts_kb.schema import json_schema


@click.command("schema")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to write them (default: scripts_kb/schemas in a checkout, else schemas).",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where a file has drifted.")
def command(out: Path | None, check: bool) -> int:
    """Write the JSON Schema files, for editors."""
    folder = out or _usual()
    ours = folder.resolve() == json_schema.FOLDER
    language = None if ours else workspace.language_of(None)
    drifted = schema.write_schemas(folder, write=not check, language=language)
    if not out and not ours and not check and Path("content").is_dir():
        drifted += schema.begin_settings(Path(), folder.as_posix())
    for name in drifted:
        click.echo(name)
    return PROBLEMS if check and drifted else 0


def _usual() -> Path:
    """Give the package's own folder in a checkout; an installed package is not written to."""
    checkout = json_schema.FOLDER.parent.parent
    return json_schema.FOLDER if (checkout / "pyproject.toml").is_file() else Path("schemas")
