"""What the departments agree on: who decides what, how work flows, rules, disputes, meetings."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from scripts_kb.facts.records import source_of
from scripts_kb.language import formats
from scripts_kb.pages import measured, past
from scripts_kb.pages.cards import entities
from scripts_kb.pages.clean import seen
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page, Planned
from scripts_kb.past import reasons
from scripts_kb.past.telling import STORY, Told
from scripts_kb.schema import kinds, labels
from scripts_kb.schema.config import ControlPoint, TouchPoint, Zone
from scripts_kb.schema.practices import Meeting, Process, Regulation, Task

_CONFIGS: Final = tuple(name for name in kinds.ORDER if name.startswith("config/"))


_MONTHS: Final = 6
"""How many months the page of a rule tells of its metric."""


@dataclass(frozen=True, slots=True)
class NamedChange:
    """A change that a meeting or a decision names, with the pages that it touched."""

    title: str
    by: str | None
    told: tuple[Told, ...]
    pages: tuple[str, ...]


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield the pages of agreements and meetings; nothing for partners."""
    if reading.site.audience == "partner":
        return
    yield Planned("agreements/index.md", partial(_agreements, reading))
    yield Planned("meetings/index.md", partial(_meetings, reading))
    yield from entities(reading, "process", _process_facts)
    yield from entities(reading, "regulation", _rule_facts)
    yield from entities(reading, "decision", _told_facts)
    yield from entities(reading, "meeting", _told_facts)


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

    reached = {(each.metric, each.rhythm): each for each in reading.site.effects.points}

    def result(each: ControlPoint | TouchPoint) -> str:
        found = reached.get((each.metric, each.rhythm))
        return measured.reached(reading, found) if found else ""

    def norm(each: ControlPoint | TouchPoint) -> tuple[str, bool]:
        found = reached.get((each.metric, each.rhythm))
        return measured.norm(reading, found, each.norm) if found else ("", False)

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
        result=result,
        norm=norm,
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
    name = labels.settings(kind, reading.language) or kind
    if labels.is_kind(kind):
        name = labels.kind(kind, reading.language)
    if not steps:
        return say("%(kind)s: everything else") % {"kind": name}
    for entity in _CONFIGS if kind == "config" else (kind,):
        names = labels.trail(entity, ".".join(steps), reading.language)
        if names:
            return f"{name}: {' · '.join(names)}"
    return f"{name}: {' · '.join(steps)}"


def _rule_facts(reading: Reading, rule: Regulation) -> dict[str, Any]:
    """Tell what a rule is measured by came to, and where it counts leads, each source of them."""
    found = next((each for each in reading.base.kb.metrics if each.id == rule.metric), None)
    months = reading.site.effects.months
    told = [
        (formats.month(month.first, reading.language), row)
        for month in months
        for result, row in zip(month.results, measured.results(reading, month), strict=True)
        if found and result.metric == found.id
    ]
    counted = next((month for month in months if month.leads), None)
    leads = None
    if found and source_of(found.of) == "leads" and counted:
        name = formats.month(counted.first, reading.language)
        leads = (name, *measured.leads(reading, counted))
    return {
        "metric": seen(found.title or found.id) if found else "",
        "results": told[:_MONTHS],
        "leads": leads,
        "reasons": [seen(each.title) for each in reading.base.kb.reasons.get("not-our-lead", ())]
        if found and source_of(found.of) == "leads"
        else [],
    }


def _process_facts(_: Reading, process: Process) -> dict[str, Any]:
    return {"lanes": list(dict.fromkeys(step.department for step in process.steps))}


# Meetings and decisions ---------------------------------------------------------------------------


def _meetings(reading: Reading) -> Page:
    meetings = reading.records("meeting")
    meetings.sort(key=lambda meeting: meeting.on or dt.date.min, reverse=True)
    title = reading.messages.one("Meetings")
    return Sheet(reading, "meetings/index.md", "meeting/index").page(
        "meetings.html", title, meetings=meetings, tasks=_tasks(meetings)
    )


def _tasks(meetings: Iterable[Meeting]) -> list[tuple[Meeting, Task]]:
    """Give what nobody wrote down as done, the first due first."""
    found = [(meeting, task) for meeting in meetings for task in meeting.tasks if not task.done]
    return sorted(found, key=lambda pair: (pair[1].due or dt.date.max, pair[1].title))


def _told_facts(reading: Reading, record: Any) -> dict[str, Any]:
    return {"told": [_named(reading, id_) for id_ in record.changes]}


def _named(reading: Reading, id_: str) -> NamedChange:
    note = reading.base.documents.get(f"change/{id_}")
    rows = reading.changed.get(id_, [])
    reason = reasons.of_note(id_, note.value) if note else rows[0].rationale if rows else None
    told = (each for each in past.told(reading, reason) if each.field in STORY)
    pages = tuple(dict.fromkeys(row.entity for row in rows if row.entity))
    by = reason.by if reason else None
    return NamedChange((reason and reason.title) or id_, by, tuple(told), pages)
