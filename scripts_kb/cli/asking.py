"""The past as commands ask for it: read, and named by references.

log, why, show, facts, briefing --month ──▶ read ──▶ Log ◀── require_entity
"""

from typing import Any

import click

from scripts_kb.app import workspace
from scripts_kb.app.workspace import Workspace
from scripts_kb.content import spelling
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


def read(where: Workspace, *, allow_truncated: bool) -> Log:
    """Read the past of a place.

    Raises:
        UserError: for a folder that is nowhere, neither now nor in the past.
    """
    log = history.read(
        workspace.repository_of(where),
        where.prefix,
        allow_truncated=allow_truncated,
        say=lambda message: click.echo(
            f"kb: {message.said(workspace.language_of(where.content))}", err=True
        ),
    )
    if not log.rows and not where.content.is_dir():
        raise UserError("no-content", folder=where.shown)
    return log
