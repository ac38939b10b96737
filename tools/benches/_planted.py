"""A base with a text of one's choice in every field of every kind, whatever the schema declares.

A field that is added tomorrow is planted tomorrow.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from scripts_kb.schema import kinds, outline
from scripts_kb.schema.audience import AUDIENCES, Audience
from scripts_kb.schema.shapes import Shape

Word = Callable[[str, str, Audience], str]
"""Kind, field and who may see it → what is planted there."""

_PROSE: Final = frozenset({"spoken", "published", "line"})
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
_OFFERS: Final = MappingProxyType(
    {"partner": {"products": ["id-product"], "segments": ["cafe"]}, "client": {}}
)
"""The offers that are laid beside the usual one: for whom → what a partner's page wants of it."""
_TRIED: Final = MappingProxyType(
    {
        "what": "objection/id-objection#answers[id-objection].say",
        "from": "2026-11-01",
        "to": "2099-12-31",
    }
)
"""What a trial wants beside its words, so that it runs."""


def planted(
    shape: Shape,
    kind: str,
    word: Word,
    *,
    given: Mapping[str, Any] = _NONE,
    around: Audience = "partner",
) -> dict[str, Any]:
    """Makes a value of a map with something in every field that holds words.

    Args:
        shape: Of the map.
        kind: What is told to `word`.
        word: Says what is planted.
        given: Values of fields that hold no words, by name.
        around: Who may see the map.
    """
    value: dict[str, Any] = {}
    for name, field in shape.fields.items():
        audience = max(around, field.audience, key=AUDIENCES.index)
        if name == "id":
            value[name] = f"id-{kind.replace('/', '-')}"
        elif name == "objection":
            value[name] = "id-objection"
        elif name in given:
            value[name] = given[name]
        elif field.form == "map":
            value[name] = planted(field, kind, word, given=given, around=audience)
        elif field.form == "list" and field.item and field.nested:
            value[name] = [planted(field.item, kind, word, given=given, around=audience)]
        elif field.use == "words":
            value[name] = [word(kind, name, audience)]
        elif field.use in _PROSE and field.form != "free" and not field.to:
            value[name] = word(kind, name, audience)
    return value


def files(word: Word, given: Mapping[str, Any] = _NONE) -> dict[str, dict[str, Any]]:
    """Makes one entity of each kind, the settings, and offers for partners and for clients.

    Args:
        word: Says what is planted.
        given: Values of fields that hold no words, by name.

    Returns:
        The path below the content folder → the value.
    """
    found: dict[str, dict[str, Any]] = {}
    for kind in kinds.ORDER:
        shape = outline.of(kind)
        if shape.form == "list" or kind == "change":
            continue
        value = planted(shape, kind, word, given=given)
        if kind.startswith("config/"):
            if kind == "config/kb":
                value["segments"] = [{"id": "cafe", "title": word(kind, "segment", "partner")}]
            found[f"{kind.removeprefix('config/')}.yml"] = value
            continue
        if kind == "trial":
            second = {**_first(planted(shape, kind, word, given=given), "variants"), "id": "second"}
            value |= _TRIED | {"variants": [*value["variants"], second]}
        if kind == "script":
            value |= _called(value, planted(shape, kind, word, given=given))
        found[f"{kinds.FOLDER_OF[kind]}/one.yml"] = {**value, "status": "live"}
    offer = outline.of("offer")
    for audience, more in _OFFERS.items():
        own = planted(offer, f"offer-{audience}", word, given=given)
        own["materials"] = [{**own["materials"][0], "file": f"materials/{audience}.txt"}]
        found[f"offers/{audience}.yml"] = {**own, **more, "status": "live", "audience": audience}
    return found


def _called(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Gives what a script wants beside its words, so that it can be played to its end."""
    (begun, *_), (ended, *_) = one["nodes"], other["nodes"]
    begun |= {"stage": "greeting", "captures": [{**_first(begun, "captures"), "name": "told"}]}
    begun["answers"] = [{**_first(begun, "answers"), "next": "end"}]
    del ended["answers"], ended["captures"]
    ended |= {"id": "end", "stage": "closing", "outcome": "deal"}
    return {"entry": begun["id"], "nodes": [begun, ended]}


def _first(holder: Mapping[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = holder[name][0]
    return found
