"""What was left out: fields that nothing forces, and without which an agreement is forgotten.

The schema asks for little, so that a card can be begun. What a reader will miss is named here, as a
warning, and only of what is live.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from scripts_kb.content.base import Base, Document, Loc
from scripts_kb.problems import Problem
from scripts_kb.schema.cards import Answer

_EXPECTED: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "script": {
        "": ("goal",),
        "nodes.answers": ("client_says",),
        "nodes.hints": ("say",),
        "nodes.do_not_say": ("say",),
    },
    "objection": {
        "answers.hints": ("say",),
        "proof": ("text",),
        "answers.proof": ("text",),
        "do_not_say": ("say", "instead"),
    },
    "question": {"hints": ("say",), "proof": ("text",), "do_not_say": ("say", "instead")},
    "offer": {"price": ("list", "unit"), "materials": ("title", "file")},
    "product": {"price": ("list", "unit")},
    "insight": {
        "": ("from", "to", "source", "noticed_by", "sample"),
        "first_words": ("says",),
        "purposes": ("says",),
        "matters": ("says",),
        "unanswered": ("says",),
        "proposals": ("about", "says", "on"),
    },
    "process": {"": ("owner", "steps"), "steps": ("title", "role", "department")},
    "regulation": {"": ("owner", "effective", "review_by", "body")},
    "decision": {"": ("state", "opened", "positions"), "options": ("says",)},
    "meeting": {"": ("on",), "questions": ("says",), "tasks": ("title", "department", "due")},
    "change": {"": ("title", "by", "class"), "expect": ("metric", "of", "change", "by")},
    "config/kb": {
        "": ("company", "segments"),
        "segments": ("title",),
        "branches": ("title",),
        "metrics": ("title", "of"),
        "contacts": ("about", "role", "channel"),
        "pins": ("entity",),
    },
    "config/zones": {
        "departments": ("title",),
        "zones": ("title", "fields", "responsible", "arbiter"),
        "control_points": ("title", "department", "owner", "metric", "rhythm"),
        "touch_points": ("title", "between", "owner", "metric", "rhythm"),
    },
    "config/wording": {"must_say": ("say", "when"), "stop_words": ("words", "instead", "because")},
}
"""Kind → where, keys of lists dropped → what a reader will miss there."""


def check(base: Base) -> Iterator[Problem]:
    """Find what was left out of live documents."""
    for document in base.documents.values():
        if document.record is None or getattr(document.record, "status", "live") != "live":
            continue
        kind = document.entity if document.kind == "config" else document.kind
        for where, keys in _EXPECTED.get(kind, {}).items():
            for loc, holder in _at(document.written, where.split(".") if where else [], ()):
                yield from _missing(document, loc, holder, keys)
        yield from _special(document)


def _at(value: Any, steps: list[str], loc: Loc) -> Iterator[tuple[Loc, Any]]:
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _at(each, steps, (*loc, index))
    elif isinstance(value, dict):
        if not steps:
            yield loc, value
        elif steps[0] in value:
            yield from _at(value[steps[0]], steps[1:], (*loc, steps[0]))


def _missing(document: Document, loc: Loc, holder: Any, keys: tuple[str, ...]) -> Iterator[Problem]:
    missing = [key for key in keys if holder.get(key) in (None, "", [], {})]
    if missing:
        yield Problem(document.place(loc), "unfilled", {"keys": ", ".join(missing)})


def _equal(answers: Iterable[Answer]) -> bool:
    """Tell whether answers are one said in several ways: nothing but the words tells them apart."""
    return all(
        each.say and not (each.when or each.true_concern or each.kind or each.steps)
        for each in answers
    )


def _special(document: Document) -> Iterator[Problem]:
    """Find what one field makes another one need."""
    record, written = document.record, document.written
    if document.kind == "decision" and record.state == "agreed":
        yield from _missing(document, (), written, ("compromise",))
    if document.kind == "decision" and record.state == "open":
        yield from _missing(document, (), written, ("options",))
    if document.kind == "offer" and record.audience == "partner":
        yield from _missing(document, (), written, ("terms",))
    if document.kind == "objection" and len(record.answers) > 1 and not _equal(record.answers):
        # One answer needs no choice; of several, the call must tell which one fits.
        for index in range(len(record.answers)):
            yield from _missing(document, ("answers", index), written["answers"][index], ("when",))
    if document.kind == "script":
        for index, node in enumerate(record.nodes):
            if not (node.say or node.intent or node.hints):
                yield Problem(document.place(("nodes", index)), "unfilled", {"keys": "say, intent"})
