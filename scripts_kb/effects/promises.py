"""What changes promised: every `expect` of the log, parsed and tied to the rows it explains.

One promise is one reason: a change file, or the trailers of one landed change. The rows that it
explains may be several entities, and of a change file several landed changes.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from scripts_kb.content.base import Base
from scripts_kb.effects.records.judgements import Prediction, Unread
from scripts_kb.facts.records import source_of
from scripts_kb.past import audible, titles
from scripts_kb.past.records import Rationale, Row
from scripts_kb.schema.config import Metric
from scripts_kb.schema.days import shifted

DEFAULT_DAYS: Final = 90
"""How long a prediction without `by` is observed."""

_CHANGE: Final = re.compile(r"(?P<amount>[+-]\d+(?:\.\d+)?)(?P<unit>pp|%)")


@dataclass(frozen=True, slots=True)
class Promise:
    """A prediction with what was changed for it.

    Attributes:
        order: index of its row in the log, oldest first; what came before and after is told by it.
        row: the row from which its effect counts: of the measured entity, where it was changed.
        rows: all rows that the reason explains.
        reason: why, and what was expected.
        landed: the day of `row`.
        prediction: what was expected.
        metric: its metric.
    """

    order: int
    row: Row
    rows: tuple[Row, ...]
    reason: Rationale
    landed: dt.date
    prediction: Prediction
    metric: Metric

    @property
    def changes(self) -> frozenset[str]:
        """The landed changes that it is about."""
        return frozenset(row.change for row in self.rows)


def day_of(row: Row, zone: ZoneInfo) -> dt.date:
    """Give the day on which a row landed, in the knowledge base's zone."""
    return dt.datetime.fromtimestamp(row.time, zone).date()


def parse(change: str) -> tuple[float, bool] | None:
    """Read by how much a metric shall change.

    Args:
        change: `[+-]N(pp|%)`.

    Returns:
        The signed amount, as a part of 1, and whether it is relative; None for anything else.

    Examples:
        >>> parse("+3pp"), parse("-8%"), parse("3pp")
        ((0.03, False), (-0.08, True), None)
    """
    match = _CHANGE.fullmatch(change)
    return (float(match["amount"]) / 100, match["unit"] == "%") if match else None


def speaks(row: Row) -> bool:
    """Tell whether a customer may hear the difference that a row makes.

    An edit of wording that calls itself editorial, and one of notes, dates of review and words for
    the search alone, end no window and overlap nothing.
    """
    if row.kind == "gap" or (row.rationale and row.rationale.class_ == "editorial"):
        return False
    if row.kind != "changed":
        return True
    return not all(audible.quiet(edit.path) for edit in row.edits)


@dataclass(frozen=True, slots=True)
class Past:
    """The log, made ready for many questions.

    Attributes:
        rows: all of them, oldest first.
        heard: those that a customer may hear, with their index and day.
        of: the same by entity.
        zone: in which days are meant.
    """

    rows: Sequence[Row]
    heard: tuple[tuple[int, Row, dt.date], ...]
    of: Mapping[str, Sequence[tuple[int, Row, dt.date]]]
    zone: ZoneInfo


def past(rows: Sequence[Row], zone: ZoneInfo) -> Past:
    """Make a log ready.

    Args:
        rows: the rows of the log, oldest first.
        zone: in which days are meant.
    """
    heard = tuple((order, row, day_of(row, zone)) for order, row in enumerate(rows) if speaks(row))
    by_entity: dict[str, list[tuple[int, Row, dt.date]]] = {}
    for each in heard:
        by_entity.setdefault(each[1].entity or "", []).append(each)
    return Past(rows, heard, by_entity, zone)


def gather(past: Past, base: Base) -> tuple[tuple[Promise, ...], tuple[Unread, ...]]:
    """Find all promises of the log.

    Args:
        past: the log.
        base: the knowledge base; its metrics give predictions their meaning.

    Returns:
        The promises in the order in which they landed, and the predictions that cannot be measured.
    """
    metrics = {each.id: each for each in base.kb.metrics}
    known = {row.entity for row in past.rows} | set(base.documents)
    promises, unread = [], []
    for reason, found in _by_reason(past.rows):
        written = _written(reason.expect)
        order, row = _starts(found, written.get("of", ""))
        title = titles.title(reason, row.subject, base.kb.language)
        metric = metrics.get(written.get("metric", ""))
        amount = parse(written.get("change", ""))
        why: Any = None
        if amount is None:
            why = "expectation"
        elif metric is None:
            why = "metric"
        elif source_of(metric.of) is None:
            why = "columns"
        elif written.get("of") not in known:
            why = "entity"
        if why or amount is None or metric is None:
            shown = " ".join(filter(None, written.values())) or str(reason.expect)
            unread.append(Unread(row.change, reason.id, title, shown, why))
            continue
        landed = day_of(row, past.zone)
        prediction = Prediction(
            metric=metric.id,
            title=metric.title or metric.id,
            formula=metric.of,
            of=written["of"],
            amount=amount[0],
            relative=amount[1],
            written=written["change"],
            due=_day(written.get("by")) or shifted(landed, DEFAULT_DAYS),
        )
        every = tuple(each for _, each in found)
        promises.append(Promise(order, row, every, reason, landed, prediction, metric))
    return tuple(sorted(promises, key=lambda each: each.order)), tuple(unread)


def _by_reason(
    rows: Iterable[Row],
) -> Iterator[tuple[Rationale, list[tuple[int, Row]]]]:
    groups: dict[tuple[str, str], list[tuple[int, Row]]] = {}
    for order, row in enumerate(rows):
        reason = row.rationale
        if reason is None or not reason.expect or row.kind == "gap" or not row.entity:
            continue
        by_file = reason.source == "file" and reason.id
        key = ("note", reason.id or "") if by_file else (row.change, _key(reason.expect))
        groups.setdefault(key, []).append((order, row))
    for found in groups.values():
        reason = found[0][1].rationale
        if reason is not None:
            yield reason, found


def _key(expect: Mapping[str, Any] | str | None) -> str:
    return " ".join(map(str, expect.values())) if isinstance(expect, Mapping) else str(expect)


def _starts(found: list[tuple[int, Row]], of: str) -> tuple[int, Row]:
    """Choose the row from which an effect counts: the measured entity's own, else the first."""
    own = [pair for pair in found if pair[1].entity == of]
    return (own or found)[0]


def _written(expect: Mapping[str, Any] | str | None) -> dict[str, str]:
    if not isinstance(expect, Mapping):
        return {}
    return {name: str(value) for name, value in expect.items() if value is not None}


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
