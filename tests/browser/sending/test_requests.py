"""An edit goes from the form to a request of the hosting: only its lines, and nothing is ever lost."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.forms import REASON, answered, kb, opened, planned
from tests.browser.hosting import Hosting
from tests.browser.kept import OFFICE
from tests.browser.sending.acts import CARD, arrives, changed, says_more, send, sound

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["github", "gitlab", "gitea"])
def test_an_edit_becomes_a_request(page: Page, site: str, hosting: Hosting, name: str, tmp_path):
    page.goto(f"{site}/objections/dorogo-dom/")
    page.locator("footer.kb-foot").get_by_role("link", name="Предложить правку").click()
    form = page.locator(".kb-edit-form")
    says_more(form)
    words = form.locator(":scope > .kb-edit-fields > [data-field=client_words]")
    words.get_by_role("button", name="Добавить: Слова клиента").click()
    words.get_by_label(re.compile("^Слова клиента ")).last.fill("Кусается цена")
    form.get_by_role("button", name="Добавить: Наши ответы").click()
    answer = form.locator("[data-field=answers] > div > ol > li").last
    answer.get_by_label("Когда подходит").fill("Пьёт кофе раз в неделю")
    answer.locator("[data-field=say] :is(input, textarea)").first.fill(
        "Тогда хватит и малой пачки."
    )
    answered(form)
    send(form)
    arrives(form)
    (request,) = hosting.requests
    assert form.get_by_role("link", name="Открыть запрос").get_attribute("href") == request["link"]
    assert (request["base"], request["title"]) == ("main", "Правка: Дорого для дома")
    assert REASON["Почему"] in request["body"]
    files, out, put = changed(hosting.repo, request["head"])
    assert files[1:] == [CARD]
    assert files[0].startswith("content/changes/")
    assert len(out) <= 1, out
    assert put[0] == "- Кусается цена"
    assert "Посчитаем вместе." in put[1]
    assert put[2].startswith("- id: ")
    assert "when: Пьёт кофе раз в неделю" in put[3:]
    assert "Тогда хватит и малой пачки." in put[-1]
    assert len(put) <= 6, put
    assert not page.evaluate("Object.values(localStorage).join().includes('good')")
    sound(hosting.repo, request["head"], tmp_path / "work")


def test_no_key_is_asked_for_where_others_could_read_it(page: Page, site: str, hosting: Hosting):
    """A site of the office without TLS: the edit goes as a file, and the page says why."""
    form = opened(page, site.replace("127.0.0.1", OFFICE))
    says_more(form)
    expect(form.get_by_text("ключ доступа прочёл бы любой по дороге")).to_be_visible()
    expect(form.get_by_label("Ключ доступа (токен)")).to_have_count(0)
    expect(form.get_by_role("button", name="Отправить на согласование")).to_have_count(0)
    answered(form)
    with page.expect_download() as download:
        form.get_by_role("button", name="Скачать EDITS.json").first.click()
    assert json.loads(Path(download.value.path()).read_bytes())["edits"]
    assert not hosting.requests


def test_a_reason_is_told_afterwards(page: Page, site: str, hosting: Hosting, tmp_path: Path):
    landed = hosting.repo.tip("main")
    address = f"edit/?entity=objection/dorogo-dom&why={landed}"
    form = opened(page, site, address)
    expect(form.locator("[data-field=answers]")).to_have_count(0)
    form.get_by_role("button", name="Скачать EDITS.json").click()
    expect(form.get_by_role("alert")).to_contain_text("Почему: заполните")
    answered(form)
    with page.expect_download() as download:
        form.get_by_role("button", name="Скачать EDITS.json").click()
    ((path, _),) = planned(json.loads(Path(download.value.path()).read_bytes())).items()
    send(form)
    arrives(form)
    (request,) = hosting.requests
    assert request["title"] == "Почему изменили: Дорого для дома"
    assert REASON["Почему"] in request["body"]
    files, _, _ = changed(hosting.repo, request["head"])
    assert [Path(each).name[7:] for each in files] == [Path(path).name[7:]]
    work = tmp_path / "work"
    subprocess.run(
        ["git", "clone", "-q", "-b", request["head"], str(hosting.repo.path), str(work)], check=True
    )
    kb(work, "check", "--today", "2026-11-21")
    (row,) = json.loads(kb(work, "log", "--json", "objection/dorogo-dom"))
    assert row["rationale"]["cause"] == REASON["Почему"]


def test_a_second_edit_goes_to_the_same_request(
    page: Page, site: str, hosting: Hosting, tmp_path: Path
):
    form = opened(page, site)
    says_more(form)
    answered(form)
    send(form)
    arrives(form)
    form = opened(page, site)
    expect(form.get_by_text("Отправлено.")).to_be_visible()
    says_more(form, "Хотите?")
    answered(form)
    form.get_by_label("Зачем", exact=True).fill("Чтобы ответили сами.")
    send(form)
    expect(form.locator(".kb-edit-told")).to_be_hidden()
    (request,) = hosting.requests
    assert hosting.repo.git("rev-list", "--count", f"main..{request['head']}") == "2"
    _, _, put = changed(hosting.repo, request["head"])
    assert "Посчитаем вместе. Хотите?" in " ".join(put)
    # Both reasons are read: a second file that explains the same change would not be.
    work = tmp_path / "work"
    sound(hosting.repo, request["head"], work)
    kb(work, "check", "--today", "2026-11-21")
    folder = work / "content/changes"
    told = [each for each in folder.rglob("*.yml") if "Чтобы ответили" in each.read_text("utf-8")]
    (text,) = (each.read_text("utf-8") for each in told)
    assert REASON["Зачем"] in text
    # Another card may go along.
    form = opened(page, site, "edit/?entity=objection/dorogo")
    says_more(form)
    answered(form)
    form.get_by_label("Добавить к запросу").check()
    send(form)
    arrives(form)
    assert len(hosting.requests) == 1
    assert hosting.repo.git("rev-list", "--count", f"main..{request['head']}") == "3"


def test_what_was_taken_begins_a_request_anew(page: Page, site: str, hosting: Hosting):
    form = opened(page, site)
    says_more(form)
    answered(form)
    send(form)
    arrives(form)
    (first,) = hosting.requests
    hosting.repo.git("update-ref", "refs/heads/main", first["head"])
    first["state"] = "closed"
    says_more(form, "Хотите?")
    answered(form)
    send(form)
    expect(form.locator(".kb-edit-told")).to_be_hidden()
    second = hosting.requests[1]
    assert second["head"] != first["head"]
    _, out, put = changed(hosting.repo, second["head"])
    assert (len(out) <= 1, len(put)) == (True, 1)
