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
    settings, reasons                             trials     can be held, and still are
"""

import datetime as dt
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from scripts_kb.checks import (
    blanks,
    cautious,
    dates,
    ending,
    fields,
    graphs,
    letters,
    links,
    lists,
    numbers,
    persons,
    promises,
    proposals,
    reasons,
    references,
    settings,
    texts,
    trials,
    twins,
    unfilled,
    variables,
    zones,
)
from scripts_kb.checks.narrowed import LOOKED_UP, narrowed
from scripts_kb.content.base import Base
from scripts_kb.problems import Problem

__all__ = ["LOOKED_UP", "TWINS", "check"]

TWINS: Final = twins.CODES


def check(
    base: Base, today: dt.date, *, due_days: int = 0, passed: AbstractSet[str] = frozenset()
) -> list[Problem]:
    """Check a knowledge base.

    Args:
        base: what was read.
        today: the day for which promotions must be valid and reviews done.
        due_days: also name reviews that come due within so many days.
        passed: the entities that no rule that looks at one file need go through: there was nothing
            but `TWINS`, for the same day, while what such rules look up (`LOOKED_UP`) was what it
            is.

    Returns:
        All problems, by file and line.
    """
    with fields.walked_once():
        found = list(_all(base, narrowed(base, passed), today, due_days))
    return sorted(found, key=lambda problem: (problem.place, problem.code))


def _all(base: Base, each: Base, today: dt.date, due_days: int) -> Iterator[Problem]:
    """Yield all problems; `each` is gone through by the rules that look at one file alone."""
    yield from lists.check(each)
    yield from references.check(base, today)
    yield from links.check(base)
    yield from graphs.check(base)
    yield from variables.check(base, today)
    yield from texts.check(each)
    yield from cautious.check(each)
    yield from letters.check(each)
    yield from blanks.check(each)
    yield from persons.check(each)
    yield from promises.check(each, today)
    yield from dates.check(each, today, due_days)
    yield from ending.check(base, today)
    yield from numbers.check(each)
    yield from twins.check(base)
    yield from unfilled.check(each)
    yield from settings.check(base)
    yield from zones.check(base)
    yield from reasons.check(base)
    yield from proposals.check(base, today)
    yield from trials.check(base)
