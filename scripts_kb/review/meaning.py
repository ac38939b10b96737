"""Which versions a reader must take note of: those that alter what is said, promised or allowed.

    letters and commas, search words, review dates    nothing to read again
    a phrase, a price, a term, a step, a rule         to read again

The edits themselves decide, not what their author called them: one word in a message may not hide
a new phrase from the people who say it.
"""

from typing import Final

from scripts_kb.past.records import Edit, Row
from scripts_kb.review import weight
from scripts_kb.schema import paths

_ASIDE: Final = frozenset({"client_words", "synonyms", "family", "heard_at", "review_by", "note"})
"""Outermost fields by which a page is found, filed or kept, and which nobody says."""


def to_read_again(row: Row) -> bool:
    """Tell whether a version alters anything that its readers act upon.

    The first version of an entity does; its removal and its gaps do not, for there is nothing to
    read.

    Examples:
        >>> comma = Edit("changed", "answers[a].say", "Дорого правда?", "Дорого, правда?")
        >>> price = Edit("changed", "price.list", 1490, 1590)
        >>> to_read_again(Row("c", "objection/x", 2, "changed", 0, 0, "", "", (comma,)))
        False
        >>> to_read_again(Row("c", "offer/x", 2, "changed", 0, 0, "", "", (price,)))
        True
        >>> words = Edit("added", 'answers[a].client_words["Дорого"]', None, "Дорого")
        >>> to_read_again(Row("c", "objection/x", 2, "changed", 0, 0, "", "", (words,)))
        False
    """
    if row.entity is None or row.kind in {"removed", "gap"}:
        return False
    return any(_of_meaning(row.entity, edit) for edit in row.edits)


def _of_meaning(entity: str, edit: Edit) -> bool:
    if not edit.path:
        return edit.op == "added"
    first, *within = paths.generic(edit.path).split(".")
    if first in _ASIDE or "client_words" in within:
        return False
    return weight.of_edit(entity, edit).class_ != "editorial"
