"""The kinds of a knowledge base and the folders they live in.

    content/objections/ещё/дорого.yml  ──▶  kind "objection", identity "objection/dorogo"
    content/kb.yml                     ──▶  kind "config",    identity "config/kb"
    content/changes/2026-11-cup.yml    ──▶  kind "change": explains, is no entity of the log

The first folder gives the kind; everything below it may be moved and renamed freely.
"""

import re
from typing import Final, NamedTuple

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
    "trial",
    "change",
)
"""In the order in which a reader meets them."""

FOLDERS: Final[dict[str, str]] = {
    f"{kind}s" if kind != "process" else "processes": kind for kind in KINDS
}
"""Folder under `content/` → kind."""

FOLDER_OF: Final[dict[str, str]] = {kind: folder for folder, kind in FOLDERS.items()}

_SETTINGS: Final = {
    "config/kb": "agreements/",
    "config/zones": "agreements/",
    "config/wording": "agreements/",
    "config/synonyms": "agreements/",
    "config/facts": "agreements/",
}
"""Settings whose page is not called as their file."""

CONFIG_FILES: Final[tuple[str, ...]] = (
    "kb.yml",
    "zones.yml",
    "synonyms.yml",
    "wording.yml",
    "facts.yml",
)
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


class Location(NamedTuple):
    """What a path below `content/` says of the file there."""

    kind: str
    """A kind, or `config`."""
    name: str | None
    """The name of a settings file (`kb`); None where the id is a field of the file."""
    markdown: bool

    @property
    def schema(self) -> str:
        """Its kind as the schema names it: `objection`, `config/kb`."""
        return f"config/{self.name}" if self.name else self.kind


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


def schema(entity: str) -> str:
    """Name the kind of an entity `kind/id` as the schema does: settings are a kind each.

    Examples:
        >>> schema("objection/dorogo"), schema("offer"), schema("config/kb")
        ('objection', 'offer', 'config/kb')
    """
    return entity if entity.startswith("config/") else entity.partition("/")[0]


def is_id(text: object) -> bool:
    """Tell whether a text may be an id."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def is_entity(name: str) -> bool:
    """Tell whether a name may be an entity's: `kind/id` of a kind that there is.

    Examples:
        >>> is_entity("objection/dorogo"), is_entity("love/dorogo"), is_entity("objection")
        (True, False, False)
    """
    kind, _, id_ = name.partition("/")
    return kind in FOLDER_OF and is_id(id_)


def address(entity: str) -> str:
    """Give the address of an entity's page below the site's root.

    Examples:
        >>> address("objection/dorogo"), address("config/zones")
        ('objections/dorogo/', 'agreements/')
    """
    if entity in _SETTINGS:
        return _SETTINGS[entity]
    kind, _, id_ = entity.partition("/")
    return f"{FOLDER_OF[kind]}/{id_}/"
