"""What the edits themselves prove a change to be: editorial, factual, or one of meaning.

    letters and commas            editorial    needs nothing
    a price, a date, a phone      factual      needs its origin and the owner's key
    words said, ways of a call    tactical     needs origin, cause, purpose, effect, evidence

An author may call a change more than it is, never less.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from scripts_kb.past.records import Edit
from scripts_kb.review import slips
from scripts_kb.review.records import ChangeClass
from scripts_kb.schema import outline, paths

ORDER: Final[tuple[ChangeClass, ...]] = ("editorial", "factual", "tactical", "strategic")
"""From what needs least to what needs most."""

_FACTUAL_KINDS: Final = frozenset({"insight", "meeting", "product"})
_FACTUAL: Final = frozenset(
    {
        *("offer:price", "offer:internal", "offer:valid_from", "offer:valid_to", "offer:products"),
        *("offer:materials", "offer:segments", "offer:audience", "product:cost"),
        *("*:review_by", "*:synonyms", "*:client_words", "*:proof", "decision:opened"),
        *("regulation:effective", "regulation:owner", "process:owner"),
    }
)
"""`kind:field` of the outermost field, or of any field by that name for `*`."""
_FACTUAL_CONFIG: Final = frozenset({"config/kb", "config/synonyms"})
_OF_MEANING: Final = frozenset({"product:says"})


@dataclass(frozen=True, slots=True)
class Weight:
    """The class that an edit proves, and the words or the field that prove it."""

    class_: ChangeClass
    words: tuple[str, ...] = ()
    path: str = ""


def of_edit(entity: str, edit: Edit) -> Weight:
    """Weigh one edit.

    Examples:
        >>> of_edit("objection/x", Edit("changed", "title", "Дораго", "Дорого")).class_
        'editorial'
        >>> of_edit("offer/x", Edit("changed", "price.list", 10, 12)).class_
        'factual'
    """
    kind = entity.partition("/")[0]
    declared = outline.at(entity, edit.path) if edit.path else None
    if declared and declared.audience == "editor":
        return Weight("editorial", path=edit.path)
    plain = declared is not None and declared.use == "words"
    if edit.op == "moved" and plain and edit.path.endswith('"]'):
        return Weight("editorial", path=edit.path)
    words: tuple[str, ...] = ()
    if edit.op == "changed" and isinstance(edit.before, str) and isinstance(edit.after, str):
        if declared is None or declared.use != "code":
            words = slips.contradictions(edit.before, edit.after)
            if not words:
                return Weight("editorial", path=edit.path)
        else:
            words = (edit.before, edit.after)
    elif edit.op == "changed":
        words = tuple(str(each) for each in (edit.before, edit.after) if each is not None)
    return Weight("factual" if _factual(entity, kind, edit.path) else "tactical", words, edit.path)


def _factual(entity: str, kind: str, path: str) -> bool:
    if entity in _FACTUAL_CONFIG:
        return True
    steps = [step.name for step in paths.split(path) if step.form == "field"] or [""]
    if f"{kind}:{steps[0]}" in _OF_MEANING:
        return False
    return (
        kind in _FACTUAL_KINDS
        or f"{kind}:{steps[0]}" in _FACTUAL
        or any(f"*:{step}" in _FACTUAL for step in steps)
    )


def heaviest(entity: str, edits: Iterable[Edit]) -> ChangeClass:
    """Give the class that the edits of an entity prove together; `editorial` for none."""
    found: ChangeClass = "editorial"
    for edit in edits:
        here = of_edit(entity, edit).class_
        if ORDER.index(here) > ORDER.index(found):
            found = here
    return found


def above(entity: str, edits: Iterable[Edit], class_: ChangeClass) -> list[Weight]:
    """Give the edits that prove more than a class, with what proves it."""
    limit = ORDER.index(class_)
    return [w for w in (of_edit(entity, edit) for edit in edits) if ORDER.index(w.class_) > limit]
