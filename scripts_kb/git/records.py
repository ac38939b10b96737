"""What git tells: commits, the files that they touched, what landed at once, releases."""

from typing import Final, NamedTuple

LINK: Final = "120000"
FILE: Final = "100644"
ODD_MODES: Final = {LINK: "symlink", "160000": "submodule"}
"""Modes of paths that are no files of their own: nothing is read there. Each with its name."""


class Touched(NamedTuple):
    """A file that a commit changed: its path below `content/` and its blobs, "" where absent."""

    path: str
    old: str
    new: str
    old_mode: str = FILE
    new_mode: str = FILE


class Wanted(NamedTuple):
    """A blob that will be read.

    Attributes:
        blob: its name.
        path: of the file that it becomes with a landed change; "" for one that comes in otherwise.
        old: the blob that the path held before; "" for none.
    """

    blob: str
    path: str = ""
    old: str = ""


class Commit(NamedTuple):
    """A commit as git tells it.

    `time` is the committer's, in seconds since 1970; `touched` is the difference against the first
    parent, limited to the content folder.
    """

    id: str
    parents: tuple[str, ...]
    time: int
    offset: int
    message: str
    touched: tuple[Touched, ...]
    readable: bool = True
    """False where the message was not text in a known encoding."""

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.split("\n", 1)[0].strip()


class Landed(NamedTuple):
    """A change: what landed on the published branch at once.

    `brought` are the commits that a merge brought in, oldest first; empty for a plain commit.
    """

    commit: Commit
    brought: tuple[Commit, ...] = ()


class Release(NamedTuple):
    """What landed up to a tag of the published branch, since the tag before it.

    Attributes:
        names: the tag's name; several where several tags stand on one commit.
        time: when its commit was made, in seconds since 1970.
        changes: ids of the landed commits.
    """

    names: tuple[str, ...]
    time: int
    changes: frozenset[str]
