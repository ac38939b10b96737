"""What the entries of one review share: the two trees, who decides, who agreed, the day."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from scripts_kb.git.records import Commit
from scripts_kb.language import Language
from scripts_kb.past.records import Row
from scripts_kb.problems import Place, Problem
from scripts_kb.review.authority import Authority
from scripts_kb.review.keys import Boundaries, Consent
from scripts_kb.review.materials import Handed
from scripts_kb.review.records import Addresses
from scripts_kb.review.trees import Shelf
from scripts_kb.schema.values import Value


@dataclass(frozen=True, slots=True)
class Context:
    """What the entries of one review share.

    Attributes:
        before: the tree before.
        after: the tree after.
        shown: how messages name the content folder.
        boundaries: who decides what.
        authority: who decides that.
        consent: who agreed.
        today: the day of the review.
        rows: entity → what each landed or coming change did to it, oldest first.
        commits: those between the two trees.
        uncommitted: paths whose bytes are not in the commit that is checked out.
        handed: what offers hand out anew though their cards may say the same.
        built: paths of what decides how all is built, and is another after the change.
        addresses: where what the review names can be looked at.
        fresh: what the check finds after the change and did not find before it.
        earlier: what it found before the change too.
    """

    before: Shelf
    after: Shelf
    shown: str
    boundaries: Boundaries
    authority: Authority
    consent: Consent
    today: dt.date
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    commits: tuple[Commit, ...] = ()
    uncommitted: frozenset[str] = frozenset()
    handed: Handed = field(default_factory=Handed)
    built: tuple[str, ...] = ()
    addresses: Addresses = field(default_factory=Addresses)
    fresh: tuple[Problem, ...] = ()
    earlier: tuple[Problem, ...] = ()

    @property
    def kb(self) -> dict[str, Any]:
        """The settings `kb.yml` after the change."""
        found = self.after.find("config/kb")
        return found if isinstance(found, dict) else {}

    @property
    def language(self) -> Language:
        """The language of the knowledge base."""
        return language(self.kb)


def language(kb: Value) -> Language:
    """Give the language that settings name; Russian, the default."""
    return "en" if text(kb, "language") == "en" else "ru"


def text(value: Value, name: str) -> str:
    """Give a text of a settings file, "" where it has none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def readers() -> tuple[ModuleType, ModuleType]:
    """Give the modules that find places in a file and that name its mistakes.

    The gate has loaded them with the check; a review without it seldom asks.
    """
    from scripts_kb.content import locating, reading  # noqa: PLC0415 - 170 ms, for a place alone

    return locating, reading


def place(context: Context, path: str) -> Place:
    """Give a file as a whole."""
    return Place(f"{context.shown}/{path}")


def places(context: Context, path: str) -> Callable[[str], Place]:
    """Give the lines of a file as it stands after the change; it is parsed when one is asked."""
    source = context.after.files.get(path)
    known: list[Callable[[str], tuple[int, int]]] = []

    def at(where: str) -> Place:
        if source is None or source.content is None:
            return place(context, path)
        if not known:
            known.append(readers()[0].places(source.content, path))
        return Place(f"{context.shown}/{path}", *known[0](where))

    return at
