"""`kb forms`: what an editing form is made from; or the settings of a CMS."""

from pathlib import Path

import click

from scripts_kb.app import forms, workspace
from scripts_kb.cli import common
from scripts_kb.problems import plain


@click.command("forms")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write forms.json and index.json there, of a CMS config.yml (default: print them).",
)
@click.option(
    "--audience",
    type=click.Choice(["team", "heads"]),
    default="team",
    show_default=True,
    help="Whose form it is; partners have none.",
)
@click.option(
    "--cms",
    type=click.Choice(["sveltia", "decap"]),
    help="Print the settings of a CMS instead.",
)
@common.content_option
def command(out: Path | None, audience: str, cms: str | None, content: Path | None) -> None:
    """Write what an editing form is made from: fields of every kind, and the index of cards."""
    where = workspace.find(content)
    texts = forms.settings(where, cms) if cms else forms.texts(where, audience)
    if out:
        for name in forms.write(texts, out):
            click.echo(plain(name))
    elif cms:
        click.echo(texts["config.yml"], nl=False)
    else:
        parts = (f'"{Path(name).stem}": {text.rstrip()}' for name, text in texts.items())
        click.echo(f"{{{', '.join(parts)}}}")
