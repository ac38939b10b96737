"""The demonstration's own repository: made by git's fast-import, and by nothing of the machine.

    commits ──stream──▶ git fast-import ──▶ DIR/.git ──▶ git reset --hard ──▶ DIR

Reading the past is the history's part, and its repositories are made by others; this one is made
here, of nothing, so it stands apart. The ids of commits must be the same everywhere, so nothing is
read that differs between machines: no configuration of the user or the system, no template, no
hook, no clock. fast-import answers with the id of each commit, because a later message may quote
it.

Source: git-fast-import(1), the commands `commit`, `get-mark` and `done`.
"""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from scripts_kb import files
from scripts_kb.problems import UserError, plain, refusal

IDENTITY: Final = "scripts-kb demonstration <demonstration@scripts-kb.invalid>"
"""Author and committer of every commit; a demonstration has no people."""

BRANCH: Final = "main"
_SIDE: Final = "refs/demo/beside"
"""Where fast-import notes commits of side branches; taken away at the end."""

_SAFE: Final = (
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.autocrlf=false",
    "-c",
    "core.attributesFile=",
    "-c",
    "protocol.allow=never",
)


@dataclass(frozen=True, slots=True)
class NewCommit:
    """A commit to write.

    Attributes:
        name: how others name it as their parent.
        seconds: when, in seconds since 1970.
        message: the whole message; `<commit NAME>` stands for the id of an earlier one.
        files: the whole tree.
        parents: names of commits written before.
        published: whether it is on the published branch.
    """

    name: str
    seconds: int
    message: str
    files: Mapping[str, bytes]
    parents: tuple[str, ...]
    published: bool = True


def write(folder: Path, commits: Iterable[NewCommit], offset: str) -> dict[str, str]:
    """Make a repository in a folder, with its files as of the last commit.

    Args:
        folder: absent, or empty.
        commits: parents before children, at least one of them published.
        offset: from UTC, as git writes it: `+0300`.

    Returns:
        The commits' ids by name.

    Raises:
        UserError: where the folder holds anything, git is absent, or git refuses.
    """
    _make_empty(folder)
    form = ("--template=", "--object-format=sha1", f"--initial-branch={BRANCH}")
    with whole(folder):
        _run(folder, "init", "--quiet", *form)
        ids = _import(folder, commits, offset)
        _run(folder, "update-ref", "-d", _SIDE)
        _run(folder, "reset", "--quiet", "--hard")
    return ids


@contextlib.contextmanager
def whole(folder: Path) -> Iterator[None]:
    """Empty a folder again that was empty before, where what writes there fails.

    Half of it would stand in the way of the next run, which needs an empty one.
    """
    try:
        yield
    except BaseException:
        for each in folder.iterdir():
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each, ignore_errors=True)
            else:
                each.unlink(missing_ok=True)
        raise


def exclude(folder: Path, names: Iterable[str]) -> None:
    """Keep files of the folder out of git without a word in the tree."""
    info = folder / ".git" / "info"
    info.mkdir(exist_ok=True)
    files.write(info / "exclude", "".join(f"/{name}\n" for name in names))


def _make_empty(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        empty = not any(folder.iterdir())
    except FileExistsError:
        empty = False
    except OSError as error:
        raise UserError("folder-not-made", folder=folder, said=refusal(error)) from None
    if not empty:
        raise UserError("folder-not-empty", folder=folder)


def _environment() -> dict[str, str]:
    """Give the environment without what would make repositories differ, or lead elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


def _run(folder: Path, *argv: str) -> None:
    try:
        done = subprocess.run(
            ["git", *_SAFE, *argv],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise UserError("no-git") from None
    if done.returncode:
        said = plain(done.stderr.decode(errors="replace"))
        raise UserError("git-failed", name=argv[0], said=said)


def _import(folder: Path, commits: Iterable[NewCommit], offset: str) -> dict[str, str]:
    with subprocess.Popen(
        ["git", *_SAFE, "fast-import", "--quiet", "--done", "--date-format=raw"],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin  # noqa: S101 - started with pipes
        assert process.stdout  # noqa: S101
        assert process.stderr  # noqa: S101
        try:
            ids = _feed(process.stdin, process.stdout, commits, offset)
            process.stdin.write(b"done\n")
            process.stdin.close()
        except (BrokenPipeError, ValueError):
            ids = {}
        said = plain(process.stderr.read().decode(errors="replace"))
    if process.returncode or not ids:
        raise UserError("git-failed", name="fast-import", said=said)
    return ids


def _feed(
    into: IO[bytes], answers: IO[bytes], commits: Iterable[NewCommit], offset: str
) -> dict[str, str]:
    ids: dict[str, str] = {}
    trees: dict[str, Mapping[str, bytes]] = {}
    for mark, commit in enumerate(commits, 1):
        trees[commit.name] = commit.files
        for part in _frame(commit, offset, ids, trees):
            into.write(part)
        into.write(b"get-mark :%d\n" % mark)
        into.flush()
        ids[commit.name] = answers.readline().decode().strip()
        if not ids[commit.name]:
            raise BrokenPipeError
    return ids


def _frame(
    commit: NewCommit,
    offset: str,
    ids: Mapping[str, str],
    trees: Mapping[str, Mapping[str, bytes]],
) -> Iterator[bytes]:
    marks = {name: number for number, name in enumerate(trees, 1)}
    message = commit.message
    for name, known in ids.items():
        message = message.replace(f"<commit {name}>", known)
    ref = f"refs/heads/{BRANCH}" if commit.published else _SIDE
    yield f"commit {ref}\nmark :{marks[commit.name]}\n".encode()
    yield f"author {IDENTITY} {commit.seconds} {offset}\n".encode()
    yield f"committer {IDENTITY} {commit.seconds} {offset}\n".encode()
    yield _data(message.encode())
    for word, parent in zip(["from", "merge"], commit.parents, strict=False):
        yield f"{word} :{marks[parent]}\n".encode()
    before = trees[commit.parents[0]] if commit.parents else {}
    for path in sorted(before.keys() - commit.files.keys()):
        yield f"D {path}\n".encode()
    for path, content in commit.files.items():
        if before.get(path) != content:
            yield f"M 100644 inline {path}\n".encode() + _data(content)


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)
