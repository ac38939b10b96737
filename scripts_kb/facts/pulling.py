"""Facts of any size: a table is counted where it lies, and only sums of days come home.

    facts.yml ──▶ source ──warehouse, query──▶ sums ──recording──▶ facts/calls-SOURCE.csv

What a deal is and what becomes of it is what `kb facts import` means by it. The rows stay in their
engine: neither a person's data nor a text that the knowledge base does not know leaves it.
"""

import datetime as dt
import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scripts_kb.content.base import Base, Document
from scripts_kb.facts import deals
from scripts_kb.facts.recording import FOLDER, CountedFile, Recorded, order
from scripts_kb.facts.records import CallFact
from scripts_kb.problems import Problem, UserError
from scripts_kb.schema.sources import FactsSource

if TYPE_CHECKING:
    from scripts_kb.facts import query, warehouse

ENTITY: Final = "config/facts"

_STRANGE: Final = {"stage": "warehouse-stage", "script": "warehouse-script"}
_SEGMENT: Final = "warehouse-segment"


def asked(base: Base, source: str) -> Sequence[int]:
    """Give the indexes of the sources that a person asks for.

    Args:
        base: the knowledge base, whose `facts.yml` has no mistake.
        source: the id of one; all of them where empty.

    Raises:
        UserError: where there is none, or none of this id.
    """
    document = base.documents.get(ENTITY)
    known = [each.id for each in document.record.sources] if document else []
    if not known:
        raise UserError("no-sources")
    if source and source not in known:
        raise UserError("no-source", value=source, known=", ".join(known))
    return [known.index(source)] if source else range(len(known))


@dataclass(frozen=True, slots=True)
class Pulled(CountedFile):
    """What a source was counted to.

    Attributes:
        source: its id.
        engine: what counted it.
        path: the file of facts, below the content folder.
        sql: the question, as text.
    """

    source: str
    engine: str
    path: str
    sql: str = ""


