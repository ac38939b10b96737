"""A repository, for reading alone: what is where, which commit is meant, what landed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from scripts_kb.git import walk
from scripts_kb.git.command import Git, Stream, streamed
from scripts_kb.git.records import Commit, Landed, Release
from scripts_kb.problems import UserError, plain

_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_FEW: Final = 32
_LATEST: Final = 100
"""Commits that tell what a repository is for."""
_MOST: Final = 0.75
"""Commits of which asking git one by one is cheaper than listing all."""


class Repository:
    """A git repository, for reading alone.

    Args:
        path: a folder inside the work tree.

    Raises:
        UserError: where there is no repository, no git, or git refuses to read it.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise UserError("no-folder", folder=path)
        self._git = Git(path)
        facts = self._git.run(
            "rev-parse",
            "--is-bare-repository",
            "--is-inside-work-tree",
            "--is-shallow-repository",
            "--show-cdup",
            "--absolute-git-dir",
        ).split(b"\n", 4)
        bare, inside, shallow = (fact == b"true" for fact in facts[:3])
        if bare or not inside:
            raise UserError("bare-repository")
        self.root = (path / walk.text(facts[3])).resolve()
        self.folder = Path(walk.text(facts[4].removesuffix(b"\n")))
        """Where git keeps what is its own: `.git`, of a linked worktree a folder inside it."""
        self._shallow = shallow
        self._git = Git(self.root)
        self._asked: tuple[tuple[str, str], Mapping[str, Sequence[str]]] = (("", ""), {})

    def run(self, *argv: str) -> bytes:
        """Run git with a fixed argument list and give what it printed.

        Raises:
            UserError: with the command and what git said, where it fails.
        """
        return self._git.run(*argv)

    def lend(self, folder: Path, commit: str) -> None:
        """Make a folder a repository that stands at one of our commits and has the past of it.

        Args:
            folder: it lends what we have, and must not outlive us.
            commit: as hex digits.
        """
        folder.mkdir(parents=True, exist_ok=True)
        form = self.run("rev-parse", "--show-object-format").decode().strip()
        self.run("init", "--quiet", "--template=", f"--object-format={form}", str(folder))
        objects = walk.text(self.run("rev-parse", "--git-path", "objects").removesuffix(b"\n"))
        borrowed = folder / ".git/objects/info"
        borrowed.mkdir(parents=True, exist_ok=True)
        (borrowed / "alternates").write_text(f"{self.root / objects}\n", encoding="utf-8")
        there = Git(folder)
        there.run("update-ref", "HEAD", commit)
        there.run("read-tree", "HEAD")

    def start(self, *argv: str, stdin: bool = False) -> Stream:
        """Start git with a fixed argument list as a stream."""
        return self._git.start(*argv, stdin=stdin)

    def resolve(self, revision: str) -> str:
        """Give the commit that a revision names, as hex digits.

        Raises:
            UserError: where it names none.
        """
        status, printed, said = self._git.ask(
            "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}"
        )
        name = printed.decode().strip()
        if not status and _HASH.fullmatch(name):
            return name
        if revision == "HEAD" and self.unborn:
            raise UserError("no-commit-yet")
        why = "" if "Needed a single revision" in said else f" ({plain(said)})"
        raise UserError("no-revision", revision=revision, why=why)

    def has(self, commit: str) -> bool:
        """Whether a full hash names a commit of the repository."""
        if _HASH.fullmatch(commit) is None:
            return False
        try:
            return self.resolve(commit) == commit
        except UserError:
            return False

    def time(self, commit: str) -> tuple[int, int]:
        """Give when a commit was made, in seconds since 1970, and the committer's offset."""
        date = self.run("log", "-1", "--date=raw", "--format=%cd", commit, "--")
        return walk.seconds(date.partition(b" ")[0]), walk.offset(date)

    def heads(self) -> Iterator[Path]:
        """Yield the files that change when a commit lands: HEAD and the log of it."""
        for name in ("HEAD", "logs/HEAD"):
            path = self.folder / name
            if path.is_file():
                yield path

    @property
    def unborn(self) -> bool:
        """Whether HEAD points to a branch without commits."""
        status, branch, _ = self._git.ask("symbolic-ref", "--quiet", "HEAD")
        if status:
            return False
        known = self.run("for-each-ref", "--format=%(refname)", branch.decode().strip())
        return not known.strip()

    def truncated(self) -> str | None:
        """Tell what is missing from the history: `shallow`, `partial`, or None."""
        if self._shallow:
            return "shallow"
        status, found, _ = self._git.ask(
            "config", "--get-regexp", r"^(remote\..*\.promisor|extensions\.partialclone)$"
        )
        return "partial" if not status and found.strip() else None

    def boundary(self) -> frozenset[str]:
        """Give the commits whose parents a shallow clone lacks."""
        if not self._shallow:
            return frozenset()
        where = self.run("rev-parse", "--path-format=absolute", "--git-path", "shallow")
        path = Path(walk.text(where.strip()))
        return frozenset(path.read_text("ascii").split()) if path.is_file() else frozenset()

    def require_whole(self) -> None:
        """Refuse a history that is cut: its reasons and versions would be wrong.

        Raises:
            UserError: for a shallow or partial clone.
        """
        cut = self.truncated()
        if cut:
            raise UserError("cut-history", cut=cut)

    def prefix(self, content: Path) -> str:
        """Give the content folder's path from the root of the repository, with `/`, no end slash.

        Raises:
            UserError: where the folder is outside the repository.
        """
        try:
            relative = content.resolve().relative_to(self.root)
        except ValueError:
            raise UserError("outside-repository", folder=content) from None
        path = PurePosixPath(relative).as_posix()
        return "" if path == "." else path

    def published(self, branch: str | None) -> str | None:
        """Find the published branch: the named one, else origin/HEAD, main, master."""
        names = [f"refs/heads/{branch}", f"refs/remotes/origin/{branch}"] if branch else []
        names += ["refs/remotes/origin/HEAD", "refs/heads/main", "refs/heads/master"]
        # One question for all of them: most often only one of the later is there.
        listed = self.run("for-each-ref", "--format=%(refname) %(objectname)", *names)
        lines = filter(None, walk.text(listed).split("\n"))
        known = dict(line.rsplit(" ", 1) for line in lines)
        return next((known[name] for name in names if name in known), None)

    def merge_base(self, one: str, other: str) -> str:
        """Give the commit where two histories parted.

        Raises:
            UserError: where they share nothing.
        """
        status, found, _ = self._git.ask("merge-base", one, other)
        if status:
            raise UserError("no-common-history", one=one[:9], other=other[:9])
        return found.decode().strip()

    def merge_bases(self, one: str, other: str) -> tuple[str, ...]:
        """Give every commit where two histories parted: several where merges crossed each other."""
        status, found, _ = self._git.ask("merge-base", "--all", one, other)
        return () if status else tuple(found.decode().split())

    def parents(self, commit: str) -> tuple[str, ...]:
        """Give the parents of a commit."""
        return tuple(self.run("rev-list", "--parents", "-1", commit).decode().split()[1:])

    def message(self, commit: str) -> str:
        """Give the message of a commit."""
        return walk.text(self.run("log", "-1", "--format=%B", commit, "--"))

    def ignored(self, prefix: str) -> frozenset[str]:
        """List the files of the working tree that git ignores, below a folder."""
        listed = self.run(
            *("ls-files", "--others", "--ignored", "--exclude-standard", "-z"),
            *("--full-name", "--", prefix or "."),
        )
        paths = (walk.text(path) for path in listed.split(b"\0") if path)
        return frozenset(walk.below(path, prefix) for path in paths)

    def left_out(self, prefix: str) -> frozenset[str]:
        """List the files below a folder that a sparse checkout leaves out of the working tree."""
        listed = self.run("ls-files", "-t", "-z", "--full-name", "--", prefix or ".")
        paths = (walk.text(each[2:]) for each in listed.split(b"\0") if each.startswith(b"S "))
        return frozenset(walk.below(path, prefix) for path in paths)

    def tree(self, commit: str, prefix: str, *names: str) -> dict[str, tuple[str, str]]:
        """List a commit's files below a folder, or those named alone: path → (mode, blob)."""
        below = [
            f"{prefix}/{name}" if prefix else name for name in names or ("",) if prefix or name
        ]
        listed = self.run("ls-tree", "-r", "-z", "--full-tree", commit, "--", *below)
        found = {}
        for entry in listed.split(b"\0"):
            if entry:
                meta, _, path = entry.partition(b"\t")
                mode, _, blob = meta.decode().split()
                found[walk.below(walk.text(path), prefix)] = (mode, blob)
        return found

    def size(self, blob: str) -> int | None:
        """Give the size of a blob in bytes; None where it is not there."""
        status, printed, _ = self._git.ask("cat-file", "-s", blob)
        return None if status else int(printed)

    def objects(self) -> frozenset[str]:
        """Name every object that is there, without fetching what is not."""
        listed = self.run(
            *("cat-file", "--batch-all-objects", "--unordered", "--buffer"),
            "--batch-check=%(objectname)",
        )
        return frozenset(listed.decode().split())

    def commits(self, base: str, head: str, prefix: str) -> tuple[Commit, ...]:
        """Give the commits of `head` that `base` has not, oldest first."""
        found = tuple(self._log(f"{base}..{head}", prefix))
        strays = self._strays(base, {each.id: each.parents for each in found})
        return tuple(each for each in found if each.id not in strays)

    def _strays(
        self,
        base: str,
        listed: Mapping[str, Sequence[str]],
        known: Callable[[str], object] | None = None,
    ) -> frozenset[str]:
        """Name the commits that git lists as new though `base` has them.

        What `A..B` leaves out, git finds by the clock: where a commit is dated before its parents,
        it stops too early and lists some that A has. Then it lists all that stand below those, so
        it is enough to look at the lowest.

        Args:
            base: what must not be listed.
            listed: commit → its parents.
            known: tells whether `base` has a commit, where that is known; else git is asked.
        """
        lowest = [
            name for name, parents in listed.items() if not any(each in listed for each in parents)
        ]
        if not lowest:
            return frozenset()
        if known:
            if not any(known(name) for name in lowest):
                return frozenset()
            return frozenset(name for name in listed if known(name))
        if len(lowest) <= _FEW:
            apart = self.run("merge-base", "--independent", base, *lowest).decode().split()
            if set(lowest) <= set(apart):
                return frozenset()
        return frozenset(self.run("rev-list", base).decode().split()).intersection(listed)

    def _log(self, revisions: str, prefix: str) -> Iterator[Commit]:
        # Git compares trees twice where a path is named; it is worth it where much lies elsewhere.
        everything = not prefix or (".." not in revisions and self._mostly(prefix, revisions))
        paths = () if everything else (f"{prefix}/",)
        argv = (*walk.ARGUMENTS, revisions, "--", *paths)
        stream = self.start("log", *argv)
        yield from streamed(stream, lambda printed: walk.commits(printed, prefix))

    def _mostly(self, prefix: str, revisions: str) -> bool:
        """Tell whether the latest commits touched little but a folder."""
        argv = ("log", f"-{_LATEST}", "--no-merges", "--format=", "--name-only", *walk.SAFE)
        names = self.run(*argv, revisions, "--").split(b"\0")
        inside = f"{prefix}/".encode("utf-8", "surrogateescape")
        touched = [name.startswith(inside) for name in names if name]
        return sum(touched) > len(touched) * _MOST

    def _news(
        self, since: str, head: str, known: Callable[[str], object] | None = None
    ) -> Mapping[str, Sequence[str]] | None:
        """Name the commits that one commit has and another has not, each with its parents.

        Returns:
            Commit → its parents; None where git does not know `since`.
        """
        if self._asked[0] != (since, head):
            status, printed, _ = self._git.ask("rev-list", "--parents", head, f"^{since}")
            if status:
                return None
            lines = (line.split() for line in printed.decode().splitlines())
            listed = {name: parents for name, *parents in lines}
            for stray in self._strays(since, listed, known):
                del listed[stray]
            self._asked = (since, head), listed
        return self._asked[1]

    def line(
        self, since: str | None, head: str, known: Callable[[str], object] | None = None
    ) -> frozenset[str] | None:
        """Name the first-parent commits after one commit up to another.

        Args:
            since: the commit to begin after; None for the beginning.
            head: the last commit.
            known: tells whether `since` has a commit, where that is known; else git is asked.

        Returns:
            Them; None where `since` is not on the first-parent line of `head`.
        """
        if since is None:
            return frozenset(self.run("rev-list", "--first-parent", head).decode().split())
        news = self._news(since, head, known)
        if news is None:
            return None
        found, end = _line(head, news)
        return found if end == since else None

    def quoted(self, subject: str, head: str) -> Iterator[tuple[str, str]]:
        """Yield the latest changes up to a commit whose message holds a text, with their subjects.

        Args:
            subject: the text, as it is.
            head: the commit to look from.
        """
        argv = ("log", "--first-parent", f"-{_LATEST}", "--fixed-strings", f"--grep={subject}")
        for line in self.run(*argv, "--format=%H %s", head, "--").splitlines():
            commit, _, text = walk.text(line).partition(" ")
            yield commit, text

    def told(self, head: str, most: int) -> Iterator[tuple[str, str]]:
        """Yield the latest commits up to one with their messages, those that merges brought in too.

        Args:
            head: the commit to look from.
            most: how many commits to look at.
        """
        printed = self.run("log", f"-{most}", "-z", "--format=%H%n%B", *walk.SAFE, head, "--")
        for each in printed.split(b"\0"):
            name, _, message = walk.text(each).partition("\n")
            if name:
                yield name, message

    def added(self, path: str, head: str) -> frozenset[str]:
        """Give the commits that added a file: the one that wrote it, and the merge that landed it.

        Args:
            path: the file, from the root of the repository.
            head: the commit to look from.
        """
        found: set[str] = set()
        for also in ((), ("--first-parent", "-m")):
            asked = ("log", "--format=%H", "--diff-filter=A", *also, *walk.SAFE, head, "--", path)
            found |= set(self.run(*asked).decode().split())
        return frozenset(found)

    def releases(self, head: str) -> tuple[Release, ...]:
        """Part the first-parent commits of a commit by the tags that stand on them.

            ●──●──v1──●──●──v2──●  head      v2: the three after v1; v1: the first three

        A tag beside the line names no state of it and is left out, and so is what came after the
        last tag.

        Returns:
            The newest first.
        """
        shown = "%(objectname) %(*objectname) %(refname:strip=2)"
        named: dict[str, list[str]] = {}
        for line in self.run("for-each-ref", f"--format={shown}", "refs/tags").splitlines():
            tag, peeled, name = walk.text(line).split(" ", 2)
            named.setdefault(peeled or tag, []).append(name)
        if not named:
            return ()
        printed = self.run("log", "--first-parent", "--format=%H %ct", head, "--")
        found: list[Release] = []
        names: list[str] = []
        time, own = 0, set[str]()
        for each in printed.decode().splitlines():
            commit, _, moment = each.partition(" ")
            if commit in named:
                if names:
                    found.append(Release(tuple(names), time, frozenset(own)))
                names, time, own = named[commit], int(moment), set()
            own.add(commit)
        if names:
            found.append(Release(tuple(names), time, frozenset(own)))
        return tuple(found)

    def walk(
        self,
        head: str,
        prefix: str,
        *,
        since: str | None = None,
        chain: frozenset[str] | None = None,
    ) -> Iterator[Landed]:
        """Yield what landed, oldest first, with what its merges brought in.

        Args:
            head: the commit to walk from, as hex digits.
            prefix: the content folder from the root of the repository.
            since: leave out this commit and all before it; nothing of them is read.
            chain: the commits that landed, where they are known.

        Raises:
            UserError: where git fails on the way.
        """
        if since is None:
            if chain is None:
                chain = self.line(None, head) or frozenset()
            return walk.landed(self._log(head, prefix), chain)
        news = self._news(since, head) or {}
        if chain is None:
            chain, _ = _line(head, news)
        commits = (each for each in self._log(f"{since}..{head}", prefix) if each.id in news)
        return walk.landed(commits, chain)


def _line(head: str, listed: Mapping[str, Sequence[str]]) -> tuple[frozenset[str], str]:
    """Follow first parents as far as they are listed; give them and the first that is not."""
    found = set()
    name = head
    while name in listed:
        found.add(name)
        name = next(iter(listed[name]), "")
    return frozenset(found), name
