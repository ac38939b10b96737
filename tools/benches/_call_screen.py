"""The call screen as it is published, with as many cards as a bench asks for; and its Chromium.

The cards are those that the search of the bench finds, each with the answer, the reasons and the
past of a card of the demonstration year.
"""

import gzip
import json
import shutil
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from scripts_kb.pages import data
from scripts_kb.pages.call import parts, release
from tools.benches import _search_cards as cards
from tools.benches import measure
from tools.benches.measure import Row
from tools.serving import Quiet

_TODAY: Final = "2026-11-21"
_FRAME: Final = """<!doctype html><html lang="ru"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
<body><main class="md-typeset">{}</main></body></html>"""
_KEYS: Final = Path(__file__).with_name("_search_page") / "screen.js"
_MARK: Final = "ready-mark"
_READY: Final = "#call[data-ready][data-searching]"
_TELL: Final = f"""new MutationObserver((_, observer) => {{
    if (!document.querySelector("{_READY}")) return;
    observer.disconnect();
    window.readyAfter = performance.now();
    const mark = new XMLHttpRequest();
    mark.open("GET", "{_MARK}", false);
    mark.send();
}}).observe(document, {{ subtree: true, childList: true, attributes: true }})"""
_WARM, _PAUSE, _OFFLINE, _MINUTE = 7, 2_000, 20, 60
_MB: Final = 1_000_000
_KB: Final = 1_000
_LARGE: Final = 10_000


class Counted(Quiet):
    """Serves files with a name for what they hold, and remembers what was asked for, in order."""

    asked: Final[list[str]] = []

    def do_GET(self) -> None:  # noqa: N802 - the base class names it
        self.asked.append(urlsplit(self.path).path)
        if self.path.endswith(_MARK):
            self.send_response(204)
            self.end_headers()
            return
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        # A page that is isolated may ask how much memory it has.
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()


def lay_out(site: Path, demo: Path, made: Sequence[cards.Variant], index: bytes) -> None:
    """Writes the call screen of so many cards, as a plain server would hold it.

    Args:
        site: The folder to make.
        demo: Where to make the demonstration year.
        made: The cards.
        index: The index of them.
    """
    measure.call([sys.executable, "-m", "scripts_kb", "demo", str(demo)])
    build = ("build", "--tree-only", "--today", _TODAY, "--content", str(demo / "content"))
    measure.call([sys.executable, "-m", "scripts_kb", *build])
    tree = demo / "build" / "docs"
    present = json.loads((tree / release.RELEASE).read_bytes())
    header, *known = json.loads((tree / "call" / present["data"] / "answers.json").read_bytes())
    shutil.copytree(tree / "call" / present["code"], site / "call" / present["code"])
    likely = [each["entity"] for name in ("pins", "scripts") for each in header[name]]
    likely += [one.entity for one in made if one.kind == "script"]
    every = _multiplied(known, made)
    values = {entity: each["value"] for entity, each in every.items()}
    answers = parts.divided(header, values, every, likely)
    own = {
        f"call/{present['data']}/answers.json": answers.first,
        f"call/{present['data']}/index.bin": index,
        "call/start.js": (tree / "call" / "start.js").read_bytes(),
        release.RELEASE: data.as_bytes(present),
    }
    apart = {f"{release.PARTS}{name}": each for name, each in answers.parts.items()}
    body = (tree / "index.md").read_text(encoding="utf-8").partition("---\n\n")[2]
    code = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted((site / "call" / present["code"]).rglob("*"))
        if path.is_file()
    }
    source = (tree / release.WORKER).read_bytes().partition(b";\n")[2]
    worker = release.worker(source, present, files=own | code, parts=apart, pages=["./"], theme={})
    whole = own | apart | {"index.html": _FRAME.format(body).encode(), release.WORKER: worker}
    for path, content in whole.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for page in release.sealed(lambda path: _read(site / path)):
        (site / page.path).write_bytes(page.content)


