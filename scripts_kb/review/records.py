"""The records of a review: two states of a knowledge base, compared for people who must agree.

two trees ──pairing──▶ EntityPair ──▶ EntityReview (edits, reasons, keys, impact, calls) ──▶ Review
                                                                                ├ terminal
as_json: the exact shape of `kb diff --json`                                    ├ Markdown
                                                                                └ HTML
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from scripts_kb.language import Language
from scripts_kb.past.records import Edit, Rationale, Share
from scripts_kb.problems import Problem
from scripts_kb.review.weight import ChangeClass, Weight
from scripts_kb.schema.values import Value

ReviewKind = Literal["added", "changed", "removed", "moved"]
Given = Literal["", "approved", "author", "silence", "arbiter"]
State = Literal["red", "yellow", "urgent", "green"]
"""Not yet; by silence on a day; at once, owing what is missing; all is agreed and explained."""
CONSENT = frozenset({"gate-key", "gate-refused", "gate-silence", "gate-stale", "gate-urgent-key"})
"""Codes of what is mended by those who agree, not by the author."""


@dataclass(frozen=True, slots=True)
class EntityPair:
    """An entity on both sides; a value is None where the entity is absent or cannot be read."""

    entity: str
    before: Value
    after: Value
    path_before: str | None
    """Below the content folder; None where the entity is absent."""
    path_after: str | None
    bytes_differ: bool = True
    unreadable: str = ""
    """Why one side could not be read: a code; such a pair has no edits."""
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """The consent of one department to one entity's change, and which fields ask for it."""

    department: str
    zones: tuple[str, ...]
    """Titles of the zones that ask for it."""
    paths: tuple[str, ...]
    given: Given = ""
    by: str = ""
    """The department that gave it in its place: the arbiter's."""
    refused: bool = False
    """Whether the department asked for changes."""
    firm: bool = False
    """Whether only the department itself can give it: no silence, no arbiter, no haste."""
    until: dt.date | None = None
    """The day on which silence will give it, None where only people can."""
    stale: bool = False
    """Whether the department said yes to what was changed afterwards."""


@dataclass(frozen=True, slots=True)
class Approvals:
    """The keys that an entity's change needs, in the order of the departments."""

    keys: tuple[Key, ...] = ()

    @property
    def needed(self) -> tuple[str, ...]:
        """Departments whose key is needed."""
        return tuple(key.department for key in self.keys)

    @property
    def given(self) -> tuple[str, ...]:
        """Departments whose key was given, by themselves, by silence or by the arbiter."""
        return tuple(key.department for key in self.keys if key.given)

    @property
    def missing(self) -> tuple[str, ...]:
        """Departments whose key is still missing."""
        return tuple(key.department for key in self.keys if not key.given)

    def as_json(self) -> dict[str, Any]:
        """Give the keys as `kb diff --json` prints them."""
        return {
            "needed": list(self.needed),
            "given": list(self.given),
            "missing": list(self.missing),
            "why": [
                {
                    "department": key.department,
                    "zones": list(key.zones),
                    "paths": list(key.paths),
                    "given": key.given or None,
                    "by": key.by or None,
                    "refused": key.refused,
                    "until": key.until.isoformat() if key.until else None,
                    "stale": key.stale,
                }
                for key in self.keys
            ],
        }


@dataclass(frozen=True, slots=True)
class Reach:
    """Another entity that what changed reaches.

    `before` and `after` are what a customer hears there: texts with the quoted value filled in.
    They are empty for a mere reference.
    """

    entity: str
    title: str
    path: str
    where: tuple[str, ...] = ()
    """The place in a reader's words."""
    before: str = ""
    after: str = ""
    partner: bool = False
    """Whether it is a page that partners see."""


@dataclass(frozen=True, slots=True)
class Echo:
    """Another place that still speaks of what changed as it was.

    Attributes:
        entity: the card.
        title: its title.
        of: the place of what changed.
        old: what stood there, for a reader.
        new: what stands there now; "" where it is gone.
        path: where the card says it; "" for a card that only names what is gone.
        where: the place in a reader's words.
        said: as the card says it.
        text: the sentence.
        count: how many times the card names it.
        partner: whether it is a page that partners see.
    """

    entity: str
    title: str
    of: str
    old: str
    new: str = ""
    path: str = ""
    where: tuple[str, ...] = ()
    said: str = ""
    text: str = ""
    count: int = 1
    partner: bool = False

    def as_json(self) -> dict[str, Any]:
        """Give it as `kb diff --json` prints it."""
        fields = ("entity", "path", "of", "old", "new", "said", "text", "count")
        return {name: getattr(self, name) or None for name in fields}


