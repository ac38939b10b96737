"""What the player keeps: a call over looks at other pages and new versions, and keys as meant."""

import pytest
from cafe import CARDS, changed_cards, site
from playwright.sync_api import Page, expect
from stage import opened

from scripts_kb.pages.site import Site
from tests.browser.call.test_player import begun

pytestmark = pytest.mark.browser


def two_scripts() -> Site:
    """The second is begun by itself, or led to by the first."""
    first = CARDS["script/incoming"]
    greet, needs, bye = first["nodes"]
    nodes = [greet, {**needs, "next": "script/second"}, bye]
    hello = {"id": "hello", "stage": "greeting", "say": "Давно не виделись!", "next": "end"}
    second = {"title": "Вторая покупка", "entry": "hello"}
    second["nodes"] = [hello, {**bye, "id": "end"}]
    return site({**changed_cards("script/incoming", nodes=nodes), "script/second": second})


def test_a_call_goes_on_where_it_was_after_a_look_at_another_page(page: Page, publish):
    address = publish(two_scripts())
    page.goto(address + "scripts/incoming/")
    say, search = page.locator("#player-say"), page.locator("#call-search")
    expect(say).to_contain_text("Добрый день")
    page.keyboard.press("Alt+KeyZ")
    page.keyboard.type("Анна")
    # The page of the same script takes a call that has come to another.
    page.keyboard.press("Enter")
    page.keyboard.press("Digit1")
    page.keyboard.press("Digit1")
    expect(say).to_have_text("Давно не виделись!")
    page.reload()
    expect(say).to_have_text("Давно не виделись!")
    # So does the call screen, and nothing begins anew.
    page.get_by_role("link", name="Открыть на экране звонка").click()
    expect(search).to_be_focused()
    expect(say).to_have_text("Давно не виделись!")
    page.keyboard.press("Backspace")
    expect(say).to_contain_text("Анна, берёте себе")


def test_the_page_of_another_script_asks_what_becomes_of_the_call(page: Page, publish):
    address = publish(two_scripts())
    opened(page, address + "?script=incoming")
    page.keyboard.press("Alt+KeyZ")
    page.keyboard.type("Анна")
    page.keyboard.press("Enter")
    page.goto(address + "scripts/second/")
    player, say = page.locator("#player"), page.locator("#player-say")
    expect(player).to_contain_text("Идёт звонок: Входящий, для дома")
    # Until one has said it, no key moves the call.
    page.keyboard.press("Digit1")
    expect(say).to_be_hidden()
    page.go_back()
    expect(say).to_contain_text("Добрый день")
    expect(page.locator("input[name=client_name]")).to_have_value("Анна")
    page.goto(address + "scripts/second/")
    page.get_by_role("button", name="Продолжить этот звонок").click()
    expect(say).to_contain_text("Добрый день")
    page.keyboard.press("Digit1")
    expect(say).to_contain_text("Анна, берёте себе")
    page.reload()
    page.get_by_role("button", name="Начать скрипт").click()
    expect(say).to_have_text("Давно не виделись!")
    page.keyboard.press("Digit1")
    expect(page.locator("#player-summary")).not_to_contain_text("Анна")


@pytest.mark.parametrize("place", ["?script=incoming", "scripts/incoming/"])
def test_a_key_that_is_held_acts_once(page: Page, publish, place: str):
    page.goto(publish() + place)
    say = page.locator("#player-say")
    expect(say).to_contain_text("Добрый день")

    def hold(key: str) -> None:
        for _ in range(4):
            page.keyboard.down(key)
        page.keyboard.up(key)

    hold("Digit1")
    expect(say).to_contain_text("себе или в подарок")
    hold("Enter")
    expect(say).to_have_text("Жаль. До связи!")
    # One press warns, another one leaves the call: a held one is one.
    hold("Escape")
    expect(say).to_have_text("Жаль. До связи!")
    hold("Backspace")
    expect(say).to_contain_text("себе или в подарок")
    page.keyboard.press("Alt+Digit1")
    expect(say).to_be_hidden()
    hold("Escape")
    expect(say).to_contain_text("себе или в подарок")


def test_erasing_what_was_typed_ends_with_its_first_letter(page: Page, publish):
    begun(page, publish())
    page.keyboard.press("Digit1")
    page.keyboard.type("дор")
    expect(page.locator("#player")).to_be_hidden()
    for _ in range(6):
        page.keyboard.down("Backspace")
    page.keyboard.up("Backspace")
    expect(page.locator("#call-search")).to_have_value("")
    expect(page.locator("#player-say")).to_contain_text("себе или в подарок")


@pytest.mark.parametrize("place", ["?script=incoming", "scripts/incoming/"])
def test_a_key_that_makes_a_character_is_no_answer(page: Page, publish, place: str):
    page.goto(publish() + place)
    say = page.locator("#player-say")
    expect(say).to_contain_text("Добрый день")
    press = """modifierAltGraph => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {
        code: "Digit1", key: "¹", bubbles: true, cancelable: true, modifierAltGraph,
    }))"""
    assert page.evaluate(press, arg=True)
    expect(say).to_contain_text("Добрый день")
    assert not page.evaluate(press, arg=False)
    expect(say).to_contain_text("себе или в подарок")


@pytest.mark.parametrize("place", ["?script=incoming", "scripts/incoming/"])
def test_a_version_without_the_step_loses_nothing_of_the_call(page: Page, publish, place: str):
    page.goto(publish(site()) + place)
    say = page.locator("#player-say")
    expect(say).to_contain_text("Добрый день")
    page.keyboard.press("Alt+KeyZ")
    page.keyboard.type("Анна")
    page.keyboard.press("Enter")
    page.keyboard.press("Digit1")
    page.keyboard.press("Enter")
    page.locator("input[name=comment]").fill("Звонить утром")
    greet, needs, bye = CARDS["script/incoming"]["nodes"]
    renamed = [greet, {**needs, "next": "end"}, {**bye, "id": "end"}]
    renamed[0] = {**greet, "answers": greet["answers"][:1]}
    publish(site(changed_cards("script/incoming", nodes=renamed)))
    page.reload()
    expect(page.locator("#call-flash")).to_contain_text("В новой версии скрипта нет этого шага")
    expect(say).to_have_text("Анна, берёте себе или в подарок?")
    page.keyboard.press("Digit1")
    expect(page.locator("#player-summary")).to_contain_text("Звонить утром")
    # Of the way there no step is left.
    hello = {**greet, "id": "hello", "say": "Алло, это кофейня!", "answers": [], "next": "stop"}
    nodes = [hello, {**bye, "id": "stop"}]
    publish(site(changed_cards("script/incoming", entry="hello", nodes=nodes)))
    page.reload()
    expect(say).to_have_text("Алло, это кофейня!")
    expect(page.locator("input[name=client_name]")).to_have_value("Анна")
