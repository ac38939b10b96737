"""Figures → drawings that are read, not only seen, and that no text can break."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.pages import charts
from scripts_kb.pages.charts import Bar, ChartPoint, ChartTable, Flag, Span

DAY = dt.date(2026, 10, 5)
EVIL = "</text><script>alert(1)</script>\" onload='x' & \u202e\x00"
TABLE = ChartTable(["Неделя", "Доля"], [["5 октября", "20 %"]])


def weeks(*values):
    return [
        ChartPoint(DAY + dt.timedelta(weeks=index), value, f"{value:.0%}")
        for index, value in enumerate(values)
    ]


DRAWINGS = {
    "a line": charts.line(weeks(0.2, 0.25, 0.22), [Flag(DAY + dt.timedelta(days=7), "v3"), Flag(DAY + dt.timedelta(days=8), "v4")]),
    "a point": charts.line(weeks(0.2)),
    "the same all along": charts.line(weeks(0.0, 0.0)),
    "spans": charts.spans([Span("Вкус", 0.03, 0.01, 0.05, 0.02, "+3"), Span("Цена", -0.03, -0.05, -0.01, None, "−3")]),
    "no width": charts.spans([Span("Вкус", 0.0, 0.0, 0.0, None, "0")]),
    "bars": charts.bars([Bar("Поиск", 10, 20, "10 из 20"), Bar("Карты", 0, 0, "0 из 0")]),
    "strange texts": charts.bars([Bar(EVIL, 1, 2, EVIL)]),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_is_well_formed_named_and_has_its_table(name):
    drawing = DRAWINGS[name]
    tree = ET.fromstring(str(charts.figure("c1", "Доля", "Растёт", drawing, TABLE)))  # noqa: S314 - it was made here
    svg, scrolled = tree
    (table,) = scrolled
    assert scrolled.get("tabindex") == "0"
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", "c1-title c1-desc")
    assert [(each.tag, each.get("id"), each.text) for each in svg[:2]] == [
        ("title", "c1-title", "Доля"),
        ("desc", "c1-desc", "Растёт"),
    ]
    assert [each.text for each in table.iter("td")] == ["5 октября", "20 %"]
    assert [each.get("scope") for each in table.iter("th")] == ["col", "col"]
    allowed = {
        "figure",
        "div",
        "svg",
        "title",
        "desc",
        "text",
        "path",
        "circle",
        "rect",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert {each.tag for each in tree.iter()} <= allowed
    width, height = map(float, svg.get("viewBox").split()[2:])
    for text in svg.iter("text"):
        assert 0 <= float(text.get("x")) <= width
        assert 0 <= float(text.get("y")) <= height


@pytest.mark.slow
@given(st.text(), st.text())
def test_no_text_becomes_a_tag(label, cell):
    html = str(
        charts.figure(
            "c", label, cell, charts.bars([Bar(label, 1, 2, cell)]), ChartTable([label], [[cell]])
        )
    )
    assert html.count("<") == str(
        charts.figure("c", "", "", charts.bars([Bar("", 1, 2, "")]), ChartTable([""], [[""]]))
    ).count("<")


TICKS = [(0.18, 0.31, 5), (0.0, 0.0, 2), (1490, 1490, 2), (-5, 5, 3), (0.2, 0.2001, 2)]


@pytest.mark.parametrize(("least", "most", "at_least"), TICKS)
def test_ticks_hold_both_ends(least, most, at_least):
    ticks = charts._ticks(least, most)
    assert ticks[0] <= least + 1e-9
    assert ticks[-1] >= most - 1e-9
    assert at_least <= len(ticks) <= 8


@pytest.mark.parametrize("draw", [charts.line, charts.spans, charts.bars])
def test_nothing_cannot_be_drawn(draw):
    with pytest.raises(ValueError):
        draw([])
