"""Logs and facts → the entries of the ledger."""

import datetime as dt

import pytest

from scripts_kb.effects import ledger, report
from scripts_kb.effects.intervals import Interval
from scripts_kb.effects.ledger import verdict
from scripts_kb.facts.records import SkuFact
from scripts_kb.past.records import Edit

DUE = dt.date(2026, 10, 31)
LATER = dt.date(2026, 12, 1)
UP, DOWN, BOTH = Interval(0.01, 0.05), Interval(-0.05, -0.01), Interval(-0.01, 0.05)

VERDICTS = [
    # interval, predicted side, contacts, minimum, today, verdict
    (UP, 1, (500, 500), 100, LATER, "confirmed"),
    (UP, 1, (500, 500), 100, DUE, "confirmed"),
    (DOWN, 1, (500, 500), 100, LATER, "harmful"),
    (BOTH, 1, (500, 500), 100, LATER, "unnoticed"),
    (DOWN, -1, (500, 500), 100, LATER, "confirmed"),
    (UP, -1, (500, 500), 100, LATER, "harmful"),
    (BOTH, -1, (500, 500), 100, LATER, "unnoticed"),
    (UP, 1, (500, 500), 100, DUE - dt.timedelta(days=1), "not-yet"),
    (DOWN, 1, (500, 500), 100, DUE - dt.timedelta(days=1), "not-yet"),
    (UP, 1, (99, 500), 100, LATER, "too-little-data"),
    (UP, 1, (500, 99), 100, LATER, "too-little-data"),
    (UP, 1, (100, 100), 100, LATER, "confirmed"),
    (UP, 1, (0, 0), 100, DUE - dt.timedelta(days=1), "not-yet"),
    (None, 1, (500, 500), 100, LATER, "too-little-data"),
    (Interval(0.0, 0.05), 1, (500, 500), 100, LATER, "unnoticed"),
    (Interval(-0.05, 0.0), 1, (500, 500), 100, LATER, "unnoticed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("interval", "direction", "contacts", "minimum", "today", "expected"), VERDICTS
)
def test_the_rule(interval, direction, contacts, minimum, today, expected):
    assert verdict(interval, direction, contacts, minimum, due=DUE, today=today) == expected


def test_by_version_an_effect_is_found_with_its_sign(row, expect, calls, facts, entry_of):
    rows = [
        row("script/in", 1, "2026-08-01", kind="added"),
        row("script/in", 2, "2026-10-01", expect=expect()),
    ]
    measured = facts(
        calls("2026-08-10", "2026-10-03", 2000, 400, version=1),
        calls("2026-10-01", "2026-10-31", 1500, 420, version=2),
    )
    entry = entry_of(rows, measured)
    assert (entry.verdict, entry.joined, entry.missing) == ("confirmed", "version", 0)
    assert (entry.before.versions, entry.after.versions) == ((1,), (2,))
    assert entry.after.value == pytest.approx(0.28)
    assert entry.interval == pytest.approx((0.0484, 0.1104), abs=1e-4)
    assert entry.needed is not None
    assert (entry.cautions, entry.restore) == ((), ())


def test_by_date_the_day_of_landing_belongs_to_no_side(row, expect, calls, facts, entry_of):
    rows = [
        row("script/in", 1, "2026-08-01", kind="added"),
        row("script/in", 2, "2026-10-01", expect=expect()),
    ]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 900, 180),
        calls("2026-10-01", "2026-10-01", 500, 500),
        calls("2026-10-02", "2026-10-31", 900, 270),
    )
    entry = entry_of(rows, measured)
    assert (entry.joined, entry.before.contacts, entry.after.contacts) == ("date", 900, 900)
    assert (entry.before.first, entry.before.last) == (dt.date(2026, 8, 27), dt.date(2026, 9, 30))
    assert (entry.after.first, entry.after.last) == (dt.date(2026, 10, 2), DUE)


def test_before_is_whole_weeks_as_long_as_after(row, expect, entry_of, facts):
    for by, days in (
        ("2026-10-05", 28),
        ("2026-10-29", 28),
        ("2026-11-01", 35),
        ("2027-12-31", 182),
    ):
        entry = entry_of([row("script/in", 2, "2026-10-01", expect=expect(by=by))], facts())
        assert (entry.landed - entry.before.first).days == days


