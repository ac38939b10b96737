"""Without network, and when a new version arrives in the middle of a call."""

from pathlib import Path

import pytest
from cafe import changed_cards, site
from playwright.sync_api import Page, expect
from stage import hears, opened, put, until

from tests.browser.complaints import OFFLINE, Complaints

pytestmark = pytest.mark.browser


@pytest.fixture
def anew() -> bool:
    """A worker and what it keeps are those of one test."""
    return True


@pytest.fixture
def online(page: Page, publish) -> Page:
    opened(page, publish(offline=True))
    until(page, "navigator.serviceWorker.controller !== null")
    return page


def test_all_goes_on_without_network(online: Page, complaints: Complaints):
    complaints.forgive(OFFLINE)
    online.context.set_offline(True)
    online.reload()
    online.wait_for_selector("#call[data-ready]")
    online.locator("#call-search").fill("ljhjuj")
    expect(online.locator("#call-answer")).to_contain_text("Понимаю, сумма заметная.")
    expect(online.locator("#call-offline")).to_contain_text("Нет сети")
    # A page that was never visited: its script is kept all the same.
    online.goto(online.url + "scripts/incoming/")
    expect(online.locator("#player-say")).to_contain_text("Добрый день")
    # A link from the CRM, too.
    online.goto(online.url.removesuffix("scripts/incoming/") + "?q=доставка")
    expect(online.locator("#call-answer")).to_contain_text("Везём завтра")


def test_a_new_version_changes_no_open_card(online: Page, publish):
    online.locator("#call-search").fill("доставка")
    answer = online.locator("#call-answer")
    expect(answer).to_contain_text("Везём завтра, бесплатно от двух тысяч.")
    publish(site(changed_cards("question/delivery", answer="Везём сегодня.")), offline=True)
    mark = online.locator("#call-update")
    hears(online, mark)
    expect(mark).to_contain_text("Есть новая версия базы")
    expect(answer).to_contain_text("Везём завтра, бесплатно от двух тысяч.")
    # Not by a reload in the middle of a call either.
    online.reload()
    expect(answer).to_contain_text("Везём завтра, бесплатно от двух тысяч.")
    expect(mark).to_be_visible()
    mark.get_by_role("button").click()
    expect(answer).to_contain_text("Везём сегодня.")
    expect(mark).to_be_hidden()


def test_a_new_version_comes_by_itself_where_nobody_is_disturbed(online: Page, publish):
    publish(site(changed_cards("question/delivery", answer="Везём сегодня.")), offline=True)
    hears(online, online.locator("#call-update"))
    release = "document.querySelector('#call')?.dataset.release"
    before = online.evaluate(release)
    online.evaluate("location.reload()")
    # Once for the person, once more for the new version.
    until(online, f"{release} && {release} !== '{before}'")
    online.locator("#call-search").fill("доставка")
    expect(online.locator("#call-answer")).to_contain_text("Везём сегодня.")


def test_a_call_in_another_window_is_not_disturbed(online: Page, publish):
    online.locator("#call-search").fill("доставка")
    expect(online.locator("#call-answer")).to_contain_text("Везём завтра")
    publish(site(changed_cards("question/delivery", answer="Везём сегодня.")), offline=True)
    hears(online, online.locator("#call-update"))
    other = online.context.new_page()
    opened(other, online.url)
    # It has nothing to lose, and yet it only says so.
    expect(other.locator("#call-update")).to_be_visible()
    online.reload()
    expect(online.locator("#call-answer")).to_contain_text("Везём завтра")


def test_a_release_that_is_not_whole_is_not_taken(online: Page, publish, tmp_path: Path):
    root = tmp_path / "sales" / "kb"
    present = (root / "call" / "release.json").read_bytes()
    publish(site(changed_cards("question/delivery", answer="Везём сегодня.")), offline=True)
    # The deployment is half way: the worker is new, the release that the server names is not.
    put({"call/release.json": present}, root)
    online.evaluate(
        """async () => {
            const registration = await navigator.serviceWorker.ready;
            await registration.update().catch(() => {});
            const fresh = registration.installing;
            if (fresh) await new Promise((done) => {
                fresh.onstatechange = () => fresh.state === "redundant" && done();
            });
        }"""
    )
    assert online.evaluate("caches.keys().then((all) => all.length)") == 1
    online.reload()
    online.locator("#call-search").fill("доставка")
    expect(online.locator("#call-answer")).to_contain_text("Везём завтра")
    expect(online.locator("#call-update")).to_be_hidden()


def test_a_preview_takes_the_service_worker_away(online: Page, publish):
    publish(offline=False)
    online.evaluate("navigator.serviceWorker.ready.then((each) => each.update())")
    until(
        online,
        "Promise.all([navigator.serviceWorker.getRegistrations(), caches.keys()])"
        ".then((all) => all.flat().length === 0)",
    )


def test_it_can_be_installed(online: Page):
    manifest = online.evaluate(
        "async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json()"
    )
    assert (manifest["start_url"], manifest["scope"]) == ("./", "./")
    for icon in manifest["icons"]:
        status = online.evaluate(
            "async (src) => (await fetch(new URL(src, document.baseURI))).status", icon["src"]
        )
        assert status == 200


def test_the_page_of_a_script_keeps_its_mark_and_its_open_card(page: Page, publish):
    page.goto(publish(offline=True) + "scripts/incoming/")
    expect(page.locator("#player-say")).to_be_visible()
    page.keyboard.press("Digit1")
    until(page, "navigator.serviceWorker.controller !== null")
    publish(site(changed_cards("question/delivery", answer="Везём сегодня.")), offline=True)
    mark = page.get_by_role("button", name="Обновить сейчас")
    hears(page, mark)
    page.keyboard.press("Alt+Digit1")
    card = page.locator("#player .call-answer")
    expect(card).to_contain_text("Пачки хватает на месяц.")
    expect(mark).to_be_visible()
    page.reload()
    expect(card).to_contain_text("Пачки хватает на месяц.")
    page.keyboard.press("Escape")
    expect(page.locator("#player-say")).to_contain_text("себе или в подарок")
    page.reload()
    expect(page.locator("#player-say")).to_contain_text("себе или в подарок")
