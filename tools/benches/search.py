"""Search in calls: what is found, how soon it is painted; ours and Material's in one Chromium.

Takes `--cards FILE` (one JSON object a line), `--queries FILE` (tab-separated, may be repeated) and
`--size N` (may be repeated). Cards are multiplied by products and segments up to the size; their
answers are those of the demo year. Of the call screen as it is published the bench weighs what
comes before it is ready, and measures when it is, from a key to the painted answer, how soon all is
kept for hours without network, and its memory. Of phrases of the sample's calls it counts confident
answers where no card has one, and cards that are not shown though they have; in two trades that the
engine was not tuned for, what it finds. Material's plugin reads the cards as pages with a heading
over each part, and makes an entry of each part.
"""

import argparse
import contextlib
import gzip
import itertools
import json
import math
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from scripts_kb.content.base import Base
from scripts_kb.pages import scripts as published
from scripts_kb.pages.call import screen
from scripts_kb.pages.site import Site
from tools import chromium
from tools.benches import _call_screen, _search_floor, _search_trades, measure
from tools.benches import _search_cards as cards
from tools.benches.measure import Row
from tools.serving import Quiet, served

_ROOT = Path(__file__).resolve().parents[2]
_CALL = _ROOT / "scripts_kb" / "assets" / "call"
_PAGE = Path(__file__).with_name("_search_page")
_OWN = _ROOT / "tests" / "search"
_SMALL, _LARGE = 1_000, 10_000
# What must hold, by size: the share of queries whose card is first, and among the first three.
_FIRST = {_SMALL: 0.92, _LARGE: 0.90}
_THREE = {_SMALL: 0.96, _LARGE: 0.94}
_TODAY = "2026-11-21"
_KEYS, _SAMPLE, _LOADS, _WARM_UP = 1_200, 120, 5, 20
_KB = 1_000
_ELSEWHERE = {"page.js", "find.js"}
"""Scripts of a release that other pages load."""


def run(arguments: Sequence[str]) -> list[Row]:
    """Measures the search of the call screen.

    Args:
        arguments: `--cards`, `--queries`, `--size`, as above.

    Returns:
        Rows for each size: what is found, of all queries and by class; speed, sizes, building time.
    """
    parser = argparse.ArgumentParser("tools/bench search", description=run.__doc__)
    parser.add_argument("--cards", type=Path, default=_OWN / "roastery.jsonl")
    parser.add_argument("--queries", type=Path, action="append")
    parser.add_argument("--size", type=int, action="append")
    options = parser.parse_args(arguments)
    files = options.queries or [_OWN / "tuning.tsv", _OWN / "heldout.tsv"]
    queries = {file.stem: cards.read_queries(file) for file in files}
    rows = [*_weights(), *_search_floor.run(), *_search_trades.run()]
    for size in options.size or [_SMALL, _LARGE]:
        rows += _measure(options.cards, queries, size)
    return rows


def _weights() -> Iterator[Row]:
    """Weighs the scripts as they are published: what comes with the screen, its worker included."""
    scripts = {
        page.path.split("/", 2)[2]: _zipped(page.content)
        for page in screen.assets(Site(Base()), b"")
        if page.path.startswith("call/") and page.path.endswith(".js") and page.path.count("/") > 1
    }
    engine = sum(size for name, size in scripts.items() if name.startswith("engine/"))
    first = published.reached(published.folder("call"), "screen.js", "engine/worker.js")
    weight = sum(scripts[name] for name in first)
    later = sum(scripts[name] for name in scripts.keys() - {*first, *_ELSEWHERE})
    yield Row.shown("JavaScript of the engine, gzip", engine / _KB, "KB")
    yield Row.at_most("JavaScript of the screen before the first key, gzip", weight / _KB, "KB", 45)
    yield Row.shown("JavaScript of the screen after it, gzip", later / _KB, "KB")
    finder = scripts["find.js"] / _KB
    yield Row.shown("JavaScript of the header's box beside the engine, gzip", finder, "KB")


def _zipped(content: bytes) -> int:
    return len(gzip.compress(content, mtime=0))


