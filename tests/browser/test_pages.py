"""The published pages in a real browser: reasons in place, what holds today, lists that filter."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts_kb.app import present, workspace
from scripts_kb.schema.cards import Offer
from tests.browser.stillness import still

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def base():
    return present.base(workspace.find(Path(__file__).resolve().parents[2] / "content"))[0]


@pytest.fixture(scope="module")
def explained() -> str:
    """The address of a page with a phrase whose change was explained."""
    return "objections/kislit/"


@pytest.fixture(scope="module")
def ending(base) -> Offer:
    """An offer with a last day."""
    offers = [each.record for each in base.of("offer") if each.record.status == "live"]
    return next(offer for offer in offers if offer.valid_to)


def test_a_reason_opens_beside_its_phrase_by_keyboard(page: Page, site: str, explained: str):
    page.goto(f"{site}/{explained}")
    why = page.locator(".kb-answer [data-why]").first
    why.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Почему говорим именно так")
    expect(dialog).to_be_visible()
    for told in ("С чего началось", "Почему", "Было", "Стало"):
        expect(dialog).to_contain_text(told)
    expect(dialog.locator(".kb-dept").first).to_be_visible()
    expect(dialog.locator("time")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(why).to_be_focused()


@pytest.mark.parametrize("width", [360, 480, 1280])
def test_the_phrase_stays_in_sight_under_its_reason(
    page: Page, site: str, explained: str, width: int
):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}/{explained}")
    why = page.locator(".kb-answer [data-why]").first
    why.click()
    expect(page.locator(".kb-dialog .kb-dept").first).to_be_visible()
    phrase, box = why.bounding_box(), page.locator(".kb-dialog").bounding_box()
    if width >= 700:
        assert box["y"] >= phrase["y"] + phrase["height"] or box["y"] + box["height"] <= phrase["y"]
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_without_scripts_a_reason_is_a_link_that_unfolds_it(
    browser: Browser, site: str, explained: str
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{explained}")
    page.locator(".kb-answer [data-why]").first.click()
    assert re.search(r"#v\d+$", page.url)
    expect(page.locator(".kb-told:target .kb-reason")).to_be_visible()
    context.close()


@pytest.fixture
def november(year: Path, serve: Callable[[Path], str]) -> str:
    """The address of a site whose offers still run; one that is built later knows that they ended."""
    return serve(year / "site")


@pytest.mark.parametrize(
    ("moment", "zone", "listed", "last"),
    [
        ("T09:00:00+03:00", "Europe/Moscow", True, True),
        ("T23:59:00+03:00", "Europe/Moscow", True, True),
        ("T23:59:00+03:00", "Asia/Vladivostok", True, True),
        ("next", "Europe/Moscow", False, False),
        ("next", "America/Los_Angeles", False, False),
    ],
)
def test_an_offer_hides_itself_on_the_day_after_its_last_in_the_base_zone(
    browser: Browser, november: str, ending: Offer, moment: str, zone: str, listed: bool, last: bool
):
    context = browser.new_context(timezone_id=zone)
    page = context.new_page()
    last_day = ending.valid_to.isoformat()
    if moment == "next":
        midnight = datetime.fromisoformat(f"{last_day}T23:59:00+03:00").timestamp() + 120
        page.clock.set_fixed_time(datetime.fromtimestamp(midnight, UTC))
    else:
        page.clock.set_fixed_time(datetime.fromisoformat(last_day + moment))
    page.goto(f"{november}/offers/")
    item = page.locator(f".kb-item:has(a[href='{ending.id}/'], a[href$='/offers/{ending.id}/'])")
    expect(item).to_be_visible() if listed else expect(item).to_be_hidden()
    if last:
        expect(item).to_contain_text("Сегодня последний день")
    page.goto(f"{november}/offers/{ending.id}/")
    expect(page.locator(".kb-over")).to_be_visible(visible=not listed)
    expect(page.locator(".kb-deal")).to_be_visible(visible=listed)
    context.close()


def test_a_list_shows_one_segment_and_remembers_it(page: Page, site: str):
    page.goto(f"{site}/objections/")
    bar = page.get_by_role("group", name="Кому")
    bar.get_by_role("button", name="Для дома").click()
    shown = page.locator(".kb-item:visible")
    assert shown.count() > 0
    for segments in shown.evaluate_all("all => all.map(each => each.dataset.segments)"):
        assert segments == "" or "home" in segments.split()
    page.goto(f"{site}/questions/")
    expect(bar.get_by_role("button", name="Для дома")).to_have_attribute("aria-pressed", "true")
    bar.get_by_role("button", name="Все").click()
    assert page.locator(".kb-item:visible").count() == page.locator(".kb-item").count()


PAGES = [
    "",
    "objections/",
    "objections/kislit/",
    "scripts/incoming-home/",
    "offers/",
    "products/",
    "changes/",
    "insights/",
    "agreements/",
    "meetings/",
    "newcomers/",
    "newcomers/sheet/",
    "director/",
    "keeper/",
    "guide/marketer/",
    "errors/",
]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_or_whispers(page: Page, site: str, path: str):
    page.goto(f"{site}/{path}")
    page.evaluate("document.querySelectorAll('.kb details').forEach(d => d.open = true)")
    still(page)  # of another width the navigation slides
    for width in (360, 480, 700, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        small = page.evaluate("""() => [...document.querySelectorAll('body *')].filter(each =>
            [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim())
            && each.getClientRects().length && !each.closest('svg, script, style, noscript')
            && parseFloat(getComputedStyle(each).fontSize) < 14).map(each => each.outerHTML)""")
        assert small == [], width


def test_what_a_finger_hits_is_big_enough_on_a_phone(browser: Browser, site: str):
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{site}/{path}")
        low = page.evaluate("""() => [...document.querySelectorAll('.kb button, .kb summary, .kb-item > a')]
            .filter(each => each.getClientRects().length
                && each.getBoundingClientRect().height < 43.5).map(each => each.outerHTML)""")
        assert low == [], path
    context.close()


@pytest.mark.parametrize(
    ("path", "most"), [("objections/kislit/", 1), ("scripts/incoming-home/", 6)]
)
def test_a_card_prints_on_few_sheets(page: Page, site: str, path: str, most: int):
    page.goto(f"{site}/{path}")
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= most
