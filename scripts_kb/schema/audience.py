"""Who may see what: the audiences of fields, and those that a site is built for."""

from typing import Final, Literal

Audience = Literal["partner", "team", "heads", "editor"]
"""Who may see a field."""

SiteAudience = Literal["heads", "team", "partner"]
"""Whom a site is built for; what is the editor's is published for nobody."""

AUDIENCES: Final[tuple[Audience, ...]] = ("partner", "team", "heads", "editor")
"""From the widest to the narrowest; who sees a later one sees all before it, except `editor`."""
