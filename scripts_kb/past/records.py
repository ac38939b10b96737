"""The records of the past: landed commits, changes of entities, edits, reasons.

    Commit (git)  ──▶  Row (one entity in one landed change)  ◀──  Rationale (why)
                          └── Edit, Edit, …

`as_json` gives the exact shape that `kb log`, `kb why` and `kb diff` print.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
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


@dataclass(frozen=True, slots=True)
class Row:
    """What one landed change did to one entity.

    `version` is None for a gap and where the history was cut. `path` is the file after the change,
    of a removed entity the file before it.
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
        }


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
    def gaps(self) -> tuple[str, ...]:
        """The gaps of the row, `uncommitted` where there is none."""
        return self.row.gaps if self.row else ("uncommitted",)

    def as_json(self, zone: Any) -> dict[str, Any]:
        """Give the leaf as `kb why --json` prints it."""
        row = self.row
        return {
            "entity": self.entity,
            "path": self.path,
            "value": self.value,
            "version": row.version if row else None,
            "change": row.change if row else None,
            "landed": row.landed(zone) if row else None,
            "rationale": row.rationale.as_json() if row and row.rationale else None,
            "gaps": list(self.gaps),
        }


class LandedRow(NamedTuple):
    """A row as it landed: without its reason, with what the messages of its change said."""

    row: Row
    said: Rationale | None = None
    slips: tuple[str, ...] = ()
    reverts: str | None = None
    """The landed change that this one reverts."""


class Folded(NamedTuple):
    """What one landed change did: rows in the order of entities, and what only reasons need."""

    landed: Landed
    rows: tuple[Row, ...]
    explained: tuple[str, ...] = ()
    """Ids of change files that this change added for the first time ever."""
    spoken: tuple[tuple[Commit, frozenset[str]], ...] = ()
    """Brought-in commits that speak of reasons, with the entities that each touched."""


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
