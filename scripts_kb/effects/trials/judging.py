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
from dataclasses import dataclass
from typing import Literal, NamedTuple

from scripts_kb.effects.intervals import Interval
from scripts_kb.effects.trials import ratios, sequences
from scripts_kb.effects.trials.sequences import Count

TrialVerdict = Literal["better", "worse", "same", "unclear", "unsound"]


class TrialPlan(NamedTuple):
    """What was agreed before the first call of a trial.

    Attributes:
        variants: their ids, the control first.
        shares: in that order.
        least: the least difference worth acting on, as a part of 1.
        better: 1 where more of the metric is better, -1 where less is.
    """

    variants: tuple[str, ...]
    shares: tuple[float, ...]
    least: float
    better: int = 1


class TrialDay(NamedTuple):
    """What a day added: its counts by variant."""

    on: dt.date
    counts: Mapping[str, Count]


@dataclass(frozen=True, slots=True)
class Contrast:
    """A variant beside the control.

    Attributes:
        variant: its id.
        count: of it.
        difference: of the shares, variant minus control.
        limits: of the difference, valid at every look.
        verdict: what that says.
        decided: the day on which it was decided; None while it is not.
        foretold: contacts of both together that it takes to prove the least difference.
        needed: how many of them are still lacking; 0 once decided.
    """

    variant: str
    count: Count
    difference: float
    limits: Interval
    verdict: TrialVerdict
    decided: dt.date | None
    foretold: int
    needed: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A trial as it stands: its control, its variants, whether the draw came out as drawn.

    `evidence` is the most that ever spoke against the draw: of 20 and more it is broken.
    """

    control: Count
    compared: tuple[Contrast, ...]
    evidence: float

    @property
    def broken(self) -> bool:
        """Whether the shares did not come out as drawn."""
        return ratios.broken(self.evidence)

    @property
    def verdict(self) -> TrialVerdict:
        """The trial's own: the best of its variants, the worst that is known of none."""
        found = [each.verdict for each in self.compared]
        if self.broken:
            return "unsound"
        for verdict in ("better", "unclear", "same"):
            if verdict in found:
                return verdict
        return "worse"

    @property
    def winner(self) -> str | None:
        """The variant to keep: the best of those that are proved better; None without any."""
        proved = [each for each in self.compared if each.verdict == "better"]
        best = max(proved, key=lambda each: abs(each.difference), default=None)
        return best.variant if best and not self.broken else None


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
    return Judged(sums[control], compared, evidence)


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
