"""The call screen for a frame in a CRM: `/call/embed/`, where `kb.yml` names who may hold it.

    kb.yml: embed.origins ──▶ call/embed/index.html  the same screen, without a theme
                        ├──▶ whom it hands a summary to: these pages alone
                        └──▶ `policy`, the header by which no other page may frame it

A base without such origins has no such page, and neither has a site for partners.
"""

from typing import Final

from scripts_kb.language.catalogue import catalogue
from scripts_kb.pages import prose
from scripts_kb.pages.call import framing
from scripts_kb.pages.environment import templates
from scripts_kb.pages.site import Page, Site
from scripts_kb.schema import origins
from scripts_kb.schema.config import Kb

ROOT: Final = "../../"
"""The way from it to the site's root."""


def page(site: Site, screen: str, code: str) -> Page | None:
    """Make the page, None where nobody may frame it.

    Args:
        site: the site.
        screen: the HTML of the call screen, as it is read from `ROOT`.
        code: the folder of the release's scripts.
    """
    kb = site.base.kb
    if site.audience == "partner" or not framing.allowed(kb):
        return None
    html = (
        templates(kb.language)
        .get_template("embed.html")
        .render(
            language=kb.language,
            title=catalogue("call").said(kb.language)["page_title"],
            screen=screen,
            code=code,
            posts=_posts(kb),
        )
    )
    return Page(f"{framing.FOLDER}index.html", html.encode())


def _posts(kb: Kb) -> str:
    """Give the origin that takes what sellers write down, "" where there is none."""
    address = kb.feedback.post if kb.feedback else None
    return origins.of(address) if address and prose.web(address) else ""
