"""A second process reads blobs ahead, while this one folds them: two cores for one long past.

    this process                          the other
    walk ──▶ ask(path, old, new) ──▶ what `new` says there, and how it differs from `old`
    fold ◀── take(path, new)     ◀──

What a blob says and how two blobs differ depends on nothing else, so it does not matter who works
it out. What is not asked for (a file that moved, a branch that came in) this process reads
itself; so it does with everything where the other one fails, and says then what is wrong.

Frames are marshalled lists with their length before them; both ends are of one Python.
"""

import gc
import marshal
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from scripts_kb.content import versions
from scripts_kb.content.versions import PastFile
from scripts_kb.git import Blobs, Repository
from scripts_kb.past import differ
from scripts_kb.past.records import Edit
from scripts_kb.schema import kinds, outline

_BATCH: Final = 100
"""Blobs of one frame."""
_LENGTH: Final = 8
_START: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from scripts_kb.past import ahead; ahead.serve(sys.argv[2])"
)

Request = tuple[str, str, str]
"""A path, the blob that it held before ("" for none), and the blob to read there."""


class Prefetched(NamedTuple):
    """What the other process found in a blob.

    Attributes:
        old: the blob whose value the edits start from; "" for none.
        id, empty, fits, problem: what the blob says.
        edits: from the old blob's value; None where they were not worked out.
    """

    old: str
    id: str | None
    empty: bool
    fits: bool
    problem: str
    edits: tuple[Edit, ...] | None


