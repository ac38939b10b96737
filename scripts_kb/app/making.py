"""The generator in a process of its own: what it took is given back before MkDocs takes its share.

    TreeOrder ──stdin──▶ process: build.tree ──▶ build/docs
                        │
                        └──stdout──▶ what was made, or the mistake

The peak of a large base is half as high as with both in one process. The answer comes through a
pipe, which a process may hand on to another: who starts the generator need not be who waits for it.
"""

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scripts_kb.app import build, workspace
from scripts_kb.files import progress
from scripts_kb.schema.audience import SiteAudience

_START: Final = """
import sys
sys.path.append(sys.argv[1])
from scripts_kb.app import making
making.main()
"""
"""Nothing of the folder where it runs is imported: a repository may hold modules of any name."""


@dataclass(frozen=True, slots=True)
class TreeOrder:
    """What tree is to be made, for whom."""

    content: Path
    out: Path
    audience: SiteAudience
    site_url: str


def started(order: TreeOrder, *, inherited: Sequence[int] = ()) -> "subprocess.Popen[bytes]":
    """Start the generator.

    Args:
        order: what it makes.
        inherited: descriptors that it keeps open.

    Returns:
        The process, whose `stdout` gives the answer.
    """
    code = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _START, code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=(*inherited, *progress.inherited()),
    )
    assert process.stdin is not None  # noqa: S101 - it was asked for
    with process.stdin as stream:
        stream.write(pickle.dumps(order))
    return process


def answered(process: "subprocess.Popen[bytes]") -> build.Made:
    """Wait for what the generator answers.

    Raises:
        UserError: without a repository, a commit or a whole history.
        RuntimeError: where it ended without an answer; it has said why itself.
    """
    assert process.stdout is not None  # noqa: S101 - it was asked for
    with process:
        answer = process.stdout.read()
    if not answer:
        raise RuntimeError("the generator ended without an answer")
    found: Any = pickle.loads(answer)  # noqa: S301 - our own process wrote it
    if isinstance(found, Exception):
        raise found
    made: build.Made = found
    return made


def main() -> None:
    """Make the tree that is ordered on standard input; standard output is for the answer alone."""
    answer = os.dup(1)
    os.dup2(2, 1)
    collect_seldom()
    order: TreeOrder = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own process wrote it
    found: build.Made | Exception
    try:
        with progress.forwarded():
            found = build.tree(
                workspace.find(order.content),
                order.out,
                audience=order.audience,
                site_url=order.site_url,
            )
    except Exception as error:  # noqa: BLE001 - it is raised again where it is waited for
        found = error
    with os.fdopen(answer, "wb") as stream:
        stream.write(pickle.dumps(found))


def collect_seldom() -> None:
    """Look for cycles less often: with thousands of pages each look takes long and finds little.

    A fifteenth of the time of plain MkDocs went there. Cycles of templates and pages are still
    found while they are few.
    """
    gc.set_threshold(20_000, 10, 10)
