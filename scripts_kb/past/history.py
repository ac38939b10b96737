"""One reading of the past: continued, told anew, or from the beginning."""

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from scripts_kb.files import progress
from scripts_kb.git import Repository
from scripts_kb.git.records import Commit
from scripts_kb.past import database, keeping, landing, messages, provenance, reasons
from scripts_kb.past.archive import Archive
from scripts_kb.past.database import BusyError
from scripts_kb.past.log import Log
from scripts_kb.past.packing import TornError
from scripts_kb.past.records import Folded
from scripts_kb.past.store import Store
from scripts_kb.past.tree import Tree
from scripts_kb.problems import Message
from scripts_kb.schema import outline

"""Is told how many changes of how many were read."""

_SOURCES: Final = ("content", "files", "git", "past", "schema")
"""Whatever decides what the past says; a kept past of other sources is read anew."""


def read(
    repository: Repository,
    prefix: str,
    revision: str = "HEAD",
    *,
    allow_truncated: bool = False,
    cached: bool = True,
    say: Callable[[Message], None] | None = None,
) -> Log:
    """Read the whole past of a content folder.

    Args:
        repository: where.
        prefix: the content folder from the root of the repository.
        revision: up to which commit.
        allow_truncated: read a cut history too, and mark where it was cut.
        cached: use what an earlier run kept, and keep what this one reads.
        say: is told in one line where a kept past was of no use.

    Raises:
        UserError: for no commit yet, a cut history, a broken repository.
    """
    tip = repository.resolve(revision)
    cut = repository.truncated()
    if cut and not allow_truncated:
        repository.require_whole()
    run = _Run(repository, prefix, tip, partial=cut == "partial", say=say)
    if not cached or cut:
        return run.alone()
    file = _file(repository, prefix)
    if keeping.foreign(repository, file):
        run.complain()
        return run.alone()
    for attempt in range(2):
        try:
            return run.kept(file)
        except (BusyError, OSError):
            break
        except TornError:
            if not attempt:
                run.complain()
                database.remove(file)
    return run.alone()


def begins(repository: Repository, prefix: str) -> bool:
    """Tell whether a past would be read from its beginning, and kept.

    Args:
        repository: where.
        prefix: the content folder from the root of the repository.
    """
    file = _file(repository, prefix)
    if keeping.foreign(repository, file):
        return False
    if not file.exists():
        return True
    try:
        archive = Archive(file, _key(prefix))
        archive.begin(writing=False)
        return archive.state("tip") is None
    except TornError:
        return True
    except (BusyError, OSError):
        return False


class _Run:
    """One reading of the past."""

    def __init__(
        self,
        repository: Repository,
        prefix: str,
        tip: str,
        *,
        partial: bool,
        say: Callable[[Message], None] | None,
    ) -> None:
        self.repository = repository
        self.prefix = prefix
        self.tip = tip
        self.partial = partial
        self.say = say

    def alone(self) -> Log:
        """Read without a kept past."""
        archive = Archive.alone()
        log = self._read(archive, None)
        archive.commit()
        return log

    def kept(self, file: Path) -> Log:
        """Read with the help of a kept past, and keep what was read.

        Raises:
            TornError: where the file is of no use.
            BusyError: where another program writes it.
            OSError: where it cannot be made.
        """
        archive = Archive(file, _key(self.prefix))
        keeping.prepare(file.parent)
        archive.begin(writing=False)
        if archive.state("tip") == self.tip:
            state = archive.state("state")
            archive.latest = state["latest"]
            store = Store(self.repository, archive, partial=self.partial)
            tree = Tree.unpacked(state["tree"])
            log = Log(self.tip, archive, store, tree, _names(state), state["latest"])
        else:
            archive.begin(writing=True)
            log = self._read(archive, archive.state("state"))
            archive.commit()
            # From here on another program may write; this one goes on to see what it wrote.
            archive.begin(writing=False)
            if archive.state("tip") != self.tip:
                raise BusyError
        archive.mend = self._again
        return log

    def complain(self) -> None:
        """Say that what was kept is of no use."""
        if self.say:
            self.say(Message("kept-past-useless", folder=keeping.CACHE))

    def _again(self) -> Archive:
        self.complain()
        return self.alone().archive

    def _read(self, archive: Archive, state: Mapping[str, Any] | None) -> Log:
        """Continue from a state where it is of the same line, else begin anew."""
        since = state["tip"] if state else None
        chain = self.repository.line(since, self.tip, archive.home) if since else None
        if chain is None:
            since, state = None, None
            chain = self.repository.line(None, self.tip) or frozenset()
            archive.forget()
        walk = self.repository.walk(self.tip, self.prefix, since=since, chain=chain)
        store = Store(self.repository, archive, partial=self.partial)
        fold = landing.Fold(store, prefix=self.prefix, cut=self.repository.boundary())
        names = _names(state)
        latest: dict[str, int] = dict(state["latest"]) if state else {}
        archive.latest = latest
        if state:
            fold.resume(Tree.unpacked(state["tree"]), state["count"])
        leaves: dict[str, dict[str, int]] = {}
        matching = reasons.Matching(archive, names)
        with _uncollected(), store.opened(len(chain)):
            for folded in fold.fold(progress.of("history", walk, len(chain)), _speaks):
                first = archive.count
                matching.take(folded)
                _trace(folded, first, leaves, latest, archive)
        archive.keep_leaves(leaves)
        archive.keep("tip", self.tip)
        archive.keep(
            "state",
            {
                "tip": self.tip,
                "count": fold.count,
                "tree": fold.tree.packed(),
                "names": names.packed(),
                "latest": latest,
            },
        )
        return Log(self.tip, archive, store, fold.tree, names, latest)


def _trace(
    folded: Folded,
    first: int,
    leaves: dict[str, dict[str, int]],
    latest: dict[str, int],
    archive: Archive,
) -> None:
    """Note which row set which leaf, in the same pass as the versions."""
    for index, row in enumerate(folded.rows, first):
        if row.kind != "gap" and row.entity:
            if row.entity not in leaves:
                leaves[row.entity] = archive.leaves(row.entity) if row.entity in latest else {}
            shape = outline.of(row.entity)
            provenance.advance(leaves[row.entity], row.edits, index, shape)
            latest[row.entity] = index


def _names(state: Mapping[str, Any] | None) -> reasons.Namings:
    return reasons.Namings.unpacked(state["names"]) if state else reasons.Namings()


def _speaks(commit: Commit) -> bool:
    return bool(messages.trailers(commit.message))


def _file(repository: Repository, prefix: str) -> Path:
    return repository.root / keeping.CACHE / f"{_name(prefix)}.sqlite"


def _name(prefix: str) -> str:
    return hashlib.blake2b(prefix.encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()


def _key(prefix: str) -> str:
    """Name whatever a kept past depends on: the sources that read it, and the folder."""
    root = Path(__file__).parents[1]
    digest = hashlib.blake2b(prefix.encode("utf-8", "surrogateescape"), digest_size=16)
    for name in _SOURCES:
        for file in sorted((root / name).glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the collector rest: the past is a million records and no cycle.

    It would look through all of them again and again, a fifth of the time of a long walk.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
