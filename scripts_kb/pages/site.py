"""What the pages are made of: the base of today, its past, and the reason of every leaf."""

import datetime as dt
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field

from scripts_kb.content.base import Base
from scripts_kb.effects.records.gathered import Effects
from scripts_kb.git.records import Release
from scripts_kb.pages.asked import Notes
from scripts_kb.past import records
from scripts_kb.past.records import Row
from scripts_kb.schema.audience import SiteAudience
from scripts_kb.schema.values import Value

Leaf = records.Leaf


@dataclass(frozen=True, slots=True)
class MaterialFile:
    """A file that an offer hands out: its size in bytes and its SHA-256 checksum, 64 hex digits."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Site:
    """Everything a build knows.

    `rows` are newest first. `leaves` holds, for each entity of the base, its leaves by path.
    `versions` holds the number of each entity's latest version; an uncommitted entity has none.
    """

    base: Base
    rows: tuple[Row, ...] = ()
    leaves: Mapping[str, Mapping[str, Leaf]] = field(default_factory=dict)
    versions: Mapping[str, int | None] = field(default_factory=dict)
    today: dt.date = dt.date.min
    audience: SiteAudience = "team"
    tip: str = ""
    """The commit that was read."""
    updated: str = ""
    """When that commit landed, ISO 8601 in the base's zone."""
    url: str = ""
    """Where the site is published, with its last slash; "" where nobody said."""
    slight: Container[tuple[str, str]] = frozenset()
    """Change and entity of the versions that alter nothing a reader acts upon."""
    materials: Mapping[str, MaterialFile] = field(default_factory=dict)
    """Files of `materials/` by their path below the content folder."""
    effects: Effects = field(default_factory=Effects)
    """What was predicted and measured."""
    releases: tuple[Release, ...] = ()
    """Tags of the published branch with what landed since the tag before, the newest first."""
    named: Mapping[str, str] = field(default_factory=dict)
    """Titles of what is named on the site and has no page there."""
    lapsed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Offers whose last day has passed, each with the live cards that still name it."""
    folder: str = ""
    """The content folder from the root of its repository; "" for the root itself."""
    sample: bool = False
    """Whether it is the sample company's own, of which a year can be looked at."""
    projected: SiteAudience | None = None
    """For whom it was cut down to what they may see; None for all that is known."""
    notes: Notes = field(default_factory=Notes, compare=False, repr=False)
    """Where questions are noted, once the site is watched."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A version of an entity and when it landed, in seconds since 1970.

    `value` is canonical, None where the entity was removed.
    """

    version: int | None
    time: int
    value: Value


@dataclass(frozen=True, slots=True)
class Page:
    """A generated file: its path below the tree of pages and its bytes.

    `stamped` is where among the bytes it tells the moment of the last change; None where it does
    not. That alone changes with whatever lands.
    """

    path: str
    content: bytes
    stamped: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Planned:
    """A file that can be made: its path, and what makes it."""

    path: str
    make: Callable[[], Page]
