"""Intervals → those of a reference implementation, recorded; limits that must hold."""

import csv
import math
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.effects import intervals

RECORD = Path(__file__).with_name("newcombe.csv")


def recorded():
    with RECORD.open(encoding="utf-8") as stream:
        next(stream)
        return list(csv.reader(stream))[1:]


def test_newcombe_equals_the_reference_on_every_recorded_table():
    tables = recorded()
    assert len(tables) >= 212
    worst = 0.0
    for row in tables:
        counts = tuple(map(int, row[:4]))
        found = intervals.newcombe(counts[:2], counts[2:])
        if not row[4]:
            assert found is None, counts
            continue
        worst = max(worst, *(abs(a - float(b)) for a, b in zip(found, row[4:], strict=True)))
    assert worst <= 1e-9


EXAMPLES = [
    # R. G. Newcombe 1998, table II, column (a): 56 of 70 against 48 of 80.
    ((48, 80), (56, 70), 0.0524, 0.3339),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 10), -1.0, -0.6075),
]


@pytest.mark.parametrize(("before", "after", "low", "high"), EXAMPLES)
def test_newcombe_equals_the_published_examples(before, after, low, high):
    assert intervals.newcombe(before, after) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize("counts", [((3, 2), (0, 1)), ((-1, 2), (0, 1)), ((0, 1), (2, 1))])
def test_counts_that_are_no_proportion_are_refused(counts):
    with pytest.raises(ValueError):
        intervals.newcombe(*counts)


SIDE = st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.slow
@given(SIDE, SIDE)
def test_an_interval_holds_the_difference_and_turns_with_its_sides(before, after):
    low, high = intervals.newcombe(before, after)
    difference = after[0] / after[1] - before[0] / before[1]
    assert -1 - 1e-12 <= low <= difference + 1e-12
    assert difference - 1e-12 <= high <= 1 + 1e-12
    assert intervals.newcombe(after, before) == pytest.approx((-high, -low))


NEEDED = [
    (0.20, 0.23, 2940),
    (0.23, 0.20, 2940),
    (0.5, 0.6, 385),
    (0.0, 0.01, 778),
    (0.02, 0.03, 3823),
    (1.0, 0.9, 71),
]


@pytest.mark.parametrize(("p0", "p1", "contacts"), NEEDED)
def test_contacts_needed(p0, p1, contacts):
    assert intervals.contacts_needed(p0, p1) == contacts


@pytest.mark.parametrize(("p0", "p1"), [(0.2, 0.2), (-0.1, 0.2), (0.2, 1.1)])
def test_no_number_is_enough_for_no_change(p0, p1):
    with pytest.raises(ValueError):
        intervals.contacts_needed(p0, p1)


T_TABLE = [(7, 2.3646), (10, 2.2281), (30, 2.0423), (100, 1.9840)]


@pytest.mark.parametrize(("freedom", "quantile"), T_TABLE)
def test_the_t_distribution_equals_its_printed_table(freedom, quantile):
    assert intervals._t_quantile(freedom) == pytest.approx(quantile, abs=1e-4)


def days(count, each, seed):
    rng = random.Random(seed)  # noqa: S311 - to be repeated exactly
    return [(sum(rng.expovariate(1 / 1500) for _ in range(each)), each) for _ in range(count)]


def test_a_bootstrap_is_the_same_for_the_same_seed_and_another_for_another():
    before, after = days(30, 10, 1), days(30, 10, 2)
    first = intervals.bootstrap(before, after, seed="a", draws=200)
    assert first == intervals.bootstrap(before, after, seed="a", draws=200)
    assert first != intervals.bootstrap(before, after, seed="b", draws=200)


@pytest.mark.parametrize(("before", "after"), [(7, 30), (30, 7), (0, 30), (0, 0)])
def test_too_few_days_give_no_interval(before, after):
    assert intervals.bootstrap(days(before, 5, 1), days(after, 5, 2), seed="x") is None


def test_days_without_a_denominator_count_for_nothing():
    empty = [(0.0, 0.0)] * 20
    assert intervals.bootstrap(days(7, 5, 1) + empty, days(30, 5, 2), seed="x") is None


def test_a_bootstrap_is_as_wide_as_the_normal_interval_of_many_days():
    before, after = days(200, 20, 3), days(200, 20, 4)
    low, high = intervals.bootstrap(before, after, seed="x", draws=1000)
    spread = 1500 * math.sqrt(2 / (200 * 20))
    assert (high - low) == pytest.approx(2 * 1.96 * spread, rel=0.15)
