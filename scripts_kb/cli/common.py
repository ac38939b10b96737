"""What commands share: options, texts, questions, problems and JSON on stdout."""

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from click.core import ParameterSource

from scripts_kb import files
from scripts_kb.cli import PROBLEMS
from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.problems import Problem, UserError, told_once

Function = TypeVar("Function", bound=Callable[..., Any])

say: Final = catalogue("commands").say

_JSON: Final = "scripts-kb.json"
"""Where a command line's `--json` waits for its `--format`."""


class DayOption(click.ParamType[dt.date]):
    """A day, YYYY-MM-DD."""

    name = "DATE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read the day."""
        del ctx
        return value if isinstance(value, dt.date) else day(value, param.opts[0] if param else "")


def day(text: str, option: str) -> dt.date:
    """Read a day that was written in an option.

    Raises:
        UserError: for what is no day.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UserError("not-a-day", option=option, value=text) from None


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


def form_options(*forms: str, text: str) -> Callable[[Function], Function]:
    """Add `--format`, the usual form first, and `--json`, which is short for one of the forms.

    Both say the same thing to the command, its `form`; a line that asks for two is a mistake.
    """

    def add(function: Function) -> Function:
        short = click.option(
            "--json",
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=lambda context, _, given: context.meta.update({_JSON: given}),
            help="Print JSON alone.",
        )(function)
        return click.option(
            "--format",
            "form",
            type=click.Choice(forms),
            default=forms[0],
            show_default=True,
            callback=_one_form,
            help=text,
        )(short)

    return add


def _one_form(context: click.Context, _: click.Parameter, form: str) -> str:
    if not context.meta[_JSON]:
        return form
    source = context.get_parameter_source("form")
    if source is ParameterSource.COMMANDLINE and form != "json":
        raise UserError("two-formats", form=form)
    return "json"


def json_asked(form: str) -> bool:
    """Tell whether a person asked for JSON in so many words, where it is also the usual form."""
    context = click.get_current_context()
    return form == "json" and (bool(context.meta.get(_JSON)) or given("form"))


def given(name: str) -> bool:
    """Tell whether a person wrote an option of the command that runs, whatever its value."""
    source = click.get_current_context().get_parameter_source(name)
    return source is ParameterSource.COMMANDLINE


def refuse_without(needed: str, **options: str) -> None:
    """Refuse options that would change nothing: what is written must mean something.

    Args:
        needed: what they need, as a person writes it.
        options: name of the parameter → the option as a person writes it.

    Raises:
        UserError: for the first that was given.
    """
    for name, option in options.items():
        if given(name):
            raise UserError("needs-option", option=option, needed=needed)


def today_option(function: Function) -> Function:
    """Add `--today DATE`."""
    return click.option(
        "--today",
        type=DayOption(),
        help="Take this day for today (default: now, in the KB's zone).",
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


def report(
    problems: Iterable[Problem],
    language: Language,
    *,
    as_json: bool = False,
    err: bool = False,
    summary: bool = True,
) -> int:
    """Print problems a line each, equal ones once with their places, then how many there are.

    JSON has an entry for each place.

    Args:
        problems: in the order in which they are told.
        language: of the reader.
        as_json: a list on stdout, and nothing else.
        err: keep stdout for something else.
        summary: count them on stderr.

    Returns:
        The exit code.
    """
    found = list(problems)
    errors = sum(each.severity == "error" for each in found)
    if as_json:
        print_json([each.as_json(language) for each in found])
    else:
        for line, elsewhere in told_once(found, language):
            click.echo(line, err=err)
            if elsewhere:
                click.echo(f"    {elsewhere}", err=err)
        if summary:
            key = "found" if found else "all-is-well"
            click.echo(say(key, language, errors=errors, others=len(found) - errors), err=True)
    return code_of(found)


def code_of(problems: Iterable[Problem]) -> int:
    """Give the exit code of a command that found them: only an error keeps it from its work."""
    return PROBLEMS if any(each.severity == "error" for each in problems) else 0


def ask(question: str, *, default: str = "") -> str:
    """Ask on a terminal; elsewhere there is nobody to ask, and the answer is the default."""
    if not sys.stdin.isatty():
        return default
    suffix = " " if question.endswith("?") else ": "
    answer: str = click.prompt(
        question, default=default, show_default=bool(default), prompt_suffix=suffix, err=True
    )
    return answer.strip()


def ask_or_skip(question: str, language: Language) -> str:
    """Ask what may be left out."""
    return ask(say("or-skip", language, question=question))


def read_json(file: Path) -> Any:
    """Read a JSON file that another program wrote.

    Raises:
        UserError: where it cannot be read, or is no JSON.
    """
    try:
        return json.loads(files.read(file))
    except (OSError, ValueError, RecursionError) as error:
        said = f"{type(error).__name__}: {error}"
        raise UserError("not-json", file=file, said=said) from None


def past_options(function: Function) -> Function:
    """Add the options of every command that reads the past."""
    return truncated_option(json_option(content_option(function)))
