"""How a mistake at the command line is said: in one line, in the language of the base.

Loaded only once there is one: it looks for the knowledge base and reads its settings.
"""

import itertools
import os
import re
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from scripts_kb import __version__
from scripts_kb.app import workspace
from scripts_kb.cli import kb
from scripts_kb.content import spelling
from scripts_kb.problems import Message, UserError, plain, refusal

_SURPLUS = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
_GROUP = re.compile(r"No such command '(.*?)'\.")
"""What click says of no class of its own, or of one that not every release of it has."""


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
    """Give what is wrong with a command line; click itself says it in English alone."""
    context = getattr(error, "ctx", None)
    usage = f"{context.command_path} --help" if context else "kb --help"
    match error:
        case click.NoSuchOption(possibilities=[near, *_]):
            return Message("no-option-near", option=error.option_name, near=near, usage=usage)
        case click.NoSuchOption():
            return Message("no-option", option=error.option_name, usage=usage)
        case click.MissingParameter(param=click.Argument(name=str(name), metavar=metavar)):
            return Message("no-argument", option=metavar or name.upper(), usage=usage)
        case click.MissingParameter(param=click.Parameter(opts=[option, *_])):
            return Message("no-argument", option=option, usage=usage)
        case click.BadParameter(param=click.Parameter() as parameter):
            return _unfit(parameter, error.message, usage)
        case click.BadOptionUsage() if "does not take" in error.message:
            return Message("takes-no-value", option=error.option_name, usage=usage)
        case click.BadOptionUsage():
            return Message("no-value", option=error.option_name, usage=usage)
    if found := _SURPLUS.fullmatch(error.message):
        return Message("surplus", said=found[1], usage=usage)
    if (
        context
        and isinstance(context.command, click.Group)
        and (found := _GROUP.match(error.message))
    ):
        return _below(context.command_path, context.command.list_commands(context), found[1])
    return Message("misused", said=error.format_message(), usage=usage)


def _unfit(parameter: click.Parameter, said: str, usage: str) -> Message:
    """Give why a value does not fit its option or argument."""
    argument = isinstance(parameter, click.Argument)
    option = str(parameter.metavar or parameter.name).upper() if argument else parameter.opts[0]
    match parameter.type:
        case click.Choice(choices=known):
            return Message("not-a-choice", option=option, known=", ".join(known), usage=usage)
        case click.IntRange(min=low, max=high):
            return Message("not-in-range", option=option, low=low, high=high, usage=usage)
        case click.Path(dir_okay=False) if said.endswith("is a directory."):
            return Message("folder-for-file", option=option, usage=usage)
        case click.Path(file_okay=False) if said.endswith("is a file."):
            return Message("file-for-folder", option=option, usage=usage)
    return Message("bad-option", option=option, said=said, usage=usage)


def _below(path: str, below: Sequence[str], name: str) -> Message:
    """Name what was likely meant of the commands below a command."""
    above = path.partition(" ")[2]
    name, known = f"{above} {name}", [f"{above} {each}" for each in below]
    if near := spelling.nearest(name, known):
        return Message("no-command-near", name=name, near=near)
    return Message("no-command", name=name, known=", ".join(known))


def _bug(error: Exception) -> Message:
    """Give what is said of a mistake of ours, with the line to report."""
    if os.environ.get("KB_TRACEBACK"):
        traceback.print_exception(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    return Message("bug", error=f"{type(error).__name__}, {where}: {error}", version=__version__)
