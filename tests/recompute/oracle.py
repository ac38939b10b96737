"""The slow recomputation: what landed, versions, leaves and reasons, by the rules of the log.

Every landed commit's whole tree is read anew; an entity's versions are compared as whole values;
a leaf belongs to the change after which its value differed. Edits are not made here: those of the
package are checked against the values before and after (`edits.py`).
"""

import heapq
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts_kb.schema import outline
from tests.recompute import reading, reasons
from tests.recompute.objects import Objects, RawCommit, Tree


@dataclass(slots=True)
class SlowRow:
    """A row as the log tells it, with the values that its edits must lead between."""

    change: str
    entity: str | None
    version: int | None
    kind: str
    time: int
    offset: int
    subject: str
    path: str
    gaps: list[str]
    before: Any = None
    after: Any = None
    rationale: dict[str, Any] | None = None


@dataclass(slots=True)
class Past:
    """Everything that is compared."""

    rows: list[SlowRow] = field(default_factory=list)
    """Oldest first, within a change by entity and path."""
    values: dict[str, Any] = field(default_factory=dict)
    leaves: dict[str, dict[str, str]] = field(default_factory=dict)
    """Entity → path of each leaf → the change that set it."""


@dataclass(slots=True)
class _File:
    entity: str | None = None
    since: int = 0


class _Walk:
    def __init__(self, objects: Objects, prefix: str) -> None:
        self.objects = objects
        self.prefix = f"{prefix}/" if prefix else ""
        self.parsed: dict[tuple[str, str], Any] = {}
        self.past = Past()
        self.files: dict[str, _File] = {}
        self.holders: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.values: dict[str, Any] = {}
        self.first_seen: dict[str, str] = {}

    def tree(self, commit: RawCommit | None) -> Tree:
        """List the files that may be entities."""
        if commit is None:
            return {}
        files = self.objects.files(commit.tree)
        cut = len(self.prefix)
        below = {p[cut:]: each for p, each in files.items() if p.startswith(self.prefix)}
        return {path: each for path, each in below.items() if reading.kind_of(path)}

    def say(self, path: str, mode: str, name: str) -> tuple[str, Any, bool] | None:
        """Read a file; None where it cannot be read."""
        if mode in {"120000", "160000"}:
            return None
        if (path, name) not in self.parsed:
            try:
                said = reading.read(self.objects.read(name), path)
            except reading.Unreadable:
                said = None
            self.parsed[path, name] = said
        found: tuple[str, Any, bool] | None = self.parsed[path, name]
        return found

    def touched(self, commit: RawCommit) -> set[str | None]:
        """Tell of which entities a commit changed what the files say."""
        parents = [self.objects.commit(each) for each in commit.parents[:1]]
        told: list[dict[str, list[str]]] = []
        for each in (parents[0] if parents else None, commit):
            values: dict[str, list[str]] = {}
            for path, (mode, name) in self.tree(each).items():
                said = self.say(path, mode, name)
                if said:
                    values.setdefault(said[0], []).append(canonical(said[1]))
            told.append({entity: sorted(each) for entity, each in values.items()})
        old, new = told
        return {entity for entity in {*old, *new} if old.get(entity) != new.get(entity)}

    def land(self, index: int, commit: RawCommit, before: Tree) -> Tree:
        """Compare the whole tree of a landed commit with the one before it."""
        after = self.tree(commit)
        said = {path: self.say(path, *each) for path, each in after.items()}
        for path in set(self.files) - set(after):
            del self.files[path]
        for path in after:
            file = self.files.setdefault(path, _File())
            known = said[path]
            entity = known[0] if known else file.entity
            if path in {"kb.yml", "zones.yml", "synonyms.yml", "wording.yml"}:
                entity = f"config/{path[:-4]}"
            if entity != file.entity:
                self.files[path] = _File(entity, index)
        rows = []
        claimed: dict[str, list[str]] = {}
        for path, file in self.files.items():
            if file.entity:
                claimed.setdefault(file.entity, []).append(path)
        for entity in sorted({*claimed, *self.values}):
            row = self._entity(entity, claimed.get(entity, []), said, commit)
            if row:
                rows.append(row)
        for path, (mode, name) in after.items():
            old = before.get(path)
            if old and old[1] == name and (old[0] == mode or "120000" not in {old[0], mode}):
                continue
            entity = self.files[path].entity
            known = said[path]
            if known is None:
                rows.append(self._row(commit, entity, "gap", path, ["unreadable"]))
            elif known[1] is not None and self.holders.get(str(entity)) != path:
                rows.append(self._row(commit, entity, "gap", path, ["duplicate-id"]))
        rows = [row for row in rows if not _is_note(row)]
        rows.sort(key=lambda row: (row.entity or "\uffff", row.kind == "gap", row.path))
        self.past.rows.extend(rows)
        return after

    def _row(
        self, commit: RawCommit, entity: str | None, kind: str, path: str, gaps: list[str]
    ) -> SlowRow:
        subject = commit.message.split("\n")[0].strip()
        shown = self.prefix + path
        version = self.versions.get(entity) if entity and kind != "gap" else None
        return SlowRow(
            commit.id, entity, version, kind, commit.time, commit.offset, subject, shown, gaps
        )

    def _entity(
        self, entity: str, paths: list[str], said: dict[str, Any], commit: RawCommit
    ) -> SlowRow | None:
        alive = entity in self.values
        old_holder = self.holders.get(entity) if alive else None
        if old_holder in paths:
            holder: str | None = old_holder
        else:
            readable = [path for path in paths if said[path]]
            holder = min(
                readable,
                key=lambda p: (self.files[p].since, p.encode("utf-8", "surrogateescape")),
                default=None,
            )
        known = said[holder] if holder else None
        if holder and known is None:
            return None
        old, new = self.values.get(entity), known[1] if known else None
        if new is None:
            self.values.pop(entity, None)
            path = self.holders.pop(entity, None)
            if not alive:
                return None
            kind = "removed"
        else:
            assert holder is not None
            self.values[entity], self.holders[entity] = new, holder
            self.first_seen.setdefault(entity, commit.id)
            path = holder
            if canonical(old) == canonical(new):
                return None
            kind = "changed" if alive else "added"
        self.versions[entity] = self.versions.get(entity, 0) + 1
        gaps = [] if known is None or known[2] or new is None else ["schema"]
        row = self._row(commit, entity, kind, str(path), gaps)
        row.before, row.after = old, new
        self._fold(entity, old, new, commit.id)
        return row

    def _fold(self, entity: str, old: Any, new: Any, change: str) -> None:
        """Let every leaf whose value differs from before belong to this change."""
        shape = outline.of(entity)
        was, now = reading.flat(old, shape), reading.flat(new, shape)
        known = self.past.leaves.get(entity, {})
        self.past.leaves[entity] = {
            path: known[path]
            if path in was and canonical(was[path]) == canonical(value)
            else change
            for path, value in now.items()
        }


