"""The whole site of 200 and 2,000 entities, against plain MkDocs on the same pages."""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
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
_MUCH: Final = 1.2 * 1024
_GROWTH: Final = 1.1
_WRITTEN: Final = 18
_LANDED: Final = 1 / 6
_SOON: Final = 5.0
_NOTHING: Final = 2.0
_FRESH: Final = 0.9
_WALK: Final = """
import sys
from pathlib import Path
from scripts_kb.app import workspace
from scripts_kb.past import history
where = workspace.find(Path(sys.argv[1]))
history.read(workspace.repository_of(where), where.prefix)
"""
_AGAIN: Final = """
import datetime as dt, json, sys, time
from pathlib import Path
from scripts_kb.app import build, workspace
content, file, out = map(Path, sys.argv[1:4])
where, day = workspace.find(content), dt.date.fromisoformat(sys.argv[4])
runs = []
for text in (None, None, "{} Теперь так."):
    if text:
        known = file.read_text(encoding="utf-8")
        line = next(each for each in known.splitlines() if each.startswith("title: "))
        file.write_text(known.replace(line, text.format(line)), encoding="utf-8", newline="\\n")
    begun = time.perf_counter()
    made = build.tree(where, out, today=day, offline=False)
    spent = time.perf_counter() - begun
    runs.append((spent, [each for each in made.changed if (out / each).is_file()]))
print(json.dumps(runs))
"""
"""Makes the tree of pages again: the second run changes nothing, the third a title.

What is counted are files that are written: of what is named by its content an older one goes.
"""


def run(arguments: Sequence[str]) -> list[Row]:
    """Measures building a site, its memory, and what an edit of one file writes anew.

    Ours is `kb build`: reading the history, making the pages, MkDocs. Plain is MkDocs with the same
    settings but without our plugin, on a copy of the pages that ours made; to be fair the history
    is read beside it. All three run in turn.

    Args:
        arguments: `--entities 200,2000`, `--rounds N`.

    Returns:
        Rows for each size. Ratios are bound where there are 2,000 entities or more: below, what
        does not grow with the pages decides. Seconds are bound for 2,000 alone.
    """
    parser = argparse.ArgumentParser("tools/bench site")
    parser.add_argument("--entities", default="200,2000")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    fresh: dict[int, float] = {}
    for size in map(int, options.entities.split(",")):
        folder = Path(tempfile.mkdtemp(prefix="kb-site-"))
        try:
            found, fresh[size] = _measured(folder, size, options.rounds)
            rows += found
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    rows += [
        Row.at_most(
            f"{size:,} entities: kb build from nothing, to {_BOUNDED:,}",
            fresh[size] / fresh[_BOUNDED],
            "x",
            _GROWTH * size / _BOUNDED,
        )
        for size in fresh
        if size > _BOUNDED and _BOUNDED in fresh
    ]
    return rows


def _measured(folder: Path, size: int, rounds: int) -> tuple[list[Row], float]:
    """Gives the rows of a size, and the seconds of a build from nothing."""
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
        _forget(base)
        for name, command, where in runs:
            seconds[name].append(measure.cost(command, cwd=where).seconds)
    edited = base / "content" / _EDITED
    _land(base, edited)
    measure.cost(ours, cwd=base)  # the first change of a month has a page more than the others
    landed, nothing = [], []
    for _ in range(rounds):
        _land(base, edited)
        landed.append(measure.cost(ours, cwd=base).seconds)
        nothing.append(measure.cost(ours, cwd=base).seconds)
    fresh, plainly = (statistics.median(seconds[name]) for name in ("ours", "plain"))
    again = [sys.executable, "-P", "-c", _AGAIN, "content", str(edited), "build/docs", _TODAY]
    said = subprocess.run(again, cwd=base, check=True, capture_output=True).stdout
    floor = [a + b for a, b in zip(seconds["plain"], seconds["walk"], strict=True)]
    times = statistics.median(a / b for a, b in zip(seconds["ours"], floor, strict=True))
    (_, _), (idle, untouched), (edit, written) = json.loads(said)
    label = f"{size:,} entities: "
    large = size >= _BOUNDED
    soon, at_once = (_SOON, _NOTHING) if size == _BOUNDED else (None, None)
    memory = _MEMORY if size <= _BOUNDED else _MUCH
    landed_, nothing_ = statistics.median(landed), statistics.median(nothing)
    rows = [
        Row.shown("commits", commits, "commits"),
        Row.shown("pages", pages, "pages"),
        Row.shown("plain MkDocs", plainly, "s"),
        Row.shown("reading the history", statistics.median(seconds["walk"]), "s"),
        Row.shown("kb build from nothing", fresh, "s"),
        _row("that, to plain MkDocs", fresh / plainly, "x", _FRESH if large else None),
        _row("that, to plain MkDocs and the history", times, "x", _TIMES if large else None),
        _row("kb build after a landed change", landed_, "s", soon),
        _row("that, to plain MkDocs", landed_ / plainly, "x", _LANDED if large else None),
        _row("kb build where nothing changed", nothing_, "s", at_once),
        Row.shown("that, to plain MkDocs", nothing_ / plainly, "x"),
        Row.at_most("peak memory of kb build, first run", first.peak_mib, "MiB", memory),
        Row.at_most("files written where nothing changed", len(untouched), "files", 0),
        Row.at_most("files written after one edit", len(written), "files", _WRITTEN),
        Row.shown("making pages again, nothing changed", idle, "s"),
        Row.shown("making pages again, one edit", edit, "s"),
    ]
    return [replace(each, what=f"{label}{each.what}") for each in rows], fresh


def _row(what: str, value: float, unit: str, bound: float | None) -> Row:
    return Row.shown(what, value, unit) if bound is None else Row.at_most(what, value, unit, bound)


def _forget(base: Path) -> None:
    """Removes what earlier builds made; the past is read and kept, as the plain one's pages are."""
    kept = (base / ".cache" / "scripts-kb").glob("[!.]*")
    ours = (each for each in kept if ".sqlite" not in each.name)
    for made in (base / "site", base / "build", *ours):
        if made.is_dir():
            shutil.rmtree(made)
        else:
            made.unlink()
    (base / "build" / "docs").mkdir(parents=True)


def _land(base: Path, edited: Path) -> None:
    """Lands a change of a title."""
    known = edited.read_text(encoding="utf-8")
    line = next(each for each in known.splitlines() if each.startswith("title: "))
    edited.write_text(known.replace(line, f"{line} Иначе."), encoding="utf-8", newline="\n")
    who = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    commit = ["git", *who, "commit", "--quiet", "--all", "--message", "Правка"]
    subprocess.run(commit, cwd=base, check=True)
