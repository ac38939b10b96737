"""A card that comes back against the version it was exported from, and against what it is now.

there == then   nobody changed it there: it stays as it is here
there == here   both say the same
here == then    changed there alone: an update
else            changed on both sides: a conflict, with both texts
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from scripts_kb.content.patching import Alteration, altered
from scripts_kb.importing.returned import cells, tabling
from scripts_kb.importing.returned.tabling import CardRow
from scripts_kb.language import Language
from scripts_kb.schema import paths, values
from scripts_kb.schema.values import Value

_MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field that both sides changed, each otherwise."""

    path: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class NewItem:
    """An answer or a step that a person added: its fields, and the item above it, "" for none."""

    after: str
    value: dict[str, Value]


@dataclass(slots=True)
class Compared:
    """What a card that came back changes.

    Attributes:
        changed: item and field → the new value, None for one that was emptied.
        added: new items, in their order.
        conflicts: see there.
        gone: items that have no row any more; they stay.
    """

    changed: dict[tuple[str, str], Value] = field(default_factory=dict)
    added: list[NewItem] = field(default_factory=list)
    conflicts: list[FieldConflict] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def compare(
    entity: str, returned: Sequence[CardRow], then: Value, here: Value, language: Language
) -> Compared:
    """Compare the rows of a card field by field.

    Args:
        entity: `kind/id`.
        returned: its rows; of a column that is not there they hold no text, not even an empty one.
        then: the value it was exported with; None where nobody knows it.
        here: the value it has now; None where the card is gone.
        language: of the labels.
    """
    kind, result = entity.partition("/")[0], Compared()
    before, now = (tabling.texts(entity, each, language) for each in (then, here))
    there, fresh = _gathered(returned)
    for (item, name), text in there.items():
        known, own = (each.get((item, name), "") for each in (before, now))
        if _same(text, own) or (then is not None and _same(text, known)):
            continue
        lost = item not in _names(here, kind) if item else here is None
        if then is None or not _same(own, known) or lost:
            place = paths.item(tabling.ITEMS[kind], item) if item else ""
            result.conflicts.append(FieldConflict(paths.field(place, name), own, text))
        else:
            shape = tabling.shape_of(kind, name, of_item=bool(item))
            result.changed[item, name] = cells.read(text, shape, name)
    rowed = {row.name for row in returned}
    old = _names(here if then is None else then, kind)
    result.gone = [each for each in _names(here, kind) if each in old and each not in rowed]
    result.added = _added(fresh, kind, {*_names(here, kind), *rowed})
    return result


def _names(value: Value, kind: str) -> list[str]:
    listed = tabling.ITEMS[kind]
    return [each["id"] for each in (value or {}).get(listed, ())] if listed else []


def _same(one: str, other: str) -> bool:
    return bool(values.canonical(one) == values.canonical(other))


def _gathered(
    returned: Sequence[CardRow],
) -> tuple[dict[tuple[str, str], str], list[tuple[str, CardRow]]]:
    """Give the texts of what was exported by item and field, and the rows of what is new.

    What is the card's own may stand in any of its rows: a person sorts a sheet.
    """
    there: dict[tuple[str, str], str] = {}
    fresh: list[tuple[str, CardRow]] = []
    seen: dict[str, dict[str, str]] = {"": {}}
    above = ""
    for row in returned:
        for name, text in row.card.items():
            there["", name] = there.get(("", name)) or text
        if row.name in seen and seen[row.name] != row.item:
            if any(row.item.values()):
                fresh.append((above, row))
        elif row.name not in seen:
            seen[row.name] = row.item
            there |= {(row.name, name): text for name, text in row.item.items() if name != "id"}
        above = row.name or above
    return there, fresh


def _added(fresh: Sequence[tuple[str, CardRow]], kind: str, taken: set[str]) -> list[NewItem]:
    found: list[NewItem] = []
    for after, row in fresh:
        value = tabling.value_of(row.item, kind, of_item=True)
        wanted = value.pop("id", "")
        if not wanted or wanted in taken:
            wanted = cells.free(tabling.ITEMS[kind], 1, taken)
        taken.add(wanted)
        # Several in a row: each below the one before it.
        above = found[-1].value["id"] if found and found[-1].after == after else ""
        found.append(NewItem(above or after, {"id": wanted, **value}))
    return found


def whole(entity: str, returned: Sequence[CardRow]) -> dict[str, Value]:
    """Make a card of its rows alone, with the names that they have."""
    kind, id_ = entity.split("/", 1)
    listed = tabling.ITEMS[kind]
    own: dict[str, str] = {}
    items: list[dict[str, Value]] = []
    taken = {row.name for row in returned if row.name}
    for row in returned:
        own |= {name: text for name, text in row.card.items() if text}
        if not row.name and not any(row.item.values()):
            continue
        value = tabling.value_of(row.item, kind, of_item=True)
        name = row.name or value.get("id") or cells.free(listed, len(items) + 1, taken)
        taken.add(name)
        items.append({**value, "id": name})
    found: dict[str, Value] = {"id": id_, **tabling.value_of(own, kind, of_item=False)}
    if items and listed:
        found[listed] = [{"id": each.pop("id"), **each} for each in items]
    return found


def alterations(written: Value, found: Compared, kind: str) -> Iterator[Alteration]:
    """Yield the changes of a file one after the other, each at its place after those before it."""
    listed, value = tabling.ITEMS[kind], copy.deepcopy(written)
    for (item, name), new in found.changed.items():
        loc: tuple[Any, ...] = (listed, _index(value, listed, item), name) if item else (name,)
        step = _set(value, loc, new)
        if step is not None:
            value = altered(value, step)
            yield step
    for each in found.added:
        if value.get(listed):
            above = _index(value, listed, each.after) if each.after else -1
            step = Alteration("put", (listed, above + 1), each.value)
        else:
            step = _set(value, (listed,), [each.value]) or Alteration("put", (listed,), [])
        value = altered(value, step)
        yield step


def _set(value: Value, loc: tuple[Any, ...], new: Value) -> Alteration | None:
    holder = value
    for each in loc[:-1]:
        holder = holder[each]
    there = holder.get(loc[-1], _MISSING)
    if new is None:
        return None if there is _MISSING else Alteration("drop", loc)
    return Alteration("put" if there is _MISSING else "set", loc, new)


def _index(value: Mapping[str, Any], listed: str, name: str) -> int:
    names = [each.get("id") for each in value[listed]]
    return names.index(name) if name in names else len(names) - 1
