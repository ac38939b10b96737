"""What the pages of one site look up: names, who mentions whom, what rests on which insight.

Everything is gathered in one pass over the base and its past, so that a page costs only its own
size, however many pages there are.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from scripts_kb.effects.records.judgements import Judgement
from scripts_kb.language import Language, formats
from scripts_kb.pages import asked, predicted, undone
from scripts_kb.pages.asked import Lazy, NotedMapping
from scripts_kb.pages.clean import seen
from scripts_kb.pages.environment import messages
from scripts_kb.pages.phrases import Filler
from scripts_kb.pages.site import Site
from scripts_kb.pages.undone import Undoing
from scripts_kb.pages.watched import by_entity, over, told, watch
from scripts_kb.past.records import Row
from scripts_kb.past.telling import Names
from scripts_kb.schema import kinds, labels, zoning
from scripts_kb.schema.cards import Objection, Offer, Product, Question, Script
from scripts_kb.schema.config import Zone
from scripts_kb.schema.practices import Proposal

MAIN_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "script": ("nodes.say", "must_say"),
    "objection": ("answers.say",),
    "question": ("answer",),
    "offer": ("promise", "price.list", "discount_limits"),
    "product": ("says", "price.list"),
    "insight": ("first_words.says",),
    "process": ("steps.title",),
    "regulation": ("body",),
    "decision": ("compromise",),
    "meeting": ("questions.says",),
}
"""The fields by which a page says whose decision it is."""

REPLY_SHOWN: Final = dt.timedelta(days=14)
"""How long a card shows the reply to a proposal: who proposed comes back to it."""

SPOKEN_KINDS: Final = ("script", "objection", "question", "offer", "product", "regulation")
"""Kinds that a salesperson reads and then says it so."""

_FRESH: Final = dt.timedelta(days=90)
_NEWS: Final = 40
"""How much may be new at once."""


@dataclass(frozen=True, slots=True)
class DepartmentMark:
    """A department as pages show it; `number` gives its colour, never alone."""

    id: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as pages show it: where it was written down, whose it is, how long it waits."""

    insight: str
    proposal: Proposal
    by: str
    days: int | None
    """Since it was proposed, while it waits; None where that day was not written down."""
    fresh: bool
    """It waits, or got its reply of late: its card shows it."""


