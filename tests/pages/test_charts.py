"""Figures → drawings that are read, not only seen, and that no text can break."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.pages import charts
from scripts_kb.pages.charts import Bar, ChartPoint, ChartTable, Flag, Span, SpanWords

DAY = dt.date(2026, 10, 5)
EVIL = "</text><script>alert(1)</script>\" onload='x' & \u202e\x00"
TABLE = ChartTable(["Неделя", "Доля"], [["5 октября", "20 %"]])


def weeks(*values):
    return [
        ChartPoint(DAY + dt.timedelta(weeks=index), value) for index, value in enumerate(values)
    ]


def flag(days, sign):
    return Flag(DAY + dt.timedelta(days=days), sign)


def line(points, flags=()):
    return charts.line(points, flags, "{:.0%}".format, str)


WORDS = SpanWords("измерено", "интервал", "обещали", "хуже", "лучше")


def spans(rows):
    return charts.spans(rows, WORDS, "{:+.2f}".format)


DRAWINGS = {
    "a line": line(weeks(0.2, 0.25, 0.22), [flag(7, "v3"), flag(8, "v4")]),
    "a point": line(weeks(0.2)),
    "the same all along": line(weeks(0.0, 0.0)),
    "spans": spans([Span("Вкус", 0.03, 0.01, 0.05, 0.02, "+3"), Span("Цена", -0.03, -0.05, -0.01, None, "−3")]),
    "no width": spans([Span("Вкус", 0.0, 0.0, 0.0, None, "0")]),
    "bars": charts.bars([Bar("Поиск", 10, 20, "10 из 20"), Bar("Карты", 0, 0, "0 из 0")]),
    "strange texts": charts.bars([Bar(EVIL, 1, 2, EVIL)]),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_is_well_formed_named_and_has_its_table(name):
    drawing = DRAWINGS[name]
    tree = ET.fromstring(str(charts.figure("Доля", "Растёт", drawing, TABLE)))  # noqa: S314 - it was made here
    plot, scrolled = tree
    (table,) = scrolled
    assert scrolled.get("tabindex") == "0"
    assert (plot.get("role"), plot.get("aria-label")) == ("img", "Доля. Растёт")
    assert [each.text for each in table.iter("td")] == ["5 октября", "20 %"]
    assert [each.get("scope") for each in table.iter("th")] == ["col", "col"]
    drawn = {"figure", "div", "svg", "path", "p", "span", "b"}
    tables = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert {each.tag for each in tree.iter()} <= drawn | tables
    for placed in (each for each in plot.iter() if each.get("style")):
        for at in re.findall(r":(-?[\d.]+)%", placed.get("style")):
            assert 0 <= float(at) <= 100


def placed(html):
    """Give what stands at which per cent of the width."""
    tree = ET.fromstring(f"<div>{html}</div>")  # noqa: S314 - it was made here
    return {
        each.text or each.get("class"): float(each.get("style").split("left:")[1].split("%")[0])
        for each in tree.iter("span")
        if "left:" in (each.get("style") or "")
    }


def test_a_change_stands_on_its_day_also_before_the_first_week():
    at = placed(line(weeks(0.2, 0.3, 0.2), [flag(-14, "v1"), flag(0, "v2"), flag(14, "v3")]))
    assert [at[sign] for sign in ("v1", "v2", "v3")] == [0, 50, 100]


def test_signs_that_would_lie_on_each_other_are_one():
    at = placed(line(weeks(*[0.2] * 30), [flag(day, f"v{day}") for day in (5, 8, 12, 150, 155)]))
    assert [sign for sign in at if sign.startswith("v")] == ["v5…v12", "v150…v155"]


def test_a_whole_title_an_axis_with_units_and_a_legend_are_told():
    title = "Остатки не ваша забота: полка под ключ с возвратом через шестьдесят дней"
    html = str(spans([Span(title, 0.03, -0.01, 0.05, 0.02, "Повторные +3 п.п.")]))
    texts = ("измерено", "интервал", "обещали", "← хуже", "лучше →", "+0.02", title)
    assert all(text in html for text in texts)


@pytest.mark.slow
@given(st.text(), st.text())
def test_no_text_becomes_a_tag(label, cell):
    html = str(
        charts.figure(
            label, cell, charts.bars([Bar(label, 1, 2, cell)]), ChartTable([label], [[cell]])
        )
    )
    assert html.count("<") == str(
        charts.figure("", "", charts.bars([Bar("", 1, 2, "")]), ChartTable([""], [[""]]))
    ).count("<")


TICKS = [(0.18, 0.31, 5), (0.0, 0.0, 2), (1490, 1490, 2), (-5, 5, 3), (0.2, 0.2001, 2)]


@pytest.mark.parametrize(("least", "most", "at_least"), TICKS)
def test_ticks_hold_both_ends(least, most, at_least):
    ticks = charts._ticks(least, most)
    assert ticks[0] <= least + 1e-9
    assert ticks[-1] >= most - 1e-9
    assert at_least <= len(ticks) <= 8


@pytest.mark.parametrize("draw", [line, spans, charts.bars])
def test_nothing_cannot_be_drawn(draw):
    with pytest.raises(ValueError):
        draw([])
