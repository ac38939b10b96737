"""What must hold across files: references, script graphs, texts, dates, numbers, zones.

Each module is a function from a `Base` to problems; none of them stops at the first mistake, and
none looks at git.

    lists       nothing twice                     texts      sayable, short, no typed price
    references  what is pointed to is there       letters    what the eye does not see
    graphs      a call can start, go on, end      dates      periods, reviews, promotions
    variables   brackets lead somewhere           numbers    below zero, below the floor
    ending      what is over in two weeks
    twins       a search can tell cards apart     unfilled   what a reader will miss
    zones       every field has one owner         proposals  each gets a reply, in time
    blanks      nothing left to fill in           persons    nobody is named to everybody
    promises    phrases say what offers say       numerals   numbers in words
    settings, reasons
"""

import datetime as dt
from collections.abc import Iterator

from scripts_kb.checks import (
    blanks,
    dates,
    ending,
    fields,
    graphs,
    letters,
    lists,
    numbers,
    persons,
    promises,
    proposals,
    reasons,
    references,
    settings,
    texts,
    twins,
    unfilled,
    variables,
    zones,
)
from scripts_kb.content.base import Base
from scripts_kb.problems import Problem


def check(base: Base, today: dt.date, *, due_days: int = 0) -> list[Problem]:
    """Check a knowledge base.

    Args:
        base: what was read.
        today: the day for which promotions must be valid and reviews done.
        due_days: also name reviews that come due within so many days.

    Returns:
        All problems, by file and line.
    """
    with fields.walked_once():
        found = list(_all(base, today, due_days))
    return sorted(found, key=lambda problem: (problem.place, problem.code))


def _all(base: Base, today: dt.date, due_days: int) -> Iterator[Problem]:
    yield from lists.check(base)
    yield from references.check(base, today)
    yield from graphs.check(base)
    yield from variables.check(base, today)
    yield from texts.check(base)
    yield from letters.check(base)
    yield from blanks.check(base)
    yield from persons.check(base)
    yield from promises.check(base, today)
    yield from dates.check(base, today, due_days)
    yield from ending.check(base, today)
    yield from numbers.check(base)
    yield from twins.check(base)
    yield from unfilled.check(base)
    yield from settings.check(base)
    yield from zones.check(base)
    yield from reasons.check(base)
    yield from proposals.check(base, today)
