"""Within a script what the customer answers is found by what is typed, by keyboard alone."""

import pytest
from cafe import CARDS, changed_cards, site
from playwright.sync_api import Page, expect
from stage import opened

pytestmark = pytest.mark.browser


@pytest.fixture
def call(page: Page, publish) -> Page:
    """A call at the first step of a script whose replies have other words."""
    greet, *others = CARDS["script/incoming"]["nodes"]
    price, later = greet["answers"]
    later = {**later, "client_words": ["Сейчас не могу"]}
    ask = {"id": "ask", "stage": "closing", "say": "<client_name>, берём?", "answers": [
        {"id": "again", "client_says": "Повторите-ка", "next": "ask"},
        {"id": "yes", "client_says": "Упакуйте красиво", "next": "bye"},
        {"id": "no", "client_says": "Передумал", "next": "bye"},
    ]}  # fmt: skip
    nodes = [{**greet, "answers": [price, later]}, *others, ask]
    page.set_viewport_size({"width": 480, "height": 900})
    opened(page, publish(site(changed_cards("script/incoming", nodes=nodes))) + "?script=incoming")
    return page


def test_a_reply_is_shown_with_its_digit_and_what_is_said_next(call: Page):
    call.locator("#call-search").press_sequentially("не могу")
    first = call.locator("[role=option] >> nth=0")
    expect(first).to_contain_text("2 · Я перезвоню")
    expect(first).to_have_attribute("data-entity", "script/incoming#greet/later")
    expect(call.locator("#call-answer")).to_contain_text("Жаль. До связи!")
    expect(call.locator("#call-status")).to_contain_text("2 · Я перезвоню")


def test_what_is_found_names_a_variable_as_people_do(call: Page):
    call.locator("#call-search").press_sequentially("повторите-ка")
    line = call.locator(".call-option__say", has_text="берём?")
    expect(line).to_have_text("имя клиента, берём?")


def test_enter_goes_there_and_the_summary_tells_the_way(call: Page):
    call.context.grant_permissions(["clipboard-read", "clipboard-write"])
    call.locator("#call-search").press_sequentially("не могу")
    call.keyboard.press("Enter")
    expect(call.locator("#player-say")).to_have_text("Жаль. До связи!")
    expect(call.locator("#call-search")).to_have_value("")
    expect(call.locator("#call-search")).to_be_focused()
    call.keyboard.press("Digit1")
    expect(call.locator("[data-reason=price]")).to_have_attribute("aria-pressed", "true")
    call.keyboard.press("Alt+KeyC")
    expect(call.locator("#call-flash")).to_have_text("Скопировано")
    told = call.evaluate("navigator.clipboard.readText()").split("\n")
    assert "Путь: Приветствие: «Я перезвоню» → Следующий контакт" in told
    assert not any(line.startswith("Возражения и вопросы") for line in told)
    # And back by the key that leads back.
    call.keyboard.press("Backspace")
    expect(call.locator("#player-say")).to_contain_text("Добрый день")


def test_what_another_step_waits_for_leads_where_it_does_there(call: Page):
    call.locator("#call-search").press_sequentially("передумал")
    first = call.locator("[role=option] >> nth=0")
    expect(first).to_contain_text("«Передумал»")
    call.keyboard.press("Enter")
    expect(call.locator("#player-say")).to_have_text("Жаль. До связи!")


def test_a_click_goes_there_too(call: Page):
    call.locator("#call-search").press_sequentially("не могу")
    # What the first letters find may stand there before.
    expect(call.locator("#call-results")).to_have_attribute("data-query", "не могу")
    call.locator("[role=option] >> nth=0").click()
    expect(call.locator("#player-say")).to_have_text("Жаль. До связи!")


def test_an_objection_is_still_found_by_its_words(call: Page):
    call.locator("#call-search").press_sequentially("ценник конский")
    expect(call.locator("#call-answer")).to_have_attribute("data-entity", "objection/dorogo-home")


def test_without_a_script_no_reply_is_found(page: Page, publish):
    opened(page, publish())
    page.locator("#call-search").press_sequentially("я перезвоню")
    expect(page.locator("#call-results")).to_have_attribute("data-query", "я перезвоню")
    expect(page.locator("[data-entity*='#']")).to_have_count(0)
