"""Finds the Chromium that browser tests drive, and installs one where there is none.

Looked at in this order, each tried out by asking it for its version: the one named by
`SCRIPTS_KB_CHROMIUM`, those on `PATH`, Playwright's own.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools import debian

VARIABLE = "SCRIPTS_KB_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SHELL = "chromium-headless-shell"
"""The same engine without windows and all that is around them: a page takes it half the work."""

LIGHTEST = (SHELL, "chrome-headless-shell", *NAMES)


def find(names: Sequence[str] = NAMES) -> Path | None:
    """Finds a Chromium that starts.

    Args:
        names: What it may be called on `PATH`, best first.

    Returns:
        Its program, or None.
    """
    return next((path for path in _candidates(names) if starts(path)), None)


def install() -> Path | None:
    """Installs Chromium as this machine allows: its packages for root on Debian, else Playwright's.

    Prints what the installers say.

    Returns:
        The program, or None where no way worked, or where one was named that does not start: its
        person wants that one, and an installed one would not be looked at.
    """
    if os.environ.get(VARIABLE):
        return None
    for commands in ways():
        done = all(_call(command) for command in commands)
        if done and (found := find()):
            return found
    return None


def ways() -> list[list[list[str]]]:
    """Lists the ways to install, best first, each a list of commands to be run in order."""
    own = [sys.executable, "-m", "playwright", "install", "chromium"]
    return [each for each in (debian.ways("chromium"), [own]) if each]


def starts(program: Path) -> bool:
    """Tells whether a program is there and starts.

    Ubuntu's `chromium-browser` is there and only says that it has moved; it does not.

    Args:
        program: Its path.
    """
    try:
        done = subprocess.run(
            [str(program), "--version"], capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _candidates(names: Sequence[str]) -> Iterator[Path]:
    named = os.environ.get(VARIABLE)
    if named:
        yield Path(named)
        return  # who names one wants that one, or to be told that it does not start
    for name in names:
        if found := shutil.which(name):
            yield Path(found)
    yield from _of_playwright()


def _of_playwright() -> Iterator[Path]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - starting it takes half a second

    with sync_playwright() as playwright:
        yield Path(playwright.chromium.executable_path)


def _call(command: Sequence[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, env=environment, check=False).returncode == 0
    except OSError:
        return False
