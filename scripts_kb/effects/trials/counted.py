"""The trials of a base with what their calls proved.

trial, facts ──rows of its days and customers──▶ counts of days ──judging──▶ TrialFound
rows of the log ──the phrase was changed──▶ the day before which its calls count
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from scripts_kb.content import trials
from scripts_kb.content.base import Base
from scripts_kb.effects.promises import day_of
from scripts_kb.effects.records.tried import TrialFound, TrialPlan, TrialState
from scripts_kb.effects.trials import judging
from scripts_kb.facts.records import CallFact
from scripts_kb.past.records import Row
from scripts_kb.schema.config import Metric
from scripts_kb.schema.days import shifted
from scripts_kb.schema.trials import Trial


def of(
    base: Base, rows: Sequence[Row], calls: Sequence[CallFact], today: dt.date, zone: ZoneInfo
) -> Iterator[TrialFound]:
    """Judge every trial of a base, the latest begun first.

    Args:
        base: the knowledge base.
        rows: the rows of the log, oldest first.
        calls: the facts of calls, by date.
        today: the last day that is known.
        zone: in which days are meant.
    """
    metrics = {each.id: each for each in base.kb.metrics}
    found = [each.record for each in base.of("trial") if each.record.status != "draft"]
    found.sort(key=lambda trial: (trial.from_ or dt.date.min, trial.id), reverse=True)
    for trial in found:
        metric = metrics.get(trial.metric)
        if metric and trial.from_ and trial.to and len(trial.variants) > 1:
            days = (trial.from_, trial.to)
            yield _found(trial, days, metric, base, rows, calls, today, zone)


def _found(
    trial: Trial,
    days: tuple[dt.date, dt.date],
    metric: Metric,
    base: Base,
    rows: Sequence[Row],
    calls: Sequence[CallFact],
    today: dt.date,
    zone: ZoneInfo,
) -> TrialFound:
    first, until = days
    changed = _changed(trial, first, rows, zone)
    last = min(until, today, shifted(changed, -1) if changed else today)
    variants = tuple(each.id for each in trial.variants)
    plan = TrialPlan(
        variants,
        trial.shares(),
        float(trial.least.removesuffix("pp")) / 100,
        -1 if metric.better == "down" else 1,
    )
    own = tuple(_counted(trial, metric.of, calls, first, last))
    return TrialFound(
        trial=trial,
        metric=metric.title or metric.id,
        state=_state(trial, days, base, today),
        changed=changed,
        last=last,
        seen=max((row[0] for row in own), default=None),
        plan=plan,
        judged=judging.judge(plan, judging.by_day(own, variants)),
    )


def _counted(
    trial: Trial, formula: str, calls: Iterable[CallFact], first: dt.date, last: dt.date
) -> Iterator[tuple[dt.date, str, float, float]]:
    """Yield the rows of calls that took part, each with what was said in it."""
    above, _, below = formula.partition("/")
    known = {each.id for each in trial.variants}
    for row in calls:
        if not row.variant or not first <= row.date <= last:
            continue
        if trial.segments and row.segment not in trial.segments:
            continue
        said = known & set(row.variant.split("+"))
        if len(said) == 1:
            yield row.date, said.pop(), getattr(row, above), getattr(row, below)


def _changed(trial: Trial, first: dt.date, rows: Sequence[Row], zone: ZoneInfo) -> dt.date | None:
    """Find the day on which the phrase was changed under a trial, or by its end."""
    entity, _, path = trial.what.partition("#")
    for row in rows:
        if row.entity == entity and day_of(row, zone) > first:
            touched = any(_within(path, edit.path) for edit in row.edits if edit.op != "moved")
            if row.kind == "removed" or touched:
                return day_of(row, zone)
    return None


def _within(path: str, edited: str) -> bool:
    return path == edited or path.startswith((f"{edited}.", f"{edited}[")) or not edited


def _state(trial: Trial, days: tuple[dt.date, dt.date], base: Base, today: dt.date) -> TrialState:
    if trial.status == "archived":
        return "ended"
    if trials.stopped(base, trial):
        return "stopped"
    if today < days[0]:
        return "planned"
    return "running" if today <= days[1] else "over"
