"""«Новое с прошлого визита» and the segment: one memory for the call screen and for the pages."""

import json

import pytest
from cafe import REASON, site
from playwright.sync_api import Page, expect
from stage import opened

pytestmark = pytest.mark.browser

CHANGED = (
    ("question/delivery", "answer", "Везём послезавтра.", 3, REASON),
    ("objection/supplier", "answers[second].say", "Иначе.", 2, None),
)


@pytest.fixture
def fresh(page: Page, publish) -> Page:
    opened(page, publish(site(changed=CHANGED)))
    return page


def news(page: Page) -> list[str]:
    return page.locator("[data-change]").evaluate_all(
        "all => all.map(x => x.firstChild.textContent)"
    )


def memory(page: Page) -> tuple[str, dict]:
    name = page.evaluate("Object.keys(localStorage).find(x => x.startsWith('kb-seen '))")
    return name, json.loads(page.evaluate("name => localStorage.getItem(name)", name))


def keep(page: Page, **fields) -> None:
    name, kept = memory(page)
    page.evaluate("([n, v]) => localStorage.setItem(n, v)", [name, json.dumps({**kept, **fields})])


def test_a_first_visit_shows_the_last_two_weeks(fresh: Page):
    assert news(fresh) == ["Правка", "Сначала чашка"]
    assert memory(fresh)[0] == "kb-seen /sales/kb/"


@pytest.mark.parametrize(
    "odd",
    [
        5,
        [],
        {"since": "x", "seen": {}, "read": {}},
        {"since": "2026-99-99", "seen": {}, "read": {}},
        {"since": "2026-11-01", "seen": None, "read": "x"},
    ],
)
def test_whatever_was_kept_the_news_are_shown_and_seen(fresh: Page, odd):
    name = memory(fresh)[0]
    fresh.evaluate("([n, v]) => localStorage.setItem(n, v)", [name, json.dumps(odd)])
    fresh.reload()
    fresh.wait_for_selector("#call[data-ready]")
    assert news(fresh) == ["Правка", "Сначала чашка"]
    fresh.locator("[data-change]").last.click()
    expect(fresh.locator("#call-answer")).to_contain_text("Везём завтра")
    kept = memory(fresh)[1]
    assert (kept["seen"], kept["read"]) == ({"question/delivery": 2}, {})


@pytest.mark.parametrize("where", ["seen", "read"])
def test_what_was_seen_on_a_page_is_not_new_here(fresh: Page, where: str):
    keep(fresh, **{where: {"question/delivery": 2}})
    fresh.reload()
    fresh.wait_for_selector("#call[data-ready]")
    assert news(fresh) == ["Правка"]
    keep(fresh, **{where: {"question/delivery": 1}})
    fresh.reload()
    fresh.wait_for_selector("#call[data-ready]")
    assert news(fresh) == ["Правка", "Сначала чашка"]


def test_what_is_opened_here_is_seen(fresh: Page):
    fresh.locator("[data-change]").last.click()
    expect(fresh.locator("#call-answer")).to_contain_text("Везём завтра")
    fresh.keyboard.press("Escape")
    expect(fresh.locator("[data-change]")).to_have_count(1)
    assert memory(fresh)[1]["seen"] == {"question/delivery": 2}


def test_all_may_be_taken_note_of_at_once(fresh: Page):
    fresh.locator("#call-news-read").click()
    expect(fresh.locator("[data-change]")).to_have_count(0)
    expect(fresh.locator("#call-home")).to_contain_text("Нового для вас нет.")
    assert memory(fresh)[1]["read"] == {"question/delivery": 2, "objection/supplier": 2}


def test_another_tab_is_not_forgotten(fresh: Page):
    other = fresh.context.new_page()
    opened(other, fresh.url)
    other.locator("#call-news-read").click()
    fresh.locator("#call-search").fill("дорого")
    expect(fresh.locator("#call-answer")).to_have_attribute("data-entity", "objection/dorogo")
    fresh.keyboard.press("Enter")
    kept = memory(fresh)[1]
    assert kept["read"] == {"question/delivery": 2, "objection/supplier": 2}
    assert "objection/dorogo" in kept["seen"]


def test_what_is_for_another_segment_is_no_news(fresh: Page):
    before = news(fresh)
    fresh.locator("[data-segment=home]").click()
    assert news(fresh) == [each for each in before if each != "Правка"]


def test_the_pages_and_the_call_screen_share_the_news(page: Page, site: str):
    """On the published site: what /changes/ has taken note of is not new in a call, and back."""
    page.goto(f"{site}/changes/")
    items = page.locator("[data-news]")
    landed = max(items.evaluate_all("all => all.map(x => x.dataset.landed)"))
    page.clock.set_fixed_time(f"{landed}T20:00:00+03:00")
    page.evaluate("localStorage.clear()")
    opened(page, f"{site}/")
    assert news(page) != []
    page.goto(f"{site}/changes/")
    page.get_by_role("button", name="Всё прочитал").click()
    opened(page, f"{site}/")
    assert news(page) == []


def test_whom_one_talks_to_is_of_the_call_and_no_choice_of_a_list(page: Page, site: str):
    opened(page, f"{site}/")
    page.locator("[data-segment=home]").click()
    page.goto(f"{site}/objections/")
    bar = page.get_by_role("group", name="Кому")
    expect(bar.get_by_role("button", name="Для дома")).to_have_attribute("aria-pressed", "false")
    bar.get_by_role("button", name="Кафе").click()
    page.goto(f"{site}/questions/")
    expect(bar.get_by_role("button", name="Кафе")).to_have_attribute("aria-pressed", "true")
    opened(page, f"{site}/")
    expect(page.locator("[data-segment=home]")).to_have_attribute("aria-pressed", "true")
