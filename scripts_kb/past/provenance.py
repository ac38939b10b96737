"""Which change set each leaf: folded forward, one change at a time.

    leaves of version n  ──edits of version n+1──▶  leaves of version n+1

An edit sets the leaves below its path and no other. A move, in a list or of a file, sets nothing;
reformatting makes no edit at all. So provenance survives renames, moves and reflowing, and a phrase
answers "since when, and why" with the change that last put it in these words.
"""

from collections.abc import Iterable
from typing import TypeVar

from scripts_kb.past.records import Edit
from scripts_kb.schema import shapes, values
from scripts_kb.schema.shapes import Shape

Origin = TypeVar("Origin")


def advance(
    leaves: dict[str, Origin], edits: Iterable[Edit], origin: Origin, shape: Shape | None
) -> None:
    """Fold the edits of one change into the leaves of an entity.

    Args:
        leaves: path of each leaf → what last set it; changed in place.
        edits: the edits of one change.
        origin: what the leaves that they set shall map to.
        shape: the shape of the entity.

    Examples:
        >>> leaves = {"say": 1, 'synonyms["цена"]': 1}
        >>> advance(leaves, [Edit("changed", "say", "Да", "Нет")], 2, None)
        >>> leaves
        {'synonyms["цена"]': 1, 'say': 2}
    """
    for edit in edits:
        if edit.op == "moved":
            continue
        if edit.op != "added":
            _forget(leaves, edit)
        if edit.op == "removed":
            continue
        if isinstance(edit.after, dict | list):
            for path, _ in values.leaves(edit.after, shapes.at(shape, edit.path), edit.path):
                leaves[path] = origin
        else:
            leaves[edit.path] = origin


def _forget(leaves: dict[str, Origin], edit: Edit) -> None:
    if not edit.path:
        leaves.clear()
    elif not isinstance(edit.before, dict | list):
        leaves.pop(edit.path, None)
    else:
        starts = (f"{edit.path}.", f"{edit.path}[")
        for path in [each for each in leaves if each == edit.path or each.startswith(starts)]:
            del leaves[path]
