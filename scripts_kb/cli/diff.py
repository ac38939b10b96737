"""`kb diff [BASE [HEAD]]`: what the client heard, what they will hear, why, who must agree."""

import datetime as dt
import importlib
from collections.abc import Collection
from pathlib import Path
from types import ModuleType

import click

from scripts_kb.app import diff, workspace
from scripts_kb.cli import PROBLEMS, common
from scripts_kb.review.asked import Asked
from scripts_kb.review.records import Review


@click.command("diff")
@click.argument("base", required=False)
@click.argument("head", required=False)
@common.form_options("terminal", "markdown", "html", "json", text="How to show it.")
@click.option("--gate", is_flag=True, help="Exit 1 for what is wrong, unexplained or not agreed.")
@click.option(
    "--ready", is_flag=True, help="As --gate, but for consent, which is asked for once it is sent."
)
@click.option(
    "--author", metavar="DEPT", default="", help="The author's department, or @login of the author."
)
@click.option("--approved", metavar="DEPT,…", default="", help="Departments that agreed.")
@click.option(
    "--reviews",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The hosting's list of reviews, as its API returns it.",
)
@click.option(
    "--open-since",
    type=common.DayOption(),
    help="Since when the change is open; silence may consent.",
)
@click.option(
    "--shown",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The hosting's list of runs or versions: silence counts from when this was first shown.",
)
@click.option(
    "--target",
    metavar="REV",
    default="",
    help="Where the change is to land: its zones and reviewers rule (default: what is published).",
)
@click.option(
    "--page", metavar="URL", default="", help="Where the HTML form will stand, for a link to it."
)
@click.option(
    "--pages",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Also write there the pages of these cards, as they will be.",
)
@click.option("--pages-at", metavar="URL", default="", help="Where they stand, for a link to them.")
@common.content_option
@common.today_option
@common.truncated_option
def command(
    base: str | None,
    head: str | None,
    form: str,
    gate: bool,
    ready: bool,
    author: str,
    approved: str,
    reviews: Path | None,
    open_since: dt.date | None,
    shown: Path | None,
    target: str,
    page: str,
    pages: Path | None,
    pages_at: str,
    content: Path | None,
    today: dt.date | None,
    allow_truncated: bool,
) -> int:
    """Show what changes for the client between BASE and HEAD, why, and who must agree.

    HEAD left out is the working tree; BASE left out is where the branch parted from the published
    one. Both are compared as they are.

    With --gate the check of HEAD is part of the review, and zones and reviewers are those of the
    branch on which the change is to land, as it stands. It exits 0 for green and urgent, 1 for red,
    and for yellow, which waits for the day on which silence consents: run it again then.
    With --ready it exits 1 only for what its author has to mend before sending it.
    """
    asked = Asked(
        today=today,
        gate=gate or ready,
        author=author,
        approved=tuple(each.strip() for each in approved.split(",") if each.strip()),
        reviews=common.read_json(reviews) if reviews else None,
        open_since=open_since,
        shown=common.read_json(shown) if shown else None,
        target=target,
        page=page,
        pages=pages_at,
        allow_truncated=allow_truncated,
    )
    where = workspace.find(content)
    review = diff.review(where, base, head, asked)
    if ready:
        review = review.before_consent()
    if pages and (failed := _write_pages(where, review, pages, today)):
        return failed
    if form == "json":
        common.print_json(review.as_json())
    elif form == "terminal":
        _writer(form).write(review)
    else:
        click.echo(_writer(form).write(review), nl=False)
    return PROBLEMS if review.refused else 0


def _writer(form: str) -> ModuleType:
    """Give the module of `review` that writes a form; to load all takes longer than to run one."""
    return importlib.import_module(f"scripts_kb.review.{form}")


def _write_pages(
    where: workspace.Workspace, review: Review, out: Path, today: dt.date | None
) -> int:
    """Write the pages of a review; give the exit code of a build that the system refused, else 0.

    What builds a site takes half a second to load.
    """
    coming, narrowed, build = (
        importlib.import_module(f"scripts_kb.{each}")
        for each in ("app.coming", "app.narrowed", "cli.build")
    )

    code = 0

    def built(root: Path, site: Path, wanted: Collection[str]) -> int:
        nonlocal code
        asked = ["build", "--quiet", "--site-dir", str(site)]
        told = build.environment_of("team", today, ()) | narrowed.told(
            site.with_name("pages"), wanted
        )
        ended: int = build.run_mkdocs(root, asked, told, (), None)
        code = ended
        return ended

    if not coming.write(where, review, out, built):
        if code > PROBLEMS:
            # It has said why itself; nothing is wrong with the cards.
            return code
        click.echo(common.say("no-pages", review.language, folder=out), err=True)
    return 0
