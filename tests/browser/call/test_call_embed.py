"""The call screen in a frame: a page plays the CRM, as the guide for keepers has it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cafe import site
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.complaints import Complaints
from tests.browser.stillness import axe, schemes, still

pytestmark = pytest.mark.browser

GUIDE = Path(__file__).parents[3] / "scripts_kb" / "guide" / "ru" / "keeper-crm.md"
HEARD = "<script>window.heard = []; addEventListener('message', (event) => heard.push(event.data))</script>"
FRAME = "<!doctype html><meta charset='utf-8'><link rel='icon' href='data:,'>"


def crm(address: str) -> str:
    """The page of the guide, with the address of this base."""
    (page,) = re.findall(r"```html\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert page.count("https://kb.example.org/") == 1
    return FRAME + HEARD + page.replace("https://kb.example.org/", address)


@pytest.fixture
def company(tmp_path: Path, serve: Callable[[Path], str], publish):
    """A base whose `kb.yml` allows one page of two; gives both, and the base's address."""
    folders = [tmp_path / "crm", tmp_path / "stranger"]
    for each in folders:
        each.mkdir()
    allowed, stranger = map(serve, folders)
    before = {"time": "Время приёма"}
    address = publish(site(embed={"origins": [allowed]}, before_call=before))
    for each in folders:
        (each / "index.html").write_text(crm(address), encoding="utf-8")
    return allowed, stranger, address


def unaware(script: str) -> str:
    """The script in a browser that does not tell who is around."""
    assert script.count("location.ancestorOrigins") == 1
    return script.replace("location.ancestorOrigins", "undefined")


def held(page: Page, address: str) -> FrameLocator:
    page.goto(f"{address}/index.html")
    return page.frame_locator("iframe")


def ended(page: Page, frame: FrameLocator) -> None:
    """Plays a call to its end by keys."""
    frame.locator("#call[data-ready]").wait_for()
    frame.locator("#call-search").focus()
    page.keyboard.press("Alt+KeyQ")
    page.keyboard.press("Digit1")
    expect(frame.locator("#player-copy")).to_contain_text("Передать итог в CRM")
    page.keyboard.press("Alt+KeyC")


def test_the_crm_gets_the_summary_and_what_it_fills_its_fields_with(page: Page, company):
    allowed, _, _ = company
    frame = held(page, allowed)
    expect(frame.locator("#player-say")).to_contain_text("Добрый день")
    ended(page, frame)
    expect(frame.locator("#call-flash")).to_have_text("Передано в CRM")
    note = page.locator("#note")
    expect(note).to_have_value(re.compile("Итог: Бросил трубку"))
    expect(note).to_have_value(re.compile("Имя клиента: Анна"))
    heard = page.evaluate("heard")
    assert {each["from"] for each in heard} == {"scripts-kb"}
    assert [each["type"] for each in heard if each["type"] != "height"] == ["ready", "summary"]
    assert min(each["height"] for each in heard if each["type"] == "height") > 100
    (summary,) = [each for each in heard if each["type"] == "summary"]
    assert (summary["outcome"], summary["script"]) == ("hung_up", "incoming@1")
    assert summary["captured"] == {"client_name": "Анна"}


def test_a_page_that_is_not_named_gets_nothing_and_sees_no_screen(page: Page, company):
    _, stranger, _ = company
    frame = held(page, stranger)
    expect(frame.locator("#call-stranger")).to_contain_text("не названа в настройках")
    expect(frame.locator("#call-search")).to_have_count(0)
    assert page.evaluate("heard") == []


def test_where_a_browser_does_not_say_who_is_around_it_delivers_to_those_alone_who_are_meant(
    page: Page, company, complaints: Complaints
):
    complaints.forgive("target origin provided")
    allowed, stranger, _ = company
    # It is the object's own and stays; what is read of it may be empty, as in Firefox.
    page.route(
        "**/embed.js",
        lambda route: route.fulfill(
            body=unaware(route.fetch().text()), content_type="text/javascript"
        ),
    )
    ended(page, held(page, stranger))
    expect(page.frame_locator("iframe").locator("#call-flash")).to_have_text("Передано в CRM")
    assert page.evaluate("heard") == []
    ended(page, held(page, allowed))
    expect(page.locator("#note")).to_have_value(re.compile("Бросил трубку"))


def test_what_the_page_around_says_is_not_listened_to(page: Page, company):
    allowed, _, _ = company
    frame = held(page, allowed)
    expect(frame.locator("#player-say")).to_contain_text("Добрый день")
    page.evaluate(
        "frames[0].postMessage({from: 'scripts-kb', type: 'summary', text: '<b>x</b>'}, '*')"
    )
    ended(page, frame)
    expect(page.locator("#note")).to_have_value(re.compile("Бросил трубку"))


def test_opened_by_itself_it_is_the_same_screen_without_a_violation(page: Page, company):
    _, _, address = company
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{address}call/embed/?client_name=Анна")
    page.wait_for_selector("#call[data-whole]")
    page.keyboard.type("дорого")
    expect(page.locator("#call-answer")).to_have_attribute("data-entity", re.compile("dorogo"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert "Анна" not in page.evaluate("decodeURI(location.href)")


def test_axe_finds_nothing_with_the_notes_open_on_a_phone(page: Page, company):
    _, _, address = company
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{address}call/embed/")
    page.wait_for_selector("#call[data-whole]")
    page.keyboard.type("фывапр олджэ")
    expect(page.locator("#call-note")).to_be_visible()
    expect(page.locator("#call-results")).to_have_attribute("data-query", "фывапр олджэ")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+KeyL")
    page.locator("#call-copy-all").click()
    expect(page.locator("#call-sent")).to_be_visible()
    expect(page.locator("#call-flash")).to_be_hidden()
    for scheme in schemes(page):
        assert axe(page) == [], scheme
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_its_texts_are_seen_on_their_ground(page: Page, company):
    _, _, address = company
    page.goto(f"{address}call/embed/")
    page.wait_for_selector("#call[data-ready]")
    still(page)
    ground = {"light": "rgb(255, 255, 255)", "dark": "rgb(30, 33, 41)"}
    for scheme in schemes(page):
        told = page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(call).color]"
        )
        assert told[0] == ground[scheme]
        assert told[0] != told[1]


def test_a_base_that_names_no_crm_has_no_such_page(page: Page, publish, complaints: Complaints):
    complaints.forgive("status of 404|/favicon.ico")
    response = page.goto(f"{publish()}call/embed/")
    assert response is not None
    assert response.status == 404
    assert json.dumps(response.text()).count("call-search") == 0
