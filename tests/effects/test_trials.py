"""Counts of trials → what they prove, however often one looks."""

import datetime as dt
import random

import pytest

from scripts_kb.effects.intervals import Interval
from scripts_kb.effects.records.tried import Count, TrialDay, TrialPlan
from scripts_kb.effects.trials import drawing, judging, ratios, sequences

PLAN = TrialPlan(("now", "cup"), (1.0, 1.0), 0.03)
FIRST = dt.date(2026, 9, 1)


def days(*counts):
    """Days of a trial, each with won and contacts of the control and of the other."""
    return [
        TrialDay(FIRST + dt.timedelta(days=at), {"now": Count(*was), "cup": Count(*other)})
        for at, (was, other) in enumerate(counts)
    ]


SAID = [
    # the control, the other: won of contacts; verdict, whether a wording won
    ((1500, 6000), (1800, 6000), "better", "cup"),
    ((1500, 6000), (1200, 6000), "worse", None),
    ((1500, 6000), (1600, 6000), "unclear", None),
    ((10000, 40000), (10050, 40000), "same", None),
    ((10, 40), (30, 40), "unclear", None),
    ((1500, 6000), (1500, 5000), "unsound", None),
]


@pytest.mark.parametrize(("control", "other", "verdict", "winner"), SAID)
def test_the_verdict_of_a_trial(control, other, verdict, winner):
    judged = judging.judge(PLAN, days((control, other)))
    assert (judged.verdict, judged.winner) == (verdict, winner)


def test_fewer_refusals_are_better():
    plan = PLAN._replace(better=-1)
    assert judging.judge(plan, days(((1500, 6000), (1200, 6000)))).verdict == "better"


def test_what_was_decided_on_a_day_stays_decided():
    clear, dull = ((1500, 6000), (1800, 6000)), ((1500, 6000), (1300, 6000))
    [cup] = judging.judge(PLAN, days(clear, dull)).compared
    assert (cup.verdict, cup.decided, cup.needed) == ("better", FIRST, 0)


def test_what_is_not_clear_says_how_many_contacts_are_needed():
    [cup] = judging.judge(PLAN, days(((250, 1000), (250, 1000)))).compared
    assert (cup.foretold, cup.needed) == (12996, 10996)
    [none] = judging.judge(PLAN, ()).compared
    assert (none.limits, none.needed) == (Interval(-1.0, 1.0), none.foretold)


def test_more_variants_are_held_to_more():
    plan = TrialPlan(("now", "cup", "gift"), (1, 1, 1), 0.03)
    counts = {"now": Count(1500, 6000), "cup": Count(1652, 6000), "gift": Count(1500, 6000)}
    two = judging.judge(PLAN, [TrialDay(FIRST, counts)])
    three = judging.judge(plan, [TrialDay(FIRST, counts)])
    assert (two.verdict, three.verdict) == ("better", "unclear")
    assert three.compared[0].foretold > two.compared[0].foretold


def played(rng, share, more, looks, daily):
    for day in range(looks):
        sides = {"now": [0, 0], "cup": [0, 0]}
        for _ in range(daily):
            name = rng.choice(("now", "cup"))
            sides[name][1] += 1
            sides[name][0] += rng.random() < share + (more if name == "cup" else 0)
        yield TrialDay(FIRST + dt.timedelta(days=day), {n: Count(*c) for n, c in sides.items()})


def test_looking_every_day_finds_nothing_where_nothing_is():
    """The whole simulation of 2,000 trials is `tools/bench trials`."""
    rng = random.Random(3)  # noqa: S311 - to be repeated exactly
    said = [judging.judge(PLAN, played(rng, 0.25, 0, 60, 50)).verdict for _ in range(40)]
    assert sum(each in {"better", "worse", "unsound"} for each in said) <= 4


def test_the_contacts_foretold_are_enough():
    rng = random.Random(4)  # noqa: S311 - to be repeated exactly
    plan = PLAN._replace(least=0.08)
    daily = -(-sequences.contacts(0.25, 0.08) // 60)
    said = [judging.judge(plan, played(rng, 0.25, 0.08, 60, daily)).verdict for _ in range(40)]
    assert said.count("better") >= 28


def test_an_ordinary_interval_is_narrower_for_it_may_be_looked_at_once():
    from_ = sequences.difference(Count(1500, 6000), Count(1800, 6000), 0.03)
    assert from_.high - from_.low > 2 * 1.96 * 0.0081


@pytest.mark.parametrize(
    ("counts", "shares", "said"),
    [
        ((1000, 1000), (1, 1), False),
        ((1030, 970), (1, 1), False),
        ((1100, 900), (1, 1), True),
        ((1600, 400), (4, 1), False),
        ((700, 650, 650), (1, 1, 1), False),
        ((0, 0), (1, 1), False),
        ((40, 0), (1, 1), True),
    ],
)
def test_shares_that_did_not_come_out_as_drawn(counts, shares, said):
    assert ratios.broken(ratios.mismatch(counts, shares)) is said


def test_draws_are_uniform_and_know_no_order():
    names = [str(1_790_000_000_000 + 137 * at) for at in range(4000)]
    parts = [drawing.part("cup", name) for name in names]
    bins = [sum(low <= part * 10 < low + 1 for part in parts) for low in range(10)]
    assert sum((each - 400) ** 2 / 400 for each in bins) < 27.9
    halves = sum(parts[:2000]) / 2000, sum(parts[2000:]) / 2000
    assert abs(halves[0] - halves[1]) < 0.03
    both = [drawing.variant(trial, name, (1, 1)) for name in names for trial in ("cup", "pack")]
    same = sum(a == b for a, b in zip(both[::2], both[1::2], strict=True))
    assert abs(same - 2000) < 130


def test_shares_of_the_draw_are_kept():
    found = [drawing.variant("cup", f"call {at}", (3, 1)) for at in range(4000)]
    assert abs(found.count(1) - 1000) < 110
