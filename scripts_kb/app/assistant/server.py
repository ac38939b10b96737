"""The door to the SDK of assistants (MCP): tools that read, over standard input and output.

An assistant ──stdio──▶ tool ──▶ Knowledge ──▶ JSON; a mistake is one line of ours, never a trace.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from scripts_kb import __version__
from scripts_kb.app.assistant.knowledge import Knowledge
from scripts_kb.language.catalogue import catalogue
from scripts_kb.problems import UserError, plain, refusal

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

_READS: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

TOOLS: Final = ("search", "show", "why", "log", "diff", "problems")
"""Each is a question that `Knowledge` answers, and a text of the catalogue `commands`."""


def made(knowledge: Knowledge) -> MCPServer[Any]:
    """Make the server.

    Args:
        knowledge: what it answers from.
    """
    say = catalogue("commands").say
    language = knowledge.language
    server: MCPServer[Any] = MCPServer(
        "scripts-kb",
        version=__version__,
        instructions=say("mcp-about", language),
        log_level="ERROR",
    )
    for name in TOOLS:
        question = getattr(knowledge, name)
        describe = say(f"mcp-{name}", language)
        server.tool(name, description=describe, annotations=_READS)(_spoken(question, knowledge))
    return server


def _spoken(question: Callable[Given, Answer], knowledge: Knowledge) -> Callable[Given, Answer]:
    """Say a mistake of who asks in the language of the base."""

    @wraps(question)
    def ask(*args: Given.args, **named: Given.kwargs) -> Answer:
        try:
            return question(*args, **named)
        except UserError as error:
            raise ToolError(plain(error.said(knowledge.language))) from None
        except OSError as error:
            # The system's own words would name folders of this machine.
            said = UserError("system-refuses", said=refusal(error))
            raise ToolError(plain(said.said(knowledge.language))) from None

    return ask
