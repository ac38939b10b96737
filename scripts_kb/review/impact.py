"""What else a change touches: who refers to it, and what a customer hears there now.

    offer/espresso-20, price.list 1490 → 1540
        objection/dorogo  says «… выходит <offer/espresso-20.price.list> за кило»
                          1 490 ₽ за кило  →  1 540 ₽ за кило

Only what is in force counts: drafts and archived cards reach nobody.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from scripts_kb.language import Language
from scripts_kb.past.edits import EntitySide, written
from scripts_kb.past.records import Edit
from scripts_kb.past.telling import Names
from scripts_kb.review.records import EntityPair, Expiry, Reach
from scripts_kb.review.trees import Shelf
from scripts_kb.schema import kinds, outline, paths, shapes, values
from scripts_kb.schema import quotes as quoting
from scripts_kb.schema.shapes import Shape
from scripts_kb.schema.values import Value

HORIZON: Final = 14
"""How far ahead a review looks for offers that end."""

_REF: Final = re.compile(r"[a-z]+/[a-z0-9][a-z0-9-]{0,63}")
READERS: Final = frozenset(
    {"script", "objection", "question", "offer", "product", "process", "regulation"}
)
"""The kinds whose pages people read to say or do something."""

Lookup = Callable[[str], Value]


class Reference(NamedTuple):
    """A place that points to an entity; `quoted` is the value that it shows, "" for a link."""

    path: str
    entity: str
    quoted: str = ""


def references(entity: str, value: Value) -> Iterator[Reference]:
    """Yield what an entity refers to.

    Examples:
        >>> list(references("objection/x", {"offers": ["vip"], "title": "<offer/vip.price.list>"}))
        [Reference(path='offers["vip"]', entity='offer/vip', quoted=''), \
Reference(path='title', entity='offer/vip', quoted='price.list')]
    """
    yield from _inside(value, outline.at(entity, ""), "")


def _inside(value: Value, shape: Shape | None, path: str) -> Iterator[Reference]:
    if isinstance(value, dict):
        for name, each in value.items():
            found = _text if isinstance(each, str) else _inside
            yield from found(each, shapes.below(shape, name), paths.field(path, name))
    elif isinstance(value, list):
        key, inner = (shape.key, shape.item) if shape else ("id", None)
        for each in value:
            if isinstance(each, dict):
                yield from _inside(each, inner, paths.item(path, str(each.get(key, ""))))
            elif isinstance(each, str):
                yield from _text(each, inner, paths.text(path, each))


def _text(text: str, shape: Shape | None, path: str) -> Iterator[Reference]:
    to = shape.to if shape else None
    if to == "any" and _REF.fullmatch(text):
        yield Reference(path, text)
    elif to == "node":
        if text.startswith("script/"):
            yield Reference(path, text)
    elif to == "must_say":
        yield Reference(path, "config/wording", paths.item("must_say", text))
    elif to in kinds.ORDER:
        yield Reference(path, f"{to}/{text}")
    elif "<" in text:
        for name, _ in quoting.names(text):
            quote = quoting.quote(name)
            if quote:
                yield Reference(path, quote.entity, quote.path)
            elif quoting.is_variable(name):
                where = "company" if name == "company" else paths.field("variables", name)
                yield Reference(path, "config/kb", where)


def touches(edits: Iterable[Edit], quoted: str) -> bool:
    """Tell whether edits change a quoted value.

    Examples:
        >>> touches([Edit("changed", "price.list", 10, 12)], "price.list")
        True
    """
    for edit in edits:
        if edit.op == "moved":
            continue
        starts = (f"{edit.path}.", f"{edit.path}[")
        if not edit.path or edit.path == quoted or quoted.startswith(starts):
            return True
        if edit.path.startswith((f"{quoted}.", f"{quoted}[")):
            return True
    return False


def reach(
    pairs: Iterable[EntityPair],
    edits: Mapping[str, tuple[Edit, ...]],
    after: Shelf,
    language: Language,
) -> dict[str, tuple[Reach, ...]]:
    """Find in a tree who refers to what changed, reading only files that mention it.

    Args:
        pairs: the entities that changed.
        edits: entity → its edits.
        after: the tree after.
        language: of prices and dates in texts.
    """
    changed = {entity: each for entity, each in edits.items() if each}
    values_ = {pair.entity: pair for pair in pairs}
    found = (after.entity(path) for path in after.mentioning(_words(changed)))
    readers = {each[0]: each[1] for each in found if each}

    def old(entity: str) -> Value:
        if entity in values_:
            return values_[entity].before
        return readers.get(entity) or after.find(entity)

    def new(entity: str) -> Value:
        if entity in values_:
            return values_[entity].after
        return readers.get(entity) or after.find(entity)

    return quotes(changed, readers, old, new, language)


def _words(changed: Mapping[str, tuple[Edit, ...]]) -> set[str]:
    """Give the ids and names by which others may mention what changed."""
    words = set()
    for entity, edits in changed.items():
        words.add(entity.partition("/")[2])
        if entity == "config/kb":
            words |= {each.path.removeprefix("variables.").partition(".")[0] for each in edits}
            words |= {"company"} if any(not each.path for each in edits) else set()
        elif entity == "config/wording":
            words |= {each.path.removeprefix("must_say[").partition("]")[0] for each in edits}
    return words - {""}


def quotes(
    edits: Mapping[str, tuple[Edit, ...]],
    readers: Mapping[str, Value],
    old: Lookup,
    new: Lookup,
    language: Language,
) -> dict[str, tuple[Reach, ...]]:
    """Find who refers to what changed.

    Args:
        edits: entity → its edits, of every entity that changed.
        readers: entities that may refer to one of them, as they stand after the change.
        old: gives an entity's value before, None where absent.
        new: gives it after.
        language: of prices and dates in texts.

    Returns:
        Changed entity → who refers to it, in the order of kinds and ids.
    """
    found: dict[str, list[Reach]] = {}
    for entity in sorted(
        readers, key=lambda each: (kinds.ORDER.get(each.partition("/")[0], 99), each)
    ):
        value = readers[entity]
        kind = entity.partition("/")[0]
        if kind not in READERS or not in_force(value):
            continue
        for reference in references(entity, value):
            target = reference.entity
            if target == entity or target not in edits:
                continue
            if reference.quoted and not touches(edits[target], reference.quoted):
                continue
            if target.startswith("config/") and not reference.quoted:
                continue
            found.setdefault(target, []).append(
                _quote(entity, value, reference, old, new, language)
            )
    return {entity: tuple(dict.fromkeys(each)) for entity, each in found.items()}


def in_force(value: Value) -> bool:
    """Tell whether an entity is published for use: live, the default."""
    return isinstance(value, dict) and value.get("status", "live") == "live"


def _quote(
    entity: str, value: Value, reference: Reference, old: Lookup, new: Lookup, language: Language
) -> Reach:
    before = after = ""
    shape = outline.of(entity)
    if reference.quoted and "<" in str(values.at(value, reference.path, shape)):
        text_after = values.at(value, reference.path, shape)
        text_before = values.at(old(entity), reference.path, shape) or text_after
        before = filled(str(text_before), old, language)
        after = filled(str(text_after), new, language)
    partner = entity.startswith("offer/") and value.get("audience") == "partner"
    title = str(value.get("title") or entity)
    where = EntitySide(entity, value, Names(language, ids=True)).place(reference.path)
    return Reach(entity, title, reference.path, where, before, after, partner=partner)


def filled(text: str, lookup: Lookup, language: Language) -> str:
    r"""Put quoted values into a text, as a salesperson reads it; unknown marks stay.

    Examples:
        >>> filled("за <offer/x.price.list>", lambda _: {"price": {"list": 18}}, "ru")
        'за 18\xa0₽'
    """

    def resolve(name: str) -> str | None:
        quote = quoting.quote(name)
        if quote:
            whole = lookup(quote.entity)
            value = values.at(whole, quote.path)
            return written(value, quote.path, whole, language) if value is not None else None
        settings = lookup("config/kb") or {}
        variables = settings.get("variables")
        found = settings.get("company") if name == "company" else None
        if found is None and isinstance(variables, dict):
            found = variables.get(name)
        return str(found) if found is not None else None

    return quoting.fill(text, resolve)


def expiring(entity: str, value: Value, lookup: Lookup, today: dt.date) -> tuple[Expiry, ...]:
    """Give the offers that an entity is or names and that end within the horizon.

    Examples:
        >>> offer = {"title": "Набор", "valid_to": "2026-11-30"}
        >>> found = expiring("offer/nabor", offer, lambda _: None, dt.date(2026, 11, 21))
        >>> [each.entity for each in found]
        ['offer/nabor']
    """
    if value is None or not in_force(value):
        return ()
    named = {ref.entity for ref in references(entity, value) if ref.entity.startswith("offer/")}
    found = []
    for offer in sorted({entity, *named}):
        there = value if offer == entity else lookup(offer)
        day = (
            there.get("valid_to")
            if isinstance(there, dict) and offer.startswith("offer/")
            else None
        )
        try:
            end = dt.date.fromisoformat(day) if isinstance(day, str) else None
        except ValueError:
            end = None
        if end and in_force(there) and 0 <= (end - today).days <= HORIZON:
            found.append(Expiry(offer, str(there.get("title") or offer), end))
    return tuple(found)
