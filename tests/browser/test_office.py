"""The published site on a computer of the office: read over its network, without TLS."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kept import OFFICE

pytestmark = pytest.mark.browser


def test_the_call_screen_answers_without_tls(page: Page, site: str):
    page.goto(site.replace("127.0.0.1", OFFICE))
    page.wait_for_selector("#call[data-ready]")
    assert page.evaluate("isSecureContext || 'serviceWorker' in navigator") is False
    page.locator("#call-search").fill("дорого")
    expect(page.locator("#call-answer")).to_be_visible()
    page.goto(f"{site.replace('127.0.0.1', OFFICE)}/offers/")
    page.keyboard.press("Control+k")
    page.keyboard.type("дорого")
    expect(page.locator("[data-find] [role=option]").first).to_be_visible()
