"""The published site without network: the call screen and the scripts, in the theme's dress."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.complaints import Complaints

pytestmark = pytest.mark.browser

LEFT_OUT = """[...document.querySelectorAll('link[rel=stylesheet]')]
    .filter((each) => !each.sheet?.cssRules.length).map((each) => each.href)"""


@pytest.fixture
def anew() -> bool:
    """What lacks without a network is seen where nothing is in a cache."""
    return True


def test_the_call_screen_and_the_scripts_keep_their_theme(
    page: Page, site: str, complaints: Complaints
):
    page.goto(site)
    page.wait_for_selector("#call[data-ready]")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    script = page.locator("[data-script]").first.get_attribute("data-script")
    complaints.forgive(r"/sw\.js")  # the question for news is all that may fail
    page.context.set_offline(True)
    page.reload()
    page.locator("#call-search").fill("дорого")
    expect(page.locator("#call-answer")).to_be_visible()
    assert page.evaluate(LEFT_OUT) == []
    page.goto(f"{site}/{script.replace('script/', 'scripts/')}/")
    expect(page.locator("#player-say")).to_be_visible()
    assert page.evaluate(LEFT_OUT) == []
    # The header's search, too.
    page.keyboard.press("Control+k")
    page.keyboard.type("дорого")
    expect(page.locator("[data-find] [role=option]").first).to_be_visible()
