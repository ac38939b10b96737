"""Single sign-on in front of both servers: groups open sites, and a device forgets who was signed out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts_kb.app.doors import servers
from tests.browser.doors.oauth2 import COOKIE, Proxy, before
from tests.browser.doors.served import DOMAIN, MAY, PATIENCE, asked, serving, table

pytestmark = pytest.mark.doors

KEPT = "async () => (await caches.keys()).length > 0 && Boolean(navigator.serviceWorker.controller)"
FORGOTTEN = """async () => !(await caches.keys()).length
    && !(await navigator.serviceWorker.getRegistrations()).length"""


def session(name: str) -> dict[str, str]:
    return {"Cookie": f"{COOKIE}={name}"}


@pytest.fixture(params=servers.FORMS)
def proxy(request: pytest.FixtureRequest, base: Path, tmp_path: Path) -> Iterator[Proxy]:
    """Both started: the server as it was set up, and what asks who somebody is."""
    text = (base / "serve" / f"sso.{request.param}").read_text("utf-8")
    with serving(base, request.param, "sso", tmp_path) as port, before(port, text) as made:
        made.sessions = {name: ["all", f"kb-{name}"] for name in MAY}
        yield made


def test_groups_open_sites(proxy: Proxy):
    # Nobody is asked to sign in by the proxy itself.
    assert table(proxy.server_port, session) == {
        (name, site): 200 if site in MAY.get(name, ()) else 403
        for name in ("nobody", "partner", "team", "heads")
        for site in MAY
    }
    proxy.sessions["guest"] = []
    assert asked(proxy.server_port, "team", **session("guest")).status == 403


def test_nobody_makes_themselves_a_head_by_a_header(proxy: Proxy):
    forged = {"X-Forwarded-User": "eva", "X-Forwarded-Groups": "kb-heads"}
    for told in (forged, {**forged, **session("partner")}):
        assert asked(proxy.server_port, "heads", **told).status == 403


def test_what_asks_in_the_background_is_told_plainly(proxy: Proxy):
    """A page to sign in would be an answer like another: the worker could not tell it from a release."""
    assert proxy.routes
    for path in ("/call/release.json", "/sw.js"):
        assert asked(proxy.server_port, "team", path).status == 401
        assert asked(proxy.server_port, "team", path, **session("team")).status == 200


def test_a_device_forgets_who_was_signed_out(proxy: Proxy, browser: Browser):
    context = browser.new_context(locale="ru-RU", timezone_id="Europe/Moscow")
    address = f"http://{DOMAIN}:{proxy.server_port}/"
    context.add_cookies([{"name": COOKIE, "value": "team", "url": address}])
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#call[data-ready]")
    until(page, KEPT)
    del proxy.sessions["team"]
    # What is open stays: it may be a call. It asks for what is new, and is told that nobody asks.
    page.evaluate("fetch('call/release.json')")
    until(page, FORGOTTEN)
    expect(page.locator("#call-search")).to_be_visible()
    answer = page.reload()
    assert answer
    assert (answer.status, answer.from_service_worker) == (403, False)
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    context.close()


def until(page: Page, script: str) -> None:
    """Wait for what holds in a page, whose policy lets no text be run there."""
    assert page.evaluate(
        f"""async (patience) => {{
            for (let waited = 0; waited < patience; waited += 50) {{
                if (await ({script})()) return true;
                await new Promise((done) => setTimeout(done, 50));
            }}
            return false;
        }}""",
        PATIENCE * 1000,
    )
