"""`tools/bench`: lists the benches, or runs one and prints its table."""

import argparse
import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Sequence

import tools.benches
from tools.benches import measure

_NOT_BENCHES = {"__main__", "measure"}


def names() -> list[str]:
    """Lists the benches by name: the modules of this folder."""
    found = (module.name for module in pkgutil.iter_modules(tools.benches.__path__))
    return sorted(name for name in found if name not in _NOT_BENCHES and not name.startswith("_"))


def main(arguments: Sequence[str]) -> int:
    """Reads the command line and runs what it asks for.

    Args:
        arguments: The command line without the program's name; what follows the name of a bench
            and is no option of ours goes to the bench.

    Returns:
        The exit code: 0 where every bound holds, else 1; 2 for a bench that there is not; 3 where
        a program that was to be measured failed; 130 interrupted.
    """
    parser = argparse.ArgumentParser("tools/bench", description="Measure one thing.")
    parser.add_argument("name", nargs="?", help="the bench; without it they are listed")
    parser.add_argument("--json", action="store_true", help="print a list of objects, nothing else")
    options, rest = parser.parse_known_args(arguments)
    if not options.name:
        for name in names():
            about = (importlib.import_module(f"tools.benches.{name}").__doc__ or "").strip()
            print(f"{name:12} {about.splitlines()[0] if about else ''}".rstrip())
        return 0
    if options.name not in names():
        parser.error(f"no bench is called {options.name}; there are: {', '.join(names())}")
    try:
        rows = importlib.import_module(f"tools.benches.{options.name}").run(rest)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    except subprocess.CalledProcessError as failure:
        print(failure, (failure.stderr or b"").decode(errors="replace"), file=sys.stderr)
        return 3
    print(measure.as_json(rows) if options.json else measure.table(rows))
    return int(not all(row.holds for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