def test_a_loss_seems_to_do_harm_and_brings_its_way_back(row, expect, calls, facts, entry_of):
    rows = [
        row("script/in", 1, "2026-08-01", kind="added"),
        row(
            "script/in",
            2,
            "2026-10-01",
            expect=expect(),
            source="file",
            id="2026-10-brend",
            title="Длинная история",
            by="marketing",
        ),
    ]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 1500, 450), calls("2026-10-02", "2026-10-31", 1500, 330)
    )
    entry = entry_of(rows, measured)
    assert (entry.verdict, entry.key, entry.note, entry.by) == (
        "harmful",
        "2026-10-brend",
        "2026-10-brend",
        "marketing",
    )
    assert entry.asks_learned()
    change = rows[1].change
    assert (
        entry.restore[0]
        == f"git restore --source={change}~1 --staged --worktree -- content/scripts/in.yml"
    )
    assert f"This reverts commit {change}." in entry.restore[-1]
    assert "30,0\u00a0% → 22,0\u00a0%" in entry.restore[-1]
    assert "By: marketing" in entry.restore[-1]


def test_what_changed_again_since_is_taken_back_by_git(row, expect, calls, facts, entry_of):
    rows = [row("script/in", 2, "2026-10-01", expect=expect()), row("script/in", 3, "2026-11-10")]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 1500, 450), calls("2026-10-02", "2026-10-31", 1500, 330)
    )
    entry = entry_of(rows, measured)
    assert entry.restore[0] == f"git revert --no-commit {rows[0].change}"


TAKEN_BACK = {
    "by git": {"reverts": "20261001".ljust(40, "0")},
    "by hand": {"edits": (Edit("changed", "nodes[greet].say", "v2", "v1"),)},
    "by hand, with more": {
        "edits": (
            Edit("changed", "goal", "a", "b"),
            Edit("changed", "nodes[greet].say", "v2", "v1"),
        ),
        "origin": "Не подтвердилось",
    },
}


@pytest.mark.parametrize("how", TAKEN_BACK)
def test_what_was_taken_back_asks_for_no_command(how, row, expect, calls, facts, entry_of):
    rows = [
        row("script/in", 2, "2026-10-01", expect=expect()),
        row("script/in", 3, "2026-11-05", **TAKEN_BACK[how]),
    ]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 1500, 450), calls("2026-10-02", "2026-10-31", 1500, 330)
    )
    entry = entry_of(rows, measured)
    assert (entry.verdict, entry.restored, entry.restore) == (
        "not-confirmed",
        dt.date(2026, 11, 5),
        (),
    )


def test_too_little_says_how_many_are_missing(row, expect, calls, facts, entry_of):
    rows = [row("script/in", 2, "2026-10-01", expect=expect())]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 400, 80), calls("2026-10-02", "2026-10-31", 63, 30)
    )
    entry = entry_of(rows, measured)
    assert (entry.verdict, entry.missing) == ("too-little-data", 37)


def test_a_short_side_goes_on_until_it_has_enough_and_no_longer(
    row, expect, calls, facts, entry_of
):
    rows = [row("script/in", 2, "2026-10-01", expect=expect())]
    before = calls("2026-09-01", "2026-09-30", 400, 80)
    measured = facts(
        before,
        calls("2026-10-02", "2026-10-31", 60, 30),
        calls("2026-11-01", "2026-11-30", 300, 60),
    )
    entry = entry_of(rows, measured)
    assert (entry.after.last, entry.after.contacts, entry.verdict) == (
        dt.date(2026, 11, 4),
        100,
        "confirmed",
    )
    enough = facts(
        before,
        calls("2026-10-02", "2026-10-31", 100, 30),
        calls("2026-11-01", "2026-11-30", 300, 60),
    )
    assert entry_of(rows, enough).after.last == DUE


def test_each_version_keeps_its_own_effect(row, expect, calls, facts, base):
    """Version 3 does nothing and version 4 much: the one is not praised for the other."""
    rows = [
        row("script/in", 2, "2026-08-01"),
        row("script/in", 3, "2026-09-15", expect=expect(by="2026-10-31"), title="Ничего"),
        row("script/in", 4, "2026-10-01", expect=expect(by="2026-10-31"), title="Много"),
    ]
    measured = facts(
        calls("2026-08-01", "2026-09-14", 2000, 400, version=2),
        calls("2026-09-15", "2026-09-30", 2000, 400, version=3),
        calls("2026-10-01", "2026-10-31", 2000, 600, version=4),
    )
    found = ledger.of(rows, base, measured, LATER)
    assert [(each.title, each.verdict, each.after.versions) for each in found.entries] == [
        ("Много", "confirmed", (4,)),
        ("Ничего", "unnoticed", (3,)),
    ]
    nothing = found.entries[1]
    assert [(each.code, each.detail) for each in nothing.cautions] == [("shortened", "2026-10-01")]
    assert [
        (each.title, each.direct, each.cuts) for each in nothing.overlaps if each.kind == "change"
    ] == [("Много", True, True), ("Правка", True, True)]


