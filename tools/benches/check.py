"""Checking: sixteen broken files in the sample at once, and what a thousand cards take."""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copytree

from tools.benches.measure import Row, as_a_user, call, ratio

_ROOT = Path(__file__).resolve().parents[2]
_HEAD = "id: broken-NUMBER\ntitle: Карточка NUMBER\nstatus: draft\n"
_BROKEN: tuple[str | bytes, ...] = (
    f"{_HEAD}client_words: Дорого\n",
    f"{_HEAD}answers:\n  - id: a\n    sey: Да\n",
    f"{_HEAD}title: Ещё\n",
    "id: dorogo\ntitle: Занятый код\n",
    f"{_HEAD}review_by: 2026-13-01\n",
    f"{_HEAD}offers: [no-such-offer]\n",
    f"{_HEAD}answers:\n\t- id: a\n",
    _HEAD.encode("cp1251"),
    f"\ufeff{_HEAD}",
    _HEAD.replace("\n", "\r\n"),
    "",
    "- id: a\n",
    f"{_HEAD}do_not_say:\n  - {{id: a, say: Да, нет}}\n",
    f"{_HEAD}note: Скажите: да\n",
    f"{_HEAD}note: {{имя}} скажет\n",
    "[" * 2048 + "]" * 2048,
)
_CARDS = 1000
_PARSE = """
import sys
from pathlib import Path
from scripts_kb.content import parsing
for file in Path(sys.argv[1]).rglob("*.yml"):
    parsing.parse(file.read_bytes(), markdown=False)
"""


def run(arguments: Sequence[str]) -> list[Row]:  # noqa: ARG001 - there is nothing to choose
    """Measures the whole command on the sample with broken files, and on many whole ones.

    Args:
        arguments: None are known.

    Returns:
        Seconds that a person waits for sixteen broken files; how the time of a thousand cards
        compares with that of parsing their files alone, which no check can do without.
    """
    with tempfile.TemporaryDirectory() as folder:
        sample, many = Path(folder) / "sample", Path(folder) / "many"
        copytree(_ROOT / "content", sample)
        for number, text in enumerate(_BROKEN):
            content = text if isinstance(text, bytes) else text.encode()
            name = f"broken-{number:02}.yml"
            (sample / "objections" / name).write_bytes(
                content.replace(b"NUMBER", str(number).encode())
            )
        _grow(many)
        _check(sample)
        broken = [_seconds(lambda: _check(sample)) for _ in range(5)]
        parse = [sys.executable, "-P", "-c", _PARSE, str(many)]
        seconds: dict[str, list[float]] = {"check": [], "parse": []}
        for _ in range(7):
            seconds["check"].append(_seconds(lambda: _check(many)))
            seconds["parse"].append(_seconds(lambda: call(parse)))
    return [
        Row.at_most("kb check, sixteen broken files", statistics.median(broken), "s", 2.0),
        Row.shown(f"kb check, {_CARDS} cards", statistics.median(seconds["check"]), "s"),
        Row.at_most(
            f"kb check, {_CARDS} cards, to parsing them",
            ratio(seconds, "check", "parse"),
            "x floor",
            4.0,
        ),
    ]


def _seconds(action: Callable[[], None]) -> float:
    """Times a program by what it computes: a busy machine makes a person wait, not us slower."""
    begun, before = time.perf_counter(), os.times()
    action()
    after = os.times()
    computed = sum(after[2:4]) - sum(before[2:4])
    # Windows does not say what its children took.
    return computed or time.perf_counter() - begun


def _check(content: Path) -> None:
    """Checks a folder; problems are what is expected of it, a crash is not."""
    command = [sys.executable, "-P", "-m", "scripts_kb", "check", "--content", str(content)]
    done = subprocess.run(command, check=False, capture_output=True, cwd=content, env=as_a_user())
    if done.returncode not in {0, 1}:
        raise subprocess.CalledProcessError(done.returncode, command, stderr=done.stderr)


def _grow(folder: Path) -> None:
    """Makes a knowledge base of many cards out of the sample's objections."""
    copytree(_ROOT / "content", folder)
    cards = sorted((folder / "objections").rglob("*.yml"))
    for number in range(_CARDS):
        text = cards[number % len(cards)].read_text(encoding="utf-8")
        rest = re.sub(r"(?m)^family:.*\n", "", text.split("\n", 2)[2])
        family = f"more-{number % len(cards)}"
        (folder / "objections" / f"more-{number}.yml").write_text(
            f"id: more-{number}\ntitle: Карточка {number}\nfamily: {family}\n{rest}",
            encoding="utf-8",
        )
