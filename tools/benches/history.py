"""Reading the past against bare git: cold, warm, memory, and against asking git for each file."""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from scripts_kb.git import Repository
from tests.recompute import stories
from tests.recompute.small import git
from tools.benches._repositories import RAW, Past
from tools.benches.measure import Row, as_a_user, call

_ENTITIES = 2000
_SAMPLE = 8
"""Files that are asked for one by one; the rest is extrapolated."""


def run(arguments: Sequence[str]) -> list[Row]:
    """Measures reading a past; each ratio is of runs that alternate.

    The floor is bare git: one `git log --raw`, then one `git cat-file --batch` of every blob that a
    commit made. Repositories come from `git fast-import`, 2,000 cards of some 2 KB in one folder,
    two of them changed by each commit.

    Args:
        arguments: `--commits N`, `--long N` (0 leaves the long past out), `--rounds N`.

    Returns:
        Ratios and memory with the bounds that must hold.
    """
    parser = argparse.ArgumentParser("tools/bench history")
    parser.add_argument("--commits", type=int, default=20_000)
    parser.add_argument("--long", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="kb-past-"))
    try:
        return _measured(folder, options.commits, options.long, options.rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measured(folder: Path, commits: int, long: int, rounds: int) -> list[Row]:
    past = Past(folder / "past", _ENTITIES)
    past.tell(commits)
    names = list(past.touched())
    floor, cold, peak = _alternating(past.folder, names, rounds)
    ratio = statistics.median(c / f for c, f in zip(cold, floor, strict=True))
    rows = [
        Row.shown("commits", commits, "commits"),
        Row.shown("blobs that they made", len(names), "blobs"),
        Row.shown("floor: bare git log and cat-file", statistics.median(floor), "s"),
        Row.shown("cold, nothing kept", statistics.median(cold), "s"),
        Row.at_most("cold, to the floor", ratio, "x floor", 2.4),
        Row.at_most("cold, most memory of Python", peak, "MiB", 400),
        *_warm(past, rounds),
        *_per_file(past, statistics.median(cold)),
        _same_paths(folder / "stories"),
    ]
    if long:
        far = Past(folder / "far", _ENTITIES)
        far.tell(long)
        names = list(far.touched())
        floors, colds, peak = _alternating(far.folder, names, 1)
        each = (colds[0] / long) / (statistics.median(cold) / commits)
        rows += [
            Row.shown("long past: commits", long, "commits"),
            Row.shown("long past: floor", floors[0], "s"),
            Row.at_most("long past: cold, to the floor", colds[0] / floors[0], "x floor", 2.8),
            Row.at_most("long past: most memory of Python", peak, "MiB", 500),
            Row.at_most("long past: time of a commit, to the shorter one's", each, "x", 1.3),
        ]
    return rows


def _alternating(
    folder: Path, names: list[str], rounds: int
) -> tuple[list[float], list[float], float]:
    floor, cold, peak = [], [], 0.0
    for _ in range(rounds):
        floor.append(_seconds(lambda: _bare(folder, names)))
        begun = time.perf_counter()
        argv = [sys.executable, "-P", "-m", "tools.benches._past", str(folder)]
        done = subprocess.run(argv, env=as_a_user(), check=True, capture_output=True, text=True)
        cold.append(time.perf_counter() - begun)
        peak = max(peak, json.loads(done.stdout)["peak_mib"])
    return floor, cold, peak


def _bare(folder: Path, names: list[str]) -> None:
    call(["git", "-C", str(folder), *RAW, "HEAD"])
    subprocess.run(
        ["git", "-C", str(folder), "cat-file", "--batch", "--buffer"],
        input="".join(f"{name}\n" for name in names).encode(),
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def _warm(past: Past, rounds: int) -> list[Row]:
    """Measures one question after ten new commits, against `kb --help`."""
    git(past.folder, "reset", "-q", "--hard")
    kb = [sys.executable, "-P", "-m", "scripts_kb"]
    why = [*kb, "why", "objection/card-7", "--json", "--content", f"{past.folder}/content"]
    call(why)
    ratios, seconds = [], []
    for _ in range(max(rounds, 5)):
        past.tell(10)
        seconds.append(_seconds(lambda: call(why)))
        ratios.append(seconds[-1] / _seconds(lambda: call([*kb, "--help"])))
    return [
        Row.shown("warm, kb why after 10 new commits", statistics.median(seconds), "s"),
        Row.at_most("warm, to kb --help", statistics.median(ratios), "x help", 3.5),
    ]


def _per_file(past: Past, cold: float) -> list[Row]:
    """Measures the git calls of mkdocs-git-revision-date-localized-plugin on a sample of files.

    Of each file: the first date with `--follow`, as it does by default where creation dates are on,
    and the last date, asked for twice. All files are extrapolated from the sample.
    """
    common = ("log", "--date=unix", "--no-show-signature", "--follow")
    calls = (
        (*common, "--format=%at", "--diff-filter=Ar"),
        (*common, "--format=%at", "--diff-filter=r", "-n", "1", "-w", "--ignore-blank-lines"),
        (*common, "--format=%H %at", "-n", "1"),
    )
    sample = past.rng.sample(past.cards, _SAMPLE)

    def ask() -> None:
        for card in sample:
            for argv in calls:
                call(["git", "-C", str(past.folder), *argv, "--", card.path])

    total = _seconds(ask) * len(past.cards) / _SAMPLE
    return [
        Row.shown(f"asking for each file, from {_SAMPLE} of {len(past.cards)}", total, "s"),
        Row.at_least("asking for each file, to cold", total / cold, "x cold", 100),
    ]


def _same_paths(folder: Path) -> Row:
    """Counts landed changes whose paths differ from those of plain git, on pasts with merges."""
    wrong = 0
    for seed in range(5):
        place = folder / str(seed)
        place.parent.mkdir(parents=True, exist_ok=True)
        prefix = stories.tell(seed, place, changes=200)
        argv = ("log", "--first-parent", "-m", "--raw", "--no-renames", "-z", "--format=%x01%H")
        wanted = {}
        for frame in git(place, *argv, "--", *([prefix] if prefix else [])).split("\x01")[1:]:
            name, *rest = frame.replace("\n", "").strip("\0").split("\0")
            paths = rest[2::2] if len(rest) % 2 else rest[1::2]
            if paths:
                wanted[name] = sorted(paths)
        repository = Repository(place)
        found = {
            each.commit.id: sorted(
                f"{prefix}/{touched.path}" if prefix else touched.path
                for touched in each.commit.touched
            )
            for each in repository.walk(repository.resolve("HEAD"), prefix)
            if each.commit.touched
        }
        wrong += sum(found.get(name) != wanted.get(name) for name in {*found, *wanted})
    return Row.at_most(
        "landed changes that differ from git's own, with merges", wrong, "changes", 0
    )
