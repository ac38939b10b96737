"""Compares what the package says of a history with what the oracle says."""

import itertools
from pathlib import Path
from typing import Any

from scripts_kb.git import Repository
from scripts_kb.past import history
from scripts_kb.past.log import Log
from scripts_kb.past.records import Row
from scripts_kb.schema import outline
from tests.recompute import edits, oracle
from tests.recompute.oracle import SlowRow, canonical


def differences(folder: Path, prefix: str, log: Log | None = None) -> list[str]:
    """Name every difference; none where the package is right.

    Args:
        folder: the repository.
        prefix: the content folder from its root.
        log: what the package says; read anew if left out.
    """
    return counted(folder, prefix, log)[1]


def counted(folder: Path, prefix: str, log: Log | None = None) -> tuple[int, list[str]]:
    """Count the rows, and name every difference."""
    fast = log or history.read(Repository(folder), prefix)
    slow = oracle.recompute(folder, prefix)
    found: list[str] = []
    for row, other in itertools.zip_longest(fast.rows, slow.rows):
        found.extend(_rows(row, other))
        if row is None or other is None or found:
            break
    for entity in sorted({*fast.present, *slow.values}):
        one, other_value = fast.present.get(entity), slow.values.get(entity)
        if canonical(one) != canonical(other_value):
            found.append(f"{entity}: value {canonical(one)} instead of {canonical(other_value)}")
            continue
        set_by = {leaf.path: leaf.row.change for leaf in fast.leaves(entity) if leaf.row}
        if set_by != slow.leaves[entity]:
            wrong = sorted(set_by.items() ^ slow.leaves[entity].items())
            found.append(f"{entity}: provenance {wrong}")
    return len(slow.rows), found


def _rows(row: Row | None, slow: SlowRow | None) -> list[str]:
    if row is None or slow is None:
        return [f"row {row} instead of {slow}"]
    name = f"{slow.change[:9]} {slow.entity} {slow.path}"
    pairs: dict[str, tuple[Any, Any]] = {
        "change": (row.change, slow.change),
        "entity": (row.entity, slow.entity),
        "version": (row.version, slow.version),
        "kind": (row.kind, slow.kind),
        "time": ((row.time, row.offset), (slow.time, slow.offset)),
        "subject": (row.subject, slow.subject),
        "path": (row.path, slow.path),
    }
    if slow.kind != "gap":
        pairs["gaps"] = (sorted(row.gaps), sorted(slow.gaps))
        pairs["rationale"] = (_reason(row), slow.rationale and _clean(slow.rationale))
    elif "duplicate-id" in slow.gaps:
        pairs["gaps"] = (list(row.gaps), slow.gaps)
    found = [f"{name}: {key} {a} instead of {b}" for key, (a, b) in pairs.items() if a != b]
    if slow.kind == "gap":
        return found + ([f"{name}: no reason"] if not row.gaps or row.edits else [])
    shape = outline.of(str(slow.entity))
    made = [edit.as_json() for edit in row.edits]
    return found + [
        f"{name}: {fault}" for fault in edits.faults(slow.before, slow.after, made, shape)
    ]


def _reason(row: Row) -> dict[str, Any] | None:
    if row.rationale is None:
        return None
    reason = row.rationale.as_json()
    del reason["title"]
    return _clean(reason)


def _clean(reason: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in reason.items() if value not in (None, [], False)}
