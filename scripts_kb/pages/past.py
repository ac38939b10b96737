"""The past of an entity as a reader sees it: versions with reasons and edits in words.

    Row ──version──▶ Version(anchor, reason, edits in the labels of the fields)

Readers see labels, titles and words, never a path, an id of a list or a file.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from scripts_kb.language import Language
from scripts_kb.pages import renamed, verdicts
from scripts_kb.pages.clean import seen
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.then import Then
from scripts_kb.pages.undone import Undoing
from scripts_kb.pages.verdicts import Outcome
from scripts_kb.past import edits, stood, telling, titles, words
from scripts_kb.past.edits import EntitySide, Line
from scripts_kb.past.records import Rationale, Row
from scripts_kb.past.telling import Names, Told


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one entity, ready to be shown."""

    row: Row
    anchor: str
    landed: dt.datetime
    reason: Rationale | None
    edits: Mapping[str, Line]
    """Place on the page → an edit below the entity itself."""
    told: tuple[Told, ...]
    """The reason, field by field."""
    gaps: tuple[str, ...]
    title: str
    """What the change is called."""
    note: str
    """What its author noted beside it, "" where nobody did."""
    undoing: Undoing
    """What it takes back, and what took it back."""
    outcomes: tuple[Outcome, ...] = ()
    shares: "tuple[Version, ...]" = ()
    """The edits by their own reasons, where a merge brought in several people's."""

    @property
    def explained(self) -> bool:
        """Whether a reader learns why, of all of it."""
        told = self.reason is not None and self.reason.explains
        return told and all(each.explained for each in self.shares)


def anchor(row: Row) -> str:
    """Name the place of a row on its entity's page."""
    return f"v{row.version}" if row.version is not None else f"c{row.change[:8]}"


def version(reading: Reading, row: Row) -> Version:
    """Tell one row in words; a page and the list of changes tell the same rows."""
    # By its place in memory: the site keeps all rows.
    return reading.notes.lately(("version", id(row)), lambda: _version(reading, row))


def _version(reading: Reading, row: Row) -> Version:
    reason = row.rationale
    whole = Version(
        row=row,
        anchor=anchor(row),
        landed=reading.landed(row),
        reason=reason,
        edits=dict(_lines(reading, row)),
        told=told(reading, reason, row.entity or ""),
        gaps=tuple(_gap(gap, reading.language) for gap in row.gaps if gap != "unexplained"),
        title=titles.of(row, reading.language),
        note=titles.authored(row.subject, reading.language),
        undoing=reading.undone.get(row.change, Undoing()),
        outcomes=tuple(verdicts.of(reading, row)),
    )
    return replace(whole, shares=tuple(_shared(reading, whole))) if row.shares else whole


def _shared(reading: Reading, whole: Version) -> Iterator[Version]:
    for share in whole.row.shares:
        yield replace(
            whole,
            reason=share.rationale,
            title=titles.title(share.rationale, whole.row.subject, reading.language),
            edits={at: line for at, line in whole.edits.items() if line.path in share.paths},
            told=told(reading, share.rationale, whole.row.entity or ""),
        )


def told(reading: Reading, reason: Rationale | None, entity: str = "") -> tuple[Told, ...]:
    """Tell a reason field by field; of a card that was brought in also where it stood before."""
    found = list(telling.reason(reason, reading.names)) if reason else []
    place = stood.of(reading.base.documents, reason, entity, reading.language)
    if place:
        label = telling.label("places", reading.language)
        first = next((index for index, each in enumerate(found) if each.field != "origin"), 1)
        found.insert(first, Told("places", label, seen(place)))
    return tuple(found)


def _lines(reading: Reading, row: Row) -> Iterator[tuple[str, Line]]:
    document = reading.base.documents.get(row.entity or "")
    names, value = Then(reading, row).names(), document.value if document else None
    old, new = (EntitySide(row.entity or "", value, names, side) for side in (0, 1))
    # What several people did is told by whose it is, so that nothing of it is joined.
    apart = ((number, 0, edit) for number, edit in enumerate(row.edits))
    for number, part, edit in apart if row.shares else renamed.told(row.entity or "", row.edits):
        if edit.path:
            place = f"{anchor(row)}-{number}"
            yield f"{place}-{part}" if part else place, _spoken(edits.line(edit, old, new), names)


def _spoken(line: Line, names: Names) -> Line:
    """Fill what would sound the same on both sides, and so was left with its marks."""
    if line.op != "changed" or "<" not in line.before + line.after:
        return line
    before, after = names.fill(line.before, 0), names.fill(line.after, 1)
    return replace(line, before=before, after=after, runs=words.marked(before, after))


def _gap(gap: str, language: Language) -> str:
    text = seen(telling.gap(gap, language))
    return text[:1].upper() + text[1:]


def marks(runs: tuple[words.Run, ...], mark: words.Mark) -> Markup:
    """Write one side of a difference as HTML."""
    tag = Markup("<del>{}</del>") if mark == "cut" else Markup("<ins>{}</ins>")
    told = words.side(runs, mark)
    return Markup("").join(tag.format(text) if differs else text for text, differs in told)