class Reading:
    """One site, ready to be looked up; `site` is already projected for its audience.

    Whatever a page looks up here is noted: `notes` knows of what it is made.
    """

    def __init__(self, site: Site) -> None:
        site = watch(site)
        notes = site.notes

        def rows_told(key: str, found: Mapping[str, list[Row]]) -> list[str]:
            return told(notes, found.get(key, ()))

        self.site = site
        self.base = site.base
        self.notes = notes
        self.language: Language = site.base.kb.language
        self.messages = messages(self.language)
        self.filler = Filler(site)
        self.segments = {each.id: seen(each.title) for each in site.base.kb.segments}
        self.metrics = {each.id: seen(each.title or each.id) for each in site.base.kb.metrics}
        self.departments = {
            each.id: DepartmentMark(each.id, seen(each.title), number)
            for number, each in enumerate(site.base.zones.departments)
        }
        titles = {
            entity: seen(document.record.title) or document.id
            for entity, document in site.base.documents.items()
            if document.record is not None and hasattr(document.record, "title")
        }
        self.titles: Mapping[str, str] = NotedMapping("titles", titles, notes)
        self.names = Names(
            self.language,
            self._named,
            day=formats.day,
            fill=lambda text, _: self.filler.plain(text),
            clean=seen,
        )
        self.rows: Mapping[str, list[Row]] = NotedMapping(
            "rows of", by_entity(site.rows), notes, rows_told
        )
        self.rests_on: Mapping[str, list[Row]] = NotedMapping(
            "rests on", _by_evidence(site.rows), notes, rows_told
        )
        self.changed: Mapping[str, list[Row]] = NotedMapping(
            "changed by", _by_change_file(site.rows), notes, rows_told
        )
        self.undone: Mapping[str, Undoing] = NotedMapping("undone", undone.links(site), notes)
        self.predicted: Mapping[str, list[Judgement]] = NotedMapping(
            "predicted", _by_key(site), notes, lambda key, found: asked.plain(found.get(key))
        )
        self.effect_places: Mapping[str, str] = NotedMapping(
            "effect place", predicted.addresses(site.effects.ledger.entries), notes
        )
        self.mentions: Mapping[str, list[str]] = NotedMapping("mentions", _mentions(site), notes)
        self.meant = meant(site)
        self.stamp = _stamp(site, self.language)
        """Of what moment the pages speak, as they say it."""
        self._zones: dict[str, tuple[Zone, ...]] = {}
        self.families: Mapping[str, list[str]] = NotedMapping("family", _families(site), notes)
        self.proposals: Mapping[str, list[Proposed]] = NotedMapping(
            "proposals", _proposals(site), notes, lambda key, found: asked.plain(found.get(key))
        )

    def records(self, kind: str, *statuses: str) -> list[Any]:
        """Give the records of a kind, live ones by default, in the order of their titles."""
        wanted = statuses or ("live",)
        found = [
            each.record
            for each in self.base.of(kind)
            if getattr(each.record, "status", "") in wanted
        ]
        return sorted(found, key=lambda record: (record.title.casefold(), record.id))

    def title(self, entity: str) -> str:
        """Name an entity by its title."""
        named = labels.settings(entity, self.language) or self.titles.get(entity)
        named = named or seen(self.site.named.get(entity, ""))
        return named or self.last_title(entity) or entity.partition("/")[2]

    def last_title(self, entity: str) -> str | None:
        """Name an entity that is gone, as it was named last; None where nobody knows."""
        edits = (edit for row in self.rows.get(entity, ()) for edit in row.edits if not edit.path)
        named = (each.before.get("title") for each in edits if isinstance(each.before, dict))
        return next((seen(str(each)) for each in named if each), None)

    def _named(self, name: str) -> str | None:
        kind, _, id_ = name.partition("/")
        if kind == "metric":
            return self.metrics.get(id_)
        if kind == "segment":
            return self.segments.get(id_)
        if kind == "department":
            found = self.department(id_)
            return found.title if found else None
        return self.titles[name] if self.known(name) else None

    def zones_of(self, entity: str) -> tuple[Zone, ...]:
        """Give the zones of what matters most in an entity, each once."""
        kind = entity.partition("/")[0]
        if kind not in self._zones:
            zones = self.base.zones.zones
            found = (zoning.find(zones, kind, path).zone for path in MAIN_FIELDS.get(kind, ()))
            by_id = {zone.id: zone for zone in found if zone}
            self._zones[kind] = tuple(by_id.values())
        return self._zones[kind]

    def known(self, entity: str) -> bool:
        """Tell whether an entity has a page."""
        return entity in self.titles and not entity.startswith(("config/", "change/"))

    def has_form(self, entity: str) -> bool:
        """Tell whether readers of this site edit an entity in a form."""
        card = entity.partition("/")[0] in kinds.FOLDER_OF and entity in self.base.documents
        return card and self.site.audience != "partner"

    def asking(self, entity: str, change: str) -> str:
        """Give where the reason of a landed change is told afterwards; "" for nowhere."""
        return f"edit/?entity={entity}&why={change}" if self.has_form(entity) else ""

    def department(self, id_: str | None) -> DepartmentMark | None:
        """Find a department by its id or, as trailers name it, by its title."""
        if not id_:
            return None
        found = self.departments.get(id_)
        if found:
            return found
        named = (each for each in self.departments.values() if each.title == id_)
        return next(named, None) or DepartmentMark(id_, seen(id_), len(self.departments))

    def over(self, offer: Offer) -> bool:
        """Tell whether an offer's last day has passed."""
        return over(self.site, f"offer/{offer.id}")

    def day(self, date: dt.date) -> str:
        """Write a day."""
        return formats.day(date, self.language)

    def days(self, first: dt.date | None, last: dt.date | None) -> str:
        """Write a stretch of days, or the one day that is known of it."""
        known = [each for each in (first, last) if each]
        return formats.days(known[0], known[-1], self.language) if known else ""

    def landed(self, row: Row) -> dt.datetime:
        """Give the moment of a change in the knowledge base's zone."""
        return formats.moment(row.time, self.base.zone)


def _stamp(site: Site, language: Language) -> str:
    if not site.updated:
        return formats.day(site.today, language)
    moment = dt.datetime.fromisoformat(site.updated)
    return f"{formats.day(moment.date(), language)}, {moment:%H:%M}"