@dataclass(frozen=True, slots=True)
class Way:
    """One step of a call's way: what the customer says and the step that it leads to."""

    node: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link of a script: from a step, by the customer's reply, to a step, a script, an outcome."""

    start: str
    reply: str
    """The id of the reply; `next` or `outcome` of the step itself."""
    says: str
    end: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """How the calls that a script allows have changed.

    Counts of paths are of ways from the entry to an end that pass no step twice; they stop at
    `conversation.MANY`.
    """

    paths_before: int
    paths_after: int
    gone: tuple[tuple[Way, ...], ...] = ()
    """For each link that is no more, the shortest call up to and with it."""
    new: tuple[tuple[Way, ...], ...] = ()
    redirected: tuple[tuple[Arrow, Arrow], ...] = ()
    """Replies that lead elsewhere: before, after."""
    unreachable: tuple[str, ...] = ()
    """Steps to which no path leads any more, or new ones to which none leads."""
    dead_ends: tuple[str, ...] = ()
    """Steps that have become dead ends, or are new ones."""
    lost_objections: tuple[str, ...] = ()
    """Objections that the script answered before and answers nowhere now."""
    arrows_before: tuple[Arrow, ...] = ()
    arrows_after: tuple[Arrow, ...] = ()
    steps_before: Mapping[str, str] = field(default_factory=dict)
    """Step → what is said or meant there, in the order of the script."""
    steps_after: Mapping[str, str] = field(default_factory=dict)

    @property
    def differs(self) -> bool:
        """Whether calls can go another way now."""
        return bool(
            self.gone
            or self.new
            or self.redirected
            or self.unreachable
            or self.dead_ends
            or self.lost_objections
        )

    def as_json(self) -> dict[str, Any]:
        """Give what changed, for programs."""
        return {
            "paths_before": self.paths_before,
            "paths_after": self.paths_after,
            "gone": [[step.node for step in path] for path in self.gone],
            "new": [[step.node for step in path] for path in self.new],
            "redirected": [
                {"node": old.start, "reply": old.reply, "before": old.end, "after": new.end}
                for old, new in self.redirected
            ],
            "unreachable": list(self.unreachable),
            "dead_ends": list(self.dead_ends),
            "lost_objections": list(self.lost_objections),
        }


@dataclass(frozen=True, slots=True)
class Expiry:
    """An offer that ends soon and that the review touches."""

    entity: str
    title: str
    valid_to: dt.date


def _stored(told: str) -> dict[str, Any] | None:
    size, _, blob = told.rpartition(" ")
    return {"size": int(size) if size else None, "blob": blob} if told else None


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file before and after, each by its size in bytes and the first digits of its name in git.

    A side is "" where there is no file, and has no size where nobody knows it.
    """

    path: str
    before: str
    after: str

    def as_json(self) -> dict[str, Any]:
        """Give it as `kb diff --json` prints it."""
        sides = {"before": self.before, "after": self.after}
        return {"path": self.path} | {name: _stored(told) for name, told in sides.items()}


@dataclass(frozen=True, slots=True)
class Copied:
    """The card that a new one was made from, and the edits that lead from that one to it."""

    entity: str
    title: str
    value: Value
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where what a review names can be looked at; "" where it is not known.

    Attributes:
        card: gives the page of an entity.
        file: gives a file by its path below the content folder, as it will be.
        whole: the review as a page.
        coming: the cards as they will be.
    """

    card: Callable[[str], str] = lambda _: ""
    file: Callable[[str], str] = lambda _: ""
    whole: str = ""
    coming: str = ""


