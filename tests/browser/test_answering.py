"""Answering back from a card: a text to copy, a POST to a real server, a prefilled issue."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from scripts_kb.importing import voice
from tests.browser.complaints import Complaints
from tools.serving import running

pytestmark = pytest.mark.browser

CARD = "objections/kislit/"


class _Box(BaseHTTPRequestHandler):
    """What a company would run: takes JSON from the site's pages."""

    received: ClassVar[list[dict]]
    status = 204

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "content-type")
        self.end_headers()

    def do_OPTIONS(self) -> None:
        self._answer(204)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append(json.loads(body))
        self._answer(self.status)

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def box():
    class Box(_Box):
        received: ClassVar[list[dict]] = []

    server = ThreadingHTTPServer(("127.0.0.1", 0), Box)
    with running(server):
        yield Box, f"http://127.0.0.1:{server.server_port}/voice"


def opened(page: Page, site: str, **data: str):
    """The form of a card, open; `data` is what `kb.yml` would have said."""
    page.goto(f"{site}/{CARD}")
    form = page.locator("[data-answerback]")
    form.evaluate("(form, data) => Object.assign(form.dataset, data)", data)
    form.locator("summary").click()
    return form


def fill(form) -> None:
    form.get_by_text("Не сработало").last.click()
    form.get_by_label("Своими словами").fill("Сказал «горчит»,\nзамолчал")
    form.get_by_label("Что клиент сказал первым").fill("А не кислый?")


def test_by_default_there_is_a_text_to_copy_that_the_import_reads(page: Page, site: str):
    form = opened(page, site)
    expect(form.get_by_role("button", name="Отправить")).to_be_hidden()
    fill(form)
    form.get_by_role("button", name="Скопировать текст").click()
    text = form.locator("[data-text]").inner_text()
    (said,) = voice.read(text.encode())
    assert (said.entity, said.kind) == ("objection/kislit", "failed")
    assert (said.text, said.first_words) == ("Сказал «горчит», замолчал", "А не кислый?")
    assert said.day


def test_a_post_goes_where_the_company_said(page: Page, site: str, box):
    handler, address = box
    form = opened(page, site, post=address)
    fill(form)
    form.get_by_role("button", name="Отправить").click()
    expect(form.locator("[data-said]")).to_contain_text("Отправлено")
    (received,) = handler.received
    assert received.pop("day")
    assert received.pop("version") >= 1
    assert received == {
        "kind": "failed",
        "entity": "objection/kislit",
        "text": "Сказал «горчит»,\nзамолчал",
        "first_words": "А не кислый?",
        "purposes": "",
        "matters": "",
        "segment": "",
    }
    assert voice.read(json.dumps(received).encode())[0].entity == "objection/kislit"
    expect(form.get_by_label("Своими словами")).to_have_value("")


@pytest.mark.parametrize("broken", ["refuses", "is not there"])
def test_a_server_that_fails_costs_nobody_a_word(
    page: Page, site: str, box, complaints: Complaints, broken
):
    handler, address = box
    complaints.forgive("Failed to load|status of 500")
    handler.status = 500
    form = opened(page, site, post=address if broken == "refuses" else "http://127.0.0.1:9/")
    fill(form)
    form.get_by_role("button", name="Отправить").click()
    expect(form.locator("[data-said]")).to_contain_text("Не отправилось")
    expect(form.locator("[data-text]")).to_contain_text("Сказал «горчит», замолчал")
    expect(form.get_by_label("Своими словами")).to_have_value("Сказал «горчит»,\nзамолчал")


def test_an_issue_opens_with_everything_filled_in(page: Page, site: str):
    form = opened(page, site, issues="https://hosting.example/kb/issues/new?labels=voice")
    fill(form)
    link = form.get_by_role("link", name="Завести обращение редакторам")
    asked = parse_qs(urlsplit(link.get_attribute("href")).query)
    assert asked["labels"] == ["voice"]
    assert asked["template"] == ["voice.yml"]
    assert asked["entity"][0].startswith("objection/kislit@")
    assert asked["first_words"] == ["А не кислый?"]
    (said,) = voice.read(json.dumps([{"body": asked["body"][0]}]).encode())
    assert said.kind == "failed"


def test_what_is_written_is_not_lost_and_what_was_sent_is_remembered(page: Page, site: str, box):
    handler, address = box
    form = opened(page, site)
    expect(form.locator("[data-where]")).to_contain_text("Ведущий базы")
    fill(form)
    # A closed tab costs nobody a word.
    form = opened(page, site, post=address)
    expect(form.get_by_label("Своими словами")).to_have_value("Сказал «горчит»,\nзамолчал")
    expect(form.get_by_label("Не сработало")).to_be_checked()
    form.get_by_role("button", name="Скопировать текст").click()
    own = page.locator("[data-own]")
    expect(own.locator("li")).to_contain_text(["ещё не отправлено"])
    # Sent, it is the same entry.
    form.get_by_role("button", name="Отправить").click()
    expect(form.locator("[data-said]")).to_contain_text("Отправлено")
    expect(own.locator("li")).to_have_count(1)
    expect(own.locator("li")).to_contain_text("отправлено")
    assert len(handler.received) == 1
    form = opened(page, site)
    expect(form.get_by_label("Своими словами")).to_have_value("")
    expect(own.locator("li")).to_contain_text("«Сказал «горчит»")
