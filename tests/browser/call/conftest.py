"""The call screen in a real browser, on a small base and without a theme around it."""

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).parents[2] / "pages" / "call"))

from cafe import NOON, site
from stage import laid_out, opened, put

from scripts_kb.pages.site import Site

Publish = Callable[..., str]


@cache
def usual(*, offline: bool) -> dict[str, bytes]:
    """The files of the site that most tests open."""
    return laid_out(site(), offline=offline)


@pytest.fixture
def publish(tmp_path: Path, serve: Callable[[Path], str]) -> Publish:
    """Publishes a site below a sub-path of a plain file server; again, in place of the last."""

    def start(whole: Site | None = None, *, offline: bool = False) -> str:
        files = laid_out(whole, offline=offline) if whole else usual(offline=offline)
        put(files, tmp_path / "sales" / "kb")
        return f"{serve(tmp_path)}/sales/kb/"

    return start


@pytest.fixture
def desk(page: Page, publish: Publish) -> Page:
    """The call screen, open and ready, on the day of the tests; nobody chosen to talk to."""
    page.clock.set_fixed_time(NOON)
    page.set_viewport_size({"width": 480, "height": 900})
    opened(page, publish())
    return page
