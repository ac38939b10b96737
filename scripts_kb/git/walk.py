"""What `git log` prints, read frame by frame, and what each merge brought in.

Source: git-log(1) for `--diff-merges=first-parent`, `--sparse`; git-diff(1) for the raw format.
"""

import heapq
import re
from collections.abc import Collection, Iterable, Iterator
from typing import IO, Final

from scripts_kb.git.records import Commit, Landed, Touched
from scripts_kb.problems import UserError

SAFE: Final = (
    "-z",
    "--no-renames",
    "--no-relative",
    "--ignore-submodules=none",
    "-O/dev/null",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
)
"""Of any list of what commits touched: no setting of the repository has a say in it."""

ARGUMENTS: Final = (
    "--reverse",
    "--topo-order",
    "--full-history",
    "--sparse",
    "--diff-merges=first-parent",
    "--raw",
    *SAFE,
    "--no-abbrev",
    "--no-notes",
    "--no-mailmap",
    # A date that no calendar has is a fatal error of every form but this one.
    "--date=raw",
    "--format=%x00%H%x00%P%x00%ct%x00%cd%x00%B%x00",
)
"""Of `git log`: every commit, parents first, whatever it touched; merges against what they met."""

_ZONE: Final = re.compile(rb"([+-])(\d\d)(\d\d)$")
_LATEST: Final = 253_402_128_000
"""Seconds of 9999-12-30: what is later has no date in some time zone."""
_DAY: Final = 86_400
_CHUNK: Final = 1 << 16


def landed(commits: Iterable[Commit], chain: Collection[str]) -> Iterator[Landed]:
    """Sort commits into what landed and what came in with it.

    Args:
        commits: parents before children.
        chain: the first-parent commits.
    """
    pending: dict[str, Commit] = {}
    for commit in commits:
        if commit.id in chain:
            yield Landed(commit, tuple(_brought(commit, pending)) if pending else ())
        else:
            pending[commit.id] = commit


def _brought(merge: Commit, pending: dict[str, Commit]) -> Iterator[Commit]:
    """Take out of `pending` what a merge brings in: topological, then by time, then by id."""
    reached: dict[str, Commit] = {}
    stack = list(merge.parents[1:])
    while stack:
        commit = pending.pop(stack.pop(), None)
        if commit:
            reached[commit.id] = commit
            stack.extend(commit.parents)
    waiting = {
        each.id: sum(parent in reached for parent in set(each.parents)) for each in reached.values()
    }
    children: dict[str, list[str]] = {}
    for each in reached.values():
        for parent in set(each.parents):
            children.setdefault(parent, []).append(each.id)
    ready = [(reached[each].time, each) for each, count in waiting.items() if not count]
    heapq.heapify(ready)
    while ready:
        _, name = heapq.heappop(ready)
        yield reached[name]
        for child in children.get(name, ()):
            waiting[child] -= 1
            if not waiting[child]:
                heapq.heappush(ready, (reached[child].time, child))


def _tokens(stream: IO[bytes]) -> Iterator[bytes]:
    rest = [b""]
    while chunk := stream.read(_CHUNK):
        first, *more = chunk.split(b"\0")
        rest.append(first)
        if more:
            yield b"".join(rest)
            yield from more[:-1]
            rest = [more[-1]]
    yield b"".join(rest)


def commits(stream: IO[bytes], prefix: str) -> Iterator[Commit]:
    """Read the frames of `git log -z --raw` with our format.

        ∅ H P ct cd B ∅  [ :meta path ]…       each followed by a NUL

    No field can hold a NUL, and their number is fixed: a message cannot pass for a frame.

    Args:
        stream: what git prints.
        prefix: the content folder from the root of the repository; what lies elsewhere is left out.

    Raises:
        UserError: where the frames are not what they must be.
    """
    inside = f"{prefix}/".encode("utf-8", "surrogateescape") if prefix else b""
    tokens = _tokens(stream)
    token = next(tokens, None)
    while token is not None:
        name = next(tokens, None)
        if name is None:
            return
        frame = [next(tokens, None) for _ in range(5)]
        parents, time, date, message, end = (each if each is not None else b"?" for each in frame)
        if token or end:
            raise UserError("log-out-of-order")
        touched = []
        token = next(tokens, None)
        while token and token.lstrip(b"\n").startswith(b":"):
            path = next(tokens, b"")
            if path.startswith(inside):
                touched.append(_touched(token.lstrip(b"\n:").decode(), below(text(path), prefix)))
            token = next(tokens, None)
        said, readable = _message(message)
        yield Commit(
            name.decode(),
            tuple(parents.decode().split()),
            seconds(time),
            offset(date),
            said,
            tuple(touched),
            readable,
        )


def _touched(meta: str, path: str) -> Touched:
    old_mode, new_mode, old, new, _ = meta.split(" ")
    return Touched(path, old.strip("0") and old, new.strip("0") and new, old_mode, new_mode)


def seconds(time: bytes) -> int:
    """Read the seconds since 1970 of a commit; a time that cannot be is the nearest that can."""
    # Of more digits than a time has Python might not make a number.
    return min(int(time[:20]), _LATEST) if time.isdigit() else 0


def offset(date: bytes) -> int:
    """Give the offset from UTC, in seconds, with which a date ends; 0 for one of days."""
    match = _ZONE.search(date.strip())
    if match is None:
        return 0
    found = int(match[2]) * 3600 + int(match[3]) * 60
    if found >= _DAY:
        return 0
    return -found if match[1] == b"-" else found


def _message(message: bytes) -> tuple[str, bool]:
    try:
        return message.decode(), True
    except UnicodeDecodeError:
        return message.decode("utf-8", "replace"), False


def text(path: bytes) -> str:
    """Decode a path; bytes that are no UTF-8 stay apart and stay visible."""
    return path.decode("utf-8", "surrogateescape")


def below(path: str, prefix: str) -> str:
    """Give a path from the content folder."""
    return path[len(prefix) + 1 :] if prefix else path
