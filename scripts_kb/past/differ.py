"""The differ: two values of an entity to a lazy stream of typed, keyed edits, and back.

    old, new ──between──▶ Edit, Edit, …        old + edits ──apply──▶ new

Items of lists are paired by id (or, in plain lists, by value), never by place: rewording, adding
and reordering are told apart. Moves are minimal: what can stay in order, stays (a longest
increasing subsequence); the rest is moved.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from scripts_kb.past.records import Edit
from scripts_kb.schema import paths, shapes, values
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Value

VERSION: Final = 2
"""Of the differ; a cache of edits made by another version is made anew."""


def between(old: Value, new: Value, shape: Shape | None = None, path: str = "") -> Iterator[Edit]:
    """Yield the edits that lead from one canonical value to another.

    Args:
        old: the value before; None where there was none.
        new: the value after; None where there is none.
        shape: what the schema says of the value, None where it says nothing.
        path: where the value stands.

    Yields:
        Edits in the order of the old value, then of what is new. None for equal values.

    Examples:
        >>> old = {"say": "Да", "synonyms": ["цена", "дорого"]}
        >>> new = {"say": "Нет", "synonyms": ["дорого", "цена"]}
        >>> [(edit.op, edit.path) for edit in between(old, new)]
        [('changed', 'say'), ('moved', 'synonyms["дорого"]')]
    """
    found: list[Edit] = []
    _compare(old, new, shape, path, found)
    yield from found


def _compare(old: Value, new: Value, shape: Shape | None, path: str, found: list[Edit]) -> None:
    # Versions of a file share the objects of what did not change: most of a value ends here.
    if old is new:
        return
    if old is None or new is None:
        if old is None:
            found.append(Edit("added", path, after=new))
        else:
            found.append(Edit("removed", path, before=old))
    elif isinstance(old, dict) and isinstance(new, dict):
        names = old if old.keys() == new.keys() else {**old, **new}
        for name in names:
            one, other = old.get(name), new.get(name)
            if one is other or (isinstance(one, str) and isinstance(other, str) and one == other):
                continue
            _compare(one, other, shapes.below(shape, name), paths.field(path, name), found)
    elif isinstance(old, list) and isinstance(new, list):
        _lists(old, new, shape, path, found)
    elif not values.same(old, new):
        found.append(Edit("changed", path, old, new))


def _lists(
    old: list[Any], new: list[Any], shape: Shape | None, path: str, found: list[Edit]
) -> None:
    key = shape.key if shape else "id"
    was, now = values.keys(old, key), values.keys(new, key)
    keyed = was is not None and now is not None
    if not keyed:
        was, now = values.plain(old), values.plain(new)
    if was is None or now is None:
        if not values.same(old, new):
            found.append(Edit("changed", path, old, new))
        return

    def step(each: Any) -> str:
        return paths.item(path, each[key]) if keyed else paths.text(path, each)

    after = {name: index for index, name in enumerate(now)}
    if was != now:
        before = {name: index for index, name in enumerate(was)}
        for index, name in enumerate(was):
            if name not in after:
                each = old[index]
                found.append(Edit("removed", step(each), before=each, index_before=index))
        for index, name in enumerate(now):
            if name not in before:
                each = new[index]
                found.append(Edit("added", step(each), after=each, index_after=index))
        common = [before[name] for name in now if name in before]
        stay = _staying(common, [step(each) for each in old])
        for index in common:
            if index not in stay:
                place = after[was[index]]
                moved = Edit("moved", step(old[index]), index_before=index, index_after=place)
                found.append(moved)
    if keyed:
        inner = shape.item if shape else None
        for each in old:
            place = after.get(each[key], -1)
            if place >= 0 and each is not new[place]:
                _compare(each, new[place], inner, step(each), found)


def _staying(order: Sequence[int], names: Sequence[str]) -> set[int]:
    """Choose the items that keep their order; the same ones whichever side is the old one.

    Args:
        order: the old places of the common items, in their new order.
        names: the items' names by old place.
    """
    forth = longest_increasing(order)
    if len(forth) == len(order):
        return set(forth)
    place = {index: after for after, index in enumerate(order)}
    back = [order[after] for after in longest_increasing([place[each] for each in sorted(order)])]
    return set(max(forth, back, key=lambda stay: sorted(names[each] for each in stay)))


def longest_increasing(numbers: Sequence[int]) -> list[int]:
    """Give a longest increasing subsequence of distinct numbers.

    Source: patience sorting; C. Schensted, Longest increasing and decreasing subsequences, 1961.

    Examples:
        >>> longest_increasing([2, 0, 1, 3])
        [0, 1, 3]
    """
    if all(one < other for one, other in pairwise(numbers)):
        return list(numbers)
    tops: list[int] = []
    previous: dict[int, int | None] = {}
    for each in numbers:
        pile = bisect_left(tops, each)
        previous[each] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [each]
    found = []
    last: int | None = tops[-1]
    while last is not None:
        found.append(last)
        last = previous[last]
    return found[::-1]


def apply(value: Value, edits: Iterable[Edit], shape: Shape | None = None) -> Value:
    """Apply the edits of one `between` to its old value.

    Args:
        value: the value before.
        edits: all edits of one comparison, in any order.
        shape: the same shape as for `between`.

    Returns:
        The value after. The value before is left as it was.

    Examples:
        >>> apply({"say": "Да"}, [Edit("changed", "say", "Да", "Нет")])
        {'say': 'Нет'}
    """
    root = _Tree(shape)
    for edit in edits:
        root.add(paths.split(edit.path), edit)
    return root.apply(value)


class _Tree:
    """Edits by path, so that each list is put together once, from all edits of its items."""

    def __init__(self, shape: Shape | None) -> None:
        self.shape = shape
        self.here: list[Edit] = []
        self.below: dict[paths.PathStep, _Tree] = {}

    def add(self, steps: tuple[paths.PathStep, ...], edit: Edit) -> None:
        if not steps:
            self.here.append(edit)
            return
        step, rest = steps[0], steps[1:]
        if step not in self.below:
            shape = shapes.below(self.shape, 0 if step.form == "item" else step.name)
            self.below[step] = _Tree(shape)
        self.below[step].add(rest, edit)

    def apply(self, value: Value) -> Value:
        for edit in self.here:
            if edit.op != "moved":
                value = edit.after
        if not self.below:
            return value
        if isinstance(value, list):
            return self._list(value)
        result = dict(value or {})
        for step, tree in self.below.items():
            changed = tree.apply(result.get(step.name))
            if changed is None:
                result.pop(step.name, None)
            else:
                result[step.name] = changed
        return result

    def _list(self, value: list[Any]) -> list[Any]:
        key = self.shape.key if self.shape else "id"

        def name(each: Any) -> str:
            return (
                each[key] if isinstance(each, dict) else paths.split(paths.text("", each))[0].name
            )

        placed: dict[int, Any] = {}
        gone: set[str] = set()
        items = {name(each): each for each in value}
        for step, tree in self.below.items():
            places = [each for each in tree.here if each.op != "changed"]
            old = items.get(step.name)
            new = tree.apply(old)
            if new is not None:
                items[step.name] = new
            for edit in places:
                gone.add(step.name)
                if edit.index_after is not None:
                    placed[edit.index_after] = items[step.name]
        rest = iter([items[name(each)] for each in value if name(each) not in gone])
        total = len(placed) + sum(name(each) not in gone for each in value)
        return [placed[index] if index in placed else next(rest) for index in range(total)]
