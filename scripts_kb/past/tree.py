"""The content folder as of a commit: which file holds which entity, and what it says.

Identity is the id in the file, so a file may move and be renamed at will. Where two files say the
same id, the earlier holder keeps it.

Values are known by their blobs: a tree that is kept names them, and is read again without one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from scripts_kb.content.versions import PastFile
from scripts_kb.schema.values import Value

NOTE: Final = "change/"
"""How the entities of change files begin; they explain and have no rows."""


class Kept:
    """A value, known by the blob that says it and by the path that tells how to read it."""

    __slots__ = ("blob", "path", "read", "value")

    def __init__(self, blob: str, path: str, value: Value = None, *, read: bool = False) -> None:
        self.blob = blob
        self.path = path
        self.value = value
        self.read = read

    def forget(self) -> None:
        """Let the value go; whoever asks for it has it read again."""
        self.value, self.read = None, False


def _packed(kept: Kept | None) -> tuple[str, str] | None:
    return None if kept is None else (kept.blob, kept.path)


def _unpacked(packed: Sequence[str] | None) -> Kept | None:
    return None if packed is None else Kept(packed[0], packed[1])


@dataclass(slots=True)
class EntityState:
    """The state of an entity on the way; its value is None while there is none."""

    holder: str
    value: Kept | None
    version: int | None


@dataclass(slots=True)
class FileState:
    """A file of the tree: the entity that it said last, what it says now, since when it says so."""

    entity: str | None
    past: PastFile
    since: int


@dataclass(slots=True)
class Tree:
    """Files, and the entities that they hold."""

    files: dict[str, FileState] = field(default_factory=dict)
    entities: dict[str, EntityState] = field(default_factory=dict)
    """All that there have ever been."""
    claims: dict[str, set[str]] = field(default_factory=dict)
    """EntityState → the files that say it."""

    def present(self) -> dict[str, Kept]:
        """Give the value of each entity that is there, change files included.

        A change file that cannot be read now explains nothing, so it is left out; any other entity
        keeps its last value until it can be read again.
        """
        return {
            name: each.value
            for name, each in self.entities.items()
            if each.value is not None
            and not (name.startswith(NOTE) and self.files[each.holder].past.problem)
        }

    def put(self, path: str, past: PastFile, entity: str | None, since: int) -> None:
        """Let a file say what it says since a change."""
        old = self.files.get(path)
        if old and old.entity == entity:
            since = old.since
        elif old:
            self.drop(path)
        self.files[path] = FileState(entity, past, since)
        if entity:
            self.claims.setdefault(entity, set()).add(path)

    def drop(self, path: str) -> None:
        """Take a file out, where it is there."""
        old = self.files.pop(path, None)
        if old and old.entity:
            self.claims[old.entity].discard(path)

    def holder(self, entity: str) -> str | None:
        """Find the file that holds an entity: as before, else who said its id first."""
        claims = self.claims.get(entity)
        if not claims:
            return None
        known = self.entities.get(entity)
        if known and known.value is not None and known.holder in claims:
            return known.holder
        files = self.files
        return min(
            (path for path in claims if not files[path].past.problem),
            key=lambda path: (files[path].since, path.encode("utf-8", "surrogateescape")),
            default=None,
        )

    def packed(self) -> dict[str, Any]:
        """Write it as plain lists and maps."""
        return {
            "files": {
                path: (
                    file.entity,
                    file.since,
                    file.past.id,
                    _packed(file.past.value),
                    file.past.fits,
                    file.past.problem,
                )
                for path, file in self.files.items()
            },
            "entities": {
                name: (each.holder, each.version, _packed(each.value))
                for name, each in self.entities.items()
            },
        }

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any]) -> "Tree":
        """Read what `packed` gave."""
        tree = cls()
        for path, (entity, since, name, value, fits, problem) in packed["files"].items():
            tree.files[path] = FileState(
                entity, PastFile(name, _unpacked(value), fits, problem), since
            )
            if entity:
                tree.claims.setdefault(entity, set()).add(path)
        for name, (holder, version, value) in packed["entities"].items():
            file = tree.files.get(holder)
            # Most entities say what their file says.
            same = file and value is not None and value == packed["files"][holder][3]
            kept = file.past.value if file and same else _unpacked(value)
            tree.entities[name] = EntityState(holder, kept, version)
        return tree
