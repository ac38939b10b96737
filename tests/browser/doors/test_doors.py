"""Real servers let in whom they should: nginx of the machine, Caddy of the lock, on this machine alone.

The sample's site is the team's. Those of heads and partners are a page each: what is looked at here
is who gets in, and under which headers.
"""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts_kb.app.doors import headers, servers
from tests.browser.doors.served import (
    DOMAIN,
    HOSTS,
    MAY,
    PATIENCE,
    asked,
    caddy,
    expected,
    said,
    serving,
    signed_in,
    table,
)

pytestmark = pytest.mark.doors

# What waits in a page by a text would have to run it, which the policy forbids.
AT_WORK = f"""Promise.race([navigator.serviceWorker.ready.then(() => true),
    new Promise((done) => setTimeout(done, {PATIENCE * 1000}, false))])"""
REFUSED = """new Promise((done) => {
    addEventListener("securitypolicyviolation", () => done(true));
    document.body.append(Object.assign(document.createElement("script"), { text: "0" }));
})"""
HASHES: dict[str, Callable[[], str]] = {
    # As the head of each configuration tells to make a line of a person.
    "nginx": lambda: "{}:" + said("openssl", "passwd", "-6", "word") + "\n",
    "caddy": lambda: "{} " + said(caddy(), "hash-password", "--plaintext", "word") + "\n",
}


def login(name: str, word: str = "word") -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{name}:{word}'.encode()).decode()}"}


@pytest.fixture(params=servers.FORMS)
def people(request: pytest.FixtureRequest, base: Path, tmp_path: Path) -> tuple[str, int]:
    """A server that knows a head, an employee and a partner by their logins; its name and port."""
    server = request.param
    line = HASHES[server]()
    for site in HOSTS:
        names = [name for name, sites in MAY.items() if site in sites]
        (base / "serve/people" / site).write_text("".join(map(line.format, names)))
    with serving(base, server, "kb", tmp_path) as port:
        yield server, port


def test_each_opens_its_own_sites_and_those_below(people):
    _, port = people
    assert table(port, login) == expected(refused=401)
    assert asked(port, "team", **login("team", "guess")).status == 401
    assert asked(port, "team", **signed_in("heads")).status == 401


@pytest.mark.parametrize("server", servers.FORMS)
def test_behind_single_sign_on_groups_decide(server, base, tmp_path):
    with serving(base, server, "sso", tmp_path) as port:
        assert table(port, signed_in) == expected(refused=403)
        groups = {"X-Forwarded-User": "a", "X-Forwarded-Groups": "kb-teammates,not-kb-team,kb"}
        assert asked(port, "team", **groups).status == 403
        assert asked(port, "team", **{"X-Forwarded-User": "a,kb-team"}).status == 403
        # Keycloak begins the name of a group with a stroke.
        groups = {"X-Forwarded-User": "a", "X-Forwarded-Groups": "/kb-team"}
        assert asked(port, "team", **groups).status == 200


def test_every_answer_says_what_the_build_has_told(people, base):
    _, port = people
    site = headers.read(base)["site"]
    hashed = next((base / "site/assets/stylesheets").glob("main.*.min.css")).name
    for path, status, kept in (
        ("/", 200, "no-cache"),
        ("/call/release.json", 200, "no-cache"),
        (f"/assets/stylesheets/{hashed}", 200, "max-age=31536000, immutable"),
        ("/nothing-here/", 404, "no-cache"),
    ):
        answer = asked(port, "team", path, **login("team"))
        assert (answer.status, answer.headers[headers.CACHE]) == (status, kept)
        policy = answer.headers[headers.POLICY]
        assert policy == site.headers[headers.POLICY]
        scripts = next(each for each in policy.split("; ") if each.startswith("script-src "))
        assert "unsafe-inline" not in scripts
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_works_under_the_policy_and_breaks_no_rule_of_it(people, base, browser: Browser):
    server, port = people
    context = browser.new_context(
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        http_credentials={"username": "team", "password": "word"},
    )
    page, broken = context.new_page(), []
    # A page that is no longer there cannot tell any more: it tells at once.
    page.expose_function("broken", lambda said: broken.append(said))  # noqa: PLW0108 - it marks what it calls
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => window.broken(`${e.violatedDirective} ${e.blockedURI} ${location}`))"
    )
    page.on("pageerror", lambda error: broken.append(str(error)))
    site = f"http://{DOMAIN}:{port}/"
    page.goto(site)
    page.wait_for_selector("#call[data-ready]")
    page.locator("#call-search").fill("дорого")
    expect(page.locator("#call-answer")).to_be_visible()
    assert page.evaluate(AT_WORK)
    # Both say the same: every kind of page is looked at once.
    if server == "nginx":
        visited(page, site, base / "site")
    assert broken == []
    assert page.evaluate(REFUSED)
    context.close()


def visited(page: Page, site: str, folder: Path) -> None:
    """Open a page of each kind: one of each folder, and the front of it."""
    for kind in sorted(each.name for each in folder.iterdir() if (each / "index.html").is_file()):
        inner = sorted(each.parent.name for each in (folder / kind).glob("*/index.html"))
        for path in (f"{kind}/", *(f"{kind}/{name}/" for name in inner[:1])):
            page.goto(f"{site}{path}")
            page.wait_for_selector("[data-find]", state="attached")
