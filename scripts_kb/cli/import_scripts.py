"""`kb import scripts FILE…`: what a company has becomes drafts; the plan comes first."""

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import click

from scripts_kb.app import bringing, brought, workspace
from scripts_kb.app.brought import ImportWish
from scripts_kb.app.workspace import Workspace
from scripts_kb.cli import PROBLEMS, common, planned
from scripts_kb.importing.scripts.plan import ImportPlan
from scripts_kb.language import Language
from scripts_kb.problems import UserError


@click.command("scripts")
@click.argument(
    "paths", nargs=-1, required=True, metavar="FILE|DIR…", type=click.Path(path_type=Path)
)
@click.option("--map", "map_", type=click.Path(path_type=Path), help="The map of the one FILE.")
@click.option("--write", is_flag=True, help="Write the plan.")
@click.option("--dry-run", is_flag=True, help="Show the plan alone, and never ask.")
@click.option(
    "--kind", type=click.Choice(["objection", "question", "script"]), help="Of all cards."
)
@click.option("--many", is_flag=True, help="Take more than 500 cards of a file at once.")
@click.option("--strict", is_flag=True, help="Write nothing where anything is left over.")
@click.option(
    "--by", default="", metavar="DEPARTMENT", help="Who proposes it (default: the first)."
)
@common.json_option
@common.content_option
@common.today_option
def scripts(
    paths: tuple[Path, ...],
    map_: Path | None,
    write: bool,
    dry_run: bool,
    kind: Any,
    many: bool,
    strict: bool,
    by: str,
    as_json: bool,
    content: Path | None,
    today: dt.date | None,
) -> int:
    """Bring scripts of any form into the base as drafts: the plan first, then the question.

    FILE: a table (XLSX, XLS, ODS, CSV), a document (DOCX, HTML, Markdown, text), a map or a flow.
    A DIR is read through. Exit codes: 0 planned, and written where asked; 1 no card was found, or
    none may be written; 2 a file is refused.
    """
    if write and dry_run:
        raise UserError("two-options", one="--write", other="--dry-run")
    if map_ is not None and (len(paths) > 1 or paths[0].is_dir()):
        raise UserError("import-one-map")
    where = workspace.find(content)
    wish = ImportWish(paths, map_, kind, many=many, by=by, today=today)
    plan = bringing.plan(where, wish)
    language = workspace.language_of(where.content) or "ru"
    code, told = _done(
        plan,
        where,
        language,
        write=write,
        dry_run=dry_run or (as_json and not write),
        strict=strict,
        quiet=as_json,
    )
    if as_json:
        problems = [each.as_json(language) for each in plan.problems]
        common.print_json({**plan.as_json(), "problems": problems})
    if told:
        click.echo(told, err=True)
    return code


def _done(
    plan: ImportPlan,
    where: Workspace,
    language: Language,
    *,
    write: bool,
    dry_run: bool,
    strict: bool,
    quiet: bool,
) -> tuple[int, str]:
    """Show the plan, ask where there is somebody to ask, write where it may be written."""
    if not quiet:
        for line in planned.lines(plan, language):
            click.echo(line)
        common.report(plan.problems, language, err=True, summary=False)
    say = planned.say
    if not plan.cards:
        return PROBLEMS, say("no-cards", language, at=plan.left[0]["at"] if plan.left else "")
    if strict and plan.left:
        return PROBLEMS, say("strict", language)
    if any(each.severity == "error" for each in plan.problems):
        return PROBLEMS, ""
    if not plan.changes:
        return 0, say("unchanged", language)
    if not write and not dry_run and sys.stdin.isatty():
        write = click.confirm(say("write", language), default=False, err=True)
    if not write:
        return 0, "" if dry_run else say("nothing-written", language)
    brought.write(plan, where)
    drafts = any(each.action == "add" for each in plan.cards)
    return 0, say("drafts" if drafts else "written", language, count=len(plan.written))
