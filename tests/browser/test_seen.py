"""«С прошлого визита» and «Прочитал, скажу так»: kept in the browser, sent nowhere."""

import json

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

KEPT = "kb-seen /"


@pytest.fixture
def news(page: Page, site: str):
    """The list of what is new, opened for the first time on the day of the newest piece."""

    def open_(after=lambda: None):
        page.goto(f"{site}/changes/")
        after()
        return page.locator("[data-news]:visible")

    page.goto(f"{site}/changes/")
    landed = page.locator("[data-news]").evaluate_all("all => all.map(x => x.dataset.landed)")
    page.evaluate("localStorage.clear()")
    page.clock.set_fixed_time(f"{max(landed)}T20:00:00+03:00")
    return open_


def kept(page: Page) -> dict:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEPT}')"))


def test_what_is_new_is_shown_with_its_reason_until_it_is_taken_note_of(page: Page, site, news):
    items = news()
    count = items.count()
    assert count > 0
    expect(page.locator("[data-count]")).to_have_text(str(count))
    first = items.first
    entity = first.get_attribute("data-news")
    assert first.locator(".kb-goal").last.inner_text().strip()
    first.get_by_role("button", name="Прочитал, скажу так").click()
    expect(page.locator(f"[data-news='{entity}']")).to_be_hidden()
    assert news().count() == count - 1
    versions = page.locator(f"[data-news='{entity}']").get_attribute("data-meant").split()
    assert kept(page)["read"] == dict(zip(entity.split(), map(int, versions), strict=True))


def of_one_card(page: Page):
    """The newest change that touched one card alone."""
    return page.locator("[data-news]:not([data-news*=' ']):visible").first


def test_a_change_stands_once_however_many_cards_it_touched(page: Page, site, news):
    titles = news().locator("a > b").all_inner_texts()
    assert len(titles) == len(set(titles))


def test_a_link_of_the_news_opens_what_is_said_now(page: Page, site, news):
    news()
    link = page.locator("[data-news]:visible > a[href*='#at-']").first
    place = link.get_attribute("href").partition("#")[2]
    link.click()
    expect(page.locator(f"[id='{place}']")).to_be_in_viewport()


def test_a_new_meaning_asks_again_and_an_old_one_does_not(page: Page, site, news):
    news()
    item = of_one_card(page)
    entity, version = item.get_attribute("data-news"), int(item.get_attribute("data-meant"))
    item.locator("a").first.click()
    bar = page.locator("[data-read]")
    bar.get_by_role("button").click()
    expect(bar).to_contain_text(f"Прочитано: версия {version}")
    page.reload()
    expect(bar.get_by_role("button")).to_be_hidden()
    before = {**kept(page), "seen": {}, "read": {entity: version - 1}}
    page.evaluate("kept => localStorage.setItem('kb-seen /', JSON.stringify(kept))", before)
    page.reload()
    expect(bar.get_by_role("button")).to_be_visible()
    expect(bar).to_contain_text("С тех пор, как вы читали, смысл изменился.")


def test_an_opened_page_is_no_longer_new(page: Page, site, news):
    news()
    item = of_one_card(page)
    entity = item.get_attribute("data-news")
    item.locator("a").first.click()
    expect(page.locator("[data-read]")).to_be_visible()
    news()
    expect(page.locator(f"[data-news='{entity}']")).to_be_hidden()


def test_each_segment_has_its_own_news(page: Page, site, news):
    news()
    since = page.locator("#since")
    since.get_by_role("button", name="Для дома").click()
    for segments in page.locator("[data-news]:visible").evaluate_all(
        "all => all.map(each => each.dataset.segments)"
    ):
        assert segments == "" or "home" in segments.split()
    since.get_by_role("button", name="Всё прочитал").click()
    expect(page.locator("[data-news]:visible")).to_have_count(0)
    expect(since).to_contain_text("Нового для вас нет")
    since.get_by_role("button", name="Все", exact=True).click()
    assert page.locator("[data-news]:visible").count() > 0


def test_a_browser_that_keeps_nothing_still_shows_the_news(page: Page, site, news):
    refuse = "name => { if (name.startsWith('kb-')) throw Error('full'); return null; }"
    page.add_init_script(f"Storage.prototype.setItem = Storage.prototype.getItem = {refuse}")
    items = news()
    count = items.count()
    items.first.get_by_role("button", name="Прочитал, скажу так").click()
    expect(items).to_have_count(count - 1)


def test_nothing_is_sent(page: Page, site, news):
    items = news()  # all that the page asks for by itself has come when it is loaded
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    items.first.get_by_role("button", name="Прочитал, скажу так").click()
    page.get_by_role("button", name="Всё прочитал").click()
    page.wait_for_timeout(200)
    # The icon of a site a browser asks for when it likes.
    assert [each for each in sent if not each.endswith("/favicon.png")] == []
