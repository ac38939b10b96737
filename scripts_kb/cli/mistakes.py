"""How a mistake at the command line is said: in one line, in the language of the base.

Loaded only once there is one: it looks for the knowledge base and reads its settings.
"""

import itertools
import os
import traceback
from pathlib import Path

import click

from scripts_kb import __version__
from scripts_kb.app import workspace
from scripts_kb.cli import kb
from scripts_kb.content import spelling
from scripts_kb.problems import Message, UserError, plain, refusal


def say(error: Exception, argv: list[str]) -> None:
    """Say a mistake in the language of the base that the command was to work on.

    One rule for every mistake: where a base is found and its settings can be read, its language
    alone; where there is none, neither named nor here or above, Russian and English.

    Args:
        error: the user's mistake, click's word that a command line is misused, or a bug of ours.
        argv: the command and its options.
    """
    named = [after for option, after in itertools.pairwise(argv) if option == "--content"]
    named += [each.partition("=")[2] for each in argv if each.startswith("--content=")]
    language = workspace.language_of(Path(named[-1])) if named else None
    language = language or workspace.language_of(None)
    click.echo(f"kb: {plain(_message(error, argv).said(language))}", err=True)


def _message(error: Exception, argv: list[str]) -> Message:
    match error:
        case UserError(key="cut-history") if _offers(argv, "--allow-truncated"):
            return Message("cut-history-allowed", **error.facts)
        case UserError(key="no-command"):
            return _unknown(error)
        case UserError():
            return error
        case click.ClickException():
            return _misused(error)
        case OSError():
            return _refused(error)
        case _:
            return _bug(error)


def _offers(argv: list[str], option: str) -> bool:
    """Tell whether the command of a line knows an option: only then it is an advice."""
    command: click.Command = kb
    for word in argv:
        group = command if isinstance(command, click.Group) else None
        inner = group.get_command(click.Context(group), word) if group else None
        if inner is None:
            break
        command = inner
    return any(option in each.opts for each in command.params)


def _refused(error: OSError) -> Message:
    """Give what the system refused: a full disk, a folder without rights, a file in the way."""
    if os.environ.get("KB_TRACEBACK"):
        traceback.print_exception(error)
    file = error.filename2 or error.filename
    if file is None:
        return Message("system-refuses", said=refusal(error))
    return Message("disk-refuses", file=os.fsdecode(file), said=refusal(error))


def _unknown(error: UserError) -> UserError:
    """Name the command that was likely meant."""
    name, known = (str(error.facts[each]) for each in ("name", "known"))
    near = spelling.nearest(name, known.split())
    return UserError("no-command-near", name=name, near=near) if near else error


def _misused(error: click.ClickException) -> Message:
    """Give what is wrong with a command line; the details are in click's own words."""
    context = getattr(error, "ctx", None)
    usage = f"{context.command_path} --help" if context else "kb --help"
    match error:
        case click.NoSuchOption(possibilities=[near, *_]):
            return Message("no-option-near", option=error.option_name, near=near, usage=usage)
        case click.NoSuchOption():
            return Message("no-option", option=error.option_name, usage=usage)
        case click.MissingParameter(param=click.Parameter(opts=[option, *_])):
            return Message("no-argument", option=option, usage=usage)
        case click.BadParameter(
            param=click.Parameter(type=click.Choice(choices=known), opts=[option, *_])
        ):
            return Message("not-a-choice", option=option, known=", ".join(known), usage=usage)
        case click.BadParameter(param=click.Parameter(opts=[option, *_])):
            return Message("bad-option", option=option, said=error.message, usage=usage)
        case click.BadOptionUsage():
            return Message("no-value", option=error.option_name, usage=usage)
        case _:
            return Message("misused", said=error.format_message(), usage=usage)


def _bug(error: Exception) -> Message:
    """Give what is said of a mistake of ours, with the line to report."""
    if os.environ.get("KB_TRACEBACK"):
        traceback.print_exception(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    return Message("bug", error=f"{type(error).__name__}, {where}: {error}", version=__version__)
