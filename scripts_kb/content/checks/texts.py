"""Texts: variables and quotes resolve, prices are quoted and not retyped, wording is kept.

A phrase that is said aloud follows a few rules that a rule can know: at most 25 words in one
breath, no stop words, no forms that fit one gender alone, a question after the answer.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Final

from scripts_kb.content import reading
from scripts_kb.content.checks import fields, graphs
from scripts_kb.model import kinds, quotes
from scripts_kb.model.base import Base, Document, Loc
from scripts_kb.model.cards import Script
from scripts_kb.problems import Problem

MAX_WORDS: Final = 25
"""What one says in one breath and a client listens to."""

RECORDS_OF_THE_PAST: Final = frozenset({"change", "insight", "meeting", "decision"})
"""They say what a price was at their time; a quote would change it afterwards."""

_SPACES: Final = "[ \u00a0\u202f\u2009]"
_NUMBER: Final = rf"(?:\d{{1,3}}(?:{_SPACES}\d{{3}})+|\d+)(?:[.,]\d+)?"
_MONEY: Final = r"(?:₽|руб(?:\.|л\w*)?(?!\w)|р\.|RUB(?!\w))"
_PRICE: Final = re.compile(
    rf"(?<![\d.,])(?P<after>{_NUMBER}){_SPACES}*\n?{_MONEY}"
    rf"|(?:₽|RUB){_SPACES}*(?P<before>{_NUMBER})(?!\d)",
    re.IGNORECASE,
)
_GENDERED: Final = re.compile(r"\w+\((?:а|ла|на|ась)\)", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


def check(base: Base, today: dt.date) -> Iterator[Problem]:
    """Find texts that would be wrong, stale or awkward in a reader's mouth."""
    prices = _prices(base)
    captured = _captured_anywhere(base)
    for document in base.documents.values():
        known = _variables(base, document, captured)
        for field in fields.of(document):
            use = field.extra.get("use")
            if use not in {"spoken", "published", "line", "words"}:
                continue
            for loc, text in _texts(field):
                yield from _places(base, document, loc, text, known, today)
                if use == "words" or field.extra.get("audience") == "editor":
                    continue
                if document.kind not in RECORDS_OF_THE_PAST and field.key != "client_says":
                    yield from _retyped(document, loc, text, prices)
                if use == "spoken":
                    yield from _wording(base, document, loc, text)
    yield from _next_questions(base)


def _texts(field: fields.Field) -> Iterator[tuple[Loc, str]]:
    if isinstance(field.value, str):
        yield field.loc, field.value
    elif isinstance(field.value, list):
        for index, each in enumerate(field.value):
            if isinstance(each, str):
                yield (*field.loc, index), each
    elif isinstance(field.value, dict):
        for key, each in field.value.items():
            if isinstance(each, str):
                yield (*field.loc, key), each


def _captured_anywhere(base: Base) -> frozenset[str]:
    return frozenset(
        node.capture for script in base.of("script") for node in script.record.nodes if node.capture
    )


def _variables(
    base: Base, document: Document, captured: frozenset[str]
) -> Mapping[Loc, frozenset[str]]:
    """Give the variables that may be used, at each step of a script or anywhere (key `()`)."""
    settings = base.documents.get("config/kb")
    value = settings.value if settings and isinstance(settings.value, dict) else {}
    variables = value.get("variables")
    defined = frozenset(variables if isinstance(variables, dict) else ())
    if document.kind != "script" or document.record is None:
        # A card is opened from a call: whatever some script writes down may be known there.
        return {(): defined | captured}
    before = captured_before(document.record)
    found: dict[Loc, frozenset[str]] = {(): defined}
    for index, node in enumerate(document.record.nodes):
        found["nodes", index] = defined | before.get(node.id, frozenset())
    return found


def captured_before(script: Script) -> dict[str, frozenset[str]]:
    """Give, for each step, the variables that are written down on every way to it."""
    nodes = {node.id: node for node in script.nodes}
    everything = frozenset(node.capture for node in script.nodes if node.capture)
    known = dict.fromkeys(nodes, everything)
    if script.entry in known:
        known[script.entry] = frozenset()
    grown = True
    while grown:
        grown = False
        for node in script.nodes:
            after = known[node.id] | ({node.capture} if node.capture else frozenset())
            for target in graphs.targets(node):
                if target in known and not known[target] <= after:
                    known[target] &= after
                    grown = True
    return known


