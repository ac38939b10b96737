"""No tracked file may name a place on somebody's machine: it is true there and nowhere else.

The patterns are written so that this file does not match itself, and is checked like any other.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.checks.finding import Finding

_PLACES = re.compile(
    r"""
    (?: (?<![\w./\-)}>]) | (?<=file://) )     # a path of its own, not the end of an address
    (?: /(?:home|Users)/[\w.-]+               # somebody's home
      | /(?:root|work)(?=/[\w.])                 # the superuser's, a builder's
    )
    | \b[A-Za-z]:[\\/]+Users\b                # the same on Windows, its backslashes doubled or not
    """,
    re.VERBOSE,
)


def check(root: Path) -> list[Finding]:
    """Checks every tracked file of a checkout.

    Args:
        root: A git checkout.

    Returns:
        All findings, by file and line.

    Raises:
        subprocess.CalledProcessError: Git cannot list the files.
    """
    listed = subprocess.run(
        ["git", "-c", "core.fsmonitor=false", "ls-files", "-z"],
        cwd=root,
        check=True,
        stdout=subprocess.PIPE,
    ).stdout
    findings: list[Finding] = []
    for name in listed.decode("utf-8", "surrogateescape").split("\0"):
        file = root / name
        # Deleted but not yet committed, or a link: nothing to read.
        if name and file.is_file() and not file.is_symlink():
            content = file.read_bytes()
            if b"\0" not in content:
                findings += find(name, content.decode("utf-8", "replace"), root)
    return findings


def find(path: str, text: str, root: Path | None = None) -> Iterator[Finding]:
    """Finds places of a machine in a text.

    Args:
        path: Name of the file, for the findings.
        text: Its text.
        root: The checkout itself, whose own place is looked for as well.

    Yields:
        A finding for each line with such a place.
    """
    own = str(root) if root and len(root.parts) > 2 else None  # noqa: PLR2004 - "/x" is no place
    for number, line in enumerate(text.splitlines(), start=1):
        place = _PLACES.search(line)
        if place or (own and own in line):
            named = place[0] if place else own
            yield Finding(path, number, f"names a place on a machine: {named}")
