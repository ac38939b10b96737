"""What a form hands on reaches the files: written by `kb serve --edit`, or taken by `kb apply`."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.complaints import Complaints
from tests.browser.forms import REASON, answered, first_item, kb, opened, touched

pytestmark = pytest.mark.browser


def says_more(form: Locator) -> None:
    """Lets the first answer of the card say a sentence more, and tells why."""
    say = first_item(form).locator("[data-field=say] textarea").first
    say.fill(f"{say.input_value()} Посчитаем вместе.")
    answered(form)


def holds_the_edit(base: Path) -> None:
    """Sees that nothing but the phrase and its reason is in the files, and that both are sound."""
    (card, reason), out, put = touched(base)
    assert (card[:2], reason[:2]) == (" M", "??")
    assert len(out) <= 2, out
    assert "Посчитаем вместе." in " ".join(each.strip() for each in put)
    folder = base / "content/changes"
    (told,) = (
        each for each in folder.rglob("*.yml") if REASON["Почему"] in each.read_text("utf-8")
    )
    assert "objection/dorogo-dom" in told.read_text("utf-8")
    kb(base, "fmt", "--check")
    kb(base, "check", "--today", "2026-11-21")


def test_what_is_saved_stands_in_the_files_at_once(page: Page, address: str, base: Path):
    form = opened(page, address)
    says_more(form)
    form.get_by_role("button", name="Записать").click()
    expect(form.get_by_text("Записано:")).to_be_visible()
    expect(form.locator(".kb-edit-told")).to_be_hidden()
    holds_the_edit(base)


def test_what_is_downloaded_kb_apply_takes(page: Page, site: str, base: Path, tmp_path: Path):
    form = opened(page, site)
    says_more(form)
    with page.expect_download() as download:
        form.get_by_role("button", name="Скачать EDITS.json").click()
    sheet = tmp_path / "EDITS.json"
    download.value.save_as(sheet)
    kb(base, "apply", str(sheet), "--today", "2026-11-21")
    sheet.unlink()
    holds_the_edit(base)


def test_whoever_was_faster_is_not_written_over(
    page: Page, address: str, base: Path, complaints: Complaints
):
    complaints.forgive("status of 409")
    form = opened(page, address)
    says_more(form)
    file = next(
        each
        for each in (base / "content/objections").rglob("*.yml")
        if "id: dorogo-dom\n" in each.read_text("utf-8")
    )
    text = file.read_text("utf-8")
    other = text.replace("Из пачки выходит", "Из одной пачки выходит")
    assert other != text
    file.write_text(other, encoding="utf-8")
    form.get_by_role("button", name="Записать").click()
    expect(form.get_by_role("alert")).to_contain_text("Говорим")
    assert file.read_text("utf-8") == other
    expect(form.get_by_label("Почему", exact=True)).to_have_value(REASON["Почему"])


def test_a_new_card_is_a_sound_file(page: Page, address: str, base: Path):
    form = opened(page, address, "edit/?new=objection")
    form.get_by_label("Название", exact=True).fill("Обжарка слишком тёмная")
    form.get_by_label("Слова клиента 1", exact=True).fill("Горчит, пережарили")
    form.locator("[data-field=say] textarea").first.fill("Понимаю. Есть и светлая обжарка.")
    answered(form)
    form.get_by_role("button", name="Записать").click()
    expect(form.get_by_role("link", name="Открыть карточку")).to_be_visible()
    files, out, _ = touched(base)
    assert ([each[:2] for each in files], out) == (["??", "??"], [])
    kb(base, "fmt", "--check")
    kb(base, "check", "--today", "2026-11-21")
    form.get_by_role("link", name="Открыть карточку").click()
    expect(page.locator("h1")).to_contain_text("Обжарка слишком тёмная")