def meant(site: Site) -> Mapping[str, Row | None]:
    """Give each entity's latest version that altered what its readers act upon, None for none."""
    rows = by_entity(site.rows)

    def weighed(entity: str) -> int | None:
        site.notes.note("rows of", entity)
        told = (
            number
            for number, row in enumerate(rows[entity])
            if row.version and (row.change, entity) not in site.slight
        )
        return next(told, None)

    def latest(entity: str) -> Row | None:
        place = site.notes.lasting(f"meant {entity}", partial(weighed, entity))
        return None if place is None else rows[entity][place]

    def told(entity: str, _: Any) -> str:
        # It follows from the rows; weighing their words would take longer.
        return site.notes.print(("rows of", entity))

    return NotedMapping("meant", Lazy(rows, latest), site.notes, told)


def news(site: Site, known: Mapping[str, Row | None]) -> list[Row]:
    """Give what is new for people who talk to customers, newest first; each entity once.

    What is new for one reader, the reader's own browser decides: on /changes/ and in a call alike.

    Args:
        site: the site of an audience.
        known: its entities' latest versions that altered a meaning, as `meant` gives them.
    """
    found = []
    for row in site.rows:
        entity = row.entity or ""
        if entity.partition("/")[0] not in SPOKEN_KINDS or not row.version:
            continue
        age = site.today - formats.moment(row.time, site.base.zone).date()
        if age > _FRESH or known.get(entity) is not row:
            continue
        document = site.base.documents.get(entity)
        record: Any = document.record if document else None
        if record is None or record.status != "live":
            continue
        # The beginning of a knowledge base is no news: everything in it is new.
        if row.rationale or row.version != 1:
            found.append(row)
    return sorted(found, key=lambda row: -row.time)[:_NEWS]


def _by_evidence(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for evidence in row.rationale.evidence if row.rationale else ():
            found[evidence].append(row)
    return found


def _by_change_file(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.rationale and row.rationale.id:
            found[row.rationale.id].append(row)
    return found


def _by_key(site: Site) -> dict[str, list[Judgement]]:
    """Gather predictions by their key; two reasons of one merge may share it."""
    found: dict[str, list[Judgement]] = defaultdict(list)
    for entry in site.effects.ledger.entries:
        found[entry.key].append(entry)
    return found


def _proposals(site: Site) -> dict[str, list[Proposed]]:
    """Gather proposals by the card that they are about, those that wait first, the oldest first."""
    found: dict[str, list[Proposed]] = defaultdict(list)
    for document in site.base.of("insight"):
        if document.record.status == "archived":
            continue
        for each in document.record.proposals:
            told = each.replied and site.today - each.replied <= REPLY_SHOWN
            found[each.about].append(
                Proposed(
                    document.entity,
                    each,
                    each.by or document.record.noticed_by,
                    (site.today - each.on).days if each.on else None,
                    bool(told) or not each.answered,
                )
            )
    for told_ in found.values():
        told_.sort(key=lambda one: (one.proposal.answered, one.proposal.on or site.today))
    return found


def _families(site: Site) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entity, document in site.base.documents.items():
        if isinstance(document.record, Objection | Question) and document.record.family:
            found[document.record.family].append(entity)
    return found


def _mentions(site: Site) -> Mapping[str, list[str]]:
    """Say for each entity which others lead to it, in the order of the base."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for entity, document in site.base.documents.items():
        for to in _leads_to(document.record):
            if to != entity:
                found[to][entity] = None
    return {to: list(entities) for to, entities in found.items()}


def _leads_to(record: Any) -> Iterator[str]:
    if isinstance(record, Script):
        for node in record.nodes:
            yield from (f"objection/{each}" for each in node.objections)
            yield from (f"question/{each}" for each in node.questions)
            yield from (f"offer/{each}" for each in node.offers)
            for to in (node.next, *(answer.next for answer in node.answers)):
                if to.startswith("script/"):
                    yield to
    elif isinstance(record, Objection | Question):
        yield from (f"offer/{each}" for each in record.offers)
        yield from (f"product/{each}" for each in record.products)
    elif isinstance(record, Offer):
        yield from (f"product/{each}" for each in record.products)
    elif isinstance(record, Product):
        yield from (f"product/{each}" for each in record.replaces)
