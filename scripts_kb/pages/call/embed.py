"""The call screen for a frame in a CRM: `/call/embed/`, where `kb.yml` names who may hold it.

    kb.yml: embed.origins ──▶ call/embed/index.html  the same screen, without a theme
                        ├──▶ whom it hands a summary to: these pages alone
                        └──▶ `policy`, the header by which no other page may frame it

A base without such origins has no such page, and neither has a site for partners.
"""

from typing import Final

from scripts_kb.language.catalogue import catalogue
from scripts_kb.pages import prose
from scripts_kb.pages.environment import templates
from scripts_kb.pages.site import Page, Site
from scripts_kb.schema import origins
from scripts_kb.schema.config import Kb

FOLDER: Final = "call/embed/"
"""Where the page stands, below the site."""

ROOT: Final = "../../"
"""The way from it to the site's root."""


def allowed(kb: Kb) -> tuple[str, ...]:
    """Give the origins that may frame the screen, each once; what is none is left out."""
    named = kb.embed.origins if kb.embed else ()
    return tuple(dict.fromkeys(each for each in named if origins.trusted(each)))


def policy(kb: Kb) -> str:
    """Give the header `Content-Security-Policy` of the page: who may hold it in a frame.

    Examples:
        >>> from scripts_kb.schema.config import Embed
        >>> policy(Kb(embed=Embed(origins=("https://crm.example", "https://*"))))
        'frame-ancestors https://crm.example'
        >>> policy(Kb())
        "frame-ancestors 'none'"
    """
    named = " ".join(allowed(kb)) or "'none'"
    return f"frame-ancestors {named}"


def page(site: Site, screen: str, code: str) -> Page | None:
    """Make the page, None where nobody may frame it.

    Args:
        site: the site.
        screen: the HTML of the call screen, as it is read from `ROOT`.
        code: the folder of the release's scripts.
    """
    kb = site.base.kb
    if site.audience == "partner" or not allowed(kb):
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
    return Page(f"{FOLDER}index.html", html.encode())


def _posts(kb: Kb) -> str:
    """Give the origin that takes what sellers write down, "" where there is none."""
    address = kb.feedback.post if kb.feedback else None
    return origins.of(address) if address and prose.web(address) else ""
