"""Commands that are killed, disks that refuse: the old or the new, nothing lost, one line.

    tools/bench faults [--kills 200] [--writes 200] [--seed 1] [--only COMMAND]

Half of the kills come at moments of the clock, spread over the time that a command takes, half
at one of its changes: before a rename, a link, a file. Of the changes that fail half fail once,
half find a disk that is full from there on.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

from tools.benches import _whole, _writers
from tools.benches._whole import Course, Left, Writer
from tools.benches.measure import Row

_FAULTS = 200
_AT_A_MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class _Trial:
    """One fault: its way, and the number of a change or a part of the time."""

    way: str
    at: float


def run(arguments: Sequence[str]) -> list[Row]:
    """Lets commands that write meet faults.

    Args:
        arguments: The command line.

    Returns:
        How many faults there were, and what they left.
    """
    options = _options(arguments)
    writers = [each for each in _writers.WRITERS if options.only in (None, each.name)]
    told, kills, writes = Counter[str](), 0, 0
    rows = []
    with tempfile.TemporaryDirectory(prefix="kb-faults-") as place:
        root, kept = Path(place, "base"), Path(place, "kept")
        _writers.template(root)
        if any(each.built for each in writers):
            _writers.built(root)
        copytree(root, kept, symlinks=True)
        shares = sum(each.share for each in writers)
        for writer in writers:
            known = _whole.course(_whole.renewed(root, kept, writer), writer)
            part = writer.share / shares
            wanted = (round(options.kills * part), round(options.writes * part))
            for trial in _trials(known, *wanted, random.Random(options.seed)):  # noqa: S311 - no secret
                left = _tried(_whole.renewed(root, kept, writer), writer, known, trial)
                kills += trial.way in {"killed", _AT_A_MOMENT}
                writes += trial.way in {"refused", "full"}
                told.update(_told(writer, known, trial, left))
            rows.append(Row.shown(f"  {writer.name}: changes", len(known.changes), ""))
    return [
        *rows,
        _counted("kills", kills, options.kills),
        _counted("failing writes", writes, options.writes),
        *(Row.at_most(what, told[what], "", 0) for what in ("mixed", "lost", "untold")),
    ]


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("tools/bench faults")
    parser.add_argument("--kills", type=int, default=_FAULTS)
    parser.add_argument("--writes", type=int, default=_FAULTS)
    parser.add_argument("--seed", type=int, default=1)
    names = [each.name for each in _writers.WRITERS]
    parser.add_argument("--only", choices=names, help="this command alone")
    return parser.parse_args(arguments)


def _counted(what: str, count: int, wanted: int) -> Row:
    if wanted < _FAULTS:
        return Row.shown(what, count, "")
    return Row.at_least(what, count, "", _FAULTS)


def _trials(known: Course, kills: int, writes: int, chance: random.Random) -> Iterator[_Trial]:
    """Yields faults, spread over a command: one in each of so many equal parts of it."""
    count = len(known.changes)
    moments = kills // 2
    for number in range(moments):
        yield _Trial(_AT_A_MOMENT, (number + chance.random()) / moments)
    for way, wanted in (
        ("killed", kills - moments),
        ("refused", writes - writes // 2),
        ("full", writes // 2),
    ):
        for number in range(wanted):
            yield _Trial(way, 1 + int((number + chance.random()) / wanted * count))


def _tried(root: Path, writer: Writer, known: Course, trial: _Trial) -> Left:
    if trial.way == _AT_A_MOMENT:
        return _whole.killed(root, writer, known, trial.at * known.seconds)
    return _whole.failed(root, writer, known, int(trial.at), trial.way)


def _told(writer: Writer, known: Course, trial: _Trial, left: Left) -> Iterator[str]:
    """Names each way in which a fault was not borne, and yields it."""
    for what, found in (("mixed", left.mixed), ("lost", left.lost), ("untold", left.untold)):
        if found:
            change = "" if trial.way == _AT_A_MOMENT else known.changes[int(trial.at) - 1]
            print(f"{writer.name}: {trial.way} {trial.at:.2f} {change}: {what}", file=sys.stderr)
            print("\n".join(f"    {each}" for each in found[:5]), file=sys.stderr)
            yield what
