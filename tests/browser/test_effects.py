"""The demonstration's year as a site: what was planted is found there, and nothing leaks."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scripts_kb.effects import wording
from tests.browser.complaints import Complaints
from tests.browser.demonstration import MARKS
from tests.browser.stillness import axe, schemes, still

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(year: Path, serve: Callable[[Path], str]) -> str:
    return serve(year / "site")


@pytest.fixture(scope="module")
def entries(year: Path) -> dict[str, dict]:
    found = json.loads((year / "ledger.json").read_text(encoding="utf-8"))
    return {each["change"]: each for each in found}


def test_what_was_planted_stands_under_its_verdict(page: Page, year: Path, address: str, entries):
    page.goto(f"{address}/effects/")
    planted = json.loads((year / "demo.json").read_text(encoding="utf-8"))["planted"]
    for truth in planted:
        if truth["recent"]:
            continue
        title = entries[truth["change"]]["title"]
        shown = page.locator("details.kb-prediction").filter(
            has=page.get_by_text(title, exact=True)
        )
        group = shown.first.locator("xpath=ancestor::section[1]")
        kept = (truth["true"] > 0) == (truth["predicted"][0] == "+")
        if truth["kind"] == "effect":
            expect(group).to_have_id("confirmed" if kept else "not-confirmed")
        elif truth["kind"] == "null":
            expect(group).to_have_id(re.compile("^(unnoticed|cut-short)$"))
        else:
            expect(group).to_have_id("mix-shift")
            # A caveat stands beside the verdict, with nothing unfolded.
            expect(shown.first.locator("summary")).to_contain_text(
                "при прежних долях разница была бы"
            )
            shown.first.locator("summary").click()
            expect(shown.first).to_contain_text("началась акция")


def test_a_history_leads_to_its_outcome_and_unfolds_it(page: Page, address: str, entries):
    confirmed = (each for each in entries.values() if each["verdict"] == "confirmed")
    of = (each["prediction"]["of"] for each in confirmed)
    entity = next(each for each in of if each.startswith("script/"))
    page.goto(f"{address}/{entity.replace('script/', 'scripts/')}/")
    link = page.locator(".kb-past .kb-outcome-line a", has_text="Подтвердилось").first
    page.evaluate("document.querySelectorAll('.kb-entry').forEach((each) => (each.open = true))")
    link.click()
    expect(page).to_have_url(re.compile("/effects/#p-"))
    place = page.locator(f"[id='{page.url.partition('#')[2]}']")
    expect(place).to_be_visible()
    expect(place).to_contain_text("Контакты")


def test_axe_finds_nothing(page: Page, address: str):
    page.set_viewport_size({"width": 480, "height": 900})
    for path in ("effects/", "effects/scripts/incoming-home/", "scripts/incoming-home/"):
        page.goto(f"{address}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        for scheme in schemes(page):
            assert axe(page) == [], (path, scheme)


@pytest.mark.parametrize(("width", "scheme"), [(480, "light"), (480, "dark"), (1280, "light")])
def test_the_page_fits_with_everything_unfolded(page: Page, address: str, width: int, scheme: str):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/effects/")
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    still(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    charts = page.locator(".kb-chart > .kb-plot")
    assert charts.count() > 6
    for chart in charts.all():
        assert chart.bounding_box()["width"] > 200
    for told in (
        "Вклад продаж",
        "Месяц и план",
        "Принятые лиды",
        "Чего эта страница знать не может",
    ):
        expect(page.get_by_role("heading", name=told, exact=True)).to_be_visible()


def test_the_day_of_a_deal_is_told_by_keyboard(page: Page, address: str):
    page.goto(f"{address}/scripts/incoming-home/")
    page.get_by_text("Как было в день сделки").click()
    field = page.get_by_label("День сделки")
    shown = page.locator(".kb-dated output")
    for day, told in (
        ("2026-03-20", ["версия 3", "с 16 февраля 2026", "Эфиопия: ягоды и цветы, 690 ₽"]),
        ("2026-02-17", ["версия 3", "Эфиопия: ягоды и цветы, 650 ₽"]),
        ("2026-02-16", ["Меняли в этот самый день"]),
        ("2025-11-30", ["В этот день этого ещё не было."]),
    ):
        field.fill(day)
        for text in told:
            expect(shown).to_contain_text(text.replace(" ₽", "\xa0₽"))
    field.fill("")
    expect(shown).to_be_empty()


def test_a_past_that_does_not_load_is_said_so(page: Page, address: str, complaints: Complaints):
    complaints.forgive("kb/past|Failed to load")
    page.route("**/kb/past/**", lambda route: route.abort())
    page.goto(f"{address}/products/efiopiya/")
    page.get_by_text("Как было в день сделки").click()
    page.get_by_label("День сделки").fill("2026-03-01")
    expect(page.locator(".kb-dated output")).to_have_text("Прошлое не загрузилось. Есть ли сеть?")


def published(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            yield file, gzip.decompress(content) if file.suffix == ".gz" else content


def test_no_byte_of_team_or_partner_tells_what_is_for_heads(year: Path, entries):
    """Floors, margins, costs of the past, their changes' names, profits of sides, plans."""
    spaced = {f"{int(mark):,}".replace(",", "\xa0") for mark in MARKS.values() if mark.isdecimal()}
    profits = {
        wording.value(side["profit"], "money", "ru")
        for each in entries.values()
        for side in (each["before"], each["after"])
        # Small sums may stand somewhere by chance.
        if side["profit"] and side["profit"] > 50_000
    }
    plans = {
        wording.value(float(line.rsplit(",", 1)[1]), "money", "ru")
        for file in (year / "content/facts").glob("plan*.csv")
        for line in file.read_text(encoding="utf-8").splitlines()[1:]
        if "profit" in line or "revenue" in line
    }
    assert profits
    assert plans
    secret = {*MARKS.values(), *spaced, *profits, *plans}
    forms = {form for mark in secret for form in (mark, mark.replace("\xa0", "&nbsp;"))}
    found = [
        (file.relative_to(year), mark)
        for name in ("site", "site-partner")
        for file, content in published(year / name)
        for mark in forms
        if mark.encode() in content
    ]
    assert found == []
    assert not (year / "site-partner/effects").exists()
    assert not (year / "site-partner/kb/past").exists()


def test_heads_see_it(year: Path):
    everything = b"".join(content for _, content in published(year / "build/docs-heads"))
    for mark in (MARKS["title"], "7\xa0654\xa0321", "Прибыль", "План"):
        assert mark.encode() in everything
