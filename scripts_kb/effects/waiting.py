"""Until when a prediction waits: every one of them ends in a verdict or on a day that is named.

before its day                            until that day
too few contacts, and more are coming     until the day on which there will be enough
the words are said no longer, or the side before is too small: no more come, it waits no longer
"""

import datetime as dt
import math
from typing import Final

from scripts_kb.effects import intervals
from scripts_kb.effects.records.judgements import Verdict
from scripts_kb.effects.windows import Sides
from scripts_kb.schema.days import shifted

PATIENCE: Final = 90
"""Days after its day for which a prediction may go on to wait for contacts."""


def until(
    verdict: Verdict, sides: Sides, due: dt.date, minimum: float, today: dt.date
) -> dt.date | None:
    """Name the day until which a prediction waits.

    Args:
        verdict: what was found.
        sides: what was measured before and after.
        due: the day that the prediction named.
        minimum: contacts that each side must have.
        today: the last day that is known.

    Returns:
        None where it does not wait: it has its verdict, or nothing more will come.
    """
    if verdict == "not-yet":
        return max(due, shifted(today, 1))
    last = shifted(due, PATIENCE)
    if verdict != "too-little-data" or today >= last or sides.ended:
        return None
    if sides.before.contacts < minimum:
        return None
    return min(last, _enough(sides, minimum, today) or last)


def _enough(sides: Sides, minimum: float, today: dt.date) -> dt.date | None:
    """Guess on which day there will be enough, at the pace until now; None without any."""
    after = sides.after
    known = min(today, sides.last_fact or today)
    days = (known - after.first).days + 1
    if after.contacts <= 0 or days <= 0:
        return None
    lacking = minimum - after.contacts
    if lacking <= 0:  # of money it is days that lack
        return shifted(today, intervals.FEWEST_DAYS)
    return shifted(today, math.ceil(lacking / (after.contacts / days)))
