"""Files of facts → records; every mistake → its line, column and code."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.facts import reading, recording
from scripts_kb.facts.reading import Known
from scripts_kb.facts.records import CallFact, LeadFact, PlanFact, SkuFact

KNOWN = Known(
    scripts={"incoming-home", "first-call"},
    segments={"home", "cafe"},
    reasons={"out-of-zone"},
    skus={"ES-1"},
    departments={"sales"},
    metrics={"revenue", "conversion"},
    today=dt.date(2026, 11, 21),
)
CALLS = "date,script,version,segment,contacts,won,refused,revenue,profit,repeat\n"
TRIED = CALLS.replace("repeat", "repeat,variant")
LEADS = "date,source,segment,received,accepted,rejected,reason\n"
SKU = "date,sku,segment,quantity,revenue,profit,repeat\n"
PLAN = "month,department,metric,plan\n"
DAY = dt.date(2026, 10, 5)

READ = [
    ("calls.csv", CALLS + "2026-10-05,incoming-home,4,home,9,2,3,2980,400.5,1\n", CallFact(DAY, "incoming-home", 4, "home", 9, 2, 3, 2980, 400.5, 1)),
    ("calls.csv", CALLS + "2026-10-05,incoming-home,,home,9,2,3,,-10,\n", CallFact(DAY, "incoming-home", None, "home", 9, 2, 3, None, -10, None)),
    ("calls-x.csv", "segment,won,refused,contacts,script,date\nhome,2,3,9,first-call,2026-10-05\n", CallFact(DAY, "first-call", None, "home", 9, 2, 3)),
    ("calls.csv", "\ufeff" + CALLS.replace("\n", "\r\n") + "2026-10-05, first-call ,,home,1,0,0,,,\r\n\r\n", CallFact(DAY, "first-call", None, "home", 1, 0, 0)),
    ("calls.csv", TRIED + "2026-10-05,incoming-home,4,home,9,2,3,,,,utro+chashka\n", CallFact(DAY, "incoming-home", 4, "home", 9, 2, 3, variant="chashka+utro")),
    ("leads.csv", LEADS + "2026-10-05,Поиск,home,9,6,2,out-of-zone\n", LeadFact(DAY, "Поиск", "home", 9, 6, 2, "out-of-zone")),
    ("leads.csv", LEADS + "2026-10-05,Поиск,home,9,6,2,\n", LeadFact(DAY, "Поиск", "home", 9, 6, 2, "")),
    ("sku/sku.csv", SKU + "2026-10-05,ES-1,cafe,12.5,18000,,\n", SkuFact(DAY, "ES-1", "cafe", 12.5, 18000, None, None)),
    ("plan-2026.csv", PLAN + "2026-10,sales,revenue,250000\n", PlanFact(dt.date(2026, 10, 1), "sales", "revenue", 250000)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "record"), READ)
def test_a_row_becomes_a_record(name, text, record):
    facts, problems = reading.read([(f"facts/{name}", text.encode())], KNOWN)
    assert problems == []
    assert (*facts.calls, *facts.leads, *facts.sku, *facts.plan) == (record,)


BROKEN = [
    ("sales.csv", CALLS, "facts/sales.csv:1:1: facts-unknown-file"),
    ("calls.xlsx", CALLS, "facts/calls.xlsx:1:1: facts-unknown-file"),
    ("calls.csv", "", "facts/calls.csv:1:1: empty-file"),
    ("calls.csv", b"date\n\xff\xfe\n", "facts/calls.csv:2:1: not-utf8"),
    ("calls.csv", CALLS.replace("won", "wom"), "facts/calls.csv:1:38: facts-column", "facts/calls.csv:1:1: facts-no-column"),
    ("calls.csv", CALLS.replace("profit", "phone"), "facts/calls.csv:1:58: facts-column"),
    ("calls.csv", CALLS.replace("repeat", "won"), "facts/calls.csv:1:65: facts-column"),
    ("calls.csv", CALLS + "2026-10-05,first-call,,home,9,2,3\n", "facts/calls.csv:2:1: facts-cells"),
    ("calls.csv", CALLS + '2026-10-05,"first-call,,home,9,2,3,,,\n', "facts/calls.csv:2:1: facts-quotes"),
    ("calls.csv", CALLS + "05.10.2026,first-call,,home,9,2,3,,,\n", "facts/calls.csv:2:1: facts-date"),
    ("calls.csv", CALLS + "2026-13-01,first-call,,home,9,2,3,,,\n", "facts/calls.csv:2:1: facts-date"),
    ("calls.csv", CALLS + "2026-11-22,first-call,,home,9,2,3,,,\n", "facts/calls.csv:2:1: facts-future"),
    ("calls.csv", CALLS + "2026-10-05,first-cal,,home,9,2,3,,,\n", "facts/calls.csv:2:12: facts-unknown-id"),
    ("calls.csv", CALLS + "2026-10-05,first-call,,hom,9,2,3,,,\n", "facts/calls.csv:2:24: facts-unknown-id"),
    ("calls.csv", CALLS + "2026-10-05,first-call,v4,home,9,2,3,,,\n", "facts/calls.csv:2:23: facts-version"),
    ("calls.csv", CALLS + "2026-10-05,first-call,0,home,9,2,3,,,\n", "facts/calls.csv:2:23: facts-version"),
    ("calls.csv", CALLS + "2026-10-05,first-call,,home,,2,3,,,\n", "facts/calls.csv:2:29: facts-empty-cell"),
    ("calls.csv", CALLS + "2026-10-05,first-call,,home,9.5,2,3,,,\n", "facts/calls.csv:2:29: facts-count"),
    ("calls.csv", CALLS + "2026-10-05,first-call,,home,9,-2,3,,,\n", "facts/calls.csv:2:31: facts-count"),
    ("calls.csv", CALLS + "2026-10-05,first-call,,home,9,2,3,1 490,,\n", "facts/calls.csv:2:35: facts-number"),
    ("calls.csv", CALLS + "2026-10-05,first-call,,home,9,2,3,-1,,\n", "facts/calls.csv:2:35: facts-number"),
    ("calls.csv", CALLS + "2026-10-05,first-call,,home,9,2,3,nan,inf,\n", "facts/calls.csv:2:35: facts-number", "facts/calls.csv:2:39: facts-number"),
    ("calls.csv", CALLS + "2026-10-05,first-call,,home,9,7,3,,,\n", "facts/calls.csv:2:29: facts-parts"),
    ("calls.csv", CALLS + "2026-10-05,first-call,,home,9,2,3,,,5\n", "facts/calls.csv:2:37: facts-repeat"),
    ("calls.csv", CALLS + "2026-10-05,first-call,,home,9,2,3,,,\n" * 2, "facts/calls.csv:3:1: facts-duplicate"),
    ("calls.csv", TRIED + "2026-10-05,first-call,,home,9,2,3,,,,Иван\n", "facts/calls.csv:2:38: facts-variant"),
    ("calls.csv", TRIED + "2026-10-05,first-call,,home,9,2,3,,,,a\n2026-10-05,first-call,,home,9,2,3,,,,b\n2026-10-05,first-call,,home,9,2,3,,,,b\n", "facts/calls.csv:4:1: facts-duplicate"),
    ("leads.csv", LEADS + "2026-10-05,Поиск,home,9,6,4,\n", "facts/leads.csv:2:23: facts-parts"),
    ("leads.csv", LEADS + "2026-10-05,Поиск,home,9,6,2,no-money\n", "facts/leads.csv:2:29: facts-unknown-id"),
    ("sku.csv", SKU + "2026-10-05,ES-2,cafe,12.5,18000,,\n", "facts/sku.csv:2:12: facts-unknown-id"),
    ("plan.csv", PLAN + "2026-10-01,sales,revenue,1\n", "facts/plan.csv:2:1: facts-month"),
    ("plan.csv", PLAN + "2026-13,sales,love,1\n", "facts/plan.csv:2:1: facts-month", "facts/plan.csv:2:15: facts-unknown-id"),
]  # fmt: skip


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case[2])
def test_a_mistake_is_told_at_its_place(case):
    name, text, *expected = case
    content = text if isinstance(text, bytes) else text.encode()
    _, problems = reading.read([(f"facts/{name}", content)], KNOWN)
    lines = [
        f"{each.place.path}:{each.place.line}:{each.place.column}: {each.code}" for each in problems
    ]
    assert lines == [f"content/{each}" for each in expected]
    assert all(each.line("ru") != each.line("en") for each in problems)


def test_one_mistake_hides_neither_the_other_rows_nor_the_other_files():
    bad = CALLS + "вчера,first-call,,home,9,2,3,,,\n2026-10-05,first-call,,home,9,2,3,,,\n"
    facts, problems = reading.read(
        [("facts/calls.csv", bad.encode()), ("facts/leads.csv", LEADS.encode())], KNOWN
    )
    assert ([each.code for each in problems], len(facts.calls)) == (["facts-date"], 1)


def test_a_double_in_another_file_names_the_first():
    row = (CALLS + "2026-10-05,first-call,,home,9,2,3,,,\n").encode()
    _, problems = reading.read([("facts/calls-b.csv", row), ("facts/calls-a.csv", row)], KNOWN)
    assert [(each.place.path, each.facts["other"]) for each in problems] == [
        ("content/facts/calls-b.csv", "content/facts/calls-a.csv:2")
    ]


def test_a_slip_is_answered_with_what_was_meant():
    text = (CALLS + "2026-10-05,first-cal,,home,9,2,3,,,\n").encode()
    _, problems = reading.read([("facts/calls.csv", text)], KNOWN)
    assert problems[0].fix("en") == "There is: first-call"


CENTS = st.integers(0, 10**9).map(lambda cents: cents / 100)
ROWS = st.builds(
    lambda date, script, version, segment, counts, *rest: CallFact(
        date, script, version, segment, sum(counts), *counts[:2], *rest
    ),
    st.dates(dt.date(2020, 1, 1), dt.date(2026, 11, 21)),
    st.sampled_from(["incoming-home", "first-call"]),
    st.none() | st.integers(1, 99),
    st.sampled_from(["home", "cafe"]),
    st.tuples(*[st.integers(0, 1000)] * 3),
    st.none() | CENTS,
    st.none() | CENTS,
    st.none() | st.just(0),
)


@pytest.mark.slow
@given(st.lists(ROWS, unique_by=lambda row: (row.date, row.script, row.version, row.segment)))
def test_what_is_written_reads_back(rows):
    rows.sort(key=lambda row: (row.date, row.script, row.version or 0, row.segment))
    facts, problems = reading.read([("facts/calls.csv", recording.written(rows).encode())], KNOWN)
    assert (list(facts.calls), problems) == (rows, [])


@given(st.text(alphabet='0123456789,-.\n\r"абdate\u2028\x00', max_size=80))
def test_no_text_is_too_strange(text):
    reading.read([("facts/calls.csv", (CALLS + text).encode())], KNOWN)


def test_a_file_that_is_wrong_throughout_is_read_no_further():
    rows = b"2026-10-01,in,home,x,7,5\n" * 20_000
    content = b"date,script,segment,contacts,won,refused\n" + rows
    known = reading.Known(scripts={"in"}, segments={"home"})
    _, problems = reading.read([("facts/calls.csv", content)], known)
    assert len(problems) == 500


def test_a_header_without_end_is_told_and_not_gone_through():
    content = ("date," * 50_000 + "\n").encode()
    _, problems = reading.read([("facts/calls.csv", content)], Known())
    assert {each.code for each in problems} == {"facts-column", "facts-no-column"}
    assert len(problems) < 80
