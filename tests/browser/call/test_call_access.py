"""What keys need of the page of a script."""

import pytest
from cafe import NOON
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ACTIVE = "() => document.activeElement.id || document.activeElement.tagName"


def test_bare_keys_are_the_players_only_where_it_has_the_focus(page: Page, publish):
    page.set_default_timeout(10_000)
    page.clock.set_fixed_time(NOON)
    page.goto(publish() + "scripts/incoming/")
    say = page.locator("#player-say")
    expect(say).to_contain_text("Добрый день")
    player = page.get_by_role("group", name="Входящий, для дома")
    expect(player).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    for key in ("Digit1", "Digit2", "Numpad1"):
        page.keyboard.press(key)
    expect(say).to_contain_text("Добрый день")
    # A step that goes takes its buttons along, not the focus.
    page.locator(".call-way").first.click()
    expect(say).to_contain_text("берёте себе")
    assert page.evaluate(ACTIVE) == "player"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(say).to_contain_text("берёте себе")
    page.keyboard.press("Alt+Digit1")
    expect(page.locator("#player")).to_contain_text("Пачки хватает на месяц.")
    assert page.evaluate(ACTIVE) == "player"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Backspace")
    expect(say).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    expect(say).to_contain_text("Добрый день")
    page.keyboard.press("Alt+KeyZ")
    page.keyboard.type("Олег")
    page.keyboard.press("Enter")
    page.keyboard.press("Digit1")
    expect(say).to_have_text("Олег, берёте себе или в подарок?")


def test_a_link_to_a_step_below_keeps_the_focus_there(page: Page, publish):
    page.clock.set_fixed_time(NOON)
    page.goto(publish() + "scripts/incoming/#n-bye")
    expect(page.locator("#player-say")).to_contain_text("Добрый день")
    assert page.evaluate(ACTIVE) == "BODY"
