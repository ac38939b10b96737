"""Checks the edits of a row: they lead from the value before to the one after, and back."""

import copy
from typing import Any

from scripts_kb.schema.shapes import Shape
from tests.recompute import reading
from tests.recompute.oracle import canonical

Edit = dict[str, Any]
"""As `kb log --json` prints it."""


def faults(before: Any, after: Any, edits: list[Edit], shape: Shape | None) -> list[str]:
    """Name what is wrong with edits.

    Args:
        before: the value before; None for a new entity.
        after: the value after; None for a removed one.
        edits: all edits of the row.
        shape: the shape of the entity.
    """
    found = []
    if canonical(applied(before, edits, shape)) != canonical(after):
        found.append("applied, they do not give the new value")
    if canonical(applied(after, [_back(each) for each in edits], shape)) != canonical(before):
        found.append("reversed, they do not give the old value")
    wanted, moves = _wanted(before, after, shape, "")
    others = [_shown(each) for each in edits if each["op"] != "moved"]
    if sorted(others) != sorted(map(_shown, wanted)):
        found.append(f"edits differ: {sorted(others)} instead of {sorted(map(_shown, wanted))}")
    made = sum(each["op"] == "moved" for each in edits)
    if made != moves:
        found.append(f"{made} moves where {moves} are enough")
    found.extend(
        "a move has no before and after"
        for each in edits
        if each["op"] == "moved" and (each["before"] is not None or each["after"] is not None)
    )
    return found


def _shown(edit: Edit) -> str:
    parts = [edit["op"], edit["path"], canonical(edit["before"]), canonical(edit["after"])]
    return " ".join([*parts, str(edit["index_before"]), str(edit["index_after"])])


def _back(edit: Edit) -> Edit:
    op = {"added": "removed", "removed": "added"}.get(edit["op"], edit["op"])
    return {
        "op": op,
        "path": edit["path"],
        "before": edit["after"],
        "after": edit["before"],
        "index_before": edit["index_after"],
        "index_after": edit["index_before"],
    }


def _edit(op: str, path: str, before: Any, after: Any, *places: int | None) -> Edit:
    one, other = places or (None, None)
    return {
        "op": op,
        "path": path,
        "before": before,
        "after": after,
        "index_before": one,
        "index_after": other,
    }


def _wanted(old: Any, new: Any, shape: Shape | None, path: str) -> tuple[list[Edit], int]:
    """Give all edits but moves, and the least number of moves."""
    if canonical(old) == canonical(new):
        return [], 0
    if old is None or new is None:
        return [_edit("added" if old is None else "removed", path, old, new)], 0
    if isinstance(old, dict) and isinstance(new, dict):
        edits, moves = [], 0
        for name in {**old, **new}:
            below = None
            if shape:
                below = shape.item if shape.form == "free" else shape.fields.get(name)
            inner = f"{path}.{name}" if path else name
            more, moved = _wanted(old.get(name), new.get(name), below, inner)
            edits += more
            moves += moved
        return edits, moves
    if isinstance(old, list) and isinstance(new, list):
        names = _names(old, shape), _names(new, shape)
        same_form = (reading.keyed(old, shape) is None) == (reading.keyed(new, shape) is None)
        if names[0] is not None and names[1] is not None and same_form:
            return _lists(old, new, names[0], names[1], shape, path)
    return [_edit("changed", path, old, new)], 0


def _names(items: list[Any], shape: Shape | None) -> list[str] | None:
    keys = reading.keyed(items, shape)
    if keys is not None:
        return [f"[{key}]" for key in keys]
    return list(reading.flat(items, None)) if reading.plain(items) else None


def _lists(
    old: list[Any],
    new: list[Any],
    was: list[str],
    now: list[str],
    shape: Shape | None,
    path: str,
) -> tuple[list[Edit], int]:
    edits = [
        _edit("removed", path + name, old[place], None, place, None)
        for place, name in enumerate(was)
        if name not in now
    ]
    edits += [
        _edit("added", path + name, None, new[place], None, place)
        for place, name in enumerate(now)
        if name not in was
    ]
    common = [was.index(name) for name in now if name in was]
    # The longest run that may stay, the slow way: best[i] ends with common[i].
    best: list[int] = []
    for at, number in enumerate(common):
        best.append(1 + max((best[b] for b in range(at) if common[b] < number), default=0))
    moves = len(common) - max(best, default=0)
    if reading.keyed(old, shape) is not None:
        for place, name in enumerate(was):
            if name in now:
                inner = shape.item if shape else None
                more, moved = _wanted(old[place], new[now.index(name)], inner, path + name)
                edits += more
                moves += moved
    return edits, moves


def applied(value: Any, edits: list[Edit], shape: Shape | None) -> Any:
    """Apply edits the slow way: every path is searched in the whole value."""
    return _applied(copy.deepcopy(value), edits, shape, "")


def _applied(value: Any, edits: list[Edit], shape: Shape | None, path: str) -> Any:
    here = [each for each in edits if each["path"] == path and each["op"] != "moved"]
    if here:
        return here[0]["after"]
    below = [each for each in edits if _is_below(each["path"], path)]
    if not below:
        return value
    if isinstance(value, list):
        return _applied_list(value, below, shape, path)
    value = dict(value or {})
    names = {**dict.fromkeys(value), **{_next(each["path"], path): None for each in below}}
    for name in names:
        inner = None
        if shape:
            inner = shape.item if shape.form == "free" else shape.fields.get(name)
        result = _applied(value.get(name), below, inner, f"{path}.{name}" if path else name)
        value.pop(name, None)
        if result is not None:
            value[name] = result
    return value


def _is_below(path: str, top: str) -> bool:
    return path != top and (not top or path.startswith((f"{top}.", f"{top}[")))


def _next(path: str, top: str) -> str:
    rest = path[len(top) :].removeprefix(".")
    ends = [at for at in (rest.find("."), rest.find("[")) if at > 0]
    return rest[: min(ends)] if ends else rest


def _applied_list(value: list[Any], edits: list[Edit], shape: Shape | None, path: str) -> Any:
    names = _names(value, shape) or []
    placed: dict[int, Any] = {}
    left: dict[str, Any] = {}
    for name, each in zip(names, value, strict=True):
        inner = shape.item if shape else None
        mine = [e for e in edits if e["path"] == path + name]
        if any(e["op"] == "removed" for e in mine):
            continue
        deeper = [e for e in edits if _is_below(e["path"], path + name)]
        result = _applied(each, deeper, inner, path + name) if deeper else each
        moved = [e for e in mine if e["op"] == "moved"]
        if moved:
            placed[moved[0]["index_after"]] = result
        else:
            left[name] = result
    for edit in edits:
        if edit["op"] == "added" and edit["index_after"] is not None:
            depth = edit["path"][len(path) :]
            if depth.startswith("[") and _one_step(depth):
                placed[edit["index_after"]] = edit["after"]
    rest = list(left.values())
    total = len(rest) + len(placed)
    waiting = iter(rest)
    return [placed[at] if at in placed else next(waiting) for at in range(total)]


def _one_step(depth: str) -> bool:
    if depth.startswith('["'):
        at = 2
        while depth[at] != '"':
            at += 2 if depth[at] == "\\" else 1
        return at + 2 == len(depth)
    return depth.index("]") == len(depth) - 1
