"""Sixty texts that try to be more, each in every field of every kind: none runs, none asks.

    tools/bench payloads [--rounds 60] [--first 0]

In a round each field holds the next text, so that after sixty each has held all of them.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools import chromium, serving
from tools.benches import _attacked
from tools.benches._payloads import PAYLOADS
from tools.benches.measure import Row

_NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

# Milliseconds. No time is measured here, so a busy machine may take its own.
_PATIENCE = 300_000


def run(arguments: Sequence[str]) -> list[Row]:
    """Opens pages whose fields hold such texts.

    Args:
        arguments: The command line.

    Returns:
        How many fields and pages there were, and what ran, was asked or stood where text should.
    """
    parser = argparse.ArgumentParser("tools/bench payloads")
    parser.add_argument("--rounds", type=int, default=len(PAYLOADS))
    parser.add_argument("--first", type=int, default=0, help="the text that the first field holds")
    options = parser.parse_args(arguments)
    fields = pages = 0
    found: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--no-sandbox", _NOWHERE]
        )
        for number in range(options.first, options.first + options.rounds):
            with tempfile.TemporaryDirectory(prefix="kb-payloads-") as folder, ExitStack() as stack:

                def serve(each: Path, stack: ExitStack = stack) -> str:
                    return stack.enter_context(serving.served(each)).rstrip("/")

                context = browser.new_context(locale="ru-RU", timezone_id="Europe/Moscow")
                context.set_default_timeout(_PATIENCE)
                attacked = _attacked.attack(Path(folder), number, context, serve)
                context.close()
            fields, pages = fields + attacked.fields, pages + attacked.pages
            found += attacked.found
            print(*(f"{number}: {each}" for each in attacked.found), sep="\n", file=sys.stderr)
        browser.close()
    wide = sum(each.endswith(_attacked.TOO_WIDE) for each in found)
    return [
        Row.shown("fields that held such a text", fields, ""),
        Row.shown("pages opened", pages, ""),
        Row.at_most("what ran, was asked, or is no text", len(found) - wide, "", 0),
        # The theme, which is not there, breaks words that have no end.
        Row.shown("pages wider than their window, without a theme", wide, ""),
    ]
