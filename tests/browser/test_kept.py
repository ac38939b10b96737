"""The profile that tests have in turn: after each of them as if it were new, or another one."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.browser.complaints import Complaints
from tests.browser.kept import Profile, noting
from tools import days

pytestmark = pytest.mark.browser

PAGE = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>x</title>'
TOLD = """async () => ({
  local: Object.entries(localStorage), session: Object.entries(sessionStorage),
  databases: (await indexedDB.databases()).map(({ name }) => name), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length, cookie: document.cookie,
  size: [innerWidth, innerHeight, devicePixelRatio], history: history.length, name: window.name,
  online: navigator.onLine, day: new Date().getFullYear() > 2020, language: navigator.language,
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone, scrolled: scrollY, focus: document.hasFocus(),
  media: ["(prefers-color-scheme: dark)", "(forced-colors: active)", "print",
    "(prefers-reduced-motion: reduce)", "(prefers-contrast: more)"].map((each) => matchMedia(each).matches),
  right: (await navigator.permissions.query({ name: "clipboard-read" })).state,
  own: Object.keys(window).filter((each) => each.startsWith("own")),
})"""
LEFT = {
    "local storage": "localStorage.setItem('a', 'b')",
    "storage of the session": "sessionStorage.setItem('a', 'b')",
    "a database": "new Promise((done) => { indexedDB.open('a').onsuccess = done; })",
    "a cache": "caches.open('a').then((each) => each.put('/a', new Response('b')))",
    "a cookie": "document.cookie = 'a=b'",
    "a name": "window.name = 'a'",
    "history": "history.pushState({}, '', '?a')",
    "a variable": "window.own = 1",
    "what is written while one leaves": "addEventListener('pagehide', () => { localStorage.a = 1; })",
    "a question before one leaves": "addEventListener('beforeunload', (each) => each.preventDefault())",
}
DONE: dict[str, Callable[[Page], object]] = {
    "a size": lambda page: page.set_viewport_size({"width": 360, "height": 640}),
    "colours": lambda page: page.emulate_media(color_scheme="dark", forced_colors="active"),
    "paper": lambda page: page.emulate_media(media="print", reduced_motion="reduce"),
    "contrast": lambda page: page.emulate_media(contrast="more"),
    "no network": lambda page: page.context.set_offline(True),
    "a right": lambda page: page.context.grant_permissions(["clipboard-read"]),
    "another page": lambda page: page.context.new_page(),
}
ALTERED: dict[str, Callable[[Page], object]] = {
    "a clock": lambda page: page.clock.set_fixed_time(0),
    "a clock that runs": lambda page: page.clock.install(),
    "a script of a page": lambda page: page.add_init_script("window.own = 1"),
    "a script": lambda page: page.context.add_init_script("window.own = 1"),
    "a function": lambda page: page.expose_function("own", lambda: 1),
    "a way": lambda page: page.route("**/*", lambda route: route.abort()),
    "an answer to questions": lambda page: page.on("dialog", lambda dialog: dialog.accept()),
    "a session of its tools": lambda page: page.context.new_cdp_session(page),
    "a page that was closed": lambda page: page.close(),
    "a worker": lambda page: page.evaluate(
        "navigator.serviceWorker.register('worker.js').then(() => navigator.serviceWorker.ready)"
    ),
    "another address": lambda page: page.goto("http://127.0.0.1:9/"),
}


@pytest.fixture
def address(tmp_path: Path, serve: Callable[[Path], str]) -> str:
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "worker.js").write_text("")
    return serve(tmp_path)


@pytest.fixture
def profile(browser: Browser, address: str) -> Iterator[Profile]:
    made = Profile(browser, lambda _: None, {address})
    with noting(made.alter):
        yield made
    made.end()


def opened(profile: Profile, address: str) -> Page:
    (page,) = profile.given(Complaints()).pages
    page.goto(address)
    return page


def test_nothing_is_left_of_what_a_test_left(profile: Profile, address: str):
    """All at once: the next test has the same page, and it tells the same as the first one did."""
    first = opened(profile, address)
    told = first.evaluate(TOLD)
    for script in LEFT.values():
        first.evaluate(script)
    for do in DONE.values():
        do(first)
    profile.taken()
    page = opened(profile, address)
    assert page is first
    assert page.evaluate(TOLD) == told


@pytest.mark.parametrize("script", LEFT.values(), ids=LEFT)
def test_nothing_is_left_of_one_thing(profile: Profile, address: str, script: str):
    first = opened(profile, address)
    told = first.evaluate(TOLD)
    first.evaluate(script)
    profile.taken()
    assert opened(profile, address).evaluate(TOLD) == told


@pytest.mark.parametrize("do", ALTERED.values(), ids=ALTERED)
def test_what_cannot_be_put_back_ends_the_profile(
    profile: Profile, address: str, do: Callable[[Page], object]
):
    first = opened(profile, address)
    told, context = first.evaluate(TOLD), first.context
    with contextlib.suppress(Error):
        do(first)
    profile.taken()
    page = opened(profile, address)
    assert page.context is not context
    assert page.evaluate(TOLD) == told


def test_a_page_lives_on_the_day_of_the_sample(page: Page):
    told = page.evaluate(
        "[new Date(), new Date(Date.now()), new Date(Date())].map((each) => +each)"
    )
    assert {dt.datetime.fromtimestamp(each / 1000, dt.UTC).date().isoformat() for each in told} == {
        days.SAMPLE
    }
    assert page.evaluate("[new Date(2020, 1, 3).getDate(), new Date() instanceof Date]") == [
        3,
        True,
    ]


def test_only_a_test_that_asks_for_it_gets_a_new_one(profile: Profile, address: str):
    first = opened(profile, address).context
    profile.taken()
    assert profile.given(Complaints()) is first
    profile.taken(anew=True)
    second = profile.given(Complaints())
    profile.taken()
    assert second is not first
    assert profile.given(Complaints(), anew=True) is not second


def test_what_a_page_says_is_heard_by_its_own_test_alone(profile: Profile, address: str):
    first, second = Complaints(), Complaints()
    (page,) = profile.given(first).pages
    page.goto(address)
    page.evaluate("console.error('a'); setTimeout(() => { throw Error('b') })")
    # Until a later timer has run, and its answer has come behind what was said before.
    page.evaluate("new Promise((done) => setTimeout(done, 20))")
    profile.taken()
    profile.given(second)
    assert [each.split(" (")[0] for each in first.said] == ["console: a", "script: b"]
    assert second.said == []
