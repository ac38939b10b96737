"""What the search of the call screen knows of each entity: the customer's words come first.

    Site ──project──▶ live cards ──▶ Card: phrases, synonyms, title, answers, the rest

Only what the audience may see is searchable, and only what a salesperson opens in a call.
"""

from collections.abc import Iterator
from typing import Any, Final

from scripts_kb.model.search import Card, Facet, Synonym
from scripts_kb.model.site import Site
from scripts_kb.pages.phrases import Filler
from scripts_kb.pages.projection import project

KINDS: Final = ("objection", "question", "script", "offer", "product")
"""In the order that decides between equals."""


def cards(site: Site) -> Iterator[Card]:
    """Yield the cards of a site, in the order of kinds and titles.

    Examples:
        >>> from scripts_kb.model.base import Base
        >>> list(cards(Site(Base())))
        []
    """
    seen = project(site)
    filler = Filler(seen.base, seen.today)
    for kind in KINDS:
        records = [each.record for each in seen.base.of(kind) if each.record.status == "live"]
        for record in sorted(records, key=lambda each: (each.title, each.id)):
            yield _card(kind, record, filler)


def _card(kind: str, record: Any, filler: Filler) -> Card:
    answers, body = _TEXTS[kind](record)
    return Card(
        entity=f"{kind}/{record.id}",
        kind=kind,
        title=filler.plain(record.title),
        phrases=tuple(map(filler.plain, record.client_words)),
        synonyms=tuple(map(filler.plain, record.synonyms)),
        answers=tuple(filler.plain(text) for text in answers if text),
        body=tuple(filler.plain(text) for text in body if text),
        products=tuple(getattr(record, "products", ())) if kind != "offer" else (),
        segments=record.segments,
        family=getattr(record, "family", ""),
        stages=tuple(getattr(record, "heard_at", ())),
    )


def _objection(record: Any) -> tuple[list[str], list[str]]:
    answers = [text for each in record.answers for text in (each.say, *(s.say for s in each.steps))]
    body = [
        text
        for each in record.answers
        for text in (each.when, each.true_concern, each.next_question, *_proofs(each))
    ]
    return answers, [*body, *(each.instead for each in record.do_not_say)]


def _question(record: Any) -> tuple[list[str], list[str]]:
    return [record.answer], [record.next_question, *_proofs(record)]


def _script(record: Any) -> tuple[list[str], list[str]]:
    intents = [node.intent for node in record.nodes]
    replies = [reply.client_says for node in record.nodes for reply in node.answers]
    return [], [record.goal, *intents, *replies]


def _offer(record: Any) -> tuple[list[str], list[str]]:
    return [record.promise], [record.terms, record.discount_limits]


def _product(record: Any) -> tuple[list[str], list[str]]:
    return [record.says], [record.line, record.sku]


def _proofs(record: Any) -> list[str]:
    return [each.text for each in record.proof]


_TEXTS: Final = {
    "objection": _objection,
    "question": _question,
    "script": _script,
    "offer": _offer,
    "product": _product,
}


def facets(site: Site) -> Iterator[Facet]:
    """Yield the names of products and segments: a query may name one beside the question."""
    seen = project(site)
    for document in seen.base.of("product"):
        record = document.record
        yield Facet("product", record.id, (record.title, *record.synonyms))
    for segment in seen.base.kb.segments:
        yield Facet("segment", segment.id, (segment.title,))


def synonyms(site: Site) -> Iterator[Synonym]:
    """Yield the keeper's synonyms of `synonyms.yml`."""
    for each in site.base.synonyms:
        yield Synonym(each.words, each.to, min(1.0, max(0.0, float(each.weight))))
