"""News in a line: what was said and what is said now, and where on its card it stands.

row ──line──▶ «…за кило дорого»  →  «…за чашку двадцать рублей»   at most twenty words
    └─at────▶ #at-answers-cup-say: the phrase itself; #n-ID a step; else the entry of the past
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from scripts_kb.pages import past
from scripts_kb.pages.reading import Reading
from scripts_kb.past.edits import Line, Part
from scripts_kb.past.records import Edit, Row
from scripts_kb.schema import outline, paths, values

WORDS: Final = 20
"""How many words of both sides are shown."""
_BEFORE: Final = 2
"""Words that are kept before the first that differs."""
_SLUG: Final = re.compile(r"[^\w]+")
_SHOWN: Final = frozenset({"price.list", "discount_limits"})
"""Facts that stand on a page as a phrase does."""
_SAYS: Final = frozenset({"say", "answer", "promise", "says"})
_PLACES: Final = {"nodes": "n", "answers": "a"}


class NewWords(NamedTuple):
    """What was said, "" where it is new, and what is said now."""

    before: str
    now: str
    spoken: bool = True
    """Whether it is said to customers; else it is a fact."""


def mark(path: str) -> str:
    """Name the place of a phrase on its page.

    Examples:
        >>> mark("answers[cup].say")
        'at-answers-cup-say'
    """
    return f"at-{_SLUG.sub('-', path).strip('-')}"


def line(reading: Reading, rows: Sequence[Row]) -> NewWords | None:
    """Tell of rows the phrase that matters most: a changed one, else a new one, else a price."""
    told = [
        (line, _is_spoken(row.entity or "", line.path))
        for row in rows
        for line in past.version(reading, row).edits.values()
    ]
    changed = [
        (NewWords(line.before, line.after, spoken), spoken or line.path in _SHOWN)
        for line, spoken in told
        if line.op == "changed" and line.before and line.before != line.after
    ]
    new = [NewWords("", part.text) for line, _ in told for part in _new(line)]
    new += [
        NewWords("", text) for row in rows if row.kind == "added" for text in _first(reading, row)
    ]
    best = [said for said, _ in changed if said.spoken] + new
    found = next(iter(best + [said for said, shown in changed if shown]), None)
    return short(found) if found else None


def _first(reading: Reading, row: Row) -> Iterator[str]:
    """Yield what a new card says."""
    entity = row.entity or ""
    document = reading.base.documents.get(entity)
    for path, text in values.leaves(document.value if document else None, outline.of(entity)):
        if path.rpartition(".")[2] in _SAYS and _is_spoken(entity, path):
            yield reading.filler.plain(str(text))


def _new(line: Line) -> Iterator[Part]:
    return (part for part in line.parts if part.spoken and line.op == "added")


def _is_spoken(entity: str, path: str) -> bool:
    declared = outline.at(entity, path)
    return declared is not None and declared.use == "spoken"


def short(said: NewWords) -> NewWords:
    """Cut both sides to what differs, with an ellipsis where words are left out.

    Examples:
        >>> short(NewWords("Это недорого", "Это дёшево"))
        NewWords(before='Это недорого', now='Это дёшево', spoken=True)
    """
    before, now = said.before.split(), said.now.split()
    if len(before) + len(now) <= WORDS:
        return said._replace(before=" ".join(before), now=" ".join(now))
    both = zip(before, now, strict=False)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))
    start = max(0, alike - _BEFORE)
    each = WORDS // 2 if before else WORDS
    return said._replace(before=_cut(before, start, each), now=_cut(now, start, each))


def _cut(words: list[str], start: int, most: int) -> str:
    start = min(start, max(0, len(words) - most))
    shown = " ".join(words[start : start + most])
    if start + most < len(words):
        shown = f"{shown.rstrip(' ,.;:—')}…"
    return f"…{shown}" if start else shown


def at(reading: Reading, row: Row) -> str:
    """Name the place on its entity's page where a row's change is seen; "" where it is all new."""
    entity = row.entity or ""
    told = [each for each in row.edits if each.path and each.op in {"added", "changed"}]
    told.sort(key=lambda edit: not _is_spoken(entity, edit.path))
    found = (place for edit in told for place in _places(reading, row, edit))
    return next(found, "" if row.kind == "added" else past.anchor(row))


def _places(reading: Reading, row: Row, edit: Edit) -> Iterator[str]:
    entity = row.entity or ""
    leaves = reading.site.leaves.get(entity, {})
    for path in (edit.path, f"{edit.path}.say"):
        leaf = leaves.get(path)
        shown = path in _SHOWN or _is_spoken(entity, path)
        if shown and leaf and leaf.row and leaf.row.change == row.change:
            yield mark(path)
    yield from _part(reading, entity, edit.path)


def _part(reading: Reading, entity: str, path: str) -> Iterator[str]:
    """Yield the step or the answer around a place, where it stands today."""
    document = reading.base.documents.get(entity)
    steps = paths.split(path)[:2]
    whole = len(steps) > 1 and steps[0].name in _PLACES and steps[1].form == "item"
    if not whole or document is None:
        return
    kind, name = (step.name for step in steps)
    if values.at(document.value, paths.item(kind, name)) is not None:
        yield f"{_PLACES[kind]}-{name}"
