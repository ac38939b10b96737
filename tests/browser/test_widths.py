"""A page of each kind at every width, light and dark: the menu is at hand, nothing is cut."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stillness import schemes, still

pytestmark = pytest.mark.browser

WIDTHS = (360, 480, 700, 1220, 1440, 1920)
PAGES = (
    "",
    "agreements/",
    "briefings/",
    "changes/",
    "decisions/otsrochka/",
    "director/",
    "keeper/",
    "effects/",
    "guide/keeper/",
    "guide/keeper-bring/",
    "insights/",
    "newcomers/",
    "newcomers/cards/",
    "objections/",
    "objections/dorogo/",
    "offers/",
    "products/",
    "scripts/first-call-cafe/",
)

LOOK = """() => {
  const shown = (each) => each.checkVisibility({ visibilityProperty: true }) &&
    each.getBoundingClientRect().width > 0;
  const menus = "[for=__drawer], .kb-drawer, .md-sidebar--primary .md-nav__link";
  const cut = [...document.querySelectorAll(".kb *")].filter((each) => {
    const style = getComputedStyle(each);
    const hidden = ["hidden", "clip"].includes(style.overflowX) && each.clientWidth > 1;
    return hidden && shown(each) && each.scrollWidth > each.clientWidth + 1;
  });
  return {
    sideways: document.documentElement.scrollWidth > innerWidth,
    menu: [...document.querySelectorAll(menus)].some(shown),
    cut: cut.map((each) => each.outerHTML.slice(0, 120)),
  };
}"""

WHOLE = {"sideways": False, "menu": True, "cut": []}


def looked_at(page: Page, address: str) -> dict[tuple[str, int], dict[str, object]]:
    """What is seen of a page in light and in dark, at each width."""
    page.goto(address)
    still(page)  # of another width the navigation slides
    found = {}
    for scheme in schemes(page):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found[scheme, width] = page.evaluate(LOOK)
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_its_menu_and_is_whole_at_every_width(page: Page, site, path):
    found = looked_at(page, f"{site}/{path}")
    assert found == dict.fromkeys(itertools.product(("light", "dark"), WIDTHS), WHOLE)


@pytest.mark.parametrize("audience", ["site", "site-partner"])
def test_so_has_each_kind_of_page_of_a_year(
    page: Page, year: Path, serve: Callable[[Path], str], audience: str
):
    address = serve(year / audience)
    for path in longest(year / audience):
        found = looked_at(page, f"{address}/{path}")
        assert {at: each for at, each in found.items() if each != WHOLE} == {}, path


def longest(site: Path) -> list[str]:
    """Of each folder of pages the longest one, and each page that is no folder's, but those above."""
    kinds: dict[str, list[tuple[int, str]]] = {}
    for file in site.rglob("index.html"):
        path = file.parent.relative_to(site).as_posix()
        kind, _, inner = path.rpartition("/")
        kinds.setdefault(kind if inner and kind else path, []).append((file.stat().st_size, path))
    chosen = (f"{max(kind)[1]}/".removeprefix("./") for kind in kinds.values())
    return sorted(set(chosen) - set(PAGES) | {""})


def test_the_search_field_stays_where_it_is_when_a_card_is_opened(page: Page, site: str):
    page.goto(f"{site}/")
    expect(page.locator("#call[data-ready][data-searching]")).to_be_attached()
    before = page.locator("#call-search").bounding_box()
    page.keyboard.press("1")
    expect(page.locator("#call")).to_have_attribute("data-mode", "card")
    after = page.locator("#call-search").bounding_box()
    assert before
    assert after
    assert after["y"] == pytest.approx(before["y"], abs=1)
