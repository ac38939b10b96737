"""The door to git: finds the repository, resolves revisions, streams its history and its blobs.

A change is what lands on the published branch: one first-parent commit. A merge is one change; the
commits that it brought in speak through it:

    ●───●───────────●───●      first-parent: what landed, oldest first
         ╲         ╱
          ○───○───○            brought in by the merge, with their messages

One `git log` gives the whole history with messages and touched files, one `git cat-file` the blobs.
Nothing that the repository names is ever run: no external diff, textconv, fsmonitor, pager or
fetch; every revision is resolved to a hash before it is used.

Source: git-log(1) for `--diff-merges=first-parent`, `--sparse`; git-cat-file(1) for `--batch`.
"""

import heapq
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, Final, Self

import git
from git.exc import GitCommandError, GitCommandNotFound, GitError

from scripts_kb.model.log import Commit, Landed, Touched
from scripts_kb.problems import UserError, plain

EMPTY: Final = "0" * 40
LINK: Final = "120000"
SUBMODULE: Final = "160000"

MAX_BLOB: Final = 1_000_000
"""Larger blobs are not kept; no readable entity is that large."""

_CHUNK: Final = 1 << 16
_BATCH: Final = 256
"""How many blobs are asked for at once; the questions fit a pipe's buffer, so nobody waits."""

_SAFE: Final = (
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "log.showSignature=false",
    "-c",
    "log.showRoot=true",
    "-c",
    "i18n.logOutputEncoding=UTF-8",
    "-c",
    "protocol.allow=never",
)


@contextmanager
def _own_environment() -> Iterator[None]:
    """Take inherited `GIT_*` away while a git starts.

    Hooks and `git rebase --exec` set GIT_DIR and GIT_INDEX_FILE for the repository that they work
    on, which need not be ours.
    """
    taken = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("GIT_")}
    os.environ["GIT_OPTIONAL_LOCKS"] = "0"
    os.environ["GIT_NO_LAZY_FETCH"] = "1"
    try:
        yield
    finally:
        os.environ.pop("GIT_OPTIONAL_LOCKS", None)
        os.environ.pop("GIT_NO_LAZY_FETCH", None)
        os.environ.update(taken)


