"""What a command that writes leaves behind when it is ended, or when the disk refuses.

    base ──copy──▶ command, n-th change fails ──▶ each part is the old one or the new one
                                              ──▶ once more ──▶ all is as if nothing was

A part is what is replaced at once: a site, a tree of pages, a file of the content folder.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tools.benches import _disk
from tools.benches._disk import Fault

ROOT: Final = Path(__file__).resolve().parents[2]
_TREES: Final = ("build/docs", "build/docs-heads")
"""What is whole or as it was where a disk refuses; a kill may leave some files of the next one."""
_FOLDERS: Final = (*_TREES, "site", "site-heads", "site-partner")
"""What is replaced as a whole."""
_UNSEEN: Final = (".git/", ".cache/")
"""What git keeps, and what is kept between runs: the next run proves it by its bytes."""
_LONG: Final = 1800.0
"""Seconds after which a command hangs; a machine that does much else takes minutes for a build."""
_MISTAKE: Final = 2

Parts = Mapping[str, Mapping[str, bytes]]
"""Name of a part → its files."""


@dataclass(frozen=True, slots=True)
class Writer:
    """A command that writes.

    Attributes:
        name: What it is called.
        argv: What `kb` is given.
        prepare: Lays before it what it works on.
        share: Of a hundred faults, how many are its own.
        built: Whether it works on what was built before.
        again: Exit codes that the same command has where it was done before.
        ends: Seconds after which it is killed anyway, for it never ends; 0 for one that does.
        then: What is run afterwards and mends what is left; the same command, where left out.
    """

    name: str
    argv: tuple[str, ...]
    prepare: Callable[[Path], None]
    share: int
    built: bool = False
    again: tuple[int, ...] = (0,)
    ends: float = 0.0
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """How a command goes when nothing is in its way."""

    before: Parts
    after: Parts
    said: frozenset[str]
    changes: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Left:
    """What a fault left behind.

    Attributes:
        mixed: Parts that are neither the old one nor the new one.
        lost: What the same command did not mend afterwards.
        untold: What was not said as it should be: a traceback, more than a line, success that is
            none.
    """

    mixed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()


def parts(root: Path) -> Parts:
    """Reads all that is in a base, by its parts."""
    found: dict[str, dict[str, bytes]] = {}
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root).as_posix()
        if path.startswith(_UNSEEN) or not file.is_file():
            continue
        part = next((each for each in _FOLDERS if path.startswith(f"{each}/")), path)
        found.setdefault(part, {})[path] = file.read_bytes()
    return found


def renewed(root: Path, template: Path, writer: Writer) -> Path:
    """Lays a base anew, ready for a command, at the path where it was built.

    What is kept between runs is found at that path alone.
    """
    shutil.rmtree(root, ignore_errors=True)
    _noted(root).unlink(missing_ok=True)
    shutil.copytree(template, root, symlinks=True)
    writer.prepare(root)
    return root


def _noted(root: Path) -> Path:
    return root.with_name(f"{root.name}.noted")


def course(root: Path, writer: Writer) -> Course:
    """Runs a command that nothing is in the way of, and notes its changes."""
    before = parts(root)
    fault = Fault(str(root), str(_noted(root)))
    begun = time.monotonic()
    code, said = run(root, writer.argv, fault, writer.ends or None)
    seconds = time.monotonic() - begun
    if writer.then:
        code, said = run(root, writer.then)
    if code:
        raise subprocess.CalledProcessError(code, writer.argv, stderr=said.encode())
    noted = tuple(_disk.changes(fault))
    return Course(before, parts(root), frozenset(said.splitlines()), noted, seconds)


def run(
    root: Path, argv: tuple[str, ...], fault: Fault | None = None, kill: float | None = None
) -> tuple[int, str]:
    """Runs `kb` in a base.

    Args:
        root: Where.
        argv: The command and its options.
        fault: What goes wrong; None for nothing.
        kill: Seconds after which it is killed, with what it started; None for never.

    Returns:
        Its exit code, and what it said where errors are said.
    """
    environment = environment_of(root) | (_disk.preloaded(fault, root.parent) if fault else {})
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts_kb", *argv],
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        said = process.communicate(timeout=_LONG if kill is None else kill)[1]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        said = process.communicate()[1]
        if kill is None:
            return _LONG_CODE, said.decode(errors="replace")
    return process.returncode, said.decode(errors="replace")


_LONG_CODE: Final = 124


def environment_of(root: Path) -> dict[str, str]:
    """Gives the environment of a command: no settings of a person, one moment of time."""
    own = {
        "PYTHONPATH": str(ROOT),
        "SOURCE_DATE_EPOCH": "1700000000",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CEILING_DIRECTORIES": str(root.parent),
    }
    return {**os.environ, **own}


def failed(root: Path, writer: Writer, known: Course, number: int, way: str) -> Left:
    """Has the n-th change of a command fail, and tells what it left."""
    fault = Fault(str(root), str(_noted(root)), number, way)
    code, said = run(root, writer.argv, fault, writer.ends or None)
    return _left(root, writer, known, code, said)


def killed(root: Path, writer: Writer, known: Course, seconds: float) -> Left:
    """Kills a command after so many seconds, and tells what it left."""
    code, said = run(root, writer.argv, kill=seconds)
    return _left(root, writer, known, code, said)


def _left(root: Path, writer: Writer, known: Course, code: int, said: str) -> Left:
    stands = parts(root)
    mixed = tuple(_mixed(stands, known, was_killed=code < 0))
    untold = tuple(_untold(code, said, known, stands))
    again, more = run(root, writer.then or writer.argv)
    lost = tuple(_different(parts(root), known.after))
    if again not in {0, *writer.again} or "Traceback" in more:
        lost = (*lost, f"again: exit code {again}: {more.strip()[-300:]}")
    return Left(mixed, lost, untold)


def _mixed(stands: Parts, known: Course, *, was_killed: bool) -> Iterator[str]:
    for name in {*stands, *known.before, *known.after}:
        if _aside(name):
            continue
        found, *right = (each.get(name, {}) for each in (stands, known.before, known.after))
        if was_killed and name in _TREES:
            torn = (path for path in found if found[path] not in {each.get(path) for each in right})
            yield from (f"{path} is torn" for path in torn)
        elif found not in right:
            yield f"{name}: {len(found)} files, {len(right[0])} before"


def _aside(path: str) -> bool:
    """Tells whether a path is of what a command makes aside; nobody reads it."""
    return any(each.startswith(".") and each.endswith((".new", ".old")) for each in path.split("/"))


def _different(stands: Parts, wanted: Parts) -> Iterator[str]:
    for name in sorted({*stands, *wanted}):
        found, right = stands.get(name, {}), wanted.get(name, {})
        if found != right:
            paths = [
                each for each in sorted({*found, *right}) if found.get(each) != right.get(each)
            ]
            yield f"{name}: {', '.join(paths[:3])}"


def _untold(code: int, said: str, known: Course, stands: Parts) -> Iterator[str]:
    if code < 0:
        return  # it was killed: there is nobody to say anything
    more = [line for line in said.splitlines() if line not in known.said]
    if "Traceback" in said or code not in {0, _MISTAKE}:
        yield f"exit code {code}: {said.strip()[-600:]}"
    elif code and len(more) != 1:
        yield f"{len(more)} lines: {said.strip()[-600:]}"
    elif not code and (different := list(_different(stands, known.after))):
        yield f"success that is none: {'; '.join(different)[:300]}"
