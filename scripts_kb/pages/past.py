"""The past of an entity as a reader sees it: versions with reasons and edits in words.

    Row ──version──▶ Version(anchor, reason, edits in the labels of the fields)

Readers see labels, titles and words, never a path, an id of a list or a file.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from scripts_kb.language import formats
from scripts_kb.pages import verdicts
from scripts_kb.pages.clean import seen
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.verdicts import Outcome
from scripts_kb.past import telling, words
from scripts_kb.past.records import Edit, Rationale, Row
from scripts_kb.past.telling import Told
from scripts_kb.schema import labels, outline, paths, values
from scripts_kb.schema.values import Value

MOST_PARTS: Final = 12
"""How many parts of an added or removed whole are told; the rest are counted."""

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMES: Final = ("title", "when", "client_says", "says", "intent", "text", "about", "say")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of an added or removed whole."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class EditLine:
    """An edit in words: where, and what stood there before and stands there now."""

    anchor: str
    op: str
    path: str
    label: str
    runs: tuple[words.Run, ...] = ()
    parts: tuple[Part, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one entity, ready to be shown."""

    row: Row
    anchor: str
    landed: dt.datetime
    reason: Rationale | None
    edits: tuple[EditLine, ...]
    told: tuple[Told, ...]
    """The reason, field by field."""
    gaps: tuple[tuple[str, str], ...]
    outcomes: tuple[Outcome, ...] = ()

    @property
    def explained(self) -> bool:
        """Whether a reader learns why."""
        return self.reason is not None and self.reason.explains


def anchor(row: Row) -> str:
    """Name the place of a row on its entity's page."""
    return f"v{row.version}" if row.version is not None else f"c{row.change[:8]}"


def version(reading: Reading, row: Row) -> Version:
    """Tell one row in words; a page and the list of changes tell the same rows."""
    known: Version | None = reading.told.get(id(row))
    if known is None:
        known = reading.told[id(row)] = _version(reading, row)
    return known


def _version(reading: Reading, row: Row) -> Version:
    reason = row.rationale
    lines = tuple(_lines(reading, row))
    return Version(
        row=row,
        anchor=anchor(row),
        landed=reading.landed(row),
        reason=reason,
        edits=lines,
        told=told(reading, reason),
        gaps=tuple((gap, _gap(reading, gap)) for gap in row.gaps if gap != "unexplained"),
        outcomes=tuple(verdicts.of(reading, row)),
    )


def told(reading: Reading, reason: Rationale | None) -> tuple[Told, ...]:
    """Tell a reason field by field."""
    return tuple(telling.reason(reason, reading.names)) if reason else ()


def _lines(reading: Reading, row: Row) -> Iterator[EditLine]:
    entity = row.entity or ""
    record = reading.base.documents.get(entity)
    for number, edit in enumerate(row.edits):
        where = f"{anchor(row)}-{number}"
        label = _label(reading, entity, edit, record.value if record else None)
        if edit.op == "changed":
            runs = _runs(reading, entity, edit)
            yield EditLine(where, edit.op, edit.path, label, runs)
        elif edit.op == "moved" or not edit.path:
            yield EditLine(where, edit.op, edit.path, label)
        else:
            whole = edit.after if edit.op == "added" else edit.before
            parts = list(_parts(reading, entity, edit.path, whole))
            shown = tuple(parts[:MOST_PARTS])
            yield EditLine(where, edit.op, edit.path, label, (), shown, len(parts) - len(shown))


def _runs(reading: Reading, entity: str, edit: Edit) -> tuple[words.Run, ...]:
    if not isinstance(edit.before, str) or not isinstance(edit.after, str):
        return (
            words.Run("cut", shown(reading, entity, edit.path, edit.before)),
            words.Run("put", shown(reading, entity, edit.path, edit.after)),
        )
    before = shown(reading, entity, edit.path, edit.before)
    after = shown(reading, entity, edit.path, edit.after)
    if before == after:
        # The same words by another mark: a price that was typed is now quoted.
        before, after = seen(str(edit.before)), seen(str(edit.after))
    return words.marked(before, after)


