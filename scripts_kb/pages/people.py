"""Pages for one reader each: the newcomer's five days, and the director's one screen."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from scripts_kb.model.cards import Objection
from scripts_kb.model.labels import CHOICES
from scripts_kb.model.site import Page
from scripts_kb.pages.cards import grouped
from scripts_kb.pages.changes import landed
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet

DECK: Final = 40
"""How many flash cards are in the deck."""

DISPUTE_DAYS: Final = 5
"""After how many days an open dispute is the director's.

Source: the director draws the line, beforehand and in a dispute.
"""
_DAY: Final = dt.timedelta(days=1)
_SOON: Final = dt.timedelta(days=14)
_RECENT: Final = dt.timedelta(days=90)

Due = tuple[str, str]
"""An entity and what to say of it."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Things that wait for the director."""

    title: str
    waiting: tuple[Due, ...]


def render(reading: Reading) -> Iterator[Page]:
    """Yield the pages of newcomers and of the director; nothing for partners."""
    if reading.site.audience == "partner":
        return
    say = reading.messages.one
    scripts = [f"script/{script.id}" for script in reading.records("script")]
    yield Sheet(reading, "newcomers/index.md").page(
        "newcomers.html", say("For a newcomer"), scripts=scripts
    )
    yield Sheet(reading, "newcomers/cards.md").page(
        "flash.html", say("Flash cards"), deck=list(_deck(reading)), searched=False, look="flash"
    )
    yield Sheet(reading, "newcomers/sheet.md").page(
        "sheet.html",
        say("Sheet to sign"),
        read=list(_to_read(reading)),
        searched=False,
        look="sheet",
    )
    yield Sheet(reading, "director/index.md").page(
        "director.html",
        say("For the director"),
        panels=list(_panels(reading)),
        searched=False,
        look="director",
    )


def _deck(reading: Reading) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield flash cards, one of each stage of a call in turn, so that a short deck shows all."""
    groups = grouped(
        [card for card in reading.records("objection") if card.client_words and _said(card)],
        lambda card: card.heard_at[0] if card.heard_at else "",
        CHOICES["stage"],
    )
    turns = zip_longest(*(records for _, records in groups))
    cards = [card for turn in turns for card in turn if card is not None]
    for card in cards[:DECK]:
        yield f"objection/{card.id}", card.client_words[0], _said(card)


def _said(card: Objection) -> list[tuple[str, str]]:
    said = []
    for answer in card.answers:
        text = answer.say or " ".join(step.say for step in answer.steps)
        if text:
            said.append((text, answer.next_question))
    return said


def _to_read(reading: Reading) -> Iterator[tuple[str, int | None]]:
    for kind in ("regulation", "script"):
        for record in reading.records(kind):
            entity = f"{kind}/{record.id}"
            yield entity, reading.site.versions.get(entity)


def _panels(reading: Reading) -> Iterator[Panel]:
    say = reading.messages.one
    yield Panel(
        say("Disputes open for more than %(days)s days") % {"days": DISPUTE_DAYS},
        tuple(_disputes(reading)),
    )
    yield Panel(say("Without an owner"), tuple(_ownerless(reading)))
    yield Panel(say("Changed without a written reason"), tuple(_unexplained(reading)))
    yield Panel(say("Urgent changes whose reason is owed"), tuple(_owed(reading)))
    yield Panel(say("Offers that end within two weeks"), tuple(_ending(reading)))
    today = reading.site.today
    yield Panel(
        say("Review date has passed"), tuple(_to_review(reading, dt.date.min, today - _DAY))
    )
    yield Panel(say("To review within two weeks"), tuple(_to_review(reading, today, today + _SOON)))


def _disputes(reading: Reading) -> Iterator[Due]:
    for decision in reading.records("decision"):
        if decision.state != "open":
            continue
        days = (reading.site.today - decision.opened).days if decision.opened else None
        if days is None:
            yield f"decision/{decision.id}", reading.messages.one("no opening date")
        elif days > DISPUTE_DAYS:
            counted = reading.messages.many("%(num)s day", "%(num)s days", days)
            yield f"decision/{decision.id}", counted % {"num": days}


def _ownerless(reading: Reading) -> Iterator[Due]:
    for kind in ("process", "regulation"):
        for record in reading.records(kind):
            if not record.owner:
                yield f"{kind}/{record.id}", ""
    zones = reading.base.zones
    unowned = [zone.title for zone in zones.zones if not zone.accountable]
    unowned += [point.title for point in zones.control_points if not point.owner]
    unowned += [point.title for point in zones.touch_points if not point.owner]
    if unowned:
        yield "config/zones", ", ".join(unowned)


def _unexplained(reading: Reading) -> Iterator[Due]:
    """Yield entities with an unexplained change of late, each once."""
    seen = set()
    for change in landed(reading):
        if change.landed.date() < reading.site.today - _RECENT:
            continue
        for row in change.rows:
            explained = row.rationale is not None and row.rationale.explains
            if not explained and row.version != 1 and row.entity and row.entity not in seen:
                seen.add(row.entity)
                yield row.entity, reading.day(change.landed.date())


def _owed(reading: Reading) -> Iterator[Due]:
    """Yield what urgent changes touched while their story is not told in full, the oldest first.

    Source: an urgent change may land with one key; its reason is a debt with a date.
    """
    owed: dict[str, dt.date] = {}
    for change in landed(reading):
        for row in change.rows:
            reason = row.rationale
            if reason is None or not reason.urgent or not row.entity:
                continue
            if not all((reason.origin, reason.cause, reason.purpose)):
                days = dt.timedelta(days=reading.base.kb.urgent_days)
                owed[row.entity] = change.landed.date() + days
    for entity, due in sorted(owed.items(), key=lambda pair: (pair[1], pair[0])):
        say = reading.messages.one
        late = due < reading.site.today
        text = say("owed since %(date)s") if late else say("by %(date)s")
        yield entity, text % {"date": reading.day(due)}


def _ending(reading: Reading) -> Iterator[Due]:
    today = reading.site.today
    ending = [
        offer
        for offer in reading.records("offer")
        if offer.valid_to and today <= offer.valid_to <= today + _SOON
    ]
    for offer in sorted(ending, key=lambda offer: (offer.valid_to, offer.id)):
        yield (
            f"offer/{offer.id}",
            reading.messages.one("until %(date)s") % {"date": reading.day(offer.valid_to)},
        )


def _to_review(reading: Reading, first: dt.date, last: dt.date) -> Iterator[Due]:
    """Yield live entities whose review is due on one of the days, with whose decision they are."""
    found: list[tuple[dt.date, str]] = []
    for entity, document in reading.base.documents.items():
        record: Any = document.record
        review_by = getattr(record, "review_by", None)
        live = getattr(record, "status", "live") == "live"
        if review_by and live and first <= review_by <= last:
            found.append((review_by, entity))
    for review_by, entity in sorted(found):
        owners = dict.fromkeys(zone.accountable for zone in reading.zones_of(entity))
        titles = [each.title for id_ in owners if (each := reading.department(id_))]
        yield entity, " · ".join((reading.day(review_by), *titles))
