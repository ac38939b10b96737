"""A trial with what its calls proved, as pages and commands tell it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from scripts_kb.effects.intervals import Interval
from scripts_kb.schema.trials import Trial


class Count(NamedTuple):
    """What came of a variant: how many did it, of how many."""

    won: float
    of: float

    @property
    def share(self) -> float:
        """The part that did it; 0 of nobody."""
        return self.won / self.of if self.of else 0.0

    def plus(self, other: "Count") -> "Count":
        """Add what came of others."""
        return Count(self.won + other.won, self.of + other.of)


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

    `evidence` is the most that ever spoke against the draw; `broken` whether the shares did not
    come out as drawn.
    """

    control: Count
    compared: tuple[Contrast, ...]
    evidence: float
    broken: bool

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


TrialState = Literal["planned", "running", "stopped", "over", "ended"]


@dataclass(frozen=True, slots=True)
class TrialFound:
    """A trial as it stands.

    Attributes:
        trial: what was agreed.
        metric: the name of what is counted.
        state: whether it is still to begin, runs, was stopped by a change of its phrase, has had
            its days, or was ended by those who decide.
        changed: the day on which the phrase was changed; None where it stands.
        last: the last day whose calls count.
        seen: the last day with calls; None without any.
        plan: what is held against what.
        judged: what the calls proved.
    """

    trial: Trial
    metric: str
    state: TrialState
    changed: dt.date | None
    last: dt.date
    seen: dt.date | None
    plan: TrialPlan
    judged: Judged

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide: it is proved or over, and not ended."""
        decided = self.judged.verdict in {"better", "worse", "same", "unsound"}
        return self.state in {"stopped", "over"} or (self.state == "running" and decided)
