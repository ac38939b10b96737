"""What landed, commit by commit, to the versions of entities: the fold over the whole past.

    Landed ──▶ files touched ──read──▶ values ──between──▶ Row, Row, …
                    │
                    └── which file holds which entity (`Tree`)

Identity is the id in the file, so a file may move and be renamed at will. Where two files say the
same id, the earlier holder keeps it and the newcomer is a gap. A file that cannot be read makes no
version: the entity keeps its last value until it can be read again.

    commit     1        2             3            4
    a.yml      id: x    (unreadable)  id: x, new   (gone)
    rows       added    gap           changed      removed
    version    1        –             2            3
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from scripts_kb.model import kinds, shapes
from scripts_kb.model.log import Commit, Edit, Landed, Past, Row, Step, Touched
from scripts_kb.model.shapes import Shape, Value

Differ = Callable[[Value, Value, Shape | None], Iterable[Edit]]
Reader = Callable[[bytes, str], Past]
Fetch = Callable[[Iterable[str]], Mapping[str, bytes | None]]

_ODD_MODES: Final = {"120000": "symlink", "160000": "submodule"}


@dataclass(slots=True)
class _Entity:
    """The state of an entity on the way."""

    holder: str
    value: Value
    version: int | None
    alive: bool = True
    row: Row | None = None
    """The row of the last version."""


@dataclass(slots=True)
class _File:
    """A file of the tree: the entity that it said last, and whether it can be read now."""

    entity: str | None
    past: Past
    since: int


@dataclass(slots=True)
class Tree:
    """The content folder as of a commit: files, and the entities that they hold."""

    files: dict[str, _File] = field(default_factory=dict)
    entities: dict[str, _Entity] = field(default_factory=dict)
    claims: dict[str, set[str]] = field(default_factory=dict)
    """Entity → the files that say it."""
    ever: set[str] = field(default_factory=set)
    """Entities that there have ever been."""


class Fold:
    """Folds landed changes, oldest first, into rows.

    Args:
        read: reads a past file.
        fetch: gives the contents of blobs by name.
        differ: compares two values.
        prefix: the content folder from the root of the repository, for the paths of rows.
        cut: commits whose parents are missing from a cut history.
    """

    def __init__(
        self,
        read: Reader,
        fetch: Fetch,
        differ: Differ,
        *,
        prefix: str,
        cut: frozenset[str] = frozenset(),
    ) -> None:
        self.tree = Tree()
        self._read = read
        self._fetch = fetch
        self._differ = differ
        self._prefix = f"{prefix}/" if prefix else ""
        self._cut = cut
        self._count = 0

    def steps(self, walk: Iterable[Landed], speaks: Callable[[Commit], bool]) -> Iterator[Step]:
        """Fold a history.

        Args:
            walk: what landed, oldest first.
            speaks: whether a brought-in commit's message says anything about reasons; only then
                is it worth knowing which entities it touched.

        Yields:
            One step per landed change that touched the content folder or speaks of it.
        """
        for landed in walk:
            self._count += 1
            touched = [each for each in landed.commit.touched if kinds.locate(each.path)]
            rows, explained = self._land(landed.commit, touched)
            spoken = tuple(
                (commit, self._entities_of(commit)) for commit in landed.brought if speaks(commit)
            )
            yield Step(landed, rows, explained, spoken)

    def _entities_of(self, commit: Commit) -> frozenset[str]:
        touched = [each for each in commit.touched if kinds.locate(each.path)]
        blobs = self._fetch([name for each in touched for name in (each.old, each.new) if name])
        found = set()
        for each in touched:
            for name, mode in ((each.old, each.old_mode), (each.new, each.new_mode)):
                entity = self._entity(self._past(blobs.get(name), each.path, mode), each.path)
                if name and entity:
                    found.add(entity)
        return frozenset(found)

    def _past(self, content: bytes | None, path: str, mode: str) -> Past:
        if mode in _ODD_MODES:
            return Past(None, None, fits=False, problem=_ODD_MODES[mode])
        if content is None:
            return Past(None, None, fits=False, problem="too-big")
        return self._read(content, path)

    def _entity(self, past: Past, path: str) -> str | None:
        location = kinds.locate(path)
        return f"{location.kind}/{past.id}" if location and past.id else None

    def _land(
        self, commit: Commit, touched: list[Touched]
    ) -> tuple[tuple[Row, ...], tuple[str, ...]]:
        if not touched:
            return (), ()
        wanted = [each.new for each in touched if each.new and each.new_mode not in _ODD_MODES]
        blobs = self._fetch(wanted)
        affected: set[str] = set()
        fresh: dict[str, Past] = {}
        for each in touched:
            old = self.tree.files.get(each.path)
            if old and old.entity:
                affected.add(old.entity)
            if not each.new:
                self._drop(each.path)
                continue
            past = self._past(blobs.get(each.new), each.path, each.new_mode)
            fresh[each.path] = past
            entity = self._entity(past, each.path)
            if entity:
                affected.add(entity)
            self._put(each.path, past, entity or (old.entity if old else None))
        rows: list[Row] = []
        base = Row(commit.id, None, None, "gap", commit.time, commit.offset, commit.subject, "")
        explained = []
        for entity in sorted(affected):
            born = entity not in self.tree.ever
            row = self._settle(entity, fresh, base, commit)
            if entity.startswith("change/"):
                if born and entity in self.tree.ever:
                    explained.append(entity.partition("/")[2])
            elif row:
                rows.append(row)
        rows.extend(self._gaps(fresh, base))
        rows.sort(key=lambda row: (row.entity or "￿", row.path, row.kind))
        return tuple(rows), tuple(explained)

    def _drop(self, path: str) -> None:
        old = self.tree.files.pop(path, None)
        if old and old.entity:
            self.tree.claims.get(old.entity, set()).discard(path)

    def _put(self, path: str, past: Past, entity: str | None) -> None:
        old = self.tree.files.get(path)
        since = self._count
        if old and old.entity == entity:
            since = old.since
        elif old:
            self._drop(path)
        self.tree.files[path] = _File(entity, past, since)
        if entity:
            self.tree.claims.setdefault(entity, set()).add(path)

    def _holder(self, entity: str) -> str | None:
        """Find the file that holds an entity: as before, else who said its id first."""
        claims = self.tree.claims.get(entity)
        known = self.tree.entities.get(entity)
        if not claims:
            return None
        if known and known.alive and known.holder in claims:
            return known.holder
        files = self.tree.files
        readable = [path for path in claims if files[path].past.id is not None]
        return min(
            readable,
            key=lambda path: (files[path].since, path.encode("utf-8", "surrogateescape")),
            default=None,
        )

    def _settle(self, entity: str, fresh: dict[str, Past], base: Row, commit: Commit) -> Row | None:
        """Compare an entity with what it was before this change."""
        tree = self.tree
        known = tree.entities.get(entity)
        holder = self._holder(entity)
        shape = shapes.shape_of(entity)
        if holder is None:
            if known is None or not known.alive:
                return None
            edits = tuple(self._differ(known.value, None, shape))
            known.alive, known.value = False, None
            known.version = None if known.version is None else known.version + 1
            known.row = replace(
                base,
                entity=entity,
                kind="removed",
                version=known.version,
                path=self._prefix + known.holder,
                edits=edits,
            )
            return known.row
        past = tree.files[holder].past
        moved_from = known.holder if known and known.alive and known.holder != holder else None
        if known:
            known.holder = holder
        if past.id is None or (holder not in fresh and not moved_from and known and known.alive):
            return None
        old = known.value if known else None
        edits = tuple(self._differ(old, past.value, shape))
        if not edits:
            return None
        fell = commit.id in self._cut
        version = 1 if known is None else known.version and known.version + 1
        row = replace(
            base,
            entity=entity,
            kind="changed" if known and known.alive else "added",
            version=None if fell else version,
            path=self._prefix + holder,
            edits=edits,
            gaps=(*(("truncated",) if fell else ()), *(() if past.fits else ("schema",))),
        )
        tree.entities[entity] = _Entity(holder, past.value, row.version, row=row)
        tree.ever.add(entity)
        return row

    def _gaps(self, fresh: dict[str, Past], base: Row) -> Iterator[Row]:
        """Name the files of this change that made no version though they stand there."""
        for path, past in fresh.items():
            entity = self.tree.files[path].entity
            if entity and entity.startswith("change/"):
                continue
            problem = past.problem
            if not problem and entity and self.tree.entities[entity].holder != path:
                problem = "duplicate-id"
            if problem and not (entity is None and path.startswith("changes/")):
                yield replace(base, entity=entity, path=self._prefix + path, gaps=(problem,))
