"""Charts of the pages, each with its table beside it: no script, no colour alone as a sign.

    Chart ──figure──▶ <figure><div role="img"> … </div><table> … </table></figure>

Every tag is built by one function that escapes whatever is put into it. Texts are text of the page,
so that they wrap, keep their size at any width and never lie on each other; only the lines of a
line chart are SVG, stretched to the room that there is.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from scripts_kb.pages.clean import seen

_TICKS: Final = 4
_CLOSE: Final = 8
"""Signs nearer than this, in per cent of the width, would cover each other on a phone."""
_EDGE: Final = 7
"""A label nearer to an end than this, in per cent of the width, is set inside it."""

_FIGURE: Final = re.compile(
    r"[+−-]?[\d\s\u00a0]+(?:[.,]\d+)?(?:[\s\u00a0]*(?:%|п\.п\.|pp|₽|/|…).*)?$"
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
    """What a chart of differences says of its signs and its two sides."""

    measured: str
    interval: str
    predicted: str
    against: str
    along: str


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
        drawing: what one of the functions here drew.
        table: the same as figures.

    Examples:
        >>> html = figure("Конверсия", "Растёт", bars([Bar("Поиск", 1, 2, "1 из 2")]),
        ...               ChartTable(["Источник"], [["<Поиск>"]]))
        >>> 'role="img" aria-label="Конверсия. Растёт"' in html, "&lt;Поиск&gt;" in html
        (True, True)
    """
    drawn = _tag("div", drawing, class_="kb-plot", role="img", aria_label=f"{title}. {description}")
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
    figures = _tag("table", _tag("caption", title), _tag("thead", head), body, class_="kb-table")
    # A wide table scrolls sideways on a phone, so the keyboard must be able to reach it.
    scrolled = _tag(
        "div", figures, class_="kb-scroll", tabindex="0", role="region", aria_label=title
    )
    return _tag("figure", drawn, scrolled, class_="kb-chart")


def _numeric(column: Sequence[str]) -> bool:
    told = [each for each in column if each not in {"", "—"}]
    return bool(told) and all(_FIGURE.match(each) for each in told)


def line(
    points: Sequence[ChartPoint], flags: Sequence[Flag], write: Write, day: Callable[[dt.date], str]
) -> Markup:
    """Draw values over days, with changes as dashed lines.

    Args:
        points: in the order of days, at least one.
        flags: changes, in the order of days.
        write: writes a value of the axis.
        day: writes a day of the axis.

    Raises:
        ValueError: without a point.
    """
    if not points:
        raise ValueError("a line needs a point")
    days = [*(each.on for each in points), *(each.on for each in flags)]
    first, last = min(days), max(days)
    ticks = _ticks(min(each.value for each in points), max(each.value for each in points))

    def x(on: dt.date) -> float:
        span = (last - first).days
        return round(100 * (on - first).days / span, 2) if span else 50.0

    def y(value: float) -> float:
        return round(100 - 100 * (value - ticks[0]) / (ticks[-1] - ticks[0]), 2)

    grid = "".join(f"M0 {y(tick)}H100" for tick in ticks)
    changes = "".join(f"M{x(flag.on)} 0V100" for flag in flags)
    path = "L".join(f"{x(each.on)} {y(each.value)}" for each in points)
    # A line of no length with round ends is a dot, whatever the room is stretched to.
    dots = "".join(f"M{x(each.on)} {y(each.value)}h0" for each in points)
    drawn = (("grid", grid), ("flags", changes), ("line", f"M{path}"), ("dots", dots))
    lines = [
        _tag("path", d=d, class_=f"kb-plot-{name}", vector_effect="non-scaling-stroke")
        for name, d in drawn
        if d
    ]
    svg = _tag("svg", *lines, viewBox="0 0 100 100", preserveAspectRatio="none")
    signs = _signs([(x(flag.on), flag.sign) for flag in flags])
    return Markup("").join(
        (
            _tag(
                "div",
                *(_label(at, sign, f"kb-level-{n % 2}") for n, (at, sign) in enumerate(signs)),
                class_="kb-plot-signs",
            ),
            _tag(
                "div",
                *(_tag("span", write(tick), style=f"top:{y(tick)}%") for tick in ticks),
                class_="kb-plot-y",
            ),
            _tag("div", svg, class_="kb-plot-room"),
            _tag(
                "div",
                *(_label(x(on), day(on)) for on in dict.fromkeys((first, last))),
                class_="kb-plot-x",
            ),
        )
    )