def _measure(path: Path, queries: dict[str, list[cards.Query]], size: int) -> Iterator[Row]:
    everything = [query for part in queries.values() for query in part]
    names = cards.products(everything)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        shutil.copytree(_PAGE, site)
        cache = Path(folder) / "words.json"
        index = site / "search.bin"
        cold = cards.built(path, names, size, index, cache)
        warm = cards.built(path, names, size, index, cache)
        yield Row.at_most(f"{size:,} cards: index built, cold", cold, "s", 15)
        yield Row.at_most(f"{size:,} cards: index built, words cached", warm, "s", 3)
        zipped = _zipped(index.read_bytes()) / _KB
        yield Row.at_most(f"{size:,} cards: index, gzip", zipped, "KB", 600)
        made = list(cards.variants(path, names, size))
        yield from _screen(Path(folder), made, index.read_bytes(), queries)
        worker = _lay_out(site, made)
        pages = (site / "theme" / "search" / "search_index.json").read_bytes()
        yield Row.shown(f"{size:,} cards: Material's index", len(pages) / _KB**2, "MB")
        yield Row.shown(f"{size:,} cards: Material's index, gzip", _zipped(pages) / _KB, "KB")
        with served(site, _Handler) as address, _browser() as page:
            yield from _ours(page, address, queries, names, size)
            yield from _against_material(page, address, worker, queries, size)
            yield from _against_theme(page, address, queries, size)


def _screen(
    folder: Path,
    made: Sequence[cards.Variant],
    index: bytes,
    queries: dict[str, list[cards.Query]],
) -> Iterator[Row]:
    site = folder / "call-screen"
    _call_screen.lay_out(site, folder / "demo", made, index)
    typed = _spread(_typed(queries), _KEYS // 2)
    texts = [query.text for part in queries.values() for query in part]
    with served(site, _call_screen.Counted) as address, _browser() as page:
        browser = page.context.browser
        assert browser is not None  # noqa: S101 - it was launched
        context = browser.new_context(locale="ru-RU")
        yield from _call_screen.measured(context, address, site, len(made), typed, texts)
        context.close()


def _lay_out(site: Path, made: Sequence[cards.Variant]) -> str:
    """Lays out our bench page and, under theme/, Material's site of the same cards.

    Returns:
        The path of Material's worker, from the site's root.
    """
    shutil.copytree(_CALL / "engine", site / "engine")
    shown = {cards.base(one.entity): one.answer for one in made}
    (site / "shown.json").write_text(json.dumps(shown), encoding="utf-8")
    _themed(site / "theme", made)
    (worker,) = (site / "theme").glob("assets/javascripts/workers/search.*.min.js")
    return worker.relative_to(site).as_posix()


def _ours(
    page: Page, address: str, queries: dict[str, list[cards.Query]], names: list[str], size: int
) -> Iterator[Row]:
    ready = [_open(page, address, "ours()") for _ in range(_LOADS)]
    label = f"{size:,} cards"
    yield Row.shown(f"{label}: engine ready, warm", statistics.median(ready[1:]) / 1000, "s")
    everything = [query for part in queries.values() for query in part]
    texts = [query.text for query in everything]
    found = page.evaluate("texts => found(texts, 3)", texts)
    ranks = [_rank(query, top, names) for query, top in zip(everything, found, strict=True)]
    left = iter(ranks)
    for file, part in queries.items():
        # Each set has to hold by itself: those who tuned the engine have seen one, not the other.
        yield from _success(f"{label}, {file}", part, list(itertools.islice(left, len(part))), size)
    if len(queries) > 1:
        for most in (1, 3):
            hits = [rank is not None and rank < most for rank in ranks]
            yield Row.shown(f"{label}, all sets: success@{most}", statistics.mean(hits), "")
    page.evaluate("keys", _spread(_typed(queries), _WARM_UP))
    times = page.evaluate("keys", _spread(_typed(queries), _KEYS))
    yield Row.shown(f"{label}: key to answer painted, median", statistics.median(times), "ms")
    for percent, most in ((95, 50), (99, 150)):
        what, value = f"{label}: key to answer painted, p{percent}", _percentile(times, percent)
        yield (
            Row.at_most(what, value, "ms", most) if size >= _LARGE else Row.shown(what, value, "ms")
        )


def _against_material(
    page: Page, address: str, worker: str, queries: dict[str, list[cards.Query]], size: int
) -> Iterator[Row]:
    label = f"{size:,} cards"
    ready = _open(page, address, f"material({json.dumps(worker)})")
    yield Row.shown(f"{label}: Material's search ready", ready / 1000, "s")
    for file, part in queries.items():
        found = page.evaluate("texts => found(texts, 400)", [query.text for query in part])
        # Its variants flood the top: they are folded here as ours are, and any product will do.
        folded = [list(dict.fromkeys(map(cards.base, entities))) for entities in found]
        first = [bool(f) and f[0] in q.expected for q, f in zip(part, folded, strict=True)]
        yield Row.shown(f"{label}, {file}: Material's success@1", statistics.mean(first), "")


def _against_theme(
    page: Page, address: str, queries: dict[str, list[cards.Query]], size: int
) -> Iterator[Row]:
    """Types the same keys into ours and into the box of a site that Material's theme made."""
    label = f"{size:,} cards"
    sample = _spread(_typed(queries), _SAMPLE)
    _open(page, address, "ours()")
    page.evaluate("keys", sample[:2])
    own = _percentile(page.evaluate("keys", sample), 95)
    page.goto(f"{address}theme/")
    page.locator("[data-md-component=search-query]").click()
    starting = page.locator(".md-search-result__meta", has_text="Инициализация")
    starting.wait_for(state="detached", timeout=60_000)
    keys = _PAGE.joinpath("theme.js").read_text(encoding="utf-8").rstrip().removesuffix(";")
    page.evaluate(keys, sample[:2])
    theirs = _percentile(page.evaluate(keys, sample), 95)
    yield Row.shown(f"{label}: our key to answer painted, p95", own, "ms")
    yield Row.shown(f"{label}: Material's key to list painted, p95", theirs, "ms")
    what = f"{label}: times faster than Material at p95"
    if size >= _LARGE:
        yield Row.at_least(what, theirs / own, "x", 10)
    else:
        yield Row.shown(what, theirs / own, "x")


def _themed(folder: Path, made: Sequence[cards.Variant]) -> None:
    """Builds the cards with MkDocs, Material's theme and its search, as their documentation says.

    Pages of cards take a template of their own that shows nothing: what the search reads is their
    Markdown, and their look would take minutes.
    """
    source = folder.with_name("theme-source")
    docs, look = source / "docs", source / "look"
    look.mkdir(parents=True)
    (look / "card.html").touch()
    for one in made:
        file = docs / "cards" / f"{one.entity}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntemplate: card.html\n---\n{one.page()}", encoding="utf-8")
    (docs / "index.md").write_text("# Карточки\n", encoding="utf-8")
    (source / "mkdocs.yml").write_text(
        "site_name: Карточки\n"
        "theme: {name: material, language: ru, font: false, custom_dir: look}\n"
        "plugins: [search]\nnav: [index.md]\nnot_in_nav: cards/\n",
        encoding="utf-8",
    )
    config = ("-f", str(source / "mkdocs.yml"), "-d", str(folder))
    measure.call([sys.executable, "-m", "mkdocs", "build", "-q", *config])


