"""The records of the past: landed commits, changes of entities, edits, reasons.

    Commit (git)  ──▶  Row (one entity in one landed change)  ◀──  Rationale (why)
                          └── Edit, Edit, …

`as_json` gives the exact shape that `kb log`, `kb why` and `kb diff` print.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from scripts_kb.git.records import Commit, Landed
from scripts_kb.schema.values import Value

Op = Literal["added", "removed", "changed", "moved"]
RowKind = Literal["added", "changed", "removed", "gap"]
Source = Literal["file", "trailers", "revert"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One typed, keyed difference of two values.

    Items of lists carry their 0-based places, None where absent. A move has no before and after.
    """

    op: Op
    path: str
    before: Value = None
    after: Value = None
    index_before: int | None = None
    index_after: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the edit as `kb log --json` prints it."""
        return asdict(self)

    def plain(self) -> tuple[Any, ...]:
        """Give the fields in their order."""
        return (
            self.op,
            self.path,
            self.before,
            self.after,
            self.index_before,
            self.index_after,
        )

    def reverse(self) -> "Edit":
        """Give the edit that undoes this one."""
        swapped: dict[Op, Op] = {"added": "removed", "removed": "added"}
        return Edit(
            swapped.get(self.op, self.op),
            self.path,
            self.after,
            self.before,
            self.index_after,
            self.index_before,
        )


@dataclass(frozen=True, slots=True)
class Rationale:
    """Why a change was made. It explains when it gives one of origin, cause, purpose, effect."""

    source: Source
    id: str | None = None
    title: str | None = None
    by: str | None = None
    class_: str | None = None
    urgent: bool = False
    origin: str | None = None
    cause: str | None = None
    purpose: str | None = None
    effect: str | None = None
    evidence: tuple[str, ...] = ()
    expect: Mapping[str, Any] | str | None = None
    watch: str | None = None
    agreed: tuple[str, ...] = ()
    learned: str | None = None
    reverts: str | None = None

    @property
    def explains(self) -> bool:
        """Whether a reader learns why."""
        return self.reverts is not None or any((self.origin, self.cause, self.purpose, self.effect))

    def as_json(self) -> dict[str, Any]:
        """Give the reason as `kb log --json` prints it."""
        return {
            "source": self.source,
            "id": self.id,
            "title": self.title,
            "by": self.by,
            "class": self.class_,
            "urgent": self.urgent,
            "origin": self.origin,
            "cause": self.cause,
            "purpose": self.purpose,
            "effect": self.effect,
            "evidence": list(self.evidence),
            "expect": dict(self.expect) if isinstance(self.expect, Mapping) else self.expect,
            "watch": self.watch,
            "agreed": list(self.agreed),
            "learned": self.learned,
            "reverts": self.reverts,
        }


class Share(NamedTuple):
    """Some edits of a row, by their paths, and why they were made."""

    paths: tuple[str, ...]
    rationale: Rationale | None

    @property
    def explained(self) -> bool:
        """Whether a reader learns why."""
        return self.rationale is not None and self.rationale.explains

    def as_json(self) -> dict[str, Any]:
        """Give the share as `kb log --json` prints it."""
        rationale = self.rationale.as_json() if self.rationale else None
        return {"paths": list(self.paths), "rationale": rationale}


@dataclass(frozen=True, slots=True)
class Row:
    """What one landed change did to one entity.

    `version` is None for a gap and where the history was cut. `path` is the file after the change,
    of a removed entity the file before it. `shares` are the edits by their own reasons, where a
    merge brought in several people's; `rationale` unites what all of them said.
    """

    change: str
    entity: str | None
    version: int | None
    kind: RowKind
    time: int
    offset: int
    subject: str
    path: str
    edits: tuple[Edit, ...] = ()
    rationale: Rationale | None = None
    gaps: tuple[str, ...] = ()
    shares: tuple[Share, ...] = ()

    @property
    def unexplained(self) -> bool:
        """Whether nobody says why, be it of a part alone."""
        return "unexplained" in self.gaps or not all(each.explained for each in self.shares)

    def parted(self) -> Iterator["Row"]:
        """Yield the row for each of its reasons, with the edits of that reason alone."""
        if not self.shares:
            yield self
        for share in self.shares:
            edits = tuple(each for each in self.edits if each.path in share.paths)
            rest = [gap for gap in self.gaps if gap != "unexplained"]
            gaps = (*rest, *(() if share.explained else ("unexplained",)))
            yield replace(self, edits=edits, rationale=share.rationale, gaps=gaps, shares=())

    def setting(self, path: str) -> "Row":
        """Give the row with the reason of the edit alone that set a leaf."""
        for row in self.parted():
            if any(_sets(each, path) for each in row.edits):
                return row
        return self

    def landed(self, zone: ZoneInfo | None) -> str:
        """Give the time in the knowledge base's zone, or in the committer's own."""
        return landed_at(self.time, self.offset, zone)

    def as_json(self, zone: ZoneInfo | None) -> dict[str, Any]:
        """Give the row as `kb log --json` prints it."""
        return {
            "change": self.change,
            "entity": self.entity,
            "version": self.version,
            "kind": self.kind,
            "landed": self.landed(zone),
            "subject": self.subject,
            "path": self.path,
            "edits": [edit.as_json() for edit in self.edits],
            "rationale": self.rationale.as_json() if self.rationale else None,
            "gaps": list(self.gaps),
            **({"shares": [share.as_json() for share in self.shares]} if self.shares else {}),
        }


def _sets(edit: Edit, path: str) -> bool:
    """Tell whether an edit set a leaf: a move sets none."""
    above = edit.path in {"", path} or path.startswith((f"{edit.path}.", f"{edit.path}["))
    return edit.op != "moved" and above


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of an entity's present value with the change that last set it.

    `row` is None for an uncommitted value.
    """

    entity: str
    path: str
    value: Value
    row: Row | None

    @property
    def why(self) -> Row | None:
        """The row with the reason of the edit alone that set the leaf."""
        return self.row.setting(self.path) if self.row else None

    @property
    def gaps(self) -> tuple[str, ...]:
        """The gaps of the row, `uncommitted` where there is none."""
        return self.why.gaps if self.why else ("uncommitted",)

    def as_json(self, zone: Any) -> dict[str, Any]:
        """Give the leaf as `kb why --json` prints it."""
        row = self.why
        return {
            "entity": self.entity,
            "path": self.path,
            "value": self.value,
            "version": row.version if row else None,
            "change": row.change if row else None,
            "landed": row.landed(zone) if row else None,
            "rationale": row.rationale.as_json() if row and row.rationale else None,
            "gaps": list(row.gaps if row else self.gaps),
        }


