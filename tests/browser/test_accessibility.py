"""What axe-core finds on the published pages, in light and in dark: nothing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stillness import axe, schemes, still

pytestmark = pytest.mark.browser

PAGES = [
    "objections/kislit/",
    "offers/espresso-20/",
    "changes/",
    "insights/2026-10-calls/",
    "newcomers/",
    "newcomers/cards/",
    "guide/marketer/",
]


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 800},
        has_touch=True,
        is_mobile=True,
    )
    yield context.new_page()
    context.close()


def _low(page: Page) -> list[str]:
    """What a finger would miss."""
    return page.evaluate("""() =>
        [...document.querySelectorAll('#call :is(button, input, summary, [role=option])')]
        .filter(each => each.getClientRects().length && each.getBoundingClientRect().height < 43.5)
        .map(each => each.outerHTML)""")


def _settled(page: Page, path: str) -> None:
    """Wait until nothing takes the focus by itself: the call screen puts it into its field first."""
    if not path:
        page.wait_for_selector("#call[data-ready]")


def test_pages(phone: Page, site: str):
    for path in PAGES:
        phone.goto(f"{site}/{path}")
        phone.evaluate("document.querySelectorAll('.kb details').forEach(d => d.open = true)")
        for scheme in schemes(phone):
            assert axe(phone) == [], (path, scheme)


def test_the_call_screen(phone: Page, site: str):
    phone.goto(f"{site}/")
    phone.wait_for_selector("#call[data-ready]")
    for scheme in schemes(phone):
        assert (axe(phone), _low(phone)) == ([], []), scheme
    phone.goto(f"{site}/?q=дорого")
    expect(phone.locator("#call-answer")).not_to_be_empty()
    for scheme in schemes(phone):
        assert (axe(phone), _low(phone)) == ([], []), scheme


@pytest.mark.parametrize("path", ["", "scripts/incoming-home/", "objections/kislit/", "404.html"])
def test_a_keyboard_makes_the_page_shorter(page: Page, site: str, path: str):
    page.goto(f"{site}/{path}")
    said = page.locator("meta[name=viewport]")
    expect(said).to_have_attribute("content", re.compile("^width=device-width.*resizes-content$"))


@pytest.mark.parametrize("path", ["", "objections/kislit/"])
def test_tab_stops_only_where_something_is_seen(page: Page, site: str, path: str):
    """The theme's navigation stands beside a narrow window until it is opened."""
    page.set_viewport_size({"width": 480, "height": 900})
    page.goto(f"{site}/{path}")
    _settled(page, path)
    still(page)  # while the navigation slides away it is seen, and a stop
    page.locator(".kb-drawer").focus()
    for _ in range(25):
        page.keyboard.press("Tab")
        beside = "({ left, right, width }) => width > 0 && (right <= 0 || left >= innerWidth)"
        at = f"({beside})(document.activeElement.getBoundingClientRect())"
        assert not page.evaluate(at), page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("path", ["", "objections/kislit/"])
def test_the_navigation_opens_by_a_key_and_closes_by_esc(page: Page, site: str, path: str):
    page.set_viewport_size({"width": 480, "height": 900})
    page.goto(f"{site}/{path}")
    _settled(page, path)
    opener = page.get_by_role("button", name="Навигация")
    for key in ("Enter", "Space"):
        opener.focus()
        page.keyboard.press(key)
        expect(opener).to_have_attribute("aria-expanded", "true")
        link = page.locator(".md-sidebar--primary a").first
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="На звонке")).to_be_focused()
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()
        expect(opener).to_have_attribute("aria-expanded", "false")
        expect(link).to_be_hidden()
    # In a wide window it stands there, and has no button.
    page.set_viewport_size({"width": 1280, "height": 900})
    if path:
        expect(opener).to_be_hidden()
        expect(
            page.locator(".md-sidebar--primary").get_by_role("link", name="Скрипты")
        ).to_be_visible()


@pytest.mark.parametrize("width", [1220, 1920])
def test_the_call_screen_has_its_navigation_in_a_wide_window(page: Page, site: str, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site)
    _settled(page, "")
    opener = page.get_by_role("button", name="Навигация")
    link = page.get_by_role("link", name="На звонке")
    opener.focus()
    page.keyboard.press("Enter")
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(link).to_be_hidden()
    opener.click()
    expect(page.get_by_role("link", name="Возражения")).to_be_in_viewport()
    page.mouse.click(width - 300, 600)
    expect(link).to_be_hidden()


def test_the_player(phone: Page, site: str):
    phone.goto(f"{site}/scripts/incoming-home/")
    player = phone.locator("#player")
    expect(player.locator(".call-way").first).to_be_visible()
    for _ in range(3):
        for scheme in schemes(phone):
            assert axe(phone) == [], scheme
        player.locator(".call-way").first.click()
