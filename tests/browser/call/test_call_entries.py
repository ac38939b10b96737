"""«Мои записи»: where they go, all at once, and what became of them; nothing of it is lost."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from cafe import CARDS, REASON, changed_cards, site
from playwright.sync_api import Page, expect
from stage import opened

from scripts_kb.importing import voice
from tests.browser.complaints import Complaints
from tools.serving import running

pytestmark = pytest.mark.browser

NOTES, ENTRIES = "kb /sales/kb/ notes", "kb /sales/kb/ entries"
WORDS = {
    "без кофеина": {"count": 3, "segment": "home", "day": "2026-11-12"},
    "кусается цена": {
        "count": 1,
        "segment": "",
        "instead": "objection/dorogo",
        "day": "2026-11-20",
    },
}
ANSWER = {
    "id": "a1",
    "kind": "idea",
    "text": "Говорить про чашку",
    "entity": "objection/dorogo",
    "version": 1,
    "day": "2026-11-13",
}
EVIL = '<img src=x onerror="document.title=1">'


def remembered(page: Page, address: str, missed: dict, answers=()) -> None:
    """Opens the screen of a browser that has noted something before."""
    notes = {"missed": missed, "opened": {}, "since": "2026-11-01"}
    kept = {NOTES: notes, ENTRIES: list(answers)}
    page.goto(f"{address}call/release.json")
    page.evaluate(
        "(kept) => Object.entries(kept).forEach(([n, v]) => localStorage.setItem(n, JSON.stringify(v)))",
        kept,
    )
    opened(page, address)
    page.wait_for_selector("#call[data-whole]")


@pytest.fixture(autouse=True)
def no_icon(complaints: Complaints) -> None:
    complaints.forgive("/favicon.ico")  # a file alone names none


@pytest.mark.parametrize(
    ("feedback", "told"),
    [
        ({}, "Вставьте в сообщение тому, кто ведёт базу"),
        ({"paste": "чат «Голос клиента»"}, "Куда вставить: чат «Голос клиента»"),
        ({"post": "https://voice.example/"}, "Отправляется одной кнопкой"),
        ({"issues": "https://hosting.example/new"}, "Отправляется одним обращением"),
        ({"post": "javascript:alert(1)"}, "тому, кто ведёт базу"),
    ],
)
def test_the_screen_says_where_the_words_go(page: Page, publish, feedback, told):
    opened(page, publish(site(feedback=feedback)))
    page.wait_for_selector("#call[data-whole]")
    page.keyboard.type("фывапр олджэ")
    expect(page.locator("#call-where")).to_contain_text(told)
    expect(page.locator("#call-results")).to_have_attribute("data-query", "фывапр олджэ")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+KeyL")
    expect(page.locator(".call-notes")).to_contain_text(told)
    expect(page.locator(".call-notes summary")).to_be_focused()
    expect(page.locator(".call-entries li")).to_contain_text(["фывапр олджэ"])


def test_all_is_copied_at_once_and_waits_until_it_was_sent(page: Page, publish):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    remembered(page, publish(), WORDS, [ANSWER])
    page.keyboard.press("Alt+KeyL")
    page.locator("#call-copy-all").click()
    expect(page.locator("#call-flash")).to_contain_text("Скопировано")
    text = page.evaluate("navigator.clipboard.readText()")
    said = voice.read(text.encode())
    assert [(each.text, each.kind, each.entity, each.times) for each in said] == [
        ("кусается цена", "otherwise", "objection/dorogo", ""),
        ("Говорить про чашку", "idea", "objection/dorogo", ""),
        ("без кофеина", "otherwise", "", "3"),
    ]
    # Copied is not sent: a closed tab costs nothing.
    page.reload()
    page.wait_for_selector("#call[data-whole]")
    expect(page.locator(".call-notes summary")).to_contain_text("Мои записи (3)")
    page.keyboard.press("Alt+KeyL")
    page.locator("#call-copy-all").click()
    page.locator("#call-sent").click()
    expect(page.locator(".call-notes")).to_contain_text("отправлено 21 ноября, пока без ответа")
    expect(page.locator("#call-copy-all")).to_have_count(0)
    # The same words of the next customer wait again.
    page.locator("#call-search").fill("без кофеина")
    page.locator("#call-note, #call-wrong").first.click()
    page.keyboard.press("Escape")
    expect(page.locator(".call-notes summary")).to_contain_text("Мои записи (1)")


class _Box(BaseHTTPRequestHandler):
    received: ClassVar[list] = []
    status: ClassVar[list[int]] = [204]

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "content-type")
        self.end_headers()

    def do_OPTIONS(self) -> None:
        self._answer(204)

    def do_POST(self) -> None:
        self.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._answer(self.status[0])

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def box():
    class Box(_Box):
        received: ClassVar[list] = []
        status: ClassVar[list[int]] = [204]

    server = ThreadingHTTPServer(("127.0.0.1", 0), Box)
    with running(server):
        yield Box, f"http://127.0.0.1:{server.server_port}/voice"


def test_all_goes_in_one_post_and_stays_where_that_fails(
    page: Page, publish, box, complaints: Complaints
):
    complaints.forgive("status of 500")
    handler, address = box
    handler.status[0] = 500
    remembered(page, publish(site(feedback={"post": address})), WORDS, [ANSWER])
    page.keyboard.press("Alt+KeyL")
    page.locator("#call-send").click()
    expect(page.locator("#call-flash")).to_contain_text("Не отправилось")
    expect(page.locator("#call-written")).to_contain_text("без кофеина")
    expect(page.locator(".call-notes summary")).to_contain_text("Мои записи (3)")
    handler.status[0] = 204
    page.locator("#call-send").click()
    expect(page.locator(".call-notes summary")).not_to_contain_text("(3)")
    expect(page.locator(".call-notes")).to_contain_text("отправлено 21 ноября")
    body = handler.received[-1]
    assert [each["text"] for each in body] == ["кусается цена", "Говорить про чашку", "без кофеина"]
    # One a line, as a server may keep what comes.
    lines = "\n".join(json.dumps(each) for each in (body, body[0]))
    assert len(voice.read(lines.encode())) == 4


def test_an_issue_takes_as_many_as_its_address_holds(page: Page, publish):
    many = {f"слова клиента {'очень ' * 15}{n}": {"count": 1, "segment": ""} for n in range(60)}
    address = publish(site(feedback={"issues": "https://hosting.example/new?labels=voice"}))
    remembered(page, address, many)
    page.keyboard.press("Alt+KeyL")
    href = page.locator("#call-issue").get_attribute("href") or ""
    assert len(href) <= 6000
    asked = parse_qs(urlsplit(href).query)
    said = voice.read(json.dumps([{"body": asked["body"][0]}]).encode())
    assert 0 < len(said) < 60
    expect(page.locator("#call-issue")).to_contain_text(f"{len(said)} запис")


def test_what_became_of_them_is_told_to_who_wrote_them_and_on_the_card(page: Page, publish):
    insight = {
        "title": "Звонки ноября",
        "unanswered": [{"id": "u", "says": "Кто у вас обжаривает", "count": 2}],
        "proposals": [
            {
                "id": "p",
                "about": "objection/dorogo",
                "kind": "idea",
                "says": "Говорить про чашку.",
                "on": "2026-11-13",
                "state": "accepted",
                "reply": "Взяли: сравнивают чашку.",
                "replied": "2026-11-18",
            }
        ],
    }
    cards = changed_cards(
        "question/delivery",
        client_words=["Без кофеина есть?", *CARDS["question/delivery"]["client_words"]],
    )
    path = 'client_words["Без кофеина есть?"]'
    whole = site(
        {**cards, "insight/november": insight},
        changed=(
            ("question/delivery", path, None, 3, REASON),
            ("insight/november", "unanswered[u].says", "", 2, None),
        ),
    )
    missed = {
        "есть без кофеина": {"count": 1, "segment": "", "day": "2026-11-12", "sent": "2026-11-12"},
        "кто обжаривает у вас": {
            "count": 1,
            "segment": "",
            "day": "2026-11-12",
            "sent": "2026-11-12",
        },
        "верблюд": {"count": 1, "segment": "", "day": "2026-11-12", "sent": "2026-11-12"},
    }
    remembered(page, publish(whole), missed, [{**ANSWER, "sent": "2026-11-13"}])
    became = page.locator("#call-became")
    expect(became).to_contain_text("Взяли (18 ноября): Дорого")
    expect(became).to_contain_text("Теперь эти слова знает карточка «Доставка» (18 ноября)")
    page.keyboard.press("Alt+KeyL")
    notes = page.locator(".call-notes")
    expect(notes).to_contain_text("Вошло в «Звонки ноября»")
    expect(notes.locator("li", has_text="верблюд")).to_contain_text("пока без ответа")
    became.locator("[data-became='question/delivery']").click()
    answer = page.locator("#call-answer")
    expect(answer).to_have_attribute("data-entity", "question/delivery")
    expect(answer.locator(".call-own")).to_contain_text("есть без кофеина")


def test_whatever_is_kept_is_text_and_what_is_no_entry_is_left_out(page: Page, publish):
    odd = [5, None, {}, {"id": "x"}, {"id": 7, "text": "а"}, {**ANSWER, "id": "h", "text": EVIL}]
    odd.append({**ANSWER, "id": "e", "entity": "javascript:alert(1)", "day": EVIL, "times": 1e99})
    missed = {EVIL: {"count": 2, "segment": EVIL, "instead": EVIL, "day": 7}, "x": 3, "y": None}
    remembered(page, publish(site(feedback={"issues": "https://hosting.example/new"})), missed, odd)
    page.keyboard.press("Alt+KeyL")
    items = page.locator(".call-entries li")
    expect(items).to_have_count(3)
    expect(page.locator(".call-notes")).to_contain_text(EVIL)
    assert page.locator(".call-notes img").count() == 0
    assert page.title() == "На звонке"
    page.locator("#call-copy-all").click()
    assert page.locator(".call-notes img").count() == 0


def test_what_the_browser_does_not_keep_is_not_closed_without_a_question(page: Page, publish):
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full') }")
    opened(page, publish())
    page.wait_for_selector("#call[data-whole]")
    page.keyboard.type("фывапр олджэ")
    expect(page.locator("#call-note")).to_be_visible()
    expect(page.locator("#call-results")).to_have_attribute("data-query", "фывапр олджэ")
    page.keyboard.press("Enter")
    expect(page.locator("#call-flash")).to_contain_text("Браузер не сохраняет")
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    page.keyboard.press("Escape")
    expect(page.locator(".call-notes summary")).to_contain_text("Мои записи (1)")


def test_nothing_is_noted_in_silence_where_there_is_no_room(page: Page, publish):
    full = {f"слова {n}": {"count": 1, "segment": ""} for n in range(200)}
    remembered(page, publish(), full)
    page.keyboard.type("фывапр олджэ")
    expect(page.locator("#call-note")).to_be_visible()
    expect(page.locator("#call-results")).to_have_attribute("data-query", "фывапр олджэ")
    page.keyboard.press("Enter")
    expect(page.locator("#call-flash")).to_contain_text("Записей уже 200")
    # Of those that were sent the oldest makes room.
    full["слова 7"]["sent"] = "2026-11-01"
    remembered(page, page.url, full)
    page.keyboard.type("фывапр олджэ")
    expect(page.locator("#call-note")).to_be_visible()
    expect(page.locator("#call-results")).to_have_attribute("data-query", "фывапр олджэ" * 2)
    page.keyboard.press("Enter")
    expect(page.locator("#call-flash")).to_contain_text("Записано")
    kept = json.loads(page.evaluate(f"localStorage.getItem({json.dumps(NOTES)})"))["missed"]
    assert "слова 7" not in kept
    assert len(kept) == 200


def test_one_press_erases_nothing(page: Page, publish):
    remembered(page, publish(), WORDS)
    page.keyboard.press("Alt+KeyL")
    page.locator("#call-clear-notes").click()
    expect(page.locator("#call-clear-notes")).to_contain_text("Точно стереть")
    expect(page.locator(".call-notes summary")).to_contain_text("Мои записи (2)")
    page.locator("#call-clear-notes").click()
    expect(page.locator(".call-notes")).to_contain_text("Пока пусто")
