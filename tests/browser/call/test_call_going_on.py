"""From one thing the client says to the next: nothing is lost, and what to say is in sight."""

import json

import pytest
from cafe import CARDS, site
from playwright.sync_api import Page, expect
from stage import opened

from tests.browser.stillness import unhurried

pytestmark = pytest.mark.browser

FIRST = "#call-results [role=option] >> nth=0"
PHRASE = "#call-answer .call-phrase"
IN_SIGHT = """([what, bar]) => {
  const [one, above] = [what, bar].map((each) => document.querySelector(each));
  const { top, bottom } = one.getBoundingClientRect();
  return bottom > top && above.getBoundingClientRect().bottom <= top && bottom <= innerHeight;
}"""


def in_sight(page: Page, what: str, bar: str = ".call-bar") -> None:
    """Wholly below the search field, and not below the fold, as soon as the page has scrolled."""
    expect(page.locator(what).first).to_be_visible()
    page.wait_for_function(IN_SIGHT, arg=[what, bar])


def typed(page: Page, words: str) -> None:
    """Types, and waits: the first letters are answered as well, and what the last find is shown anew."""
    page.keyboard.type(words)
    expect(page.locator("#call-results")).to_have_attribute("data-query", words)
    expect(page.locator(FIRST)).to_be_visible()


@pytest.fixture
def low(desk: Page) -> Page:
    """A window in which not everything has room."""
    desk.set_viewport_size({"width": 480, "height": 420})
    return desk


def test_what_to_say_is_in_sight_however_far_one_has_scrolled(low: Page):
    # Much is new today.
    low.evaluate("document.querySelector('#call-home').style.minHeight = '2000px'")
    low.evaluate("scrollTo(0, 1e6)")
    assert low.evaluate("scrollY") > 0
    typed(low, "дорого")
    expect(low.locator(FIRST)).to_have_attribute("data-entity", "objection/dorogo")
    in_sight(low, PHRASE)
    low.evaluate("scrollTo(0, 1e6)")
    low.locator("[role=option] >> nth=1").click()
    expect(low.locator("[role=option] >> nth=1")).to_have_attribute("aria-selected", "true")
    in_sight(low, PHRASE)


def test_what_one_reads_on_stays_where_it_is(low: Page):
    typed(low, "дорого")
    expect(low.locator(PHRASE).first).to_be_visible()
    low.evaluate("scrollTo(0, 60)")
    for key in ("Alt+KeyM", "Alt+KeyW"):
        low.keyboard.press(key)
        assert low.evaluate("scrollY") == 60


@pytest.mark.parametrize("address", ["?script=incoming", "scripts/incoming/"])
def test_the_next_step_begins_in_sight(page: Page, publish, address: str):
    page.set_viewport_size({"width": 480, "height": 300})
    page.goto(publish() + address)
    expect(page.locator("#player-say")).to_contain_text("Добрый день")
    # A page that is long whatever the step holds.
    page.add_style_tag(content="body { padding-bottom: 2000px }")
    page.evaluate("scrollTo(0, 600)")
    page.keyboard.press("Digit1")
    expect(page.locator("#player-say")).to_contain_text("себе или в подарок")
    expect(page.locator("#player-say")).to_be_in_viewport(ratio=1)


def test_the_field_is_below_the_header_of_the_site(page: Page, site: str):
    page.set_viewport_size({"width": 480, "height": 600})
    opened(page, f"{site}/")
    page.mouse.move(240, 400)
    page.mouse.wheel(0, 500)
    page.wait_for_function("scrollY > 300")
    page.mouse.wheel(0, -100)
    in_sight(page, "#call-search", ".md-header")
    # What leads to the beginning there lies on what is to be said.
    expect(page.locator(".md-top")).to_be_hidden()
    page.keyboard.type("дорого")
    expect(page.locator(FIRST)).to_be_visible()
    in_sight(page, PHRASE)


@pytest.mark.parametrize("act", ["Alt+Digit2", "click", "Alt+KeyC", "Alt+KeyP", "Alt+KeyN"])
def test_after_an_act_the_next_letter_begins_anew(desk: Page, act: str):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    typed(desk, "дорого")
    if act == "click":
        desk.locator("[role=option] >> nth=1").click()
    else:
        desk.keyboard.press(act)
    if act == "Alt+KeyC":
        expect(desk.locator("#call-flash")).to_have_text("Скопировано")
    desk.keyboard.type("доставка")
    expect(desk.locator("#call-search")).to_have_value("доставка")


def test_letters_go_to_the_field_from_wherever_one_is(desk: Page):
    search, notes = desk.locator("#call-search"), desk.locator(".call-notes summary")
    notes.focus()
    desk.keyboard.press("Space")
    expect(desk.locator(".call-notes")).to_have_attribute("open", "")
    # Of letters that are no keys of its keyboard the browser is told without keys.
    for typed in ("ljhjuj", "dorogo"):
        notes.focus()
        desk.keyboard.type(typed)
        expect(search).to_have_value(typed)
        desk.keyboard.press("Escape")