def _is_note(row: SlowRow) -> bool:
    if row.entity is None:
        return "/changes/" in f"/{row.path}" and row.kind == "gap" and _below_changes(row.path)
    return row.entity.startswith("change/")


def _below_changes(path: str) -> bool:
    return any(part == "changes" for part in path.split("/")[:3])


def canonical(value: Any) -> str:
    """Write a value so that equal ones are written alike; the order of keys means nothing."""
    if isinstance(value, dict):
        inner = ",".join(f"{key!r}:{canonical(value[key])}" for key in sorted(value))
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{','.join(map(canonical, value))}]"
    if isinstance(value, float) and value.is_integer():
        return repr(int(value))
    return repr(value)


def _brought(objects: Objects, commit: RawCommit) -> list[RawCommit]:
    """List what a merge brought in: topological, then time, then id."""

    def ancestors(names: tuple[str, ...]) -> set[str]:
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(objects.commit(name).parents)
        return found

    new = ancestors(commit.parents[1:]) - ancestors(commit.parents[:1])
    order: list[RawCommit] = []
    done: set[str] = set()
    while len(done) < len(new):
        ready = [
            (objects.commit(name).time, name)
            for name in new - done
            if not (set(objects.commit(name).parents) & new) - done
        ]
        _, name = heapq.nsmallest(1, ready)[0]
        done.add(name)
        order.append(objects.commit(name))
    return order


def recompute(folder: Path, prefix: str, revision: str = "HEAD") -> Past:
    """Recompute the past of a content folder.

    Args:
        folder: the repository.
        prefix: the content folder from its root.
        revision: up to which commit.
    """
    with Objects(folder) as objects:
        chain = []
        name: str | None = objects.head(revision)
        while name:
            chain.append(objects.commit(name))
            name = chain[-1].parents[0] if chain[-1].parents else None
        chain.reverse()
        walk = _Walk(objects, prefix)
        tree: Tree = {}
        landed: list[reasons.Landing] = []
        for index, commit in enumerate(chain):
            tree = walk.land(index, commit, tree)
            brought = _brought(objects, commit)
            landed.append(reasons.Landing(commit, [(each, walk.touched(each)) for each in brought]))
        notes = {}
        for entity, holder in walk.holders.items():
            said = walk.say(holder, *tree[holder])
            if entity.startswith("change/") and said:
                notes[entity[7:]] = walk.values[entity]
        born = {
            entity[7:]: change
            for entity, change in walk.first_seen.items()
            if entity.startswith("change/")
        }
        reasons.explain(walk.past.rows, landed, notes, born)
        values = {e: v for e, v in walk.values.items() if not e.startswith("change/")}
        walk.past.values = values
        walk.past.leaves = {e: walk.past.leaves[e] for e in values}
        return walk.past
