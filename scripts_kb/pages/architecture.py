"""How the program is built, told by itself: its rooms from the top down, and what each module does.

    the package's files ──first lines, imports──▶ rooms ──heights──▶ the staircase

A room is a folder of the package. Imports go downwards only, so a room stands one step above the
highest of those that it imports; nobody writes the order down.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parent.parent

_USERS: Final = 3
"""Rooms that must use a module, until its docstrings have a place on the site."""

_IMPORT: Final = re.compile(
    r"^\s*from (scripts_kb[\w.]*) import (\([^)]*\)|.*)", flags=re.MULTILINE
)
_NAME: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Module:
    """A module that other programs may read about: no part of its name begins with `_`.

    Attributes:
        name: Its full name: ``scripts_kb.past.log``.
        purpose: The first line of its docstring.
        imports: What it imports of the package, modules and their names: ``scripts_kb.past.log``.
    """

    name: str
    purpose: str
    imports: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> "Module":
        """Read a module.

        Example:
            >>> Module.read(PACKAGE / "past" / "__init__.py").name
            'scripts_kb.past'
        """
        text = path.read_text(encoding="utf-8")
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        return cls(name, text.partition("\n")[0].lstrip("r").strip('"'), frozenset(_imported(text)))


def _imported(text: str) -> Iterator[str]:
    for module, names in _IMPORT.findall(text):
        yield module
        yield from (f"{module}.{name}" for name in _NAME.findall(names))


@dataclass(frozen=True)
class Room:
    """A folder of the package with modules in it.

    Attributes:
        name: The folder: ``past``.
        modules: The package itself, then its modules by name.
    """

    name: str
    modules: tuple[Module, ...]

    @cached_property
    def imports(self) -> frozenset[str]:
        """What its modules import of the package, of other rooms and its own."""
        return frozenset().union(*(module.imports for module in self.modules))

    @cached_property
    def below(self) -> frozenset[str]:
        """Names of the rooms that it imports."""
        return frozenset(name.split(".")[1] for name in self.imports if "." in name) - {self.name}


def names() -> list[str]:
    """Give the names of the rooms, in their order, without reading a module."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


@cache
def rooms() -> tuple[Room, ...]:
    """List the rooms, from the top of the staircase; those of one step by name.

    They are read once a process, which runs what it has read of them.

    Example:
        >>> [room.name for room in rooms()][:3]
        ['cli', 'app', 'pages']
    """
    found = {
        path.parent.name: Room(path.parent.name, _modules(path.parent))
        for path in sorted(PACKAGE.glob("*/__init__.py"))
    }
    return tuple(sorted(found.values(), key=lambda room: -_height(room, found)))


def published(room: Room, among: Iterable[Room]) -> tuple[Module, ...]:
    """List the modules whose docstrings are published: the door of a room, and what others use.

    Args:
        room: The room.
        among: All rooms.

    Returns:
        The package itself, and each module that three other rooms or more import.

    Example:
        >>> [problems] = [room for room in rooms() if room.name == "problems"]
        >>> [module.name for module in published(problems, rooms())]
        ['scripts_kb.problems']
    """
    others = [other.imports for other in among if other.name != room.name]
    door, *modules = room.modules
    used = [m for m in modules if sum(m.name in imports for imports in others) >= _USERS]
    return (door, *used)


def _height(room: Room, among: Mapping[str, Room]) -> int:
    below = [among[name] for name in room.below if name in among]
    return max((1 + _height(other, among) for other in below), default=0)


def _modules(folder: Path) -> tuple[Module, ...]:
    found = map(Module.read, filter(_public, folder.rglob("*.py")))
    return tuple(sorted(found, key=lambda module: module.name))


def _public(path: Path) -> bool:
    inner = (*path.relative_to(PACKAGE).parent.parts, path.stem)
    return not any(part.startswith("_") for part in inner if part != "__init__")