def _parts(reading: Reading, entity: str, path: str, whole: Value) -> Iterator[Part]:
    if not isinstance(whole, dict | list):
        yield Part("", shown(reading, entity, path, whole))
        return
    for at, leaf in values.leaves(whole, outline.at(entity, path), path):
        if at.endswith(".id"):
            continue
        names = labels.trail(entity, at, reading.language)
        yield Part(names[-1] if names else "", shown(reading, entity, at, leaf))


def _label(reading: Reading, entity: str, edit: Edit, whole: Value) -> str:
    if not edit.path:
        return ""
    titles = {each.id: each.title for each in reading.departments.values()}
    names = labels.trail(entity, edit.path, reading.language, titles)
    named = _item_name(entity, edit.path, whole)
    if named is None and isinstance(edit.after or edit.before, dict):
        named = _name(edit.after or edit.before)
    text = " · ".join(names) or reading.messages.one("A field of an older form")
    if not named:
        return text
    return f"{text} {formats.quoted(_short(reading.filler.plain(named)), reading.language)}"


def _item_name(entity: str, path: str, whole: Value) -> str | None:
    """Name the innermost list item on the way by its own words."""
    found = None
    below = values.descend(whole, path, outline.at(entity, ""))
    for step, (_, value) in zip(paths.split(path), below, strict=False):
        if step.form == "item":
            found = _name(value) if isinstance(value, Mapping) else None
    return found


def _name(item: Mapping[str, Any]) -> str | None:
    texts = (item.get(name) for name in _NAMES)
    return next((text for text in texts if isinstance(text, str)), None)


def _short(text: str, limit: int = 60) -> str:
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def shown(reading: Reading, entity: str, path: str, value: Value) -> str:
    """Write a leaf of any time as a reader knows it: titles for ids, words for choices."""
    found = outline.at(entity, path)
    if isinstance(value, bool):
        return reading.messages.one("Yes") if value else reading.messages.one("No")
    if isinstance(value, int | float):
        return formats.number(value, reading.language)
    if isinstance(value, list):
        return ", ".join(shown(reading, entity, path, each) for each in value)
    if isinstance(value, dict):
        return ", ".join(shown(reading, entity, path, each) for each in value.values())
    text = seen("" if value is None else str(value))
    if found and found.table:
        return labels.choice(found.table, text, reading.language)
    if found and found.to:
        return named(reading, found.to, text)
    if _DATE.fullmatch(text):
        try:
            return reading.day(dt.date.fromisoformat(text))
        except ValueError:
            return text
    return reading.filler.plain(text)


def named(reading: Reading, to: str, id_: str) -> str:
    """Name what a reference leads to."""
    if to == "segment":
        return reading.segments.get(id_, id_)
    if to == "department":
        found = reading.department(id_)
        return found.title if found else id_
    if to == "metric":
        return reading.metrics.get(id_, id_)
    if to == "node":
        return reading.messages.one("another step")
    entity = id_ if "/" in id_ else f"{to}/{id_}"
    return reading.title(entity)


def _gap(reading: Reading, gap: str) -> str:
    say = reading.messages.one
    name, _, more = gap.partition(":")
    known = {
        "schema": say("An older form of the record: not every field of it is known today"),
        "trailer": say("A label in the message looks mistyped: %(more)s"),
        "second-claim": say("One more record claims to explain this; the first one is shown"),
        "truncated": say("The history was cut here: what came before is not known"),
        "uncommitted": say("Not in the history yet"),
    }
    text = known.get(name, say("The file could not be read: %(more)s"))
    return text % {"more": seen(more.strip() or gap)} if "%(more)s" in text else text


def marks(runs: tuple[words.Run, ...], mark: words.Mark) -> Markup:
    """Write one side of a difference as HTML."""
    tag = Markup("<del>{}</del>") if mark == "cut" else Markup("<ins>{}</ins>")
    told = words.side(runs, mark)
    return Markup("").join(tag.format(text) if differs else text for text, differs in told)
