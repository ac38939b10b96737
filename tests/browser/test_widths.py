"""A page of each kind at every width, light and dark: the menu is at hand, nothing is cut."""

import pytest
from playwright.sync_api import Page

from tests.browser.stillness import still

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_its_menu_and_is_whole_at_every_width(page: Page, site, path, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/{path}")
    still(page)  # of another width the navigation slides
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(LOOK) == {"sideways": False, "menu": True, "cut": []}, width
