"""A real Chromium, and pages in it that may neither fail nor ask another host for anything."""

import datetime as dt
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts_kb.app import workspace
from scripts_kb.app.preview.editing import Desk
from scripts_kb.app.preview.server import Server
from scripts_kb.app.preview.shown import Preview
from scripts_kb.app.preview.watching import watching
from tests.browser.complaints import Complaints
from tests.browser.demonstration import year  # noqa: F401 - a fixture
from tests.browser.kept import OFFICE, Profile, noting
from tests.once import Once
from tools import chromium, days
from tools.checks.steps import BUILT
from tools.serving import running

ROOT = Path(__file__).resolve().parents[2]

NOON = dt.datetime.fromisoformat(f"{days.SAMPLE}T12:00:00+03:00")
MOVED = """{
  const { now } = Date;
  const moved = () => now() + APART;
  globalThis.Date = new Proxy(Date, {
    construct: (real, given, made) => Reflect.construct(real, given.length ? given : [moved()], made),
    apply: () => String(new Date()),
    get: (real, name) => (name === "now" ? moved : Reflect.get(real, name)),
  });
  Date.prototype.constructor = Date;
}"""
"""What holds today a page decides by its own clock, which is at noon of the sample's day here."""

PATIENCE = 120_000
"""Milliseconds that anything may take where a dozen others want the processor; no page needs a tenth."""
expect.set_options(timeout=PATIENCE)


class _Quiet(SimpleHTTPRequestHandler):
    # A page asks for forty files: one connection serves for all of them, and waits for no packet.
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *args: object) -> None:
        """Says nothing: a test that fails shows what the page said."""


@pytest.fixture(scope="session")
def addresses() -> dict[Path, str]:
    """What `serve` serves: each folder's address, without a last slash."""
    return {}


@pytest.fixture(scope="session")
def serve(addresses: dict[Path, str]) -> Iterator[Callable[[Path], str]]:
    """Serves a folder on a free port of this machine; gives its address, without a last slash."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        if folder not in addresses:
            quiet = partial(_Quiet, directory=str(folder))
            servers.append(ThreadingHTTPServer(("127.0.0.1", 0), quiet))
            threading.Thread(target=servers[-1].serve_forever).start()
            addresses[folder] = f"http://127.0.0.1:{servers[-1].server_port}"
        return addresses[folder]

    yield start
    # Each looks twice a second whether it shall end; a hundred that look oftener are felt.
    with ThreadPoolExecutor(len(servers) + 1) as ending:
        list(ending.map(ThreadingHTTPServer.shutdown, servers))
    for each in servers:
        each.server_close()


def run(*command: str, folder: Path = ROOT) -> None:
    """Runs a module of Python in a folder; a failure tells what it said."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The sample in a repository of its own."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    who = {f"GIT_{role}_{n}": "a@b" for role in ("AUTHOR", "COMMITTER") for n in ("NAME", "EMAIL")}
    for command in ("init -q -b main", "add -A", "commit -qm Начало"):
        subprocess.run(["git", *command.split()], cwd=tmp_path, env=os.environ | who, check=True)
    return tmp_path


@pytest.fixture
def address(base: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a preview that takes edits, without a last slash."""
    monkeypatch.setenv("SCRIPTS_KB_TODAY", "2026-11-21")
    monkeypatch.setenv("SCRIPTS_KB_AUDIENCE", "team")
    where = workspace.find(base / "content")
    preview = Preview(where, base / "mkdocs.yml")
    with Server(0) as server, watching(base / "content", (), preview.refresh, preview.pass_time):
        server.desk = Desk(where, server.address, "team")
        preview.start()
        server.preview = preview
        with running(server):
            # Nobody presses what is about to be shown anew: figures come after the first page.
            while not preview.settled:
                time.sleep(0.02)
            yield server.address.rstrip("/")
            preview.stop()


@pytest.fixture(scope="session")
def published(once: Once) -> Path:
    """The folder of this checkout's site, built for this run: by a step before, or here."""
    if before := os.environ.get(BUILT):
        return Path(before)
    build = ("mkdocs", "build", "--strict", "--quiet", "--site-dir")
    return once("site", lambda folder: run(*build, str(folder)))


@pytest.fixture(scope="session")
def site(published: Path, serve: Callable[[Path], str]) -> str:
    """The address of this checkout's site."""
    return serve(published)


UNASKED = (
    # Pages of its own that Chromium would make for each window: half of what a test takes.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"),
    # What Playwright turns off itself; of two lists Chromium reads the last alone.
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "AimEnabled"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a past: what is on the machine, as `tools/chromium.py` finds it."""
    program = chromium.find(chromium.LIGHTEST)
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
                f"--disable-features={','.join(UNASKED)}",
                # No name resolves, so nothing leaves the machine even where a test looks away.
                f"--host-resolver-rules=MAP {OFFICE} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        started.new_context = partial(_usual, started.new_context)  # type: ignore[method-assign]
        yield started
        started.close()


def _usual(new_context: Callable[..., BrowserContext], **options: Any) -> BrowserContext:
    """Open a profile whose pages wait as long for an address as `expect` does for what they say.

    Of the clock of its pages the day is moved alone: one of Playwright's brings timers of its own.
    """
    context = new_context(**options)
    context.set_default_timeout(PATIENCE)
    apart = NOON.timestamp() - time.time()
    context.add_init_script(MOVED.replace("APART", str(int(apart * 1000))))
    return context


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What pages did that they may not; none may be left at the end of the test."""
    heard = Complaints()
    yield heard
    assert heard.left() == []


@pytest.fixture(scope="session")
def profiles(
    browser: Browser, addresses: dict[Path, str]
) -> Iterator[Callable[[Callable[[BrowserContext], object]], Profile]]:
    """Gives the profile for how one is prepared; tests that prepare alike have one in turn."""
    with ExitStack() as stack:

        @cache
        def prepared(prepare: Callable[[BrowserContext], object]) -> Profile:
            profile = Profile(browser, prepare, addresses.values())
            stack.enter_context(noting(profile.alter))
            stack.callback(profile.end)
            return profile

        yield prepared


@pytest.fixture
def prepare() -> Callable[[BrowserContext], object]:
    """What is done to a profile before its first page: nothing. A folder of tests may say more."""
    return _nothing


def _nothing(_: BrowserContext) -> None: ...


@pytest.fixture
def anew() -> bool:
    """Whether each test needs a profile that was never used; a file of tests may say so."""
    return False


@pytest.fixture
def context(
    profiles: Callable[[Callable[[BrowserContext], object]], Profile],
    prepare: Callable[[BrowserContext], object],
    complaints: Complaints,
    anew: bool,
) -> Iterator[BrowserContext]:
    """A profile without a past, as far as a page can tell; each of its pages is watched."""
    profile = profiles(prepare)
    yield profile.given(complaints, anew=anew)
    profile.taken(anew=anew)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that fails its test on an error in the console, a failed script or a foreign host."""
    return context.pages[0]
