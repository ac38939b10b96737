"""The published site without network: the call screen and the scripts, in the theme's dress."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LEFT_OUT = """[...document.querySelectorAll('link[rel=stylesheet]')]
    .filter((each) => !each.sheet?.cssRules.length).map((each) => each.href)"""


def test_the_call_screen_and_the_scripts_keep_their_theme(page: Page, site: str, complaints):
    page.goto(site)
    page.wait_for_selector("#call[data-ready]")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    script = page.locator("[data-script]").first.get_attribute("data-script")
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
    # The question for news is all that failed.
    assert [each for each in complaints if "/sw.js" not in each] == []
    complaints.clear()
