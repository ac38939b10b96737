"""Whom an edit concerns: the customer who hears it, those who work with it, or nobody at once.

    answers[cup].say, price.list, promise     heard    a customer hears or reads it
    answers[cup].when, nodes[hi].next         work     a colleague does something else
    synonyms, review_by, note, a place        rest     it is filed, found or kept in another way

Drafts and what is in the archive reach no customer.
"""

from collections.abc import Mapping
from typing import Final, Literal

from scripts_kb.past.records import Edit
from scripts_kb.review.impact import in_force
from scripts_kb.schema import outline, paths, shapes, values
from scripts_kb.schema.values import Value

Concern = Literal["heard", "work", "rest"]

SPEAKING: Final = frozenset({"script", "objection", "question", "offer", "product"})
"""The kinds of cards that reach customers."""
_OFFERED: Final = frozenset({"offer", "product"})
_FILED: Final = frozenset(
    {"id", "client_words", "synonyms", "family", "heard_at", "review_by", "note", "segments"}
)
"""Fields by which a card is filed, found or kept, and which nobody says."""
_UNSAID: Final = frozenset({"status", "products", "audience", "sku", "line", "replaces"})
"""Fields of what is offered that no customer is told."""
_ORDER: Final[tuple[Concern, ...]] = ("heard", "work", "rest")


def of_leaf(entity: str, path: str) -> Concern:
    """Tell whom a place concerns.

    Examples:
        >>> [of_leaf("objection/x", each) for each in ("answers[a].say", "answers[a].when", "note")]
        ['heard', 'work', 'rest']
        >>> of_leaf("objection/x", 'answers[a].client_words["Дорого"]')
        'rest'
        >>> of_leaf("offer/x", "price.list"), of_leaf("offer/x", "internal.floor")
        ('heard', 'work')
    """
    steps = paths.split(path)
    declared = outline.at(entity, path)
    first = steps[0].name if steps else ""
    found_by = "client_words" in paths.generic(path).split(".")
    if first in _FILED or found_by or (steps and steps[-1].name == "id" and len(steps) > 1):
        return "rest"
    if declared is None:
        return "work"
    if declared.audience == "editor":
        return "rest"
    if declared.use == "spoken":
        return "heard"
    kind = entity.partition("/")[0]
    published = outline.audience(entity, path) == "partner"
    return "heard" if kind in _OFFERED and published and first not in _UNSAID else "work"


def of_edit(entity: str, edit: Edit, before: Value, after: Value) -> Concern:
    """Tell whom an edit concerns the most.

    Args:
        entity: `kind/id`.
        edit: the edit.
        before: the entity's value before; a draft and a card in the archive are heard by nobody.
        after: its value after.
    """
    kind = entity.partition("/")[0]
    if edit.op == "moved":
        return "work" if audible_order(entity, edit.path, after) else "rest"
    found = min((of_leaf(entity, each) for each in _leaves(entity, edit)), key=_ORDER.index)
    if kind in SPEAKING and edit.path == "status":
        found = "heard"
    heard = in_force(before) or in_force(after) or kind not in SPEAKING
    return found if heard or found != "heard" else "work"


def _leaves(entity: str, edit: Edit) -> list[str]:
    if edit.op == "changed":
        return [edit.path]
    whole = edit.after if edit.op == "added" else edit.before
    shape = outline.at(entity, edit.path) if edit.path else outline.of(entity)
    return [path for path, _ in values.leaves(whole, shape, edit.path)] or [edit.path]


def audible_order(entity: str, path: str, value: Value) -> bool:
    """Tell whether the order of the list that holds an item means anything to who reads it.

    The steps of a script follow their links, not their order in the file; words by which a card is
    found have none.

    Examples:
        >>> script = {"entry": "hi"}
        >>> audible_order("script/x", "nodes[hi]", script)
        False
        >>> audible_order("objection/x", "answers[a]", {})
        True
    """
    steps = paths.split(path)
    if entity.startswith("script/") and [each.name for each in steps[:-1]] == ["nodes"]:
        return not (isinstance(value, Mapping) and value.get("entry"))
    shape = shapes.at(outline.of(entity), path)
    return shape is None or shape.nested