def helps() -> bool:
    """Tell whether a second process has a core to run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) > 1
    return (os.cpu_count() or 1) > 1


class Ahead:
    """The other process, as this one sees it.

    Args:
        folder: a folder of the repository.
    """

    def __init__(self, folder: Path) -> None:
        package = str(Path(__file__).parents[2])
        argv = [sys.executable, "-P", "-c", _START, package, str(folder)]
        self._other: subprocess.Popen[bytes] | None = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._next: list[Request] = []
        self._owed: deque[list[Request]] = deque()
        self._ready: dict[tuple[str, str], deque[Prefetched]] = {}
        self._promised: Counter[str] = Counter()
        self.taken = 0
        """How many blobs this process did not have to read."""

    def ask(self, path: str, old: str, new: str) -> None:
        """Say which blob will be read soon, at which path, after which other one."""
        if self._other is None:
            return
        self._next.append((path, old, new))
        self._promised[new] += 1
        if len(self._next) >= _BATCH:
            self._send()

    def promised(self, blob: str) -> bool:
        """Tell whether a blob was asked for and not taken yet."""
        return self._promised[blob] > 0

    def take(self, path: str, new: str) -> Prefetched | None:
        """Give what a blob says at a path; None where it was not asked for."""
        if self._promised[new] <= 0:
            return None
        self._promised[new] -= 1
        if not self._promised[new]:
            del self._promised[new]
        while self._other is not None:
            found = self._ready.get((path, new))
            if found:
                self.taken += 1
                prefetched = found.popleft()
                if not found:
                    del self._ready[path, new]
                return prefetched
            if not self._owed:
                if not self._next:
                    return None
                self._send()
            self._receive()
        return None

    def close(self) -> None:
        """End the other process, whatever it is doing."""
        other, self._other = self._other, None
        self._promised.clear()
        if other is None:
            return
        other.kill()
        other.wait()
        for pipe in (other.stdin, other.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()

    def _send(self) -> None:
        batch, self._next = self._next, []
        assert self._other is not None  # noqa: S101 - who calls has looked
        assert self._other.stdin is not None  # noqa: S101 - started with a pipe
        try:
            _write(self._other.stdin, batch)
        except OSError:
            self.close()
            return
        self._owed.append(batch)

    def _receive(self) -> None:
        if self._other is None:
            return
        assert self._other.stdout is not None  # noqa: S101 - started with a pipe
        frame = _read(self._other.stdout)
        if frame is None:
            self.close()
            return
        for (path, _, new), found in zip(self._owed.popleft(), frame, strict=True):
            old, name, empty, fits, problem, edits = found
            told = None if edits is None else tuple(Edit(*each) for each in edits)
            prefetched = Prefetched(old, name, empty, fits, problem, told)
            self._ready.setdefault((path, new), deque()).append(prefetched)


def _write(pipe: IO[bytes], frame: list[Any]) -> None:
    text = marshal.dumps(frame)
    pipe.write(len(text).to_bytes(_LENGTH, "big") + text)
    pipe.flush()


def _read(pipe: IO[bytes]) -> Any:
    """Read a frame; None where there is no whole one any more."""
    size = pipe.read(_LENGTH)
    if len(size) != _LENGTH:
        return None
    length = int.from_bytes(size, "big")
    text = pipe.read(length)
    return marshal.loads(text) if len(text) == length else None  # noqa: S302 - of our own process


def serve(folder: str) -> None:
    """Be the other process: read what is asked for on the standard input until it ends."""
    # Who interrupts the first process ends this one through it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # values hold no cycles, and there are many to look through
    asked: queue.SimpleQueue[list[Request] | None] = queue.SimpleQueue()

    def listen() -> None:
        # Always listening, so that the first process never waits for this one to be asked.
        while (batch := _read(sys.stdin.buffer)) is not None:
            asked.put(batch)
        asked.put(None)

    found: queue.SimpleQueue[list[Any] | None] = queue.SimpleQueue()

    def tell() -> None:
        # A frame is more than a pipe holds: this one goes on while the first process is busy.
        while (frame := found.get()) is not None:
            _write(sys.stdout.buffer, frame)

    threading.Thread(target=listen, daemon=True).start()
    telling = threading.Thread(target=tell, daemon=True)
    telling.start()
    with Blobs(Repository(Path(folder))) as blobs:
        prefetcher = _Prefetcher(blobs)
        for batch in _asked_ahead(asked, blobs):
            found.put([prefetcher.prefetched(*each) for each in batch])
    found.put(None)
    telling.join()


def _asked_ahead(
    asked: "queue.SimpleQueue[list[Request] | None]", blobs: Blobs
) -> Iterator[list[Request]]:
    """Yield frames in their order; git is asked for the next one before this one is read."""
    held: deque[list[Request]] = deque()
    ended = False
    while held or not ended:
        while not ended and (not held or not asked.empty()):
            batch = asked.get()
            if batch is None:
                ended = True
                break
            blobs.ask(new for _, _, new in batch)
            held.append(batch)
        if held:
            yield held.popleft()


@lru_cache(maxsize=65_536)
def _kind(path: str) -> str:
    location = kinds.locate(path)
    assert location is not None  # noqa: S101 - files of entities alone are asked for
    return location.schema


class _Prefetcher:
    """Reads blobs and compares each with what its path, or another of the same id, held before."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._reader = versions.Reader()
        self._at: dict[str, tuple[str, PastFile]] = {}
        self._of: dict[tuple[str, str], tuple[str, PastFile]] = {}

    def prefetched(self, path: str, old: str, new: str) -> tuple[Any, ...]:
        """Give the fields of a `Prefetched`, edits as plain tuples."""
        content = self._blobs.read([new])[new]
        if content is None:
            past = PastFile(None, None, fits=False, problem="too-big")
        else:
            past = self._reader.read(content, path)
        kind = _kind(path)
        here = self._at.get(path)
        self._at[path] = (new, past)
        edits = None
        if past.id is not None and past.value is not None:
            # A file that comes in may have stood elsewhere.
            before = here if old else self._of.get((kind, past.id), ("", None))
            self._of[kind, past.id] = (new, past)
            if before and (before[0] == old or not old):
                was = before[1]
                old = before[0]
                if was is None or (was.id == past.id and was.value is not None):
                    start = was.value if was else None
                    found = differ.between(start, past.value, outline.of(kind))
                    edits = [each.plain() for each in found]
        return old, past.id, past.value is None, past.fits, past.problem, edits
