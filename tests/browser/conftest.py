"""A real Chromium, and pages in it that may neither fail nor ask another host for anything."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools import chromium

ROOT = Path(__file__).resolve().parents[2]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Says nothing: a test that fails shows what the page said."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder on a free port of this machine; gives its address, without a last slash."""
    with ExitStack() as stack:
        addresses: dict[Path, str] = {}

        def start(folder: Path) -> str:
            if folder not in addresses:
                addresses[folder] = stack.enter_context(serving(folder))
            return addresses[folder]

        yield start


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this checkout's site, built for this run."""
    folder = tmp_path_factory.mktemp("site")
    command = ["mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
    return folder


@pytest.fixture(scope="session")
def site(published: Path, serve: Callable[[Path], str]) -> str:
    """The address of this checkout's site."""
    return serve(published)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a past: what is on the machine, as `tools/chromium.py` finds it."""
    program = chromium.find()
    if program is None:
        pytest.fail(f"no Chromium starts here; tools/test gets one, {chromium.VARIABLE} names one")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",  # the superuser's Chromium starts in no other way
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                # No name resolves, so nothing leaves the machine even where a test looks away.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield started
        started.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What pages did that they may not; must be empty at the end of the test.

    A test that provokes a complaint on purpose asserts it and clears the list.
    """
    said: list[str] = []
    yield said
    assert said == []


@pytest.fixture
def context(browser: Browser, complaints: list[str]) -> Iterator[BrowserContext]:
    """A profile of its own: no storage, no cache; each of its pages is watched."""
    fresh = browser.new_context(locale="ru-RU", timezone_id="Europe/Moscow")
    fresh.on("page", lambda page: _watch(page, complaints))
    # Requests of the context, so that those of workers are seen as well.
    fresh.on("request", lambda request: _judge(request.url, complaints))
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that fails its test on an error in the console, a failed script or a foreign host."""
    return context.new_page()


def _watch(page: Page, complaints: list[str]) -> None:
    page.on(
        "console",
        lambda message: (
            complaints.append(f"console: {message.text} ({message.location.get('url', '')})")
            if message.type == "error"
            else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))


def _judge(url: str, complaints: list[str]) -> None:
    address = urlsplit(url)
    if address.scheme not in {"data", "blob", "about"} and address.hostname != "127.0.0.1":
        complaints.append(f"foreign: {url}")
