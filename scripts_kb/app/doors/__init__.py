"""Doors: what a server says with every answer, and how it is told.

the built site, kb.yml ──headers──▶ headers.json ──servers──▶ serve/headers/site.nginx, site.caddy
"""

from pathlib import Path

from scripts_kb.app import workspace
from scripts_kb.app.doors import headers, servers
from scripts_kb.app.dressing import SiteRecord
from scripts_kb.app.workspace import Workspace
from scripts_kb.pages.call import framing
from scripts_kb.schema.audience import SiteAudience
from scripts_kb.schema.config import Kb


def told(
    where: Workspace,
    site: Path,
    audience: SiteAudience,
    record: SiteRecord | None = None,
    before: SiteRecord | None = None,
    *,
    stands: bool = False,
) -> SiteRecord | None:
    """Write what a server says of a site that is published, for each server that is set up.

    Args:
        where: the content folder.
        site: the folder of the site, as it was built.
        audience: who reads it.
        record: what it was made of; None where nobody knows.
        before: the same of the site that it took the place of.
        stands: it is the one that was told of before, if ever one was.

    Returns:
        The record, which tells now what scripts its pages have.

    Raises:
        UserError: where the disk refuses.
    """
    root = site.parent
    sites = headers.read(root)
    if not (stands and site.name in sites):
        kb = workspace.settings(where.content) or Kb()
        record = headers.scripted(site, record, before)
        inline = {each.encode(*headers.BYTES) for found in record.scripts for each in found}
        headers.keep(root, {**sites, site.name: headers.of(kb, audience, inline)})
    servers.renewed(root)
    return record


def framed(where: Workspace) -> dict[str, str]:
    """Give the page that may stand in frames of others, and by which policy; nothing for none."""
    kb = workspace.settings(where.content)
    return (
        {"page": f"/{framing.FOLDER}", "policy": framing.policy(kb)}
        if kb and framing.allowed(kb)
        else {}
    )
