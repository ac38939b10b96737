"""Charts of the pages, each with its table beside it: no script, no colour alone as a sign.

    Chart ──figure──▶ <figure><div role="img"> … </div><table> … </table></figure>

Every tag is built by one function that escapes whatever is put into it. Texts are text of the page,
so that they wrap, keep their size at any width and never lie on each other; only the lines of a
line chart are SVG, stretched to the room that there is.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from scripts_kb.pages import axes
from scripts_kb.pages.clean import seen

_FEWEST: Final = 2
_EDGE_OF_MONTHS: Final = 3
"""The same of months, whose names are short."""

_FIGURE: Final = re.compile(
    r"[+−-]?[\d\s\u00a0]++(?:[.,]\d+)?(?:[\s\u00a0]*(?:%|п\.п\.|pp|₽|/|…).*)?$"
)
"""What is set flush right in its column."""

Write = Callable[[float], str]
"""Writes a value with its unit."""


class ChartPoint(NamedTuple):
    """A value on a day."""

    on: dt.date
    value: float


class Flag(NamedTuple):
    """A change on a day, with a short sign for the chart: `v3`."""

    on: dt.date
    sign: str


class Span(NamedTuple):
    """A difference with its limits, and what was predicted; None where there is none.

    All of them count towards what was promised: what is good stands on the right, be it more deals
    or fewer refusals. `text` is the difference as it was measured.
    """

    label: str
    value: float
    low: float
    high: float
    predicted: float | None
    text: str


class SpanWords(NamedTuple):
    """What a chart of differences says of its signs, its two sides and the band around 0."""

    measured: str
    interval: str
    predicted: str
    against: str
    along: str
    indifferent: str = ""


class DayWords(NamedTuple):
    """Writes the days and the months of an axis."""

    day: Callable[[dt.date], str]
    month: Callable[[dt.date], str]


class BarWords(NamedTuple):
    """What a chart of parts says of what is filled and of the outline."""

    part: str
    whole: str


class Bar(NamedTuple):
    """Parts of a whole: how many of how many."""

    label: str
    part: float
    whole: float
    text: str


class ChartTable(NamedTuple):
    """What the chart shows, as figures: names of columns, rows of texts."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def _tag(name: str, *children: object, **attributes: object) -> Markup:
    """Build a tag; attributes and texts are escaped, `class_` is `class`, `x_y` is `x-y`."""
    pairs = (
        (key.rstrip("_").replace("_", "-"), seen(str(value)))
        for key, value in attributes.items()
        if value is not None
    )
    opened = Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in pairs)
    inner = Markup("").join(
        each if isinstance(each, Markup) else escape(seen(str(each))) for each in children
    )
    # Names of tags are written in this module alone, so they need no escaping.
    return Markup("<{0}{1}>{2}</{0}>").format(name, opened, inner)


def figure(title: str, description: str, drawing: Markup, table: ChartTable) -> Markup:
    """Put a drawing and its table together.

    Args:
        title: what it shows, in a few words.
        description: what a person who does not see it should know of it.
        drawing: what one of the functions here drew; nothing where nothing was measured yet.
        table: the same as figures.

    Examples:
        >>> drawing = bars([Bar("Поиск", 1, 2, "1 из 2")], BarWords("принято", "пришло"), str)
        >>> html = figure("Конверсия", "Растёт", drawing, ChartTable(["Источник"], [["<Поиск>"]]))
        >>> 'role="img" aria-label="Конверсия. Растёт"' in html, "&lt;Поиск&gt;" in html
        (True, True)
    """
    name = _tag("figcaption", _tag("b", title), " ", _tag("span", description))
    told = f"{title}. {description}"
    drawn = _tag("div", drawing, class_="kb-plot", role="img", aria_label=told) if drawing else ""
    css = ["kb-num" if _numeric(column) else None for column in zip(*table.rows, strict=True)]
    css = css or [None] * len(table.head)
    names = zip(table.head, css, strict=True)
    head = _tag("tr", *(_tag("th", each, scope="col", class_=name) for each, name in names))
    rows = [
        _tag("tr", *(_tag("td", each, class_=n) for each, n in zip(row, css, strict=True)))
        for row in table.rows
    ]
    body = _tag("tbody", *rows)
    # With a class of its own the theme does not wrap it into a box that no key can reach.
    figures = _tag("table", _tag("thead", head), body, class_="kb-table", aria_label=title)
    # A wide table scrolls sideways on a phone, so the keyboard must be able to reach it.
    scrolled = _tag(
        "div", figures, class_="kb-scroll", tabindex="0", role="region", aria_label=title
    )
    return _tag("figure", name, drawn, scrolled, class_="kb-chart")


