"""Why a change was made: trailers of its messages, files of `content/changes/`, reverts.

    trailers of a landed commit, of the commits it brought in ─┐
    change files, read from the tip ───────────────────────────┼─▶ Rationale of each row
    "This reverts commit …" ───────────────────────────────────┘

A change file explains (a) its `commits`; else (b) the change whose `Change:` trailer names it; else
(c) the change that first added it; and (d) for what it `applies_to` and was not touched there, that
entity's latest earlier unexplained version:

    ●  objection/dorogo v3, no reason            ◀── d ──┐
    ●  changes/cup.yml added, script/call v7     ◀── c ──┘ applies_to: both

Nothing is taken from authors' names or dates.

    Step ──take──▶ Entry (a row and what was said of it) ──▶ Shelf
    change files of the tip ──▶ claims ──┐
    Shelf ──entry──▶ Entry ──────────────┴──row──▶ Row with its reason and gaps

What was said never changes once it landed, so entries may be kept; the change files of the tip do,
so claims are made anew, and a row gets its reason when it is asked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, Protocol

from scripts_kb.past.messages import Said, trailers, unite
from scripts_kb.past.records import Rationale, Row, Step
from scripts_kb.schema.values import Value

TRUNCATED: Final = "truncated"
_WHOLE: Final = 40
"""Digits of an id that is not cut short."""
_LAST: Final = 1 << 60
"""Where a file stands that never landed."""


class Entry(NamedTuple):
    """A row without its reason, and what its messages said."""

    row: Row
    said: Rationale | None = None
    slips: tuple[str, ...] = ()
    reverts: str | None = None
    """The landed change that this one reverts."""

    @property
    def version(self) -> bool:
        """Whether the row is a version, not a gap."""
        return self.row.kind != "gap"


class Shelf(Protocol):
    """Where entries are kept, in the order in which they landed; places count from 0."""

    def land(self, change: str, commits: Iterable[str]) -> None:
        """Note a landed change and the commits that it brought in."""

    def add(self, entry: Entry) -> None:
        """Put down the next entry; it belongs to the change that landed last."""

    def home(self, commit: str) -> str | None:
        """Give the landed change of a commit, which may be the commit itself."""

    def begun(self, start: str) -> str | None:
        """Give the commit whose id begins so; None where there is none, or more than one."""

    def place(self, change: str) -> int:
        """Give the place of a landed change."""

    def entry(self, index: int) -> Entry:
        """Give an entry."""

    def of_change(self, change: str) -> Sequence[tuple[int, str]]:
        """Give the versions of a change: their indexes and entities."""

    def of_entity(self, entity: str) -> Sequence[tuple[int, int]]:
        """Give the versions of an entity, oldest first: their indexes, and where they landed."""


class Memory:
    """A shelf for as long as the program runs."""

    def __init__(self) -> None:
        self.homes: dict[str, str] = {}
        self.entries: list[Entry] = []
        self._places: dict[str, int] = {}
        self._changes: dict[str, list[tuple[int, str]]] = {}
        self._entities: dict[str, list[tuple[int, int]]] = {}

    def land(self, change: str, commits: Iterable[str]) -> None:
        """Note a landed change."""
        self._places[change] = len(self._places)
        for commit in (change, *commits):
            self.homes[commit] = change

    def add(self, entry: Entry) -> None:
        """Put down the next entry."""
        row = entry.row
        if entry.version and row.entity:
            index = len(self.entries)
            self._changes.setdefault(row.change, []).append((index, row.entity))
            place = self._places[row.change]
            self._entities.setdefault(row.entity, []).append((index, place))
        self.entries.append(entry)

    def home(self, commit: str) -> str | None:
        """Give the landed change of a commit."""
        return self.homes.get(commit)

    def begun(self, start: str) -> str | None:
        """Give the commit whose id begins so."""
        found = [name for name in self.homes if name.startswith(start)]
        return found[0] if len(found) == 1 else None

    def place(self, change: str) -> int:
        """Give the place of a landed change."""
        return self._places[change]

    def entry(self, index: int) -> Entry:
        """Give an entry."""
        return self.entries[index]

    def of_change(self, change: str) -> Sequence[tuple[int, str]]:
        """Give the versions of a change."""
        return self._changes.get(change, ())

    def of_entity(self, entity: str) -> Sequence[tuple[int, int]]:
        """Give the versions of an entity."""
        return self._entities.get(entity, ())


Spot = tuple[str, frozenset[str] | None]
"""A landed change, and of which entities alone; None for all."""


@dataclass(slots=True)
class Names:
    """What landed changes said of change files, by the file's id."""

    born: dict[str, str] = field(default_factory=dict)
    """The change that first added the id."""
    named: dict[str, list[Spot]] = field(default_factory=dict)
    """Where a `Change:` trailer names it."""


