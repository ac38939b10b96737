"""Scripts as graphs: every call can start, every step can be reached, every call can end.

entry ──▶ node ──answers──▶ node ──▶ outcome       a dead end has no way on, or none to an outcome
            └──next──▶ script/OTHER                which is an end here: another script goes on
"""

from collections.abc import Iterator
from typing import Any, Final

from scripts_kb.content import spelling
from scripts_kb.content.base import Base, Document, Loc
from scripts_kb.problems import Problem
from scripts_kb.schema.cards import Node, Script

DIGITS: Final = 9
"""An answer of the customer is picked by a digit key."""


def check(base: Base) -> Iterator[Problem]:
    """Find steps without a way on, that nobody reaches, or that lead nowhere."""
    entities = {*base.documents, *base.unread}
    scripts = frozenset(each[7:] for each in entities if each.startswith("script/"))
    for document in base.of("script"):
        yield from _script(document, document.record, scripts)


def targets(node: Node) -> tuple[str, ...]:
    """Give where a step may lead: ids of steps and `script/ID`."""
    return tuple(each for each in (node.next, *(reply.next for reply in node.answers)) if each)


def reachable(script: Script) -> frozenset[str]:
    """Give the steps that a call can come to."""
    nodes = {node.id: node for node in script.nodes}
    found: set[str] = set()
    stack = [script.entry]
    while stack:
        name = stack.pop()
        if name in nodes and name not in found:
            found.add(name)
            stack.extend(targets(nodes[name]))
    return frozenset(found)


def ending(script: Script) -> frozenset[str]:
    """Give the steps from which an outcome, or another script, can be reached.

    What breaks off by a mistake of its own counts as an end too: it is named there, and not again
    at every step before it.
    """
    names = {node.id for node in script.nodes}
    found = {
        node.id
        for node in script.nodes
        if node.outcome or not targets(node) or not names.issuperset(targets(node))
    }
    grown = True
    while grown:
        more = {
            node.id
            for node in script.nodes
            if node.id not in found and found.intersection(targets(node))
        }
        grown = bool(more)
        found |= more
    return frozenset(found)


def _script(document: Document, script: Script, scripts: frozenset[str]) -> Iterator[Problem]:
    names = [node.id for node in script.nodes]
    live = script.status == "live"
    if not script.nodes:
        if live:
            yield Problem(document.place(), "no-steps")
        return
    if script.entry not in names:
        meant = spelling.nearest(script.entry, names) or names[0]
        facts = {"value": script.entry or "—", "meant": meant}
        yield Problem(document.place(("entry",)), "no-entry", facts)
        return
    met, ends = reachable(script), ending(script)
    for index, node in enumerate(script.nodes):
        here = ("nodes", index)
        ways = [name for name in ("answers", "next", "outcome") if getattr(node, name)]
        if len(ways) > 1:
            facts = {"node": node.id, "ways": ", ".join(ways)}
            yield Problem(document.place((*here, ways[1])), "two-ways-on", facts)
        if node.skip_known and not (node.captured and node.next):
            yield Problem(document.place((*here, "skip_known")), "cannot-skip", {"node": node.id})
        if node.id not in met:
            yield Problem(document.place((*here, "id")), "unreachable", {"node": node.id})
        if not ways:
            yield Problem(document.place((*here, "id")), "dead-end", {"node": node.id})
        elif node.id not in ends:
            yield Problem(document.place((*here, "id")), "no-outcome", {"node": node.id})
        places: list[tuple[Loc, str]] = [((*here, "next"), node.next)]
        places += [
            ((*here, "answers", place, "next"), reply.next)
            for place, reply in enumerate(node.answers)
        ]
        for loc, name in places:
            if name.startswith("script/"):
                if name == document.entity:
                    facts = {"key": "next", "value": name}
                    yield Problem(document.place(loc), "self-reference", facts)
                elif name.removeprefix("script/") not in scripts:
                    meant = spelling.meant(name, [f"script/{each}" for each in scripts])
                    facts = {"key": "next", "value": name, "meant": meant}
                    yield Problem(document.place(loc), "unknown-reference", facts)
            elif name and name not in names:
                facts = {"value": name, "meant": spelling.meant(name, names)}
                yield Problem(document.place(loc), "unknown-step", facts)
        for place, reply in enumerate(node.answers):
            if not reply.next:
                facts = {"node": node.id, "reply": reply.client_says or reply.id}
                at = document.place((*here, "answers", place))
                yield Problem(at, "answer-leads-nowhere", facts)
        if len(node.answers) > DIGITS:
            many: dict[str, Any] = {"node": node.id, "count": len(node.answers)}
            yield Problem(document.place((*here, "answers", DIGITS)), "too-many-answers", many)
