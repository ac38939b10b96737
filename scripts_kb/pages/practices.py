"""What the departments learn and agree on: insights, agreements, processes, rules, meetings.

insight ◀──evidence── change ──▶ page        «Came from what sales heard» is this way back
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from scripts_kb.model import labels
from scripts_kb.model.config import ControlPoint, TouchPoint, Zone
from scripts_kb.model.kinds import RECORDS
from scripts_kb.model.log import Row
from scripts_kb.model.practices import Insight, Process
from scripts_kb.model.site import Page
from scripts_kb.pages import past
from scripts_kb.pages.cards import entities
from scripts_kb.pages.past import Entry
from scripts_kb.pages.reading import Department, Reading
from scripts_kb.pages.sheet import Sheet

MOST_CREDITS: Final = 12
"""How many changes that rest on what a department heard are listed on /insights/."""

_CONFIGS: Final = tuple(name for name in RECORDS if name.startswith("config/"))


@dataclass(frozen=True, slots=True)
class Told:
    """A change that a meeting or a decision names, with the pages that it touched."""

    title: str
    by: str | None
    origin: str | None
    cause: str | None
    purpose: str | None
    effect: str | None
    learned: str | None
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Credit:
    """A change that rests on what somebody heard, with the pages that it touched."""

    entry: Entry
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """How often an objection was heard, in one insight after another."""

    objection: str
    points: tuple["Point", ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One insight's count; `sample` is None where it was not written down."""

    id: str
    count: int | None
    sample: int | None


def render(reading: Reading) -> Iterator[Page]:
    """Yield the pages of practices; nothing for partners."""
    if reading.site.audience == "partner":
        return
    yield _insights(reading)
    yield _agreements(reading)
    yield _meetings(reading)
    yield from entities(reading, "insight", _insight_facts)
    yield from entities(reading, "process", _process_facts)
    yield from entities(reading, "regulation")
    yield from entities(reading, "decision", _told_facts)
    yield from entities(reading, "meeting", _told_facts)


# The voice of the customer ------------------------------------------------------------------------


def _period(reading: Reading, insight: Insight) -> str:
    days = [reading.day(day) for day in (insight.from_, insight.to) if day]
    return " — ".join(dict.fromkeys(days))


def _newest_insights(reading: Reading) -> list[Insight]:
    found: list[Insight] = reading.records("insight")
    found.sort(key=lambda insight: insight.to or insight.from_ or dt.date.min, reverse=True)
    return found


def _insight_facts(reading: Reading, insight: Any) -> dict[str, Any]:
    rows = reading.rests_on.get(f"insight/{insight.id}", ())
    return {"period": _period(reading, insight), "came": _credits(reading, rows)}


def _insights(reading: Reading) -> Page:
    insights = _newest_insights(reading)
    named = {insight.segment for insight in insights}
    return Sheet(reading, "insights/index.md", "insight/index").page(
        "insights.html",
        reading.messages.one("Voice of the customer"),
        insights=[(insight, _period(reading, insight)) for insight in insights],
        used=[id_ for id_ in reading.segments if id_ in named],
        trends=list(_trends(insights)),
        unanswered=[(each, insight.id) for insight in insights for each in insight.unanswered],
        credits=list(_by_department(reading, insights)),
    )


def _trends(insights: list[Insight]) -> Iterator[Trend]:
    """Yield objections heard in two insights or more, the oldest insight first."""
    found: dict[str, list[Point]] = defaultdict(list)
    for insight in reversed(insights):
        for each in insight.objections:
            found[each.objection].append(Point(insight.id, each.count, insight.sample))
    for objection, points in found.items():
        if len(points) > 1:
            yield Trend(objection, tuple(points))