class Matching:
    """Takes what landed, and gives every row its reason.

    Args:
        shelf: where to keep what was taken.
        names: what is known of change files already.

    Examples:
        matching = Matching()
        for step in steps:  # oldest first
            matching.take(step)
        rows, idle = matching.finish(notes)
    """

    def __init__(self, shelf: Shelf | None = None, names: Names | None = None) -> None:
        self.memory = Memory()
        self.shelf: Shelf = self.memory if shelf is None else shelf
        self.names = Names() if names is None else names

    @property
    def landed_of(self) -> dict[str, str]:
        """Commit → its landed change; others may be added that a revert may name."""
        return self.memory.homes

    @property
    def born(self) -> dict[str, str]:
        """Id of a change file → the change that first added it."""
        return self.names.born

    @property
    def named(self) -> dict[str, list[Spot]]:
        """Id of a change file → where a trailer names it."""
        return self.names.named

    def finish(self, notes: Mapping[str, Value]) -> tuple[list[Row], frozenset[str]]:
        """Match what was taken into memory with the change files of the tip.

        Args:
            notes: the change files of the tip by id, as canonical values.

        Returns:
            The rows, oldest first, with reasons and gaps; and the ids of the change files that
            explain nothing.
        """
        reasons = Reasons(self.shelf, self.names, notes)
        entries = self.memory.entries
        return [reasons.row(index, entry) for index, entry in enumerate(entries)], reasons.idle

    def take(self, step: Step) -> None:
        """Note what a landed change did and said; steps come oldest first."""
        commit, brought = step.landed.commit, step.landed.brought
        self.shelf.land(commit.id, (each.id for each in brought))
        for name in step.explained:
            self.names.born.setdefault(name, commit.id)
        own = trailers(commit.message)
        parts = [(own, None), *((trailers(each.message), met) for each, met in step.spoken)]
        for part, entities in parts:
            for name in unite([part]).changes if "change" in part.fields else ():
                self.names.named.setdefault(name, []).append((commit.id, entities))
        united: dict[tuple[int, ...], tuple[Said, tuple[str, ...], str | None]] = {}
        for row in step.rows:
            # Where the past is cut, the commit is not what made the row; a gap has no reason.
            if row.kind == "gap" or TRUNCATED in row.gaps:
                self.shelf.add(Entry(row))
                continue
            speaking = tuple(
                place
                for place, (_, entities) in enumerate(parts)
                if entities is None or row.entity in entities
            )
            if speaking not in united:
                chosen = [parts[place][0] for place in speaking]
                slips = dict.fromkeys(slip for part in chosen for slip in part.slips)
                garbled = () if commit.readable else ("message-encoding",)
                reverts = (self._landed(name) for part in chosen for name in part.reverts)
                united[speaking] = (
                    unite(chosen),
                    (*slips, *garbled),
                    next((home for home in reverts if home), None),
                )
            said, marks, reverted = united[speaking]
            self.shelf.add(Entry(row, said.rationale, marks, reverted))

    def _landed(self, name: str) -> str | None:
        """Give the landed change of a commit that a message names, its id cut short or not."""
        whole = name if len(name) == _WHOLE else self.shelf.begun(name)
        return self.shelf.home(whole) if whole else None


class _Claim(NamedTuple):
    """A change file's wish to explain a row; the smallest wins.

    How it claims (a to d), where the file landed, its id.
    """

    way: str
    place: int
    note: str


