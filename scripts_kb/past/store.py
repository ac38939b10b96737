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
from scripts_kb.past import archive, differ, reasons
from scripts_kb.past.records import Edit
from scripts_kb.schema import kinds
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Value

if TYPE_CHECKING:
    from scripts_kb.past.ahead import Ahead, Reading

LONG = 1000
"""Landed changes from which a second process saves more than its start costs."""

_FORETOLD: Final = 10_000
"""Edits that were worked out ahead and may still be asked for."""


class Kept:
    """A value, known by the blob that says it and by the path that tells how to read it."""

    __slots__ = ("blob", "path", "read", "value")

    def __init__(self, blob: str, path: str, value: Value = None, *, read: bool = False) -> None:
        self.blob = blob
        self.path = path
        self.value = value
        self.read = read

    def packed(self) -> tuple[str, str]:
        """Write it without the value."""
        return self.blob, self.path

    @classmethod
    def unpacked(cls, packed: Sequence[str]) -> "Kept":
        """Read what `packed` gave."""
        return cls(packed[0], packed[1])


class Handle(NamedTuple):
    """A blob that was fetched, or need not be."""

    name: str
    content: bytes | None
    fetched: bool


class Shelf(archive.Archive):
    """An archive whose entries the rationale knows."""

    def entry(self, index: int) -> reasons.Entry:
        """Give an entry."""
        return reasons.Entry(*self.body(index))

    def entries(self) -> Iterator[reasons.Entry]:
        """Yield all entries."""
        return (reasons.Entry(*each) for each in self.bodies(0, self.count))


class Store:
    """Reads blobs, and keeps what they said and how they differ."""

    def __init__(self, repository: Repository, shelf: Shelf, *, partial: bool) -> None:
        self.shelf = shelf
        self._repository = repository
        self._partial = partial
        self._reader = versions.Reader()
        self._blobs: Blobs | None = None
        self._ahead: Ahead | None = None
        self._foretold: dict[tuple[str, str, str], tuple[tuple[Edit, ...], bytes | None]] = {}

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
            if changes_ahead >= LONG and not self._partial:
                from scripts_kb.past import ahead  # noqa: PLC0415 - few runs walk so far

                if ahead.helps():
                    self._ahead = ahead.Ahead(self._repository.root)
            try:
                yield blobs
            finally:
                self._blobs = None
                if self._ahead:
                    self._ahead.close()
                self._ahead = None
                self._foretold.clear()

    def ask(self, wanted: Iterable[Wanted]) -> None:
        """Ask ahead for the blobs that are not known."""
        with self.opened() as blobs:
            unknown = [each for each in wanted if not self.shelf.knows(each.blob)]
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
            if (self._ahead and self._ahead.promised(name)) or self.shelf.knows(name):
                found[name] = Handle(name, None, fetched=False)
            else:
                missing.append(name)
        for name, content in self._content(missing).items():
            found[name] = Handle(name, content, fetched=True)
        return found

    def read(self, handle: Handle, path: str) -> PastFile:
        """Read a blob, or remember what it said."""
        place = _place(path)
        content = handle.content
        if not handle.fetched:
            reading = self._ahead.take(path, handle.name) if self._ahead else None
            if reading is not None:
                return self._remembered(handle.name, path, reading)
            said = self.shelf.said(handle.name, place)
            if said is not None:
                name, empty, fits, problem = said
                return PastFile(name, None if empty else Kept(handle.name, path), fits, problem)
            # Known as another kind alone.
            content = self._content([handle.name])[handle.name]
        if content is None:
            past = PastFile(None, None, fits=False, problem="too-big")
        else:
            past = self._reader.read(content, path)
        empty = past.value is None
        said = archive.packed((past.id, empty, past.fits, past.problem))
        self.shelf.keep_said(handle.name, place, said)
        kept = None if empty else Kept(handle.name, path, past.value, read=True)
        return PastFile(past.id, kept, past.fits, past.problem)

    def _remembered(self, blob: str, path: str, reading: "Reading") -> PastFile:
        place = _place(path)
        self.shelf.keep_said(blob, place, reading.said)
        if reading.edits is not None:
            if len(self._foretold) > _FORETOLD:
                self._foretold.clear()
            self._foretold[reading.old, blob, place] = reading.edits, reading.record
        kept = None if reading.empty else Kept(blob, path)
        return PastFile(reading.id, kept, reading.fits, reading.problem)

    def between(self, old: Kept | None, new: Kept | None, shape: Shape | None) -> tuple[Edit, ...]:
        """Compare two values, or remember how they differ."""
        sides = [each for each in (old, new) if each is not None]
        places = dict.fromkeys(_place(each.path) for each in sides)
        if old is new or (old and new and old.blob == new.blob and len(places) == 1):
            return ()
        before, after = old.blob if old else "", new.blob if new else ""
        place = ">".join(places)
        known = self.shelf.edits(before, after, place)
        if known is not None:
            return known
        foretold = self._foretold.pop((before, after, place), None)
        if foretold is not None:
            edits, record = foretold
            self.shelf.keep_edits(before, after, place, edits, record)
            return edits
        self.values({str(number): each for number, each in enumerate(sides)})
        one, other = old.value if old else None, new.value if new else None
        edits = tuple(differ.between(one, other, shape))
        self.shelf.keep_edits(before, after, place, edits)
        return edits

    def values(self, kept: Mapping[str, Kept]) -> dict[str, Value]:
        """Give the values of what is kept, by the same names."""
        missing = [each for each in kept.values() if not each.read]
        if missing:
            contents = self._content([each.blob for each in missing])
            for each in missing:
                content = contents[each.blob]
                assert content is not None  # noqa: S101 - it had a value
                each.value = self._reader.read(content, each.path).value
                each.read = True
        return {name: each.value for name, each in kept.items()}

    def _content(self, names: Sequence[str]) -> Mapping[str, bytes | None]:
        if not names:
            return {}
        with self.opened() as blobs:
            return blobs.read(names)


@lru_cache(maxsize=65_536)
def _place(path: str) -> str:
    """Name what decides how a file is read: its kind, and whether it is Markdown."""
    location = kinds.locate(path)
    if location is None:
        return ""
    if location.name:
        return f"config/{location.name}"
    return f"{location.kind}.md" if location.markdown else location.kind
