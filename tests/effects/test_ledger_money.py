"""What else a change moved: money by days, leads by segment, profit for heads alone."""

import datetime as dt

from scripts_kb.facts.records import LeadFact


def test_money_is_measured_by_days(row, expect, calls, facts, entry_of):
    rows = [row("script/in", 2, "2026-10-01", expect=expect(metric="average", change="+8%"))]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 900, 300, revenue=450_000, profit=90_000, repeat=30),
        calls("2026-10-02", "2026-10-31", 900, 300, revenue=600_000, profit=120_000, repeat=60),
    )
    entry = entry_of(rows, measured)
    assert (entry.verdict, entry.unit, entry.difference, entry.needed) == (
        "confirmed",
        "money",
        500,
        None,
    )
    assert entry.interval[0] > 0
    assert (entry.before.revenue, entry.before.profit, entry.before.repeat) == (450_000, 90_000, 30)


def test_what_was_not_measured_is_no_zero(row, expect, calls, facts, entry_of):
    rows = [row("script/in", 2, "2026-10-01", expect=expect())]
    entry = entry_of(rows, facts(calls("2026-10-02", "2026-10-31", 900, 300)))
    assert (entry.before.value, entry.before.revenue, entry.difference, entry.interval) == (
        None,
        None,
        None,
        None,
    )
    assert (entry.verdict, entry.missing) == ("too-little-data", 100)


def test_leads_are_measured_by_segment(row, expect, facts, entry_of):
    days = [dt.date(2026, 9, 1) + dt.timedelta(days=each) for each in range(60)]
    leads = tuple(
        LeadFact(
            day,
            "Поиск",
            segment,
            20,
            (18 if day > dt.date(2026, 10, 1) else 12) if segment == "home" else 0,
            2,
        )
        for day in days
        for segment in ("home", "cafe")
    )
    entry = entry_of(
        [row("script/in", 2, "2026-10-01", expect=expect(metric="acceptance"))], facts(leads=leads)
    )
    assert (entry.verdict, entry.before.value, entry.after.value) == ("confirmed", 0.6, 0.9)


def test_profit_is_for_heads(row, expect, facts, entry_of):
    assert (
        entry_of(
            [row("script/in", 2, "2026-10-01", expect=expect(metric="margin"))], facts()
        ).audience
        == "heads"
    )
    assert (
        entry_of([row("script/in", 2, "2026-10-01", expect=expect())], facts()).audience == "team"
    )
