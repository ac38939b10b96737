"""What commands share: their common options, JSON on stdout, references of a person."""

import datetime as dt
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from scripts_kb.app import workspace
from scripts_kb.app.workspace import Workspace
from scripts_kb.problems import UserError
from scripts_kb.schema import kinds

if TYPE_CHECKING:
    from scripts_kb.past.log import Log

Function = TypeVar("Function", bound=Callable[..., Any])


class Day(click.ParamType[dt.date]):
    """A day, YYYY-MM-DD."""

    name = "DATE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read the day."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(
                f"{value!r}: нужна дата вида 2026-11-21. / a date like 2026-11-21.", param, ctx
            )


def content_option(function: Function) -> Function:
    """Add `--content DIR`."""
    return click.option(
        "--content",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The content folder (default: content, here or above).",
    )(function)


def json_option(function: Function) -> Function:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON alone.")(function)


def today_option(function: Function) -> Function:
    """Add `--today DATE`."""
    return click.option(
        "--today", type=Day(), help="Take this day for today (default: now, in the KB's zone)."
    )(function)


def truncated_option(function: Function) -> Function:
    """Add `--allow-truncated`."""
    return click.option(
        "--allow-truncated", is_flag=True, help="Read a shallow clone too; what is cut is marked."
    )(function)


def print_json(value: Any) -> None:
    """Print a value as JSON: text as it is, one line an item of the outer list."""
    if isinstance(value, list):
        inner = ",\n".join(json.dumps(each, ensure_ascii=False) for each in value)
        click.echo(f"[\n{inner}\n]" if value else "[]")
    else:
        click.echo(json.dumps(value, ensure_ascii=False))


def ask(question: str, *, optional: bool = False, default: str = "") -> str:
    """Ask on a terminal; elsewhere there is nobody to ask, and the answer is the default."""
    if not sys.stdin.isatty():
        return default
    shown = f"{question} (Enter — пропустить)" if optional else question
    suffix = " " if shown.endswith("?") else ": "
    answer: str = click.prompt(
        shown, default=default, show_default=bool(default), prompt_suffix=suffix, err=True
    )
    return answer.strip()


def read_json(file: Path) -> Any:
    """Read a JSON file that another program wrote.

    Raises:
        UserError: where it cannot be read, or is no JSON.
    """
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        said = f"{type(error).__name__}: {error}"
        raise UserError(
            f"{file}: это не читается как JSON ({said}). / it cannot be read as JSON."
        ) from None


def require_entity(ref: str, known: Any) -> str:
    """Check a reference against the entities that there are.

    Args:
        ref: `kind/id` as a person wrote it.
        known: the entities that there are.

    Raises:
        UserError: with the nearest known reference.
    """
    if ref in known:
        return ref
    import difflib  # noqa: PLC0415 - only for a mistake

    near = difflib.get_close_matches(ref, list(known), 1, 0.5)
    kind = ref.partition("/")[0]
    if near:
        hint = f"Может быть, {near[0]}?"
    elif kind not in kinds.FOLDER_OF and kind != "config":
        hint = f"Пишите вид/код, виды: {' '.join(kinds.FOLDER_OF)} config."
    else:
        hint = ""
    raise UserError(f"Нет такой записи: {ref}. {hint} / No such entity: {ref}.")


_LONG: Final = 2000
"""Changes from which a walk is worth a bar."""


def past(where: Workspace, *, allow_truncated: bool) -> "Log":
    """Read the past of a place; a long walk shows a bar on a terminal, and nothing in a pipe.

    Raises:
        UserError: for a folder that is nowhere, neither now nor in the past.
    """
    from scripts_kb.past import history  # noqa: PLC0415 - not every command reads the past

    bar: Any = None

    def watch(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            if total < _LONG or not sys.stderr.isatty():
                return
            from rich.console import Console  # noqa: PLC0415 - only a long walk needs it
            from rich.progress import Progress  # noqa: PLC0415 - see above

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.start()
            bar.add_task("История / History", total=total)
        bar.update(bar.task_ids[0], completed=done)

    try:
        log = history.read(
            workspace.repository_of(where),
            where.prefix,
            allow_truncated=allow_truncated,
            say=lambda text: click.echo(f"kb: {text}", err=True),
            watch=watch,
        )
    finally:
        if bar is not None:
            bar.stop()
    if not log.rows and not where.content.is_dir():
        raise UserError(
            f"Нет папки {where.shown} — укажите её: --content ПАПКА. / "
            f"There is no folder {where.shown}: name it with --content DIR."
        )
    return log


def past_options(function: Function) -> Function:
    """Add the options of every command that reads the past."""
    for add in (truncated_option, today_option, json_option, content_option):
        function = add(function)
    return function
