"""Charts of the demonstration's year as they look: on a phone, on a screen, on paper.

Each text of a chart is a rectangle of the picture: none may lie on another or leave the figure.
"""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.stillness import schemes, still

pytestmark = pytest.mark.browser

PAGES = ("effects/", "effects/scripts/incoming-home/", "trials/zerno-na-probu/")
LOOKS = [(390, "screen"), (480, "screen"), (1280, "screen"), (1920, "screen"), (720, "print")]
RECTANGLES = """(plot) => {
  const range = document.createRange();
  const found = [];
  const walker = document.createTreeWalker(plot, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    range.selectNodeContents(walker.currentNode);
    for (const each of range.getClientRects())
      if (each.width && each.height && walker.currentNode.data.trim())
        found.push([walker.currentNode.data, each.left, each.top, each.right, each.bottom]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def address(year: Path, serve: Callable[[Path], str]) -> str:
    return serve(year / "site")


def shown(page: Page, address: str, path: str) -> list[Locator]:
    page.goto(f"{address}/{path}")
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    still(page)
    return page.locator(".kb-chart").all()


def lie_on_each_other(one: list, other: list) -> bool:
    # Lines of a text are set closer than their letters are high.
    wide = min(one[3], other[3]) - max(one[1], other[1])
    high = min(one[4], other[4]) - max(one[2], other[2])
    return wide > 1 and high > 4


@pytest.mark.parametrize(("width", "media"), LOOKS)
def test_no_text_lies_on_another_or_leaves_its_chart(page: Page, address: str, width, media):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media=media)
    told = 0
    for path in PAGES:
        for chart in shown(page, address, path):
            texts = chart.locator(".kb-plot").evaluate(RECTANGLES)
            over = [
                (one[0], other[0])
                for one, other in itertools.combinations(texts, 2)
                if lie_on_each_other(one, other)
            ]
            assert over == [], (path, chart.inner_text()[:80])
            box = chart.bounding_box()
            assert box
            outside = [
                each[0]
                for each in texts
                if each[1] < box["x"] - 16 or each[3] > box["x"] + box["width"] + 16
            ]
            assert outside == [], path
            told += 1
    assert told > len(PAGES)


def test_paper_keeps_what_is_drawn_by_a_background(page: Page, address: str):
    page.emulate_media(media="print")
    shown(page, address, "effects/")
    for scheme in schemes(page):
        for name in ("kb-filled", "kb-dot"):
            drawn = page.locator(f".{name}").first
            style = drawn.evaluate("(each) => getComputedStyle(each).printColorAdjust")
            assert style == "exact", (scheme, name)


def test_a_chart_is_as_wide_as_its_page_and_its_numbers_stand_below_each_other(
    page: Page, address: str
):
    page.set_viewport_size({"width": 1280, "height": 900})
    for chart in shown(page, address, "effects/scripts/incoming-home/"):
        inner = chart.evaluate("(each) => each.parentElement.clientWidth")
        box = chart.locator(".kb-plot").bounding_box()
        assert box
        assert box["width"] >= 0.98 * inner
        numbers = chart.locator("tbody tr td:nth-child(3)").all()
        ends = {
            round(number.evaluate(RECTANGLES)[0][3]) for number in numbers if number.inner_text()
        }
        assert len(ends) == 1
