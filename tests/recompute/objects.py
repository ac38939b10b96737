"""Raw objects of a repository by one plain `git cat-file --batch`: commits, trees, blobs."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

Tree = dict[str, tuple[str, str]]
"""Path → (mode, object)."""

_ZONE: Final = re.compile(rb" (\d+) ([+-])(\d\d)(\d\d)$")


@dataclass(frozen=True, slots=True)
class RawCommit:
    """A commit as its object says."""

    id: str
    tree: str
    parents: tuple[str, ...]
    time: int
    offset: int
    message: str
    readable: bool


class Objects:
    """Reads objects one at a time and remembers them; for small repositories."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._git = subprocess.Popen(
            ["git", "-C", folder, "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._known: dict[str, bytes] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._git.communicate()

    def head(self, revision: str) -> str:
        """Resolve a revision."""
        argv = ["git", "-C", str(self.folder), "rev-parse", revision]
        return subprocess.run(argv, check=True, capture_output=True, text=True).stdout.strip()

    def read(self, name: str) -> bytes:
        """Give an object's content."""
        if name not in self._known:
            assert self._git.stdin is not None
            assert self._git.stdout is not None
            self._git.stdin.write(f"{name}\n".encode())
            self._git.stdin.flush()
            size = int(self._git.stdout.readline().split()[2])
            self._known[name] = self._git.stdout.read(size)
            self._git.stdout.read(1)
        return self._known[name]

    def commit(self, name: str) -> RawCommit:
        """Give a commit."""
        head, _, body = self.read(name).partition(b"\n\n")
        tree, parents, time, offset = "", [], 0, 0
        for line in head.split(b"\n"):
            key, _, rest = line.partition(b" ")
            if key == b"tree":
                tree = rest.decode()
            elif key == b"parent":
                parents.append(rest.decode())
            elif key == b"committer":
                found = _ZONE.search(rest)
                assert found is not None
                time = int(found[1])
                offset = (int(found[3]) * 60 + int(found[4])) * 60
                offset = -offset if found[2] == b"-" else offset
        try:
            message, readable = body.decode(), True
        except UnicodeDecodeError:
            message, readable = body.decode("utf-8", "replace"), False
        return RawCommit(name, tree, tuple(parents), time, offset, message, readable)

    def files(self, tree: str, below: str = "") -> Tree:
        """List the files of a tree, links and submodules included."""
        found: Tree = {}
        raw = self.read(tree)
        at = 0
        while at < len(raw):
            end = raw.index(b"\0", at)
            mode, _, name = raw[at:end].partition(b" ")
            child = raw[end + 1 : end + 21].hex()
            at = end + 21
            path = below + name.decode("utf-8", "surrogateescape")
            if mode == b"40000":
                found.update(self.files(child, f"{path}/"))
            else:
                found[path] = (mode.decode(), child)
        return found
