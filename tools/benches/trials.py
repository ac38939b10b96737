"""Trials: how often one of nothing is decided wrongly, and whether a true one is found in time."""

import datetime as dt
import math
import random
from collections.abc import Iterator, Sequence
from typing import Final

from scripts_kb.effects.records.tried import Count, TrialDay, TrialPlan
from scripts_kb.effects.trials import drawing, judging, ratios, sequences
from tools.benches.measure import Row

_TRIALS: Final = 2_000
_SEED: Final = 20261130
_SHARE, _LEAST = 0.25, 0.03
_DAYS: Final = 120
_MISMATCHED: Final = 2_000
"""Calls by which a draw of 55 to 45 must be noticed."""
_CALLS: Final = 100_000
_PLAN: Final = TrialPlan(("now", "other"), (1.0, 1.0), _LEAST)


def run(arguments: Sequence[str]) -> list[Row]:
    """Plays trials and looks at each of them every day.

    Args:
        arguments: how many trials of each sort, 2,000 where left out.

    Returns:
        Parts of trials, and how uniform the draws are.
    """
    count = int(arguments[0]) if arguments else _TRIALS
    rng = random.Random(_SEED)  # noqa: S311 - to be repeated exactly
    rows = []
    for share in (0.05, _SHARE, 0.6):
        said = [
            judging.judge(_PLAN, _days(rng, share, 0.0)).compared[0].verdict for _ in range(count)
        ]
        wrong = sum(each in {"better", "worse"} for each in said) / count
        rows.append(Row.at_most(f"no difference at {share:.0%}, decided", 100 * wrong, "%", 5.0))
    foretold = sequences.contacts(_SHARE, _LEAST)
    daily = -(-foretold // _DAYS)
    found = [
        judging.judge(_PLAN, _days(rng, _SHARE, _LEAST, daily)).compared[0].verdict
        for _ in range(count)
    ]
    lost = 1 - sum(each == "better" for each in found) / count
    rows.append(Row.at_most(f"+3 points not found in {foretold} contacts", 100 * lost, "%", 20.0))
    turned = sum(each == "worse" for each in found) / count
    rows.append(Row.at_most("+3 points called worse", 100 * turned, "%", 2.5))
    for part, bound, name in ((0.5, 5.0, "a fair draw called unfair"), (0.55, None, "")):
        noticed = sum(_noticed(rng, part) for _ in range(count)) / count
        value = noticed if bound else 1 - noticed
        what = name or f"55 to 45 not noticed in {_MISMATCHED} calls"
        rows.append(Row.at_most(what, 100 * value, "%", bound or 10.0))
    rows.extend(_uniform())
    return rows


def _days(rng: random.Random, share: float, more: float, daily: int = 107) -> Iterator[TrialDay]:
    """Yield the days of a trial: a coin for every call, and what came of it."""
    start = dt.date(2026, 1, 1)
    for day in range(_DAYS):
        won, of = [0, 0], [0, 0]
        for _ in range(daily):
            at = int(rng.random() < 0.5)  # noqa: PLR2004 - a fair coin
            of[at] += 1
            won[at] += rng.random() < share + more * at
        counts = {name: Count(won[at], of[at]) for at, name in enumerate(_PLAN.variants)}
        yield TrialDay(start + dt.timedelta(days=day), counts)


def _noticed(rng: random.Random, part: float) -> bool:
    counts = [0, 0]
    for _ in range(_MISMATCHED // 40):
        first = sum(rng.random() < part for _ in range(40))
        counts = [counts[0] + first, counts[1] + 40 - first]
        if ratios.broken(ratios.mismatch(counts, (1, 1))):
            return True
    return False


def _uniform() -> Iterator[Row]:
    """Yield how far draws are from uniform, of names at random, in a row, and of moments."""
    rng = random.Random(_SEED)  # noqa: S311 - to be repeated exactly
    names = {
        "at random": [f"{rng.getrandbits(64):016x}" for _ in range(_CALLS)],
        "in a row": [str(number) for number in range(_CALLS)],
        "of moments": [str(1_790_000_000_000 + 137 * number) for number in range(_CALLS)],
    }
    for name, calls in names.items():
        parts = [drawing.part("cup", call) for call in calls]
        bins = [0] * 20
        for each in parts:
            bins[int(each * 20)] += 1
        expected = _CALLS / 20
        chi = sum((each - expected) ** 2 / expected for each in bins)
        # 19 degrees of freedom: beyond 43.8 once in a thousand.
        yield Row.at_most(f"draws of names {name}, chi²", chi, "", 43.8)
        other = [drawing.part("pack", call) for call in calls]
        yield Row.at_most(
            "… and of another trial, correlation", abs(_correlation(parts, other)), "", 0.0104
        )
        late = [index / _CALLS for index in range(_CALLS)]
        yield Row.at_most("… and of the order of calls", abs(_correlation(parts, late)), "", 0.0104)


def _correlation(left: Sequence[float], right: Sequence[float]) -> float:
    middle = [sum(side) / len(side) for side in (left, right)]
    both = sum((a - middle[0]) * (b - middle[1]) for a, b in zip(left, right, strict=True))
    spread = [
        sum((each - centre) ** 2 for each in side)
        for side, centre in zip((left, right), middle, strict=True)
    ]
    return both / math.sqrt(spread[0] * spread[1])