class Reasons:
    """The reasons of rows, by the change files of the tip.

    Args:
        shelf: what landed.
        names: what it said of change files.
        notes: the change files of the tip by id, as canonical values.
    """

    def __init__(self, shelf: Shelf, names: Names, notes: Mapping[str, Value]) -> None:
        self._shelf = shelf
        self._names = names
        self._notes = notes
        self._claims: dict[int, list[_Claim]] = {}
        for name in notes:
            self._claim(name)
        self._claim_later()
        used = {claim.note for found in self._claims.values() for claim in found}
        self.idle = frozenset(notes) - used
        """Change files that explain nothing."""

    def row(self, index: int, entry: Entry) -> Row:
        """Give a row its reason and its gaps."""
        row = entry.row
        if not entry.version:
            return row
        reason = self.of(index, entry)
        gaps = list(row.gaps)
        if not (reason and reason.explains) and TRUNCATED not in gaps:
            gaps.append("unexplained")
        gaps.extend(entry.slips)
        if len({claim.note for claim in self._claims.get(index, ())}) > 1:
            gaps.append("second-claim")
        return Row(
            row.change,
            row.entity,
            row.version,
            row.kind,
            row.time,
            row.offset,
            row.subject,
            row.path,
            row.edits,
            reason,
            tuple(gaps),
        )

    def of(self, index: int, entry: Entry) -> Rationale | None:
        """Give the reason of a version: of the file whose claim comes first, else of trailers."""
        reason = entry.said
        if index in self._claims:
            name = min(self._claims[index]).note
            given = self._notes[name]
            filled = join(of_note(name, given), reason)
            assert filled is not None  # noqa: S101 - the file's own is there
            # What a file says is said, `urgent: false` too.
            said = isinstance(given.get("urgent"), bool)
            reason = replace(filled, urgent=given["urgent"]) if said else filled
        if entry.reverts is None:
            return reason
        if reason is None:
            return Rationale("revert", reverts=entry.reverts)
        return replace(reason, reverts=entry.reverts)

    def _limits(self, name: str) -> frozenset[str]:
        return frozenset(_strs(self._notes[name].get("applies_to")))

    def _way(self, name: str) -> str:
        if _strs(self._notes[name].get("commits")):
            return "a"
        return "b" if name in self._names.named else "c"

    def _born(self, name: str) -> int:
        """Give the place where a file landed; a file that never did comes last."""
        change = self._names.born.get(name)
        return _LAST if change is None else self._shelf.place(change)

    def _spots(self, name: str) -> Iterator[Spot]:
        way = self._way(name)
        if way == "a":
            for commit in _strs(self._notes[name].get("commits")):
                home = self._shelf.home(commit)
                if home is not None:
                    yield home, None
        elif way == "b":
            yield from self._names.named[name]
        elif name in self._names.born:
            yield self._names.born[name], None

    def _claim(self, name: str) -> None:
        limits = self._limits(name)
        claim = _Claim(self._way(name), self._born(name), name)
        for change, entities in self._spots(name):
            for index, entity in self._shelf.of_change(change):
                if limits and entity not in limits:
                    continue
                if entities is None or entity in entities:
                    self._claims.setdefault(index, []).append(claim)

    def _claim_later(self) -> None:
        """Let files that came later claim the latest unexplained version of what they name.

        In landing order: what one explains, the next finds explained.
        """
        late = [name for name in self._notes if self._way(name) == "c" and name in self._names.born]
        for name in sorted(late, key=lambda each: (self._born(each), each)):
            landed = self._born(name)
            here = {entity for _, entity in self._shelf.of_change(self._names.born[name])}
            for entity in sorted(self._limits(name) - here):
                for index, place in reversed(self._shelf.of_entity(entity)):
                    if place >= landed:
                        continue
                    reason = self.of(index, self._shelf.entry(index))
                    if not (reason and reason.explains):
                        claim = _Claim("d", landed, name)
                        self._claims.setdefault(index, []).append(claim)
                        break


def of_note(id_: str, note: Value) -> Rationale:
    """Make the reason of a change file from its value at the tip."""
    expect = note.get("expect")
    return Rationale(
        "file",
        id=id_,
        title=_str(note.get("title")),
        by=_str(note.get("by")),
        class_=_str(note.get("class")),
        urgent=note.get("urgent") is True,
        origin=_str(note.get("origin")),
        cause=_str(note.get("cause")),
        purpose=_str(note.get("purpose")),
        effect=_str(note.get("effect")),
        evidence=_strs(note.get("evidence")),
        expect={name: expect.get(name) for name in ("metric", "of", "change", "by")}
        if isinstance(expect, dict)
        else _str(expect),
        watch=_str(note.get("watch")),
        agreed=_strs(note.get("agreed")),
        learned=_str(note.get("learned")),
    )


def _str(value: Value) -> str | None:
    return None if value is None or isinstance(value, dict | list) else str(value)


def _strs(value: Value) -> tuple[str, ...]:
    """Read a list of texts; one text alone, as people write it, is a list of one."""
    if isinstance(value, list):
        return tuple(map(str, value))
    alone = _str(value)
    return () if alone is None else (alone,)


def join(first: Rationale | None, second: Rationale | None) -> Rationale | None:
    """Fill the fields that the first reason leaves open from the second."""
    if first is None or second is None:
        return first or second
    open_ = {
        name: getattr(second, name)
        for name in Rationale.__slots__
        if name != "source" and getattr(first, name) in _NOTHING
    }
    return replace(first, **open_)


_NOTHING: Final = (None, False, ())
