"""Where no card answers what the customer said, the screen says so, by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

STRANGE = "ведущий и музыка на свадьбу, доставка цветов"
NEAR = "доставка цветов"


def test_it_says_that_there_is_no_such_answer(desk: Page):
    desk.locator("#call-search").press_sequentially(STRANGE)
    expect(desk.locator("#call-unsure")).to_have_text("Похоже, такого ответа нет")
    expect(desk.locator("#call-answer")).to_be_hidden()
    expect(desk.locator("#call-results")).to_be_hidden()
    expect(desk.locator("[data-nearest] >> nth=0")).to_contain_text("Доставка")
    expect(desk.locator("#call-nothing")).to_contain_text("Технолог")
    expect(desk.locator("#call-status")).to_contain_text("Похоже, такого ответа нет")


def test_where_no_title_is_near_none_is_offered(desk: Page):
    desk.locator("#call-search").press_sequentially("ведущий с баяном на поминки")
    expect(desk.locator("#call-unsure")).to_have_text("Похоже, такого ответа нет")
    expect(desk.locator("[data-nearest]")).to_have_count(0)
    expect(desk.locator("#call-note")).to_be_visible()
    expect(desk.locator("#call-nothing")).to_contain_text("Технолог")


def test_one_key_notes_the_words(desk: Page):
    desk.locator("#call-search").fill(STRANGE)
    expect(desk.locator("#call-unsure")).to_be_visible()
    desk.keyboard.press("Enter")
    expect(desk.locator("#call-flash")).to_contain_text("Записано")


def test_one_key_opens_what_is_nearest(desk: Page):
    desk.locator("#call-search").fill(STRANGE)
    expect(desk.locator("#call-unsure")).to_be_visible()
    desk.keyboard.press("ArrowDown")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "question/delivery")
    expect(desk.locator("#call-unsure")).to_be_hidden()


def test_the_nearest_have_numbers(desk: Page):
    desk.locator("#call-search").fill(STRANGE)
    expect(desk.locator("#call-unsure")).to_be_visible()
    desk.keyboard.press("Alt+Digit1")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "question/delivery")


def test_enter_at_once_takes_no_doubtful_card(desk: Page):
    desk.locator("#call-search").fill(STRANGE)
    desk.keyboard.press("Enter")
    expect(desk.locator("#call-unsure")).to_be_visible()
    expect(desk.locator("#call-flash")).to_be_hidden()


@pytest.mark.parametrize("typed", ["дорого", "доро", "достваке", "ljhjuj", "доставка сколько"])
def test_what_a_card_answers_stays(desk: Page, typed: str):
    desk.clock.install()
    desk.locator("#call-search").fill(typed)
    expect(desk.locator("#call-answer")).to_be_visible()
    desk.clock.run_for(2000)
    expect(desk.locator("#call-answer")).to_be_visible()
    expect(desk.locator("#call-guess")).to_have_count(0)


def test_what_is_only_near_is_not_said_but_chosen(desk: Page):
    desk.locator("#call-search").fill(NEAR)
    expect(desk.locator("#call-guess")).to_contain_text("Точно не знаем")
    expect(desk.locator("#call-answer .call-phrase")).to_have_text(
        "Уточню, чтобы ответить точно: что вы имеете в виду?"
    )
    expect(desk.locator("#call-option-0")).to_have_attribute("data-entity", "question/delivery")
    expect(desk.locator("[role=option][aria-selected=true]")).to_have_count(0)
    expect(desk.locator("[aria-activedescendant]")).to_have_count(0)
    expect(desk.locator("#call-status")).to_contain_text("Точно не знаем")
    desk.locator("#call-search").fill("дорого")
    expect(desk.locator("#call-guess")).to_have_count(0)


@pytest.mark.parametrize("key", ["Enter", "ArrowDown", "Alt+Digit1"])
def test_one_key_chooses_what_is_near(desk: Page, key: str):
    desk.locator("#call-search").fill(NEAR)
    expect(desk.locator("#call-guess")).to_be_visible()
    desk.keyboard.press(key)
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "question/delivery")
    expect(desk.locator("#call-guess")).to_have_count(0)
    expect(desk.locator("#call-option-0")).to_have_attribute("aria-selected", "true")
