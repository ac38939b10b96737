"""What benches share: rows with bounds, alternating timed runs, the peak memory of a program."""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Row:
    """One measured value.

    Attributes:
        what: What was measured.
        value: The value.
        unit: Its unit: ``x floor``, ``s``, ``MiB``.
        bound: What it is held against; None where it is only shown.
        holds: Whether it keeps to the bound.
    """

    what: str
    value: float
    unit: str
    bound: float | None
    holds: bool

    @classmethod
    def at_most(cls, what: str, value: float, unit: str, bound: float) -> Self:
        """Makes a row whose value must not exceed the bound."""
        return cls(what, value, unit, bound, value <= bound)

    @classmethod
    def at_least(cls, what: str, value: float, unit: str, bound: float) -> Self:
        """Makes a row whose value must reach the bound."""
        return cls(what, value, unit, bound, value >= bound)

    @classmethod
    def shown(cls, what: str, value: float, unit: str) -> Self:
        """Makes a row without a bound, for the reader."""
        return cls(what, value, unit, None, holds=True)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program took.

    Attributes:
        seconds: From its start to its end.
        peak_mib: The most memory that it and its descendants held at one time, in MiB (resident;
            pages that they share count for each). Where there is no `/proc`: of the largest one.
    """

    seconds: float
    peak_mib: float


def table(rows: Sequence[Row]) -> str:
    """Draws rows as a table for a terminal.

    Args:
        rows: The rows, in order.

    Returns:
        A line each, the columns aligned; a bound that does not hold is marked.
    """
    cells = [("what", "value", "unit", "bound", "")]
    cells += [
        (
            row.what,
            f"{row.value:,.3f}" if abs(row.value) < 10 else f"{row.value:,.1f}",  # noqa: PLR2004
            row.unit,
            "" if row.bound is None else f"{row.bound:g}",
            "" if row.bound is None else ("holds" if row.holds else "DOES NOT HOLD"),
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in {1, 3} else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    )


def as_json(rows: Sequence[Row]) -> str:
    """Writes rows as a list of objects with the keys ``what value unit bound holds``."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1)


def alternate(
    runs: Mapping[str, Callable[[], object]], *, rounds: int = 7
) -> dict[str, list[float]]:
    """Times several things in turn, so that a busy moment of the machine meets all alike.

    Args:
        runs: What to time, by name. Each is run once more before, untimed, to warm caches.
        rounds: How often each is timed.

    Returns:
        The seconds of each, in the order of the rounds.
    """
    for run in runs.values():
        run()
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            begun = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - begun)
    return seconds


def ratio(seconds: Mapping[str, Sequence[float]], of: str, to: str) -> float:
    """Compares two of the things that `alternate` timed.

    Args:
        seconds: What `alternate` gave.
        of: Name of the one.
        to: Name of its floor or peer.

    Returns:
        The median over the rounds of how many times longer the one took.

    Examples:
        >>> ratio({"a": [2.0, 9.0, 2.0], "b": [1.0, 1.0, 1.0]}, "a", "b")
        2.0
    """
    return statistics.median(a / b for a, b in zip(seconds[of], seconds[to], strict=True))


def call(command: Sequence[str], *, cwd: Path | None = None) -> None:
    """Runs a program for its time, its output thrown away.

    Args:
        command: The program and its arguments.
        cwd: Folder to run in; the current one if left out.

    Raises:
        subprocess.CalledProcessError: It failed, so that its time would mean nothing.
    """
    subprocess.run(
        command,
        cwd=cwd,
        env=as_a_user(),
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def as_a_user() -> dict[str, str]:
    """Gives the environment of programs that are timed.

    Returns:
        Ours, but that modules are compiled once and kept, as on the machine of whoever uses them.
    """
    return {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def cost(command: Sequence[str], *, cwd: Path | None = None) -> Cost:
    """Runs a program once, its output thrown away, and says what it took.

    Args:
        command: The program and its arguments.
        cwd: Folder to run in; the current one if left out.

    Returns:
        Time and memory.

    Raises:
        subprocess.CalledProcessError: It failed.
    """
    begun = time.perf_counter()
    peak = 0.0
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=as_a_user(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while True:
            try:
                code = process.wait(timeout=0.01)
                break
            except subprocess.TimeoutExpired:
                tree = [process.pid, *_descendants(process.pid)]
                peak = max(peak, sum(_resident_kib(pid) for pid in tree))
    seconds = time.perf_counter() - begun
    if code:
        raise subprocess.CalledProcessError(code, command)
    return Cost(seconds, (peak or _largest_child_kib()) / 1024)


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):  # it may end while one looks
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="utf-8").split():
                found += [int(child), *_descendants(int(child))]
    return found


def _resident_kib(pid: int) -> float:
    # VmHWM is a process's own peak, so nothing is missed between two looks at a single process.
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return float(line.split()[1])
    return 0.0


def _largest_child_kib() -> float:
    if sys.platform == "win32":
        return float("nan")
    import resource  # noqa: PLC0415 - there is none on Windows

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak / 1024 if sys.platform == "darwin" else float(peak)
