"""What ends within two weeks, and what is over: who names it, and has to say something else.

valid_to:  ···│◀──── 14 days: a warning ────▶│ the last day │ the site drops it, the keeper mends
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from scripts_kb.checks import fields, references
from scripts_kb.content.base import Base, Document
from scripts_kb.problems import Problem
from scripts_kb.schema import quotes

SOON: Final = dt.timedelta(days=14)
"""How long before its end an offer is told of: time to rewrite a script and agree on it."""

_SOME: Final = 5


def check(base: Base, today: dt.date) -> Iterator[Problem]:
    """Find live offers and materials that end soon, with the cards that name such an offer."""
    live = [each for each in base.of("offer") if each.record.status == "live"]
    ending = {each.entity: each for each in live if _soon(each.record.valid_to, today)}
    naming = _naming(base, ending)
    for entity, document in ending.items():
        last: dt.date = document.record.valid_to
        facts = {**_facts(last, today), "cards": _listed(naming[entity])}
        yield Problem(document.place(("valid_to",)), "offer-ends", facts)
    for document in live:
        for index, material in enumerate(document.record.materials):
            if document.entity not in ending and _soon(material.valid_to, today):
                loc = ("materials", index, "valid_to")
                facts = {"file": material.file, **_facts(material.valid_to, today)}
                yield Problem(document.place(loc), "material-ends", facts)


def over(base: Base, today: dt.date) -> dict[str, tuple[str, ...]]:
    """Give the offers whose last day has passed and that live cards still name, with these cards.

    Args:
        base: the knowledge base as it was read, before anything was cut from it.
        today: the day of asking.

    Examples:
        >>> over(Base(), dt.date(2026, 12, 1))
        {}
    """
    ended = {
        each.entity: each
        for each in base.of("offer")
        if each.record.valid_to and each.record.valid_to < today and each.record.status != "draft"
    }
    return {entity: tuple(cards) for entity, cards in _naming(base, ended).items() if cards}


def _soon(last: dt.date | None, today: dt.date) -> bool:
    return last is not None and 0 <= (last - today).days <= SOON.days


def _facts(last: dt.date, today: dt.date) -> dict[str, str]:
    return {"date": last.isoformat(), "days": str((last - today).days)}


def _naming(base: Base, wanted: Mapping[str, Document]) -> dict[str, list[str]]:
    """Give for each offer the live cards that offer or quote it, in their order."""
    found: dict[str, list[str]] = {entity: [] for entity in wanted}
    for document in base.documents.values() if wanted else ():
        if references.speaks_of_today(document):
            for entity in set(_named(document)) & found.keys() - {document.entity}:
                found[entity].append(document.entity)
    return found


def _named(document: Document) -> Iterator[str]:
    for field in fields.of(document):
        if field.shape.to in {"offer", "any"}:
            for _, value in references.values(field):
                yield value if field.shape.to == "any" else f"offer/{value}"
        for _, text in fields.texts_of(field):
            if "<offer/" in text:
                quoted = (quotes.quote(name) for name, _ in quotes.names(text))
                yield from (each.entity for each in quoted if each)


def _listed(cards: list[str]) -> str:
    more = f", … ({len(cards)})" if len(cards) > _SOME else ""
    return (", ".join(cards[:_SOME]) or "—") + more
