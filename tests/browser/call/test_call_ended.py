"""How any call ends: a key, what became of it, and the summary to copy."""

import pytest
from playwright.sync_api import Page, expect
from stage import opened

from tests.browser.call.test_player import begun

pytestmark = pytest.mark.browser


def copied(page: Page) -> list[str]:
    """What the key for the summary puts on the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("Alt+KeyC")
    expect(page.locator("#call-flash")).to_have_text("Скопировано")
    return page.evaluate("navigator.clipboard.readText()").split("\n")


def test_a_call_that_breaks_off_leaves_a_summary_by_keys_alone(page: Page, publish):
    begun(page, publish())
    player, say = page.locator("#player"), page.locator("#player-say")
    page.keyboard.press("Alt+KeyZ")
    page.keyboard.type("Анна")
    # From the field of the step to the note: the same key.
    page.keyboard.press("Alt+KeyZ")
    page.keyboard.type("Плохая связь")
    page.keyboard.press("Enter")
    page.keyboard.press("Digit1")
    page.keyboard.press("Alt+Digit1")
    expect(page.locator("#call-answer")).to_contain_text("Пачки хватает на месяц.")
    # The talk ends while a card is looked at.
    page.keyboard.press("Alt+KeyQ")
    expect(say).to_have_count(0)
    expect(player).to_contain_text("Чем закончился разговор?")
    expect(page.locator("#player-copy")).to_be_disabled()
    page.keyboard.press("Digit1")
    assert copied(page) == [
        "Скрипт: Входящий, для дома",
        "Версия скрипта: incoming@1",
        "Итог: Бросил трубку",
        "Имя клиента: Анна",
        "Возражения и вопросы: Дорого для дома",
        "Путь: Приветствие: «Сколько стоит?» → Выяснение",
        "Не отмечено как сказанное: Разговор записывается.",
        "Пара слов от себя: Плохая связь",
    ]
    page.keyboard.press("Escape")
    expect(page.locator("#call-home")).to_be_visible()


def test_an_end_by_mistake_is_taken_back(page: Page, publish):
    begun(page, publish())
    player, say = page.locator("#player"), page.locator("#player-say")
    page.keyboard.press("Alt+KeyQ")
    page.keyboard.press("Escape")
    expect(say).to_contain_text("Добрый день")
    page.keyboard.press("Alt+KeyQ")
    page.keyboard.press("Digit3")
    expect(player).to_contain_text("Не устроила цена")
    # The end survives a reload; its parts are taken back one by one.
    page.reload()
    expect(player).to_contain_text("Не устроила цена")
    page.keyboard.press("Backspace")
    expect(player).to_contain_text("Чем закончился разговор?")
    page.keyboard.press("Backspace")
    expect(say).to_contain_text("Добрый день")


def test_an_outcome_of_a_step_may_be_another_one(page: Page, publish):
    begun(page, publish())
    summary = page.locator("#player-summary")
    page.keyboard.press("Digit2")
    expect(summary).to_contain_text("Итог: Отказ")
    page.keyboard.press("Alt+KeyQ")
    page.keyboard.press("Digit2")
    # Of the days the digits choose, too.
    page.keyboard.press("Digit2")
    expect(summary).to_contain_text("Итог: Перезвонить")
    expect(summary).to_contain_text("Дата следующего шага: 23.11.2026")
    expect(page.locator("#player-copy")).to_be_enabled()


def test_what_was_ordered_is_picked_by_keys(page: Page, publish):
    begun(page, publish())
    page.keyboard.press("Alt+KeyQ")
    page.keyboard.press("Digit4")
    pack = page.get_by_role("button", name="От 20 кг 1 490 ₽/кг")
    expect(pack).to_be_visible()
    expect(page.locator("#player")).not_to_contain_text("Осенний набор")
    # Those for whom one talks to come first.
    page.keyboard.press("Digit2")
    page.keyboard.type("25")
    page.keyboard.press("Enter")
    expect(page.locator("#call-search")).to_be_focused()
    page.locator("input[name=sum]").fill("37 250 ₽")
    summary = page.locator("#player-summary")
    expect(summary).to_contain_text("Заказ: От 20 кг (1 490 ₽/кг) × 25", use_inner_text=True)
    expect(summary).to_contain_text("Сумма, которую назвали: 37 250 ₽", use_inner_text=True)
    page.locator("input[name='count-offer/big']").fill("0")
    expect(summary).not_to_contain_text("Заказ")


def test_a_call_without_a_script_has_a_note_and_an_end(desk: Page):
    around, summary = desk.locator("#call-around"), desk.locator("#player-summary")
    desk.keyboard.type("дорого")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "objection/dorogo")
    desk.keyboard.press("Enter")
    expect(around).to_contain_text("Дорого")
    desk.keyboard.type("щщщщ")
    expect(desk.locator("#call-nothing")).to_be_visible()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Alt+KeyZ")
    desk.keyboard.type("Спешит")
    desk.reload()
    desk.wait_for_selector("#call[data-ready]")
    expect(around.locator("input")).to_have_value("Спешит")
    desk.keyboard.press("Alt+KeyQ")
    expect(around).to_be_hidden()
    desk.keyboard.press("Digit1")
    # What came up by mistake is taken out.
    expect(summary).to_contain_text("Возражения и вопросы: Дорого")
    desk.get_by_role("button", name="Этого не было: Дорого").click()
    assert copied(desk) == [
        "Итог: Бросил трубку",
        "Слова клиента без ответа: «щщщщ»",
        "Пара слов от себя: Спешит",
    ]
    desk.keyboard.press("Escape")
    expect(desk.locator("#call-home")).to_be_visible()
    expect(around.locator("input")).to_have_value("")


def test_an_end_taken_back_without_a_script_keeps_the_call(desk: Page):
    desk.keyboard.press("Alt+KeyZ")
    desk.keyboard.type("Спешит")
    desk.keyboard.press("Alt+KeyQ")
    desk.keyboard.press("Escape")
    expect(desk.locator("#call-home")).to_be_visible()
    expect(desk.locator("#call-around input")).to_have_value("Спешит")


def test_a_script_that_begins_takes_along_what_was_heard_before(desk: Page):
    desk.keyboard.press("Alt+KeyZ")
    desk.keyboard.type("Спешит")
    desk.keyboard.press("Enter")
    desk.locator("[data-script='script/incoming']").click()
    expect(desk.locator("#player input[name=comment]")).to_have_value("Спешит")
    expect(desk.locator("#call-around")).to_be_hidden()


def test_the_page_of_a_script_ends_a_call_by_the_same_key(page: Page, publish):
    page.goto(publish() + "scripts/incoming/")
    expect(page.locator("#player-say")).to_contain_text("Добрый день")
    page.keyboard.press("Digit1")
    page.keyboard.press("Alt+Digit1")
    expect(page.locator("#player")).to_contain_text("Пачки хватает на месяц.")
    page.keyboard.press("Alt+KeyQ")
    expect(page.locator("#player")).to_contain_text("Чем закончился разговор?")
    page.keyboard.press("Digit1")
    expect(page.locator("#player-summary")).to_contain_text("Итог: Бросил трубку")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(page.locator("#player-say")).to_contain_text("себе или в подарок")


def test_a_link_begins_a_new_call(desk: Page, publish):
    desk.keyboard.press("Alt+KeyZ")
    desk.keyboard.type("Спешит")
    opened(desk, desk.url + "?script=incoming")
    expect(desk.locator("#player input[name=comment]")).to_have_value("")
