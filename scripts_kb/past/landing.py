"""What landed, commit by commit, to the versions of entities: the fold over the whole past.

    Landed ──▶ files touched ──store.read──▶ values ──store.between──▶ Row, Row, …
                    │
                    └── which file holds which entity (`tree.Tree`)

Where two files say the same id, the newcomer is a gap. A file that cannot be read makes no version:
the entity keeps its last value until it can be read again.

    commit     1        2             3            4
    a.yml      id: x    (unreadable)  id: x, new   (gone)
    rows       added    gap           changed      removed
    version    1        –             2            3
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from scripts_kb.content.versions import PastFile
from scripts_kb.git.records import ODD_MODES, Commit, Landed, Touched, Wanted
from scripts_kb.past import sides
from scripts_kb.past.records import Edit, Folded, Row
from scripts_kb.past.sides import CommitDelta
from scripts_kb.past.store import Handle, Store
from scripts_kb.past.tree import NOTE, EntityState, Kept, Tree
from scripts_kb.schema import kinds, outline

Speaks = Callable[[Commit], bool]

_NOTES: Final = "changes/"
_AHEAD: Final = 600
"""Blobs that are asked for ahead: enough for git to work while we do."""


class Fold:
    """Folds landed changes, oldest first, into rows.

    Args:
        store: reads blobs, and compares what they say.
        prefix: the content folder from the root of the repository, for the paths of rows.
        cut: commits whose parents are missing from a cut history.
    """

    def __init__(self, store: Store, *, prefix: str, cut: frozenset[str] = frozenset()) -> None:
        self.tree = Tree()
        self._store = store
        self._prefix = f"{prefix}/" if prefix else ""
        self._cut = cut
        self.count = 0
        """How many changes have landed."""

    def resume(self, tree: Tree, count: int) -> None:
        """Go on from an earlier state."""
        self.tree = tree
        self.count = count

    def fold(self, walk: Iterable[Landed], speaks: Speaks) -> Iterator[Folded]:
        """Fold a history.

        Args:
            walk: what landed, oldest first.
            speaks: whether a brought-in commit's message says anything about reasons; only then
                is it worth knowing which entities it touched.

        Yields:
            What each landed change did.
        """
        for landed in self._asked_ahead(walk, speaks):
            self.count += 1
            rows, explained = self._land(landed.commit)
            spoken = tuple(
                (commit, self._entities_of(commit)) for commit in landed.brought if speaks(commit)
            )
            yield self._parted(Folded(landed, rows, explained, spoken))

    def _parted(self, folded: Folded) -> Folded:
        """Tell of a merge that brought in several lines of work which of them made what."""
        speaks = folded.spoken or folded.explained
        if not (folded.landed.brought and speaks and sides.forked(folded.landed)):
            return folded
        said = {each.id: self._said_by(each) for each in folded.landed.brought}
        found = sides.MergedLines(folded.landed, said, self._between)
        writers = {
            name: found.writers(NOTE + name, self._value(NOTE + name)) for name in folded.explained
        }
        written = {each for names in writers.values() for each in names & said.keys()}
        made = {}
        for row in folded.rows:
            if row.entity and row.kind != "gap":
                speaking = {each.id for each, met in folded.spoken if row.entity in met}
                after = self._value(row.entity)
                made[row.entity] = found.of(row.entity, row.edits, after, speaking | written)
        return folded._replace(made=made, writers=writers)

    def _said_by(self, commit: Commit) -> dict[str, CommitDelta]:
        return {
            entity: CommitDelta(*(side[0].value if side else None for side in versions))
            for entity, versions in self._versions(commit).items()
        }

    def _value(self, entity: str) -> Kept | None:
        known = self.tree.entities.get(entity)
        return known.value if known else None

    def _between(self, entity: str, one: Kept | None, other: Kept | None) -> tuple[Edit, ...]:
        return self._store.between(one, other, outline.of(entity))

    def _asked_ahead(self, walk: Iterable[Landed], speaks: Speaks) -> Iterator[Landed]:
        """Hold back what landed while the blobs of some more of it are asked for."""
        held: deque[tuple[Landed, int]] = deque()
        asked = 0
        for landed in walk:
            count = 0
            for wanted in self._fetched_for(landed, speaks):
                self._store.ask(wanted)
                count += len(wanted)
            held.append((landed, count))
            asked += count
            while asked > _AHEAD:
                first, count = held.popleft()
                asked -= count
                yield first
        for first, _ in held:
            yield first

    def _fetched_for(self, landed: Landed, speaks: Speaks) -> Iterator[list[Wanted]]:
        """Name the blobs of each fetch that a landed change will make, in their order."""
        yield [
            Wanted(each.new, each.path, each.old)
            for each in landed.commit.touched
            if each.new and each.new_mode not in ODD_MODES and _counts(each)
        ]
        for commit in landed.brought:
            if speaks(commit) and commit.id not in self._cut:
                touched = [each for each in commit.touched if _counts(each)]
                names = dict.fromkeys([*_wanted(touched), *_wanted(touched, old=True)])
                yield [Wanted(name) for name in names]

    def _entities_of(self, commit: Commit) -> frozenset[str]:
        """Tell of which entities a commit changed what the files say.

        Reformatting, moving and renaming touch no entity, as they make no version.
        """
        said = self._versions(commit)
        return frozenset(
            entity for entity, (old, new) in said.items() if not self._alike(entity, old, new)
        )

    def _versions(self, commit: Commit) -> dict[str, tuple[list[PastFile], list[PastFile]]]:
        """Give the files that a commit touched, by what they are, before it and after it."""
        if commit.id in self._cut:
            return {}
        touched = [each for each in commit.touched if _counts(each)]
        blobs = self._store.fetch([*_wanted(touched), *_wanted(touched, old=True)])
        said: dict[str, tuple[list[PastFile], list[PastFile]]] = {}
        for each in touched:
            versions = ((each.old, each.old_mode), (each.new, each.new_mode))
            for side, (name, mode) in enumerate(versions):
                past = self._past(name, blobs, each.path, mode) if name else None
                if past and not past.problem:
                    said.setdefault(_entity(past, each.path) or "", ([], []))[side].append(past)
        return said

    def _alike(self, entity: str, some: list[PastFile], others: list[PastFile]) -> bool:
        """Tell whether files say the same values, whatever the files are called."""
        shape = outline.of(entity)
        rest = [each.value for each in others]
        for past in some:
            for place, value in enumerate(rest):
                if not self._store.between(past.value, value, shape):
                    del rest[place]
                    break
            else:
                return False
        return not rest

    def _past(self, name: str, blobs: Mapping[str, Handle], path: str, mode: str) -> PastFile:
        if mode in ODD_MODES:
            return PastFile(None, None, fits=False, problem=ODD_MODES[mode])
        if name not in blobs:
            # Only a partial clone that may be read in spite of that leaves blobs out.
            return PastFile(None, None, fits=False, problem="truncated")
        return self._store.read(blobs[name], path)

    def _land(self, commit: Commit) -> tuple[tuple[Row, ...], tuple[str, ...]]:
        touched = [each for each in commit.touched if _counts(each)]
        if not touched:
            return (), ()
        blobs = self._store.fetch(_wanted(touched))
        affected: set[str] = set()
        fresh: list[str] = []
        for each in touched:
            old = self.tree.files.get(each.path)
            if old and old.entity:
                affected.add(old.entity)
            if not each.new:
                self.tree.drop(each.path)
                continue
            past = self._past(each.new, blobs, each.path, each.new_mode)
            entity = _entity(past, each.path) or (old.entity if old else None)
            if entity:
                affected.add(entity)
            self.tree.put(each.path, past, entity, self.count)
            fresh.append(each.path)
        fell = commit.id in self._cut
        base = Row(commit.id, None, None, "gap", commit.time, commit.offset, commit.subject, "")
        rows: list[Row] = []
        explained = []
        for entity in sorted(affected):
            new = entity not in self.tree.entities
            row = self._settle(entity, base, fell=fell)
            if not entity.startswith(NOTE):
                rows.extend([row] if row else [])
            elif row and new and not fell:
                explained.append(entity.removeprefix(NOTE))
        rows.extend(self._gaps(fresh, base))
        rows.sort(key=lambda row: (row.entity or "\uffff", row.kind == "gap", row.path))
        return tuple(rows), tuple(explained)

    def _settle(self, entity: str, base: Row, *, fell: bool) -> Row | None:
        """Compare an entity with what it was before this change."""
        known = self.tree.entities.get(entity)
        holder = self.tree.holder(entity)
        past = self.tree.files[holder].past if holder is not None else None
        if past and past.problem:
            return None
        old = known.value if known else None
        new = past.value if past else None
        if holder is None or new is None:
            if known is None:
                return None
            path = known.holder
        else:
            path = holder
        edits = self._store.between(old, new, outline.of(entity))
        if not edits:
            if known and new is not None:
                known.holder, known.value = path, new
            return None
        # Where the beginning is missing, nobody knows how many versions there were.
        version = None if fell or (known and known.version is None) else 1
        if known and version:
            version += known.version or 0
        self.tree.entities[entity] = EntityState(path, new, version)
        gaps = ("truncated",) if fell else ()
        return Row(
            base.change,
            entity,
            version,
            "removed" if new is None else "added" if old is None else "changed",
            base.time,
            base.offset,
            base.subject,
            self._prefix + path,
            edits,
            gaps=gaps if new is None or (past and past.fits) else (*gaps, "schema"),
        )

    def _gaps(self, fresh: Iterable[str], base: Row) -> Iterator[Row]:
        """Name the files of this change that made no version though they stand there."""
        for path in fresh:
            file = self.tree.files[path]
            problem = file.past.problem
            held = self.tree.entities.get(file.entity or "")
            if not problem and file.past.value is not None and held and held.holder != path:
                problem = "duplicate-id"
            if problem and not path.startswith(_NOTES):
                yield replace(base, entity=file.entity, path=self._prefix + path, gaps=(problem,))


@lru_cache(maxsize=65_536)
def _located(path: str) -> kinds.Location | None:
    """Tell what a path says; the same paths come again with each version."""
    return kinds.locate(path)


def _counts(touched: Touched) -> bool:
    """Tell whether a touched file may matter: an entity's, and not merely made executable.

    A link or a submodule counts whatever its name: it may stand for a whole folder of entities.
    """
    odd = touched.old_mode in ODD_MODES or touched.new_mode in ODD_MODES
    if _located(touched.path) is None:
        return odd and touched.path.partition("/")[0] in kinds.FOLDERS
    return touched.old != touched.new or odd


def _wanted(touched: Iterable[Touched], *, old: bool = False) -> Iterator[str]:
    """Name the blobs to read; links and submodules are not followed."""
    for each in touched:
        name, mode = (each.old, each.old_mode) if old else (each.new, each.new_mode)
        if name and mode not in ODD_MODES:
            yield name


def _entity(past: PastFile, path: str) -> str | None:
    """Tell which entity a file is: settings by their name, all else by the id inside."""
    location = _located(path)
    if location is None:
        return None
    if location.name:
        return f"config/{location.name}"
    return f"{location.kind}/{past.id}" if past.id else None
