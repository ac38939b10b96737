"""The calendar, versions and truths → facts by day."""

import csv
import datetime as dt
import hashlib
import io
from collections import Counter

import pytest

from scripts_kb.demo import figures
from scripts_kb.demo.figures import Article, Shift, World

DAY = dt.date.fromisoformat
ARTICLE = Article("UC-1", ("home", "cafe"), 500, 300)
ALWAYS = DAY("2025-01-01")


def table(world, name, month):
    text = figures.files(world, month)[f"facts/{name}-{month}.csv"].decode()
    return list(csv.DictReader(io.StringIO(text)))


def total(rows, column, **where):
    chosen = (row for row in rows if all(row[key] == value for key, value in where.items()))
    return sum(float(row[column] or 0) for row in chosen)


@pytest.mark.parametrize(
    ("month", "digest"),
    [
        ("2025-12", "8aa804aa870c0af1"),
        ("2026-03", "0c14397d5ed0c3bf"),
        ("2026-09", "28b85569be9d3d4a"),
    ],
)
def test_the_bytes_are_the_same_on_every_machine(month, digest):
    files = figures.files(World({"win-back": (ALWAYS,)}, (), (ARTICLE,)), month)
    joined = b"".join(files[name] for name in sorted(files))
    assert hashlib.sha256(joined).hexdigest()[:16] == digest


@pytest.mark.slow
@pytest.mark.parametrize("month", ["2025-12", "2026-01", "2026-06", "2026-11"])
def test_facts_keep_their_own_rules(month):
    world = World({}, (Shift("incoming-home", "won", 0.6, ALWAYS),), (ARTICLE,))
    calls = table(world, "calls", month)
    for row in calls:
        assert int(row["won"]) + int(row["refused"]) <= int(row["contacts"])
        assert int(row["repeat"] or 0) <= int(row["won"])
    leads = table(world, "leads", month)
    assert all(int(row["received"]) == int(row["accepted"]) + int(row["rejected"]) for row in leads)
    for rows, key in (
        (calls, ("date", "script", "segment")),
        (leads, ("date", "source", "segment", "reason")),
        (table(world, "sku", month), ("date", "sku", "segment")),
        (table(world, "plan", month), ("month", "department", "metric")),
    ):
        assert rows
        assert max(Counter(tuple(row[part] for part in key) for row in rows).values()) == 1


def test_days_follow_each_other_and_end_where_they_are_known():
    months = ["2025-12", *(f"2026-{month:02}" for month in range(1, 12))]
    days = [row["date"] for month in months for row in table(World(), "leads", month)]
    assert sorted(set(days)) == list(dict.fromkeys(days))
    assert len(set(days)) == (figures.LAST - figures.FIRST).days + 1


def test_nobody_calls_cafes_on_holidays():
    days = {row["date"] for row in table(World(), "calls", "2026-01") if row["segment"] == "cafe"}
    assert min(days) == "2026-01-12"


@pytest.mark.parametrize(
    ("figure", "by", "column", "below", "expected"),
    [
        ("won", 0.2, "won", "contacts", 0.31 + 0.2),
        ("refused", -0.1, "refused", "contacts", 0.22 - 0.1),
        ("order", 2.0, "revenue", "won", 1240 * 2),
    ],
)
def test_a_shift_moves_its_figure_and_no_other_script(figure, by, column, below, expected):
    shift = Shift("incoming-home", figure, by, DAY("2026-03-01"))
    calls, plain = (table(World({}, shifts, ()), "calls", "2026-03") for shifts in ((shift,), ()))
    here = {"script": "incoming-home"}
    measured = total(calls, column, **here) / total(calls, below, **here)
    assert measured == pytest.approx(expected, abs=0.025, rel=0.05)
    others = [row for row in calls if row["script"] != "incoming-home"]
    assert others == [row for row in plain if row["script"] != "incoming-home"]


def test_a_shift_holds_between_its_days():
    shift = Shift("home", "accepted", 0.3, DAY("2026-03-10"), DAY("2026-03-20"))
    moved, plain = (table(World({}, each, ()), "leads", "2026-03") for each in ((shift,), ()))
    differing = {row["date"] for row in moved if row not in plain}
    assert min(differing) >= "2026-03-10"
    assert max(differing) < "2026-03-20"


@pytest.mark.parametrize(
    ("script", "day", "version"),
    [
        ("win-back", "2026-01-11", None),
        ("win-back", "2026-01-12", 1),
        ("win-back", "2026-02-09", 1),
        ("win-back", "2026-02-10", 3),
        ("promo-shop", "2026-02-10", None),
        ("unknown", "2026-02-10", None),
    ],
)
def test_a_version_is_known_from_the_day_it_is_read(script, day, version):
    days = (DAY("2025-12-01"), DAY("2026-02-10"), DAY("2026-02-10"))
    world = World({"win-back": days, "promo-shop": days})
    assert world.version(script, DAY(day)) == version


def test_offices_come_back_by_themselves():
    shares = []
    for month in ("2026-08", "2026-09"):
        calls = table(World(), "calls", month)
        both = total(calls, "contacts", script="repeat-order")
        shares.append(total(calls, "contacts", script="repeat-order", segment="office") / both)
    assert shares[0] < 0.3
    assert shares[1] > 0.45
