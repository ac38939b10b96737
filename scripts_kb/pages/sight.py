"""What of a value, of an edit and of a row an audience may see.

A field is seen where its declared audience, and that of every field around it, is as wide as the
reader's. What the schema does not know is seen by nobody but the heads; `editor` fields by nobody.
An edit of which nothing is seen is no edit to its reader, however wide the place where it stands.
"""

import dataclasses
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from scripts_kb.past.records import Edit, Row
from scripts_kb.schema import kinds, outline, shapes
from scripts_kb.schema.audience import SiteAudience
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Value

_SEEN: Final[dict[str, frozenset[str]]] = {
    "partner": frozenset({"partner"}),
    "team": frozenset({"partner", "team"}),
    "heads": frozenset({"partner", "team", "heads"}),
}

_KEYS: Final = re.compile(r"""\[(?:[^\]"]+|"(?:[^"\\]|\\.)*")\]""")
"""Keys of lists, which do not matter to who sees a field."""


def value(entity: str, whole: Value, audience: SiteAudience, path: str = "") -> Value:
    """Keep of a value what an audience may see; None where nothing is left.

    Args:
        entity: `kind/id`, or a kind.
        whole: the canonical value at `path`.
        audience: who reads.
        path: where in the entity the value stands.

    Examples:
        >>> value("offer/x", {"title": "Опт", "internal": {"floor": 1350}}, "team")
        {'title': 'Опт'}
    """
    if not visible(entity, path, audience):
        return None
    return _kept(whole, outline.at(entity, path), _SEEN[audience])


def visible(entity: str, path: str, audience: SiteAudience) -> bool:
    """Tell whether an audience may see the place that a path leads to.

    Examples:
        >>> visible("offer/x", "internal.floor", "team"), visible("offer/x", "price", "partner")
        (False, True)
    """
    return _visible(kinds.schema(entity), _KEYS.sub("", path).lstrip("."), audience)


@cache
def _visible(kind: str, path: str, audience: SiteAudience) -> bool:
    known = audience == "heads" or outline.at(kind, path) is not None
    return known and outline.audience(kind, path) in _SEEN[audience]


def _kept(whole: Value, shape: Shape | None, seen: frozenset[str]) -> Value:
    if shape is None:
        return whole if "heads" in seen else None
    if shape.audience not in seen:
        return None
    if isinstance(whole, list):
        items = [_kept(each, shape.item or shape, seen) for each in whole]
        return [each for each in items if each is not None] or None
    if not isinstance(whole, dict) or not shape.nested:
        return whole
    parts = {name: _kept(each, shapes.below(shape, name), seen) for name, each in whole.items()}
    return {name: each for name, each in parts.items() if each is not None} or None


def row(whole: Row, audience: SiteAudience) -> Row | None:
    """Give a row with what an audience sees of its edits; None where nothing is seen of the change.

    A file that could not be read is told of where something of such a file may be seen.

    Examples:
        >>> added = Edit("added", "", None, {"sources": [{"id": "calls", "table": "deals"}]})
        >>> row(Row("c", "config/facts", 1, "added", 0, 0, "", "", (added,)), "team") is None
        True
    """
    if whole.entity is None:
        return whole
    if not whole.edits:
        return whole if _some(kinds.schema(whole.entity), audience) else None
    edits = tuple(_edits(whole.entity, whole.edits, audience))
    if edits == whole.edits:
        return whole
    return dataclasses.replace(whole, edits=edits) if edits else None


def counts(entity: str, edit: Edit, audience: SiteAudience) -> bool:
    """Tell whether an edit makes a version for those who work with the base: notes do, too."""
    place = _KEYS.sub("", edit.path).lstrip(".")
    if not visible(entity, place, audience) and outline.audience(entity, place) != "editor":
        return False
    return _shown(entity, edit, _SEEN[audience] | {"editor"})


def _edits(entity: str, edits: tuple[Edit, ...], audience: SiteAudience) -> Iterator[Edit]:
    for edit in edits:
        if visible(entity, edit.path, audience) and _shown(entity, edit, _SEEN[audience]):
            yield dataclasses.replace(
                edit,
                before=value(entity, edit.before, audience, edit.path),
                after=value(entity, edit.after, audience, edit.path),
            )


def _shown(entity: str, edit: Edit, seen: frozenset[str]) -> bool:
    """Tell whether some part may be seen of what an edit took away or added; a move has neither."""
    shape = outline.at(entity, edit.path)
    parts = [each for each in (edit.before, edit.after) if each is not None]
    return not parts or any(_holds(each, shape, seen) for each in parts)


def _holds(whole: Value, shape: Shape | None, seen: frozenset[str]) -> bool:
    """Tell whether `_kept` leaves anything, without making it."""
    if shape is None:
        return "heads" in seen
    if shape.audience not in seen:
        return False
    if isinstance(whole, list):
        return any(_holds(each, shape.item or shape, seen) for each in whole)
    if not isinstance(whole, dict) or not shape.nested:
        return True
    return any(_holds(each, shapes.below(shape, name), seen) for name, each in whole.items())


@cache
def _some(kind: str, audience: SiteAudience) -> bool:
    return _open(outline.of(kind), _SEEN[audience])


def _open(shape: Shape, seen: frozenset[str]) -> bool:
    """Tell whether a shape has anything that may be seen."""
    if shape.audience not in seen:
        return False
    inner = shape.item or shape
    return not inner.fields or any(_open(each, seen) for each in inner.fields.values())
