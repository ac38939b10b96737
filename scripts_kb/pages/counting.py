"""Versions and dates as an audience counts them: by what it can see change.

    v1 promise   v2 internal.floor   v3 terms      heads: 1, 2, 3    team, partner: 1, –, 2

A number that went up, or a date that moved, would tell of a change that its reader may not see. To
those who work with the base a note of the editors counts: it is no secret, and so the numbers of
scripts, which the figures of calls carry, stay those of the log. Partners have seen an offer only
while it was theirs and live: their first version is the first that they saw.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scripts_kb.past import differ
from scripts_kb.past.records import Edit, Row
from scripts_kb.schema import outline, values
from scripts_kb.schema.values import Value


@dataclass(frozen=True, slots=True)
class Counted:
    """The versions that those who work with the base can tell apart.

    Attributes:
        uncounted: rows that they cannot see, by change and entity.
        numbers: the numbers that differ from the log's; one that cannot be seen has the one before.
        behind: entity → how many of its versions cannot be seen.
    """

    uncounted: frozenset[tuple[str, str]] = frozenset()
    numbers: Mapping[tuple[str, str], int] = field(default_factory=dict)
    behind: Mapping[str, int] = field(default_factory=dict)

    def row(self, row: Row) -> Row:
        """Give a row with its number."""
        number = self.numbers.get((row.change, row.entity or ""))
        return row if number is None else replace(row, version=number)

    def latest(self, entity: str, version: int | None) -> int | None:
        """Give the number of an entity's latest version."""
        return None if version is None else version - self.behind.get(entity, 0)


def versions(rows: Sequence[Row], counts: Callable[[str, Edit], bool]) -> Counted:
    """Count the versions of each entity.

    Args:
        rows: the past, newest first.
        counts: tells whether an edit of an entity counts.

    Examples:
        >>> places = ("internal.floor", "promise", "")
        >>> edits = [(Edit("changed", path),) for path in places]
        >>> rows = [
        ...     Row(str(at), "offer/x", 3 - at, "changed", 0, 0, "", "", each)
        ...     for at, each in enumerate(edits)
        ... ]
        >>> counted = versions(rows, lambda _, edit: edit.path != "internal.floor")
        >>> [counted.row(each).version for each in rows], counted.latest("offer/x", 3)
        ([2, 2, 1], 2)
    """
    behind: Counter[str] = Counter()
    uncounted, numbers = set(), {}
    for row in reversed(rows):
        if row.entity is None or row.version is None or not row.edits:
            continue
        named = row.change, row.entity
        if not any(counts(row.entity, edit) for edit in row.edits):
            behind[row.entity] += 1
            uncounted.add(named)
        if row.entity in behind:
            numbers[named] = row.version - behind[row.entity]
    return Counted(frozenset(uncounted), numbers, behind)


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody saw of one entity: how many versions, and the row that changed it last."""

    versions: int = 0
    last: Row | None = None


def sight(entity: str, rows: Iterable[Row], shown: Callable[[Value], Value]) -> Sight:
    """Tell what somebody saw of an entity who saw only what it was cut down to.

    Args:
        entity: `kind/id`.
        rows: its past, newest first.
        shown: cuts a value; None for what is not shown at all.
    """
    whole: Value = None
    now: Value = None
    seen: Value = None
    found = Sight()
    for row in reversed([each for each in rows if each.entity == entity and each.kind != "gap"]):
        whole = differ.apply(whole, row.edits, outline.of(entity))
        before, now = now, shown(whole)
        if not values.same(before, now):
            found = replace(found, last=row)
        if now is not None and not values.same(seen, now):
            seen, found = now, replace(found, versions=found.versions + 1)
    return found