def prepare(
    index: int,
    base: Base,
    content: Path,
    *,
    only_sql: bool = False,
    may_shrink: bool = False,
    today: dt.date | None = None,
    shown: str = "content",
) -> Pulled:
    """Count a source, and write nothing.

    Args:
        index: of the source in `facts.yml`, which has no mistake.
        base: the knowledge base.
        content: its folder; files are looked for from the folder that holds it.
        only_sql: ask the engine what the table is, and nothing more.
        may_shrink: let it tell less than is recorded.
        today: after this day no deal can have been created.
        shown: how messages name the content folder.

    Returns:
        What there is to write, or the problems that forbid it.
    """
    document = base.documents[ENTITY]
    source: FactsSource = document.record.sources[index]
    place = _Place(document, index, source)
    told = Pulled(source.id, source.engine, f"{FOLDER}/calls-{source.id}.csv")
    if not source.found:
        return replace(told, problems=(place.problem("facts-where", engine=source.engine),))
    try:
        door: Any = importlib.import_module("scripts_kb.facts.warehouse")
    except ModuleNotFoundError as error:
        if str(error.name).startswith("scripts_kb"):
            raise
        missing = place.problem("warehouse-extra", ("engine",), name=error.name)
        return replace(told, problems=(missing,))
    asking = _Asking(source, base, place, today)
    try:
        with door.opened(source, content.absolute().parent, base.kb.time_zone) as opened:
            sql = asking.sql(opened)
            if only_sql:
                return replace(told, sql=sql)
            counted = asking.ask(opened)
    except door.WarehouseError as error:
        return replace(told, problems=(place.problem(error.code, error.loc, **error.facts),))
    told = replace(told, sql=sql, problems=tuple(asking.problems))
    if any(each.severity == "error" for each in told.problems):
        return told
    recorded = Recorded(base, content, shown, may_shrink=may_shrink)
    return _recorded(told, counted, recorded, source, place)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a source stands in `facts.yml`."""

    document: Document
    index: int
    source: FactsSource

    def problem(self, code: str, loc: Sequence[Any] = (), **facts: Any) -> Problem:
        at = self.document.place(("sources", self.index, *loc))
        known = {"source": self.source.id, "extra": brought_by(self.source)}
        return Problem(at, code, {**known, **facts})


def brought_by(source: FactsSource) -> str:
    """Name the extra of the package that brings the engine of a source.

    Examples:
        >>> columns = {"created": "day", "stage": "stage"}
        >>> trino = {"id": "crm", "engine": "trino", "columns": columns}
        >>> brought_by(FactsSource.model_validate(trino))
        'warehouse-trino'
    """
    return "warehouse" if source.engine == "duckdb" else f"warehouse-{source.engine}"


@dataclass(slots=True)
class _Asking:
    source: FactsSource
    base: Base
    place: _Place
    today: dt.date | None
    problems: list[Problem] = field(default_factory=list)

    def sql(self, opened: "warehouse.Warehouse") -> str:
        module = _query()
        return opened.sql(module.counted(opened.table, self.source, self._names()))

    def ask(self, opened: "warehouse.Warehouse") -> list[CallFact]:
        module, names = _query(), self._names()
        found = opened.ask(module.counted(opened.table, self.source, names))
        unknown = {name: sum(int(row[name] or 0) for row in found) for name in module.UNKNOWN}
        self._strange(opened, unknown)
        if unknown["undated"]:
            self._report("warehouse-undated", "created", count=unknown["undated"])
        if unknown["no_version"]:
            self._report("warehouse-version", "version", count=unknown["no_version"])
        if any(row["again"] for row in found):
            twice = opened.ask(module.told_twice(opened.table, self.source))[0]["twice"]
            if twice:
                self._report("warehouse-twice", "deal", count=int(twice))
        if not found:
            self.problems.append(self.place.problem("warehouse-empty"))
        last = max((row["date"] for row in found if row["date"]), default=None)
        if self.today and last and last > self.today:
            self._report("warehouse-future", "created", value=last.isoformat())
        if any(each.severity == "error" for each in self.problems):
            return []
        return _summed(found)

    def _names(self) -> "query.Vocabulary":
        segments = {each.id: each.title for each in self.base.kb.segments}
        names: query.Vocabulary = _query().Vocabulary(_scripts(self.base), segments)
        return names

    def _strange(self, opened: "warehouse.Warehouse", unknown: Mapping[str, int]) -> None:
        """Report what nobody knows: which names, where enough rows say them."""
        for role in ("stage", "script", "segment"):
            count = unknown[f"no_{role}"]
            if not count:
                continue
            question = _query().strange(opened.table, self.source, self._names(), role)
            said = [deals.masked(row["said"]) for row in opened.ask(question)]
            names = ", ".join(f"«{each}»" for each in said) or "—"
            first = said[0] if said else "…"
            code = _STRANGE.get(role, _SEGMENT)
            known = ", ".join(sorted(self._known(role)))
            self._report(code, role, count=count, names=names, first=first, known=known)

    def _known(self, role: str) -> Iterator[str]:
        if role == "script":
            yield from _scripts(self.base)
        elif role == "segment":
            yield from (each.id for each in self.base.kb.segments)

    def _report(self, code: str, role: str, **facts: Any) -> None:
        self.problems.append(self.place.problem(code, ("columns", role), **facts))


def _query() -> Any:
    return importlib.import_module("scripts_kb.facts.query")


def _scripts(base: Base) -> dict[str, Sequence[str]]:
    return {
        each.id: (each.value or {}).get("segments") or ()
        for each in base.documents.values()
        if each.kind == "script"
    }


def _summed(found: Sequence[Mapping[str, Any]]) -> list[CallFact]:
    """Read the sums that came home; wordings of trials in whatever order are the same."""
    sums: dict[tuple[Any, ...], CallFact] = {}
    for row in found:
        variants = sorted(set((row["variant"] or "").split("+")) - {""})
        fact = CallFact(
            row["date"],
            row["script"],
            int(row["version"]) if row["version"] else None,
            row["segment"],
            int(row["contacts"]),
            int(row["won"]),
            int(row["refused"]),
            _money(row, "amount"),
            _money(row, "profit"),
            int(row["repeat"]) if row.get("repeat_told") else None,
            "+".join(variants),
        )
        earlier = sums.get(order(fact))
        sums[order(fact)] = _both(earlier, fact) if earlier else fact
    return sorted(sums.values(), key=order)


def _money(row: Mapping[str, Any], role: str) -> float | None:
    return int(row[role]) / 100 if row.get(f"{role}_told") else None


def _both(one: CallFact, other: CallFact) -> CallFact:
    added: dict[str, Any] = {
        name: None if mine is None and its is None else (mine or 0) + (its or 0)
        for name in ("contacts", "won", "refused", "revenue", "profit", "repeat")
        for mine, its in ((getattr(one, name), getattr(other, name)),)
    }
    return one._replace(**added)


def _recorded(
    told: Pulled, counted: list[CallFact], recorded: Recorded, source: FactsSource, place: _Place
) -> Pulled:
    # The table tells of all days from its first one on, and of those on which nothing was.
    merged = recorded.merged(told.path, counted, source.since or dt.date.min, dt.date.max)
    problems = [*told.problems, *merged.problems]
    if merged.fewer:
        old, new = merged.fewer
        problems.append(place.problem("warehouse-fewer", old=old, new=new))
    return replace(
        told,
        text=merged.text,
        unchanged=merged.unchanged,
        contacts=sum(row.contacts for row in counted),
        won=sum(row.won for row in counted),
        refused=sum(row.refused for row in counted),
        first=counted[0].date,
        last=counted[-1].date,
        rows=merged.rows,
        problems=tuple(problems),
    )
