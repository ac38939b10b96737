"""What axe-core finds on the published pages, in light and in dark: nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
PAGES = [
    "objections/kislit/",
    "offers/espresso-20/",
    "changes/",
    "insights/2026-10-calls/",
    "newcomers/cards/",
    "guide/marketer/",
]


@pytest.fixture(params=["light", "dark"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 800},
        color_scheme=request.param,
        has_touch=True,
        is_mobile=True,
    )
    yield context.new_page()
    context.close()


def _found(page: Page) -> list[tuple[str, str]]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    said = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        (violation["id"], node["html"])
        for violation in said["violations"]
        for node in violation["nodes"]
    ]


def _low(page: Page) -> list[str]:
    """What a finger would miss."""
    return page.evaluate("""() =>
        [...document.querySelectorAll('#call :is(button, input, summary, [role=option])')]
        .filter(each => each.getClientRects().length && each.getBoundingClientRect().height < 43.5)
        .map(each => each.outerHTML)""")


def test_pages(phone: Page, site: str):
    for path in PAGES:
        phone.goto(f"{site}/{path}")
        phone.evaluate("document.querySelectorAll('.kb details').forEach(d => d.open = true)")
        assert _found(phone) == [], path


def test_the_call_screen(phone: Page, site: str):
    phone.goto(f"{site}/")
    phone.wait_for_selector("#call[data-ready]")
    assert (_found(phone), _low(phone)) == ([], [])
    phone.goto(f"{site}/?q=дорого")
    expect(phone.locator("#call-answer")).not_to_be_empty()
    assert (_found(phone), _low(phone)) == ([], [])


def test_the_player(phone: Page, site: str):
    phone.goto(f"{site}/scripts/incoming-home/")
    player = phone.locator("#player")
    expect(player.locator(".call-way").first).to_be_visible()
    for _ in range(3):
        assert _found(phone) == []
        player.locator(".call-way").first.click()
