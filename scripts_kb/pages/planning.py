"""Composes the whole tree: every page that there is to make, and what pages load."""

from collections.abc import Iterator

from scripts_kb.pages import (
    briefings,
    cards,
    changes,
    director,
    editable,
    effects,
    feed,
    insights,
    keeper,
    manual,
    newcomers,
    practices,
    scripts,
    trials,
)
from scripts_kb.pages.projection import project
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.site import Page, Planned, Site
from scripts_kb.schema.audience import SiteAudience


def render(site: Site) -> Iterator[Page]:
    """Yield every page and asset of a site for its audience.

    Args:
        site: the base of today with its past; it is projected here, so that nothing of another
            audience is ever rendered.

    Yields:
        Pages with their path below the tree and their bytes, each path once.
    """
    yield from assets(site.audience)
    for planned in plan(Reading(project(site))):
        yield planned.make()


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield every page that there is to make; each is made from what it asks of the reading.

    Args:
        reading: of a site cut down for its audience.

    Yields:
        Pages with their path below the tree, each path once.
    """
    yield from cards.plan(reading)
    yield from insights.plan(reading)
    yield from practices.plan(reading)
    yield from changes.plan(reading)
    yield from feed.plan(reading)
    yield from effects.plan(reading)
    yield from trials.plan(reading)
    yield from newcomers.plan(reading)
    yield from director.plan(reading)
    yield from keeper.plan(reading)
    yield from manual.plan(reading)
    yield from editable.plan(reading)
    # The last: to know which there are, all of them are composed.
    yield from briefings.plan(reading)


def assets(audience: SiteAudience) -> Iterator[Page]:
    """Yield the style sheets and the scripts that the pages need, under `assets/`."""
    yield Page("assets/site.css", scripts.sheet("site.css"))
    for name, content in scripts.site().items():
        yield Page(f"assets/{name}", content)
    if audience != "partner":
        yield from editable.assets()
