"""The files of facts to records: every cell checked, every mistake with its line and column.

calls-2026-10.csv:14:31: facts-parts: won + refused = 12, а contacts всего 9. …
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from scripts_kb import files
from scripts_kb.content import spelling
from scripts_kb.content.base import Base
from scripts_kb.facts.records import (
    COLUMNS,
    COUNTS,
    MONEY,
    CallFact,
    CellError,
    Facts,
    LeadFact,
    PlanFact,
    SkuFact,
)
from scripts_kb.problems import Place, Problem, refusal
from scripts_kb.schema import kinds

OPTIONAL: Final = frozenset({"version", "revenue", "profit", "repeat", "reason", "variant"})
"""Columns that a file may leave out, and cells that may be empty."""

_NEWLINE: Final = re.compile(r"\r\n|\r|\n")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_COUNT: Final = re.compile(r"\d{1,12}")
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_MOST: Final = 500
"""Rows of a file with mistakes after which the rest is not looked at: no hand made them."""
_WIDEST: Final = 60
_SHOWN: Final = 12
"""Known ids that a message lists."""

_RECORDS: Final[Mapping[str, Callable[..., Any]]] = {
    "calls": CallFact,
    "leads": LeadFact,
    "sku": SkuFact,
    "plan": PlanFact,
}
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "calls": ("date", "script", "version", "segment", "variant"),
    "leads": ("date", "source", "segment", "reason"),
    "sku": ("date", "sku", "segment"),
    "plan": ("month", "department", "metric"),
}
"""What may stand once only, over all files of a kind."""


@dataclass(frozen=True, slots=True)
class Known:
    """What facts may speak of; a set of ids each, None where nobody can tell for now.

    `metrics` are those of plans: ids of `kb.yml`, or columns of facts. After `today` nothing can
    have been measured; None leaves that unchecked. `versions` tells of each script how many
    versions of it there have been; None where nobody looked.
    """

    scripts: Collection[str] = ()
    segments: Collection[str] | None = ()
    reasons: Collection[str] | None = ()
    skus: Collection[str] | None = ()
    departments: Collection[str] | None = ()
    metrics: Collection[str] | None = ()
    today: dt.date | None = None
    versions: Mapping[str, int] | None = None

    def of(self) -> Mapping[str, Collection[str] | None]:
        """Give the columns that hold ids, and which each may hold."""
        return {
            "script": self.scripts,
            "segment": self.segments,
            "reason": self.reasons,
            "sku": self.skus,
            "department": self.departments,
            "metric": self.metrics,
        }


def known_of(
    base: Base, today: dt.date | None = None, versions: Mapping[str, int] | None = None
) -> Known:
    """Tell what the facts of a knowledge base may speak of.

    Args:
        base: the knowledge base; its archived scripts are known too. What has a mistake is one
            mistake: nothing that is held against it has another.
        today: after this day nothing can have been measured.
        versions: script → how many versions of it there have been; None leaves that unchecked.
    """
    kb, zones = base.kb, base.zones
    settled, divided = _readable(base, "config/kb"), _readable(base, "config/zones")
    there = (*base.documents, *base.unread)
    sold = all(_readable(base, each) for each in there if each.startswith("product/"))
    metrics = {each.id for each in kb.metrics} | {*COUNTS, *MONEY, "quantity"}
    return Known(
        scripts={each.removeprefix("script/") for each in there if each.startswith("script/")},
        segments={each.id for each in kb.segments} if settled else None,
        reasons={each.id for group in kb.reasons.values() for each in group} if settled else None,
        skus={each.record.sku for each in base.of("product") if each.record.sku} if sold else None,
        departments={each.id for each in zones.departments} if divided else None,
        metrics=metrics if settled else None,
        today=today,
        versions=versions,
    )


def _readable(base: Base, entity: str) -> bool:
    """Tell whether nothing keeps an entity from being read; one that is not there is no mistake."""
    document = base.documents.get(entity)
    return entity not in base.unread and (document is None or document.record is not None)


def load(
    content: Path,
    base: Base,
    today: dt.date | None = None,
    *,
    shown: str = "content",
    versions: Mapping[str, int] | None = None,
) -> tuple[Facts, list[Problem]]:
    """Read the facts of a content folder.

    Args:
        content: the folder.
        base: what was read of it.
        today: after this day nothing can have been measured; None leaves that unchecked.
        shown: how messages name the folder.
        versions: script → how many versions of it there have been; None leaves that unchecked.

    Returns:
        The same as `read`.
    """
    found: dict[str, bytes] = {}
    unread: list[Problem] = []
    for path in sorted(path for path in base.files if path.startswith("facts/")):
        try:
            found[path] = files.read(content / path, files.LARGEST_FACTS)
        except OSError as error:
            why = {"reason": refusal(error)}
            unread.append(Problem(Place(f"{shown}/{path}"), "unreadable", why))
    facts, problems = read(found.items(), known_of(base, today, versions), shown=shown)
    return facts, [*unread, *problems]


def kind_of(path: str) -> str | None:
    """Tell what a file measures from its name; None for what is no file of facts.

    Examples:
        >>> kind_of("facts/calls-2026-10.csv"), kind_of("facts/2026/plan.csv"), kind_of("facts/x")
        ('calls', 'plan', None)
    """
    name = PurePosixPath(path).name
    if not name.endswith(".csv"):
        return None
    return next((kind for kind in COLUMNS if name.startswith(kind)), None)


def read(
    contents: Iterable[tuple[str, bytes]], known: Known, *, shown: str = "content"
) -> tuple[Facts, list[Problem]]:
    r"""Read all files of facts.

    Args:
        contents: path below the content folder and bytes of each.
        known: what they may speak of.
        shown: how messages name the content folder.

    Returns:
        The rows without a mistake, by date; and the mistakes, by file and line.

    Examples:
        >>> calls = b"date,script,segment,contacts,won,refused\n2026-10-01,in,home,9,7,5\n"
        >>> known = Known(scripts={"in"}, segments={"home"})
        >>> facts, problems = read([("facts/calls.csv", calls)], known)
        >>> problems[0].place.line, problems[0].place.column, problems[0].message("en")
        (2, 20, 'won + refused = 12, but contacts is 9.')
    """
    rows: dict[str, list[Any]] = {kind: [] for kind in COLUMNS}
    problems: list[Problem] = []
    seen: dict[tuple[Any, ...], str] = {}
    for path, content in sorted(contents):
        kind = kind_of(path)
        name = f"{shown}/{path}"
        if kind is None:
            facts = {"name": PurePosixPath(path).name}
            problems.append(Problem(Place(name), "facts-unknown-file", facts))
            continue
        reader = _Reader(kind, name, known, seen, problems)
        rows[kind].extend(reader.rows(content))
    # Sorted, so that the order of files changes nothing that is made of them.
    return (
        Facts(
            calls=tuple(
                sorted(
                    rows["calls"],
                    key=lambda row: (
                        row.date,
                        row.script,
                        row.version or 0,
                        row.segment,
                        row.variant,
                    ),
                )
            ),
            leads=tuple(
                sorted(
                    rows["leads"], key=lambda row: (row.date, row.source, row.segment, row.reason)
                )
            ),
            sku=tuple(sorted(rows["sku"], key=lambda row: (row.date, row.sku, row.segment))),
            plan=tuple(
                sorted(rows["plan"], key=lambda row: (row.month, row.department, row.metric))
            ),
        ),
        problems,
    )


@dataclass(slots=True)
class _Reader:
    """Reads one file."""

    kind: str
    name: str
    known: Known
    seen: dict[tuple[Any, ...], str]
    problems: list[Problem]
    columns: list[str] = field(default_factory=list)
    ids: Mapping[str, Collection[str] | None] = field(init=False)

    def __post_init__(self) -> None:
        self.ids = self.known.of()

    def rows(self, content: bytes) -> Iterator[Any]:
        """Yield the rows that have no mistake."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self.problems.append(Problem(Place(self.name, line), "not-utf8"))
            return
        if not text.strip():
            self.problems.append(Problem(Place(self.name), "empty-file"))
            return
        # Not splitlines(): it also parts at marks that the csv module takes for text.
        lines = _NEWLINE.split(text)
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        line, wrong = 1, 0
        try:
            if not self._header(next(reader), lines[0]):
                return
            line = reader.line_num + 1
            for cells in reader:
                if cells:
                    record = self._row(cells, line, lines[line - 1])
                    if record is not None:
                        yield record
                    elif (wrong := wrong + 1) >= _MOST:
                        return
                line = reader.line_num + 1
        except csv.Error:
            self.problems.append(Problem(Place(self.name, line), "facts-quotes"))

    def _header(self, cells: list[str], raw: str) -> bool:
        expected = COLUMNS[self.kind]
        self.columns = [cell.strip() for cell in cells]
        fine = True
        # Of more columns than that at least one is none of ours.
        for index, column in enumerate(self.columns[:_WIDEST]):
            if column not in expected or column in self.columns[:index]:
                meant = spelling.nearest(column, expected) or ", ".join(expected)
                place = Place(self.name, 1, _offset(raw, index))
                self.problems.append(
                    Problem(place, "facts-column", {"name": column, "meant": meant})
                )
                fine = False
        for column in expected:
            if column not in self.columns and column not in OPTIONAL:
                facts = {"name": column, "meant": ",".join(expected)}
                self.problems.append(Problem(Place(self.name), "facts-no-column", facts))
                fine = False
        return fine

    def _row(self, cells: list[str], line: int, raw: str) -> Any:
        if len(cells) != len(self.columns):
            facts = {"found": len(cells), "expected": len(self.columns)}
            self.problems.append(Problem(Place(self.name, line), "facts-cells", facts))
            return None
        written = dict(zip(self.columns, (cell.strip() for cell in cells), strict=True))
        values: dict[str, Any] = {"version": None, "variant": ""} if self.kind == "calls" else {}
        errors: list[CellError] = []
        for column, cell in written.items():
            try:
                values[column] = self._cell(column, cell)
            except CellError as error:
                errors.append(error)
        if not errors:
            errors.extend(self._whole(values, line))
        for each in errors:
            place = Place(self.name, line, _offset(raw, self.columns.index(each.column)))
            self.problems.append(Problem(place, each.code, each.facts))
        if any(each.code not in _NOTED for each in errors):
            return None
        return _RECORDS[self.kind](**values)

    def _cell(self, column: str, cell: str) -> Any:
        if column == "date":
            return self._date(cell)
        if column == "month":
            return _month(cell)
        if column == "version":
            return _version(cell)
        if column == "variant":
            return _variant(cell)
        if not cell:
            if column in OPTIONAL:
                return "" if column == "reason" else None
            raise CellError("facts-empty-cell", column, name=column)
        if column in self.ids:
            allowed = self.ids[column]
            if allowed is not None and cell not in allowed:
                some = ", ".join(sorted(allowed)[:_SHOWN])
                meant = spelling.nearest(cell, allowed) or some
                raise CellError("facts-unknown-id", column, name=column, value=cell, meant=meant)
            return cell
        if column == "source":
            return cell
        if column in {"revenue", "profit", "plan", "quantity"}:
            negative = cell.startswith("-") and column != "profit"
            if not _NUMBER.fullmatch(cell) or negative:
                raise CellError("facts-number", column, name=column, value=cell)
            return float(cell)
        if not _COUNT.fullmatch(cell):
            raise CellError("facts-count", column, name=column, value=cell)
        return int(cell)

    def _date(self, cell: str) -> dt.date:
        if not _DATE.fullmatch(cell):
            raise CellError("facts-date", "date", value=cell)
        try:
            day = dt.date.fromisoformat(cell)
        except ValueError:
            raise CellError("facts-date", "date", value=cell) from None
        if self.known.today and day > self.known.today:
            raise CellError("facts-future", "date", value=cell)
        return day

    def _whole(self, values: dict[str, Any], line: int) -> Iterator[CellError]:
        """Check what only a whole row tells: parts of a whole, and rows that stand twice."""
        for whole, parts in (("contacts", ("won", "refused")), ("received", _LEAD_PARTS)):
            if whole in values:
                total = sum(values[part] for part in parts)
                if total > values[whole]:
                    yield CellError(
                        "facts-parts",
                        whole,
                        parts=" + ".join(parts),
                        sum=total,
                        whole=whole,
                        total=values[whole],
                    )
        repeat, won = values.get("repeat"), values.get("won")
        if repeat is not None and won is not None and repeat > won:
            yield CellError("facts-repeat", "repeat", repeat=repeat, won=won)
        version, script = values.get("version"), values.get("script", "")
        last = (self.known.versions or {}).get(script)
        # Of a script that is in no commit yet nobody knows how many there have been.
        if version and last and version > last:
            facts = {"script": script, "version": version, "last": last}
            yield CellError("facts-version-unknown", "version", **facts)
        key = (self.kind, *(values.get(column) for column in _KEYS[self.kind]))
        here = f"{self.name}:{line}"
        other = self.seen.setdefault(key, here)
        if other != here:
            yield CellError("facts-duplicate", self.columns[0], other=other)


_NOTED: Final = frozenset({"facts-repeat", "facts-version-unknown"})
"""Mistakes with which a row counts all the same."""
_LEAD_PARTS: Final = ("accepted", "rejected")


def _month(cell: str) -> dt.date:
    match = _MONTH.fullmatch(cell)
    if match:
        try:
            return dt.date(int(match[1]), int(match[2]), 1)
        except ValueError:
            pass
    raise CellError("facts-month", "month", value=cell)


def _version(cell: str) -> int | None:
    if not cell:
        return None
    if not _COUNT.fullmatch(cell) or int(cell) == 0:
        raise CellError("facts-version", "version", value=cell)
    return int(cell)


def _variant(cell: str) -> str:
    """Read what was said of trials; in whatever order they stand, they are the same."""
    names = cell.split("+") if cell else []
    if not all(map(kinds.is_id, names)):
        raise CellError("facts-variant", "variant", value=cell)
    return "+".join(sorted(names))


def _offset(raw: str, index: int) -> int:
    """Find the column at which a cell starts, counted from 1; 1 where quotes hide it."""
    if '"' in raw:
        return 1
    return sum(len(cell) + 1 for cell in raw.split(",")[:index]) + 1