def _places(
    base: Base,
    document: Document,
    loc: Loc,
    text: str,
    known: Mapping[Loc, frozenset[str]],
    today: dt.date,
) -> Iterator[Problem]:
    for name, _ in quotes.names(text):
        found = quotes.quote(name)
        if found:
            yield from _quote(base, document, loc, name, found, today)
            continue
        if "/" in name and not quotes.is_variable(name):
            if name.partition("/")[0] in kinds.FOLDER_OF:
                facts = {"name": name, "meant": "offer/….price.list"}
                yield Problem(document.place(loc), "unknown-quote", facts)
            continue
        if not quotes.is_variable(name):
            continue
        here = known.get(loc[:2]) or known[()]
        if name not in here:
            meant = reading.nearest(name, here) or " | ".join(sorted(here)) or "—"
            facts = {"name": name, "meant": meant}
            yield Problem(document.place(loc), "unknown-variable", facts)


def _quote(
    base: Base, document: Document, loc: Loc, name: str, found: quotes.Quote, today: dt.date
) -> Iterator[Problem]:
    place = document.place(loc)
    target = base.documents.get(found.entity)
    if target is None or target.record is None:
        near = reading.nearest(found.entity, base.documents) or "offer/ID"
        yield Problem(place, "unknown-quote", {"name": name, "meant": f"{near}.{found.path}"})
        return
    if found.path.split(".")[0] in {"internal", "cost", "note"}:
        yield Problem(place, "secret-quote", {"name": name})
        return
    if quotes.shown(target.record, found.path) is None:
        facts = {"name": name, "meant": f"{found.entity}.price.list"}
        yield Problem(place, "unknown-quote", facts)
        return
    live = getattr(document.record, "status", "live") == "live"
    valid_to = getattr(target.record, "valid_to", None)
    if live and document.entity != found.entity and valid_to and valid_to < today:
        facts = {"entity": found.entity, "date": valid_to.isoformat()}
        yield Problem(place, "expired-reference", facts)


def _prices(base: Base) -> dict[float, str]:
    """Give each live price with the quote to write instead; an offer's own price comes first."""
    found: dict[float, str] = {}
    for kind in ("offer", "product"):
        for document in base.of(kind):
            price = document.record.price
            if document.record.status == "live" and price and price.list:
                found.setdefault(float(price.list), f"<{document.entity}.price.list>")
    return found


def amount(text: str) -> float:
    """Read a number as people write it.

    Examples:
        >>> amount("1 490,50")
        1490.5
    """
    return float(re.sub(_SPACES, "", text).replace(",", "."))


def _retyped(
    document: Document, loc: Loc, text: str, prices: Mapping[float, str]
) -> Iterator[Problem]:
    for match in _PRICE.finditer(text):
        quote = prices.get(amount(match["after"] or match["before"]))
        if quote:
            facts = {"text": match[0].strip(), "quote": quote}
            yield Problem(document.place(loc), "retyped-price", facts)


def _wording(base: Base, document: Document, loc: Loc, text: str) -> Iterator[Problem]:
    count = len(_WORD.findall(re.sub(r"<[^<>\s]+>", "слово", text)))
    if count > MAX_WORDS:
        length = {"count": count, "limit": MAX_WORDS}
        yield Problem(document.place(loc), "too-long", length)
    gendered = _GENDERED.search(text)
    if gendered:
        yield Problem(document.place(loc), "gendered", {"text": gendered[0]})
    if document.entity == "config/wording":
        return
    for stop in base.wording.stop_words:
        for word in stop.words:
            if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
                facts = {"word": word, "instead": stop.instead, "because": stop.because}
                yield Problem(document.place(loc), "stop-word", facts)


def _next_questions(base: Base) -> Iterator[Problem]:
    """An answer without a question hands the call to silence."""
    for document in base.of("objection"):
        if document.record.status != "live":
            continue
        if not document.record.answers:
            yield Problem(document.place(), "no-answers")
        for index, answer in enumerate(document.record.answers):
            loc = ("answers", index)
            asks = answer.next_question or any(step.role == "ask" for step in answer.steps)
            if not (answer.say or answer.steps):
                yield Problem(document.place(loc), "nothing-to-say", {"answer": answer.id})
            elif not asks:
                yield Problem(document.place(loc), "no-next-question", {"answer": answer.id})
    for document in base.of("question"):
        if document.record.status == "live" and not document.record.answer:
            yield Problem(document.place(), "no-answers")
