"""What the locks bring in: its licences, how long it has had no release, its known faults.

    locks ──▶ pins ─┬─ metadata of what is installed ──▶ licences, held against a list
                    ├─ supply.json ──▶ months of the last releases, a plan for what stands still
                    └─ pip-audit, zizmor ──▶ known faults, or that their lists are out of reach

A lock holds no dates and an index is not asked for them: they are read by hand once a year, and the
check says when that year is over.
"""

import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from tools.checks import locks
from tools.checks.finding import Finding

TABLE: Final = "tools/checks/supply.json"
STILL: Final = 24
"""Months without a release after which a dependency wants a plan."""
READ_AGAIN: Final = 12
"""Months after which the dates are to be read again."""
_PATIENCE: Final = 120
"""Seconds that the lists of known faults have to answer."""

_CLASSIFIERS: Final[Mapping[str, str]] = {
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}


def check(root: Path, today: dt.date | None = None) -> Iterator[Finding]:
    """Checks what the locks of a checkout bring in.

    Args:
        root: The checkout.
        today: The day of the judgement; that of the last commit, where left out.

    Yields:
        A licence that is not allowed; a dependency that stands still without a plan, or of which no
        release is known; dates that are too old to be believed; lines of what is no more.
    """
    table = json.loads((root / TABLE).read_text("utf-8"))
    shipped = {each.name for each in _pins(root, locks.RUNTIME)}
    pins = {each.name: each for each in _pins(root, locks.DEV)}
    for name, pin in pins.items():
        allowed = {*table["allowed"], *(() if name in shipped else table["tools"])}
        for licence in _licences(name):
            if licence not in allowed:
                lock = locks.RUNTIME if name in shipped else locks.DEV
                yield Finding(
                    lock, pin.line, f"{name} is under {licence or 'no licence that it names'}"
                )
    yield from _dates(table, set(pins), today or _day(root))


def _pins(root: Path, lock: str) -> list[locks.Pin]:
    return locks.read(lock, (root / lock).read_text("utf-8"))[0]


def _licences(name: str) -> set[str]:
    """Gives what a dependency is under; nothing, where it is for other machines than this."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return set()
    whole = "License-Expression" in said and said["License-Expression"]
    if not whole:
        listed = said.get_all("Classifier") or []
        ends = [each.rpartition(" :: ")[2] for each in listed if each.startswith("License :: ")]
        line = said["License"].partition("\n")[0].strip() if "License" in said else ""
        told = [each for each in ends if each != "OSI Approved"] or [line]
        return {_CLASSIFIERS.get(each, each) for each in told}
    # Of a choice one is enough: the first is taken.
    parts = re.split(r"\s+AND\s+", whole.replace("(", "").replace(")", ""))
    return {part.split(" OR ")[0].strip() for part in parts}


def _dates(table: Mapping[str, Any], pins: set[str], today: dt.date) -> Iterator[Finding]:
    released, plans = table["released"], table["plans"]
    if _months(table["read"], today) > READ_AGAIN:
        yield Finding(TABLE, 0, f"The dates were read in {table['read']}: read them again")
    for name in sorted(pins - set(released)):
        yield Finding(TABLE, 0, f"{name}: when was it released last?")
    for name in sorted({*released, *plans} - pins):
        yield Finding(TABLE, 0, f"{name} is in no lock any more")
    for name in sorted(pins & set(released)):
        age = _months(released[name], today)
        if age > STILL and not plans.get(name):
            yield Finding(
                TABLE, 0, f"{name} has had no release for {age} months: what is the plan?"
            )


def _months(month: str, today: dt.date) -> int:
    year, number = map(int, month.split("-"))
    return (today.year - year) * 12 + today.month - number


def _day(root: Path) -> dt.date:
    """Gives the day of the last commit: what was right on its day stays right."""
    git = ["git", "log", "-1", "--format=%cs"]
    done = subprocess.run(git, cwd=root, capture_output=True, text=True, check=True)
    return dt.date.fromisoformat(done.stdout.strip())


def faults(root: Path) -> list[Finding] | None:
    """Asks for the known faults of what the lock pins.

    Args:
        root: The checkout.

    Returns:
        A finding for each; None where the list could not be asked.
    """
    command = (sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes")
    options = ("--progress-spinner", "off", "--timeout", "10", "--format", "json")
    try:
        done = subprocess.run(
            [*command, *options, "--requirement", locks.DEV],
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            timeout=_PATIENCE,
            check=False,
        )
        listed = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        return None
    asked = [each for each in listed if "skip_reason" not in each]
    if not asked:
        # An index in between that does not know of faults is no list of them.
        return None
    unknown = [each["name"] for each in listed if "skip_reason" in each]
    found = [
        Finding(locks.DEV, 0, f"{each['name']} {each['version']}: {fault['id']}")
        for each in asked
        for fault in each.get("vulns", ())
    ]
    return found + [Finding(locks.DEV, 0, f"{name}: nobody could be asked") for name in unknown]


def workflows(root: Path) -> int | None:
    """Holds the workflows against the rules of zizmor, without a network.

    Args:
        root: The checkout.

    Returns:
        Its exit code, 0 where it found nothing; None where it does not start here.
    """
    program = str(Path(sys.executable).with_name("zizmor.exe" if os.name == "nt" else "zizmor"))
    try:
        command = [program, "--offline", "--no-progress", "--quiet", "."]
        return subprocess.run(command, cwd=root, check=False).returncode
    except OSError:
        return None
