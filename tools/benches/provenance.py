"""Rows, edits, provenance and reasons against a slow recomputation, on 2,000 random histories."""

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.recompute import compare, stories
from tools.benches.measure import Row

_CHUNK = 20


def run(arguments: Sequence[str]) -> list[Row]:
    """Counts the histories on which the package and the slow recomputation differ.

    Args:
        arguments: `--histories N`, `--first SEED`, `--workers N`.

    Returns:
        How many were compared, and how many differ, which must be none. Each difference is
        printed with the seed that tells its history again.
    """
    parser = argparse.ArgumentParser("tools/bench provenance")
    parser.add_argument("--histories", type=int, default=2000)
    parser.add_argument("--first", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    firsts = range(options.first, options.first + options.histories, _CHUNK)
    last = options.first + options.histories
    rows = differing = 0
    with ProcessPoolExecutor(options.workers) as pool:
        for count, wrong in pool.map(_chunk, ((first, last) for first in firsts)):
            rows += count
            differing += len(wrong)
            for seed, difference in wrong:
                print(f"history {seed}: {difference}")
    return [
        Row.shown("random histories compared", options.histories, "histories"),
        Row.shown("their rows", rows, "rows"),
        Row.at_most("histories that differ", differing, "histories", 0),
    ]


def _chunk(seeds: tuple[int, int]) -> tuple[int, list[tuple[int, str]]]:
    first, last = seeds
    rows = 0
    wrong: list[tuple[int, str]] = []
    for seed in range(first, min(first + _CHUNK, last)):
        folder = Path(tempfile.mkdtemp(prefix="kb-story-"))
        try:
            prefix = stories.tell(seed, folder)
            count, found = compare.counted(folder, prefix)
            rows += count
            wrong.extend((seed, each) for each in found[:1])
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return rows, wrong
