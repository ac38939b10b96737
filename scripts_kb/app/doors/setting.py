"""What `kb init --serve` writes: a server's configuration for three sites, and lists of people.

    starter/serve/nginx/… ──folder, domain──▶ serve/   kept on the machine that serves, not in git

It names the folder where it was written, and holds who may read what: neither is for a repository.
"""

import re
from pathlib import Path
from typing import Final

from scripts_kb.app.doors import servers
from scripts_kb.app.doors.servers import ServerName
from scripts_kb.content import starter
from scripts_kb.problems import UserError
from scripts_kb.schema import origins
from scripts_kb.schema.audience import SiteAudience

DOMAIN: Final = "kb.example.org"
"""Stands where nobody has named another."""

_PEOPLE: Final[tuple[SiteAudience, ...]] = ("heads", "team", "partner")
_PLAIN: Final = re.compile(r"[\w./+@-]+")
"""What both servers and a shell read as it stands."""


def files(folder: Path, server: ServerName, domain: str) -> dict[str, bytes]:
    """Give the files of a server's configuration by their paths below the base.

    Args:
        folder: the folder of the knowledge base.
        server: which.
        domain: the address of the team's site; those of the others stand below it.

    Raises:
        UserError: for a folder or an address that cannot stand in a configuration.
    """
    place = folder.resolve().as_posix()
    if not _PLAIN.fullmatch(place):
        raise UserError("serve-folder", folder=place)
    domain = require_domain(domain)
    here = starter.FOLDER / "serve" / server
    filled = {
        each.name: each.read_text("utf-8").replace("$folder", place).replace("$domain", domain)
        for each in sorted(here.iterdir())
    }
    filled |= {".gitignore": "*\n", **{f"people/{each}": "" for each in _PEOPLE}}
    return {f"{servers.FOLDER}/{name}": text.encode() for name, text in filled.items()}


def require_domain(domain: str) -> str:
    """Give an address back that can stand in a configuration.

    Raises:
        UserError: for another.
    """
    if origins.of(f"https://{domain}") != f"https://{domain}":
        raise UserError("no-domain", value=domain)
    return domain
