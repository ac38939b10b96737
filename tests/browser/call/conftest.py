"""The call screen in a real browser, on a small base and without a theme around it."""

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

sys.path.insert(0, str(Path(__file__).parents[2] / "pages" / "call"))

from cafe import NOON, site
from stage import know, laid_out, opened, put

from scripts_kb.pages.site import Site

Publish = Callable[..., str]


@cache
def usual(*, offline: bool) -> dict[str, bytes]:
    """The files of the site that most tests open."""
    return laid_out(site(), offline=offline)


def _at_noon(context: BrowserContext) -> None:
    context.clock.set_fixed_time(NOON)


@pytest.fixture
def prepare(
    request: pytest.FixtureRequest, prepare: Callable[[BrowserContext], object]
) -> Callable[[BrowserContext], object]:
    """Sets the clock to the day of what `publish` publishes; other sites have days of their own."""
    return _at_noon if "publish" in request.fixturenames else prepare


@pytest.fixture(scope="session", autouse=True)
def _known(tmp_path_factory: pytest.TempPathFactory, looked_up: Callable[[Path], None]) -> None:
    folder = tmp_path_factory.mktemp("words")
    looked_up(folder)
    know(folder / ".cache" / "words.bin")


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """The address of the site that most tests open; its files never change."""
    folder = tmp_path_factory.mktemp("stage")
    put(usual(offline=False), folder / "sales" / "kb")
    return f"{serve(folder)}/sales/kb/"


@pytest.fixture
def publish(tmp_path: Path, serve: Callable[[Path], str], stage: str) -> Publish:
    """Publishes a site below a sub-path of a plain file server; again, in place of the last.

    What most tests open, and never replace, is published already.
    """
    published: list[str] = []

    def start(whole: Site | None = None, *, offline: bool = False) -> str:
        if whole is None and not offline and not published:
            published.append(stage)
            return stage
        assert stage not in published, "what is published first is replaced by no other"
        files = laid_out(whole, offline=offline) if whole else usual(offline=offline)
        put(files, tmp_path / "sales" / "kb")
        published.append(f"{serve(tmp_path)}/sales/kb/")
        return published[-1]

    return start


@pytest.fixture
def desk(page: Page, publish: Publish) -> Page:
    """The call screen, open and ready; nobody chosen to talk to."""
    page.set_viewport_size({"width": 480, "height": 900})
    opened(page, publish())
    return page
