"""`kb demo DIR`: twelve months of the sample company as a git repository of its own."""

from pathlib import Path

import click

from scripts_kb.app import workspace
from scripts_kb.cli import common
from scripts_kb.demo import sample, telling
from scripts_kb.language import Language


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@common.content_option
@common.json_option
def command(folder: Path, content: Path | None, as_json: bool) -> None:
    """Write a year of story into a new folder: changes, reasons, figures with planted truths.

    To look around in it without a folder of one's own: kb serve --demo.
    """
    where = workspace.find(content or sample.content())
    ignored = where.repository.ignored(where.prefix) if where.repository else frozenset()
    told = telling.tell(folder, where.content, ignored=ignored)
    language = _language(where.content)
    shown = folder.as_posix()
    if told.left_out:
        names = ", ".join(told.left_out)
        left = common.say("demo-left-out", language, count=len(told.left_out), names=names)
        click.echo(left, err=True)
    if as_json:
        common.print_json(
            {
                "folder": shown,
                "tip": told.tip,
                "landed": told.landed,
                "first": told.first.isoformat(),
                "last": told.last.isoformat(),
                "left_out": list(told.left_out),
            }
        )
        return
    facts = {"landed": told.landed, "first": told.first, "last": told.last, "tip": told.tip[:9]}
    click.echo(common.say("demo", language, folder=shown, **facts))
    click.echo(common.say("demo-next", language, folder=shown))


def _language(content: Path) -> Language:
    """Give the language of the base that a person stands in; the sample's where they do in none."""
    here = workspace.find(None).content
    return workspace.language_of(here) or workspace.language_of(content) or "ru"