@pytest.mark.parametrize(
    "quiet",
    [
        {"class_": "editorial", "origin": "опечатка"},
        {"edits": (Edit("added", 'client_words["Дорого"]', None, "Дорого"),)},
        {"edits": (Edit("added", 'answers[a].client_words["Дорого"]', None, "Дорого"),)},
        {"edits": (Edit("changed", "review_by", "2026-10-01", "2027-01-01"),)},
    ],
)
def test_an_edit_that_nobody_hears_ends_no_window(quiet, row, expect, calls, facts, entry_of):
    rows = [
        row("script/in", 2, "2026-10-01", expect=expect()),
        row("script/in", 3, "2026-10-10", **quiet),
    ]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 1500, 300, version=1),
        calls("2026-10-01", "2026-10-09", 500, 150, version=2),
        calls("2026-10-10", "2026-10-31", 1000, 300, version=3),
    )
    entry = entry_of(rows, measured)
    assert (entry.after.contacts, entry.after.versions) == (1500, (2, 3))
    assert [each for each in entry.overlaps if each.kind == "change"] == []


def test_two_versions_of_one_day_are_measured_together(row, expect, calls, facts, base):
    """Nobody spoke version 3: its words stood for an hour."""
    rows = [
        row("script/in", 2, "2026-08-01"),
        row("script/in", 3, "2026-10-01", commit="a", expect=expect(), title="Утром"),
        row("script/in", 4, "2026-10-01", commit="b", expect=expect(), title="Днём"),
    ]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 900, 180, version=2),
        calls("2026-10-01", "2026-10-31", 900, 270, version=4),
    )
    found = ledger.of(rows, base, measured, LATER).entries
    assert [
        (each.title, each.joined, each.before.versions, each.after.versions) for each in found
    ] == [
        ("Днём", "version", (2,), (4,)),
        ("Утром", "version", (2,), (4,)),
    ]
    assert [
        [other.title for other in each.overlaps if other.kind == "change" and not other.cuts]
        for each in found
    ] == [["Утром"], ["Днём"]]


def test_facts_without_versions_here_and_there_are_left_out_and_told(
    row, expect, calls, facts, entry_of
):
    rows = [row("script/in", 2, "2026-10-01", expect=expect())]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 900, 180, version=1),
        calls("2026-09-01", "2026-09-30", 100, 20),
        calls("2026-10-02", "2026-10-31", 1000, 300, version=2),
    )
    entry = entry_of(rows, measured)
    assert (entry.joined, entry.before.contacts) == ("version", 900)
    assert [(each.code, round(each.share, 3)) for each in entry.cautions] == [("no-version", 0.05)]


def test_a_change_of_another_card_is_joined_by_date(row, expect, calls, facts, entry_of):
    rows = [row("objection/dorogo", 2, "2026-10-01", expect=expect())]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 900, 180, version=1),
        calls("2026-10-02", "2026-10-31", 900, 270, version=1),
    )
    entry = entry_of(rows, measured)
    assert (entry.joined, entry.verdict, entry.entities) == (
        "date",
        "confirmed",
        ("objection/dorogo",),
    )


OVERLAPS = {
    "the script itself": (("script/in", {}), True),
    "an objection it names": (("objection/dorogo", {}), True),
    "an offer it names": (("offer/gift", {}), True),
    "a product of that offer, or quoted": (("product/espresso", {}), True),
    "an offer of the same customers": (("offer/winter", {}), False),
    "an offer of others": (("offer/cafe-only", {}), None),
    "an objection it does not name": (("objection/later", {}), None),
    "whatever expects something of it": (("objection/later", {"expect": {"metric": "conversion", "of": "script/in", "change": "+1pp", "by": "2026-12-31"}}), True),
    "an editorial change": (("script/in", {"class_": "editorial"}), None),
}  # fmt: skip


@pytest.mark.parametrize("name", OVERLAPS)
def test_what_overlaps_is_named(name, row, expect, facts, base):
    (entity, reason), direct = OVERLAPS[name]
    rows = [
        row("script/in", 2, "2026-10-01", expect=expect(), title="Первое"),
        row(entity, 3, "2026-10-12", subject="Второе", **reason),
    ]
    entry = next(
        each for each in ledger.of(rows, base, facts(), LATER).entries if each.title == "Первое"
    )
    found = [
        (each.entity, each.on, each.title, each.direct)
        for each in entry.overlaps
        if each.kind == "change"
    ]
    assert found == ([] if direct is None else [(entity, dt.date(2026, 10, 12), "Второе", direct)])


