"""`kb demo DIR`: twelve months of the sample company as a git repository of its own."""

from pathlib import Path

import click

from scripts_kb import demo
from scripts_kb.app import workspace
from scripts_kb.cli import common


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@common.content_option
@common.json_option
@common.today_option
def command(
    folder: Path,
    content: Path | None,
    as_json: bool,
    today: object,  # noqa: ARG001 - every command takes it
) -> None:
    """Write a year of story into a new folder: changes, reasons, figures with planted truths."""
    where = workspace.find(content)
    ignored = where.repository.ignored(where.prefix) if where.repository else frozenset()
    told = demo.tell(folder, where.content, ignored=ignored)
    if told.left_out:
        click.echo(
            f"Правок года, которых содержимое уже не знает: {len(told.left_out)}, пропущены. / "
            f"{len(told.left_out)} edits no longer fit the content and were left out: "
            f"{', '.join(told.left_out)}",
            err=True,
        )
    if as_json:
        common.print_json(
            {
                "folder": folder.as_posix(),
                "tip": told.tip,
                "landed": told.landed,
                "first": told.first.isoformat(),
                "last": told.last.isoformat(),
                "left_out": list(told.left_out),
            }
        )
        return
    click.echo(
        f"{folder.as_posix()}: коммитов {told.landed}, с {told.first} по {told.last}, "
        f"последний {told.tip[:9]}."
    )
    click.echo(f"Дальше: cd {folder.as_posix()} && kb log   (спрятанное в цифрах: demo.json)")