class Repository:
    """A git repository, for reading alone.

    Args:
        path: a folder inside the work tree.

    Raises:
        UserError: where there is no repository, no git, or git refuses to read it.
    """

    def __init__(self, path: Path) -> None:
        with _own_environment():
            try:
                self._repo = git.Repo(path, search_parent_directories=True)
            except (git.InvalidGitRepositoryError, git.NoSuchPathError):
                raise UserError(
                    "Здесь нет репозитория git, а история берётся из него: git init. / "
                    "There is no git repository here, and the history comes from it: git init."
                ) from None
            except (GitCommandNotFound, GitError) as error:
                raise UserError(plain(str(error))) from None
        if self._repo.working_tree_dir is None:
            raise UserError(
                "Это голый (bare) репозиторий, в нём нет файлов: нужен обычный git clone. / "
                "This is a bare repository without files: make an ordinary git clone of it."
            )
        self.root = Path(self._repo.working_tree_dir)
        self.run("rev-parse", "--git-dir")

    def run(self, *argv: str) -> bytes:
        """Run git with a fixed argument list and give what it printed.

        Raises:
            UserError: with the command and what git said, where it fails.
        """
        with _own_environment():
            try:
                result = self._repo.git.execute(
                    ["git", *_SAFE, *argv], stdout_as_string=False, strip_newline_in_stdout=False
                )
            except GitCommandError as error:
                raise UserError(_explain(argv, error)) from None
        assert isinstance(result, bytes)  # noqa: S101 - asked for bytes
        return result

    def start(self, *argv: str, stdin: bool = False) -> "subprocess.Popen[bytes]":
        """Start git with a fixed argument list as a stream."""
        with _own_environment():
            process: Any = self._repo.git.execute(
                ["git", *_SAFE, *argv],
                as_process=True,
                istream=subprocess.PIPE if stdin else subprocess.DEVNULL,
            )
        started: subprocess.Popen[bytes] = process.proc
        # The wrapper would end the process when it is collected; the stream's owner does that.
        process.proc = None
        return started

    def resolve(self, revision: str) -> str:
        """Give the commit that a revision names, as 40 hex digits.

        Raises:
            UserError: where it names none.
        """
        if revision == "HEAD" and self.unborn:
            raise UserError(
                "В репозитории ещё нет ни одного коммита: git add content && git commit. / "
                "The repository has no commit yet: git add content && git commit."
            )
        with _own_environment():
            try:
                found = self._repo.git.execute(
                    [
                        "git",
                        *_SAFE,
                        "rev-parse",
                        "--verify",
                        "--quiet",
                        "--end-of-options",
                        f"{revision}^{{commit}}",
                    ]
                )
            except GitCommandError:
                raise UserError(
                    f"Не нашёлся коммит, ветка или метка: {plain(revision)}. / "
                    f"No such commit, branch or tag: {plain(revision)}."
                ) from None
        return str(found).strip()

    def has(self, commit: str) -> bool:
        """Whether a full hash names a commit of the repository."""
        if re.fullmatch(r"[0-9a-f]{40}", commit) is None:
            return False
        try:
            return self.resolve(commit) == commit
        except UserError:
            return False

    def time(self, commit: str) -> tuple[int, int]:
        """Give when a commit was made, in seconds since 1970, and the committer's offset."""
        shown = self.run("log", "-1", "--format=%ct %ci", commit, "--").partition(b" ")
        return int(shown[0]), _offset(shown[2])

    def heads(self) -> Iterator[Path]:
        """Yield the files that change when a commit lands: HEAD and the log of it."""
        for name in ("HEAD", "logs/HEAD"):
            path = self.root / self.run("rev-parse", "--git-path", name).decode().strip()
            if path.is_file():
                yield path

    @property
    def unborn(self) -> bool:
        """Whether HEAD points to a branch without commits."""
        with _own_environment():
            try:
                self._repo.git.execute(["git", *_SAFE, "rev-parse", "--verify", "--quiet", "HEAD"])
            except GitCommandError:
                return True
        return False

    def truncated(self) -> str | None:
        """Tell what is missing from the history: `shallow`, `partial`, or None."""
        if self.run("rev-parse", "--is-shallow-repository").strip() == b"true":
            return "shallow"
        with _own_environment():
            try:
                found = self._repo.git.execute(
                    ["git", *_SAFE, "config", "--get-regexp", r"^remote\..*\.promisor$"]
                )
            except GitCommandError:
                return None
        return "partial" if "true" in str(found) else None

    def boundary(self) -> frozenset[str]:
        """Give the commits whose parents a shallow clone lacks."""
        where = self.run("rev-parse", "--git-path", "shallow").decode().strip()
        path = self.root / where
        return frozenset(path.read_text().split()) if path.is_file() else frozenset()

    def require_whole(self) -> None:
        """Refuse a history that is cut: its reasons and versions would be wrong.

        Raises:
            UserError: for a shallow or partial clone.
        """
        cut = self.truncated()
        if cut:
            raise UserError(
                f"История неполная ({cut} clone): причины и версии были бы неверны. "
                "Нужна вся: git fetch --unshallow, в CI — fetch-depth: 0; "
                "или --allow-truncated. / "
                f"The history is cut ({cut} clone): fetch-depth: 0, git fetch --unshallow, "
                "or --allow-truncated."
            )

    def prefix(self, content: Path) -> str:
        """Give the content folder's path from the root of the repository, with `/`, no end slash.

        Raises:
            UserError: where the folder is outside the repository.
        """
        try:
            relative = content.resolve().relative_to(self.root.resolve())
        except ValueError:
            raise UserError(
                f"Папка {content} лежит вне репозитория. / {content} is outside the repository."
            ) from None
        path = PurePosixPath(relative).as_posix()
        return "" if path == "." else path

    def published(self, branch: str | None) -> str | None:
        """Find the published branch: the named one, else origin/HEAD, main, master."""
        names = [f"refs/heads/{branch}", f"refs/remotes/origin/{branch}"] if branch else []
        names += ["refs/remotes/origin/HEAD", "refs/heads/main", "refs/heads/master"]
        for name in names:
            try:
                return self.resolve(name)
            except UserError:
                continue
        return None

    def merge_base(self, one: str, other: str) -> str:
        """Give the commit where two histories parted.

        Raises:
            UserError: where they share nothing.
        """
        return self.run("merge-base", one, other).decode().strip()

    def ignored(self, prefix: str) -> frozenset[str]:
        """List the files of the working tree that git ignores, below a folder."""
        listed = self.run(
            "ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", prefix or "."
        )
        return frozenset(_below(_text(path), prefix) for path in listed.split(b"\0") if path)

    def tree(self, commit: str, prefix: str) -> dict[str, tuple[str, str]]:
        """List a commit's files below a folder: path → (mode, blob)."""
        listed = self.run("ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{prefix}/")
        found = {}
        for entry in listed.split(b"\0"):
            if entry:
                meta, _, path = entry.partition(b"\t")
                mode, _, blob = meta.decode().split()
                found[_below(_text(path), prefix)] = (mode, blob)
        return found

    def commits(self, base: str, head: str, prefix: str) -> tuple[Commit, ...]:
        """Give the commits of `head` that `base` has not, oldest first."""
        stream = self._log(f"{base}..{head}", prefix)
        return tuple(stream)

    def _log(self, revisions: str, prefix: str) -> Iterator[Commit]:
        process = self.start(
            "log",
            "--reverse",
            "--topo-order",
            "--full-history",
            "--sparse",
            "--diff-merges=first-parent",
            "--raw",
            "-z",
            "--no-renames",
            "--no-abbrev",
            "--no-relative",
            "-O/dev/null",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--no-notes",
            "--no-mailmap",
            "--format=%x00%H%x00%P%x00%ct%x00%ci%x00%B%x00",
            revisions,
            "--",
            *([f"{prefix}/"] if prefix else []),
        )
        yield from _finished(process, _commits(process.stdout, prefix), "log")

    def walk(self, head: str, prefix: str, *, since: str | None = None) -> Iterator[Landed]:
        """Yield what landed, oldest first, with what its merges brought in.

        Args:
            head: the commit to walk from, 40 hex digits.
            prefix: the content folder from the root of the repository.
            since: leave out this commit and all before it; nothing of them is read.

        Raises:
            UserError: where git fails on the way.
        """
        wanted = f"{since}..{head}" if since else head
        chain = set(self.run("rev-list", "--first-parent", wanted).decode().split())
        pending: dict[str, Commit] = {}
        for commit in self._log(wanted, prefix):
            if commit.id in chain:
                yield Landed(commit, tuple(_brought(commit, pending)))
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
        each.id: sum(parent in reached for parent in each.parents) for each in reached.values()
    }
    children: dict[str, list[str]] = {}
    for each in reached.values():
        for parent in each.parents:
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
    rest = b""
    while chunk := stream.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0") if b"\0" in chunk else [rest + chunk]
        yield from whole
    yield rest


