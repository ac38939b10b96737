"""Second start of a tool: what finding its environment adds to the command itself."""

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.benches.measure import Row, alternate, call

_ROOT = Path(__file__).resolve().parents[2]


def run(arguments: Sequence[str]) -> list[Row]:  # noqa: ARG001 - there is nothing to choose
    """Measures the own overhead of a tool until the package takes over.

    Args:
        arguments: None are known.

    Returns:
        One row, in seconds: a person waits them at every start.
    """
    tool = str(_ROOT / "tools" / "check")
    seconds = alternate(
        {
            "tool": lambda: call([sys.executable, tool, "--help"], cwd=_ROOT),
            "kb": lambda: call(
                [sys.executable, "-P", "-m", "scripts_kb", "check", "--help"], cwd=_ROOT
            ),
        },
        rounds=11,
    )
    overheads = [a - b for a, b in zip(seconds["tool"], seconds["kb"], strict=True)]
    return [Row.at_most("tools/check before kb check", statistics.median(overheads), "s", 1.0)]
