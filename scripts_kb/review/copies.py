"""A new card that was made from another: which one, and what differs.

    first-call-bar.yml (new)  ~  first-call-cafe.yml   ──▶  «как first-call-cafe, кроме…»

Files are compared as sets of words first, since parsing is what costs: one file is read.
"""

import re
from collections.abc import Iterator
from typing import Final

from scripts_kb.past import differ
from scripts_kb.past.records import Edit
from scripts_kb.review.records import Copied, EntityPair
from scripts_kb.review.trees import Shelf
from scripts_kb.schema import kinds, outline, values
from scripts_kb.schema.values import Value

_LIKE: Final = 0.6
"""Share of the words of both that two files must have in common."""
_KEPT: Final = 0.6
"""Share of the leaves of a copy that stand in its original as they are."""
_FEWEST: Final = 8
"""Leaves; what has fewer is soon read as a whole."""
_WORD: Final = re.compile(rb"[^\s\"'{}\[\],:]{3,}")
_OWN: Final = frozenset({"id", "title", "note", "review_by"})
"""Fields that every card has of its own."""


def original(pair: EntityPair, after: Shelf, before: Shelf) -> Copied | None:
    """Find what a new card was made from.

    Args:
        pair: the card on both sides.
        after: the tree that holds it.
        before: the tree in which it is not.

    Returns:
        The likest card of its kind that stood before, where most of it was kept; else None.
    """
    entity, value, path = pair.entity, pair.after, pair.path_after
    if pair.before is not None or value is None or not path or pair.unreadable:
        return None
    source = after.files.get(path)
    shape = outline.of(entity)
    size = sum(1 for _ in values.leaves(value, shape))
    if source is None or source.content is None or size < _FEWEST:
        return None
    likest = _likest(frozenset(_WORD.findall(source.content)), entity, before)
    found = before.entity(likest) if likest else None
    if found is None or found[0] == entity:
        return None
    edits = tuple(each for each in differ.between(found[1], value, shape) if not _own(each))
    differing = sum(_size(each.after, each) for each in edits if each.op != "moved")
    if differing > size * (1 - _KEPT):
        return None
    return Copied(found[0], str(found[1].get("title") or found[0]), found[1], edits)


def _own(edit: Edit) -> bool:
    return edit.path in _OWN


def _size(value: Value, edit: Edit) -> int:
    return 1 if value is None else sum(1 for _ in values.leaves(value, None, edit.path))


def _likest(words: frozenset[bytes], entity: str, shelf: Shelf) -> str | None:
    folder = kinds.FOLDER_OF.get(entity.partition("/")[0])
    best = max(_likeness(words, folder, shelf), default=(0.0, ""))
    return best[1] if best[0] >= _LIKE else None


def _likeness(
    words: frozenset[bytes], folder: str | None, shelf: Shelf
) -> Iterator[tuple[float, str]]:
    for path, source in shelf.files.items():
        if path.partition("/")[0] == folder and source.content is not None:
            others = frozenset(_WORD.findall(source.content))
            yield len(words & others) / max(len(words | others), 1), path