class Statement(NamedTuple):
    """What commits of a merge say of the edits for which they speak."""

    said: Rationale | None
    reverts: str | None
    """The landed change that they revert."""
    commits: frozenset[str]


class LandedPart(NamedTuple):
    """Edits of a row, by their paths, for which the same commits of a merge speak.

    Where several made them, `each` of these wants a reason of its own.
    """

    paths: tuple[str, ...]
    whole: Statement
    each: tuple[Statement, ...] = ()


class LandedRow(NamedTuple):
    """A row as it landed: without its reason, with what the messages of its change said."""

    row: Row
    said: Rationale | None = None
    slips: tuple[str, ...] = ()
    reverts: str | None = None
    """The landed change that this one reverts."""
    parts: tuple[LandedPart, ...] = ()


class Attribution(NamedTuple):
    """Edits by their paths, and for each who made them the commits that speak for what it did."""

    paths: tuple[str, ...]
    voices: tuple[frozenset[str], ...]


class Folded(NamedTuple):
    """What one landed change did: rows in the order of entities, and what only reasons need."""

    landed: Landed
    rows: tuple[Row, ...]
    explained: tuple[str, ...] = ()
    """Ids of change files that this change added for the first time ever."""
    spoken: tuple[tuple[Commit, frozenset[str]], ...] = ()
    """Brought-in commits that speak of reasons, with the entities that each touched."""
    made: Mapping[str, tuple[Attribution, ...]] = {}
    """Entity → its edits by who made them, where a merge brought in several people's."""
    writers: Mapping[str, frozenset[str]] = {}
    """Id of a change file → the commits that wrote it, where a merge brought in several lines."""


def landed_at(time: int, offset: int, zone: ZoneInfo | None) -> str:
    """Write a moment as ISO 8601 with its offset.

    Args:
        time: seconds since 1970.
        offset: the committer's offset from UTC, in seconds; used where `zone` is None.
        zone: the zone to show it in.

    Examples:
        >>> landed_at(0, 3 * 3600, None)
        '1970-01-01T03:00:00+03:00'
    """
    tz = zone or dt.timezone(dt.timedelta(seconds=offset))
    return dt.datetime.fromtimestamp(time, tz).isoformat(timespec="seconds")
