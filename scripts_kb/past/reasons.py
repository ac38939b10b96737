"""Why a change was made: trailers of its messages, files of `content/changes/`, reverts.

    trailers of a landed commit, of the commits it brought in ─┐
    change files, read from the tip ───────────────────────────┼─▶ Rationale of each row
    "This reverts commit …" ───────────────────────────────────┘

A change file explains (a) its `commits`; else (b) the change whose `Change:` trailer names it; else
(c) the change that first added it; and (d) for what it `applies_to` and was not touched there, that
entity's latest earlier unexplained version:

    ●  objection/dorogo v3, no reason            ◀── d ──┐
    ●  changes/cup.yml added, script/call v7     ◀── c ──┘ applies_to: both

In a merge of several lines of work a reason speaks for the edits of its own line (`sides`): a row
has its united reason, and shares of edits with the reason of each.

Nothing is taken from authors' names or dates.

    Folded ──take──▶ LandedRow (a row and what was said of it) ──▶ Archive
    change files of the tip ──▶ claims ──┐
    Archive ──▶ LandedRow ───────────────┴──row──▶ Row with its reason and gaps

What was said never changes once it landed, so it may be kept; the change files of the tip do,
so claims are made anew, and a row gets its reason when it is asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scripts_kb.content import references
from scripts_kb.past.memory import Memory
from scripts_kb.past.messages import Trailers, United, trailers, unite
from scripts_kb.past.records import (
    Attribution,
    Folded,
    LandedPart,
    LandedRow,
    Rationale,
    Row,
    Share,
    Statement,
)
from scripts_kb.past.reverts import Reverts, home_of
from scripts_kb.schema.values import Value

if TYPE_CHECKING:
    # A comparison keeps its rows in memory, and does not load SQLite.
    from scripts_kb.past.archive import Archive

TRUNCATED: Final = "truncated"
_LAST: Final = 1 << 60
"""Where a file stands that never landed."""


class Spot(NamedTuple):
    """Where a change file is named."""

    change: str
    """The landed change."""
    entities: frozenset[str] | None = None
    """Of which entities alone; None for all."""
    commits: frozenset[str] | None = None
    """Of what these commits speak for alone; None for all."""


@dataclass(slots=True)
class Namings:
    """What landed changes said of change files, by the file's id."""

    born: dict[str, str] = field(default_factory=dict)
    """The change that first added the id."""
    named: dict[str, list[Spot]] = field(default_factory=dict)
    """Where a `Change:` trailer names it."""
    writers: dict[str, frozenset[str]] = field(default_factory=dict)
    """Who wrote it, where it came in with several lines of work."""

    def packed(self) -> dict[str, Any]:
        """Write it as plain lists and maps."""
        return {
            "born": self.born,
            "named": {
                name: [(change, _listed(met), _listed(commits)) for change, met, commits in spots]
                for name, spots in self.named.items()
            },
            "writers": {name: _listed(commits) for name, commits in self.writers.items()},
        }

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any]) -> "Namings":
        """Read what `packed` gave."""
        named = {
            name: [Spot(change, _set(met), _set(commits)) for change, met, commits in spots]
            for name, spots in packed["named"].items()
        }
        writers = {name: frozenset(commits) for name, commits in packed["writers"].items()}
        return cls(dict(packed["born"]), named, writers)