@dataclass(frozen=True, slots=True)
class EntityReview:
    """What a review says of one entity."""

    entity: str
    kind: ReviewKind
    title: str
    edits: tuple[Edit, ...]
    path: str
    """The file after the change, of a removed entity before it; below the content folder."""
    path_before: str | None = None
    """The file before, where it moved."""
    before: Value = None
    after: Value = None
    rationales: tuple[Rationale, ...] = ()
    shares: tuple[Share, ...] = ()
    """Which reason is whose, where merges brought in edits of several people."""
    approvals: Approvals = field(default_factory=Approvals)
    quotes: tuple[Reach, ...] = ()
    echoes: tuple[Echo, ...] = ()
    gaps: tuple[str, ...] = ()
    class_: ChangeClass = "tactical"
    """What the edits themselves prove the change to be, whatever its author calls it."""
    weights: tuple[Weight, ...] = ()
    """What each edit proves."""
    because: str = ""
    """Why it was judged so."""
    conversation: Conversation | None = None
    expiring: tuple[Expiry, ...] = ()
    copied: Copied | None = None
    """What a new card was made from."""
    handed: tuple[HandedFile, ...] = ()
    """Files that it hands out anew; an edit each, at `materials[id].file`, though the card says the
    same."""

    @property
    def values(self) -> tuple[Edit, ...]:
        """The edits that change the card's value: all but those of bytes that it hands out."""
        return self.edits[: len(self.edits) - len(self.handed)]

    @property
    def impact(self) -> tuple[str, ...]:
        """The other entities that this change reaches, each once."""
        return tuple(dict.fromkeys(quote.entity for quote in self.quotes))

    def as_json(self) -> dict[str, Any]:
        """Give the entry as `kb diff --json` prints it."""
        return {
            "entity": self.entity,
            "kind": self.kind,
            "edits": [edit.as_json() for edit in self.values],
            "materials": [each.as_json() for each in self.handed],
            "rationales": [each.as_json() for each in self.rationales],
            **({"shares": [each.as_json() for each in self.shares]} if self.shares else {}),
            "approvals": self.approvals.as_json(),
            "impact": list(self.impact),
            "echoes": [each.as_json() for each in self.echoes],
            "gaps": list(self.gaps),
            "title": self.title,
            "path": self.path,
            "path_before": self.path_before,
            "class": self.class_,
            "copy_of": self.copied.entity if self.copied else None,
            "because": self.because,
            "conversation": self.conversation.as_json() if self.conversation else None,
            "expiring": [
                {"entity": each.entity, "valid_to": each.valid_to.isoformat()}
                for each in self.expiring
            ],
        }


@dataclass(frozen=True, slots=True)
class Review:
    """A comparison of two states of a knowledge base, ready to be shown.

    Attributes:
        base: the commit before, 40 hex digits.
        head: the commit after, or `worktree`.
        entries: the entities that differ, in the order of kinds, then of ids.
        problems: what keeps the change out, and warnings.
        formatting: files that read the same as before though their bytes differ.
        notes: reasons that are new here and explain the past, not this change.
        departments: id → title, in the order of `zones.yml`.
        names: entity → title, of everything that the review mentions; also of `metric/ID` and
            `segment/ID`.
        quoted: what `<offer/x.price.list>` and the like stand for, before and after.
        language: of the review.
        state: what the gate says; None where it was not asked.
        until: the day on which silence consents to what is yellow; by which an urgent change is
            to be explained.
        earlier: what the check finds that it found before the change too; it keeps nobody out.
        files: files that differ and that no offer hands out.
        folder: how messages name the content folder.
        addresses: where cards and files can be looked at.
    """

    base: str
    head: str
    entries: tuple[EntityReview, ...] = ()
    problems: tuple[Problem, ...] = ()
    formatting: tuple[str, ...] = ()
    notes: tuple[Rationale, ...] = ()
    departments: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    quoted: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})
    language: Language = "ru"
    today: dt.date = dt.date.min
    state: State | None = None
    until: dt.date | None = None
    earlier: tuple[Problem, ...] = ()
    files: tuple[HandedFile, ...] = ()
    folder: str = "content"
    addresses: Addresses = field(default_factory=Addresses)

    @property
    def refused(self) -> bool:
        """Whether it may not land today: for a mistake, or for a key that is not turned yet."""
        mistaken = any(problem.severity == "error" for problem in self.problems)
        return mistaken or self.state in {"red", "yellow"}

    def before_consent(self) -> "Review":
        """Give what its author has to mend before sending it: who agrees is asked after that."""
        found = tuple(each for each in self.problems if each.code not in CONSENT)
        return replace(self, problems=found, state=None, until=None)

    def as_json(self) -> dict[str, Any]:
        """Give the review as `kb diff --json` prints it."""
        return {
            "base": self.base,
            "head": self.head,
            "entities": [entry.as_json() for entry in self.entries],
            "problems": [problem.as_json(self.language) for problem in self.problems],
            "formatting": list(self.formatting),
            "files": [each.as_json() for each in self.files],
            "notes": [note.as_json() for note in self.notes],
            "state": self.state,
            "until": self.until.isoformat() if self.until else None,
            "earlier": [problem.as_json(self.language) for problem in self.earlier],
        }
