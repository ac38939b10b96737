r"""The question that a warehouse is asked: deals in, sums of days out, in whatever engine it is.

    deals ──said alike──▶ day, stage, script, version, segment: how many, how much
          ──understood──▶ day, script, version, variant, segment: contacts, won, refused, revenue, …

Two steps, because what a column says is understood once for all rows that say the same: patterns
are matched against thousands of texts and not against twenty million. What leaves the engine are
sums, and names that the knowledge base knows; whatever else a column holds counts as unknown.

Of a deal that stands in several rows one counts. Most stand in one: so the engine looks for the
others first, by their names alone, and compares whole rows of those only.

    deals ──named once──▶ as they are ──┐
          ──named again──▶ each way once ┴──said alike──▶ …

Money is added up in whole hundredths: sums of fractions depend on their order, and each engine has
an order of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import ibis

from scripts_kb.schema.sources import FactsSource

DealTable: TypeAlias = Any
"""A table of Ibis; its columns and values are known when an engine has been asked."""

_MARK: Final = (
    r"(?:^|[^\w-])(?:script/)?([a-z0-9][a-z0-9-]{0,63})@v?([1-9][0-9]{0,5})"
    r"((?:\+[a-z0-9][a-z0-9-]{0,63})*)(?:$|[^\w])"
)
"""`script@version+variant`, as `deals` reads it; no look-ahead, which half of the engines lack."""
_VERSION: Final = r"^\s*(?:v|V|в|В|верс\.|версия|№)?\s*([1-9][0-9]{0,5})(?:\.0)?\s*$"
_SHOWN: Final = 12
_SHARED: Final = 5
"""Rows that must say the same before it is named: one row may be one person."""

KEYS: Final = ("date", "script", "version", "variant", "segment")
UNKNOWN: Final = ("undated", "no_stage", "no_script", "no_segment", "no_version")
"""How many rows say what nobody can count."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the knowledge base knows that rows may name.

    Attributes:
        scripts: script → its segments.
        segments: id → title.
    """

    scripts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    segments: Mapping[str, str] = field(default_factory=dict)


def counted(table: DealTable, source: FactsSource, names: Vocabulary) -> DealTable:
    """Ask for the sums of days.

    Args:
        table: of deals, with the columns that the source names.
        source: what its columns and stages mean.
        names: what rows may name.

    Returns:
        Columns `KEYS`, then contacts, won, refused; revenue, profit and repeat of the won ones with
        `…_told`, how many rows tell it; `again`, how many are of deals that stand in several rows;
        and `UNKNOWN`. Money is in hundredths.
    """
    asked = _understood(_alike(table, source), source, names)
    number, won = asked.rows, asked.outcome == "won"
    sums = {
        "contacts": number.sum(),
        "won": _where(won, number),
        "refused": _where(asked.outcome == "refused", number),
        "no_stage": _where(asked.outcome == "", number),
        "no_script": _where(asked.script == "", number),
        "no_segment": _where(asked.segment == "", number),
        "no_version": _where(asked.unread, number),
        "undated": _where(asked.date.isnull(), number),
        "again": asked.again.sum(),
    }
    for role in ("amount", "profit", "repeat"):
        if role in asked.columns:
            sums[role] = _where(won, asked[role].fill_null(0))
            sums[f"{role}_told"] = asked[f"{role}_told"].sum()
    return asked.group_by(list(KEYS)).agg(**sums)


def strange(table: DealTable, source: FactsSource, names: Vocabulary, role: str) -> DealTable:
    """Ask for what a column says that nobody knows, the most frequent first.

    Args:
        table: of deals.
        source: what its columns mean.
        names: what rows may name.
        role: stage, script or segment.

    Returns:
        Columns `said` and `rows`; what fewer than five rows say is left out.
    """
    asked = _understood(_alike(table, source), source, names)
    unknown = asked.outcome if role == "stage" else asked[role]
    column = f"said_{role}"
    if column not in asked.columns:
        column = "said_version"
    if column not in asked.columns:
        return asked.mutate(said=ibis.literal("")).select("said", "rows").limit(0)
    said = asked.filter(unknown == "").mutate(said=asked[column])
    found = said.group_by("said").agg(rows=said.rows.sum())
    often = found.filter((found.rows >= _SHARED) & found.said.notnull() & (found.said != ""))
    return often.order_by([often.rows.desc(), often.said]).limit(_SHOWN)


def told_twice(table: DealTable, source: FactsSource) -> DealTable:
    """Ask how many deals are told in two ways: their rows do not say the same.

    Returns:
        One row with the column `twice`.
    """
    rows = _of_several_rows(_rows(table, source))
    by_deal = rows.group_by("deal").agg(ways=rows.count())
    return by_deal.agg(twice=_where(by_deal.ways > 1, 1))


def _where(condition: Any, value: Any) -> Any:
    return ibis.ifelse(condition, value, 0).sum()


def _alike(table: DealTable, source: FactsSource) -> DealTable:
    """Put rows that say the same together."""
    rows = _rows(table, source)
    if source.columns.deal:
        once = rows.filter(rows.deal.notnull() & ~rows.deal.isin(_named_again(rows)))
        again = _of_several_rows(rows).mutate(again=1)
        rows = once.mutate(again=0).union(again, distinct=False)
    else:
        rows = rows.mutate(again=0)
    sums = [role for role in ("amount", "profit", "repeat") if role in rows.columns]
    alike = [each for each in rows.columns if each not in {*sums, "deal", "again"}]
    return rows.group_by(alike).agg(
        rows=rows.count(),
        again=rows.again.sum(),
        **{role: rows[role].sum() for role in sums},
        **{f"{role}_told": rows[role].count() for role in sums},
    )


def _named_again(rows: DealTable) -> Any:
    """Name the deals that stand in several rows."""
    named = rows.filter(rows.deal.notnull())
    counted = named.group_by("deal").agg(ways=named.count())
    return counted.filter(counted.ways > 1).deal


def _of_several_rows(rows: DealTable) -> DealTable:
    """Give what is told of deals that stand in several rows, or have no name: each way once."""
    return rows.filter(rows.deal.isnull() | rows.deal.isin(_named_again(rows))).distinct()


def _rows(table: DealTable, source: FactsSource) -> DealTable:
    """Give of each row what a source names, and nothing else."""
    columns = source.columns
    asked = {"date": table[columns.created].cast("date")}
    for role in ("stage", "script", "version", "segment"):
        if name := getattr(columns, role):
            asked[f"said_{role}"] = table[name].cast("string").strip()
    for role in ("amount", "profit"):
        if name := getattr(columns, role):
            asked[role] = (table[name].cast("float64") * 100).round().cast("int64")
    if columns.amount:
        # As in an export: a deal without an amount brought nothing.
        asked["amount"] = asked["amount"].fill_null(0)
    if columns.repeat:
        told = table[columns.repeat]
        again = told if told.type().is_boolean() else told != 0
        asked["repeat"] = ibis.cases((again, 1), (~again, 0))
    if columns.deal:
        asked["deal"] = table[columns.deal]
    rows = table.select(**asked)
    if source.since:
        rows = rows.filter(rows.date >= ibis.literal(source.since, type="date"))
    return rows


def _understood(alike: DealTable, source: FactsSource, names: Vocabulary) -> DealTable:
    """Say what the texts of a row mean, by the names that the knowledge base knows."""
    nothing = ibis.literal("")
    stages = [(alike.said_stage == said, outcome) for said, outcome in source.stages.items()]
    found = alike.mutate(outcome=_first(stages))
    if "said_version" in alike.columns:
        said = found.said_version.fill_null("")
        marked = said.re_search(_MARK)
        script = ibis.ifelse(marked, said.re_extract(_MARK, 1), "")
        known = script.isin(list(names.scripts))
        plain = said.re_search(_VERSION)
        found = found.mutate(
            marked=ibis.ifelse(known, script, ""),
            version=_first(
                [(known, said.re_extract(_MARK, 2)), (plain, said.re_extract(_VERSION, 1))]
            ),
            variant=ibis.ifelse(known, said.re_extract(_MARK, 3), ""),
            unread=(said != "") & ~known & ~plain,
        )
    else:
        unread = ibis.literal(value=False)
        found = found.mutate(marked=nothing, version=nothing, variant=nothing, unread=unread)
    found = found.mutate(script=_script(found, source, names))
    return found.mutate(segment=_segment(found, source, names))


def _script(found: DealTable, source: FactsSource, names: Vocabulary) -> Any:
    ways = [(found.marked != "", found.marked)]
    blank: Any = ibis.literal(value=True)
    if "said_script" in found.columns:
        said = found.said_script.fill_null("")
        ways += [(said == name, name) for name in names.scripts]
        ways += [(said == f"script/{name}", name) for name in names.scripts]
        blank = said == ""
    if source.script:
        ways.append((blank, source.script))
    return _first(ways)


def _segment(found: DealTable, source: FactsSource, names: Vocabulary) -> Any:
    ways: list[tuple[Any, Any]] = []
    blank: Any = ibis.literal(value=True)
    if "said_segment" in found.columns:
        said = found.said_segment.fill_null("")
        ways += [(said == name, name) for name in names.segments]
        ways += [(said == title, name) for name, title in names.segments.items()]
        blank = said == ""
    if source.segment:
        # Of another script than the source's own the segment is that script's.
        own = found.script == source.script if source.script else ibis.literal(value=True)
        ways.append((blank & own, source.segment))
    ways += [
        (blank & (found.script == script), segments[0])
        for script, segments in names.scripts.items()
        if len(segments) == 1
    ]
    return _first(ways)


def _first(ways: Sequence[tuple[Any, Any]]) -> Any:
    return ibis.cases(*ways, else_="") if ways else ibis.literal("")
