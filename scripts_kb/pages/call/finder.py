"""The search box in the header of every page, answered by the engine of the call screen.

    header ──first focus──▶ call/release.json ──▶ call/CODE/find.js ──▶ engine/worker.js
                                                        └─▶ call/DATA/titles.json
                                              index.bin, beside.bin ◀──┘

Nothing of it is fetched before the box has the focus. What it finds beyond answers stands in an
index of its own, `beside.bin`: in a call no rule or guide comes between a customer and an answer.
"""

from collections.abc import Mapping
from typing import Any, Final

from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.pages import data, searchable
from scripts_kb.pages.environment import block
from scripts_kb.pages.site import Site
from scripts_kb.schema import labels
from scripts_kb.schema.audience import SiteAudience
from scripts_kb.schema.kinds import FOLDER_OF

_TEXTS: Final = catalogue("finder")


def titles(site: Site, found: Mapping[str, str]) -> bytes:
    """Make `titles.json`: what a result is called, of what kind it is and where it leads.

    The file holds `language`, `texts`, `call` (whether there is a call screen to ask further),
    `kinds` (by kind its name and the folder of its pages) and `titles` by entity.

    Args:
        site: the site.
        found: by entity what each card of both indexes is called, in their order.
    """
    language = site.base.kb.language
    texts = _TEXTS.said(language)
    kinds: dict[str, Any] = {
        kind: [labels.kind(kind, language), f"{FOLDER_OF[kind]}/"]
        for kind in (*searchable.KINDS, *searchable.PRACTICES)
    }
    kinds[searchable.PAGE] = [texts["page"], ""]
    return data.as_bytes(
        {
            "language": language,
            "texts": texts,
            "call": site.audience != "partner",
            "kinds": kinds,
            "titles": found,
        }
    )


def box(language: Language, root: str, audience: SiteAudience) -> str:
    """Make the HTML of the box, one line, for the header of a page.

    Args:
        language: of the knowledge base.
        root: the way from the page to the site's root, such as `../../`.
        audience: who reads; without scripts only those with a call screen are led anywhere.

    Examples:
        >>> box("ru", "../", "team")[:47]
        '<form class="kb-find" role="search" action="../'
    """
    texts = _TEXTS.said(language)
    html = block(language, "find.html", t=texts, root=root or "./", audience=audience)
    return html.replace("\n", "")
