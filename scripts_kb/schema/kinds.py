"""The kinds of a knowledge base and the folders they live in.

    content/objections/ещё/дорого.yml  ──▶  kind "objection", identity "objection/dorogo"
    content/kb.yml                     ──▶  kind "config",    identity "config/kb"
    content/changes/2026-11-cup.yml    ──▶  kind "change": explains, is no entity of the log

The first folder gives the kind; everything below it may be moved and renamed freely.
"""

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from pydantic import BaseModel

    RECORDS: dict[str, type[BaseModel]]
    """The record of each kind, in the order in which a reader meets them."""

KINDS: Final = (
    "script",
    "objection",
    "question",
    "offer",
    "product",
    "insight",
    "process",
    "regulation",
    "decision",
    "meeting",
    "change",
)
"""In the order in which a reader meets them."""

FOLDERS: Final[dict[str, str]] = {
    f"{kind}s" if kind != "process" else "processes": kind for kind in KINDS
}
"""Folder under `content/` → kind."""

FOLDER_OF: Final[dict[str, str]] = {kind: folder for folder, kind in FOLDERS.items()}

CONFIG_FILES: Final[tuple[str, ...]] = ("kb.yml", "zones.yml", "synonyms.yml", "wording.yml")
ORDER: Final[dict[str, int]] = {
    kind: place
    for place, kind in enumerate(
        (*KINDS, *(f"config/{name.removesuffix('.yml')}" for name in CONFIG_FILES))
    )
}
"""The place of each kind, settings last."""
UNVERSIONED: Final[tuple[str, ...]] = ("facts", "materials", "guide")
"""Folders whose files have no versions."""

SUFFIXES: Final[tuple[str, ...]] = (".yml", ".yaml", ".md")

ID_PATTERN: Final = r"^[a-z0-9][a-z0-9-]{0,63}$"

_ID: Final = re.compile(ID_PATTERN)


def __getattr__(name: str) -> Any:
    """Give `RECORDS`: who only reads the past does without the library of the records."""
    if name == "RECORDS":
        from scripts_kb.schema import records  # noqa: PLC0415 - see above

        return records.RECORDS
    raise AttributeError(name)


class Location(NamedTuple):
    """What a path below `content/` says of the file there."""

    kind: str
    """A kind, or `config`."""
    name: str | None
    """The name of a settings file (`kb`); None where the id is a field of the file."""
    markdown: bool


def locate(path: str) -> Location | None:
    """Tell what a file is from its path below `content/`; None for what is no entity.

    Examples:
        >>> locate("objections/цена/дорого.yml")
        Location(kind='objection', name=None, markdown=False)
        >>> locate("kb.yml")
        Location(kind='config', name='kb', markdown=False)
        >>> locate("facts/calls.csv") is None
        True
    """
    if path in CONFIG_FILES:
        return Location("config", path.removesuffix(".yml"), markdown=False)
    folder, slash, rest = path.partition("/")
    kind = FOLDERS.get(folder)
    if not slash or kind is None or not rest.endswith(SUFFIXES):
        return None
    if "/." in f"/{rest}":
        return None
    return Location(kind, None, markdown=rest.endswith(".md"))


def record_of(entity: str) -> "type[BaseModel] | None":
    """Give the record of an entity `kind/id`.

    Examples:
        >>> record_of("objection/dorogo").__name__
        'Objection'
        >>> record_of("config/kb").__name__
        'Kb'
    """
    from scripts_kb.schema.records import RECORDS  # noqa: PLC0415 - see `__getattr__`

    return RECORDS.get(entity) or RECORDS.get(entity.partition("/")[0])


def is_id(text: object) -> bool:
    """Tell whether a text may be an id."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None