def _label(at: float, text: str, class_: str = "") -> Markup:
    """Set a label at a part of the width, inside its ends."""
    side = "kb-start" if at < _EDGE else "kb-end" if at > 100 - _EDGE else ""
    name = " ".join(filter(None, (side, class_))) or None
    return _tag("span", text, class_=name, style=f"left:{at}%")


def _signs(flags: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """Put the signs of close flags into one, at the first of them.

    Examples:
        >>> _signs([(1.0, "v1"), (50.0, "v2"), (52.0, "v3"), (55.0, "v4")])
        [(1.0, 'v1'), (50.0, 'v2…v4')]
    """
    found: list[tuple[float, str]] = []
    for at, sign in flags:
        if found and at - found[-1][0] < _CLOSE:
            found[-1] = (found[-1][0], f"{found[-1][1].split('…')[0]}…{sign}")
        else:
            found.append((at, sign))
    return found


def spans(rows: Sequence[Span], words: SpanWords, write: Write) -> Markup:
    """Draw differences with their limits around a common 0; a hollow diamond is the prediction.

    Args:
        rows: in their order, at least one.
        words: what the signs and the sides mean.
        write: writes a value of the axis.

    Raises:
        ValueError: without a row.
    """
    if not rows:
        raise ValueError("a chart needs a row")
    values = [value for row in rows for value in (row.low, row.high, row.predicted or 0, 0)]
    ticks = _ticks(min(values), max(values))
    least, width = ticks[0], ticks[-1] - ticks[0]

    def x(value: float) -> float:
        return round(100 * (value - least) / width, 2)

    legend = _tag(
        "p",
        _tag("span", "●", class_="kb-sign"),
        f" {words.measured} ",
        _tag("span", "├─┤", class_="kb-sign"),
        f" {words.interval} ",
        _tag("span", "◇", class_="kb-sign"),
        f" {words.predicted}",
        class_="kb-legend",
    )
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
    return Markup("").join((legend, *(_span(row, x) for row in rows), axis, sides))


def _span(row: Span, x: Callable[[float], float]) -> Markup:
    marks = [
        _tag("span", class_="kb-zero", style=f"left:{x(0)}%"),
        _tag(
            "span",
            class_="kb-limits",
            style=f"left:{x(row.low)}%;width:{round(x(row.high) - x(row.low), 2)}%",
        ),
        _tag("span", class_="kb-dot", style=f"left:{x(row.value)}%"),
    ]
    if row.predicted is not None:
        marks.append(_tag("span", class_="kb-diamond", style=f"left:{x(row.predicted)}%"))
    return _named(row.label, row.text, _tag("div", *marks, class_="kb-track"))


def bars(rows: Sequence[Bar]) -> Markup:
    """Draw parts of wholes: an outline for the whole, filled for the part.

    Args:
        rows: in their order, at least one; a part is at most its whole.

    Raises:
        ValueError: without a row.
    """
    if not rows:
        raise ValueError("a chart needs a row")
    most = max(row.whole for row in rows) or 1

    def width(amount: float) -> str:
        return f"width:{round(100 * amount / most, 2)}%"

    return Markup("").join(
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
    )


def _named(label: str, text: str, track: Markup) -> Markup:
    """Put the name of a row, whole, and its figure above what is drawn."""
    head = _tag("p", _tag("span", label), " ", _tag("b", text), class_="kb-row")
    return _tag("div", head, track, class_="kb-plot-row")


def _ticks(least: float, most: float) -> list[float]:
    """Give round steps that hold both ends.

    Examples:
        >>> _ticks(0.18, 0.31)
        [0.15, 0.2, 0.25, 0.3, 0.35]
    """
    width = (most - least) or abs(most) or 1
    rough = width / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    start, end = math.floor(least / step + 1e-9), math.ceil(most / step - 1e-9)
    return [round(index * step, 12) for index in range(start, max(end, start + 1) + 1)]
