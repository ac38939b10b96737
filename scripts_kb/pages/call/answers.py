"""The answers that the call screen and the player load: a header, and a card a line.

    header   what the screen needs at once: texts, segments, dates of offers, news, titles of cards
    card     read when it is shown; at 10,000 cards most are not even fetched: `parts` divides them

A card carries its value as the team may see it, and for each text that is shown the reason of its
last change. Names are those of the schema, so that whoever knows `content/` can read the file.
"""

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

from scripts_kb.content import caution
from scripts_kb.content.base import Base, Document
from scripts_kb.language import formats
from scripts_kb.language.catalogue import catalogue
from scripts_kb.pages import data, projection, prose, reading
from scripts_kb.pages.asked import Lazy
from scripts_kb.pages.call import parts, trying
from scripts_kb.pages.call.parts import Answers, PartKeeper, divided
from scripts_kb.pages.site import Leaf, Site
from scripts_kb.past import stood, telling, titles, words
from scripts_kb.past.records import Row
from scripts_kb.past.telling import Mention
from scripts_kb.schema import kinds, labels, outline, quotes, values
from scripts_kb.schema.config import Feedback, Kb
from scripts_kb.schema.values import Value

KINDS: Final = ("objection", "question", "script", "offer", "product")
"""What a salesperson opens in a call."""

_UNSHOWN: Final = frozenset({"status", "review_by", "client_words", "synonyms", "family", "sku"})
"""Fields that no card shows: the search index knows the words, the page of the card the rest."""

_CHOOSING: Final = ".client_words["
"""Of an answer: by these words it is chosen, and a card shows none of them."""

_UNEXPLAINED: Final = frozenset({"id", "segments", "heard_at", "products", "offers"})
"""Fields that a card shows without a reason beside them."""

_BULK: Final = 20
"""So many new entities at once are a base moving in, no news about each of them."""

_TOLD: Final = ("origin", "cause", "purpose", "effect", "expect", "watch", "learned", "by")
"""What of a reason is one text."""

_MANDATORY: Final = re.compile(r"must_say\[[^]]+\]\.say")

_CHOICES: Final = ("stage", "role", "answer_kind", "channel", "direction", "outcome")


def seen(site: Site) -> Site:
    """Give the site as a call may show it: heads' figures are no matter for a customer's ear."""
    if site.audience == "heads":
        site = dataclasses.replace(site, audience="team")
    return projection.project(site)


def cards(site: Site) -> list[Document]:
    """Give what a salesperson opens in a call, in the order of kinds and ids."""
    return [each for kind in KINDS for each in site.base.of(kind) if each.record.status == "live"]


def of(site: Site, keep: PartKeeper = parts.made) -> Answers:
    """Make the answers; of any site only what the team may see.

    Args:
        site: the site.
        keep: knows parts that were made before.
    """
    site = seen(site)
    live = cards(site)
    fill = data.filler(site)
    bulk = moved_in(site)
    known = reading.meant(site)

    site.notes.answer("bulk", lambda _: sorted(bulk))

    def card(entity: str) -> dict[str, Any]:
        site.notes.note("bulk")
        return _filled(_card(site, site.base.documents[entity], bulk, known), fill)

    header = _filled(_header(site, live, bulk, known), fill)
    values = {each.entity: data.filled(_named(each), fill) for each in live}
    likely = [each["entity"] for name in ("pins", "scripts") for each in header[name]]
    return divided(header, values, Lazy(values, card, most=1), likely, keep)


def moved_in(site: Site) -> AbstractSet[str]:
    """Give the changes by which a base moved in."""
    sizes = Counter(row.change for row in site.rows if row.kind == "added")
    return {change for change, size in sizes.items() if size > _BULK}


def _named(document: Document) -> Value:
    """Give what is told of a card before it is fetched."""
    return {name: document.value[name] for name in ("title", "segments") if name in document.value}


def _filled(line: dict[str, Any], fill: Callable[[str], str]) -> dict[str, Any]:
    filled: dict[str, Any] = _compared(data.filled(line, fill))
    return filled


def _compared(line: Any) -> Any:
    """Say by word what was reworded; texts are compared as they are read, without marks."""
    holder = line.get("wording", line)
    if "why" in holder:
        holder["why"] = {
            path: [place, *(words.deltas(*texts) if texts else ())]
            for path, (place, *texts) in holder["why"].items()
        }
    return line


