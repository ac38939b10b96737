"""Start of the command line: `kb --help` against importing click, which it cannot do without."""

import sys
from collections.abc import Sequence

from tools.benches.measure import Row, alternate, call, ratio


def run(arguments: Sequence[str]) -> list[Row]:  # noqa: ARG001 - there is nothing to choose
    """Measures how many times the floor `kb --help` takes.

    Args:
        arguments: None are known.

    Returns:
        One row; heavy imports that do not wait until they are needed break its bound.
    """
    seconds = alternate(
        {
            "kb": lambda: call([sys.executable, "-P", "-m", "scripts_kb", "--help"]),
            "floor": lambda: call([sys.executable, "-P", "-c", "import click"]),
        },
        rounds=11,
    )
    return [
        Row.at_most("kb --help, to import click", ratio(seconds, "kb", "floor"), "x floor", 2.5)
    ]
