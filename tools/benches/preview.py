"""From a saved file to the page that shows it, in Chromium: ten edits in `kb serve`.

Takes `--entities 0,2000,10000` (0 is the sample alone) and `--base FOLDER`, a base that was made
before, to be changed. Each edit is written as editors do, beside and then in place of the file,
while a page is open that has to show it; the clock stops at the frame that does.
"""

import argparse
import contextlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from tools import chromium
from tools.benches import _bases
from tools.benches.measure import Row
from tools.serving import free_port

_ROOT: Final = Path(__file__).resolve().parents[2]
_SETTINGS: Final = "mkdocs.yml"
_TODAY: Final = "2026-11-21"
_BOUNDS: Final = {0: 0.7, 2000: 1.0, 10000: 2.0}
_QUOTING: Final = 20
_PAUSE: Final = 2.0
"""Seconds between two edits: a person looks at the page."""
_FIRST: Final = 900_000
_SHOWN: Final = "said => document.body && document.body.innerText.includes(said)"
_GONE: Final = "said => document.body && !document.body.innerText.includes(said)"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit and the page that shows it.

    Attributes:
        name: What kind of edit it is.
        file: Below the content folder.
        text: What the file says afterwards; None where it is removed.
        page: The page that is open.
        says: What stands on it afterwards.
        gone: What does not stand on it any more.
    """

    name: str
    file: str
    text: str | None
    page: str
    says: str = ""
    gone: str = ""


def run(arguments: Sequence[str]) -> list[Row]:
    """Measures how soon an edit is seen.

    Args:
        arguments: as above.

    Returns:
        Rows for each size: the start, each kind of edit, the median of all ten.
    """
    parser = argparse.ArgumentParser("tools/bench preview", description=run.__doc__)
    parser.add_argument("--entities", default="0,2000,10000")
    parser.add_argument("--base", type=Path)
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    for size in map(int, options.entities.split(",")):
        folder = Path(tempfile.mkdtemp(prefix="kb-preview-"))
        try:
            base = options.base or folder / "base"
            if not options.base:
                _bases.make(base, size)
            shutil.copy(_ROOT / _SETTINGS, base / _SETTINGS)
            rows += _measured(base, size)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return rows


def _measured(base: Path, size: int) -> Iterator[Row]:
    label = f"{size:,} entities" if size else "sample"
    content = base / "content"
    _quoting(content)
    with _browser() as page:
        with _serving(base):
            pass  # the past is read and kept, as on every day but the first
        begun = time.perf_counter()
        with _serving(base) as address:
            page.goto(f"{address}objections/dorogo-dom/")
            page.wait_for_function(_SHOWN, arg="Дорого")
            yield Row.shown(f"{label}: start to first page", time.perf_counter() - begun, "s")
            found: dict[str, list[float]] = {}
            for edit in _edits(content):
                found.setdefault(edit.name, []).append(_seconds(page, address, content, edit))
    for name, seconds in found.items():
        yield Row.shown(f"{label}: {name}", statistics.median(seconds), "s")
    every = [each for seconds in found.values() for each in seconds]
    what = f"{label}: saved to painted, median of {len(every)} edits"
    yield Row.at_most(what, statistics.median(every), "s", _BOUNDS.get(size, 2.0))
    yield Row.shown(f"{label}: slowest of them", max(every), "s")


def _seconds(page: Page, address: str, content: Path, edit: Edit) -> float:
    page.goto(address + edit.page)
    time.sleep(_PAUSE)
    file = content / edit.file
    begun = time.perf_counter()
    if edit.text is None:
        file.unlink()
    else:
        beside = file.with_name(f".{file.name}.new")
        beside.write_text(edit.text, encoding="utf-8")
        beside.replace(file)
    said, how = (edit.says, _SHOWN) if edit.says else (edit.gone, _GONE)
    page.wait_for_function(how, arg=said, polling="raf")
    return time.perf_counter() - begun


def _quoting(content: Path) -> None:
    """Adds scripts that quote one price."""
    text = (content / "scripts/promo-shop.yml").read_text(encoding="utf-8")
    for number in range(_QUOTING):
        own = text.replace("id: promo-shop\n", f"id: price-{number}\n", 1)
        own = own.replace("title: Акция для магазина", f"title: Цена дрипов {number}", 1)
        own = own.replace(
            "    say: >-\n", "    say: >-\n      Дрипы за <product/drip.price.list>. ", 1
        )
        (content / f"scripts/price-{number}.yml").write_text(own, encoding="utf-8")


def _edits(content: Path) -> Iterator[Edit]:
    """Yields the ten edits, each of the files as they are by then."""

    def said(file: str) -> str:
        return (content / file).read_text(encoding="utf-8")

    card = next(content.glob("objections/**/dorogo*дом*.yml"), None) or next(
        each
        for each in sorted(content.glob("objections/**/*.yml"))
        if "id: dorogo-dom\n" in each.read_text("utf-8")
    )
    dear = card.relative_to(content).as_posix()
    open_ = "objections/dorogo-dom/"
    for word in ("Перваяправка", "Втораяправка", "Третьяправка"):
        text = said(dear).replace("    say: >-\n      ", f"    say: >-\n      {word} ", 1)
        yield Edit("a phrase", dear, text, open_, word)
    drip = "products/drip.yml"
    for price, page in ((7771, "scripts/price-7/"), (7772, "products/drip/")):
        before = next(line for line in said(drip).splitlines() if line.startswith("  list: "))
        text = said(drip).replace(before, f"  list: {price}", 1)
        yield Edit("a price that twenty scripts quote", drip, text, page, f"7\u00a0{price % 1000}")
    new = "id: {0}\ntitle: {1}\nstatus: live\nanswer: Да, есть.\nclient_words:\n  - {1}?\n"
    yield Edit(
        "a new card",
        "questions/n1.yml",
        new.format("n1", "Новаяпервая"),
        "questions/",
        "Новаяпервая",
    )
    yield Edit(
        "a new card",
        "questions/n2.yml",
        new.format("n2", "Новаявторая"),
        "questions/n2/",
        "Новаявторая",
    )
    titled = said(dear).replace("title: Дорого для дома", "title: Дороговатозаголовок", 1)
    yield Edit("a title", dear, titled, "objections/", "Дороговатозаголовок")
    yield Edit("a removed card", "questions/n1.yml", None, "questions/", gone="Новаяпервая")
    yield Edit(
        "a removed card", "questions/n2.yml", None, "questions/n2/", "Такой карточки больше нет"
    )


@contextlib.contextmanager
def _serving(base: Path) -> Iterator[str]:
    """Runs `kb serve` on a free port; gives its address once it answers."""
    port = free_port()
    command = [sys.executable, "-P", "-m", "scripts_kb", "serve", "--today", _TODAY]
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        cwd=base,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        if not process.stdout.readline():
            raise subprocess.CalledProcessError(process.wait(), command)
        # It goes on to tell of problems, of thousands in a large base: a pipe that is full held it.
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def _browser() -> Iterator[Page]:
    quiet = ["--no-sandbox", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=quiet)
        try:
            page = browser.new_page()
            page.set_default_timeout(_FIRST)
            yield page
        finally:
            browser.close()