def _commits(stream: IO[bytes] | None, prefix: str) -> Iterator[Commit]:
    """Read the frames of `git log -z --raw` with our format.

        ∅ H P ct ci B ∅  [ :meta path ]…       each followed by a NUL

    No field can hold a NUL, and their number is fixed: a message cannot pass for a frame.
    """
    assert stream is not None  # noqa: S101 - started with a pipe
    tokens = _tokens(stream)
    token = next(tokens, None)
    while token is not None:
        name = next(tokens, None)
        if name is None:
            return
        parents, time, date, message, end = (next(tokens) for _ in range(5))
        if token or end:
            raise UserError("git log: нарушен порядок полей. / git log: fields out of order.")
        touched = []
        token = next(tokens, None)
        while token and token.lstrip(b"\n").startswith(b":"):
            path = _text(next(tokens))
            old_mode, new_mode, old, new, _ = token.lstrip(b"\n:").decode().split()
            touched.append(
                Touched(
                    _below(path, prefix),
                    "" if old == EMPTY else old,
                    "" if new == EMPTY else new,
                    old_mode,
                    new_mode,
                )
            )
            token = next(tokens, None)
        text, readable = _message(message)
        yield Commit(
            name.decode(),
            tuple(parents.decode().split()),
            int(time or 0),
            _offset(date),
            text,
            tuple(touched),
            readable,
        )