def _header(
    site: Site, cards: list[Document], bulk: AbstractSet[str], known: Mapping[str, Row | None]
) -> dict[str, Any]:
    kb = site.base.kb
    language = kb.language
    live = {each.entity for each in cards}
    captures = {
        name: label or labels.capture(name, language)
        for each in cards
        if each.kind == "script"
        for node in each.record.nodes
        for name, label in node.captured.items()
    }
    tried = trying.held(site, live)
    return {
        **({"trials": tried} if tried else {}),
        "format": data.FORMAT,
        "company": kb.company,
        "language": language,
        "zone": kb.time_zone,
        "updated": site.updated,
        "texts": catalogue("call").said(language) | telling.fields(language),
        "labels": {
            table: {
                value: labels.pick(pair, language) for value, pair in labels.choices(table).items()
            }
            for table in _CHOICES
        },
        "kinds": {each: labels.kind(each, language) for each in KINDS},
        "captures": dict(sorted(captures.items())) | kb.known,
        "before": [
            {"name": name, "title": title, "own": name not in kb.before_call}
            for name, title in kb.known.items()
        ],
        "segments": [{"id": each.id, "title": each.title} for each in kb.segments],
        "reasons": {
            outcome: [{"id": each.id, "title": each.title} for each in reasons]
            for outcome, reasons in kb.reasons.items()
        },
        "contacts": [
            {"about": each.about, "role": each.role, "channel": each.channel}
            for each in kb.contacts
        ],
        "feedback": _feedback(kb),
        "must_say": {
            each.id: {"say": each.say, "when": each.when} for each in site.base.wording.must_say
        },
        "wording": _wording(site, bulk),
        "pins": [
            {"entity": each.entity, "segment": each.segment}
            for each in kb.pins
            if each.entity in live
        ],
        "scripts": [
            _listed(each, goal=each.value.get("goal")) for each in cards if each.kind == "script"
        ],
        "offers": [
            _listed(
                each,
                valid_from=each.value.get("valid_from"),
                valid_to=each.value.get("valid_to"),
                price=_price(site.base, each),
            )
            for each in cards
            if each.kind == "offer"
        ],
        "news": list(_news(site, live, known)),
    }


def _feedback(kb: Kb) -> dict[str, str]:
    """Say where what a seller writes down goes; an address that is none goes nowhere."""
    told = kb.feedback or Feedback()
    return {
        "post": told.post if told.post and prose.web(told.post) else "",
        "issues": told.issues if told.issues and prose.web(told.issues) else "",
        "paste": told.paste,
        "keeper": kb.keeper,
    }


def _listed(document: Document, **told: Any) -> dict[str, Any]:
    return {"entity": document.entity, **{name: each for name, each in told.items() if each}}


def _card(
    site: Site, document: Document, bulk: AbstractSet[str], known: Mapping[str, Row | None]
) -> dict[str, Any]:
    shown = {name: each for name, each in document.value.items() if name not in _UNSHOWN}
    if document.kind == "script" and shown.get("nodes"):
        shown["nodes"] = list(map(_step, shown["nodes"]))
    if document.kind == "objection" and shown.get("answers"):
        shown["answers"] = caution.safest(shown["answers"])
    why, changes = _explained(site, site.leaves.get(document.entity, {}), bulk)
    card: dict[str, Any] = {
        "entity": document.entity,
        "version": site.versions.get(document.entity),
        "meant": row.version if (row := known.get(document.entity)) else None,
        "url": kinds.address(document.entity),
        "value": shown,
        "sources": dict(_sources(site.base, document)),
        "expires": dict(_expiries(site.base, document)),
        "why": why,
        "changes": changes,
    }
    price = _price(site.base, document)
    if price:
        card["price"] = price
    return {name: each for name, each in card.items() if each not in ({}, [], None)}


