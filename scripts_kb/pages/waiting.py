"""What waits for somebody: of each sort the things, where they lead, and since when they wait.

    Month, lapsed offers, review dates ──▶ Due, the most urgent first ──▶ /director/, /keeper/

Nothing here ranks departments: a thing waits, nobody is late.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from scripts_kb.effects.records.heard import Unanswered
from scripts_kb.effects.records.reported import Debt, Dispute, Month
from scripts_kb.language import formats
from scripts_kb.pages.clean import seen
from scripts_kb.pages.reading import Reading
from scripts_kb.schema import kinds, labels


@dataclass(frozen=True, slots=True)
class Due:
    """One thing of a panel: its name, where it leads below the root, and what to say of it.

    Where nobody said why, or not all of it, `asking` is the form in which that is told.
    """

    name: str
    address: str = ""
    note: str = ""
    asking: str = ""


def of(reading: Reading, entity: str, note: str = "") -> Due:
    """Name an entity, with where it leads."""
    known = reading.known(entity)
    return Due(reading.title(entity), kinds.address(entity) if known else "", note)


def age(reading: Reading, days: int) -> str:
    """Say for how many days a thing waits."""
    return reading.messages.many("%(num)s day", "%(num)s days", days) % {"num": days}


def disputes(reading: Reading, found: Iterable[Dispute]) -> Iterator[Due]:
    """Yield disputes, with for how long they are open."""
    for each in found:
        unknown = reading.messages.one("no opening date")
        since = age(reading, each.days) if each.days is not None else unknown
        yield of(reading, each.entity, since)


def ownerless(reading: Reading, now: Month) -> Iterator[Due]:
    """Yield what is nobody's, be it a place of a card."""
    for each in now.ownerless:
        entity, mark, place = each.entity.partition("#")
        if not mark:
            yield of(reading, entity)
            continue
        trail = labels.trail(entity, place, reading.language)
        name = seen(each.title) or (trail[-1] if trail else entity)
        yield Due(name, "agreements/", trail[0] if each.title and trail else "")


def unexplained(reading: Reading, reports: Iterable[Month]) -> Iterator[Due]:
    """Yield entities with an unexplained change of late, each once, the latest first."""
    told = [each for month in reports for each in reversed(month.unexplained)]
    latest = {each.entity: each for each in reversed(told)}
    for each in sorted(latest.values(), key=lambda each: each.landed, reverse=True):
        due = of(reading, each.entity, reading.day(each.landed))
        yield replace(due, asking=reading.asking(each.entity, each.change))


def owed(reading: Reading, now: Month) -> Iterator[Due]:
    """Yield what urgent changes touched while their story is not told in full, the oldest first.

    Source: an urgent change may land with one key; its reason is a debt with a date.
    """
    latest: dict[str, Debt] = {each.entity: each for each in now.debts}
    for each in sorted(latest.values(), key=lambda each: (each.due, each.entity)):
        late = each.due < reading.site.today
        say = reading.messages.one
        text = say("owed since %(date)s") if late else say("by %(date)s")
        due = of(reading, each.entity, text % {"date": reading.day(each.due)})
        yield replace(due, asking=reading.asking(each.entity, each.change))


def proposals(reading: Reading, now: Month) -> Iterator[Due]:
    """Yield proposals without a reply."""
    for each in now.proposals:
        who = reading.department(each.by)
        parts = [
            reading.title(each.about) if each.about else "",
            age(reading, each.days) if each.days is not None else "",
            who.title if who else "",
        ]
        place = each.about if reading.known(each.about) else each.insight
        address = f"{kinds.address(place)}#proposals" if reading.known(place) else ""
        yield Due(seen(each.says), address, " · ".join(filter(None, parts)))


def undone(reading: Reading, now: Month) -> Iterator[Due]:
    """Yield tasks of meetings past their day."""
    for each in now.undone:
        who = reading.department(each.department)
        until = reading.messages.one("by %(date)s") % {"date": reading.day(each.due)}
        parts = [until, who.title if who else "", seen(each.role)]
        yield Due(seen(each.title), kinds.address(each.meeting), " · ".join(filter(None, parts)))


def unanswered(reading: Reading, now: Month) -> Iterator[Due]:
    """Yield what customers asked for and no card answers."""
    # What someone wrote down; first words that no card knows stand on the page of insights.
    for each in now.unanswered:
        if each.listed:
            says = formats.quoted(seen(each.says), reading.language)
            yield Due(says, "insights/#unanswered", heard(reading, each))


def heard(reading: Reading, found: Unanswered) -> str:
    """Say how often a phrase was heard, for how long it waits, and whose ear it was."""
    ears = (reading.department(each) for each in found.noticed_by)
    parts = [
        reading.messages.many("heard %(num)s time", "heard %(num)s times", found.count)
        % {"num": formats.number(found.count, reading.language)},
        age(reading, found.days) if found.days is not None else "",
        *(ear.title for ear in ears if ear),
    ]
    return " · ".join(filter(None, parts))


def lapsed(reading: Reading) -> Iterator[Due]:
    """Yield offers that are over, the earliest first, with the cards where another word is due."""
    told = (
        (reading.base.documents[entity].record.valid_to, entity) for entity in reading.site.lapsed
    )
    for last, entity in sorted(told):
        say = reading.messages.one
        parts = (
            say("ended on %(date)s") % {"date": reading.day(last)},
            *(reading.title(each) for each in reading.site.lapsed[entity]),
        )
        yield of(reading, entity, " · ".join(parts))


def to_review(reading: Reading, first: dt.date, last: dt.date) -> Iterator[Due]:
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
        yield of(reading, entity, " · ".join((reading.day(review_by), *titles)))
