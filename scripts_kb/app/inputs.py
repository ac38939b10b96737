"""Whatever a site depends on, named by one hash: where it is the same, there is nothing to build.

    content/, git, settings, day, audience, versions ──key──▶ inputs ══ of the record? ──▶ done

It is asked before MkDocs is loaded and before the past is read. What may depend on more than these
such as with a theme or a plugin of somebody's own, is built each time.
"""

import datetime as dt
import os
from pathlib import Path

from scripts_kb.app import dressing, workspace
from scripts_kb.app.workspace import Workspace
from scripts_kb.git import Repository
from scripts_kb.problems import UserError
from scripts_kb.schema.audience import SiteAudience


def named(
    where: Workspace,
    settings: Path,
    audience: SiteAudience,
    today: dt.date | None,
    *,
    compress: bool = False,
) -> str | None:
    """Name all that a site of an audience depends on.

    Args:
        where: the content folder.
        settings: the file of MkDocs' settings.
        audience: who will read the site.
        today: the day the pages speak of; now in the base's zone, where left out.
        compress: whether its texts lie compressed beside themselves.

    Returns:
        A hash; None where something of it cannot be read.
    """
    if where.repository is None:
        return None
    try:
        return dressing.key(
            [
                dressing.versions(),
                dressing.settings(settings),
                [audience, _day(where, today), _built(), compress],
                _landed(where.repository, where.prefix),
                dressing.folder(where.content),
            ]
        )
    except (OSError, UserError):
        return None


def _day(where: Workspace, today: dt.date | None) -> str:
    if today is None:
        known = workspace.settings(where.content)
        zone = workspace.zone_named(known.time_zone) if known and known.time_zone else None
        today = workspace.today_in(zone)
    return today.isoformat()


def _built() -> str:
    """Give the day of the build, which the list of all addresses tells."""
    pinned = os.environ.get("SOURCE_DATE_EPOCH")
    return pinned or dt.datetime.now(dt.UTC).date().isoformat()


def _landed(repository: Repository, prefix: str) -> list[str]:
    """Tell what has landed, and which files of the working tree are no part of the base."""
    asked = (("for-each-ref", "--format=%(objectname) %(refname)"), ("config", "--list", "-z"))
    told = [repository.run(*each).decode("utf-8", "replace") for each in asked]
    head = (repository.folder / "HEAD").read_text("utf-8", "replace")
    return [head, *told, *sorted(repository.ignored(prefix))]
