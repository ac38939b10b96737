"""A sheet of edits as a form hands it in: foreign data, read with limits.

{"version": 1,
 "edits": [{"op": "set", "entity": "objection/dorogo", "path": "answers[cup].say",
            "before": "Да", "after": "Нет"}],
 "reason": {"class": "factual", "origin": "…"}}
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scripts_kb.content import parsing
from scripts_kb.files import pairs
from scripts_kb.forms import VERSION
from scripts_kb.problems import Place, Problem
from scripts_kb.schema import kinds
from scripts_kb.schema.values import Value

LARGEST: Final = 30_000_000
"""Bytes of a sheet: a material of 20 MB comes along as text, a third longer."""
MOST: Final = 500
"""Edits of a sheet; a person makes a dozen."""
DEEPEST: Final = parsing.MAX_DEPTH
_LONGEST: Final = 4000
"""Letters of a card's or a place's name: an item may be named by the text that it is."""
_SAID: Final = 200
"""Letters of what is wrong that are said: a line, whatever was handed in."""

OPS: Final = ("set", "add", "remove", "move", "rename", "archive", "new", "material")
_FIELDS: Final = frozenset({"op", "entity", "path", "before", "after", "index", "unlink"})
_OF_REASON: Final = (
    *("id", "title", "by", "class", "urgent", "origin", "cause", "purpose", "effect"),
    *("evidence", "expect", "watch", "agreed"),
)
"""The fields of a change file that a form asks for, in the order in which they stand there."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class SheetEdit:
    """One edit: at `path` of `entity` stands `before`, and shall stand `after`.

    A move has its places, counted from 0. `index` is where an item is put in, None for the end.
    """

    op: str
    entity: str
    path: str
    before: Value
    after: Value
    index: int | None = None
    unlink: bool = False
    """Whether an archived card is also taken out of the lists that name it."""
    place: tuple[int, int] = (1, 1)
    """Line and column in the sheet."""


@dataclass(frozen=True, slots=True)
class EditSheet:
    """The edits of a sheet and the reason for them; no reason is empty."""

    edits: tuple[SheetEdit, ...]
    reason: Mapping[str, Value]


def read(content: bytes, shown: str) -> tuple[EditSheet | None, list[Problem]]:
    """Read a sheet of edits.

    Args:
        content: JSON.
        shown: how messages name the file.

    Returns:
        The sheet, and what is wrong with it; with a sheet that is wrong comes none.
    """
    found = _json(content)
    what = _whole(found)
    if what:
        return None, [Problem(Place(shown), "edit-malformed", {"what": what})]
    places = _places(content)
    edits, problems = [], []
    for number, each in enumerate(found["edits"]):
        place = places.get(("edits", number), (1, 1))
        what = "; ".join(_wrong(each))
        if what:
            facts = {"what": f"edits[{number}]: {what[:_SAID]}"}
            problems.append(Problem(Place(shown, *place), "edit-malformed", facts))
        else:
            edits.append(_edit(each, place))
    reason = found.get("reason") or {}
    odd = sorted(reason.keys() - set(_OF_REASON))
    # It names a file.
    odd += [] if not reason.get("id") or kinds.is_id(reason["id"]) else ["id"]
    if odd:
        place = places.get(("reason",), (1, 1))
        facts = {"what": f"reason: {', '.join(odd)[:_SAID]}"}
        problems.append(Problem(Place(shown, *place), "edit-malformed", facts))
    ordered = {name: reason[name] for name in _OF_REASON if name in reason}
    return (None if problems else EditSheet(tuple(edits), ordered)), problems


def _json(content: bytes) -> Any:
    def refused(name: str) -> Any:
        raise ValueError(name)

    try:
        found = json.loads(content, parse_constant=refused, object_pairs_hook=pairs.once)
        return found if _depth(found) <= DEEPEST else None
    except (ValueError, RecursionError):
        return None


def _depth(value: Any) -> int:
    """Count the levels of a value; without recursion, it may be deeper than the stack."""
    depth, level = 0, [value]
    while level and depth <= DEEPEST:
        depth += 1
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return depth


def _whole(found: Any) -> str:
    """Say what keeps JSON from being a sheet; "" for nothing."""
    if not isinstance(found, dict) or not isinstance(found.get("edits"), list):
        return 'JSON {"version": 1, "edits": […]}'
    if found.get("version") != VERSION or found.keys() - {"version", "edits", "reason"}:
        return f'"version": {VERSION}, "edits", "reason"'
    if not isinstance(found.get("reason") or {}, dict):
        return '"reason": {…}'
    if not 0 < len(found["edits"]) <= MOST:
        return f'"edits": 1…{MOST}'
    if any(_CONTROL.search(each) for each in _texts(found)):
        return r"\u0000…\u001f"
    return ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _places(content: bytes) -> Mapping[Any, tuple[int, int]]:
    """Find where edits stand: JSON is YAML as well, but for a few signs."""
    try:
        return parsing.parse(content, markdown=False).marks
    except parsing.UnreadableError:
        return {}


def _wrong(each: Any) -> Iterator[str]:
    """Say what keeps a part of a sheet from being an edit."""
    if not isinstance(each, dict):
        yield "{…}"
        return
    if each.get("op") not in OPS:
        yield f'"op": {" | ".join(OPS)}'
    if each.keys() - _FIELDS:
        yield ", ".join(sorted(each.keys() - _FIELDS))
    yield from (
        f'"{name}": "…"'
        for name in ("entity", "path")
        if not isinstance(each.get(name, ""), str) or len(each.get(name, "")) > _LONGEST
    )
    if not _counts(each.get("index", 0), optional=True):
        yield '"index": 0, 1, …'
    if not isinstance(each.get("unlink", False), bool):
        yield '"unlink": true | false'
    if each.get("op") == "move" and not all(_counts(each.get(end)) for end in ("before", "after")):
        yield '"before", "after": 0, 1, …'


def _counts(value: Any, *, optional: bool = False) -> bool:
    if value is None:
        return optional
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _edit(each: Mapping[str, Any], place: tuple[int, int]) -> SheetEdit:
    return SheetEdit(
        each["op"],
        each.get("entity", ""),
        each.get("path", ""),
        each.get("before"),
        each.get("after"),
        each.get("index"),
        each.get("unlink", False),
        place,
    )
