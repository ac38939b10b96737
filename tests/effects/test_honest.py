"""Verdicts that do not flatter: what mixes, what is taken back, what waits and until when."""

import datetime as dt

import pytest

from scripts_kb.effects import ledger, report
from scripts_kb.effects.intervals import Interval
from scripts_kb.effects.ledger import verdict

DUE = dt.date(2026, 10, 31)
LATER = dt.date(2026, 12, 1)
UP, DOWN, BOTH = Interval(0.01, 0.05), Interval(-0.05, -0.01), Interval(-0.01, 0.05)
EARLY, SOON = dt.date(2026, 10, 15), dt.date(2026, 10, 20)
ENDED = [
    # interval, contacts, what is known besides, verdict
    (UP, (500, 500), {"ended": True}, "confirmed"),
    (BOTH, (500, 500), {"ended": True}, "unnoticed"),
    (BOTH, (500, 20), {"ended": True}, "too-little-data"),
    (BOTH, (500, 500), {"ended": True, "undone": EARLY}, "cut-short"),
    (BOTH, (500, 20), {"ended": True, "undone": EARLY}, "cut-short"),
    (DOWN, (500, 500), {"ended": True, "undone": EARLY}, "not-confirmed"),
    (UP, (500, 500), {"ended": True, "undone": EARLY}, "confirmed"),
    (UP, (500, 500), {"ended": True, "mixed": True}, "mix-shift"),
    (DOWN, (500, 500), {"ended": True, "mixed": True}, "mix-shift"),
    (BOTH, (500, 500), {"ended": True, "mixed": True}, "unnoticed"),
    (UP, (500, 500), {"mixed": True}, "not-yet"),
]


@pytest.mark.parametrize(("interval", "contacts", "besides", "expected"), ENDED)
def test_the_rule_where_it_ended_before_its_day(interval, contacts, besides, expected):
    assert verdict(interval, 1, contacts, 100, due=DUE, today=SOON, **besides) == expected


SHIFTED = [
    # before and after of the better segment: contacts, won; the other keeps its 20 %
    ((200, 100), (260, 130), "mix-shift"),  # six points of the mix are enough
    ((200, 100), (200, 140), "confirmed"),  # better words at the same mix
    ((0, 0), (600, 300), "mix-shift"),  # the segment was not there before: nobody can tell
]


@pytest.mark.parametrize(("was", "now", "expected"), SHIFTED)
def test_a_smaller_shift_and_a_new_segment_are_no_success(
    was, now, expected, row, calls, facts, base, expect
):
    rows = [row("objection/later", 2, "2026-10-01", expect=expect(of="objection/later"))]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 2000 - 10 * was[0] // 4, 400 - 2 * was[0] // 4 * 1),
        calls("2026-09-01", "2026-09-30", 10 * was[0], 10 * was[1], segment="cafe", script="cafe"),
        calls("2026-10-02", "2026-10-31", 2000 - 10 * now[0] // 4, 400 - 2 * now[0] // 4 * 1),
        calls("2026-10-02", "2026-10-31", 10 * now[0], 10 * now[1], segment="cafe", script="cafe"),
    )
    assert ledger.of(rows, base, measured, LATER).entries[0].verdict == expected


def test_a_change_and_its_rollback_are_one_story(row, expect, calls, facts, base):
    """The way back brings back what was: that is no success of its own."""
    rows = [
        row("script/in", 2, "2026-10-01", expect=expect(by="2026-10-31"), title="Иначе"),
        row(
            "script/in",
            3,
            "2026-11-01",
            title="Назад",
            expect=expect(by="2026-11-30"),
            reverts="20261001".ljust(40, "0"),
        ),
    ]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 1500, 450, version=1),
        calls("2026-10-02", "2026-10-31", 1500, 330, version=2),
        calls("2026-11-02", "2026-11-30", 1500, 450, version=3),
    )
    back, first = ledger.of(rows, base, measured, LATER).entries
    assert (first.verdict, first.undone_by, first.restored) == (
        "not-confirmed",
        back.change,
        dt.date(2026, 11, 1),
    )
    assert (back.undoes, first.undoes) == (first.key, "")


WAITING = [
    # contacts won in October, on which day is asked, until when it waits
    (40, "2026-10-20", "2026-10-31", "not-yet"),
    (40, "2026-11-05", "2026-12-20", "too-little-data"),
    (0, "2026-11-05", "2027-01-29", "too-little-data"),
    (40, "2027-02-01", None, "too-little-data"),
]


@pytest.mark.parametrize(("had", "today", "until", "expected"), WAITING)
def test_what_waits_says_until_when(
    had, today, until, expected, row, expect, calls, facts, entry_of
):
    rows = [row("script/in", 2, "2026-10-01", expect=expect())]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 400, 80), calls("2026-10-02", "2026-10-31", had, had // 4)
    )
    entry = entry_of(rows, measured, dt.date.fromisoformat(today))
    assert entry.verdict == expected
    assert entry.until == (until and dt.date.fromisoformat(until))


def test_too_few_before_will_never_be_more(row, expect, calls, facts, entry_of, base):
    rows = [row("script/in", 2, "2026-10-01", expect=expect())]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 40, 8), calls("2026-10-02", "2026-10-31", 400, 80)
    )
    entry = entry_of(rows, measured, dt.date(2026, 11, 5))
    assert (entry.verdict, entry.until) == ("too-little-data", None)
    assert "Больше не наберётся" in report.ledger(ledger.Ledger((entry,)), base)
