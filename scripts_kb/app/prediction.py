"""How many contacts it takes to see a prediction come true, by the facts of the last weeks."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from scripts_kb.app import present
from scripts_kb.app.workspace import Workspace
from scripts_kb.effects import intervals, promises
from scripts_kb.schema.days import shifted

_WEEKS_BACK: Final = 8 * 7
"""Days."""


def contacts_needed(
    where: Workspace, expect: Mapping[str, str], share: float | None, today: dt.date
) -> tuple[float, float, int] | None:
    """Tell how many contacts it takes to see a prediction come true.

    Args:
        where: the content folder; its facts of the last eight weeks give the share of today.
        expect: metric, of, change.
        share: the share of today, where it is known otherwise.
        today: the day of the question.

    Returns:
        The share today, the share expected, contacts on each side; None where it is no share or
        nothing was measured.
    """
    amount = promises.parse(expect.get("change", ""))
    now = _share_of(where, expect, today) if share is None else share
    if amount is None or now is None:
        return None
    target = now * (1 + amount[0]) if amount[1] else now + amount[0]
    if not 0 <= target <= 1 or target == now:
        return None
    return now, target, intervals.contacts_needed(now, target)


def _share_of(where: Workspace, expect: Mapping[str, str], today: dt.date) -> float | None:
    found, _ = present.base(where)
    formula = next((each.of for each in found.kb.metrics if each.id == expect.get("metric")), "")
    above, _, below = formula.partition("/")
    script = expect.get("of", "").removeprefix("script/")
    facts, _ = present.facts(where, found, today)
    rows = [
        row
        for row in facts.calls
        if row.script == script and shifted(today, -_WEEKS_BACK) <= row.date <= today
    ]
    counts = {"contacts", "won", "refused"}
    if not rows or not {above, below} <= counts:
        return None
    total = sum(getattr(row, below) for row in rows)
    return sum(getattr(row, above) for row in rows) / total if total else None
