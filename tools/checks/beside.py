"""Steps beside each other: each in a copy of this process, told in order when it has ended.

steps ──fork, as many as there are processors──▶ copies ──▶ what each said, in a file of its own
                                                                │
console ◀──in the order of the list, a step's words together────┘
"""

import multiprocessing
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from multiprocessing import connection
from pathlib import Path
from typing import IO, Final

from tools.checks.steps import Result, Step

_CODES: Final = {Result.PASSED: 0, Result.FAILED: 1, Result.NOT_RUN: 3}
_RESULTS: Final = {code: result for result, code in _CODES.items()}

POSSIBLE: Final = "fork" in multiprocessing.get_all_start_methods() and sys.platform == "linux"
"""Elsewhere no copy of a process can be made, or none that is safe."""


class _Copy:
    """A step that runs, or has run."""

    def __init__(self, step: Step, root: Path) -> None:
        self.said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - until it is told
        self.process = multiprocessing.get_context("fork").Process(
            target=_copied, args=(step, root, self.said.fileno())
        )
        self.begun = time.monotonic()
        self.seconds = 0.0
        self.process.start()

    def ended(self) -> None:
        self.process.join()
        self.seconds = time.monotonic() - self.begun

    def told(self) -> tuple[str, Result, float]:
        self.said.seek(0)
        words = self.said.read().decode(errors="replace")
        self.said.close()
        return words, _RESULTS.get(self.process.exitcode or 0, Result.FAILED), self.seconds


def each(steps: Sequence[Step], root: Path, at_once: int) -> Iterator[tuple[str, Result, float]]:
    """Runs steps, some of them at once.

    Args:
        steps: What to run; none may write what another reads.
        root: The checkout.
        at_once: How many may run at the same time.

    Yields:
        Of each step, in order: what it said, how it ended, the seconds it took. One that dies has
        failed.
    """
    begun: list[_Copy] = []
    running: list[_Copy] = []
    try:
        for number in range(len(steps)):
            while number >= len(begun) or begun[number] in running:
                while len(begun) < len(steps) and len(running) < at_once:
                    running.append(_Copy(steps[len(begun)], root))
                    begun.append(running[-1])
                ready = connection.wait([copy.process.sentinel for copy in running])
                for copy in [copy for copy in running if copy.process.sentinel in ready]:
                    copy.ended()
                    running.remove(copy)
            yield begun[number].told()
    finally:
        for copy in running:
            copy.process.terminate()
            copy.process.join()


def _copied(step: Step, root: Path, said: int) -> None:
    for descriptor in (1, 2):
        os.dup2(said, descriptor)
    with open(said, "w", encoding="utf-8", closefd=False) as stream:
        sys.stdout = sys.stderr = stream
        try:
            code = _CODES[step.run(root)]
        except BaseException:  # noqa: BLE001 - whatever it was, the step has not passed
            traceback.print_exc()
            code = _CODES[Result.FAILED]
        stream.flush()
    # Nothing of the process that was copied is finished here: neither its buffers nor its exits.
    os._exit(code)