def notes(page: Page) -> dict[str, dict]:
    kept = page.evaluate("Object.entries(localStorage).find(([name]) => name.endsWith(' notes'))")
    return json.loads(kept[1])["missed"]


def test_what_was_not_meant_is_noted_here_and_exported(desk: Page):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked: list[str] = []
    desk.wait_for_selector("#call[data-whole]")
    desk.locator("[data-segment=cafe]").click()
    typed(desk, "дорого")
    desk.on("request", lambda request: asked.append(request.url))
    expect(desk.locator("#call-wrong")).to_have_text("Не то — записать слова клиентаAlt+N")
    for _ in range(2):
        desk.keyboard.press("Alt+KeyN")
    expect(desk.locator("#call-flash")).to_have_text("Записано. Лежит в «Моих записях»: Alt+L")
    day = "2026-11-21"
    found = {"count": 1, "segment": "cafe", "instead": "objection/dorogo", "day": day}
    assert notes(desk) == {"дорого": found}
    # Of the next client the same words count again.
    typed(desk, "дорого")
    desk.locator("#call-wrong").click()
    assert notes(desk) == {"дорого": {**found, "count": 2}}
    desk.keyboard.press("Escape")
    desk.locator(".call-notes summary").click()
    expect(desk.locator(".call-notes")).to_contain_text("Ещё не отправлено")
    expect(desk.locator(".call-notes li >> nth=0")).to_contain_text("дорого → Дорого — 2")
    desk.locator("#call-export").click()
    expect(desk.locator("#call-draft")).to_contain_text('says: "дорого"\n    count: 2')
    expect(desk.locator("#call-draft")).to_contain_text("«дорого» — objection/dorogo")
    assert asked == []


def test_a_card_that_was_not_meant_is_not_counted_as_heard(desk: Page):
    unhurried(desk)  # what stands there long enough counts as heard
    typed(desk, "дорого")
    desk.keyboard.press("Alt+KeyN")
    desk.keyboard.press("Enter")
    kept = desk.evaluate("Object.entries(localStorage).find(([name]) => name.endsWith(' notes'))")
    assert json.loads(kept[1])["opened"] == {}


AT_ONCE = """() => {
  const field = document.querySelector("#call-search");
  field.value = "дорого";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  for (const key of [{ code: "KeyN", altKey: true }, { code: "Enter" }])
    field.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...key }));
}"""
"""Types, and presses two keys before anything can be answered."""


def test_keys_that_come_before_the_answer_wait_in_line(desk: Page):
    desk.evaluate(AT_ONCE)
    expect(desk.locator("#call-results")).to_have_attribute("data-query", "дорого")
    expect(desk.locator("#call-flash")).to_contain_text("Записано")
    kept = desk.evaluate("Object.entries(localStorage).find(([name]) => name.endsWith(' notes'))")
    notes = json.loads(kept[1])
    assert (notes["opened"], list(notes["missed"])) == ({}, ["дорого"])


def test_a_found_script_does_not_end_the_call(page: Page, publish):
    other = {**CARDS["script/incoming"], "title": "Заказ на дом"}
    opened(page, publish(site({**CARDS, "script/other": other})) + "?script=incoming")
    say = page.locator("#player-say")
    page.keyboard.press("Digit1")
    expect(say).to_contain_text("себе или в подарок")
    typed(page, "заказать кофе домой")
    expect(page.locator("#call-answer")).to_have_attribute("data-entity", "script/other")
    page.keyboard.press("Enter")
    expect(page.locator("#call-search")).to_have_value("")
    begin = page.locator("#call-answer .call-button--main").first
    expect(begin).to_contain_text("Начать скрипт")
    page.keyboard.press("Enter")
    expect(begin).to_contain_text("Точно начать?")
    page.keyboard.press("Escape")
    expect(say).to_contain_text("себе или в подарок")
    typed(page, "заказать кофе домой")
    expect(begin).to_contain_text("Начать скрипт")
    begin.click()
    expect(begin).to_contain_text("Точно начать?")
    begin.click()
    expect(say).to_contain_text("Добрый день")


def test_a_link_that_leads_nowhere_says_so_until_it_is_put_away(desk: Page):
    desk.locator("[data-segment=cafe]").click()
    desk.goto(desk.url + "?script=incoming")
    expect(desk.locator("#player-say")).to_be_visible()
    desk.goto(desk.url + "?script=nope&segment=zzz")
    unknown = desk.locator("#call-unknown")
    expect(unknown).to_contain_text("Такого скрипта нет: nope")
    expect(unknown).to_contain_text("сегмент «zzz»: такого нет")
    # Neither the call nor the segment of the client before.
    expect(desk.locator("#player")).to_be_hidden()
    expect(desk.locator("#call-who")).to_be_visible()
    expect(desk.locator("[data-segment][aria-pressed=true]")).to_have_count(0)
    desk.keyboard.type("доставка")
    expect(desk.locator(PHRASE).first).to_be_visible()
    expect(unknown).to_be_visible()
    desk.keyboard.press("Escape")
    expect(unknown).to_be_hidden()
