"""`tools/locks`: makes both locks again, the runtime one first, for the other keeps to it.

pyproject.toml ──uv──▶ requirements.lock ──uv──▶ requirements-dev.lock

How a lock is made is said in its second line, and nowhere else. uv itself is in no lock: it is
needed once in months.
"""

import argparse
import importlib.util
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.checks import locks

_ROOT = Path(__file__).resolve().parents[1]
_USER_MISTAKE = 2


def command_of(lock: str) -> list[str]:
    r"""Gives the command that made a lock, without the name of its program.

    Args:
        lock: The text of the lock.

    Raises:
        ValueError: Its second line is no command of uv.

    Examples:
        >>> command_of("# This file was made by:\n#    uv pip compile x.toml -o x.lock\n")
        ['pip', 'compile', 'x.toml', '-o', 'x.lock']
    """
    program, *rest = shlex.split(lock.splitlines()[1].removeprefix("#"))
    if program != "uv":
        raise ValueError(lock.splitlines()[1])
    return rest


def main(arguments: Sequence[str], root: Path = _ROOT) -> int:
    """Reads the command line and makes the locks.

    Args:
        arguments: The command line without the program's name.
        root: The checkout.

    Returns:
        The exit code: uv's, 2 where there is no uv.
    """
    parser = argparse.ArgumentParser("tools/locks", description="Make both locks again.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest that is allowed")
    options = parser.parse_args(arguments)
    program = _uv()
    if not program:
        print("tools/locks: uv is needed: pip install uv", file=sys.stderr)
        return _USER_MISTAKE
    for name in (locks.RUNTIME, locks.DEV):
        command = command_of((root / name).read_text("utf-8"))
        newer = ["--upgrade"] if options.upgrade else []
        # Quiet: what it would print is the lock that it writes.
        done = subprocess.run([*program, *command, *newer, "--quiet"], cwd=root, check=False)
        if done.returncode:
            return done.returncode
        print(name)
    return 0


def _uv() -> list[str]:
    found = shutil.which("uv")
    if found:
        return [found]
    return [sys.executable, "-m", "uv"] if importlib.util.find_spec("uv") else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
