"""Whoever may no longer read the site keeps none of it: the device forgets."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from cafe import NOON, site
from playwright.sync_api import Error, Page, expect
from stage import laid_out, opened, put, until

from tests.browser import conftest
from tests.browser.complaints import OFFLINE, Complaints
from tools.serving import running

pytestmark = pytest.mark.browser

KEPT = "caches.keys().then((all) => all.length)"
NOTHING_KEPT = """Promise.all([navigator.serviceWorker.getRegistrations(), caches.keys()])
    .then((all) => all.flat().length === 0)"""
# As if so many days had passed since the server was last met.
LONG_AGO = """async (days) => {
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        const url = new URL("call/met", location);
        const met = await cache.match(url);
        if (met) await cache.put(url, new Response(String(Number(await met.text()) - days * 86400000)));
    }
}"""


@pytest.fixture
def anew() -> bool:
    """A door lets in whom it knows: nobody was here before."""
    return True


class Door:
    """A site behind a login that can be taken away.

    Attributes:
        address: of the site.
        status: what is answered in place of a page; None while one may read it.
        only: the beginning of the paths that are closed.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.address = folder, f"http://127.0.0.1:{port}/"
        self.status: int | None = None
        self.only = "/"


@contextmanager
def guarded(folder: Path) -> Iterator[Door]:
    class Handler(conftest._Quiet):
        def __init__(self, *given):
            super().__init__(*given, directory=str(folder))

        def do_GET(self):  # noqa: N802 - the base class names it
            if door.status and self.path.startswith(door.only):
                self.send_error(door.status)
            elif self.path == "/favicon.ico":  # some browsers ask for it where a refusal names none
                self.send_response(204)
                self.end_headers()
            else:
                super().do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    door = Door(folder, server.server_port)
    with running(server):
        yield door


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with guarded(tmp_path) as made:
        yield made


def kept(page: Page, door: Door, files: dict[str, bytes]) -> Page:
    """Open a site that the browser keeps."""
    put(files, door.folder)
    page.clock.set_fixed_time(NOON)
    opened(page, door.address)
    until(page, "navigator.serviceWorker.controller !== null")
    assert page.evaluate(KEPT)
    return page


@pytest.mark.parametrize("status", [401, 403])
def test_nothing_is_left_when_the_login_is_taken_away(
    page: Page, door: Door, complaints: Complaints, status
):
    complaints.forgive(str(status))
    kept(page, door, laid_out(site()))
    door.status = status
    # What is open stays as it is: it may be a call. What is opened next asks.
    page.evaluate("fetch('call/release.json')")
    until(page, NOTHING_KEPT)
    expect(page.locator("#call-search")).to_be_visible()
    answer = page.reload()
    assert (answer.status, answer.from_service_worker) == (status, False)
    # It may be read again: it is kept again.
    door.status = None
    opened(page, door.address)
    until(page, "navigator.serviceWorker.controller !== null")
    assert page.evaluate(KEPT)


def test_one_page_that_is_closed_closes_nothing_else(
    page: Page, door: Door, complaints: Complaints
):
    complaints.forgive("403")
    kept(page, door, laid_out(site()))
    door.status, door.only = 403, "/director/"
    assert page.evaluate("fetch('director/').then((each) => each.status)") == 403
    assert page.evaluate("fetch('director/').then((each) => each.status)") == 403
    page.context.set_offline(True)
    complaints.forgive(OFFLINE)
    page.reload()
    page.wait_for_selector("#call[data-ready]")


@pytest.mark.parametrize(("days", "lives"), [(2, True), (4, False), (-4, False)])
def test_a_copy_without_network_lives_as_many_days_as_the_base_allows(
    page: Page, door: Door, complaints: Complaints, days, lives
):
    complaints.forgive(OFFLINE)
    kept(page, door, laid_out(site(offline_days=3)))
    page.evaluate(LONG_AGO, days)
    page.context.set_offline(True)
    if lives:
        page.reload()
        page.wait_for_selector("#call[data-ready]")
        return
    with pytest.raises(Error, match="net::ERR_FAILED"):
        page.reload()
    page.context.set_offline(False)
    put(laid_out(site(offline_days=3)), door.folder)
    opened(page, door.address)
    expect(page.locator("#call-search")).to_be_visible()


def test_a_base_that_allows_no_day_has_nothing_kept(page: Page, door: Door):
    put(laid_out(site(offline_days=0)), door.folder)
    page.clock.set_fixed_time(NOON)
    opened(page, door.address)
    assert page.evaluate(NOTHING_KEPT)
