"""The past of an entity as a reader sees it: versions with reasons and edits in words.

    Row ──version──▶ Version(anchor, reason, edits in the labels of the fields)

Readers see labels, titles and words, never a path, an id of a list or a file.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from scripts_kb.language import Language
from scripts_kb.pages import verdicts
from scripts_kb.pages.clean import seen
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.verdicts import Outcome
from scripts_kb.past import edits, telling, words
from scripts_kb.past.edits import EntitySide, Line
from scripts_kb.past.records import Rationale, Row
from scripts_kb.past.telling import Told


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
    return reading.notes.once(("version", id(row)), lambda: _version(reading, row))


def _version(reading: Reading, row: Row) -> Version:
    reason = row.rationale
    whole = Version(
        row=row,
        anchor=anchor(row),
        landed=reading.landed(row),
        reason=reason,
        edits=dict(_lines(reading, row)),
        told=told(reading, reason),
        gaps=tuple(_gap(gap, reading.language) for gap in row.gaps if gap != "unexplained"),
        outcomes=tuple(verdicts.of(reading, row)),
    )
    return replace(whole, shares=tuple(_shared(reading, whole))) if row.shares else whole


def _shared(reading: Reading, whole: Version) -> Iterator[Version]:
    for share in whole.row.shares:
        yield replace(
            whole,
            reason=share.rationale,
            edits={at: line for at, line in whole.edits.items() if line.path in share.paths},
            told=told(reading, share.rationale),
        )


def told(reading: Reading, reason: Rationale | None) -> tuple[Told, ...]:
    """Tell a reason field by field."""
    return tuple(telling.reason(reason, reading.names)) if reason else ()


def _lines(reading: Reading, row: Row) -> Iterator[tuple[str, Line]]:
    document = reading.base.documents.get(row.entity or "")
    side = EntitySide(row.entity or "", document.value if document else None, reading.names)
    for number, edit in enumerate(row.edits):
        if edit.path:
            yield f"{anchor(row)}-{number}", edits.line(edit, side, side)


def _gap(gap: str, language: Language) -> str:
    text = seen(telling.gap(gap, language))
    return text[:1].upper() + text[1:]


def marks(runs: tuple[words.Run, ...], mark: words.Mark) -> Markup:
    """Write one side of a difference as HTML."""
    tag = Markup("<del>{}</del>") if mark == "cut" else Markup("<ins>{}</ins>")
    told = words.side(runs, mark)
    return Markup("").join(tag.format(text) if differs else text for text, differs in told)