def _step(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a step without the words by which its replies are found: the search index knows them."""
    if "answers" not in node:
        return node
    plain = [
        {name: reply[name] for name in reply if name != "client_words"} for reply in node["answers"]
    ]
    return {**node, "answers": plain}


def _wording(site: Site, bulk: AbstractSet[str]) -> dict[str, Any]:
    """Give the reasons of mandatory phrases, in the shape in which a card has its own."""
    leaves = site.leaves.get("config/wording", {})
    said = {path: leaf for path, leaf in leaves.items() if _MANDATORY.fullmatch(path)}
    why, changes = _explained(site, said, bulk)
    return {"why": why, "changes": changes}


def _explained(
    site: Site, leaves: Mapping[str, Leaf], bulk: AbstractSet[str]
) -> tuple[dict[str, list[Any]], list[dict[str, Any]]]:
    """Give the reasons of texts: by path, and the changes that they point to."""
    rows: list[Row] = []
    why = dict(_why(leaves, rows))
    return why, [_reason(site.base, each, bulk=each.change in bulk) for each in rows]


def _price(base: Base, document: Document) -> str:
    """Give the price to name: an offer's own, else that of the only product it is about."""
    record = document.record
    price = getattr(record, "price", None)
    products: tuple[str, ...] = getattr(record, "products", ())
    if price is None and document.kind == "offer" and len(products) == 1:
        price = getattr(base.get("product", products[0]), "price", None)
    if price is None or price.list is None:
        return ""
    amount = formats.money(price.list, base.kb.language, price.currency or "RUB")
    return f"{amount}/{price.unit}" if price.unit else amount


def _sources(base: Base, document: Document) -> Iterator[tuple[str, dict[str, str]]]:
    record = document.record
    holders = [record, *getattr(record, "answers", ())] if document.kind != "script" else []
    for holder in holders:
        for proof in getattr(holder, "proof", ()):
            if proof.source:
                mention = telling.mention(proof.source, telling.of_base(base))
                yield proof.source, _reference(mention)


def _reference(mention: Mention) -> dict[str, str]:
    """Give what a reference leads to; only web addresses and our own pages become links."""
    if mention.entity:
        return {"title": mention.text, "url": kinds.address(mention.entity)}
    if mention.url:
        return {"title": mention.url.split("/")[2], "url": mention.url}
    return {"title": mention.text}


def _expiries(base: Base, document: Document) -> Iterator[tuple[str, dict[str, str]]]:
    """Find texts that quote an offer with dates: on the day after, the screen says so itself."""
    for path, text in values.leaves(document.value, outline.of(document.entity)):
        for name, _ in quotes.names(text) if isinstance(text, str) else ():
            quote = quotes.quote(name)
            offer = base.documents.get(quote.entity) if quote else None
            found = {
                name: offer.value[name]
                for name in ("title", "valid_from", "valid_to")
                if offer and offer.kind == "offer" and offer.value.get(name)
            }
            if len(found) > 1:
                yield path, found


def _why(leaves: Mapping[str, Leaf], changes: list[Row]) -> Iterator[tuple[str, list[Any]]]:
    """Give for each shown leaf its change, a place in `changes`, and what was reworded to what."""
    places: dict[tuple[str, str], int] = {}
    for path, leaf in leaves.items():
        row = leaf.why
        if row is None or path.split("[")[0] in _UNSHOWN | _UNEXPLAINED or _CHOOSING in path:
            continue
        # A merge of several people's edits has a reason for each of them.
        first = row.edits[0].path if row.edits else ""
        place = places.setdefault((row.change, first), len(places))
        if place == len(changes):
            changes.append(row)
        texts = next(((e.before, e.after) for e in row.edits if e.path == path), ())
        yield path, [place, *texts] if all(isinstance(each, str) for each in texts) else [place]


def _reason(base: Base, row: Row, *, bulk: bool) -> dict[str, Any]:
    rationale = row.rationale
    reason: dict[str, Any] = {
        "bulk": bulk,
        "kind": row.kind,
        "version": row.version,
        "landed": row.landed(base.zone),
        "explained": bool(rationale and rationale.explains),
    }
    if rationale is None:
        return {name: each for name, each in reason.items() if each is not False}
    told = {each.field: each for each in telling.reason(rationale, telling.of_base(base))}
    reason["title"] = rationale.title
    reason |= {name: told[name].text for name in _TOLD if name in told}
    place = stood.of(base.documents, rationale, row.entity or "", base.kb.language)
    if place:
        reason["origin"] = " ".join(filter(None, (reason.get("origin"), f"({place})")))
    reason["class"] = labels.choice("change_class", rationale.class_ or "", base.kb.language)
    reason["urgent"] = rationale.urgent
    reason["reverts"] = bool(rationale.reverts)
    reason["agreed"] = [each.text for each in told["agreed"].mentions] if "agreed" in told else []
    evidence = told["evidence"].mentions if "evidence" in told else ()
    reason["evidence"] = [_reference(each) for each in evidence]
    return {name: each for name, each in reason.items() if each not in (None, "", [], False)}


def _news(site: Site, live: set[str], known: Mapping[str, Row | None]) -> Iterator[dict[str, Any]]:
    """Yield the news of live cards, newest first; one landed change is one piece.

    `versions` stand in the order of `entities`.
    """
    base = site.base
    pieces: dict[str, list[Row]] = {}
    for row in reading.news(site, known):
        if row.entity in live:
            pieces.setdefault(row.change, []).append(row)
    for change, rows in pieces.items():
        reasons = [each.rationale for each in rows if each.rationale and each.rationale.explains]
        reason = reasons[0] if reasons else None
        yield {
            "change": change,
            "landed": rows[0].landed(base.zone),
            "title": titles.title(reason, rows[0].subject, base.kb.language),
            "why": telling.gist(reason),
            "entities": [each.entity for each in rows],
            "versions": [each.version for each in rows],
        }
