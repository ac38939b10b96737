"""The command line: `kb COMMAND`. One command a module; a module is imported when it is run.

    0 done · 1 problems of severity error · 2 the user's mistake · 3 our bug · 130 interrupted

A mistake of the user is one clear line. A bug of ours says so and how to report it.
"""

import gc
import importlib
import keyword
import os
import sys
from typing import Final, NoReturn

import click

from scripts_kb import __version__
from scripts_kb.cli import waiting
from scripts_kb.cli.examples import EXAMPLES
from scripts_kb.problems import UserError

COMMANDS: Final = {
    "briefing": "Tell what changes and why, for the meeting before it is introduced.",
    "check": "Check the content folder: schema, references, scripts, prices, wording, dates.",
    "diff": "Show what changes for the client, why, and who must agree.",
    "log": "Show what changed, with edits and reasons, newest first.",
    "why": "Show each phrase of an entity with the change that set it.",
    "show": "Show an entity as it is, or as it was: REF@VERSION, REF@DATE.",
    "search": "Find the cards that answer a customer's words, as the call screen does.",
    "fmt": "Write content files in block style, with missing ids; bring a base to this release.",
    "new": "Write a new file; for a change: three questions, and what the branch changed.",
    "forms": "Write what an editing form is made from, or the settings of a CMS.",
    "apply": "Write edits that a form made into the content folder, whole or not at all.",
    "schema": "Write the JSON Schema files, for editors.",
    "import": "Bring scripts of any form as drafts; take in what people answered back.",
    "facts": "Check facts, import them from a CRM, hold predictions against them.",
    "trial": "End a trial of two wordings: the better one, with the trial as the reason.",
    "build": "Build the site.",
    "serve": "Serve the site on this machine and follow edits.",
    "init": "Begin a knowledge base of one's own: a small, whole one, to be put into own words.",
    "export": "Give the published knowledge base as data: JSON, or a table of what is said.",
    "mcp": "Answer an assistant that speaks MCP; it reads and never writes.",
    "demo": "Write a year of the sample company into a new folder, as a git repository.",
}
"""Every command with its one line of help; its module is `scripts_kb.cli.COMMAND`.

A word that Python keeps for itself has an underscore at the end of its module's name.
"""

PROBLEMS: Final = 1
USER: Final = 2
BUG: Final = 3
_NEW_OBJECTS: Final = 20_000
"""From which on to look for garbage: a command makes many records and hardly a cycle."""
INTERRUPTED: Final = 130


class HelpContext(click.Context):
    """Gives help in the language of the base; the code has it in English."""

    def get_help(self) -> str:
        """Give the help of the command."""
        helping = importlib.import_module("scripts_kb.cli.helping")
        if helping.language_here() == "en":
            return super().get_help()
        self.formatter_class = helping.RussianFormatter  # of this one alone
        name = self.command_path.partition(" ")[2]
        command: click.Command = helping.in_russian(self.command, name)
        return command.get_help(self)


class _Commands(click.Group):
    """Knows the commands by name and imports the one that is run."""

    context_class = HelpContext
    lines: dict[str, str] = COMMANDS
    """What the help says of each command."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        # What is imported lives until the end: collecting it would be a tenth of a short command.
        gc.disable()
        module = importlib.import_module(
            f"scripts_kb.cli.{name}_" if keyword.iskeyword(name) else f"scripts_kb.cli.{name}"
        )
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS, 20, 20)
        gc.enable()
        command: click.Command = module.command
        _exemplified(name, command)
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.lines.items()))

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise UserError("no-command", name=args[0], known=" ".join(COMMANDS))
        return super().resolve_command(context, args)


def _exemplified(name: str, command: click.Command) -> None:
    """Let the help of a command, and of those below it, end with an example, and be in Russian."""
    command.context_class = HelpContext
    command.epilog = f"\b\nFor example:\n  {EXAMPLES[name]}"
    # A list of commands shows the whole first sentence; click would cut it.
    command.short_help = (command.help or "").partition("\n\n")[0]
    for inner, below in command.commands.items() if isinstance(command, click.Group) else ():
        _exemplified(f"{name} {inner}", below)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kb")
def kb() -> None:
    """Sales scripts whose every phrase answers: why is it said this way?"""


def main(argv: list[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code."""
    sys.exit(run(sys.argv[1:] if argv is None else argv))


def run(argv: list[str]) -> int:
    """Run a command.

    Args:
        argv: the command and its options.

    Returns:
        The exit code.
    """
    # Looking for plugins of pydantic reads the metadata of every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        with waiting.shown():
            result = kb.main(argv, prog_name="kb", standalone_mode=False)
        # A reader that has gone is noticed here, and not while the interpreter goes down.
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USER
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # The reader (`| head`) has what it wanted. Click leaves for no other reason than this one.
        _silence()
        return 0
    except Exception as error:  # noqa: BLE001 - the last door: whatever comes here is our bug
        from scripts_kb.cli import mistakes  # noqa: PLC0415 - 88 ms: it looks for the base

        mistakes.say(error, argv)
        _flush()
        return USER if isinstance(error, UserError | click.ClickException | OSError) else BUG
    return result if isinstance(result, int) else 0


def _flush() -> None:
    """Print what waits; on a full disk it would be tried again while Python goes down, and fail."""
    try:
        sys.stdout.flush()
    except OSError:
        _silence()


def _silence() -> None:
    """Print nothing more: nobody reads it, or there is no room for it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
