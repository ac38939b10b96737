"""Answers that come in parts: a hit is there at once, and never without an answer in the end."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cafe import MANY, NOON, site
from playwright.sync_api import Page, Route, expect
from stage import hears, laid_out, opened, put, until

from tests.browser.complaints import OFFLINE, Complaints

pytestmark = pytest.mark.browser

PARTS = "**/call/answers/*.json"
TEXT = "Ответ номер 142."
"""Said by a card that no call begins with."""


@pytest.fixture
def anew() -> bool:
    """What is asked for, and when, is seen where nothing is in a cache."""
    return True


def many(number: int = 142, say: str = TEXT) -> dict[str, dict]:
    entity = f"objection/o{number}"
    return {**MANY, entity: {**MANY[entity], "answers": [{"id": "a", "say": say}]}}


@pytest.fixture(scope="module")
def built() -> Callable[..., dict[str, bytes]]:
    """The files of the call screen of a large base; each made once."""
    made: dict[tuple, dict[str, bytes]] = {}

    def build(say: str = TEXT, *, offline: bool = False) -> dict[str, bytes]:
        key = (say, offline)
        if key not in made:
            made[key] = laid_out(site(many(say=say)), offline=offline)
        return made[key]

    return build


@pytest.fixture
def lay(tmp_path: Path, serve, built) -> Callable[..., str]:
    """Publishes a release in place of the last."""

    def publish(say: str = TEXT, *, offline: bool = False) -> str:
        root = tmp_path / "kb"
        shutil.rmtree(root, ignore_errors=True)
        put(built(say, offline=offline), root)
        return f"{serve(tmp_path)}/kb/"

    return publish


@pytest.fixture
def quick(page: Page) -> Iterator[Page]:
    page.clock.set_fixed_time(NOON)
    yield page
    page.unroute_all(behavior="ignoreErrors")


class Gate:
    """Lets no part through until it is opened."""

    def __init__(self, page: Page) -> None:
        self.waiting: list[Route] | None = []
        page.route(PARTS, self.hold)

    def hold(self, route: Route) -> None:
        if self.waiting is None:
            route.continue_()
        else:
            self.waiting.append(route)

    def open(self) -> None:
        waiting, self.waiting = self.waiting or [], None
        for route in waiting:
            route.continue_()


def ask(page: Page, words: str = "Возражение 142") -> None:
    page.locator("#call-search").fill(words)
    expect(page.locator("#call-results [role=option]").first).to_contain_text(words)


def test_what_is_first_seen_needs_no_part(quick: Page, lay):
    asked: list[str] = []
    quick.on("request", lambda request: asked.append(request.url))
    quick.route(PARTS, lambda route: None)
    opened(quick, lay())
    quick.wait_for_selector("#call[data-searching]")
    expect(quick.locator("#call-home")).to_contain_text("Есть поставщик")
    expect(quick.locator("#call-home")).to_contain_text("Последний день")
    quick.keyboard.press("1")
    expect(quick.locator("#call-answer")).to_contain_text("поставщик надёжный")
    assert [each for each in asked if "/call/answers/" in each] == []


def test_a_hit_is_shown_before_its_answer_comes(quick: Page, lay):
    gate = Gate(quick)
    opened(quick, lay())
    ask(quick)
    answer = quick.locator("#call-answer")
    expect(answer.locator("h2")).to_have_text("Возражение 142")
    expect(answer).to_contain_text("загружается")
    quick.keyboard.press("Enter")
    gate.open()
    expect(answer.locator(".call-say")).to_contain_text(TEXT)
    expect(answer).not_to_contain_text("загружается")
    expect(quick.locator("#call-status")).to_contain_text(TEXT)
    # What the list says beside the titles comes after the answer.
    expect(quick.locator(".call-option__say").last).not_to_be_empty()


def test_what_was_typed_meanwhile_is_what_is_answered(quick: Page, lay):
    gate = Gate(quick)
    opened(quick, lay())
    ask(quick)
    ask(quick, "Набор 77")
    gate.open()
    expect(quick.locator("#call-answer .call-say")).to_contain_text("Три пачки")
    quick.wait_for_timeout(200)
    expect(quick.locator("#call-answer")).not_to_contain_text(TEXT)


def test_without_network_it_says_so_and_the_answer_comes_by_itself(
    quick: Page, lay, complaints: Complaints
):
    opened(quick, lay())
    quick.wait_for_selector("#call[data-searching]")
    complaints.forgive(OFFLINE)
    quick.context.set_offline(True)
    ask(quick)
    expect(quick.locator("#call-answer")).to_contain_text("нет связи")
    quick.context.set_offline(False)
    expect(quick.locator("#call-answer .call-say")).to_contain_text(TEXT)


def test_under_an_open_screen_a_release_that_went_leaves_no_hit_without_an_answer(
    quick: Page, lay, complaints: Complaints
):
    opened(quick, lay())
    quick.wait_for_selector("#call[data-searching]")
    complaints.forgive("404")
    lay("Сегодня говорим так.")
    ask(quick)
    expect(quick.locator("#call-answer .call-say")).to_contain_text("Сегодня говорим так.")
    # What did not change stands where it stood.
    ask(quick, "Набор 77")
    expect(quick.locator("#call-answer .call-say")).to_contain_text("Три пачки")


def test_half_a_part_is_no_part(quick: Page, lay, built):
    whole = {path: each for path, each in built().items() if "call/answers/" in path}
    cut = True

    def broken(route: Route) -> None:
        content = whole["call/answers/" + route.request.url.rpartition("/")[2]]
        route.fulfill(body=content[: len(content) // 2] if cut else content)

    quick.route(PARTS, broken)
    opened(quick, lay())
    ask(quick)
    expect(quick.locator("#call-answer")).to_contain_text("нет связи")
    cut = False
    expect(quick.locator("#call-answer .call-say")).to_contain_text(TEXT)


def test_all_parts_are_there_without_network(quick: Page, lay, complaints: Complaints):
    opened(quick, lay(offline=True))
    until(quick, "navigator.serviceWorker.controller !== null")
    complaints.forgive(OFFLINE)
    quick.context.set_offline(True)
    quick.reload()
    for number in (0, 142, 299):
        quick.locator("#call-search").fill(f"Возражение {number}")
        expect(quick.locator("#call-answer .call-say")).to_contain_text(f"Ответ номер {number}.")
    quick.locator("#call-search").fill("Набор 77")
    expect(quick.locator("#call-answer .call-say")).to_contain_text("Три пачки")


def test_a_part_that_did_not_change_is_not_loaded_again(quick: Page, lay, built):
    opened(quick, lay(offline=True))
    until(quick, "navigator.serviceWorker.controller !== null")
    lay("Сегодня говорим так.", offline=True)
    asked: list[str] = []
    quick.context.on("request", lambda request: asked.append(request.url))
    hears(quick, quick.locator("#call-update button"))
    quick.locator("#call-update button").click()
    until(quick, f"document.getElementById('call')?.dataset.release === '{version(built)}'")
    parts = [each for each in asked if "/call/answers/" in each]
    assert len({each.rpartition("/")[2] for each in parts}) == 1
    ask(quick)
    expect(quick.locator("#call-answer .call-say")).to_contain_text("Сегодня говорим так.")


def version(built) -> str:
    files = built("Сегодня говорим так.", offline=True)
    return json.loads(files["call/release.json"])["version"]


def test_half_a_part_is_kept_by_nobody(quick: Page, lay, tmp_path: Path, complaints: Complaints):
    address = lay(offline=True)
    part = max((tmp_path / "kb" / "call" / "answers").iterdir())
    whole = part.read_bytes()
    put({part.name: whole[: len(whole) // 2]}, part.parent)
    opened(quick, address)
    state = """navigator.serviceWorker.register("sw.js").then((each) => new Promise((done) => {
        const fresh = each.installing;
        fresh.addEventListener("statechange", () => done(fresh.state));
    }))"""
    assert quick.evaluate(state) == "redundant"
    put({part.name: whole}, part.parent)
    assert quick.evaluate(state) == "installed"
