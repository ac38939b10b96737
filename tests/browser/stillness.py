"""A page whose colours are those that stay: what fades in is seen by axe in the middle of it."""

from playwright.sync_api import Page

_STILL = """() => {
  const still = new CSSStyleSheet();
  still.replaceSync("*, ::before, ::after { transition: none !important; animation: none !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
}"""


def still(page: Page) -> None:
    """End what moves on a page, and let nothing move any more."""
    page.evaluate(_STILL)
