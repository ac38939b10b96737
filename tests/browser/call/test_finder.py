"""The search box in the header of every page but the call screen."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from stage import until

from tests.browser.complaints import OFFLINE, Complaints
from tests.browser.stillness import axe

pytestmark = pytest.mark.browser

CARD = "objections/kislit/"
FIRST = ".kb-find__result >> nth=0"
KEPT = """Promise.all(
    [location.href, ...performance.getEntriesByType("resource").map((each) => each.name)]
        .map((each) => caches.match(each))
).then((all) => all.every(Boolean))"""
"""Of a page that is open, all of it."""


@pytest.fixture(scope="session")
def below(published: Path, serve: Callable[[Path], str], tmp_path_factory) -> str:
    """The same site below a sub-path of a plain file server."""
    folder = tmp_path_factory.mktemp("host")
    (folder / "sales").mkdir()
    (folder / "sales/kb").symlink_to(published)
    return f"{serve(folder)}/sales/kb"


@pytest.fixture
def card(page: Page, below: str) -> Page:
    page.set_viewport_size({"width": 1200, "height": 800})
    page.goto(f"{below}/{CARD}")
    return page


def field(page: Page):
    return page.locator("#kb-find")


def test_nothing_of_it_is_fetched_before_it_has_the_focus(page: Page, below: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{below}/{CARD}")
    page.wait_for_timeout(500)
    parts = ("find.js", "worker.js", "index.bin", "beside.bin", "titles.json")

    def fetched() -> set[str]:
        own = f"{below}/call/"
        return {
            part for url in asked for part in parts if url.startswith(own) and url.endswith(part)
        }

    assert fetched() == set()
    assert [url for url in asked if "/search/" in url or "lunr" in url] == []
    field(page).focus()
    page.wait_for_selector("[data-find][data-ready]")
    field(page).fill("кислит")
    expect(page.locator(FIRST)).to_be_visible()
    assert fetched() == set(parts)


@pytest.mark.parametrize(
    ("typed", "entity"),
    [
        ("кислит", "objection/kislit"),
        ("rbckbn", "objection/kislit"),
        ("что считать лидом", "regulation/lid"),
        ("зоны ответственности", "page/agreements/#zones"),
        ("продавцу", "page/guide/salesperson/"),
        ("стоп слова", "page/agreements/#wording"),
    ],
)
def test_answers_rules_and_pages_are_found(card: Page, typed: str, entity: str):
    field(card).fill(typed)
    expect(card.locator(FIRST)).to_have_attribute("data-entity", entity)
    expect(field(card)).to_have_attribute("aria-expanded", "true")


def test_a_wrong_layout_says_how_it_was_read(card: Page):
    field(card).fill("rbckbn")
    expect(card.locator("[data-find-note]")).to_have_text("показано по: кислит")
    said = re.compile(r"показано по: кислит\. наш\S+ \d+\. Первый: Кислит")
    expect(card.locator("[data-find-status]")).to_have_text(said)


def test_what_was_cleared_is_not_announced(card: Page):
    field(card).fill("кислит")
    expect(card.locator(FIRST)).to_be_visible()
    card.keyboard.press("Escape")
    card.wait_for_timeout(700)
    expect(card.locator("[data-find-status]")).to_have_text("")


def test_keys_open_it_choose_and_lead_to_the_page(card: Page, below: str):
    expect(field(card)).not_to_be_focused()
    card.keyboard.press("Slash")
    expect(field(card)).to_be_focused()
    expect(field(card)).to_have_value("")
    # At once: what is found for the first letters, and comes late, would choose anew.
    card.keyboard.insert_text("зоны")
    expect(card.locator(FIRST)).to_have_attribute("aria-selected", "true")
    expect(field(card)).to_have_attribute("aria-activedescendant", "kb-find-option-0")
    card.keyboard.press("ArrowDown")
    expect(field(card)).to_have_attribute("aria-activedescendant", "kb-find-option-1")
    card.keyboard.press("ArrowUp")
    card.keyboard.press("Enter")
    card.wait_for_url(f"{below}/agreements/#zones")


def test_enter_before_the_answer_opens_the_first_result(card: Page, below: str):
    card.keyboard.press("Control+KeyK")
    card.wait_for_selector("[data-find][data-ready]")
    card.keyboard.type("кто какую скидку")
    card.keyboard.press("Enter")
    card.wait_for_url(f"{below}/regulations/*/")


def test_esc_gives_the_focus_back_and_letters_in_fields_stay_letters(card: Page):
    why = card.locator("[data-why]").first
    why.focus()
    card.keyboard.press("Control+KeyK")
    card.keyboard.type("дорого")
    expect(card.locator(FIRST)).to_be_visible()
    card.keyboard.press("Slash")
    expect(field(card)).to_have_value("дорого/")
    card.keyboard.press("Escape")
    expect(card.locator("[data-find-found]")).to_be_hidden()
    expect(field(card)).to_have_value("")
    expect(why).to_be_focused()


def test_what_is_not_found_goes_on_to_the_call_screen(card: Page, below: str):
    field(card).fill("щщъъщщ")
    expect(card.locator(".kb-find__result")).to_contain_text("Записать эти слова")
    card.keyboard.press("Enter")
    card.wait_for_url(f"{below}/")
    expect(card.locator("#call-search")).to_have_value("щщъъщщ")
    expect(card.locator("#call-note")).to_be_visible()


def test_the_call_screen_has_one_search_and_the_same_key(page: Page, below: str):
    page.goto(f"{below}/")
    page.wait_for_selector("#call[data-ready]")
    expect(page.locator("[data-find]")).to_have_count(0)
    expect(page.locator("[role=combobox]")).to_have_count(1)
    page.locator(".md-logo").first.focus()
    page.keyboard.press("Control+KeyK")
    expect(page.locator("#call-search")).to_be_focused()


def test_it_goes_on_without_network(page: Page, below: str, complaints: Complaints):
    page.goto(f"{below}/")
    until(page, "navigator.serviceWorker.controller !== null")
    page.goto(f"{below}/{CARD}")
    until(page, KEPT)
    complaints.forgive(OFFLINE)
    page.context.set_offline(True)
    page.reload()
    page.keyboard.press("Slash")
    field(page).press_sequentially("лид")
    expect(page.locator(FIRST)).to_have_attribute("data-entity", "regulation/lid")
    page.context.set_offline(False)


def test_it_is_not_printed(card: Page):
    card.emulate_media(media="print")
    expect(card.locator(".kb-find")).to_be_hidden()


@pytest.fixture(params=["light", "dark"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        color_scheme=request.param,
        has_touch=True,
        is_mobile=True,
    )
    yield context.new_page()
    context.close()


def test_a_thumb_and_a_screen_reader_can_use_it(phone: Page, below: str):
    phone.goto(f"{below}/{CARD}")
    opener = phone.locator("[data-find-open]")
    expect(field(phone)).to_be_hidden()
    opener.tap()
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(field(phone)).to_be_focused()
    field(phone).fill("дорого")
    expect(phone.locator(FIRST)).to_be_visible()
    low = phone.locator(".kb-find :is(button, input, a):visible").evaluate_all(
        "all => all.filter(x => x.getBoundingClientRect().height < 43.5).map(x => x.outerHTML)"
    )
    assert low == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(phone) == []
    phone.locator("[data-find-close]").tap()
    expect(field(phone)).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_phone_gives_the_focus_back_to_what_opened_it(phone: Page, below: str):
    phone.goto(f"{below}/{CARD}")
    opener = phone.locator("[data-find-open]")
    why = phone.locator("[data-why]").first
    # By a key from elsewhere, by a finger that focuses the button, by one that focuses nothing.
    why.focus()
    phone.keyboard.press("Control+KeyK")
    expect(field(phone)).to_be_focused()
    phone.keyboard.press("Escape")
    expect(why).to_be_focused()
    opener.focus()
    phone.keyboard.press("Enter")
    expect(field(phone)).to_be_focused()
    phone.keyboard.press("Escape")
    expect(opener).to_be_focused()
    opener.blur()
    opener.evaluate("each => each.click()")
    expect(field(phone)).to_be_focused()
    phone.keyboard.press("Escape")
    expect(opener).to_be_focused()
