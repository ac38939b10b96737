"""Puts the call screen of a base where a browser can open it, without a theme around it."""

import contextlib
import os
import time
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Error, Locator, Page, expect

from scripts_kb import search
from scripts_kb.pages import searchable
from scripts_kb.pages.call import release, screen
from scripts_kb.pages.site import Site
from scripts_kb.schema import kinds

_PAGE = """<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><title>{title}</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width"></head>
<body><main class="md-typeset">
{body}
</main></body></html>
"""
_PLAYER = """<div id="player" class="call-page" data-entity="{entity}"></div>
<script type="module" src="{root}call/start.js"></script>
"""


_builds = [0]
"""When each of them was made, in seconds."""


def put(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files as a plain file server would hold them.

    It tells two builds apart by the second in which they were made, so no two are made in one; and
    what was made long ago a browser believes for a tenth of its age.
    """
    _builds.append(max(int(time.time()), _builds[-1] + 1))
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        os.utime(file, (_builds[-1], _builds[-1]))


_words: list[Path] = []


def know(words: Path) -> None:
    """Take words from a file that a program would look up for seconds, in each process anew."""
    _words[:] = [words]


def laid_out(whole: Site, *, offline: bool = True) -> dict[str, bytes]:
    """Make the files of a site's call screen, and pages around it; by path."""
    found = (*searchable.cards(whole), *searchable.replies(whole))
    told, facets = searchable.synonyms(whole), searchable.facets(whole)
    index = search.index(found, told, facets=facets, cache=next(iter(_words), None))
    body = screen.page(whole).content.decode().partition("---\n\n")[2]
    files = {"index.html": _PAGE.format(title="На звонке", body=body).encode()}
    for document in whole.base.of("script"):
        path = kinds.address(document.entity)
        player = _PLAYER.format(entity=document.entity, root="../../")
        files[f"{path}index.html"] = _PAGE.format(title="Скрипт", body=player).encode()
    for page in screen.assets(whole, index, offline=offline):
        files[page.path] = page.content
    return files | {page.path: page.content for page in release.sealed(files.get)}


def opened(page: Page, address: str) -> None:
    """Open the call screen and wait until it can be typed into, and all of it is there."""
    page.goto(address)
    page.wait_for_selector("#call[data-ready][data-whole]")


def hears(page: Page, mark: Locator) -> None:
    """Ask for a new release, as a page does again and again, until the mark of one is seen.

    A browser may let one question fall while it still starts the worker.
    """
    for _ in range(60):
        page.evaluate("navigator.serviceWorker.ready.then((each) => each.update())")
        with contextlib.suppress(AssertionError):
            return expect(mark).to_be_visible(timeout=2_000)
    raise AssertionError("no new release is heard of")


def until(page: Page, expression: str, seconds: float = 120) -> None:
    """Wait for an expression to come true; it may be a promise, and the page may be reloaded."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if page.evaluate(expression):
                return
        except Error as error:
            if "context was destroyed" not in str(error):
                raise
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")
