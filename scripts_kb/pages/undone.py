"""What a change took back, and what took a change back: each leads to the other.

rows ──links──▶ change → (the changes that it undoes, those that undid it)
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from scripts_kb.language import Language, formats
from scripts_kb.pages.site import Site
from scripts_kb.past import titles
from scripts_kb.past.records import Row


class ChangeLink(NamedTuple):
    """A change by its name, and where it stands below the root."""

    title: str
    address: str


class Undoing(NamedTuple):
    """What a change takes back, and what took it back."""

    undoes: tuple[ChangeLink, ...] = ()
    undone_by: tuple[ChangeLink, ...] = ()


def place(change: str, month: str) -> str:
    """Give where a change of a month, as `2026-11`, stands for good, below the root."""
    return f"changes/{month}/#c-{change[:10]}"


def links(site: Site) -> Mapping[str, Undoing]:
    """Link the changes that undo others with those that they undid."""
    told = [row for row in site.rows if row.entity and row.kind != "gap"]
    pairs = dict.fromkeys(
        (row.change, row.rationale.reverts)
        for row in told
        if row.rationale and row.rationale.reverts
    )
    named = {each for pair in pairs for each in pair}
    first = {row.change: row for row in reversed(told) if row.change in named}
    found = {id_: _link(site, row) for id_, row in first.items()}
    return {
        id_: Undoing(
            _known(found, (undone for by, undone in pairs if by == id_)),
            _known(found, (by for by, undone in pairs if undone == id_)),
        )
        for id_ in found
    }


def _known(found: Mapping[str, ChangeLink], ids: Iterable[str]) -> tuple[ChangeLink, ...]:
    return tuple(found[id_] for id_ in ids if id_ in found)


def _link(site: Site, row: Row) -> ChangeLink:
    language: Language = site.base.kb.language
    landed = formats.moment(row.time, site.base.zone)
    return ChangeLink(titles.of(row, language), place(row.change, f"{landed:%Y-%m}"))
