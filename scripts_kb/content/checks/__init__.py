"""What must hold across files: references, script graphs, texts, dates, zones.

Each module is a function from a `Base` to problems; none of them stops at the first mistake, and
none looks at git.
"""

import datetime as dt
from collections.abc import Iterator

from scripts_kb.content.checks import dates, graphs, lists, reasons, references, texts, zones
from scripts_kb.model.base import Base
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
    return sorted(_all(base, today, due_days), key=lambda problem: (problem.place, problem.code))


def _all(base: Base, today: dt.date, due_days: int) -> Iterator[Problem]:
    yield from lists.check(base)
    yield from references.check(base, today)
    yield from graphs.check(base)
    yield from texts.check(base, today)
    yield from dates.check(base, today, due_days)
    yield from zones.check(base)
    yield from reasons.check(base)
