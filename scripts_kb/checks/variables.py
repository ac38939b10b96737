"""What stands in angle brackets: variables that a call knows by then, quotes that lead somewhere.

<client_name>                      written down earlier in the script, on every way to the step
<company>                          defined in kb.yml
<operator>                         known before the call: `seller` and `before_call` of kb.yml
<offer/espresso-20.price.list>     a value of another card
{{client_name}}  [имя]  %name%     other programs' brackets: here they would be read aloud
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Final

from scripts_kb.checks import fields, graphs, references
from scripts_kb.content import spelling
from scripts_kb.content.base import Base, Document, Loc
from scripts_kb.problems import Place, Problem
from scripts_kb.schema import kinds, outline, quotes
from scripts_kb.schema.audience import AUDIENCES
from scripts_kb.schema.cards import Script

_TEXTS: Final = frozenset({"spoken", "published", "line", "words"})
_DEFINING: Final = ("variables", "seller", "before_call")
"""Where settings name variables."""
_ADDRESS: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:|[^\s@]+@)\S+", re.IGNORECASE)
_TAG: Final = re.compile(
    r"/?(?:a|b|br|div|em|font|h[1-6]|hr|i|img|li|ol|p|s|script|span|strong|sub|sup|table|td|tr|u|ul)"
    r"/?"
)
FOREIGN: Final = re.compile(
    r"\{\{?\s*+(?P<braces>[\w.-][\w .-]{0,39}?)\s*+\}\}?|%(?P<percent>[A-Za-zА-Яа-яЁё_]{2,40})%"
    r"|\[(?P<bracket>[a-z][a-z0-9_]{1,40})\](?!\()"
)
"""Variables of other programs; a word in square brackets is one only where it is known here."""


def check(base: Base, today: dt.date) -> Iterator[Problem]:
    """Find variables and quotes that a reader would see as brackets."""
    captured = frozenset(
        name
        for script in base.of("script")
        for node in script.record.nodes
        for name in node.captured
    )
    for document in base.documents.values():
        known = _known(base, document, captured)
        if known is None:
            continue
        for field, loc, text in fields.texts(document):
            if field.shape.use not in _TEXTS:
                continue
            here = known.get(loc[:2]) or known[()]
            if "<" in text:
                audience = field.shape.audience
                yield from _places(base, document, loc, audience, text, here, today)
            if field.shape.use == "spoken":
                yield from _foreign(document, loc, text, here)
    yield from _names(base)


def _known(
    base: Base, document: Document, captured: frozenset[str]
) -> Mapping[Loc, frozenset[str]] | None:
    """Give the variables that may be used, at each step of a script or anywhere (key `()`).

    None where the settings or the script cannot be read well enough to know.
    """
    if "config/kb" in base.unread or "config/kb" not in base.documents:
        return None
    value = base.documents["config/kb"].value
    settings = value if isinstance(value, dict) else {}
    named = [settings.get(key) for key in _DEFINING]
    defined = frozenset(name for each in named if isinstance(each, dict) for name in each)
    if settings.get("company"):
        # The name of the company stands in one place; a variable may only put it differently.
        defined |= {"company"}
    if document.kind != "script":
        # A card is opened from a call: whatever some script writes down may be known there.
        return {(): defined | captured}
    if document.record is None:
        return None
    before = captured_before(document.record)
    found: dict[Loc, frozenset[str]] = {(): defined}
    for index, node in enumerate(document.record.nodes):
        found["nodes", index] = defined | before.get(node.id, frozenset())
    return found


def captured_before(script: Script) -> dict[str, frozenset[str]]:
    """Give, for each step, the variables that are written down on every way to it."""
    nodes = {node.id: node for node in script.nodes}
    everything = frozenset(name for node in script.nodes for name in node.captured)
    known = dict.fromkeys(nodes, everything)
    if script.entry in known:
        known[script.entry] = frozenset()
    grown = True
    while grown:
        grown = False
        for node in script.nodes:
            after = known[node.id] | frozenset(node.captured)
            for target in graphs.targets(node):
                if target in known and not known[target] <= after:
                    known[target] &= after
                    grown = True
    return known


def _places(
    base: Base,
    document: Document,
    loc: Loc,
    audience: str,
    text: str,
    known: frozenset[str],
    today: dt.date,
) -> Iterator[Problem]:
    for name, _ in quotes.names(text):
        quoted = quotes.quote(name)
        if quoted:
            yield from _quote(base, document, loc, audience, name, quoted, today)
        elif name.partition("/")[0] in kinds.FOLDER_OF and "/" in name:
            entity = name.partition(".")[0]
            holder = entity if entity in base.documents else "offer/…"
            facts = {"name": name, "meant": f"{holder}.price.list"}
            yield Problem(document.place(loc), "unknown-quote", facts)
        elif name not in known and _TAG.fullmatch(name):
            yield Problem(document.place(loc), "html-tag", {"tag": f"<{name}>"})
        elif name not in known and not _ADDRESS.fullmatch(name):
            facts = {"name": name, "meant": spelling.meant(name, known)}
            yield Problem(document.place(loc), "unknown-variable", facts)


def _quote(
    base: Base,
    document: Document,
    loc: Loc,
    audience: str,
    name: str,
    quoted: quotes.Quote,
    today: dt.date,
) -> Iterator[Problem]:
    if not base.exists(quoted.entity):
        near = spelling.nearest(quoted.entity, base.documents) or "offer/…"
        facts = {"name": name, "meant": f"{near}.{quoted.path}"}
        yield Problem(document.place(loc), "unknown-quote", facts)
        return
    seen = outline.audience(quoted.entity, quoted.path)
    if AUDIENCES.index(seen) > AUDIENCES.index(audience):
        yield Problem(document.place(loc), "secret-quote", {"name": name})
        return
    target = base.documents.get(quoted.entity)
    if target is None or target.record is None:
        # Its own file has a mistake, which is named there.
        return
    if quotes.shown(target.record, quoted.path, base.kb.language) is None:
        facts = {"name": name, "meant": f"{quoted.entity}.price.list"}
        yield Problem(document.place(loc), "unknown-quote", facts)
        return
    yield from references.out_of_force(base, document, quoted.entity, loc, today)


def _foreign(document: Document, loc: Loc, text: str, known: frozenset[str]) -> Iterator[Problem]:
    for match in FOREIGN.finditer(text):
        name = match[match.lastgroup or 0]
        if match.lastgroup == "bracket" and name not in known:
            continue
        near = spelling.nearest(name, known)
        facts = {"text": match[0], "meant": f"<{near}>" if near else "<client_name>"}
        yield Problem(document.place(loc), "foreign-variable", facts)


def _names(base: Base) -> Iterator[Problem]:
    """Find names of variables that no text could use."""
    settings = base.documents.get("config/kb")
    if settings is not None and isinstance(settings.written, dict):
        for key in _DEFINING:
            variables = settings.written.get(key)
            for name in variables if isinstance(variables, dict) else ():
                if not quotes.is_variable(name):
                    yield _name(settings.key_place((key, name)), key, name)
    for document in base.of("script"):
        for index, node in enumerate(document.record.nodes):
            if node.capture and not quotes.is_variable(node.capture):
                place = document.place(("nodes", index, "capture"))
                yield _name(place, "capture", node.capture)
            for number, each in enumerate(node.captures):
                if not quotes.is_variable(each.name):
                    place = document.place(("nodes", index, "captures", number, "name"))
                    yield _name(place, "name", each.name)


def _name(place: Place, key: str, name: str) -> Problem:
    meant = spelling.slug(name).replace("-", "_")
    facts = {"key": key, "name": name, "meant": meant if meant[0].isalpha() else f"x_{meant}"}
    return Problem(place, "bad-variable", facts)