def _offset(date: bytes) -> int:
    match = re.search(rb"([+-])(\d\d)(\d\d)$", date.strip())
    if match is None:
        return 0
    seconds = int(match[2]) * 3600 + int(match[3]) * 60
    return -seconds if match[1] == b"-" else seconds


def _message(message: bytes) -> tuple[str, bool]:
    try:
        return message.decode(), True
    except UnicodeDecodeError:
        return message.decode("utf-8", "replace"), False


def _text(path: bytes) -> str:
    """Decode a path; bytes that are no UTF-8 stay apart and stay visible."""
    return path.decode("utf-8", "surrogateescape")


def _below(path: str, prefix: str) -> str:
    return path[len(prefix) + 1 :] if prefix else path


def _finished(process: "subprocess.Popen[bytes]", items: Iterable[Any], name: str) -> Iterator[Any]:
    """Yield what a git printed; what it said at its end is never lost."""
    try:
        yield from items
        said = process.stderr.read() if process.stderr else b""
        if process.wait():
            raise UserError(_failed((name,), process.returncode, said))
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()


class Blobs:
    """The contents of blobs, by one long-lived `git cat-file --batch`.

    Examples:
        ```python
        with Blobs(repository) as blobs:
            contents = blobs.read(["78981922613b2afb6025042ff6bd878ac1994e85"])
        ```
    """

    def __init__(self, repository: Repository) -> None:
        self._process = repository.start("cat-file", "--batch", stdin=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        process = self._process
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()
        process.kill()
        process.wait()

    def read(self, names: Iterable[str]) -> dict[str, bytes | None]:
        """Give the contents of blobs by name; None for one that is too large to be an entity.

        Raises:
            UserError: where an object is missing or broken.
        """
        wanted = list(dict.fromkeys(names))
        found: dict[str, bytes | None] = {}
        for first in range(0, len(wanted), _BATCH):
            batch = wanted[first : first + _BATCH]
            stdin, stdout = self._process.stdin, self._process.stdout
            assert stdin is not None  # noqa: S101 - started with pipes
            assert stdout is not None  # noqa: S101
            try:
                stdin.write("".join(f"{name}\n" for name in batch).encode())
                stdin.flush()
            except BrokenPipeError:
                self._broken(batch[0])
            for name in batch:
                found[name] = self._one(name, stdout)
        return found

    def _one(self, name: str, stdout: IO[bytes]) -> bytes | None:
        header = stdout.readline().split()
        if len(header) != 3:  # noqa: PLR2004 - name, type, size; else "missing" or nothing
            self._broken(name)
        size = int(header[2])
        if size > MAX_BLOB:
            left = size + 1
            while left:
                left -= len(stdout.read(min(_CHUNK, left))) or self._broken(name)
            return None
        content = stdout.read(size + 1)
        if len(content) != size + 1:
            self._broken(name)
        return content[:-1]

    def _broken(self, name: str) -> int:
        raise UserError(
            f"В репозитории нет объекта {name} или он повреждён: git fsck, затем git fetch. / "
            f"The object {name} is missing or broken: git fsck, then git fetch."
        )


_OWNERSHIP: Final = "dubious ownership"


def _explain(argv: tuple[str, ...], error: GitCommandError) -> str:
    return _failed(argv, error.status, str(error.stderr).encode())


def _failed(argv: tuple[str, ...], status: Any, said: bytes) -> str:
    text = said.decode("utf-8", "replace")
    if _OWNERSHIP in text:
        return (
            "git не читает чужой репозиторий: git config --global --add safe.directory ПАПКА. / "
            "git refuses a repository of another owner: "
            "git config --global --add safe.directory DIR."
        )
    return f"git {argv[0]} ({status}): {plain(text)}"
