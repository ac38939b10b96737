"""What a salesperson opens in a call: objections, questions, scripts, offers, products.

Each kind has a list that is read at a glance and a page per entity.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final

from scripts_kb.pages import graph, links
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page, Planned
from scripts_kb.schema import labels

_REST: Final = ("draft", "archived")

CardGroup = tuple[str, list[Any]]


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield the lists and the pages of all five kinds.

    Partners get offers alone, on the front page too.
    """
    if reading.site.audience == "partner":
        yield Planned("index.md", partial(_offers, reading, "index.md"))
        yield from entities(reading, "offer")
        return
    yield Planned("objections/index.md", partial(_cards, reading, "objection"))
    yield Planned("questions/index.md", partial(_cards, reading, "question"))
    yield Planned("scripts/index.md", partial(_scripts, reading))
    yield Planned("offers/index.md", partial(_offers, reading))
    yield Planned("products/index.md", partial(_products, reading))
    for kind in ("objection", "question", "offer", "product"):
        yield from entities(reading, kind)
    yield from entities(reading, "script", _script_facts)


def entities(
    reading: Reading, kind: str, facts: Callable[[Reading, Any], dict[str, Any]] | None = None
) -> Iterator[Planned]:
    """Yield the page of every entity of a kind; `facts` gives its template more than the record."""
    for each in reading.base.of(kind):
        path = links.source(each.entity)
        yield Planned(path, partial(_entity, reading, path, each.entity, facts))


def _entity(
    reading: Reading,
    path: str,
    entity: str,
    facts: Callable[[Reading, Any], dict[str, Any]] | None,
) -> Page:
    document = reading.base.documents[entity]
    record, kind = document.record, document.kind
    more = facts(reading, record) if facts else {}
    title = record.title or document.id
    return Sheet(reading, path, entity).page(f"{kind}.html", title, look=kind, r=record, **more)


def used_segments(reading: Reading, records: Iterable[Any]) -> list[str]:
    """Give the segments that records name, in the order of the settings."""
    named = {segment for record in records for segment in record.segments}
    return [id_ for id_ in reading.segments if id_ in named]


def grouped(
    records: Iterable[Any], key: Callable[[Any], str], order: Iterable[str]
) -> list[CardGroup]:
    """CardGroup records, keeping their order; groups come in a given order, unknown ones last."""
    found: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        found[key(record)].append(record)
    known = [name for name in order if name in found]
    return [(name, found[name]) for name in (*known, *(n for n in found if n not in known))]


def _list(
    reading: Reading, kind: str, groups: list[CardGroup], title: str, path: str = "", **facts: Any
) -> Page:
    template = "cards.html" if kind in {"objection", "question"} else f"{kind}s.html"
    live = [record for _, records in groups for record in records]
    return Sheet(reading, path or links.source(f"{kind}/index"), f"{kind}/index").page(
        template,
        title,
        kind=kind,
        groups=groups,
        used=used_segments(reading, live),
        rest=[] if reading.site.audience == "partner" else reading.records(kind, *_REST),
        **facts,
    )


def _cards(reading: Reading, kind: str) -> Page:
    say = reading.messages.one
    groups = grouped(
        reading.records(kind),
        lambda card: card.heard_at[0] if card.heard_at else "",
        labels.choices("stage"),
    )
    if kind == "objection":
        lead = say("What the customer objects, and what to say to it.")
        return _list(reading, kind, groups, say("Objections"), lead=lead)
    lead = say("What customers ask, and the short answer.")
    return _list(reading, kind, groups, say("Customers' questions"), lead=lead)


def _scripts(reading: Reading) -> Page:
    order = tuple(labels.choices("direction"))
    groups = grouped(reading.records("script"), lambda script: script.direction or "", order)
    return _list(reading, "script", groups, reading.messages.one("Scripts"))


def _offers(reading: Reading, path: str = "offers/index.md") -> Page:
    live = reading.records("offer")
    over = [offer for offer in live if reading.over(offer)]
    current = [offer for offer in live if not reading.over(offer)]
    current.sort(key=lambda offer: (offer.valid_to is None, offer.valid_to or reading.site.today))
    groups = grouped(current, lambda offer: offer.audience or "client", ("client", "partner"))
    title = reading.messages.one("Offers and terms")
    return _list(reading, "offer", groups, title, path, over=over)


def _products(reading: Reading) -> Page:
    records = reading.records("product")
    lines = sorted({record.line for record in records if record.line}, key=str.casefold)
    groups = grouped(records, lambda product: product.line, lines)
    return _list(reading, "product", groups, reading.messages.one("Products and prices"))


def _script_facts(reading: Reading, script: Any) -> dict[str, Any]:
    drawn = graph.draw(script)
    return {
        "map": drawn,
        "numbers": {stop.node.id: stop.number for stop in drawn.stops},
        "must": {phrase.id: phrase for phrase in reading.base.wording.must_say},
        "reasons": {
            (outcome, each.id): each.title
            for outcome, all_ in reading.base.kb.reasons.items()
            for each in all_
        },
    }
