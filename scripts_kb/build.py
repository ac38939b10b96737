"""Composes the steps: git → history → content → changes → provenance, rationale → pages.

    Repository ─walk─▶ Landed ─landing─▶ rows ─rationale─▶ rows with reasons ─┐
                                  └─provenance─▶ leaves ──────────────────────┼─▶ Site ─▶ pages
    content/ ─load─▶ Base ─checks─▶ problems ─────────────────────────────────┘

No step knows another; this module alone knows their order.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from scripts_kb import changes, landing, provenance, rationale
from scripts_kb.content import loading, reading
from scripts_kb.history import Blobs, Repository
from scripts_kb.model import shapes, values
from scripts_kb.model.base import Base
from scripts_kb.model.log import Row, Step
from scripts_kb.model.shapes import Value
from scripts_kb.model.site import Leaf
from scripts_kb.problems import Problem, UserError

DEFAULT_CONTENT: Final = "content"


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
    with Blobs(repository) as blobs:
        fold = landing.Fold(
            reading.past,
            blobs.read,
            changes.between,
            prefix=prefix,
            cut=repository.boundary(),
        )
        walk = repository.walk(tip, prefix)
        for step in fold.steps(walk, lambda each: bool(rationale.trailers(each.message))):
            matching.take(step)
            origins.take(step)
            for row in step.rows:
                if keep and row.kind != "gap" and row.entity:
                    keep(row, fold.tree.entities[row.entity].value)
    alive = {name: each.value for name, each in fold.tree.entities.items() if each.alive}
    notes = {name[7:]: value for name, value in alive.items() if name.startswith("change/")}
    rows, idle = matching.finish(notes)
    present = {name: value for name, value in alive.items() if not name.startswith("change/")}
    return Log(tip, tuple(rows), present, origins.leaves, origins.latest, idle)


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command works: the content folder, its repository, its settings.

    Attributes:
        content: the folder.
        shown: how messages name it.
        repository: None where there is none.
        prefix: the folder from the root of the repository.
    """

    content: Path
    shown: str
    repository: Repository | None
    prefix: str = ""


def place(content: Path | None) -> Place:
    """Find the content folder and its repository, which need not exist.

    Args:
        content: the folder that a person named; None for `content` here or in a folder above.
    """
    folder = content or _find(Path.cwd())
    shown = folder.as_posix() if content else DEFAULT_CONTENT
    start = folder if folder.is_dir() else Path.cwd()
    try:
        repository = Repository(start)
        return Place(folder, shown, repository, repository.prefix(folder))
    except UserError:
        return Place(folder, shown, None)


def _find(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / DEFAULT_CONTENT / "kb.yml").is_file():
            return folder / DEFAULT_CONTENT
        if (folder / ".git").exists():
            return folder / DEFAULT_CONTENT
    return start / DEFAULT_CONTENT


def repository_of(where: Place) -> Repository:
    """Give the repository of a place.

    Raises:
        UserError: where there is none, with what git says of it.
    """
    if where.repository is not None:
        return where.repository
    folder = where.content if where.content.is_dir() else Path.cwd()
    repository = Repository(folder)
    repository.prefix(where.content)
    return repository


def base(where: Place) -> tuple[Base, list[Problem]]:
    """Read the working tree; files that git ignores are no part of it."""
    ignored = where.repository.ignored(where.prefix) if where.repository else frozenset()
    return loading.load(where.content, shown=where.shown, ignored=ignored)


def zone_of(log: Log) -> ZoneInfo | None:
    """Give the time zone that the tip's `kb.yml` names, None where it names none."""
    settings = log.present.get("config/kb")
    name = settings.get("time_zone") if isinstance(settings, dict) else None
    return zone_named(name) if isinstance(name, str) else None


def zone_named(name: str) -> ZoneInfo | None:
    """Give a time zone by name, None where there is no such zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def today(zone: ZoneInfo | None) -> dt.date:
    """Give the present day in a zone."""
    return dt.datetime.now(zone or dt.UTC).date()
