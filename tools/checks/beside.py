"""Steps beside each other: each in a copy of this process, told in order when it has ended.

steps ──fork, each when the one it waits for has ended──▶ copies ──▶ what each said, in its own file
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
        self.step = step
        self.said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - until it is told
        self.process = multiprocessing.get_context("fork").Process(
            target=_copied, args=(step, root, self.said.fileno())
        )
        self.begun = time.monotonic()
        self.seconds = 0.0
        self.process.start()

    def ended(self, root: Path) -> None:
        self.process.join()
        self.seconds = time.monotonic() - self.begun
        if self.result() is Result.PASSED:
            self.step.passed(root)

    def result(self) -> Result:
        return _RESULTS.get(self.process.exitcode or 0, Result.FAILED)

    def told(self) -> tuple[str, Result, float]:
        self.said.seek(0)
        words = self.said.read().decode(errors="replace")
        self.said.close()
        return words, self.result(), self.seconds


def each(steps: Sequence[Step], root: Path, at_once: int) -> Iterator[tuple[str, Result, float]]:
    """Runs steps, some of them at once.

    Args:
        steps: What to run; one that waits for another of them stands behind it.
        root: The checkout.
        at_once: How many may run at the same time.

    Yields:
        Of each step, in order: what it said, how it ended, the seconds it took. One that dies has
        failed.
    """
    waiting = list(steps)
    copies: dict[str, _Copy] = {}
    running: dict[str, _Copy] = {}
    try:
        for step in steps:
            while step.name not in copies or step.name in running:
                held = {each.name for each in waiting} | running.keys()
                for ready in [each for each in waiting if each.after not in held]:
                    if len(running) < at_once:
                        waiting.remove(ready)
                        copies[ready.name] = running[ready.name] = _Copy(ready, root)
                ended = connection.wait([copy.process.sentinel for copy in running.values()])
                for name in [name for name in running if running[name].process.sentinel in ended]:
                    running.pop(name).ended(root)
            yield copies[step.name].told()
    finally:
        for copy in running.values():
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