def _numeric(column: Sequence[str]) -> bool:
    told = [each for each in column if each not in {"", "—"}]
    return bool(told) and all(_FIGURE.match(each) for each in told)


def line(
    points: Sequence[ChartPoint], flags: Sequence[Flag], write: Write, days: DayWords
) -> Markup:
    """Draw values over days, with changes as dashed lines and the months below.

    Args:
        points: in the order of days, at least one.
        flags: changes, in the order of days.
        write: writes a value of the axis.
        days: writes its days and months.

    Raises:
        ValueError: without a point.
    """
    if not points:
        raise ValueError("a line needs a point")
    told = [*(each.on for each in points), *(each.on for each in flags)]
    first, last = min(told), max(told)
    ticks = axes.ticks(min(each.value for each in points), max(each.value for each in points))

    def x(on: dt.date) -> float:
        span = (last - first).days
        return round(100 * (on - first).days / span, 2) if span else 50.0

    def y(value: float) -> float:
        return round(100 - 100 * (value - ticks[0]) / (ticks[-1] - ticks[0]), 2)

    months = axes.months(first, last)
    grid = "".join(f"M0 {y(tick)}H100" for tick in ticks)
    changes = "".join(f"M{x(flag.on)} 0V100" for flag in flags)
    path = "L".join(f"{x(each.on)} {y(each.value)}" for each in points)
    # A line of no length with round ends is a dot, whatever the room is stretched to.
    dots = "".join(f"M{x(each.on)} {y(each.value)}h0" for each in points)
    # They hang below the room, above their names.
    marks = "".join(f"M{x(on)} 100v3" for on in months)
    named = (("grid", grid), ("marks", marks), ("flags", changes))
    drawn = (*named, ("line", f"M{path}"), ("dots", dots))
    lines = [
        _tag("path", d=d, class_=f"kb-plot-{name}", vector_effect="non-scaling-stroke")
        for name, d in drawn
        if d
    ]
    svg = _tag("svg", *lines, viewBox="0 0 100 100", preserveAspectRatio="none")
    signs = axes.signs([(x(flag.on), flag.sign) for flag in flags])
    ends = [_label(x(on), days.day(on)) for on in dict.fromkeys((first, last))]
    return Markup("").join(
        (
            _tag(
                "div",
                *(_label(at, sign, f"kb-level-{level}") for at, sign, level in signs),
                class_="kb-plot-signs",
            ),
            _tag(
                "div",
                *(_tag("span", write(tick), style=f"top:{y(tick)}%") for tick in ticks),
                class_="kb-plot-y",
            ),
            _tag("div", svg, class_="kb-plot-room"),
            _tag("div", *(_month_marks(months, x, days) or ends), class_="kb-plot-x kb-days"),
        )
    )


def _month_marks(
    months: Sequence[dt.date], x: Callable[[dt.date], float], days: DayWords
) -> list[Markup]:
    """Name the months below, and the year of the first one and of each January.

    A phone has room for the quarters. Fewer than two months name no stretch: nothing is given.
    """
    if len(months) < _FEWEST:
        return []
    quarters = [each for each in months if each.month % 3 == 1]
    few = set(quarters if len(quarters) >= _FEWEST else months)
    shown = min(few)
    found = []
    for each in months:
        year = ""
        if each == months[0] or each.month == 1:
            year = "kb-year"
        elif each == shown:
            year = "kb-year kb-narrow"
        below = (_tag("span", each.year, class_=year),) if year else ()
        wide = "" if each in few else "kb-wide"
        found.append(_label(x(each), days.month(each), wide, *below, edge=_EDGE_OF_MONTHS))
    return found


def _label(
    at: float, text: str, class_: str = "", *below: Markup, edge: float = axes.EDGE
) -> Markup:
    """Set a label at a part of the width, inside its ends."""
    side = axes.side(at, edge)
    name = " ".join(filter(None, (side, class_))) or None
    return _tag("span", text, *below, class_=name, style=f"left:{at}%")


