"""`kb export`: the published knowledge base as data; or the editor's cards to edit."""

import datetime as dt
from pathlib import Path

import click

from scripts_kb import files
from scripts_kb.app import exporting, site, workspace
from scripts_kb.app.workspace import Workspace
from scripts_kb.cli import common
from scripts_kb.pages import data, spoken
from scripts_kb.problems import UserError, plain, refusal
from scripts_kb.schema.audience import SiteAudience


@click.command("export")
@common.form_options(
    "json",
    "csv",
    "xlsx",
    "docx",
    text="All of it, as kb/kb.json of the site; a table, a row for each phrase that is said; or a "
    "workbook or a document of the cards, drafts included, to edit and to bring back.",
)
@click.option(
    "--audience",
    type=click.Choice(["heads", "team", "partner"]),
    default="team",
    show_default=True,
    help="Who will read it; it holds what their site shows.",
)
@click.option(
    "--separator",
    type=click.Choice([",", ";"]),
    default=",",
    show_default=True,
    help="Of the cells of a table; Excel in Russian expects ';'.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it there, whole or not at all (default: standard output).",
)
@common.content_option
@common.today_option
def command(
    form: str,
    audience: SiteAudience,
    separator: str,
    out: Path | None,
    content: Path | None,
    today: dt.date | None,
) -> int:
    """Give the published knowledge base as data for other systems.

    What the audience's site does not show is not in it. With errors in the content nothing is
    given, as no site would be built; who asks for --json is given the errors, as kb check gives
    them, and with --out what was written.

    --format xlsx or docx is an editor's file: objections, questions and scripts with every field.
    Edit it and give it to kb import scripts: it is compared with what it was made of.
    """
    if form != "csv":
        common.refuse_without("--format csv", separator="--separator")
    where = workspace.find(content)
    if form in {"xlsx", "docx"}:
        return _cards(where, form, out)
    whole, problems = site.of(where, today=today, audience=audience)
    errors = [each for each in problems() if each.severity == "error"]
    as_json = common.json_asked(form)
    if errors:
        return common.report(errors, whole.base.kb.language, as_json=as_json, err=True)
    made = data.page(whole).content if form == "json" else spoken.table(whole, separator)
    if out is None:
        # Bytes: they are the site's own, and no system puts its line ends or letters into them.
        click.echo(made, nl=False)
        return 0
    _write(out, made)
    if as_json:
        common.print_json({"written": [out.as_posix()]})
    else:
        click.echo(plain(out.as_posix()))
    return 0


def _cards(where: Workspace, form: str, out: Path | None) -> int:
    common.refuse_without("--format json|csv", audience="--audience", today="--today")
    if out is None:
        raise UserError("export-file", form=form)
    made, problems, language = exporting.cards(where, form)
    if not made:
        return common.report(problems, language, err=True)
    names = [out, *(out.with_stem(f"{out.stem}-{number}") for number in range(2, len(made) + 1))]
    for name in names[1:]:
        if name.exists():
            # Nobody named it: it may be somebody's.
            raise UserError("export-taken", file=plain(name.as_posix()))
    for name, content in zip(names, made, strict=True):
        _write(name, content)
        click.echo(plain(name.as_posix()))
    if len(names) > 1:
        click.echo(common.say("exported-parts", language, count=len(names)), err=True)
    return 0


def _write(out: Path, made: bytes) -> None:
    try:
        if out.is_dir():
            raise UserError("is-a-folder", file=f"--out {out}")
        files.write(out, made)
    except OSError as error:
        raise UserError("not-written", file=f"--out {out}", said=refusal(error)) from None
