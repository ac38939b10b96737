"""Record a reference implementation's intervals: what the tests hold ours against.

    python -m venv /tmp/reference && /tmp/reference/bin/pip install statsmodels
    /tmp/reference/bin/python tests/effects/record_intervals.py > tests/effects/newcombe.csv

The library is half a gigabyte, so the tests read the record. 12 edge cases and 300 random tables.
"""

import random
import sys
import warnings

import statsmodels
from statsmodels.stats.proportion import confint_proportions_2indep

EDGES = [
    (0, 0, 0, 0), (0, 0, 1, 2), (1, 2, 0, 0), (0, 1, 0, 1), (0, 10, 0, 10), (10, 10, 10, 10),
    (0, 10, 10, 10), (10, 10, 0, 10), (0, 1, 1, 1), (0, 5000, 3, 5000), (1, 1, 0, 100000),
    (56, 70, 48, 80),
]  # fmt: skip


def tables():
    """Yield counts: won and contacts before, won and contacts after."""
    yield from EDGES
    rng = random.Random(20261121)  # noqa: S311 - tables, not secrets
    for _ in range(300):
        sizes = [int(10 ** rng.uniform(0, 5)) for _ in range(2)]
        yield tuple(each for size in sizes for each in (rng.randint(0, size), size))


def main():
    """Print a table with the limits of each."""
    sys.stdout.write(f"# statsmodels {statsmodels.__version__}, confint_proportions_2indep")
    sys.stdout.write(', method="newcomb", compare="diff", alpha=0.05\n')
    sys.stdout.write("before_count,before_of,after_count,after_of,low,high\n")
    for before, before_of, after, after_of in tables():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                low, high = confint_proportions_2indep(
                    after, after_of, before, before_of, method="newcomb", compare="diff"
                )
            except ZeroDivisionError:
                low = high = float("nan")
        limits = ("", "") if low != low else (repr(float(low)), repr(float(high)))  # noqa: PLR0124 - nan
        sys.stdout.write(",".join(map(str, (before, before_of, after, after_of, *limits))) + "\n")


main()
