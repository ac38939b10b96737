"""The watch over pages sees what a page may not do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

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
    _open(page, serve, tmp_path, body)
    page.wait_for_timeout(300)
    assert any(said.startswith(seen) for said in complaints), complaints
    complaints.clear()


def test_sound_page_gives_no_complaint(page: Page, serve, tmp_path: Path):
    _open(page, serve, tmp_path, "<h1>Дорого</h1><script>console.log('ok')</script>")
    assert page.inner_text("h1") == "Дорого"


def _open(page: Page, serve: Callable[[Path], str], folder: Path, body: str) -> None:
    head = "<!doctype html><meta charset=utf-8><link rel=icon href=data:,>"
    (folder / "index.html").write_text(head + body, encoding="utf-8")
    page.goto(serve(folder) + "/", wait_until="load")
