"""Figures → drawings that are read, not only seen, and that no text can break."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts_kb.pages import axes, charts
from scripts_kb.pages.charts import (
    Bar,
    BarWords,
    ChartPoint,
    ChartTable,
    DayWords,
    Flag,
    Span,
    SpanWords,
)

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
    return charts.line(points, flags, "{:.0%}".format, DayWords(str, "{:%m}".format))


WORDS = SpanWords("измерено", "интервал", "обещали", "хуже", "лучше", "не стоит дела")


def spans(rows, indifferent=0.0):
    return charts.spans(rows, WORDS, "{:+.2f}".format, indifferent)


def bars(rows):
    return charts.bars(rows, BarWords("приняли", "пришло"), str)


DRAWINGS = {
    "a line": line(weeks(0.2, 0.25, 0.22), [flag(7, "v3"), flag(8, "v4")]),
    "a point": line(weeks(0.2)),
    "the same all along": line(weeks(0.0, 0.0)),
    "spans": spans([Span("Вкус", 0.03, 0.01, 0.05, 0.02, "+3"), Span("Цена", -0.03, -0.05, -0.01, None, "−3")]),
    "no width": spans([Span("Вкус", 0.0, 0.0, 0.0, None, "0")]),
    "a band": spans([Span("Вкус", 0.03, 0.01, 0.05, None, "+3")], 0.06),
    "years": line(weeks(*[0.2, 0.3] * 160)),
    "bars": bars([Bar("Поиск", 10, 20, "10 из 20"), Bar("Карты", 0, 0, "0 из 0")]),
    "strange texts": bars([Bar(EVIL, 1, 2, EVIL)]),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_is_well_formed_named_and_has_its_table(name):
    drawing = DRAWINGS[name]
    tree = ET.fromstring(str(charts.figure("Доля", "Растёт", drawing, TABLE)))  # noqa: S314 - it was made here
    name, plot, scrolled = tree
    (table,) = scrolled
    assert "".join(name.itertext()) == "Доля Растёт"
    assert scrolled.get("tabindex") == "0"
    assert (plot.get("role"), plot.get("aria-label")) == ("img", "Доля. Растёт")
    assert [each.text for each in table.iter("td")] == ["5 октября", "20 %"]
    assert [each.get("scope") for each in table.iter("th")] == ["col", "col"]
    drawn = {"figure", "figcaption", "div", "svg", "path", "p", "span", "b"}
    tables = {"table", "thead", "tbody", "tr", "th", "td"}
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


def months(html):
    """The marks of the axis, with the years below them; in brackets what a phone leaves out."""
    tree = ET.fromstring(f"<div>{html}</div>")  # noqa: S314 - it was made here
    (axis,) = (each for each in tree.iter("div") if "kb-days" in (each.get("class") or ""))
    found = [
        ("({})" if "kb-wide" in (each.get("class") or "") else "{}").format(
            " ".join(each.itertext())
        )
        for each in axis
    ]
    return " ".join(found)


@pytest.mark.parametrize(
    ("first", "count", "told"),
    [
        ("2026-10-05", 2, "2026-10-05 2026-10-12"),
        ("2026-10-05", 4, "2026-10-05 2026-10-26"),
        ("2026-10-01", 9, "10 2026 11"),
        ("2025-12-01", 18, "12 2025 01 2026 02 03"),
        ("2025-12-01", 20, "(12 2025) 01 2026 (02) (03) 04"),
        ("2025-02-03", 70, "04 2025 07 10 01 2026 04"),
        ("2022-02-07", 240, "07 2022 01 2023 07 01 2024 07 01 2025 07 01 2026 07"),
    ],
)
def test_a_person_reads_the_months(first, count, told):
    start = dt.date.fromisoformat(first)
    points = [ChartPoint(start + dt.timedelta(weeks=each), 0.2) for each in range(count)]
    assert months(line(points)) == told


def test_what_is_against_is_told_by_its_side_and_its_look():
    better = Span("Вкус", 0.03, 0.01, 0.05, 0.02, "+3")
    worse = Span("Цена", -0.03, -0.05, -0.01, None, "−3")
    unclear = Span("Срок", -0.03, -0.05, 0.01, None, "−3")
    found = [str(spans([each])).count("kb-against") for each in (better, worse, unclear)]
    assert found == [0, 2, 0]


def test_a_band_shows_what_is_not_worth_acting_on():
    html = str(spans([Span("Вкус", 0.03, 0.01, 0.05, None, "+3")], 0.06))
    assert "не стоит дела" in html
    assert 'class="kb-band" style="left:20.0%;width:60.0%"' in html
    assert "◇" not in html


def test_a_whole_title_an_axis_with_units_and_a_legend_are_told():
    title = "Остатки не ваша забота: полка под ключ с возвратом через шестьдесят дней"
    html = str(spans([Span(title, 0.03, -0.01, 0.05, 0.02, "Повторные +3 п.п.")]))
    texts = ("измерено", "интервал", "обещали", "← хуже", "лучше →", "+0.02", title)
    assert all(text in html for text in texts)


@pytest.mark.slow
@given(st.text(), st.text())
def test_no_text_becomes_a_tag(label, cell):
    html = str(
        charts.figure(label, cell, bars([Bar(label, 1, 2, cell)]), ChartTable([label], [[cell]]))
    )
    assert html.count("<") == str(
        charts.figure("", "", bars([Bar("", 1, 2, "")]), ChartTable([""], [[""]]))
    ).count("<")


TICKS = [(0.18, 0.31, 5), (0.0, 0.0, 2), (1490, 1490, 2), (-5, 5, 3), (0.2, 0.2001, 2)]


@pytest.mark.parametrize(("least", "most", "at_least"), TICKS)
def test_ticks_hold_both_ends(least, most, at_least):
    ticks = axes.ticks(least, most)
    assert ticks[0] <= least + 1e-9
    assert ticks[-1] >= most - 1e-9
    assert at_least <= len(ticks) <= 8


@pytest.mark.parametrize("draw", [line, spans, bars])
def test_nothing_cannot_be_drawn(draw):
    with pytest.raises(ValueError):
        draw([])
