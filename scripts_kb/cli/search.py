"""`kb search WORDS`: what the call screen finds for a customer's words."""

from pathlib import Path

import click

from scripts_kb.app import searching, workspace
from scripts_kb.app.searching import FoundCards
from scripts_kb.cli import common
from scripts_kb.problems import plain
from scripts_kb.schema.audience import SiteAudience


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--segment", default="", metavar="ID", help="To whom one talks.")
@click.option(
    "--limit",
    type=click.IntRange(1, 100),
    default=9,
    show_default=True,
    help="At most so many cards.",
)
@click.option(
    "--audience",
    type=click.Choice(["heads", "team", "partner"]),
    default="team",
    show_default=True,
    help="Who asks; what their site does not show is not found.",
)
@common.content_option
@common.json_option
def command(
    words: tuple[str, ...],
    segment: str,
    limit: int,
    audience: SiteAudience,
    content: Path | None,
    as_json: bool,
) -> None:
    """Find the cards that answer a customer's words, as the call screen finds them.

    A typo, the wrong layout and half a word will do. Cards that nobody published yet are found as
    they stand in the files.
    """
    found = searching.found(
        workspace.find(content),
        " ".join(words),
        segment=segment,
        limit=limit,
        audience=audience,
    )
    if as_json:
        common.print_json(_data(found))
    else:
        _show(found)


def _data(found: FoundCards) -> dict[str, object]:
    return {
        "read_as": found.result.read_as,
        "confidence": round(found.result.confidence, 3),
        "shown": found.shown,
        "hits": [
            {
                "entity": hit.entity,
                "title": found.titles[hit.entity],
                "score": round(hit.score, 3),
                "family": hit.family or None,
            }
            for hit in found.result.hits
        ],
    }


def _show(found: FoundCards) -> None:
    language = found.language
    if found.result.read_as:
        click.echo(common.say("search-read-as", language, words=plain(found.result.read_as)))
    if found.shown == "guess":
        click.echo(common.say("search-guess", language))
    if found.shown == "none":
        nothing = "search-unsure" if found.result.hits else "search-nothing"
        click.echo(common.say(nothing, language))
    for number, hit in enumerate(found.result.hits, 1):
        click.echo(f"{number}. {plain(found.titles[hit.entity])}  {hit.entity}")