def _rank(query: cards.Query, entities: Sequence[str], names: Sequence[str]) -> int | None:
    for place, entity in enumerate(entities):
        right = not query.product or names[cards.product(entity)] == query.product
        if cards.base(entity) in query.expected and right:
            return place
    return None


def _success(
    label: str, queries: Sequence[cards.Query], ranks: Sequence[int | None], size: int
) -> Iterator[Row]:
    classes: defaultdict[str, list[bool]] = defaultdict(list)
    for query, rank in zip(queries, ranks, strict=True):
        classes[query.kind].append(rank == 0)
    for what, hits, bounds in (
        ("success@1", [rank == 0 for rank in ranks], _FIRST),
        ("success@3", [rank is not None for rank in ranks], _THREE),
    ):
        bound = bounds[_SMALL if size < _LARGE else _LARGE]
        yield Row.at_least(f"{label}: {what}", statistics.mean(hits), "", bound)
    for kind, hits in classes.items():
        if kind == "para":
            yield Row.at_least(f"{label}: {kind} @1", statistics.mean(hits), "", 0.7)
        else:
            most = max(1, math.floor(0.2 * len(hits)))
            what = f"{label}: {kind}, misses of {len(hits)}"
            yield Row.at_most(what, hits.count(False), "", most)


def _typed(queries: dict[str, list[cards.Query]]) -> list[str]:
    """What stands in the input after each key of each query."""
    texts = [query.text for part in queries.values() for query in part]
    return [text[:length] for text in texts for length in range(1, len(text) + 1)]


def _spread(texts: Sequence[str], most: int) -> list[str]:
    if len(texts) <= most:
        return list(texts)
    return [texts[number * len(texts) // most] for number in range(most)]


def _percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(len(ordered) * percent / 100) - 1)]


def _open(page: Page, address: str, start: str) -> float:
    page.goto(address)
    page.wait_for_function("window.loaded")
    return float(page.evaluate(start))


class _Handler(Quiet):
    def end_headers(self) -> None:
        # A second visit finds the files in the browser's cache, as on a real server.
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()


@contextlib.contextmanager
def _browser() -> Iterator[Page]:
    program = chromium.find()
    quiet = [
        "--no-sandbox",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=quiet)
        try:
            page = browser.new_page()
            page.set_default_timeout(600_000)
            yield page
        finally:
            browser.close()