def _listed(names: frozenset[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _set(names: Sequence[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)


class Matching:
    """Takes what landed, and notes what its messages said.

    Args:
        archive: where to keep the rows.
        names: what is known of change files already.

    Examples:
        matching = Matching(archive, Namings())
        for folded in fold.fold(walk, speaks):  # oldest first
            matching.take(folded)
        rows = Reasons(archive, matching.names, notes).rows()
    """

    def __init__(self, archive: "Archive | Memory", names: Namings) -> None:
        self.archive = archive
        self.names = names
        self._reverts = Reverts(archive)

    def take(self, folded: Folded) -> None:
        """Note what a landed change did and said; they come oldest first."""
        commit, brought = folded.landed.commit, folded.landed.brought
        self.archive.land(commit.id, (each.id for each in brought))
        for name in folded.explained:
            self.names.born.setdefault(name, commit.id)
        self.names.writers.update(folded.writers)
        own = trailers(commit.message)
        spoken = [(each.id, trailers(each.message), met) for each, met in folded.spoken]
        parts = [(commit.id, own, None), *spoken]
        for speaker, part, entities in parts:
            for name in unite([part]).changes if "change" in part.fields else ():
                spot = Spot(commit.id, entities, frozenset({speaker}) if folded.made else None)
                self.names.named.setdefault(name, []).append(spot)
        united: dict[tuple[int, ...], tuple[United, tuple[str, ...]]] = {}
        for row in folded.rows:
            # Where the past is cut, the commit is not what made the row; a gap has no reason.
            if row.kind == "gap" or TRUNCATED in row.gaps:
                self.archive.add(LandedRow(row))
                continue
            speaking = tuple(
                place
                for place, (_, _, entities) in enumerate(parts)
                if entities is None or row.entity in entities
            )
            chosen = [parts[place][1] for place in speaking]
            if speaking not in united:
                slips = dict.fromkeys(slip for part in chosen for slip in part.slips)
                garbled = () if commit.readable else ("message-encoding",)
                united[speaking] = unite(chosen), (*slips, *garbled)
            said, marks = united[speaking]
            reverted = self._reverts.of(row, chosen)
            made = folded.made.get(row.entity or "", ())
            heard = {parts[place][0]: parts[place][1] for place in speaking}
            shares = tuple(self._landed_part(row, each, heard) for each in made)
            self.archive.add(LandedRow(row, said.rationale, marks, reverted, shares))
        self._reverts.land(commit.id, commit.subject)

    def _landed_part(
        self, row: Row, made: Attribution, heard: Mapping[str, Trailers]
    ) -> LandedPart:
        """Gather what is said of edits by those who speak for them."""
        part = replace(row, edits=tuple(each for each in row.edits if each.path in made.paths))

        def statement(commits: frozenset[str]) -> Statement:
            known = commits | {row.change}
            chosen = [each for name, each in heard.items() if name in known]
            return Statement(unite(chosen).rationale, self._reverts.of(part, chosen), known)

        whole = statement(frozenset().union(*made.voices))
        several = len(made.voices) > 1
        return LandedPart(made.paths, whole, tuple(map(statement, made.voices)) if several else ())


class _Claim(NamedTuple):
    """A change file's wish to explain a row; the smallest wins.

    How it claims (a to d), where the file landed, its id; for which commits alone it speaks.
    """

    way: str
    place: int
    note: str
    commits: frozenset[str] | None = None

    @property
    def rank(self) -> tuple[str, int, str]:
        """What decides between two."""
        return self[:3]


class Reasons:
    """The reasons of rows, by the change files of the tip.

    Args:
        archive: what landed.
        names: what it said of change files.
        notes: the change files of the tip by id, as canonical values.
    """

    def __init__(
        self, archive: "Archive | Memory", names: Namings, notes: Mapping[str, Value]
    ) -> None:
        self._archive = archive
        self._names = names
        self._notes = notes
        self._claims: dict[int, list[_Claim]] = {}
        for name in notes:
            self._claim(name)
        self._claim_later()
        used = {claim.note for found in self._claims.values() for claim in found}
        self.idle = frozenset(notes) - used
        """Change files that explain nothing."""

    def rows(self) -> Iterator[Row]:
        """Yield all rows, oldest first, with reasons and gaps."""
        return (self._row(index, landed) for index, landed in enumerate(self._archive.rows()))

    def row(self, index: int) -> Row:
        """Give a row with its reason and its gaps."""
        return self._row(index, self._archive.row(index))

    def _row(self, index: int, landed: LandedRow) -> Row:
        row = landed.row
        if row.kind == "gap":
            return row
        reason = self._of(index, landed)
        gaps = list(row.gaps)
        if not (reason and reason.explains) and TRUNCATED not in gaps:
            gaps.append("unexplained")
        gaps.extend(landed.slips)
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
            self._shares(index, landed, reason) if landed.parts else (),
        )

    def _shares(self, index: int, landed: LandedRow, united: Rationale | None) -> tuple[Share, ...]:
        """Give the edits of a row by their own reasons; none where one reason has them all."""
        claims = self._claims.get(index, ())
        found: list[Share] = []
        for part in landed.parts:
            reason = self._of_part(part, claims)
            same = next((each for each in found if each.rationale == reason), None)
            if same:
                found.remove(same)
            found.append(Share((*(same.paths if same else ()), *part.paths), reason))
        alone = len(found) == 1 and found[0].rationale == united
        return () if alone else tuple(found)

    def _of_part(self, part: LandedPart, claims: Sequence[_Claim]) -> Rationale | None:
        """Give the reason of edits; of several who made them, of the one who gave none."""
        for statement in part.each:
            reason = self._of_statement(statement, claims)
            if not (reason and reason.explains):
                return reason
        return self._of_statement(part.whole, claims)

    def _of_statement(self, statement: Statement, claims: Sequence[_Claim]) -> Rationale | None:
        heard = [each for each in claims if not each.commits or each.commits & statement.commits]
        first = min(heard, key=lambda each: each.rank, default=None)
        # What came later explains what nobody did; it takes nothing from who gave a reason.
        if first and not first.commits and statement.said and statement.said.explains:
            first = None
        return self._joined(first.note if first else None, statement.said, statement.reverts)

    def _of(self, index: int, landed: LandedRow) -> Rationale | None:
        """Give the reason of a version: of the file whose claim comes first, else of trailers."""
        claims = self._claims.get(index)
        name = min(claims, key=lambda each: each.rank).note if claims else None
        return self._joined(name, landed.said, landed.reverts)

    def _joined(
        self, name: str | None, said: Rationale | None, reverts: str | None
    ) -> Rationale | None:
        """Join what a change file says, what messages say, and what they take back."""
        reason = said
        if name is not None:
            given = self._notes[name]
            filled = join(of_note(name, given), reason)
            assert filled is not None  # noqa: S101 - the file's own is there
            # What a file says is said, `urgent: false` too.
            urgent = given.get("urgent")
            reason = replace(filled, urgent=urgent) if isinstance(urgent, bool) else filled
        if reverts is None:
            return reason
        if reason is None:
            return Rationale("revert", reverts=reverts)
        return replace(reason, reverts=reverts)

    def _limits(self, name: str) -> frozenset[str]:
        named = _strs(self._notes[name].get("applies_to"))
        return frozenset(references.entity(each.strip()) or each for each in named)

    def _way(self, name: str) -> str:
        if _strs(self._notes[name].get("commits")):
            return "a"
        return "b" if name in self._names.named else "c"

    def _born(self, name: str) -> int:
        """Give the place where a file landed; a file that never did comes last."""
        change = self._names.born.get(name)
        return _LAST if change is None else self._archive.place(change)

    def _spots(self, name: str) -> Iterator[Spot]:
        way = self._way(name)
        if way == "a":
            for commit in _strs(self._notes[name].get("commits")):
                home = home_of(self._archive, references.commit(commit))
                if home is not None:
                    yield Spot(home)
        elif way == "b":
            yield from self._names.named[name]
        elif name in self._names.born:
            yield Spot(self._names.born[name], commits=self._names.writers.get(name))

    def _claim(self, name: str) -> None:
        limits = self._limits(name)
        way, born = self._way(name), self._born(name)
        for change, entities, commits in self._spots(name):
            claim = _Claim(way, born, name, commits)
            for index, entity in self._archive.of_change(change):
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
            here = {entity for _, entity in self._archive.of_change(self._names.born[name])}
            for entity in sorted(self._limits(name) - here):
                for index, place in reversed(self._archive.of_entity(entity)):
                    if place >= landed:
                        continue
                    reason = self._of(index, self._archive.row(index))
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
        evidence=tuple(map(references.evidence, _strs(note.get("evidence")))),
        expect=references.prediction(expect) if isinstance(expect, dict) else _str(expect),
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