def spans(rows: Sequence[Span], words: SpanWords, write: Write, indifferent: float = 0.0) -> Markup:
    """Draw differences with their limits around a common 0; a hollow diamond is the prediction.

    Args:
        rows: in their order, at least one.
        words: what the signs and the sides mean.
        write: writes a value of the axis.
        indifferent: what is nearer to 0 is not worth acting on, and lies in a band; 0 for none.

    Raises:
        ValueError: without a row.
    """
    if not rows:
        raise ValueError("a chart needs a row")
    values = [value for row in rows for value in (row.low, row.high, row.predicted or 0, 0)]
    ticks = axes.ticks(min(*values, -indifferent), max(*values, indifferent))
    least, width = ticks[0], ticks[-1] - ticks[0]

    def x(value: float) -> float:
        return round(100 * (value - least) / width, 2)

    def wide(low: float, high: float) -> str:
        return f"left:{x(low)}%;width:{round(x(high) - x(low), 2)}%"

    told = [("●", "kb-sign", words.measured), ("├─┤", "kb-sign", words.interval)]
    if any(row.predicted is not None for row in rows):
        told.append(("◇", "kb-sign kb-promised", words.predicted))
    if indifferent:
        told.append(("▒", "kb-sign kb-indifferent", words.indifferent))
    # A phone has room for three of them.
    few = {ticks[0], 0, ticks[-1]}
    axis = _tag(
        "div",
        *(_label(x(tick), write(tick), "" if tick in few else "kb-wide") for tick in ticks),
        class_="kb-plot-x",
    )
    sides = _tag(
        "p",
        _tag("span", f"← {words.against}"),
        _tag("span", f"{words.along} →"),
        class_="kb-sides-named",
    )
    behind = [
        _tag("span", class_="kb-zero" if tick == 0 else "kb-plot-step", style=f"left:{x(tick)}%")
        for tick in ticks
    ]
    if indifferent:
        behind.insert(0, _tag("span", class_="kb-band", style=wide(-indifferent, indifferent)))
    drawn = [_span(row, x, wide) for row in rows]
    return Markup("").join(
        (_legend(told), _tag("div", *behind, *drawn, class_="kb-spans"), axis, sides)
    )


def _legend(told: Iterable[tuple[str, str, str]]) -> Markup:
    """Say what signs mean: the sign, its class, its words."""
    each = (_tag("span", _tag("span", sign, class_=name), f" {text}") for sign, name, text in told)
    return _tag("p", *each, class_="kb-legend")


def _span(row: Span, x: Callable[[float], float], wide: Callable[[float, float], str]) -> Markup:
    against = " kb-against" if row.high < 0 else ""
    marks = [
        _tag("span", class_=f"kb-limits{against}", style=wide(row.low, row.high)),
        _tag("span", class_=f"kb-dot{against}", style=f"left:{x(row.value)}%"),
    ]
    if row.predicted is not None:
        marks.append(_tag("span", class_="kb-diamond", style=f"left:{x(row.predicted)}%"))
    return _named(row.label, row.text, _tag("div", *marks, class_="kb-track"))


def bars(rows: Sequence[Bar], words: BarWords, write: Write) -> Markup:
    """Draw parts of wholes: an outline for the whole, filled for the part.

    Args:
        rows: in their order, at least one; a part is at most its whole.
        words: what is counted, filled and outlined.
        write: writes a count of the axis.

    Raises:
        ValueError: without a row.
    """
    if not rows:
        raise ValueError("a chart needs a row")
    ticks = axes.ticks(0, max(row.whole for row in rows))

    def width(amount: float) -> str:
        return f"width:{round(100 * amount / ticks[-1], 2)}%"

    drawn = [
        _named(
            row.label,
            row.text,
            _tag(
                "div",
                _tag("span", class_="kb-whole", style=width(row.whole)),
                _tag("span", class_="kb-filled", style=width(row.part)),
                class_="kb-track",
            ),
        )
        for row in rows
    ]
    few = {ticks[0], ticks[-1]}
    axis = _tag(
        "div",
        *(
            _label(round(100 * tick / ticks[-1], 2), write(tick), "" if tick in few else "kb-wide")
            for tick in ticks
        ),
        class_="kb-plot-x",
    )
    legend = _legend([("■", "kb-sign", words.part), ("□", "kb-sign", words.whole)])
    return Markup("").join((legend, *drawn, axis))


def _named(label: str, text: str, track: Markup) -> Markup:
    """Put the name of a row, whole, and its figure above what is drawn."""
    head = _tag("p", _tag("span", label), " ", _tag("b", text), class_="kb-row")
    return _tag("div", head, track, class_="kb-plot-row")