def test_offers_that_begin_and_end_by_their_dates_are_named(row, expect, facts, entry_of):
    entry = entry_of([row("script/in", 2, "2026-10-01", expect=expect(by="2026-11-20"))], facts())
    assert [
        (each.kind, each.title, each.on.isoformat(), each.direct) for each in entry.overlaps
    ] == [
        ("offer-started", "Зимняя", "2026-09-20", False),
        ("offer-ended", "Зимняя", "2026-11-10", False),
    ]


def test_two_reasons_in_one_commit_overlap_each_other(row, expect, facts, base):
    rows = [
        row(
            "script/in",
            2,
            "2026-10-01",
            expect=expect(),
            source="file",
            id="one",
            title="Один",
            commit="c1",
        ),
        row(
            "objection/dorogo",
            2,
            "2026-10-01",
            expect=expect(),
            source="file",
            id="two",
            title="Два",
            commit="c2",
        ),
    ]
    found = ledger.of(rows, base, facts(), LATER)
    assert {
        each.key: [other.title for other in each.overlaps if other.kind == "change"]
        for each in found.entries
    } == {"one": ["Два"], "two": ["Один"]}


def test_a_shift_of_segments_is_named_with_what_it_hides(row, expect, calls, facts, base):
    """Both segments stay as they were, but the better one grew: a rise of the sum alone."""
    rows = [row("objection/later", 2, "2026-10-01", expect=expect(of="objection/later"))]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 1000, 100),
        calls("2026-09-01", "2026-09-30", 500, 250, segment="cafe", script="cafe"),
        calls("2026-10-02", "2026-10-31", 500, 50),
        calls("2026-10-02", "2026-10-31", 1000, 500, segment="cafe", script="cafe"),
    )
    entry = ledger.of(rows, base, measured, LATER).entries[0]
    assert entry.difference > 0.1
    found = entry.cautions[0]
    assert (found.code, found.detail, round(found.share, 2)) == ("mix", "cafe", 0.33)
    assert found.adjusted == pytest.approx(0, abs=1e-9)
    assert entry.verdict == "mix-shift"
    told = report.ledger(ledger.Ledger((entry,)), base)
    assert told.startswith("## Правка — Похоже, сдвиг состава\n")
    assert "при прежних долях разница была бы 0,0" in told


def test_more_open_conversations_are_named(row, expect, calls, facts, entry_of):
    rows = [row("script/in", 2, "2026-10-01", expect=expect())]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 1000, 200),
        calls("2026-10-02", "2026-10-31", 1000, 200, refused=500),
    )
    found = entry_of(rows, measured).cautions
    assert [(each.code, round(each.share, 2)) for each in found] == [("open", 0.3)]


def test_facts_that_stop_early_are_named(row, expect, calls, facts, entry_of):
    rows = [row("script/in", 2, "2026-10-01", expect=expect())]
    measured = facts(
        calls("2026-09-01", "2026-09-30", 1000, 200), calls("2026-10-02", "2026-10-20", 1000, 200)
    )
    assert [(each.code, each.detail) for each in entry_of(rows, measured).cautions] == [
        ("stale", "2026-10-20")
    ]


UNREAD = [
    ("в разы лучше", "expectation"),
    ({"metric": "conversion", "of": "script/in", "change": "3pp", "by": None}, "expectation"),
    ({"metric": "joy", "of": "script/in", "change": "+3pp", "by": None}, "metric"),
    ({"metric": "love", "of": "script/in", "change": "+3pp", "by": None}, "columns"),
    ({"metric": "conversion", "of": "script/gone", "change": "+3pp", "by": None}, "entity"),
]


@pytest.mark.parametrize(("written", "why"), UNREAD)
def test_a_prediction_that_cannot_be_measured_is_told(written, why, row, facts, base):
    found = ledger.of([row("script/in", 2, "2026-10-01", expect=written)], base, facts(), LATER)
    assert (found.entries, [each.why for each in found.unread]) == ((), [why])


def test_without_a_day_it_is_observed_for_ninety(row, expect, facts, entry_of):
    entry = entry_of([row("script/in", 2, "2026-10-01", expect=expect(by=None))], facts())
    assert entry.prediction.due == dt.date(2026, 12, 30)


def test_a_script_without_facts_and_an_article_in_its_own(row, expect, facts, base):
    sku = tuple(
        SkuFact(dt.date(2026, 9, 1) + dt.timedelta(days=each), "ES-1", "home", 5, 7000.0)
        for each in range(60)
    )
    rows = [row("script/in", 2, "2026-10-01", expect=expect())]
    entry = ledger.of(rows, base, facts(sku=sku), LATER).entries[0]
    assert entry.before.contacts == 0
