"""The past as commands ask for it: read with a bar where it is long, and named by references.

log, why, show, facts, briefing --month ──▶ read ──▶ Log ◀── require_entity
"""

import sys
from types import ModuleType
from typing import Any, Final

import click

from scripts_kb.app import workspace
from scripts_kb.app.workspace import Workspace
from scripts_kb.cli.common import say
from scripts_kb.content import spelling
from scripts_kb.language import Language
from scripts_kb.past import history
from scripts_kb.past.log import Log
from scripts_kb.problems import UserError
from scripts_kb.schema import kinds


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
    if near := spelling.nearest(ref, known):
        raise UserError("no-entity-near", ref=ref, near=near)
    there_is = [*kinds.FOLDER_OF, "config"]
    if ref.partition("/")[0] not in there_is:
        raise UserError("no-entity-kind", ref=ref, kinds=" ".join(there_is))
    raise UserError("no-entity", ref=ref)


_LONG: Final = 2000
"""Changes from which a walk is worth a bar."""


def printing() -> ModuleType:
    """Give the module that prints the log for a person."""
    from scripts_kb.cli import printing as module  # noqa: PLC0415 - 54 ms of 180; JSON needs none

    return module


def read(where: Workspace, *, allow_truncated: bool) -> Log:
    """Read the past of a place; a long walk shows a bar on a terminal, and nothing in a pipe.

    Raises:
        UserError: for a folder that is nowhere, neither now nor in the past.
    """
    bar: Any = None

    def language() -> Language | None:
        return workspace.language_of(where.content)

    def watch(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            if total < _LONG or not sys.stderr.isatty():
                return
            bar = printing().bar(say("history", language() or "ru"), total)
        bar.update(bar.task_ids[0], completed=done)

    try:
        log = history.read(
            workspace.repository_of(where),
            where.prefix,
            allow_truncated=allow_truncated,
            say=lambda message: click.echo(f"kb: {message.said(language())}", err=True),
            watch=watch,
        )
    finally:
        if bar is not None:
            bar.stop()
    if not log.rows and not where.content.is_dir():
        raise UserError("no-content", folder=where.shown)
    return log
