"""`tools/picture`: takes the README's pictures again, of the demonstration year on a fixed day.

    kb demo ─▶ a year of changes ─▶ kb build ─▶ site ─▶ Chromium ─▶ tools/pictures/*.webp

The day is pinned, so that what is new, what ends and how it is called do not move with the clock.
What differs from machine to machine is the font and how Chromium smooths it.
"""

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from tools import chromium
from tools.pictures import imported
from tools.serving import served

ROOT: Final = Path(__file__).resolve().parents[2]
HERE: Final = Path(__file__).parent
TODAY: Final = "2026-11-22"
"""Two days after the last change of the demonstration."""
QUERY: Final = "дорого"
SEGMENT: Final = "cafe"
_QUALITY: Final = 70
_SIGNS: Final = (
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the call screen.

    Attributes:
        name: Its file in this folder.
        width: Of the window, in CSS pixels.
        height: The same.
    """

    name: str
    width: int
    height: int


PICTURES: Final = (
    Picture("call-wide.webp", 1280, 880),
    Picture("call-narrow.webp", 480, 1000),
)


def main(arguments: Sequence[str]) -> int:
    """Takes all pictures.

    Args:
        arguments: None are known.

    Returns:
        0; 2 where there is no Chromium or an argument was given.
    """
    program = chromium.find()
    if arguments or program is None:
        said = "takes no arguments" if arguments else f"no Chromium: {chromium.VARIABLE} names one"
        print(f"tools/picture: {said}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="kb-pictures-") as folder:
        site = built(Path(folder) / "demo")
        with served(site) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(_SIGNS))
            for each in PICTURES:
                page = browser.new_page(
                    viewport={"width": each.width, "height": each.height},
                    locale="ru-RU",
                    timezone_id="Europe/Moscow",
                    color_scheme="light",
                    reduced_motion="reduce",
                )
                asked(page, address)
                content = taken(page)
                (HERE / each.name).write_bytes(content)
                print(f"{each.name}: {len(content) // 1000} KB")
                page.close()
            browser.close()
        for script in imported.SCRIPTS:
            of_import(program, Path(folder) / script.language, script)
    return 0


def of_import(program: Path, folder: Path, script: imported.ImportedScript) -> None:
    """Takes the picture of an imported script."""
    with (
        served(imported.built(folder, script)) as address,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program, args=list(_SIGNS)) as browser,
    ):
        page = browser.new_page(
            viewport={"width": imported.WIDTH, "height": imported.HEIGHT},
            color_scheme="light",
            reduced_motion="reduce",
        )
        page.clock.set_fixed_time(f"{imported.TODAY}T12:00:00Z")
        page.goto(f"{address}scripts/{script.script}/", wait_until="load")
        content = taken(page)
        script.picture.write_bytes(content)
        print(f"{script.picture.relative_to(ROOT)}: {len(content) // 1000} KB")


def built(folder: Path) -> Path:
    """Builds the site of the demonstration year.

    Returns:
        The folder of the site.

    Raises:
        subprocess.CalledProcessError: `kb` failed; it has said why.
    """
    environment = {**os.environ, "SCRIPTS_KB_TODAY": TODAY, "PYTHONPATH": str(ROOT)}
    for step, where in ((["demo", str(folder)], ROOT), (["build"], folder)):
        command = [sys.executable, "-m", "scripts_kb", *step]
        subprocess.run(command, cwd=where, env=environment, check=True, stdout=subprocess.DEVNULL)
    return folder / "site"


def asked(page: Page, address: str) -> None:
    """Opens the call screen, asks what the customer said, and opens the reason of the answer."""
    page.clock.set_fixed_time(f"{TODAY}T12:00:00+03:00")
    page.goto(f"{address}?segment={SEGMENT}")
    page.wait_for_selector("#call[data-ready]")
    page.locator("#call-search").press_sequentially(QUERY)
    page.wait_for_selector(f'#call-results[data-query="{QUERY}"]')
    page.keyboard.press("Alt+KeyW")
    page.wait_for_selector("#call-answer .call-why:not([hidden])")
    # A blinking caret is there in one picture of two.
    page.add_style_tag(content="* { caret-color: transparent !important; }")


def taken(page: Page) -> bytes:
    """Takes a picture of what is on the screen, as WebP: a third of the bytes of PNG."""
    session = page.context.new_cdp_session(page)
    asked_for = {"format": "webp", "quality": _QUALITY}
    reply: dict[str, Any] = session.send("Page.captureScreenshot", asked_for)
    return base64.b64decode(reply["data"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
