"""The whole past of a knowledge base, composed of the steps that read it.

Repository ─walk─▶ Landed ─landing─▶ rows ─rationale─▶ rows with reasons ─┐
└─provenance─▶ leaves ──────────────────────┴─▶ Log
"""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from scripts_kb import changes, landing, provenance, rationale
from scripts_kb.content import versions
from scripts_kb.history import Blobs, Repository
from scripts_kb.model import shapes, values
from scripts_kb.model.log import Leaf, Row, Step
from scripts_kb.model.shapes import Value


@dataclass(frozen=True, slots=True)
class Log:
    """The whole past of a knowledge base, up to one commit.

    Attributes:
        tip: the commit, 40 hex digits.
        rows: what changed, oldest first, with reasons.
        present: entity → its value at the tip; removed ones are absent.
        origins: entity → path of each leaf → index into `rows` of what last set it.
        latest: entity → index into `rows` of its latest version.
        idle: ids of change files that explain nothing.
    """

    tip: str
    rows: tuple[Row, ...] = ()
    present: Mapping[str, Value] = field(default_factory=dict)
    origins: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    latest: Mapping[str, int] = field(default_factory=dict)
    idle: frozenset[str] = frozenset()

    def newest_first(self) -> Iterator[Row]:
        """Yield the rows as `kb log` shows them: changes newest first, entities in order."""
        start = len(self.rows)
        while start:
            end = start
            change = self.rows[end - 1].change
            while start and self.rows[start - 1].change == change:
                start -= 1
            yield from self.rows[start:end]

    def leaf(self, entity: str, path: str, value: Value) -> Leaf:
        """Give a leaf of the tip with the row that set it."""
        return Leaf(entity, path, value, self.rows[self.origins[entity][path]])

    def leaves(self, entity: str) -> Iterator[Leaf]:
        """Yield the leaves of an entity of the tip, in the order in which they are written."""
        for path, value in values.leaves(self.present[entity], shapes.shape_of(entity)):
            yield self.leaf(entity, path, value)


def past(
    repository: Repository,
    prefix: str,
    revision: str = "HEAD",
    *,
    allow_truncated: bool = False,
    keep: Callable[[Row, Value], None] | None = None,
) -> Log:
    """Read the whole past of a content folder.

    Args:
        repository: where.
        prefix: the content folder from the root of the repository.
        revision: up to which commit.
        allow_truncated: read a cut history too, and mark where it was cut.
        keep: is told each version with its value, None where it was removed.

    Raises:
        UserError: for no commit yet, a cut history, a broken repository.
    """
    tip = repository.resolve(revision)
    if not allow_truncated:
        repository.require_whole()
    matching = rationale.Matching()
    origins = _Origins()
    partial = allow_truncated and repository.truncated() == "partial"
    with _uncollected(), Blobs(repository, partial=partial) as blobs:
        fold = landing.Fold(
            versions.Reader().read,
            blobs.read,
            changes.between,
            prefix=prefix,
            cut=repository.boundary(),
            ask=blobs.ask,
        )
        walk = repository.walk(tip, prefix)
        for step in fold.steps(walk, lambda each: bool(rationale.trailers(each.message))):
            matching.take(step)
            origins.take(step)
            for row in step.rows:
                if keep and row.kind != "gap" and row.entity:
                    keep(row, fold.tree.entities[row.entity].value)
    alive = fold.tree.present()
    notes = {
        name.removeprefix(landing.NOTE): value
        for name, value in alive.items()
        if name.startswith(landing.NOTE)
    }
    rows, idle = matching.finish(notes)
    present = {name: value for name, value in alive.items() if not name.startswith(landing.NOTE)}
    return Log(tip, tuple(rows), present, origins.leaves, origins.latest, idle)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the collector rest: the past is a million records and no cycle.

    It would look through all of them again and again, a fifth of the time of a long walk.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Origins:
    """Folds provenance in the same pass as the versions."""

    def __init__(self) -> None:
        self.leaves: dict[str, dict[str, int]] = {}
        self.latest: dict[str, int] = {}
        self.count = 0

    def take(self, step: Step) -> None:
        """Note which row set which leaf."""
        for row in step.rows:
            if row.kind != "gap" and row.entity:
                leaves = self.leaves.setdefault(row.entity, {})
                shape = shapes.shape_of(row.entity)
                provenance.advance(leaves, row.edits, self.count, shape)
                self.latest[row.entity] = self.count
            self.count += 1
