"""Holds each change of a review against the gate, and says in one word what comes of it.

entries ──cases──▶ gate ──▶ problems ──┐
├─state──▶ red · yellow until a day · urgent · green
keys that nobody turned yet ───────────┘
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from scripts_kb.past import edits
from scripts_kb.past.edits import EntitySide
from scripts_kb.past.records import Edit
from scripts_kb.past.telling import Names
from scripts_kb.problems import Place, Problem
from scripts_kb.review import gate, keys, misplaced, retold, weight
from scripts_kb.review.context import Context, place, places
from scripts_kb.review.records import EntityPair, EntityReview, State
from scripts_kb.schema import outline

_NAMED: Final = 3
"""Places that a message names; the line at which it stands leads to the first."""


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What the gate says of a whole change; the fields are those of a `Review`."""

    problems: tuple[Problem, ...]
    earlier: tuple[Problem, ...]
    state: State
    until: dt.date | None = None


def verdict(
    entries: Iterable[EntityReview],
    pairs: Iterable[EntityPair],
    unread: Iterable[Problem],
    context: Context,
) -> GateVerdict:
    """Judge a change.

    Args:
        entries: what differs.
        pairs: the entities of both trees, reasons among them.
        unread: what could not be read of it.
        context: what the entries share.
    """
    rules = _rules(context)
    entries = tuple(entries)

    def at(path: str, where: str) -> Place:
        return places(context, path)(where)

    cases = [case for entry in entries for case in _cases(entry, context)]
    judged = [(case.entity, each) for case in cases for each in gate.judge(case, rules)]
    silent = {entity for entity, each in judged if each.code == "gate-unexplained"}
    found = [*unread, *(each for _, each in judged)]
    found += [each for entry in entries for each in _warnings(entry, context)]
    found += misplaced.problems([each for each in entries if each.entity in silent], context, at)
    found += retold.problems(
        pairs,
        context.consent,
        keys.departments(context.authority.ruling),
        at,
        context.language,
    )
    found += context.authority.problems(entries, at)
    problems = tuple(each_once([*found, *context.fresh]))
    state, until = _state(entries, cases, problems, rules)
    return GateVerdict(problems, context.earlier, state, until)


def _state(
    entries: Iterable[EntityReview],
    cases: Iterable[gate.Case],
    problems: Iterable[Problem],
    rules: gate.Rules,
) -> tuple[State, dt.date | None]:
    """Give the one state, and its day: of consent by silence, or of an urgent change's debt."""
    missing = [key for entry in entries for key in entry.approvals.keys if not key.given]
    urgent = [case for case in cases if case.rationale and case.rationale.urgent]
    codes = {each.code for each in problems}
    if any(each.severity == "error" for each in problems):
        return "red", None
    if "gate-silence" in codes:
        return "yellow", max(key.until for key in missing if key.until)
    if "gate-debt" in codes:
        return "urgent", min(gate.due(case, rules) for case in urgent)
    if missing:
        return ("urgent" if urgent else "red"), None
    return "green", None


def each_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems, those that read alike once."""
    seen = set()
    for problem in problems:
        line = problem.line()
        if line not in seen:
            seen.add(line)
            yield problem


def _rules(context: Context) -> gate.Rules:
    kb = context.kb
    metrics = kb.get("metrics")
    ids = (each.get("id") for each in metrics if isinstance(each, dict)) if metrics else ()
    days = kb.get("urgent_days")
    return gate.Rules(
        exists=lambda entity: context.after.find(entity) is not None,
        metrics=frozenset(str(each) for each in ids),
        departments=keys.departments(context.authority.ruling),
        urgent_days=days if isinstance(days, int) else gate.URGENT_DAYS,
        today=context.today,
        language=context.language,
        meant=context.after.meant,
    )


def _cases(entry: EntityReview, context: Context) -> Iterator[gate.Case]:
    """Judge each landed change by its own reason; what no commit between explains, by none."""
    here, at = place(context, entry.path), places(context, entry.path)
    rows = context.rows.get(entry.entity, ()) if entry.edits else ()
    proved = weight.heaviest(
        each for row in rows for each in weigh(entry.entity, row.edits, context)
    )
    # Slips of one commit after another may end in another meaning, which none of them explains.
    grown = bool(weight.above(entry.weights, proved))
    if (grown or not rows) and (entry.edits or entry.kind != "moved"):
        yield gate.Case(entry.entity, here, entry.weights, None, entry.approvals, at=at)
    for whole, row in ((each, part) for each in rows for part in each.parted()):
        reason = row.rationale
        told = reason and reason.source == "file" and context.after.path(f"change/{reason.id}")
        landed = dt.datetime.fromtimestamp(
            row.time, dt.timezone(dt.timedelta(seconds=row.offset))
        ).date()
        yield gate.Case(
            entry.entity,
            here,
            weigh(entry.entity, row.edits, context),
            row.rationale,
            entry.approvals,
            landed if row.time else None,
            at=at,
            reason_at=places(context, told) if told else None,
            title=entry.title,
            part=_part(entry, row.edits, context) if whole.shares else "",
        )


def _part(entry: EntityReview, changed: Iterable[Edit], context: Context) -> str:
    """Name the places that the gate judges by themselves, in the labels of a card."""
    names = Names(context.language)
    old = EntitySide(entry.entity, entry.before, names, 0)
    new = EntitySide(entry.entity, entry.after, names)
    labels = (edits.line(each, old, new).label for each in changed)
    return "; ".join(islice(filter(None, labels), _NAMED))


def weigh(entity: str, edits: Iterable[Edit], context: Context) -> tuple[weight.Weight, ...]:
    """Weigh edits by what the knowledge base says after them."""
    return tuple(weight.of_edits(entity, edits, context.after.says))


def _warnings(entry: EntityReview, context: Context) -> Iterator[Problem]:
    at = places(context, entry.path)
    for gap in entry.gaps:
        if gap.startswith("trailer: "):
            first = entry.edits[0].path if entry.edits else ""
            written, _, likely = gap.removeprefix("trailer: ").rpartition(" → ")
            yield Problem(at(first), "gate-trailer", {"written": written, "likely": likely})
        elif gap in {"no-zone", "zone-tie"}:
            touched = keys.places(entry.edits, outline.of(entry.entity))
            found = (each for each in touched if context.boundaries.gap(entry.entity, each) == gap)
            yield Problem(at(next(found, "")), "gate-unowned", {"entity": entry.entity})
