"""The watch over pages sees what a page may not do."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PATIENCE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("<script>console.error('нельзя')</script>", "console: нельзя"),
        ("<script>null.x</script>", "script: Cannot read properties of null"),
        ("<img src=missing.png>", "console: Failed to load resource"),
        ("<img src='http://example.invalid/a.png'>", "foreign: http://example.invalid/a.png"),
        ("<script>fetch('//example.invalid/').catch(()=>0)</script>", "foreign: http://example"),
        (
            """<script>new Worker(URL.createObjectURL(new Blob([
            `fetch('http://example.invalid/w').catch(()=>0)`])))</script>""",
            "foreign: http://example.invalid/w",
        ),
    ],
)
def test_violation_is_seen(page: Page, complaints, serve, tmp_path: Path, body: str, seen: str):
    # What an address that there is not is told by as well comes beside it.
    complaints.forgive(f"^{re.escape(seen)}", "^console: Failed to load resource")
    _open(page, serve, tmp_path, body)
    end = time.monotonic() + PATIENCE / 1000
    while not any(said.startswith(seen) for said in complaints.said):
        assert time.monotonic() < end, complaints.said
        page.wait_for_timeout(20)


def test_only_what_is_forgiven_is_let_pass(page: Page, complaints, serve, tmp_path: Path):
    complaints.forgive("одно")
    body = "<script>console.error('одно'); console.error('другое')</script>"
    _open(page, serve, tmp_path, body)
    page.wait_for_function("document.readyState === 'complete'")
    (left,) = complaints.left()
    assert left.startswith("console: другое")
    complaints.forgive("другое")


def test_sound_page_gives_no_complaint(page: Page, serve, tmp_path: Path):
    _open(page, serve, tmp_path, "<h1>Дорого</h1><script>console.log('ok')</script>")
    assert page.inner_text("h1") == "Дорого"


def _open(page: Page, serve: Callable[[Path], str], folder: Path, body: str) -> None:
    head = "<!doctype html><meta charset=utf-8><link rel=icon href=data:,>"
    (folder / "index.html").write_text(head + body, encoding="utf-8")
    page.goto(serve(folder) + "/", wait_until="load")
