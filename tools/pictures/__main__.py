"""`tools/picture`: takes the README's pictures again, of the demonstration year on a fixed day.

    kb demo ─▶ a year ─▶ kb build, kb diff ─▶ pages ─▶ Chromium ─▶ *.webp, shown.json

The day is pinned, so that what is new, what ends and how it is called do not move with the clock.
What differs from machine to machine is the font and how Chromium smooths it.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from tools import chromium
from tools.pictures import imported, scenes
from tools.serving import served

ROOT: Final = Path(__file__).resolve().parents[2]
HERE: Final = Path(__file__).parent
_QUALITY: Final = 70
_SIGNS: Final = (
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
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
        shown: dict[str, list[str]] = {}
        with served(site) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(_SIGNS))
            for each in scenes.PICTURES:
                page = browser.new_page(**scenes.window(each))
                each.set_up(page, address)
                shown[each.name] = scenes.words(page, each)
                content = taken(page)
                (HERE / each.name).write_bytes(content)
                print(f"{each.name}: {len(content) // 1000} KB")
                page.close()
            browser.close()
        scenes.SHOWN.write_text(
            json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
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
    """Builds the site of the demonstration year, the review of one change beside its pages.

    Returns:
        The folder of the site.

    Raises:
        subprocess.CalledProcessError: `kb` or git failed; it has said why.
    """
    environment = {**os.environ, "SCRIPTS_KB_TODAY": scenes.TODAY, "PYTHONPATH": str(ROOT)}
    for step, where in ((["demo", str(folder)], ROOT), (["build"], folder)):
        command = [sys.executable, "-m", "scripts_kb", *step]
        subprocess.run(command, cwd=where, env=environment, check=True, stdout=subprocess.DEVNULL)
    scenes.reviewed(folder, folder / "site", environment)
    return folder / "site"


def taken(page: Page) -> bytes:
    """Takes a picture of what is on the screen, as WebP: a third of the bytes of PNG."""
    session = page.context.new_cdp_session(page)
    asked_for = {"format": "webp", "quality": _QUALITY}
    reply: dict[str, Any] = session.send("Page.captureScreenshot", asked_for)
    return base64.b64decode(reply["data"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
