"""A saved file in an open page: the page shows it, and one is where one was."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

CARD = "objections/цена"


def card(base: Path) -> Path:
    files = (base / "content" / CARD).glob("*.yml")
    return next(each for each in files if "id: dorogo-dom\n" in each.read_text("utf-8"))


def test_an_edit_is_shown_at_the_place_where_one_was(page: Page, address: str, base: Path):
    page.set_viewport_size({"width": 700, "height": 400})
    page.goto(f"{address}/objections/dorogo-dom/", wait_until="load")
    folds = page.locator(".kb details")
    folds.last.evaluate("each => { each.open = true; }")
    page.evaluate("scrollTo({top: 600, behavior: 'instant'})")
    page.wait_for_function("scrollY > 300")
    before = page.evaluate("scrollY")
    file = card(base)
    text = file.read_text("utf-8")
    file.write_text(text.replace("Из пачки выходит", "Совсемновое выходит"), encoding="utf-8")
    expect(page.locator(".kb")).to_contain_text("Совсемновое")
    page.wait_for_load_state("load")
    page.wait_for_function("before => Math.abs(scrollY - before) < 60", arg=before)
    expect(folds.last).to_have_attribute("open", "")


def test_a_fold_stays_open_where_others_come_before_it(page: Page, address: str, base: Path):
    page.goto(f"{address}/objections/dorogo-dom/", wait_until="load")
    folds = page.locator(".kb details")
    folds.last.evaluate("each => { each.open = true; }")
    count = folds.count()
    file = card(base)
    text = file.read_text("utf-8")
    more = "answers:\n  - id: vtoroy\n    say: Совсемновое.\n"
    file.write_text(text.replace("answers:\n", more, 1), encoding="utf-8")
    expect(page.locator(".kb")).to_contain_text("Совсемновое")
    page.wait_for_load_state("load")
    expect(folds).to_have_count(count + 1)
    expect(folds.last).to_have_attribute("open", "")


def test_a_link_that_was_pressed_leads_on_though_its_page_changes_meanwhile(
    page: Page, address: str, base: Path
):
    page.goto(f"{address}/objections/dorogo-dom/", wait_until="load")
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    page.route("**/insights/", hold)
    with page.expect_request("**/insights/"):
        page.locator(".md-nav a[href$='/insights/']").first.evaluate("each => each.click()")
    file = card(base)
    text = file.read_text("utf-8")
    with page.expect_response("**/.preview/wait?*") as told:
        file.write_text(text.replace("Из пачки выходит", "Совсемновое выходит"), encoding="utf-8")
    told.value.finished()
    # Time for a page that loads itself again to call off what was asked.
    page.wait_for_timeout(200)
    asked[0].continue_()
    expect(page).to_have_url(f"{address}/insights/")


def test_a_broken_file_is_told_above_its_page_until_it_is_mended(
    page: Page, address: str, base: Path
):
    page.goto(f"{address}/objections/dorogo-dom/", wait_until="load")
    notice, file = page.locator("#kb-preview"), card(base)
    expect(notice).to_be_empty()
    text = file.read_text("utf-8")
    file.write_text(text.replace("status: live", "status: [live", 1), encoding="utf-8")
    expect(notice).to_contain_text("показывает прежнее")
    expect(notice).to_contain_text(f"{file.name}:")
    expect(page.locator("h1")).to_contain_text("Дорого для дома")
    file.write_text(text, encoding="utf-8")
    expect(notice).to_be_empty()
