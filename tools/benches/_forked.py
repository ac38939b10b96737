"""Many short trials in processes of their own, each with a limit of time and of memory.

    trials ──every second one──▶ child ──begun, ended──▶ parent
                                   │ killed                 └── names it, starts the next child
                                   ▼
                          out of time, of memory, of luck

A child goes through many trials, for a start of Python would cost more than all of them; where one
ends it, the next child goes on behind it. Linux and macOS.
"""

import contextlib
import gc
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_AWAKE: Final = 120.0
"""Seconds of the clock after which a trial hangs: it waits for something that never comes."""
_AGAIN: Final = 400
"""Trials after which a child is replaced: what libraries remember would count as theirs."""
_KILLED: Final = 5
"""Times the limit of a step after which a trial is ended: it has several."""
_MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a trial may take: seconds of the processor for a step, and MiB of memory in all."""

    seconds: float = 2.0
    mib: float = 300.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a trial ended.

    Attributes:
        number: Its number.
        how: ``fine``, ``raised``, ``slow``, ``large``, ``hung`` or ``died``.
        said: What went wrong, "" where nothing did.
        seconds: Of the processor, for all of it.
        mib: The most memory of the process until its end.
    """

    number: int
    how: str
    said: str = ""
    seconds: float = 0.0
    mib: float = 0.0


_STEPS: Final[list[float]] = []
"""Seconds of the processor of each step of the trial that runs."""


@contextlib.contextmanager
def step() -> Iterator[None]:
    """Clock a part of a trial by itself: one command of several, or what a command would do.

    Somebody waits for a command, not for what a trial asks besides to see that nothing was lost.
    So of a trial with steps the longest is held against the limit of time.
    """
    before = time.process_time()
    try:
        yield
    finally:
        _STEPS.append(time.process_time() - before)


def run(
    trial: Callable[[int], None],
    limits: Limits,
    *,
    until: Callable[[int], bool],
    children: int = 2,
) -> Iterator[Ended]:
    """Runs trials 0, 1, 2, … until it is enough.

    Args:
        trial: What is tried; it raises where something is wrong.
        limits: Of each trial.
        until: Tells whether the trial of a number shall not be begun any more.
        children: How many processes work at a time.

    Yields:
        How each ended, in the order in which they did.
    """
    working = {
        child.pipe: child
        for child in (_Child(trial, limits, until, start, children) for start in range(children))
    }
    try:
        while working:
            for pipe in select.select(list(working), [], [], 0.5)[0]:
                child = working.pop(pipe)
                yield from child.told()
                if child.next is None:
                    child.end()
                    continue
                if child.gone:
                    child = _Child(trial, limits, until, child.next, children)
                working[child.pipe] = child
    finally:
        for child in working.values():
            child.end()


class _Child:
    """A process that goes through every so-many-th trial."""

    def __init__(
        self,
        trial: Callable[[int], None],
        limits: Limits,
        until: Callable[[int], bool],
        start: int,
        step: int,
    ) -> None:
        self.next: int | None = start
        """The trial to go on with; None where it is enough."""
        self.gone = False
        self._step = step
        self._begun: int | None = None
        self._rest = b""
        self.pipe, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        # A command begins with little that it looks through for what is no more in use. A child
        # that had all of ours would copy it page by page, and be told how long that took.
        gc.collect()
        gc.freeze()
        self._pid = os.fork()
        if not self._pid:
            os.close(self.pipe)
            with contextlib.suppress(BaseException):
                _work(trial, limits, until, range(start, start + _AGAIN * step, step), writing)
            os._exit(0)
        os.close(writing)

    def told(self) -> Iterator[Ended]:
        """Yields what the child says since it was asked last."""
        said = os.read(self.pipe, 1 << 16)
        *lines, self._rest = (self._rest + said).split(b"\n")
        for line in lines:
            word, number, *more = line.decode("utf-8", "replace").split("\t")
            if word == "begun":
                self._begun = int(number)
            elif word == "enough":
                self.next = None
            else:
                self._begun, self.next = None, int(number) + self._step
                seconds, mib, text = more
                yield Ended(
                    int(number), word, text.replace("\x1f", "\n"), float(seconds), float(mib)
                )
        if not said:
            self.gone = True
            os.close(self.pipe)
            status = os.waitpid(self._pid, 0)[1]
            if self._begun is not None:
                self.next = self._begun + self._step
                yield Ended(self._begun, *_killed(status))

    def end(self) -> None:
        """Ends it, wherever it is."""
        if not self.gone:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
            os.close(self.pipe)


def _killed(status: int) -> tuple[str, str]:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        how = {signal.SIGPROF: "slow", signal.SIGALRM: "hung"}.get(signal.Signals(number), "died")
        return how, signal.Signals(number).name
    return "died", f"exit code {os.WEXITSTATUS(status)}"


def _work(
    trial: Callable[[int], None],
    limits: Limits,
    until: Callable[[int], bool],
    numbers: range,
    writing: int,
) -> None:
    size = _now("VmSize") + max(0.0, limits.mib - _now("VmRSS"))
    if size > limits.mib:
        resource.setrlimit(resource.RLIMIT_AS, (int(size * _MIB),) * 2)
    for number in numbers:
        if until(number):
            os.write(writing, b"enough\t0\n")
            return
        os.write(writing, b"begun\t%d\n" % number)
        how, said, seconds = _tried(trial, number, limits)
        said = said[-4000:].replace("\n", "\x1f").replace("\t", " ")
        mib = _now("VmHWM")
        line = f"{how}\t{number}\t{seconds:.3f}\t{mib:.0f}\t{said}\n"
        os.write(writing, line.encode("utf-8", "replace"))
        if _now("VmRSS") > limits.mib / 2:
            return  # a command keeps what it made until it ends; here the next one would pay for it


def _tried(trial: Callable[[int], None], number: int, limits: Limits) -> tuple[str, str, float]:
    # What does not come to an end at all, the system ends with its process.
    signal.setitimer(signal.ITIMER_PROF, limits.seconds * _KILLED)
    signal.setitimer(signal.ITIMER_REAL, _AWAKE + limits.seconds * 2)
    _STEPS.clear()
    before = time.process_time()
    how, said = "fine", ""
    try:
        trial(number)
    except MemoryError:
        how, said = "large", "MemoryError"
    except Exception:  # noqa: BLE001 - whatever comes is what is looked for
        how, said = "raised", traceback.format_exc()
    seconds = time.process_time() - before
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    longest = max(_STEPS, default=seconds)
    if how == "fine" and longest > limits.seconds:
        how, said = "slow", f"{longest:.1f} s"
    return how, said, seconds


def _now(name: str) -> float:
    """Gives what the system says of this process, in MiB; 0 where it says nothing."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith(f"{name}:"):
                return float(line.split()[1]) / 1024
    return 0.0
