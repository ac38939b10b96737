"""What the search of the call screen may find: the same cards that the answers hold.

    Site ──▶ cards, names of segments and products, curated synonyms ──▶ index (built elsewhere)

An entity that the index finds and the answers lack would be a hit without an answer, so both are
made of `answers.cards`.
"""

from collections.abc import Iterator

from scripts_kb.model import search
from scripts_kb.model.base import Document
from scripts_kb.model.cards import Objection, Offer, Product, Question, Script
from scripts_kb.model.site import Site
from scripts_kb.pages import answers, data


def cards(site: Site) -> Iterator[search.Card]:
    """Yield what can be found, in the order of the answers; texts are filled in."""
    site = answers.seen(site)
    fill = data.filler(site.base)
    for document in answers.cards(site):
        record = document.record
        yield search.Card(
            entity=document.entity,
            kind=document.kind,
            title=fill(record.title),
            phrases=tuple(map(fill, record.client_words)),
            synonyms=tuple(map(fill, record.synonyms)),
            answers=tuple(fill(each) for each in _spoken(record) if each),
            body=tuple(fill(each) for each in _rest(record) if each),
            products=_products(document),
            segments=record.segments,
            family=getattr(record, "family", ""),
            stages=getattr(record, "heard_at", ()),
        )


def facets(site: Site) -> Iterator[search.Facet]:
    """Yield the names of segments and products under which people ask for them."""
    site = answers.seen(site)
    for segment in site.base.kb.segments:
        yield search.Facet("segment", segment.id, (segment.title,))
    for document in site.base.of("product"):
        names = (document.record.title, *document.record.synonyms)
        yield search.Facet("product", document.id, tuple(each for each in names if each))


def synonyms(site: Site) -> Iterator[search.Synonym]:
    """Yield the curated synonyms of the knowledge base."""
    for each in answers.seen(site).base.synonyms:
        yield search.Synonym(each.words, each.to, each.weight)


def _products(document: Document) -> tuple[str, ...]:
    """Give the products that a card is only for; an offer is found by its own words too."""
    record = document.record
    return record.products if isinstance(record, Objection | Question) else ()


def _spoken(record: Objection | Question | Script | Offer | Product) -> Iterator[str]:
    if isinstance(record, Objection):
        for answer in record.answers:
            yield from (answer.say, *(step.say for step in answer.steps), answer.next_question)
    elif isinstance(record, Question):
        yield from (record.answer, record.next_question)
    elif isinstance(record, Script):
        yield record.goal
    elif isinstance(record, Offer):
        yield from (record.promise, record.terms)
    else:
        yield record.says


def _rest(record: Objection | Question | Script | Offer | Product) -> Iterator[str]:
    if isinstance(record, Objection):
        yield from (
            text for answer in record.answers for text in (answer.when, answer.true_concern)
        )
    if isinstance(record, Objection | Question):
        yield from (each.instead for each in record.do_not_say)
    if isinstance(record, Script):
        yield from (reply.client_says for node in record.nodes for reply in node.answers)
    if isinstance(record, Offer):
        yield record.discount_limits
    if isinstance(record, Product):
        yield from (record.line, record.sku)
