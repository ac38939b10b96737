"""The help of commands in the language of the base: each text of it is English in the code.

    kb build --help ──▶ HelpContext ──a Russian base, else a Russian locale──▶ help.json ──▶ help

Loaded only where help is shown. `tests/cli/test_helping.py` holds the English of the catalogue to
that of the commands, so that a help that was rewritten says that its Russian wants it too.
"""

import copy
import inspect
import locale
import os
import re
from collections.abc import Iterable
from typing import Final

import click

from scripts_kb.app import workspace
from scripts_kb.cli import COMMANDS, kb
from scripts_kb.cli.examples import EXAMPLES
from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue

_TEXTS: Final = catalogue("help")
_CLICKS: Final = {
    _TEXTS.say(key, "en"): _TEXTS.say(key, "ru")
    for key in ("click-options", "click-commands", "click-help", "click-version")
}
"""What click says by itself; it knows no Russian, and asks for a compiled `.mo` to be told it."""

_PARAGRAPH: Final = re.compile(r"\n\s*\n")


def language_here() -> Language:
    """Give the language of help: of the base here or above, else of the person's locale.

    Source: POSIX, "Internationalization Variables", for the order of the variables.
    """
    if (language := workspace.language_of(None)) is not None:
        return language
    said = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    named = next(filter(None, (*said, locale.getlocale()[0])), "")
    return "ru" if re.match(r"ru(_|\.|$|ssian)", named, re.IGNORECASE) else "en"


def plain(text: str) -> str:
    r"""Give a help text a paragraph a line, as the catalogue keeps it.

    Examples:
        >>> plain("Build\n    the site.\n\n    Once.")
        'Build the site.\n\nOnce.'
    """
    return "\n\n".join(" ".join(each.split()) for each in _PARAGRAPH.split(inspect.cleandoc(text)))


def key_of(option: str, command: str) -> str:
    """Give the key of an option's text: its command's own, else that of all commands.

    Examples:
        >>> key_of("--check", "fmt"), key_of("--today", "build")
        ('fmt --check', '--today')
    """
    own = f"{command} {option}"
    return own if own in _TEXTS else option


def in_russian(command: click.Command, name: str) -> click.Command:
    """Give a copy of a command whose help is Russian.

    Args:
        command: as the code has it.
        name: as it is typed after `kb`; "" for `kb` itself.
    """
    said = copy.copy(command)
    said.help = _TEXTS.say(name or "kb", "ru")
    said.short_help = said.help.partition("\n\n")[0]
    said.params = [_option(each, name) for each in command.params]
    if name:
        said.epilog = f"\b\n{_TEXTS.say('for-example', 'ru')}\n  {EXAMPLES[name]}"
    if isinstance(said, type(kb)):
        said.lines = {each: _TEXTS.say(f"kb {each}", "ru") for each in COMMANDS}
    elif isinstance(said, click.Group):
        said.commands = {
            inner: in_russian(below, f"{name} {inner}") for inner, below in said.commands.items()
        }
    return said


def _option(parameter: click.Parameter, command: str) -> click.Parameter:
    if not isinstance(parameter, click.Option) or parameter.opts[0] == "--version":
        return parameter
    said = copy.copy(parameter)
    if parameter.help:
        said.help = _TEXTS.say(key_of(parameter.opts[0], command), "ru")
    return said


class RussianFormatter(click.HelpFormatter):
    """Says in Russian what click says by itself."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        super().write_usage(prog, args, prefix or _TEXTS.say("click-usage", "ru"))

    def write_heading(self, heading: str) -> None:
        """Write what a list is of."""
        super().write_heading(_CLICKS.get(heading, heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write a list of options or of commands."""
        default = f"[{_TEXTS.say('click-default', 'ru')}: "
        said = [
            (first, _CLICKS.get(second, second).replace("[default: ", default))
            for first, second in rows
        ]
        super().write_dl(said, col_max, col_spacing)
