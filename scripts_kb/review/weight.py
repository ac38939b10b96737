"""What the edits themselves prove a change to be: editorial, factual, or one of meaning.

    letters and commas            editorial    needs nothing
    a price, a date, a phone      factual      needs its origin and the owner's key
    words said, ways of a call    tactical     needs origin, cause, purpose, effect, evidence

An author may call a change more than it is, never less.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from scripts_kb.past.records import Edit
from scripts_kb.review import deciding, slips
from scripts_kb.review.slips import Meaning, Said, Slip, nobody
from scripts_kb.schema import outline, paths

ChangeClass = Literal["strategic", "tactical", "factual", "editorial"]

ORDER: Final[tuple[ChangeClass, ...]] = ("editorial", "factual", "tactical", "strategic")
"""From what needs least to what needs most."""

Ground = Literal["editors", "order", "wording", "value", "added", "removed"]

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
_TELLING_KINDS: Final = frozenset({"insight", "meeting"})
_TELLING: Final = frozenset({"review_by", "synonyms", "client_words"})
"""What was heard, agreed on or looked through is a reason, and has none of its own."""
_UNHEARD_ORDER: Final = frozenset({"script:nodes"})
"""Lists whose items are found by their ids: nobody hears in which order they stand."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What one edit proves.

    Attributes:
        class_: the least that the change may be called.
        ground: by what it was judged.
        path: the place of the edit.
        found: the stretches of a text that differ.
        values: what stood and stands there, where no text was compared.
    """

    class_: ChangeClass
    ground: Ground
    path: str = ""
    found: tuple[Slip | Meaning, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words that prove it, each once; none where the place itself does."""
        said = [word for each in self.meanings for word in each.words]
        return tuple(dict.fromkeys(said)) or self.values

    @property
    def meanings(self) -> tuple[Meaning, ...]:
        """The stretches that say something else."""
        return tuple(each for each in self.found if isinstance(each, Meaning))


def of_edit(entity: str, edit: Edit, said: Said = nobody) -> Weight:
    """Weigh one edit.

    Args:
        entity: `kind/id`.
        edit: what changed.
        said: what is a word here though no dictionary knows it.

    Examples:
        >>> of_edit("objection/x", Edit("changed", "title", "Дораго", "Дорого")).class_
        'editorial'
        >>> of_edit("offer/x", Edit("changed", "price.list", 10, 12)).class_
        'factual'
    """
    if deciding.decisive(entity, edit.path):
        return _decisive(entity, edit)
    kind = entity.partition("/")[0]
    declared = outline.at(entity, edit.path) if edit.path else None
    if declared and declared.audience == "editor":
        return Weight("editorial", "editors", edit.path)
    plain = declared is not None and declared.use == "words"
    if edit.op == "moved" and (_unheard(kind, edit.path) or (plain and _listed(edit))):
        return Weight("editorial", "order", edit.path)
    proved: ChangeClass = "factual" if _factual(entity, kind, edit.path) else "tactical"
    if edit.op != "changed":
        ground: Ground = "order" if edit.op == "moved" else edit.op
        return Weight(proved, ground, edit.path)
    texts = isinstance(edit.before, str) and isinstance(edit.after, str)
    if texts and (declared is None or declared.use != "code"):
        found = slips.judge(edit.before, edit.after, said)
        meant = any(isinstance(each, Meaning) for each in found)
        return Weight(proved if meant else "editorial", "wording", edit.path, found)
    values = tuple(str(each) for each in (edit.before, edit.after) if each is not None)
    return Weight(proved, "value", edit.path, values=values)


def _decisive(entity: str, edit: Edit) -> Weight:
    """Weigh who may agree to what: never a slip, though two logins differ by a letter."""
    class_: ChangeClass = "tactical"
    if deciding.reviewers_of(entity, edit.path):
        class_ = "factual"
    sides = (edit.before, edit.after) if edit.op == "changed" else ()
    values = tuple(str(each) for each in sides if each is not None)
    grounds: dict[str, Ground] = {"changed": "value", "moved": "order"}
    ground: Ground = grounds.get(edit.op) or ("added" if edit.op == "added" else "removed")
    return Weight(class_, ground, edit.path, values=values)


def _listed(edit: Edit) -> bool:
    return edit.path.endswith('"]')


def _fields(path: str) -> list[str]:
    return [step.name for step in paths.split(path) if step.form == "field"] or [""]


def _unheard(kind: str, path: str) -> bool:
    steps = _fields(path)
    return len(steps) == 1 and f"{kind}:{steps[0]}" in _UNHEARD_ORDER


def _factual(entity: str, kind: str, path: str) -> bool:
    if entity in _FACTUAL_CONFIG:
        return True
    steps = _fields(path)
    if f"{kind}:{steps[0]}" in _OF_MEANING:
        return False
    return (
        kind in _FACTUAL_KINDS
        or f"{kind}:{steps[0]}" in _FACTUAL
        or any(f"*:{step}" in _FACTUAL for step in steps)
    )


def of_edits(entity: str, edits: Iterable[Edit], said: Said = nobody) -> list[Weight]:
    """Weigh the edits of an entity; a line of a plain list that was only spelled anew is one edit.

    Examples:
        >>> old = Edit("removed", 'client_words["Дораго"]', before="Дораго")
        >>> new = Edit("added", 'client_words["Дорого"]', after="Дорого")
        >>> [each.class_ for each in of_edits("objection/x", [old, new])]
        ['editorial']
    """
    return [of_edit(entity, edit, said) for edit in _respelled(list(edits), said)]


def _respelled(edits: Sequence[Edit], said: Said) -> Iterator[Edit]:
    gone = [edit for edit in edits if edit.op == "removed" and _listed(edit)]
    fresh = [edit for edit in edits if edit.op == "added" and _listed(edit)]
    paired: list[Edit] = []
    for old in gone:
        for new in fresh:
            if new not in paired and _one_line(old, new, said):
                paired += [old, new]
                yield Edit("changed", new.path, old.before, new.after)
                break
    yield from (edit for edit in edits if edit not in paired)


def _one_line(old: Edit, new: Edit, said: Said) -> bool:
    if paths.generic(old.path) != paths.generic(new.path):
        return False
    found = slips.judge(str(old.before), str(new.after), said)
    return not any(isinstance(each, Meaning) for each in found)


def heaviest(weights: Iterable[Weight]) -> ChangeClass:
    """Give the class that edits prove together; `editorial` for none."""
    return max((each.class_ for each in weights), key=ORDER.index, default="editorial")


def above(weights: Iterable[Weight], class_: ChangeClass) -> list[Weight]:
    """Give the edits that prove more than a class."""
    limit = ORDER.index(class_)
    return [each for each in weights if ORDER.index(each.class_) > limit]


def speaks_for_itself(entity: str, weights: Iterable[Weight]) -> bool:
    """Tell whether all that is more than a slip was heard, agreed on or looked through.

    Examples:
        >>> later = Edit("changed", "review_by", "2027-01-01", "2027-05-01")
        >>> speaks_for_itself("objection/x", of_edits("objection/x", [later]))
        True
        >>> heard = Edit("added", 'answers[a].client_words["Дорого"]', after="Дорого")
        >>> speaks_for_itself("objection/x", of_edits("objection/x", [heard]))
        True
    """
    if entity.partition("/")[0] in _TELLING_KINDS or entity == "config/synonyms":
        return True
    heavy = above(weights, "editorial")
    return bool(heavy) and all(_telling(each.path) for each in heavy)


def _telling(path: str) -> bool:
    first, *within = _fields(path)
    return first in _TELLING or "client_words" in within
