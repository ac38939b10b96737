"""Flash cards and the newcomer's path: dealt, remembered in the browser, sent nowhere."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.complaints import Complaints

pytestmark = pytest.mark.browser

KEPT = "kb / flash"
TODAY = "2026-11-21"
READ = f"JSON.parse(localStorage.getItem('{KEPT}'))"
WRITE = "([name, value]) => localStorage.setItem(name, JSON.stringify(value))"


@pytest.fixture
def anew() -> bool:
    """What is on the screen before all is there, is seen where nothing is in a cache."""
    return True


@pytest.fixture
def deck(page: Page, site: str):
    """Opens the cards on a day, at noon."""

    def open_(day: str = TODAY):
        page.clock.set_fixed_time(f"{day}T12:00:00+03:00")
        page.goto(f"{site}/newcomers/cards/")
        expect(page.locator("[data-dealt]")).to_be_attached()
        return page.locator(".kb-flash")

    return open_


def dealt(page: Page) -> str:
    """The card that is shown."""
    shown = page.locator(".kb-flash:visible")
    expect(shown).to_have_count(1)
    return shown.get_attribute("data-card")


def left(page: Page) -> int:
    return int(re.search(r"\d+", page.locator(".kb-count").inner_text())[0])


def button(page: Page, name: str):
    return page.locator(".kb-dealer").get_by_role("button", name=name, exact=True)


def test_one_card_at_a_time_with_the_answer_folded(page: Page, deck):
    cards = deck()
    assert dealt(page) == cards.first.get_attribute("data-card")
    first = cards.first
    expect(first.locator("details p").first).to_be_hidden()
    first.get_by_text("Показать наш ответ").click()
    expect(first.locator("details p").first).to_be_visible()
    button(page, "Знаю").click()
    expect(first).to_be_hidden()
    expect(cards.nth(1)).to_be_visible()


def test_objections_questions_and_products_come_in_turn(deck):
    names = deck().evaluate_all("all => all.map((each) => each.dataset.card.split('/')[0])")
    assert names[:6] == ["objection", "question", "product"] * 2


def test_the_back_says_when_an_answer_fits_and_what_is_never_said(page: Page, deck):
    card = deck().and_(page.locator("[data-card='objection/kislit']"))
    told = card.locator("details")
    for words in ("Когда подходит", "Не говорим", "Лучше так"):
        expect(told).to_contain_text(words)


def test_arrows_and_space_answer(page: Page, deck):
    deck()
    first, count = dealt(page), left(page)
    answer = page.locator(".kb-flash:visible details")
    page.keyboard.press("Space")
    expect(answer).to_have_attribute("open", "")
    page.keyboard.press("Space")
    expect(answer).not_to_have_attribute("open", "")
    page.keyboard.press("ArrowRight")
    second = dealt(page)
    page.keyboard.press("ArrowLeft")
    assert len({first, second, dealt(page)}) == 3
    # What is not known waits behind the others.
    assert left(page) == count - 1
    assert page.evaluate(READ) == {
        first: {"box": 2, "day": TODAY},
        second: {"box": 1, "day": TODAY},
    }


def test_keys_belong_to_what_is_being_written(page: Page, deck):
    deck()
    first = dealt(page)
    own = page.locator(".kb-flash:visible textarea")
    own.fill("до двух")
    own.press("ArrowLeft")
    own.press("Space")
    assert dealt(page) == first
    expect(own).to_have_value("до дву х")
    page.keyboard.press("Shift+ArrowRight")
    assert dealt(page) == first


def test_a_wrong_press_is_taken_back(page: Page, deck):
    deck()
    first, count = dealt(page), left(page)
    button(page, "Не знаю").click()
    button(page, "Вернуть").click()
    assert (dealt(page), left(page)) == (first, count)
    assert page.evaluate(READ) == {}
    expect(button(page, "Вернуть")).to_be_disabled()


def test_what_is_known_comes_back_on_its_day(page: Page, deck):
    deck()
    first = dealt(page)
    page.keyboard.press("ArrowRight")
    shown = page.locator(f"[data-card='{first}']")
    for day, box, seen in (
        ("2026-11-21", 2, False),
        ("2026-11-22", 3, True),
        ("2026-11-23", 3, False),
        ("2026-11-24", 4, True),
        ("2026-11-27", 4, False),
        ("2026-11-28", 5, True),
        ("2026-12-05", 5, False),
        ("2026-12-06", 5, True),
    ):
        deck(day)
        expect(shown).to_be_visible(visible=seen)
        if seen:
            page.keyboard.press("ArrowRight")
        assert page.evaluate(READ)[first]["box"] == box, day


def test_all_known_is_all_for_today_and_may_be_gone_through_again(page: Page, deck):
    count = deck().count()
    for _ in range(count):
        page.keyboard.press("ArrowRight")
    over = page.locator("[data-finished]")
    expect(over).to_contain_text("На сегодня всё. Следующие карточки придут 22 ноября.")
    expect(over).to_be_focused()
    expect(button(page, "Знаю")).to_be_hidden()
    expect(button(page, "Вернуть")).to_be_enabled()
    before = page.evaluate(READ)
    assert {each["box"] for each in before.values()} == {2}
    over.get_by_role("button").click()
    assert left(page) == count
    page.keyboard.press("ArrowRight")
    # Known on the same day once more, it moves no further.
    assert page.evaluate(READ) == before


def test_whatever_is_kept_deals_a_whole_deck(page: Page, deck):
    count = deck().count()
    names = page.locator(".kb-flash").evaluate_all("all => all.map((each) => each.dataset.card)")
    odd = [
        {"box": 9, "day": TODAY},
        {"box": "2", "day": TODAY},
        {"box": 2, "day": "<img src=x onerror=alert(1)>"},
        {"box": 2, "day": "2026-99-99"},
        {"box": 1, "day": "2026-02-31"},
        {"box": 3, "day": "2077-01-01"},
        {"box": -1},
        [],
        None,
        "known",
    ]
    kept = dict(zip(names, odd, strict=False)) | {"objection/gone": {"box": 2, "day": TODAY}}
    for value in (kept, [], "x", 7, {"__proto__": 1, "constructor": {"box": 1}}):
        page.evaluate(WRITE, [KEPT, value])
        deck()
        assert left(page) == count
    page.evaluate(WRITE, [KEPT, kept])
    deck()
    page.keyboard.press("ArrowRight")
    now = page.evaluate(READ)
    assert "objection/gone" not in now
    assert {tuple(sorted(each)) for each in now.values()} == {("box", "day")}


@pytest.mark.parametrize("path", ["newcomers/cards/", "newcomers/"])
def test_a_browser_that_keeps_nothing_says_so(page: Page, site: str, path: str):
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full') }")
    page.goto(f"{site}/{path}")
    told = page.locator("[data-unkept]")
    expect(told).to_be_hidden()
    press = page.locator("[data-known=yes], [data-day='1']").first
    press.click()
    expect(told).to_have_text("Браузер не сохраняет: отметки помним, пока открыта эта страница.")
    if path == "newcomers/":
        expect(page.locator("[data-done]")).to_have_text("Пройдено дней: 1 из 5")


def test_the_days_of_the_path_are_ticked_off(page: Page, site: str):
    page.goto(f"{site}/newcomers/")
    page.evaluate(WRITE, ["kb / path", {"2": "soon", "3": TODAY, "77": TODAY}])
    page.reload()
    told = page.locator("[data-done]")
    expect(told).to_have_text("Пройдено дней: 1 из 5")
    expect(page.get_by_label("День 3 пройден")).to_be_checked()
    page.get_by_label("День 1 пройден").check()
    page.get_by_label("День 3 пройден").uncheck()
    page.reload()
    expect(told).to_have_text("Пройдено дней: 1 из 5")
    expect(page.get_by_label("День 1 пройден")).to_be_checked()


def test_nothing_is_sent(page: Page, deck):
    deck()
    sent: list[Request] = []

    def note(request: Request) -> None:
        sent.append(request)

    page.on("request", note)
    for key in ("Space", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    button(page, "Вернуть").click()
    expect(button(page, "Вернуть")).to_be_enabled()
    assert [each.url for each in sent if each.method != "GET" or "?" in each.url] == []


FETCHED = """async () => {
  const own = performance.getEntriesByType("resource").filter(({ name }) => name.startsWith(origin));
  const kept = await Promise.all([location.href, ...own.map(({ name }) => name)]
    .map((each) => caches.match(each.replace(/[?#].*/s, ""))));
  return kept.length > 5 && kept.every(Boolean);
}"""


def test_once_opened_the_cards_work_without_network(page: Page, site: str, complaints: Complaints):
    page.goto(site)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto(f"{site}/newcomers/cards/")
    first = dealt(page)
    page.wait_for_function(FETCHED)
    complaints.forgive(r"/sw\.js")
    page.context.set_offline(True)
    page.reload()
    assert dealt(page) == first
    page.keyboard.press("ArrowRight")
    assert dealt(page) != first
    assert json.loads(page.evaluate(f"localStorage.getItem('{KEPT}')"))[first]["box"] == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_thumb_reaches_both_answers_however_long_the_card(
    browser: Browser, site: str, scheme: str
):
    context = browser.new_context(
        viewport={"width": 360, "height": 640},
        color_scheme=scheme,
        has_touch=True,
        is_mobile=True,
    )
    phone = context.new_page()
    phone.goto(f"{site}/newcomers/cards/")
    first = dealt(phone)
    phone.locator(".kb-flash:visible summary").tap()
    for name in ("Не знаю", "Знаю"):
        expect(button(phone, name)).to_be_visible()
        place = button(phone, name).bounding_box()
        assert place["height"] >= 48
        assert place["width"] >= 120
        assert 320 < place["y"] < 640 - 48
    button(phone, "Знаю").tap()
    assert dealt(phone) != first
    context.close()
