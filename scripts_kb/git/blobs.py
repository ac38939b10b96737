"""The contents of blobs, by one long-lived `git cat-file --batch` that is asked ahead.

    ask ──▶ [waiting] ──names──▶ git ──contents──▶ [ready] ──▶ read

Source: git-cat-file(1) for `--batch`.
"""

from collections import Counter, deque
from collections.abc import Iterable
from types import TracebackType
from typing import Final, Self

from scripts_kb.files import LARGEST
from scripts_kb.git.repository import Repository
from scripts_kb.problems import UserError, plain

_CHUNK: Final = 1 << 16
_AHEAD: Final = 1000
"""Names that git may owe answers to. They fit a pipe's buffer, so that no side waits for ever."""


class Blobs:
    """The contents of blobs.

    Args:
        repository: whose.
        partial: some may be missing; they are left out of what is read.

    Examples:
        with Blobs(repository) as blobs:
            contents = blobs.read(["78981922613b2afb6025042ff6bd878ac1994e85"])
    """

    def __init__(self, repository: Repository, *, partial: bool = False) -> None:
        # A git that is asked for what a partial clone lacks would fetch it, or fail of that.
        self._there = repository.objects() if partial else None
        self._git = repository.start("cat-file", "--batch", stdin=True)
        self._waiting: deque[str] = deque()
        self._owed: deque[str] = deque()
        self._ready: dict[str, bytes | None] = {}
        self._uses: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._git.close()

    def ask(self, names: Iterable[str]) -> None:
        """Say which blobs will be read soon, each as often as it will be."""
        for name in names:
            if self._there is not None and name not in self._there:
                continue
            if not self._uses[name]:
                self._waiting.append(name)
            self._uses[name] += 1
        self._pass_on()

    def read(self, names: Iterable[str]) -> dict[str, bytes | None]:
        """Give the contents of blobs by name; None for one that is too large to be an entity.

        Raises:
            UserError: where an object is missing or broken.
        """
        wanted = dict.fromkeys(names)
        self.ask(name for name in wanted if not self._uses[name])
        found: dict[str, bytes | None] = {}
        for name in wanted:
            if not self._uses[name]:
                continue
            while name not in self._ready:
                self._take()
            found[name] = self._ready[name]
            self._uses[name] -= 1
            if not self._uses[name]:
                del self._uses[name], self._ready[name]
        return found

    def _pass_on(self) -> None:
        if len(self._owed) > _AHEAD // 2 or not self._waiting:
            return
        batch = []
        while self._waiting and len(self._owed) < _AHEAD:
            batch.append(self._waiting.popleft())
            self._owed.append(batch[-1])
        try:
            self._git.asked.write("".join(f"{name}\n" for name in batch).encode())
            self._git.asked.flush()
        except OSError:
            self._broken(batch[0])

    def _take(self) -> None:
        """Take what git answers next."""
        self._pass_on()
        name = self._owed.popleft()
        printed = self._git.printed
        header = printed.readline().split()
        if len(header) != 3:  # noqa: PLR2004 - name, type, size; else "missing" or nothing
            self._broken(name)
        size = int(header[2])
        if size > LARGEST:
            left = size + 1
            while left:
                left -= len(printed.read(min(_CHUNK, left))) or self._broken(name)
            self._ready[name] = None
            return
        content = printed.read(size + 1)
        if len(content) != size + 1:
            self._broken(name)
        self._ready[name] = content[:-1]

    def _broken(self, name: str) -> int:
        said = plain(self._git.said())
        raise UserError("broken-object", name=name, said=f" ({said})" if said else "")
