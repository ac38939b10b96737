"""Charts as inline SVG, each with its table beside it: no script, no colour alone as a sign.

    Chart ──figure──▶ <figure><svg role="img"> … </svg><table> … </table></figure>

Every tag is built by one function that escapes whatever is put into it. Drawn 340 units wide, so
that text keeps its size on a phone; lines and marks take the colour of the text around them.
"""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from scripts_kb.pages.clean import seen

_WIDTH: Final = 340
_LEFT: Final = 66
_RIGHT: Final = 328
_FONT: Final = 14
_TICKS: Final = 4
_ROW: Final = 56
_LABEL: Final = 36
"""Letters of a label that fit a line."""
_CLOSE: Final = 14
"""Signs nearer than this, in units of the drawing, would cover each other."""


class ChartPoint(NamedTuple):
    """A value on a day; `text` is how a reader sees the value."""

    on: dt.date
    value: float
    text: str


class Flag(NamedTuple):
    """A change on a day, with a short sign for the chart: `v3`."""

    on: dt.date
    sign: str


class Span(NamedTuple):
    """A difference with its limits, and what was predicted; None where there is none."""

    label: str
    value: float
    low: float
    high: float
    predicted: float | None
    text: str


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


def figure(id_: str, title: str, description: str, drawing: "Drawing", table: ChartTable) -> Markup:
    """Put a drawing and its table together.

    Args:
        id_: tells charts of one page apart; letters, digits and hyphens.
        title: what it shows, in a few words.
        description: what a person who does not see it should know of it.
        drawing: what one of the functions here drew.
        table: the same as figures.

    Examples:
        >>> html = figure("c", "Конверсия", "Растёт", bars([Bar("Поиск", 1, 2, "1 из 2")]),
        ...               ChartTable(["Источник"], [["<Поиск>"]]))
        >>> '<svg role="img" aria-labelledby="c-title c-desc"' in html, "&lt;Поиск&gt;" in html
        (True, True)
    """
    svg = _tag(
        "svg",
        _tag("title", title, id=f"{id_}-title"),
        _tag("desc", description, id=f"{id_}-desc"),
        drawing.body,
        role="img",
        aria_labelledby=f"{id_}-title {id_}-desc",
        viewBox=f"0 0 {_WIDTH} {drawing.height}",
        width="100%",
        style="max-width: 22rem",
        font_size=_FONT,
        fill="currentColor",
    )
    head = _tag("tr", *(_tag("th", each, scope="col") for each in table.head))
    rows = [_tag("tr", *(_tag("td", each) for each in row)) for row in table.rows]
    body = _tag("tbody", *rows)
    # With a class of its own the theme does not wrap it into a box that no key can reach.
    figures = _tag("table", _tag("caption", title), _tag("thead", head), body, class_="kb-table")
    # A wide table scrolls sideways on a phone, so the keyboard must be able to reach it.
    scrolled = _tag(
        "div", figures, class_="kb-scroll", tabindex="0", role="region", aria_label=title
    )
    return _tag("figure", svg, scrolled, class_="kb-chart")


class Drawing(NamedTuple):
    """The inside of an SVG, and its height."""

    body: Markup
    height: int


def line(points: Sequence[ChartPoint], flags: Sequence[Flag] = ()) -> Drawing:
    """Draw values over days, with changes as dashed lines.

    Args:
        points: in the order of days, at least one.
        flags: changes within those days.

    Raises:
        ValueError: without a point.
    """
    if not points:
        raise ValueError("a line needs a point")
    top, bottom = 34, 190
    first, last = points[0].on, points[-1].on
    ticks = _ticks(min(each.value for each in points), max(each.value for each in points))

    def x(on: dt.date) -> float:
        span = (last - first).days
        part = (on - first).days / span if span else 0.5
        return round(_LEFT + part * (_RIGHT - _LEFT), 1)

    def y(value: float) -> float:
        part = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return round(bottom - part * (bottom - top), 1)

    parts = [
        _tag("path", d=f"M{_LEFT} {y(tick)}H{_RIGHT}", stroke="currentColor", opacity="0.2")
        for tick in ticks
    ]
    top_point = max(points, key=lambda each: each.value)
    low_point = min(points, key=lambda each: each.value)
    parts += [
        _tag("text", each.text, x=_LEFT - 6, y=y(each.value) + 5, text_anchor="end")
        for each in dict.fromkeys((top_point, low_point))
    ]
    for flag in flags:
        at = x(flag.on)
        parts.append(
            _tag("path", d=f"M{at} {top}V{bottom}", stroke="currentColor", stroke_dasharray="3 3")
        )
    # Neighbours on two levels, and those that nearly touch under one sign, so that all can be read.
    for index, (at, sign) in enumerate(_signs([(x(flag.on), flag.sign) for flag in flags])):
        anchor = "end" if at > _RIGHT - _CLOSE and "…" in sign else "middle"
        parts.append(_tag("text", sign, x=at, y=14 + 15 * (index % 2), text_anchor=anchor))
    path = "L".join(f"{x(each.on)} {y(each.value)}" for each in points)
    parts.append(_tag("path", d=f"M{path}", stroke="currentColor", stroke_width="2", fill="none"))
    parts += [_tag("circle", cx=x(each.on), cy=y(each.value), r=3) for each in points]
    parts.append(_tag("text", first.isoformat(), x=_LEFT, y=bottom + 20))
    if last != first:
        parts.append(_tag("text", last.isoformat(), x=_RIGHT, y=bottom + 20, text_anchor="end"))
    return Drawing(Markup("").join(parts), bottom + 30)


