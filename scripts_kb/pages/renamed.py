"""An item that came back under another id: told by the words that changed.

    − answers[sneg]  «Снегопад, машины еле едут»  ╲  when  Снегопад → Непогода
    + answers[bad]   «Непогода, машины еле едут»  ╱  say   Сегодня снег → Сегодня непогода

In the history the two are a removal and an addition, for an id is what an item is. A reader sees
one answer, reworded.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

from scripts_kb.past.records import Edit
from scripts_kb.past.words import TOKEN
from scripts_kb.schema import outline, values

_ALIKE: Final = 0.5
"""From which part of equal words on two items are one."""
_MOST: Final = 40
"""Items that came and went at once, beyond which none is compared: it was another list."""

Numbered = tuple[int, int, Edit]
"""The number of an edit in its row, of its part where it has several, and the edit."""


def told(entity: str, edits: Sequence[Edit]) -> Iterator[Numbered]:
    """Yield the edits of a row; for an item under another id those of its fields.

    Args:
        entity: `kind/id`.
        edits: of one row.

    Examples:
        >>> gone = Edit("removed", "answers[a]", {"id": "a", "say": "Сегодня снег, ждите"}, None)
        >>> come = Edit("added", "answers[b]", None, {"id": "b", "say": "Сегодня лёд, ждите"})
        >>> for number, part, each in told("objection/x", [gone, come]):
        ...     print(number, part, each.path, each.before, "→", each.after)
        1 0 answers[b].say Сегодня снег, ждите → Сегодня лёд, ждите
    """
    paired = _pairs(edits)
    gone = set(paired.values())
    for number, edit in enumerate(edits):
        if number in paired:
            fields = _fields(entity, edits[paired[number]], edit)
            yield from ((number, part, each) for part, each in enumerate(fields))
        elif number not in gone:
            yield number, 0, edit


def _pairs(edits: Sequence[Edit]) -> dict[int, int]:
    """Give for what came, by its number, what went in its place."""
    came = [number for number, edit in enumerate(edits) if _item(edit, "added")]
    went = [number for number, edit in enumerate(edits) if _item(edit, "removed")]
    if len(came) * len(went) > _MOST:
        return {}
    found: dict[int, int] = {}
    for new in came:
        near = [
            (likeness, -old)
            for old in went
            if old not in found.values() and _list(edits[old]) == _list(edits[new])
            if (likeness := _likeness(edits[old].before, edits[new].after)) >= _ALIKE
        ]
        if near:
            found[new] = -max(near)[1]
    return found


def _item(edit: Edit, op: str) -> bool:
    value = edit.after if op == "added" else edit.before
    return edit.op == op and edit.path.endswith("]") and isinstance(value, dict)


def _list(edit: Edit) -> str:
    return edit.path[: edit.path.rindex("[")]


def _likeness(before: Any, after: Any) -> float:
    return SequenceMatcher(None, _words(before), _words(after), autojunk=False).ratio()


def _words(value: Any) -> list[str]:
    texts = (str(each) for path, each in values.leaves(value, None) if path != "id")
    return [word for text in texts for word in TOKEN.findall(text) if not word.isspace()]


def _fields(entity: str, gone: Edit, come: Edit) -> Iterator[Edit]:
    """Yield what differs between two items, at the places of the one that stands."""
    shape = outline.at(entity, come.path)
    before, after = (dict(values.leaves(each, shape)) for each in (gone.before, come.after))
    for path in dict.fromkeys((*after, *before)):
        old, new = before.get(path), after.get(path)
        if path == "id" or old == new:
            continue
        place = f"{come.path}{'' if path.startswith('[') else '.'}{path}"
        if old is None or new is None:
            yield Edit("added" if old is None else "removed", place, old, new)
        else:
            yield Edit("changed", place, old, new)
