"""Blobs read once: what they say and how they differ comes from the archive, where it is known.

blob ──fetch──▶ Handle ──read──▶ PastFile of a Kept ──between──▶ edits
└── not fetched, where the archive knows what it says, or another process reads it ahead
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from scripts_kb.content import versions
from scripts_kb.content.versions import PastFile
from scripts_kb.git import Blobs, Repository
from scripts_kb.git.records import Wanted
from scripts_kb.past import ahead, differ
from scripts_kb.past.memory import Memory
from scripts_kb.past.records import Edit
from scripts_kb.past.tree import Kept
from scripts_kb.schema import kinds
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Value

if TYPE_CHECKING:
    # A comparison keeps its rows in memory, and does not load SQLite.
    from scripts_kb.past.archive import Archive

LONG = 1000
"""Landed changes from which a second process saves more than its start costs."""

_PREFETCHED: Final = 10_000
"""Edits that were worked out ahead and may still be asked for."""


class Handle(NamedTuple):
    """A blob that was fetched, or need not be."""

    name: str
    content: bytes | None
    fetched: bool


class Store:
    """Reads blobs, and keeps what they said and how they differ."""

    def __init__(
        self, repository: Repository, archive: "Archive | Memory", *, partial: bool = False
    ) -> None:
        self.archive = archive
        self._repository = repository
        self._partial = partial
        self.reader = versions.Reader()
        """Reads versions of a file one after another."""
        self._known: dict[str, bytes | None] = {}
        self._blobs: Blobs | None = None
        self._ahead: ahead.Ahead | None = None
        self._prefetched: dict[tuple[str, str, str], tuple[Edit, ...]] = {}

    @contextmanager
    def opened(self, changes_ahead: int = 0) -> Iterator[Blobs]:
        """Keep one git for the blobs that are read meanwhile.

        Args:
            changes_ahead: how many landed changes will be read; many are worth a second process.
        """
        if self._blobs is not None:
            yield self._blobs
            return
        with Blobs(self._repository, partial=self._partial) as blobs:
            self._blobs = blobs
            if changes_ahead >= LONG and not self._partial and ahead.helps():
                self._ahead = ahead.Ahead(self._repository.root)
            try:
                yield blobs
            finally:
                self._blobs = None
                if self._ahead:
                    self._ahead.close()
                self._ahead = None
                self._prefetched.clear()

    def know(self, contents: Mapping[str, bytes | None]) -> None:
        """Take contents of blobs that git need not be asked for, or does not have."""
        self._known.update(contents)

    def ask(self, wanted: Iterable[Wanted]) -> None:
        """Ask ahead for the blobs that are not known."""
        with self.opened() as blobs:
            unknown = [
                each
                for each in wanted
                if each.blob not in self._known and not self.archive.knows(each.blob)
            ]
            if self._ahead:
                for each in unknown:
                    if each.path:
                        self._ahead.ask(each.path, each.old, each.blob)
                unknown = [each for each in unknown if not each.path]
            blobs.ask(dict.fromkeys(each.blob for each in unknown))

    def fetch(self, names: Iterable[str]) -> dict[str, Handle]:
        """Fetch the blobs that are not known."""
        found = {}
        missing = []
        for name in names:
            if (self._ahead and self._ahead.promised(name)) or self.archive.knows(name):
                found[name] = Handle(name, None, fetched=False)
            else:
                missing.append(name)
        for name, content in self._content(missing).items():
            found[name] = Handle(name, content, fetched=True)
        return found

    def read(self, handle: Handle, path: str) -> PastFile:
        """Read a blob, or remember what it said."""
        kind = _kind(path)
        content = handle.content
        if not handle.fetched:
            prefetched = self._ahead.take(path, handle.name) if self._ahead else None
            if prefetched is not None:
                return self._taken(handle.name, path, prefetched)
            said = self.archive.said(handle.name, kind)
            if said is not None:
                name, empty, fits, problem = said
                return PastFile(name, None if empty else Kept(handle.name, path), fits, problem)
            # Known as another kind alone.
            content = self._content([handle.name])[handle.name]
        if content is None:
            past = PastFile(None, None, fits=False, problem="too-big")
        else:
            past = self.reader.read(content, path)
        empty = past.value is None
        self.archive.keep_said(handle.name, kind, (past.id, empty, past.fits, past.problem))
        kept = None if empty else Kept(handle.name, path, past.value, read=True)
        return PastFile(past.id, kept, past.fits, past.problem)

    def _taken(self, blob: str, path: str, prefetched: ahead.Prefetched) -> PastFile:
        kind = _kind(path)
        said = prefetched.id, prefetched.empty, prefetched.fits, prefetched.problem
        self.archive.keep_said(blob, kind, said)
        if prefetched.edits is not None:
            if len(self._prefetched) > _PREFETCHED:
                self._prefetched.clear()
            self._prefetched[prefetched.old, blob, kind] = prefetched.edits
        kept = None if prefetched.empty else Kept(blob, path)
        return PastFile(prefetched.id, kept, prefetched.fits, prefetched.problem)

    def between(self, old: Kept | None, new: Kept | None, shape: Shape | None) -> tuple[Edit, ...]:
        """Compare two values, or remember how they differ."""
        sides = [each for each in (old, new) if each is not None]
        kinds_ = dict.fromkeys(_kind(each.path) for each in sides)
        if old is new or (old and new and old.blob == new.blob and len(kinds_) == 1):
            return ()
        before, after = old.blob if old else "", new.blob if new else ""
        kind = ">".join(kinds_)
        known = self.archive.edits(before, after, kind)
        if known is not None:
            return known
        edits = self._prefetched.pop((before, after, kind), None)
        if edits is not None:
            self.archive.keep_edits(before, after, kind, edits)
            return edits
        self.values({str(number): each for number, each in enumerate(sides)})
        one, other = old.value if old else None, new.value if new else None
        edits = tuple(differ.between(one, other, shape))
        self.archive.keep_edits(before, after, kind, edits)
        return edits

    def values(self, kept: Mapping[str, Kept]) -> dict[str, Value]:
        """Give the values of what is kept, by the same names."""
        missing = [each for each in kept.values() if not each.read]
        if missing:
            contents = self._content([each.blob for each in missing])
            for each in missing:
                content = contents[each.blob]
                assert content is not None  # noqa: S101 - it had a value
                each.value = self.reader.read(content, each.path).value
                each.read = True
        return {name: each.value for name, each in kept.items()}

    def _content(self, names: Sequence[str]) -> Mapping[str, bytes | None]:
        found = {name: self._known[name] for name in names if name in self._known}
        missing = [name for name in names if name not in found] if found else names
        if missing:
            with self.opened() as blobs:
                found |= blobs.read(missing)
        return found


@lru_cache(maxsize=65_536)
def _kind(path: str) -> str:
    """Name what decides how a file is read: its kind, and whether it is Markdown."""
    location = kinds.locate(path)
    if location is None:
        return ""
    return f"{location.schema}.md" if location.markdown else location.schema