def _signs(flags: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """Put the signs of close flags into one, at the last of them.

    Examples:
        >>> _signs([(66.0, "v1"), (200.0, "v2"), (206.0, "v3"), (210.0, "v4")])
        [(66.0, 'v1'), (210.0, 'v2…v4')]
    """
    found: list[tuple[float, str]] = []
    before = 0.0
    for at, sign in flags:
        if found and at - before < _CLOSE:
            found[-1] = (at, f"{found[-1][1].split('…')[0]}…{sign}")
        else:
            found.append((at, sign))
        before = at
    return found


def spans(rows: Sequence[Span]) -> Drawing:
    """Draw differences with their limits around a common 0; a hollow diamond is the prediction.

    Args:
        rows: in their order, at least one.

    Raises:
        ValueError: without a row.
    """
    if not rows:
        raise ValueError("a chart needs a row")
    values = [value for row in rows for value in (row.low, row.high, row.predicted or 0, 0)]
    least, most = min(values), max(values)
    width = (most - least) or 1

    def x(value: float) -> float:
        return round(12 + (value - least) / width * (_WIDTH - 24), 1)

    height = _ROW * len(rows) + 8
    parts = []
    for index, row in enumerate(rows):
        y = _ROW * index + 40
        # The line of 0 leaves the labels free.
        zero = f"M{x(0)} {y - 14}V{y + 14}"
        parts.append(_tag("path", d=zero, stroke="currentColor", opacity="0.4"))
        parts.append(_tag("text", _short(row.label), x=12, y=y - 22))
        parts.append(
            _tag(
                "path",
                d=f"M{x(row.low)} {y - 6}v12m0 -6H{x(row.high)}m0 -6v12",
                stroke="currentColor",
                stroke_width="2",
                fill="none",
            )
        )
        parts.append(_tag("circle", cx=x(row.value), cy=y, r=5))
        if row.predicted is not None:
            parts.append(
                _tag(
                    "path",
                    d=f"M{x(row.predicted)} {y - 7}l7 7l-7 7l-7 -7z",
                    stroke="currentColor",
                    fill="none",
                )
            )
    return Drawing(Markup("").join(parts), height)


def bars(rows: Sequence[Bar]) -> Drawing:
    """Draw parts of wholes: an outline for the whole, filled for the part.

    Args:
        rows: in their order, at least one; a part is at most its whole.

    Raises:
        ValueError: without a row.
    """
    if not rows:
        raise ValueError("a chart needs a row")
    most = max(row.whole for row in rows) or 1
    full = _WIDTH - 24
    parts = []
    for index, row in enumerate(rows):
        y = _ROW * index + 26
        parts.append(_tag("text", _short(row.label), x=12, y=y - 8))
        parts.append(_tag("text", row.text, x=_WIDTH - 12, y=y - 8, text_anchor="end"))
        parts.append(
            _tag(
                "rect",
                x=12,
                y=y,
                width=round(row.whole / most * full, 1),
                height=16,
                fill="none",
                stroke="currentColor",
            )
        )
        parts.append(_tag("rect", x=12, y=y, width=round(row.part / most * full, 1), height=16))
    return Drawing(Markup("").join(parts), _ROW * len(rows) + 4)


def _short(label: str) -> str:
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…"


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
