"""A page that moves by nobody's hand: what fades in, slides or comes by itself is looked at never.

However slow the machine is, a test then finds what a page shows in the end, and not what it passed.
"""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

_AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"

_STILL = """() => {
  const still = new CSSStyleSheet();
  still.replaceSync("*, ::before, ::after { transition: none !important; animation: none !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
}"""


# A second is longer than what answers a press, and shorter than what waits for a person.
_UNHURRIED = """() => {
  const own = window.setTimeout;
  window.setTimeout = (act, time, ...more) => (time > 1000 ? 0 : own(act, time, ...more));
}"""


def still(page: Page) -> None:
    """End what moves on a page, and let nothing move any more."""
    page.evaluate(_STILL)


def unhurried(page: Page) -> None:
    """Let nothing more go away, or count, on an open page because a person was slow."""
    page.evaluate(_UNHURRIED)


def schemes(page: Page) -> Iterator[str]:
    """Turn an open page light, then dark, as the system of whoever reads it does; name each."""
    for scheme, theme in {"light": "default", "dark": "slate"}.items():
        page.emulate_media(color_scheme=scheme)
        # A page without the theme around it has no such mark, and its styles ask the system.
        page.wait_for_function(
            """(theme) => {
          const { mdColorScheme } = document.body.dataset;
          return mdColorScheme === undefined || mdColorScheme === theme;
        }""",
            arg=theme,
        )
        yield scheme


def axe(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds on an open page as it is in the end: each rule with what breaks it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text(encoding="utf-8"))
    still(page)
    said = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [(each["id"], node["html"]) for each in said["violations"] for node in each["nodes"]]
