"""The site's pages: a pure function from a site to Markdown files with HTML blocks inside.

    Site ──projection──▶ what the audience may see ──Reading──▶ lookups
         ──cards, practices, changes, …──▶ Sheet ──template──▶ Page

No module here knows MkDocs, git or YAML: the tree builds under any engine that reads Markdown.
"""

from collections.abc import Iterator

from scripts_kb.pages import (
    briefings,
    cards,
    changes,
    director,
    effects,
    feed,
    insights,
    manual,
    newcomers,
    practices,
    scripts,
)
from scripts_kb.pages.projection import project
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.site import Page, Site


def render(site: Site) -> Iterator[Page]:
    """Yield every page and asset of a site for its audience.

    Args:
        site: the base of today with its past; it is projected here, so that nothing of another
            audience is ever rendered.

    Yields:
        Pages with their path below the tree and their bytes, each path once.
    """
    reading = Reading(project(site))
    yield from assets()
    yield from cards.render(reading)
    yield from insights.render(reading)
    yield from practices.render(reading)
    yield from changes.render(reading)
    yield from feed.render(reading)
    yield from briefings.render(reading)
    yield from effects.render(reading)
    yield from newcomers.render(reading)
    yield from director.render(reading)
    yield from manual.render(reading)


def assets() -> Iterator[Page]:
    """Yield the style sheet and the scripts that the pages need, under `assets/`."""
    yield Page("assets/site.css", scripts.sheet("site.css"))
    for name, content in scripts.site().items():
        yield Page(f"assets/{name}", content)
