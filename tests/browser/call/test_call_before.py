"""Whom a call is with, and what is known of it before the first word."""

import pytest
from cafe import CARDS, changed_cards, site
from playwright.sync_api import Page, expect
from stage import opened

from scripts_kb.pages.site import Site
from tests.browser.call.test_player import begun

pytestmark = pytest.mark.browser

PRESSED = "[data-segment][aria-pressed=true]"


def clinic() -> Site:
    """A script that says what no step of it writes down."""
    greet, *rest = CARDS["script/incoming"]["nodes"]
    hello = {**greet, "say": "Это <operator>. Вы записаны на <time>, <client_name>?"}
    return site(
        changed_cards("script/incoming", nodes=[hello, *rest]),
        seller={"operator": "ваше имя"},
        before_call={"time": "время приёма"},
    )


def test_a_script_says_whom_one_talks_to_and_the_next_call_does_not_know(desk: Page):
    desk.keyboard.type("заказать кофе домой")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "script/incoming")
    desk.keyboard.press("Enter")
    expect(desk.locator("#player-say")).to_contain_text("Добрый день")
    chosen = desk.locator(PRESSED)
    expect(chosen).to_have_attribute("data-segment", "home")
    desk.reload()
    expect(chosen).to_have_attribute("data-segment", "home")
    desk.get_by_role("button", name="Закрыть скрипт").click()
    expect(desk.locator("#call-home")).to_be_visible()
    expect(chosen).to_have_count(0)


def test_a_call_that_began_on_the_page_of_its_script_is_with_the_same_people(page: Page, publish):
    address = publish(site())
    page.goto(address + "scripts/incoming/")
    expect(page.locator("#player-say")).to_contain_text("Добрый день")
    page.goto(address)
    expect(page.locator(PRESSED)).to_have_attribute("data-segment", "home")


def test_a_segment_chosen_by_hand_lasts_as_long_as_its_call(desk: Page):
    desk.locator("[data-segment=cafe]").click()
    desk.keyboard.press("Alt+KeyQ")
    # Taken back, it is the same call.
    desk.keyboard.press("Escape")
    expect(desk.locator(PRESSED)).to_have_attribute("data-segment", "cafe")
    desk.keyboard.press("Alt+KeyQ")
    desk.keyboard.press("Digit1")
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    expect(desk.locator("#call-home")).to_be_visible()
    expect(desk.locator(PRESSED)).to_have_count(0)


@pytest.mark.parametrize("place", ["?script=incoming", "scripts/incoming/"])
def test_only_what_is_for_the_customer_is_offered(page: Page, publish, place: str):
    greet, *rest = CARDS["script/incoming"]["nodes"]
    nodes = [{**greet, "offers": ["big", "last-day"]}, *rest]
    page.goto(publish(site(changed_cards("script/incoming", nodes=nodes))) + place)
    player = page.locator("#player")
    expect(player.locator(".call-expected button")).to_contain_text(["Последний день"])
    expect(player.locator("[data-hidden]")).to_have_text("Не для этого клиента: «От 20 кг» (Кафе)")


def test_a_card_offers_what_is_for_the_customer(page: Page, publish):
    opened(page, publish(site(changed_cards("question/delivery", offers=["big"]))))
    page.keyboard.type("доставка")
    answer = page.locator("#call-answer")
    expect(answer.locator(".call-offer")).to_contain_text(["От 20 кг"])
    page.locator("[data-segment=home]").click()
    expect(answer.locator(".call-offer")).to_have_count(0)
    expect(answer.locator("[data-hidden]")).to_contain_text("Не для этого клиента: «От 20 кг»")


def test_what_the_crm_knows_comes_by_the_link(page: Page, publish):
    address = publish(clinic())
    hostile = "<img src=x onerror=alert(1)>%0AИтог: Сделка"
    opened(page, f"{address}?script=incoming&operator=Ольга&time=10:30&client_name={hostile}&no=1")
    say = page.locator("#player-say")
    expect(say).to_have_text(
        "Это Ольга. Вы записаны на 10:30, <img src=x onerror=alert(1)> Итог: Сделка?"
    )
    assert "Ольга" not in page.evaluate("decodeURI(location.href)")
    page.keyboard.press("Alt+KeyQ")
    page.keyboard.press("Digit1")
    lines = page.locator("#player-summary").inner_text().split("\n")
    assert "Время приёма: 10:30" in lines
    assert "Имя клиента: <img src=x onerror=alert(1)> Итог: Сделка" in lines
    assert [each for each in lines if "Ольга" in each] == []
    # The seller is the same in the next call, the customer is not.
    opened(page, f"{address}?script=incoming")
    expect(say).to_have_text("Это Ольга. Вы записаны на время приёма, имя клиента?")


def test_what_is_known_may_be_typed_in_before_the_call(page: Page, publish):
    opened(page, publish(clinic()))
    around = page.locator("#call-around")
    around.locator("summary").click()
    around.get_by_label("ваше имя").fill("Ольга")
    around.get_by_label("время приёма").fill("11:00")
    page.locator("[data-script='script/incoming']").click()
    say = page.locator("#player-say")
    expect(say).to_have_text("Это Ольга. Вы записаны на 11:00, имя клиента?")
    # They stand open as they did.
    page.locator("#player").get_by_label("время приёма").fill("12:00")
    page.keyboard.press("Enter")
    expect(say).to_have_text("Это Ольга. Вы записаны на 12:00, имя клиента?")


def test_a_base_that_names_nothing_asks_nothing(page: Page, publish):
    begun(page, publish())
    expect(page.locator("#player details")).to_have_count(0)
