"""Rows of an export to deals: one record a deal, only what facts need, every mistake named.

A row of a CRM names people; of it only the mapped columns are looked at, and what is kept holds no
text of theirs but ids of the knowledge base. Messages hide what might be a name or a telephone.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from scripts_kb.content import spelling
from scripts_kb.facts import amounts, crm
from scripts_kb.facts.crm import CrmMapping, DealState, Role
from scripts_kb.facts.records import CellError
from scripts_kb.facts.tables import Cell, Table, TableRow
from scripts_kb.files import progress
from scripts_kb.problems import Place, Problem

_AT_VERSION: Final = re.compile(
    r"(?:^|[^\w-])(?:script/)?(?P<script>[a-z0-9][a-z0-9-]{0,63})@v?(?P<version>[1-9]\d{0,5})"
    r"(?P<variants>(?:\+[a-z0-9][a-z0-9-]{0,63})*)(?!\w)"
)
_VERSION: Final = re.compile(
    r"(?:v|в|верс(?:ия)?\.?|№)?\s*(?P<version>[1-9]\d{0,5})(?:\.0)?", re.IGNORECASE
)
_SPOILED: Final = re.compile(r"\d(?:[.,]\d+)?[eEеЕ]\+?\d+")
"""A long number as a spreadsheet shortens it; the «Е» may be Russian."""
_PRECISE: Final = 1e15
"""From here on a spreadsheet's number has lost digits."""
_EPOCH: Final = re.compile(r"1\d{9}(?:\d{3})?")
_DATELIKE: Final = re.compile(
    r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[ T,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?"
)
_TOTAL: Final = re.compile(r"(итого|всего|total)\b", re.IGNORECASE)
_YES: Final = frozenset({"да", "yes", "y", "true", "1", "истина", "д", "+"})
_NO: Final = frozenset({"нет", "no", "n", "false", "0", "ложь", "н", "-", ""})
_MOST: Final = 200
"""Problems after which reading stops: nobody mends more of them by hand."""
_LONGEST: Final = 60
_LOOKED_AT: Final = 300
"""Letters of a cell that are looked at: no id, no day, no name of a stage is longer."""
_PERSONAL: Final = re.compile(r"\S*@\S*|\+?\d[\d\s()-]{6,}\d")
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")


class Deal(NamedTuple):
    """What facts need of a deal. Money is in hundredths, None where the export has none."""

    created: dt.date
    outcome: DealState
    script: str
    version: int | None
    segment: str
    amount: int | None
    profit: int | None
    repeat: bool | None
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Speakers:
    """What the knowledge base knows that deals may name.

    Attributes:
        segments_of: script → its segments.
        segments: id → title.
        today: after it no deal can have been created; None leaves that unchecked.
    """

    segments_of: Mapping[str, Sequence[str]]
    segments: Mapping[str, str]
    today: dt.date | None = None


@dataclass(slots=True)
class Deals:
    """The deals of an export by their ids, and what was found wrong."""

    found: dict[str, tuple[int, Deal]] = field(default_factory=dict)
    """Id → row and deal; the ids never leave this record."""
    problems: list[Problem] = field(default_factory=list)
    repeated: int = 0
    """Rows of deals that an earlier row told already."""


def masked(value: object, *, words: bool = True) -> str:
    """Make a cell fit for a message: no address, no telephone, not too long.

    Args:
        value: the cell.
        words: whether words may be shown, as the name of a stage may; else they may be a person's.

    Examples:
        >>> masked("Иван +7 900 000-00-01"), masked("Иванов Иван", words=False)
        ('Иван …', '…')
    """
    text = str(value)
    if len(text) > _LOOKED_AT:
        # At a gap: half an address is a name.
        text = f"{text[:_LOOKED_AT].rpartition(' ')[0]}…"
    text = impersonal(text)
    if not words:
        text = re.sub(r"…(\s*…)+", "…", _WORDS.sub("…", text))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def impersonal(text: str) -> str:
    """Hide addresses and telephones in a text.

    Examples:
        >>> impersonal("no such role: +7 900 000-00-01")
        'no such role: …'
    """
    return _PERSONAL.sub("…", text)


def read(table: Table, reading: CrmMapping, speakers: Speakers) -> Deals:
    """Read the deals of a table.

    Args:
        table: an export; its rows are used up.
        reading: how to read it.
        speakers: what deals may name.

    Returns:
        The deals, a row of several products of one deal counted once. Each unknown name is reported
        once, at the first row that has it.

    Raises:
        UnreadableTableError: where the file turns out to be broken further down.
    """
    header = Place(table.shown, table.header_row)
    columns, problems = crm.columns(table.header, reading, header)
    result = Deals(problems=problems)
    if problems:
        return result
    reader = _Reader(table.shown, reading, speakers, columns, len(table.header), result)
    for row in progress.of("deals", table.rows):
        reader.take(row)
        if len(result.problems) >= _MOST:
            break
    reader.finish()
    if not result.found and not result.problems:
        result.problems.append(Problem(header, "crm-no-deals"))
    return result


@dataclass(slots=True)
class _Reader:
    shown: str
    reading: CrmMapping
    speakers: Speakers
    columns: dict[Role, int]
    width: int
    result: Deals
    reported: set[tuple[str, str]] = field(default_factory=set)
    currency: tuple[str, int] | None = None
    unread: list[int] = field(default_factory=list)
    """Rows whose version could not be read: first, count."""
    unpaid: list[int] = field(default_factory=list)
    """Rows of won deals without an amount."""
    by_title: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for id_, title in self.speakers.segments.items():
            self.by_title[crm.fold(title)] = id_
        self.by_title.update({id_: id_ for id_ in self.speakers.segments})

    def take(self, row: TableRow) -> None:
        """Read one row."""
        number = row[0]
        cells = self._fitted(*row)
        if cells is None:
            return
        values = {role: cells[index] for role, index in self.columns.items()}
        if all(_blank(value) for value in values.values()):
            # An empty line, or a further product of the deal above.
            return
        deal = _id(values["deal"])
        if _SPOILED.fullmatch(deal) or _imprecise(values["deal"]):
            self._report(number, CellError("crm-spoiled-id", "deal", value=deal))
            return
        if _TOTAL.match(deal) or (not deal and _TOTAL.match(str(cells[0] or "").strip())):
            return
        if not deal:
            self._report(number, CellError("crm-no-id", "deal"))
            return
        earlier = self.result.found.get(deal)
        try:
            if earlier is not None:
                self._again(number, values, *earlier)
            else:
                self.result.found[deal] = (number, self._deal(number, values))
        except CellError as error:
            self._report(number, error)

    def finish(self) -> None:
        """Report what was only counted."""
        for code, rows in (("crm-version", self.unread), ("crm-no-amount", self.unpaid)):
            if rows:
                place = Place(self.shown, rows[0])
                self.result.problems.append(Problem(place, code, {"count": len(rows)}))

    def _fitted(self, number: int, cells: Sequence[Cell]) -> Sequence[Cell] | None:
        if len(cells) == self.width:
            return cells
        # A delimiter at the end of the rows, but not of the header, is an old habit of exports.
        if len(cells) > self.width and all(_blank(cell) for cell in cells[self.width :]):
            return cells[: self.width]
        if all(_blank(cell) for cell in cells) or _TOTAL.match(str(cells[0] or "").strip()):
            return None
        facts = {"found": len(cells), "expected": self.width}
        self.result.problems.append(Problem(Place(self.shown, number), "crm-cells", facts))
        return None

    def _report(self, number: int, error: CellError) -> None:
        name = error.facts.get("stage") or error.facts.get("pipeline") or ""
        if error.code == "crm-unknown-id":
            name = f"{error.column}:{error.facts['value']}"
        if error.code in {"crm-no-script", "crm-no-segment"}:
            name = str(error.facts.get("script", "-"))
        if name:
            if (error.code, name) in self.reported:
                return
            self.reported.add((error.code, name))
        place = Place(self.shown, number, self.columns.get(error.column, 0) + 1)
        self.result.problems.append(Problem(place, error.code, error.facts))

    def _deal(self, number: int, values: Mapping[Role, Cell]) -> Deal:
        outcome = self._outcome(values["stage"])
        created = self._created(values["created"])
        script, version, variant = self._script(number, values)
        amount = self._money("amount", number, values)
        if amount is None and "amount" in values:
            if outcome == "won":
                self.unpaid.append(number)
            amount = 0
        return Deal(
            created,
            outcome,
            script,
            version,
            self._segment(script, values),
            amount,
            self._money("profit", number, values),
            self._repeat(values),
            variant,
        )

    def _again(self, number: int, values: Mapping[Role, Cell], row: int, deal: Deal) -> None:
        """Compare a further row of a deal: its empty cells say nothing, the others the same."""
        told = {role for role, cell in values.items() if not _blank(cell)}
        same = {
            "stage": "stage" not in told or self._outcome(values["stage"]) == deal.outcome,
            "created": "created" not in told or self._created(values["created"]) == deal.created,
            "amount": "amount" not in told or self._money("amount", number, values) == deal.amount,
        }
        for role, holds in same.items():
            if not holds:
                raise CellError("crm-conflict", role, other=row, role=role)
        self.result.repeated += 1

    def _outcome(self, cell: Cell) -> DealState:
        stage = _text(cell)
        found = self.reading.outcome(stage)
        if found is None:
            raise CellError("crm-unknown-stage", "stage", stage=masked(stage), crm=self.reading.crm)
        return found

    def _created(self, cell: Cell) -> dt.date:
        try:
            created = amounts.day(cell)
        except ValueError:
            written = _text(cell)
            if _EPOCH.fullmatch(written):
                raise CellError("crm-epoch", "created", value=written) from None
            # Only signs of a date and a time: no telephone is written so.
            plain = _DATELIKE.fullmatch(written)
            shown = written if plain else masked(written, words=False)
            raise CellError("crm-date", "created", value=shown) from None
        if self.speakers.today and created > self.speakers.today:
            raise CellError("crm-future", "created", value=created.isoformat())
        return created

    def _money(self, role: Role, number: int, values: Mapping[Role, Cell]) -> int | None:
        cell = values.get(role)
        if _blank(cell):
            return None
        try:
            if not isinstance(cell, str | float | int) or isinstance(cell, bool):
                raise ValueError(cell)  # noqa: TRY301, TRY004 - the same mistake as below
            amount, sign = amounts.money(cell)
        except ValueError:
            shown = masked(_text(cell), words=False)
            raise CellError("crm-amount", role, value=shown) from None
        named = _text(values.get("currency"))
        sign = amounts.currency(named) if named else sign
        if sign:
            self.currency = self.currency or (sign, number)
            expected, other = self.currency
            if sign != expected:
                raise CellError(
                    "crm-currency", role, found=masked(sign), expected=expected, other=other
                )
        return amount

    def _script(self, number: int, values: Mapping[Role, Cell]) -> tuple[str, int | None, str]:
        script, version, variant = self._version(number, values.get("version"))
        if script:
            return script, version, variant
        written = _text(values.get("script")).removeprefix("script/")
        if written:
            return self._known(written, "script", self.speakers.segments_of), version, ""
        pipeline = self._pipeline(values)
        if pipeline is None or not pipeline.script:
            raise CellError("crm-no-script", "version", crm=self.reading.crm)
        return self._known(pipeline.script, "script", self.speakers.segments_of), version, ""

    def _version(self, number: int, cell: Cell) -> tuple[str, int | None, str]:
        text = _text(cell)
        if not text:
            return "", None, ""
        match = _AT_VERSION.search(text)
        if match and match["script"] in self.speakers.segments_of:
            variants = sorted(set(match["variants"].split("+")) - {""})
            return match["script"], int(match["version"]), "+".join(variants)
        match = _VERSION.fullmatch(text)
        if match:
            return "", int(match["version"]), ""
        self.unread.append(number)
        return "", None, ""

    def _pipeline(self, values: Mapping[Role, Cell]) -> Any:
        pipelines = self.reading.pipelines
        name = _text(values.get("pipeline"))
        if not name:
            # The only pipeline there is need not be a column.
            return next(iter(pipelines.values())) if len(pipelines) == 1 else None
        found = pipelines.get(crm.fold(name))
        if found is None:
            raise CellError(
                "crm-unknown-pipeline", "pipeline", pipeline=masked(name), crm=self.reading.crm
            )
        return found

    def _segment(self, script: str, values: Mapping[Role, Cell]) -> str:
        written = _text(values.get("segment"))
        if written:
            return self.by_title.get(crm.fold(written)) or self._known(
                written, "segment", self.speakers.segments
            )
        pipeline = self.reading.pipelines.get(crm.fold(_text(values.get("pipeline"))))
        if pipeline is None and len(self.reading.pipelines) == 1:
            pipeline = next(iter(self.reading.pipelines.values()))
        if pipeline is not None and pipeline.segment and pipeline.script in {"", script}:
            return self._known(pipeline.segment, "segment", self.speakers.segments)
        own = self.speakers.segments_of.get(script, ())
        if len(own) == 1:
            return own[0]
        raise CellError("crm-no-segment", "segment", script=script, crm=self.reading.crm)

    def _known(self, value: str, role: Role, known: Mapping[str, object]) -> str:
        if value in known:
            return value
        meant = spelling.nearest(value, known) or ", ".join(sorted(known))
        raise CellError("crm-unknown-id", role, role=role, value=masked(value), meant=meant)

    def _repeat(self, values: Mapping[Role, Cell]) -> bool | None:
        if "repeat" not in values:
            return None
        text = crm.fold(_text(values["repeat"]))
        if text not in _YES | _NO:
            raise CellError("crm-repeat", "repeat", value=masked(text, words=False))
        return text in _YES


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell)[:_LOOKED_AT].split())


def _imprecise(cell: Cell) -> bool:
    return isinstance(cell, float) and abs(cell) >= _PRECISE


def _id(cell: Cell) -> str:
    # Whole, however long: two deals whose ids begin alike are two.
    return "".join(cell.split()) if isinstance(cell, str) else _text(cell)
