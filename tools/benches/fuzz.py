"""Foreign bytes: spoiled files for every reader; no traceback, no wait, nothing lost by `kb fmt`.

    tools/bench fuzz [--minutes 5] [--seed 1] [--only READER] [--again READER/NUMBER]

What fails is written to `.cache/fuzz/`, by reader and number; a kind that was mended is put into
`tests/corpus/`: each run begins with what is there, and `--minutes 0` reads nothing else.
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.benches import _foreign, _forked, _place, _spoiling
from tools.benches._place import Named, Reader
from tools.benches.measure import Row

_ROOT = Path(__file__).resolve().parents[2]
_FOUND = _ROOT / ".cache" / "fuzz"
_ENOUGH = 20_000
"""Inputs that a run of five minutes reads."""
_MINUTES = 5.0
_SECONDS = 2.0
_MIB = 300.0
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Trials:
    """What is tried: for each number a reader, and its input."""

    seed: int
    readers: tuple[Reader, ...]
    corpora: tuple[tuple[Named, ...], ...]
    found: tuple[tuple[Reader, Named], ...] = ()
    """What earlier runs found."""

    def of(self, number: int) -> tuple[Reader, Named]:
        """Gives the reader of a trial and its input: first what was found, as it was."""
        if number < len(self.found):
            return self.found[number]
        place, chance = self._place(number)
        reader, corpus = self.readers[place], self.corpora[place]
        named = chance.choice(corpus)
        contents = [each.content for each in corpus]
        ways = (*_spoiling.WAYS[reader.ways], _spoiling.merged(contents))
        return reader, Named(named.path, _spoiling.spoiled([named.content], ways, chance))

    def name(self, number: int) -> str:
        """Gives the name of a trial's reader, without making its input."""
        if number < len(self.found):
            return self.found[number][0].name
        return self.readers[self._place(number)[0]].name

    def _place(self, number: int) -> tuple[int, random.Random]:
        chance = random.Random(f"{self.seed}/{number}")  # noqa: S311 - spoiled, not secret
        shares = [each.share for each in self.readers]
        return chance.choices(range(len(self.readers)), shares)[0], chance

    def try_(self, number: int) -> None:
        """Reads an input."""
        reader, named = self.of(number)
        reader.read(named)


def run(arguments: Sequence[str]) -> list[Row]:
    """Reads spoiled files for some minutes.

    Args:
        arguments: The command line.

    Returns:
        How many were read, and how many failed in which way.
    """
    options = _options(arguments)
    os.environ["KB_TRACEBACK"] = "1"
    os.environ["GIT_CONFIG_GLOBAL"] = os.environ["GIT_CONFIG_SYSTEM"] = os.devnull
    with tempfile.TemporaryDirectory(prefix="kb-fuzz-") as folder:
        _place.prepare(Path(folder))
        readers = tuple(each for each in _foreign.READERS if options.only in (None, each.name))
        found = tuple((reader, named) for reader in readers for named in reader.found())
        corpora = tuple(each.files() for each in readers)
        trials = Trials(options.seed, readers, corpora, found)
        _warm(trials)
        if options.again is not None:
            reader, named = trials.of(options.again)
            print(reader.name, named.path, len(named.content), file=sys.stderr)
            reader.read(named)
            return []
        limits = _forked.Limits(_SECONDS * options.slack, _MIB)
        return _rows(trials, options.minutes, limits)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("tools/bench fuzz")
    parser.add_argument("--minutes", type=float, default=_MINUTES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slack", type=float, default=1.0, help="so many times the limit of time")
    parser.add_argument("--only", choices=sorted(_foreign.BY_NAME), help="this reader alone")
    parser.add_argument("--again", type=int, metavar="NUMBER", help="one input, in this process")
    return parser.parse_args(arguments)


def _warm(trials: Trials) -> None:
    """Reads a file of each reader, so that each child begins with all modules loaded."""
    for reader, corpus in zip(trials.readers, trials.corpora, strict=True):
        reader.read(corpus[0])


def _rows(trials: Trials, minutes: float, limits: _forked.Limits) -> list[Row]:
    end = time.monotonic() + minutes * 60
    read, failed, slowest, largest = Counter[str](), Counter[str](), 0.0, 0.0
    told = Counter[str]()
    spent: dict[str, float] = defaultdict(float)

    def enough(number: int) -> bool:
        return number >= len(trials.found) and time.monotonic() > end

    for ended in _forked.run(trials.try_, limits, until=enough):
        name = trials.name(ended.number)
        read[name] += 1
        spent[name] += ended.seconds
        slowest, largest = max(slowest, ended.seconds), max(largest, ended.mib)
        if ended.how == "fine":
            continue
        failed[ended.how] += 1
        named = trials.of(ended.number)[1]
        _FOUND.mkdir(parents=True, exist_ok=True)
        file = _FOUND / f"{name}-{trials.seed}-{ended.number}-{Path(named.path).name}"
        file.write_bytes(named.content)
        last = ended.said.strip().splitlines()[-1:] or [""]
        told[f"{name}: {ended.how}: {last[0][:160]}"] += 1
        if told.total() <= _SHOWN or told.most_common()[-1][1] == 1:
            print(f"{file}: {ended.how}\n{ended.said[-1500:]}", file=sys.stderr)
    for line, count in told.most_common():
        print(f"{count:5} × {line}", file=sys.stderr)
    every = sum(read.values())
    rows = [
        Row.at_least(f"inputs in {minutes:g} minutes", every, "", _ENOUGH * minutes / _MINUTES)
        if minutes >= _MINUTES
        else Row.shown(f"inputs in {minutes:g} minutes", every, "")
    ]
    rows += [
        Row.shown(f"  {name}: {count}, each", spent[name] / count * 1000, "ms")
        for name, count in sorted(read.items())
    ]
    wrong = failed["raised"] + failed["died"]
    return [
        *rows,
        Row.shown("inputs in a second of the processor", every / _spent(), ""),
        Row.at_most("tracebacks, exit code 3, values or remarks lost", wrong, "", 0),
        Row.at_most(f"longer than {limits.seconds:g} s of the processor", failed["slow"], "", 0),
        Row.at_most("more than 300 MiB", failed["large"], "", 0),
        Row.at_most("waiting for what never comes", failed["hung"], "", 0),
        Row.shown("the longest", slowest, "s"),
        Row.shown("the largest process", largest, "MiB"),
    ]


def _spent() -> float:
    """Gives the seconds of the processor of all that was tried, the git of each trial with it."""
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return max(told.ru_utime + told.ru_stime, 0.001)
