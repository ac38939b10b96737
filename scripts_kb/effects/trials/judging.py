"""The verdict of a trial: better, worse, no difference that matters, or not clear yet.

counts of days ──one look a day──▶ the first look that decides stays decided

shares that did not come out as drawn     unsound: nothing is proved
the limits lie within ± the least worth   same
… wholly on the better side of 0          better
… wholly on the worse                     worse
else                                      unclear, with the contacts that are still needed
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from scripts_kb.effects.intervals import Interval
from scripts_kb.effects.records.tried import (
    Contrast,
    Count,
    Judged,
    TrialDay,
    TrialPlan,
    TrialVerdict,
)
from scripts_kb.effects.trials import ratios, sequences


def judge(plan: TrialPlan, days: Iterable[TrialDay]) -> Judged:
    """Judge a trial, as who looked at it every day would have.

    Args:
        plan: what was agreed.
        days: in their order.

    Returns:
        The trial as it stands; what was decided on a day stays decided.

    Examples:
        >>> plan = TrialPlan(("now", "cup"), (1, 1), 0.03)
        >>> counts = {"now": Count(1500, 6000), "cup": Count(1800, 6000)}
        >>> judge(plan, [TrialDay(dt.date(2026, 9, 1), counts)]).verdict
        'better'
    """
    sums = dict.fromkeys(plan.variants, Count(0, 0))
    control, *others = plan.variants
    alpha = sequences.ALPHA / len(others)
    known = dict.fromkeys(others, Interval(-1.0, 1.0))
    decided: dict[str, tuple[TrialVerdict, dt.date]] = {}
    evidence = 0.0
    for day in days:
        for variant, count in day.counts.items():
            if variant in sums:
                sums[variant] = sums[variant].plus(count)
        evidence = max(
            evidence, ratios.mismatch([int(each.of) for each in sums.values()], plan.shares)
        )
        for variant in others:
            limits = sequences.difference(sums[control], sums[variant], plan.least, alpha)
            known[variant] = known[variant].meet(limits)
            said = _said(known[variant], plan)
            if variant not in decided and said != "unclear":
                decided[variant] = (said, day.on)
    compared = tuple(
        _compared(plan, sums, variant, known[variant], decided.get(variant), alpha)
        for variant in others
    )
    return Judged(sums[control], compared, evidence, ratios.broken(evidence))


def _compared(
    plan: TrialPlan,
    sums: Mapping[str, Count],
    variant: str,
    limits: Interval,
    decided: tuple[TrialVerdict, dt.date] | None,
    alpha: float,
) -> Contrast:
    control, count = sums[plan.variants[0]], sums[variant]
    foretold = _foretold(plan, control, variant, alpha)
    said, on = decided or ("unclear", None)
    lacking = max(0, foretold - int(control.of + count.of)) if on is None else 0
    return Contrast(
        variant, count, count.share - control.share, limits, said, on, foretold, lacking
    )


def _foretold(plan: TrialPlan, control: Count, variant: str, alpha: float) -> int:
    both = (plan.shares[0], plan.shares[plan.variants.index(variant)])
    parts = (both[0] / sum(both), both[1] / sum(both))
    # Before anybody was heard half of them might do it: then it takes the most.
    share = control.share if control.of >= sequences.FEWEST else 0.5
    return sequences.contacts(share, plan.least, parts, alpha)


def _said(limits: Interval, plan: TrialPlan) -> TrialVerdict:
    if -plan.least < limits.low and limits.high < plan.least:
        return "same"
    side = limits.side() * plan.better
    return "better" if side > 0 else "worse" if side < 0 else "unclear"


def by_day(
    rows: Sequence[tuple[dt.date, str, float, float]], variants: Sequence[str]
) -> tuple[TrialDay, ...]:
    """Put rows of facts together by day.

    Args:
        rows: day, variant, how many did it, of how many.
        variants: those of the trial; a row of another is left out.

    Examples:
        >>> [day.counts["a"] for day in by_day([(dt.date.min, "a", 1, 2)] * 2, ("a", "b"))]
        [Count(won=2, of=4)]
    """
    days: dict[dt.date, dict[str, Count]] = {}
    for on, variant, won, of in rows:
        if variant in variants:
            own = days.setdefault(on, {})
            own[variant] = own.get(variant, Count(0, 0)).plus(Count(won, of))
    return tuple(TrialDay(on, days[on]) for on in sorted(days))