def _credits(reading: Reading, rows: Iterable[Row]) -> list[Credit]:
    """Gather rows by what explains them, newest first; a page's first version is no change."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.entity and row.rationale and row.version != 1:
            found[row.rationale.id or row.change].append(row)
    return [
        Credit(
            past.entry(reading, same[0]),
            tuple(dict.fromkeys(row.entity for row in same if row.entity)),
        )
        for same in found.values()
    ]


def _by_department(
    reading: Reading, insights: list[Insight]
) -> Iterator[tuple[Department, list[Credit]]]:
    """Yield for each department the changes that rest on what it heard."""
    ears = {f"insight/{insight.id}": insight.noticed_by for insight in insights}
    found: dict[str, list[Row]] = defaultdict(list)
    for row in reading.site.rows:
        evidence = row.rationale.evidence if row.rationale else ()
        for id_ in {ears[each] for each in evidence if ears.get(each)}:
            found[id_].append(row)
    for id_, department in reading.departments.items():
        credits_ = _credits(reading, found.get(id_, ()))[:MOST_CREDITS]
        if credits_:
            yield department, credits_


# Agreements ---------------------------------------------------------------------------------------


def _agreements(reading: Reading) -> Page:
    zones = reading.base.zones
    sheet = Sheet(reading, "agreements/index.md", "config/zones")
    say = reading.messages.one
    decisions = reading.records("decision")
    decisions.sort(key=lambda decision: (decision.state != "open", decision.title.casefold()))
    lists = {
        "zones": (zones.zones, sheet.label("zones")),
        "control": (zones.control_points, sheet.label("control_points")),
        "touch": (zones.touch_points, sheet.label("touch_points")),
        "decisions": (decisions, sheet.kind("decision", many=True)),
        "processes": (reading.records("process"), sheet.kind("process", many=True)),
        "rules": (reading.records("regulation"), sheet.kind("regulation", many=True)),
        "wording": (reading.base.wording.must_say, sheet.title("config/wording")),
        "contacts": (reading.base.kb.contacts, say("Whom to ask")),
    }

    def point(each: ControlPoint | TouchPoint) -> str:
        parts = (each.owner, reading.metrics.get(each.metric, each.metric))
        return " · ".join(part for part in (*parts, sheet.choice("rhythm", each.rhythm)) if part)

    return sheet.page(
        "agreements.html",
        say("Agreements"),
        look="agreements",
        zones=zones,
        zone_fields=[
            (zone, [_pattern(reading, each) for each in zone.fields_]) for zone in zones.zones
        ],
        departments=list(reading.departments.values()),
        roles=lambda zone, id_: _roles(sheet, zone, id_),
        control=[
            (department, points)
            for department in reading.departments.values()
            if (points := [c for c in zones.control_points if c.department == department.id])
        ],
        point=point,
        decisions=decisions,
        processes=lists["processes"][0],
        regulations=lists["rules"][0],
        wording=reading.base.wording,
        sections=[(id_, name) for id_, (found, name) in lists.items() if found],
    )


def _roles(sheet: Sheet, zone: Zone, id_: str) -> list[str]:
    found = []
    for name in ("responsible", "accountable", "consulted", "informed", "approvals", "arbiter"):
        who = getattr(zone, name)
        if id_ == who or (isinstance(who, tuple) and id_ in who):
            found.append(sheet.label(f"zones.{name}"))
    return found


def _pattern(reading: Reading, pattern: str) -> str:
    """Say a zone's pattern in words: `offer:price.**` is «Акция: Цена»."""
    say = reading.messages.one
    kind, _, path = pattern.partition(":")
    steps = [step for step in path.split(".") if step and "*" not in step]
    if kind in labels.SETTINGS:
        name = labels.pick(labels.SETTINGS[kind], reading.language)
    else:
        name = labels.kind(kind, reading.language) if kind in labels.KINDS else kind
    if not steps:
        return say("%(kind)s: everything else") % {"kind": name}
    for entity in _CONFIGS if kind == "config" else (kind,):
        names = labels.trail(entity, ".".join(steps), reading.language)
        if names:
            return f"{name}: {' · '.join(names)}"
    return f"{name}: {' · '.join(steps)}"


def _process_facts(_: Reading, process: Process) -> dict[str, Any]:
    return {"lanes": list(dict.fromkeys(step.department for step in process.steps))}


# Meetings and decisions ---------------------------------------------------------------------------


def _meetings(reading: Reading) -> Page:
    meetings = reading.records("meeting")
    meetings.sort(key=lambda meeting: meeting.on or dt.date.min, reverse=True)
    title = reading.messages.one("Meetings")
    return Sheet(reading, "meetings/index.md", "meeting/index").page(
        "meetings.html", title, meetings=meetings
    )


def _told_facts(reading: Reading, record: Any) -> dict[str, Any]:
    return {"told": [_told(reading, id_) for id_ in record.changes]}


def _told(reading: Reading, id_: str) -> Told:
    note = reading.base.get("change", id_)
    rows = reading.changed.get(id_, [])
    source = note or (rows[0].rationale if rows else None)
    pages = tuple(dict.fromkeys(row.entity for row in rows if row.entity))
    if source is None:
        return Told(id_, None, None, None, None, None, None, pages)
    return Told(
        source.title or id_,
        source.by,
        source.origin,
        source.cause,
        source.purpose,
        source.effect,
        source.learned,
        pages,
    )
