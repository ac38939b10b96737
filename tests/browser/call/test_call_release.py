"""A release is taken whole or not at all, whatever servers and networks do meanwhile."""

import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cafe import NOON, changed_cards, site
from playwright.sync_api import Page, Route, expect
from stage import laid_out, opened, put, until

from scripts_kb.pages.call import release
from tests.browser.complaints import OFFLINE, Complaints

pytestmark = pytest.mark.browser

CARD = "objections/dorogo/"
ICON = "<link rel='icon' href='data:,'>"
LOGIN = f"<!doctype html><title>Войдите в сеть</title>{ICON}"
OLD, NEW = "Везём завтра.", "Везём сегодня."

UPDATE = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update().catch(() => {});
    const fresh = registration.installing;
    if (fresh) await new Promise((done) => {
        const look = () => fresh.state !== "installing" && done();
        fresh.addEventListener("statechange", look);
        look();
    });
    return fresh?.state ?? (registration.waiting ? "waiting" : "none");
}"""

Answer = tuple[int, dict[str, str], str]


@pytest.fixture
def anew() -> bool:
    """A worker and what it keeps are those of one test."""
    return True


class Server:
    """A plain file server; `says` may answer in its place, `cut` breaks an answer off."""

    def __init__(self, folder: Path) -> None:
        self.says: Callable[[str], Answer | None] = lambda _: None
        self.cut = ""
        outer = self

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, *args: object) -> None:
                """Says nothing."""

            def end_headers(self) -> None:
                # Otherwise a browser believes a file for a tenth of its age.
                self.send_header("Cache-Control", "no-cache")
                super().end_headers()

            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                said = outer.says(path)
                if said:
                    status, headers, text = said
                    self.send_response(status)
                    for name, value in {
                        "Content-Type": "text/html; charset=utf-8",
                        **headers,
                    }.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(text.encode())
                elif outer.cut and path.endswith(outer.cut):
                    # As HTTP/1.0 ends: nobody can tell that half is missing.
                    file = Path(self.translate_path(path))
                    self.send_response(200)
                    self.send_header("Last-Modified", self.date_time_string(file.stat().st_mtime))
                    self.end_headers()
                    self.wfile.write(file.read_bytes()[:99])
                else:
                    super().do_GET()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.address = f"http://127.0.0.1:{self.server.server_port}/kb/"
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path)
    yield started
    started.stop()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "kb"


@pytest.fixture
def kept(page: Page, server: Server, root: Path) -> Page:
    """The call screen under its service worker."""
    build(root)
    page.clock.set_fixed_time(NOON)
    opened(page, server.address)
    until(page, "navigator.serviceWorker.controller !== null")
    return page


def build(root: Path, answer: str = OLD, theme: str = "1") -> None:
    """Publish a site with a theme and one more page, sealed, in place of the last."""
    shutil.rmtree(root, ignore_errors=True)
    put(built(answer, theme), root)


@cache
def built(answer: str, theme: str) -> dict[str, bytes]:
    files = laid_out(site(changed_cards("question/delivery", answer=answer)))
    files[f"{CARD}index.html"] = (
        f"<meta charset=utf-8><title>Дорого {theme}</title></head>".encode()
    )
    files["assets/site/main.js"] = b"document.title += '!';"
    # Names with and without a hash, as themes have them.
    files["assets/site.css"] = f"body {{ --own: {theme} }}".encode()
    files[f"assets/theme.{theme}.css"] = f"body {{ --theme: {theme} }}".encode()
    for path in ("", "scripts/incoming/", CARD):
        up = "../" * path.count("/")
        head = (
            f"{ICON}"
            f'<link rel="stylesheet" href="{up}assets/theme.{theme}.css">'
            f'<link rel="stylesheet" href="{up}assets/site.css">'
            f'<script type="module" src="{up}assets/site/main.js"></script></head>'
        )
        page = files[f"{path}index.html"]
        files[f"{path}index.html"] = page.replace(b"</head>", head.encode())
    sealed = {made.path: made.content for made in release.sealed(files.get)}
    # What a server says late a page is shown without; here none is late, however slow the machine.
    assert sealed["sw.js"].count(b"PATIENCE=3000;") == 1
    patient = sealed["sw.js"].replace(b"PATIENCE=3000;", b"PATIENCE=300000;")
    return files | sealed | {"sw.js": patient}


THEME = """["--theme", "--own"].map(
    (name) => getComputedStyle(document.body).getPropertyValue(name).trim()).join()"""


def shown(page: Page) -> str:
    return page.evaluate(THEME)


def answer(page: Page, text: str) -> None:
    page.locator("#call-search").fill("доставка")
    expect(page.locator("#call-answer")).to_contain_text(text)


def login(*ends: str) -> Callable[[str], Answer | None]:
    """A network that wants to be logged into says so wherever one goes, and calls it a success."""
    return lambda path: (200, {}, LOGIN) if path.endswith(ends) else None


@pytest.mark.parametrize("how", ["login", "cut", "404", "500", "full"])
def test_a_download_that_went_wrong_is_no_part_of_a_release(
    kept: Page, server: Server, root: Path, complaints: Complaints, how: str
):
    build(root, NEW)
    disk = {"origin": server.address.removesuffix("/kb/")}
    session = kept.context.new_cdp_session(kept)
    if how == "login":
        server.says = login("answers.json", "index.bin")
    elif how == "cut":
        server.cut = "index.bin"
    elif how == "full":
        session.send("Storage.overrideQuotaForOrigin", {**disk, "quotaSize": 1000})
    else:
        complaints.forgive(f"status of {how}")
        server.says = lambda path: (int(how), {}, "no") if path.endswith("index.bin") else None
    assert kept.evaluate(UPDATE) == "redundant"
    expect(kept.locator("#call-update")).to_be_hidden()
    answer(kept, "Везём завтра")
    # What the browser itself has kept of it is no hindrance when all is well again.
    server.says, server.cut = lambda _: None, ""
    session.send("Storage.overrideQuotaForOrigin", disk)
    assert kept.evaluate(UPDATE) == "installed"
    kept.locator("#call-update button").click()
    expect(kept.locator("#call-answer")).to_contain_text("Везём сегодня.")
    expect(kept.locator("#call-broken")).to_be_hidden()


def test_nothing_is_offered_while_pages_are_still_the_old_ones(
    kept: Page, server: Server, root: Path
):
    pages = ("/kb/", "/kb/scripts/incoming/")
    old = {path: (root.parent / path[1:] / "index.html").read_text() for path in pages}
    build(root, NEW, theme="2")
    for late in pages:
        server.says = lambda path, late=late: (200, {}, old[path]) if path == late else None
        assert kept.evaluate(UPDATE) == "redundant", late
    server.says = lambda _: None
    assert kept.evaluate(UPDATE) == "installed"


def test_a_rollback_that_is_half_way_costs_nobody_the_release_at_work(
    kept: Page, server: Server, root: Path, tmp_path: Path, complaints: Complaints
):
    shutil.copytree(root, tmp_path / "first")
    build(root, NEW)
    assert kept.evaluate(UPDATE) == "installed"
    put({"sw.js": (tmp_path / "first" / "sw.js").read_bytes()}, root)
    # All of the first is in the browser, so nothing of what stands on the server is needed.
    assert kept.evaluate(UPDATE) == "installed"
    complaints.forgive(OFFLINE)
    kept.context.set_offline(True)
    kept.reload()
    answer(kept, "Везём завтра")


def test_a_first_visit_takes_the_new_version_when_asked(kept: Page, root: Path):
    answer(kept, "Везём завтра")
    build(root, NEW)
    assert kept.evaluate(UPDATE) == "installed"
    kept.locator("#call-update button").click()
    expect(kept.locator("#call-answer")).to_contain_text("Везём сегодня.")


def test_a_page_whose_worker_was_changed_elsewhere_says_so_and_can_follow(kept: Page, root: Path):
    answer(kept, "Везём завтра")
    build(root, NEW)
    kept.evaluate(UPDATE)
    mark = kept.locator("#call-update button")
    expect(mark).to_be_visible()
    other = kept.context.new_page()
    opened(other, kept.url)
    other.locator("#call-update button").click()
    until(other, "navigator.serviceWorker.getRegistration().then((each) => !each.waiting)")
    expect(kept.locator("#call-answer")).to_contain_text("Везём завтра")
    mark.click()
    expect(kept.locator("#call-answer")).to_contain_text("Везём сегодня.")


def test_where_one_goes_one_comes_though_a_new_version_comes_in(kept: Page, root: Path):
    build(root, NEW)
    kept.evaluate(UPDATE)
    expect(kept.locator("#call-update button")).to_be_visible()
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    kept.route("**/elsewhere", hold)
    with kept.expect_request("**/elsewhere"):
        kept.evaluate("() => { document.activeElement.blur(); location.assign('/elsewhere'); }")
    other = kept.context.new_page()
    opened(other, kept.url)
    other.locator("#call-update button").click()
    until(other, "navigator.serviceWorker.getRegistration().then((each) => !each.waiting)")
    # Time for a page that loads itself again to call off where it goes.
    kept.wait_for_timeout(500)
    asked[0].fulfill(body="Дошли")
    expect(kept).to_have_url(re.compile("/elsewhere$"))


def test_another_theme_is_another_release_and_no_page_loses_the_one_it_has(kept: Page, root: Path):
    answer(kept, "Везём завтра")
    build(root, theme="2")
    kept.reload()
    assert shown(kept) == "1,1"
    assert kept.evaluate(UPDATE) in {"installed", "waiting"}
    kept.goto(kept.url + CARD)
    assert (kept.title(), shown(kept)) == ("Дорого 2!", "2,2")
    kept.go_back()
    kept.locator("#call-update button").click()
    until(kept, f"{THEME} === '2,2'")


def test_a_server_in_trouble_is_no_reason_to_show_nothing(
    kept: Page, server: Server, complaints: Complaints
):
    card = kept.url + CARD
    kept.goto(card)
    until(kept, "caches.match(location.href).then(Boolean)")
    complaints.forgive("status of (502|404)")
    server.says = lambda _: (502, {}, "Bad gateway")
    kept.goto(card)
    assert (kept.title(), shown(kept)) == ("Дорого 1!", "1,1")
    # A page that was taken off the site is another matter.
    server.says = lambda path: (
        (404, {}, f"<title>Нет</title>{ICON}") if path.endswith(CARD) else None
    )
    kept.goto(card)
    assert kept.title() == "Нет"


def test_a_login_page_is_shown_and_never_kept(kept: Page, server: Server, complaints: Complaints):
    card = kept.url + CARD
    kept.goto(card)
    until(kept, "caches.match(location.href).then(Boolean)")
    complaints.forgive(OFFLINE, "MIME type")
    server.says = lambda _: (200, {}, LOGIN)
    kept.goto(card)
    assert kept.title() == "Войдите в сеть"
    server.says = login(".css")
    kept.goto(card)
    assert (kept.title(), shown(kept)) == ("Дорого 1!", "1,1")
    kept.wait_for_timeout(300)
    kept.context.set_offline(True)
    kept.goto(card)
    assert (kept.title(), shown(kept)) == ("Дорого 1!", "1,1")


@pytest.mark.parametrize("headers", [{"Vary": "*"}, {}])
def test_what_cannot_be_kept_is_shown_all_the_same(kept: Page, server: Server, headers: dict):
    if not headers:
        session = kept.context.new_cdp_session(kept)
        origin = server.address.removesuffix("/kb/")
        session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1000})
    page = f"<title>Дорого</title>{ICON}<!-- assets/site/main.js -->"
    server.says = lambda path: (200, headers, page) if path.endswith(CARD) else None
    card = kept.url + CARD
    for _ in range(2):
        kept.goto(card)
        assert kept.title() == "Дорого"


def test_a_part_of_a_file_is_passed_on(kept: Page, server: Server):
    part = {"Content-Range": "bytes 0-3/9", "Content-Type": "application/pdf"}
    server.says = lambda path: (206, part, "half") if path.endswith(".pdf") else None
    ask = "fetch('materials/a.pdf', {headers: {Range: 'bytes=0-3'}}).then((each) => each.text())"
    assert kept.evaluate(ask) == "half"
    kept.wait_for_timeout(300)
    assert not kept.evaluate("caches.match('materials/a.pdf').then(Boolean)")


def test_a_server_that_sends_on_to_index_html_may_be_visited_again(
    page: Page, server: Server, root: Path
):
    build(root)
    frame = (200, {"Vary": "*"}, (root / "index.html").read_text())
    said = {"/kb/": (302, {"Location": "/kb/index.html"}, ""), "/kb/index.html": frame}
    server.says = said.get
    opened(page, server.address)
    until(page, "navigator.serviceWorker.controller !== null")
    opened(page, server.address)


@pytest.mark.parametrize("answer", [OLD, NEW])
def test_a_cache_that_was_emptied_fills_again(
    kept: Page, root: Path, complaints: Complaints, answer: str
):
    # A call goes on, so nothing would be taken in by itself.
    kept.locator("#call-search").fill("доставка")
    expect(kept.locator("#call-answer")).to_contain_text(OLD)
    wipe = "caches.keys().then((all) => Promise.all(all.map((each) => caches.delete(each))))"
    kept.evaluate(wipe)
    build(root, answer)
    kept.reload()
    at_work = "navigator.serviceWorker.getRegistration().then((each) => !each.installing && !each.waiting)"
    until(kept, f"caches.match('scripts/incoming/').then((each) => each && {at_work})")
    complaints.forgive(OFFLINE)
    kept.context.set_offline(True)
    kept.reload()
    expect(kept.locator("#call-answer")).to_contain_text(answer)
    kept.goto(kept.url + "scripts/incoming/")
    expect(kept.locator("#player-say")).to_contain_text("Добрый день")


def test_a_site_below_another_one_has_no_news_on_its_first_visit(
    kept: Page, server: Server, root: Path
):
    build(root / "a" / "b")
    opened(kept, server.address + "a/b/")
    kept.locator("#call-search").fill("доставка")
    until(kept, "navigator.serviceWorker.controller.scriptURL.endsWith('a/b/sw.js')")
    kept.wait_for_timeout(300)
    expect(kept.locator("#call-update")).to_be_hidden()


def test_a_server_that_is_gone_is_said_to_be(kept: Page, server: Server, complaints: Complaints):
    mark = kept.locator("#call-offline")
    expect(mark).to_be_hidden()
    complaints.forgive("status of 404")
    server.says = lambda _: (404, {}, "gone")
    kept.reload()
    answer(kept, "Везём завтра")
    expect(mark).to_be_visible()
    expect(mark).to_contain_text("Сервер базы не отвечает: работаем с ответами от 21 ноября")
    server.says = lambda _: None
    kept.reload()
    answer(kept, "Везём завтра")
    kept.wait_for_timeout(500)
    expect(mark).to_be_hidden()