def _read(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _multiplied(
    known: Sequence[Mapping[str, Any]], made: Sequence[cards.Variant]
) -> dict[str, dict[str, Any]]:
    """Gives each card the answer of one of the demonstration, where it can of its own kind."""
    kinds: dict[str, list[Mapping[str, Any]]] = {}
    for card in known:
        kinds.setdefault(card["entity"].partition("/")[0], []).append(card)
    objections = kinds["objection"]

    def of(kind: str, number: int) -> Mapping[str, Any]:
        every = kinds.get(kind, objections)
        return every[number % len(every)]

    return {
        one.entity: {
            **(card := of(one.kind, number)),
            "entity": one.entity,
            "value": {**card["value"], "id": one.entity.partition("/")[2], "title": one.title},
        }
        for number, one in enumerate(made)
    }


def measured(
    context: BrowserContext,
    address: str,
    site: Path,
    size: int,
    typed: Sequence[str],
    texts: Sequence[str],
) -> Iterator[Row]:
    """Measures the screen: what comes before it is ready, keys, hours without network, memory.

    Args:
        context: A profile without a past.
        address: Of the site.
        site: Its folder.
        size: How many cards it has.
        typed: What stands in the search field after each key.
        texts: Whole queries.
    """
    label = f"{size:,} cards, call screen"
    held = size >= _LARGE
    page = context.new_page()
    page.add_init_script(_TELL)
    Counted.asked.clear()
    page.goto(address)
    page.wait_for_selector(_READY)
    asked = Counted.asked[: Counted.asked.index(f"/{_MARK}")]
    for what, names in (("answers and header", "answers"), ("index", "index.bin"), ("", "")):
        sizes = [_zipped(site, path) for path in asked if names in path]
        name = f"{label}: before it is ready, {what or 'all'}, gzip"
        made = sum(sizes) / _KB
        yield Row.shown(name, made, "KB") if what else _most(held, name, made, "KB", 500)
    yield Row.shown(f"{label}: requests before it is ready", len(asked), "")
    kept = page.evaluate(
        "navigator.serviceWorker.ready.then(() => performance.now() - window.readyAfter)"
    )
    yield _most(
        held, f"{label}: all is there for hours without network after", kept / 1000, "s", _MINUTE
    )
    times = []
    for _ in range(_WARM):
        # What follows a start, the question for news among it, is over before the next.
        page.wait_for_timeout(_PAUSE)
        page.reload()
        page.wait_for_selector(_READY)
        times.append(page.evaluate("window.readyAfter"))
    yield _most(held, f"{label}: ready, warm", statistics.median(times) / 1000, "s", 0.25)
    page.evaluate(_KEYS.read_text(encoding="utf-8"))
    page.evaluate("keys", list(typed[:20]))
    spent = sorted(page.evaluate("keys", list(typed)))
    yield Row.shown(f"{label}: key to answer painted, median", statistics.median(spent), "ms")
    slow = spent[int(len(spent) * 0.95)]
    yield _most(held, f"{label}: key to answer painted, p95", slow, "ms", 50)
    yield from _memory(context, page, label, held=held)
    context.set_offline(True)
    page.reload()
    page.wait_for_selector(_READY)
    page.evaluate(_KEYS.read_text(encoding="utf-8"))
    answered = page.evaluate("answered", list(texts[:_OFFLINE]))
    yield Row.at_least(f"{label}: answered without network", statistics.mean(answered), "", 1)


def _most(held: bool, what: str, value: float, unit: str, bound: float) -> Row:
    return Row.at_most(what, value, unit, bound) if held else Row.shown(what, value, unit)


def _memory(context: BrowserContext, page: Page, label: str, *, held: bool) -> Iterator[Row]:
    """Weighs the page and its search after all keys: what scripts hold, and the process."""
    session = context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    browser = context.browser
    if browser:
        # The service worker lives in the same process, and a browser that is watched never ends it.
        process = _process(browser)
        yield _most(held, f"{label}: memory of its process", process, "MB", 120)
    scripts = page.evaluate("performance.measureUserAgentSpecificMemory()")["bytes"]
    yield _most(held, f"{label}: memory of its scripts", scripts / _MB, "MB", 120)


def _process(browser: Browser) -> float:
    """Gives what the largest renderer holds for itself, in MB; 0 where the system does not say."""
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    sizes = [
        sum(
            int(line.split()[1])
            for line in Path(f"/proc/{each['id']}/smaps_rollup").read_text("ascii").splitlines()
            if line.startswith("Private_")
        )
        for each in found
        if each["type"] == "renderer" and Path(f"/proc/{each['id']}/smaps_rollup").is_file()
    ]
    return max(sizes, default=0) * 1024 / _MB


def _zipped(site: Path, path: str) -> int:
    file = site / path.lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    return len(gzip.compress(file.read_bytes(), mtime=0)) if file.is_file() else 0
