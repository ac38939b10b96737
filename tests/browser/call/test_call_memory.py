"""What the browser keeps: of any kind, of another tab, of a former version, or not at all."""

import json
import re

import pytest
import yaml
from playwright.sync_api import Page, expect
from stage import opened

from tests.browser.complaints import Complaints

pytestmark = pytest.mark.browser

KEEP = "([store, name, value]) => window[store].setItem(name, value)"
BROWSER, TAB = "localStorage", "sessionStorage"
STEP = {"script": "script/incoming", "node": "greet"}
ODD = {
    (BROWSER, "kb /sales/kb/ pins"): [5, {}, "objection/x", [1, {}, None], "{bad"],
    (BROWSER, "kb /sales/kb/ recent"): ["x", {}, 7],
    (TAB, "kb /sales/kb/ segment"): [5, {}, "gone"],
    (BROWSER, "kb /sales/kb/ notes"): [
        {},
        [],
        "x",
        {"missed": None, "opened": []},
        {"missed": {"слово": 3, "другое": None}, "opened": {"objection/dorogo": "a"}},
    ],
    (TAB, "kb /sales/kb/ screen"): [5, {}, {"query": 5, "how": 3}, {"opened": 5, "active": None}],
    (TAB, "kb /sales/kb/ run"): [
        5,
        {},
        [],
        {"trail": []},
        {"trail": [None]},
        {"trail": [STEP]},
        {"trail": [STEP], "captured": None, "met": {}, "must": 1},
    ],
}


def keep(page: Page, store: str, name: str, value) -> None:
    text = value if value == "{bad" else json.dumps(value)
    page.evaluate(KEEP, [store, name, text])


@pytest.mark.parametrize("turn", range(max(map(len, ODD.values()))))
def test_whatever_was_kept_stops_neither_the_screen_nor_the_player(
    desk: Page, complaints: Complaints, turn: int
):
    """One odd value under each name at once: none of them keeps the others from being read."""
    home = desk.url
    complaints.forgive("/favicon.ico")  # a file alone names none
    for path, ready in (("", "#call[data-ready]"), ("scripts/incoming/", "#player-say")):
        # Where no script of ours runs.
        desk.goto(f"{home}call/release.json")
        desk.evaluate("localStorage.clear(); sessionStorage.clear()")
        for (store, name), values in ODD.items():
            for value in values[turn : turn + 1]:
                keep(desk, store, name, value)
        desk.goto(home + path)
        desk.wait_for_selector(ready)
        if path:
            expect(desk.locator("#player-say")).to_contain_text("Добрый день")
            continue
        assert desk.locator("#call-search").input_value() == ""
        expect(desk.locator("#call")).to_contain_text(re.compile("Мои записи|Добрый день"))


def test_a_draft_is_made_of_counts_alone(desk: Page):
    name = "kb /sales/kb/ notes"
    missed = {"без кофеина": {"count": 2, "segment": ""}, "слово": 3, "пусто": None}
    opened_ = {"objection/dorogo": 1, "objection/kislit": "a"}
    keep(desk, BROWSER, name, {"missed": missed, "opened": opened_, "since": "2026-11-01"})
    desk.reload()
    desk.locator(".call-notes summary").click()
    desk.locator("#call-export").click()
    draft = yaml.safe_load(desk.locator("#call-draft").inner_text())
    assert [(each["says"], each["count"]) for each in draft["unanswered"]] == [("без кофеина", 2)]
    assert draft["objections"] == [{"objection": "dorogo", "count": 1}]


def test_pins_of_cards_that_are_gone_take_no_place(desk: Page):
    keep(desk, BROWSER, "kb /sales/kb/ pins", [f"objection/gone-{each}" for each in range(9)])
    desk.reload()
    desk.wait_for_selector("#call[data-ready]")
    desk.locator("#call-search").fill("доставка")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "question/delivery")
    desk.keyboard.press("Alt+p")
    expect(desk.locator("#call-flash")).to_have_text("Закреплено")
    desk.keyboard.press("Escape")
    expect(desk.locator(".call-tile--own")).to_have_attribute("data-pin", "question/delivery")


def test_a_digit_opens_what_stands_beside_it_though_another_tab_has_pinned(desk: Page):
    first = desk.locator("[data-pin]").first
    expect(first).to_have_attribute("data-pin", "objection/supplier")
    other = desk.context.new_page()
    opened(other, desk.url)
    other.locator("#call-search").fill("дорого")
    expect(other.locator("#call-answer")).to_have_attribute("data-entity", "objection/dorogo")
    other.keyboard.press("Alt+p")
    expect(first).to_have_attribute("data-pin", "objection/dorogo")
    desk.keyboard.press("1")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "objection/dorogo")


def test_a_segment_that_is_gone_is_asked_for_anew(desk: Page):
    keep(desk, TAB, "kb /sales/kb/ segment", "gone")
    desk.reload()
    desk.wait_for_selector("#call[data-ready]")
    expect(desk.locator(".call-who--known")).to_have_count(0)
    expect(desk.locator("[data-script]")).not_to_have_count(0)
    expect(desk.locator("[data-pin]")).not_to_have_count(0)
    keep(desk, TAB, "kb /sales/kb/ segment", "")
    desk.reload()
    expect(desk.locator("[data-segment='']")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("refused", ["setItem", "localStorage"])
def test_a_browser_that_keeps_nothing_says_so_and_remembers_meanwhile(desk: Page, refused: str):
    desk.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full') }"
        if refused == "setItem"
        else "Object.defineProperty(window, 'localStorage', {get() { throw Error('no') }})"
    )
    desk.reload()
    desk.wait_for_selector("#call[data-ready]")
    search, said = desk.locator("#call-search"), desk.locator("#call-flash")
    search.fill("ъъъщщщ")
    desk.locator("#call-note").click()
    expect(said).to_contain_text("Браузер не сохраняет")
    search.fill("доставка")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "question/delivery")
    desk.keyboard.press("Alt+p")
    expect(desk.locator("#call-home")).to_be_hidden()
    expect(said).to_contain_text("Браузер не сохраняет")
    desk.keyboard.press("Escape")
    expect(desk.locator(".call-tile--own")).to_have_attribute("data-pin", "question/delivery")
    expect(desk.locator(".call-notes summary")).to_contain_text("Мои записи (1)")


def test_a_search_that_was_ended_without_a_word_is_said_to_be(desk: Page):
    desk.add_init_script(
        "window.Worker = class extends Worker"
        "{ constructor(...given) { super(...given); window.searching = this; } }"
    )
    desk.reload()
    desk.wait_for_selector("#call[data-ready]")
    desk.locator("#call-search").fill("доставка")
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "question/delivery")
    broken = desk.locator("#call-broken")
    desk.clock.fast_forward(5_000)
    expect(broken).to_be_hidden()
    desk.evaluate("window.searching.terminate()")
    desk.locator("#call-search").fill("дорого")
    expect(broken).to_be_visible()
    expect(broken).to_contain_text("Обновите страницу")
    desk.reload()
    expect(desk.locator("#call-answer")).to_have_attribute("data-entity", "objection/dorogo")
    expect(broken).to_be_hidden()
