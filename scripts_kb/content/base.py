"""A knowledge base as it stands in the working tree: documents, settings, explanations.

files ──content──▶ Base ──▶ checks, pages, search, review
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from scripts_kb.problems import Place
from scripts_kb.schema import paths
from scripts_kb.schema.config import Kb, Synonym, Wording, Zones
from scripts_kb.schema.practices import ChangeNote
from scripts_kb.schema.values import Value

Loc = paths.Loc
"""A place in a parsed document: field names and list indexes, as in `("answers", 0, "say")`."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the knowledge base.

    `record` is None where the file has mistakes; `value` is its canonical value all the same.
    """

    entity: str
    """`kind/id`; `config/kb`; `change/2026-11-cup-first`."""
    path: str
    """Below the content folder, with `/`."""
    value: Value
    record: Any
    written: Value = None
    """The typed value as written, empty fields included; its list indexes match `marks`."""
    marks: Mapping[Loc, tuple[int, int]] = field(default_factory=dict, repr=False)
    """Line and column of values, counted from 1."""
    key_marks: Mapping[Loc, tuple[int, int]] = field(default_factory=dict, repr=False)
    """Line and column of the keys of maps."""
    shown: str = ""
    """The path as a person gave it, for messages."""
    blob: str = ""
    """What git calls these bytes, 40 hex digits: whoever knows the blob knows what it says."""

    @property
    def kind(self) -> str:
        """The kind: `objection`, `config`, `change`."""
        return self.entity.partition("/")[0]

    @property
    def id(self) -> str:
        """The id without the kind."""
        return self.entity.partition("/")[2]

    @property
    def root(self) -> str:
        """How messages name the content folder, with a slash at the end."""
        return self.shown.removesuffix(self.path)

    def place(self, loc: Loc = ()) -> Place:
        """Find the line of a value; of an absent one, the line of what should hold it."""
        while loc and loc not in self.marks:
            loc = loc[:-1]
        return Place(self.shown or self.path, *self.marks.get(loc, (1, 1)))

    def key_place(self, loc: Loc) -> Place:
        """Find the line of a key."""
        if loc in self.key_marks:
            return Place(self.shown or self.path, *self.key_marks[loc])
        return self.place(loc)


@dataclass(frozen=True, slots=True)
class Base:
    """Everything read from the content folder."""

    documents: Mapping[str, Document] = field(default_factory=dict)
    """By entity, in the order of kinds, then of ids."""
    kb: Kb = field(default_factory=lambda: Kb(company=""))
    zones: Zones = field(default_factory=Zones)
    synonyms: tuple[Synonym, ...] = ()
    wording: Wording = field(default_factory=Wording)
    files: frozenset[str] = frozenset()
    """Paths below the content folder of all files, materials and facts included."""
    unread: frozenset[str] = frozenset()
    """Entities whose files cannot be read: they are there, but nothing is known of them."""

    def of(self, kind: str) -> Iterator[Document]:
        """Yield the readable documents of a kind, in the order of ids."""
        for document in self.documents.values():
            if document.kind == kind and document.record is not None:
                yield document

    def exists(self, entity: str) -> bool:
        """Tell whether there is such an entity, be its file readable or not."""
        return entity in self.documents or entity in self.unread

    def get(self, kind: str, id_: str) -> Any:
        """Give a readable record, or None."""
        found = self.documents.get(f"{kind}/{id_}")
        return found.record if found else None

    @property
    def changes(self) -> Mapping[str, ChangeNote]:
        """The explanations of `content/changes/` by id."""
        return {each.id: each.record for each in self.of("change")}

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which dates are meant and times are shown."""
        return ZoneInfo(self.kb.time_zone)
