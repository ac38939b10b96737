"""The whole site of 200 and 2,000 entities, against plain MkDocs on the same pages."""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tools.benches import _bases, measure
from tools.benches.measure import Row

_ROOT: Final = Path(__file__).resolve().parents[2]
_TODAY: Final = "2026-11-21"
_SETTINGS: Final = "mkdocs.yml"
_OURS: Final = "  - scripts-kb\n"
_EDITED: Final = "questions/storage-v1.yml"
_BOUNDED: Final = 2000
_TIMES: Final = 1.15
_MEMORY: Final = 600.0
_WRITTEN: Final = 18
_WALK: Final = """
import sys
from pathlib import Path
from scripts_kb import build
where = build.place(Path(sys.argv[1]))
build.past(build.repository_of(where), where.prefix)
"""
_AGAIN: Final = """
import datetime as dt, json, sys, time
from pathlib import Path
from scripts_kb import build
content, file, out = map(Path, sys.argv[1:4])
where, day = build.place(content), dt.date.fromisoformat(sys.argv[4])
runs = []
for text in (None, None, "{} Теперь так."):
    if text:
        known = file.read_text(encoding="utf-8")
        line = next(each for each in known.splitlines() if each.startswith("title: "))
        file.write_text(known.replace(line, text.format(line)), encoding="utf-8", newline="\\n")
    begun = time.perf_counter()
    made = build.tree(where, out, today=day, offline=False)
    runs.append((time.perf_counter() - begun, made.changed))
print(json.dumps(runs))
"""
"""What `kb serve` does when a file is saved: the second run changes nothing, the third a title."""


def run(arguments: Sequence[str]) -> list[Row]:
    """Measures building a site, its memory, and what an edit of one file writes anew.

    Ours is `kb build`: reading the history, making the pages, MkDocs. Plain is MkDocs with the same
    settings but without our plugin, on a copy of the pages that ours made; to be fair the history
    is read beside it. All three run in turn.

    Args:
        arguments: `--entities 200,2000`, `--rounds N`.

    Returns:
        Rows for each size; bounds stand where there are 2,000 entities or more: below, what does
        not grow with the pages decides.
    """
    parser = argparse.ArgumentParser("tools/bench site")
    parser.add_argument("--entities", default="200,2000")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    rows = []
    for size in map(int, options.entities.split(",")):
        folder = Path(tempfile.mkdtemp(prefix="kb-site-"))
        try:
            rows += _measured(folder, size, options.rounds)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return rows


def _measured(folder: Path, size: int, rounds: int) -> list[Row]:
    base, plain = folder / "ours", folder / "plain"
    commits = _bases.make(base, size)
    # The settings of a checkout; its pages of the API are the same in both.
    shutil.copy(_ROOT / _SETTINGS, base / _SETTINGS)
    (base / "build" / "docs").mkdir(parents=True)  # MkDocs asks for it before ours can make it
    ours = [sys.executable, "-P", "-m", "scripts_kb", "build", "--today", _TODAY]
    walk = [sys.executable, "-P", "-c", _WALK, str(base / "content")]
    mkdocs = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict", "--quiet"]
    # The first run also fills the cache of words, as the first build in a checkout does.
    first = measure.cost(ours, cwd=base)
    shutil.copytree(base / "build", plain / "build")
    settings = (base / _SETTINGS).read_text(encoding="utf-8")
    (plain / _SETTINGS).write_text(settings.replace(_OURS, ""), encoding="utf-8")
    pages = sum(1 for _ in (plain / "build").rglob("*.md"))
    seconds: dict[str, list[float]] = {"ours": [], "plain": [], "walk": []}
    runs = (("ours", ours, base), ("plain", mkdocs, plain), ("walk", walk, base))
    for _ in range(rounds):
        for name, command, where in runs:
            seconds[name].append(measure.cost(command, cwd=where).seconds)
    edited = base / "content" / _EDITED
    again = [sys.executable, "-P", "-c", _AGAIN, "content", str(edited), "build/docs", _TODAY]
    said = subprocess.run(again, cwd=base, check=True, capture_output=True).stdout
    floor = [a + b for a, b in zip(seconds["plain"], seconds["walk"], strict=True)]
    times = statistics.median(a / b for a, b in zip(seconds["ours"], floor, strict=True))
    (_, _), (idle, untouched), (edit, written) = json.loads(said)
    bounded = size >= _BOUNDED
    label = f"{size:,} entities"
    compared = f"{label}: kb build, to plain MkDocs and the history"
    memory = f"{label}: peak memory of kb build, first run"
    return [
        Row.shown(f"{label}: commits", commits, "commits"),
        Row.shown(f"{label}: pages", pages, "pages"),
        Row.shown(f"{label}: kb build", statistics.median(seconds["ours"]), "s"),
        Row.shown(f"{label}: plain MkDocs", statistics.median(seconds["plain"]), "s"),
        Row.shown(f"{label}: reading the history", statistics.median(seconds["walk"]), "s"),
        Row.at_most(compared, times, "x", _TIMES) if bounded else Row.shown(compared, times, "x"),
        Row.at_most(memory, first.peak_mib, "MiB", _MEMORY),
        Row.at_most(f"{label}: files written where nothing changed", len(untouched), "files", 0),
        Row.at_most(f"{label}: files written after one edit", len(written), "files", _WRITTEN),
        Row.shown(f"{label}: making pages again, nothing changed", idle, "s"),
        Row.shown(f"{label}: making pages again, one edit", edit, "s"),
    ]
