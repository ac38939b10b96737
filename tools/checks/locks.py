"""A lock is a list of exact versions with hashes, the same wherever one installs from.

So it names no host and no file, and pins each requirement by hash. The two locks and
`pyproject.toml` are written by hand and by a tool at different times; whether they still agree is
checked without asking any index.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.checks.finding import Finding

RUNTIME = "requirements.lock"
DEV = "requirements-dev.lock"
NPM = "tools/checks/typescript/package-lock.json"

_PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)(?: ; ([^\\]+?))?(?: \\)?")
_HASH = re.compile(r" +--hash=sha256:[0-9a-f]{64}(?: \\)?")
_ADDRESS = re.compile(r"://|\bfile:|\b[\w-]+\.(?:com|dev|io|local|net|org|ru)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pin:
    """One requirement of a lock.

    Attributes:
        name: Normalised name of the package.
        version: The exact version.
        marker: For which environments, as written; empty for all.
        line: Line in the lock, from 1.
        hashes: How many files of that version may be installed.
    """

    name: str
    version: str
    marker: str
    line: int
    hashes: int


def check(root: Path) -> list[Finding]:
    """Checks the locks of a checkout.

    Args:
        root: Folder with the locks and ``pyproject.toml``.

    Returns:
        All findings, by file and line.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project.get("dependency-groups", {})
    runtime = [*project["project"]["dependencies"], *members("build", groups)]
    pins_runtime, findings_runtime = read(RUNTIME, (root / RUNTIME).read_text(encoding="utf-8"))
    pins_dev, findings_dev = read(DEV, (root / DEV).read_text(encoding="utf-8"))
    return sorted(
        [
            *findings_runtime,
            *findings_dev,
            *uncovered(RUNTIME, pins_runtime, runtime),
            *uncovered(DEV, pins_dev, [*runtime, *members("dev", groups)]),
            *disagreeing(pins_dev, pins_runtime),
            *addressed(NPM, (root / NPM).read_text(encoding="utf-8")),
        ]
    )


def read(path: str, text: str) -> tuple[list[Pin], list[Finding]]:
    r"""Reads a lock, and finds what has no place in one.

    Args:
        path: Name of the lock, for the findings.
        text: Its text.

    Returns:
        The pins in their order, and a finding for every line that is neither a pin, a hash nor a
        comment, for every comment that holds an address, and for every pin without a hash.

    Examples:
        >>> pins, findings = read("a.lock", "click==8.3.0 ; python_version > '3'\n")
        >>> pins[0].marker, str(findings[0])
        ("python_version > '3'", 'a.lock:1: click is pinned without a hash')
    """
    pins: list[Pin] = []
    findings: list[Finding] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if pin := _PIN.fullmatch(line):
            name, version, marker = pin.groups(default="")
            pins.append(Pin(canonicalize_name(name), version, marker, number, hashes=0))
        elif _HASH.fullmatch(line) and pins:
            pins[-1] = replace(pins[-1], hashes=pins[-1].hashes + 1)
        elif line.strip() and not line.lstrip().startswith("#"):
            findings.append(Finding(path, number, f"neither a version nor a hash: {line.strip()}"))
        elif _ADDRESS.search(line):
            findings.append(Finding(path, number, f"names an address: {line.strip()}"))
    findings += [
        Finding(path, pin.line, f"{pin.name} is pinned without a hash")
        for pin in pins
        if not pin.hashes
    ]
    return pins, findings


def addressed(path: str, text: str) -> list[Finding]:
    r"""Finds addresses in the lock of npm, which pins by hash but likes to say where from.

    Args:
        path: Name of the lock, for the findings.
        text: Its text.

    Returns:
        A finding for every line that holds one.

    Examples:
        >>> [str(each) for each in addressed("a.json", '{\n"resolved": "https://x.org/a.tgz"}')]
        ['a.json:2: names an address: "resolved": "https://x.org/a.tgz"}']
    """
    return [
        Finding(path, number, f"names an address: {line.strip()}")
        for number, line in enumerate(text.splitlines(), start=1)
        if _ADDRESS.search(line)
    ]


def members(group: str, groups: Mapping[str, Sequence[Any]]) -> list[str]:
    """Lists the requirements of a dependency group, those of included groups too.

    Args:
        group: Name of the group.
        groups: The table ``dependency-groups``.

    Returns:
        Requirements in the order in which they are written.

    Examples:
        >>> members("dev", {"dev": [{"include-group": "build"}, "ruff"], "build": ["flit_core"]})
        ['flit_core', 'ruff']
    """
    return [
        requirement
        for entry in groups.get(group, ())
        for requirement in (
            members(entry["include-group"], groups) if isinstance(entry, Mapping) else [entry]
        )
    ]


def uncovered(path: str, pins: Sequence[Pin], requirements: Iterable[str]) -> Iterator[Finding]:
    """Finds requirements that the lock was not made from.

    Args:
        path: Name of the lock.
        pins: Its pins.
        requirements: What ``pyproject.toml`` asks for.

    Yields:
        A finding for each requirement that is missing, or that a pinned version does not meet.
    """
    for text in requirements:
        requirement = Requirement(text)
        found = [pin for pin in pins if pin.name == canonicalize_name(requirement.name)]
        if not found:
            yield Finding(
                path, 0, f"{text} is missing; make the lock again (its first lines say how)"
            )
        for pin in found:
            if not requirement.specifier.contains(pin.version, prereleases=True):
                yield Finding(path, pin.line, f"{pin.version} is not {text}; make the lock again")


def disagreeing(dev: Sequence[Pin], runtime: Sequence[Pin]) -> Iterator[Finding]:
    """Finds pins of the runtime that the development lock lacks or has otherwise.

    One environment serves both, so what is tested must be what is run.

    Args:
        dev: Pins of the development lock.
        runtime: Pins of the runtime lock.

    Yields:
        A finding for each.
    """
    known = {(pin.name, pin.version, pin.marker) for pin in dev}
    for pin in runtime:
        if (pin.name, pin.version, pin.marker) not in known:
            yield Finding(DEV, 0, f"lacks {pin.name} {pin.version} of {RUNTIME}; make it again")
