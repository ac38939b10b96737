"""An export of a CRM to one file of facts: counted, then recorded.

**One file a source.** What `kb facts import` makes of amoCRM stands in `facts/calls-amocrm.csv`
and nowhere else. An export tells all deals *created* between its first and its last day; the rows
of those days are replaced whole, the rows of other days stay (`recording`). So the same export
twice, or two that overlap, count nothing twice, and a deal won weeks later is counted when the next
export tells of it. Exports of a part (one pipeline, one office) have a name of their own each,
`--as cafe`; one that tells clearly less of its days than is recorded is refused.

A deal belongs to the day on which it was created: that is when the script was spoken.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from scripts_kb.content.base import Base
from scripts_kb.facts import crm, deals, recording
from scripts_kb.facts.deals import Deal, Speakers
from scripts_kb.facts.recording import FOLDER, CountedFile, Recorded, order
from scripts_kb.facts.records import CallFact
from scripts_kb.facts.tables import UnreadableTableError, open_table
from scripts_kb.problems import Place, Problem, UserError

AUTO: Final = "auto"

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


@dataclass(frozen=True, slots=True)
class Imported(CountedFile):
    """What an import made of an export.

    Attributes:
        path: the file of facts, below the content folder.
        crm: whose export it was.
        deals: how many the export tells.
        repeated: further rows of a deal that was told already.
    """

    path: str
    crm: str
    deals: int = 0
    repeated: int = 0


def prepare(
    file: Path,
    base: Base,
    content: Path,
    *,
    source: str = AUTO,
    name: str = "",
    may_shrink: bool = False,
    today: dt.date | None = None,
    shown: str = "content",
) -> Imported:
    """Make the new content of a file of facts, and write nothing.

    Args:
        file: the export.
        base: the knowledge base.
        content: its folder.
        source: `amocrm`, `bitrix24`, an id of `kb.yml`'s `crm`, or `auto` to tell by the header.
        name: of the part of the sales that the export tells of; the CRM's id where left out.
        may_shrink: let it tell less than is recorded.
        today: after this day no deal can have been created.
        shown: how messages name the content folder.

    Returns:
        What there is to write, or the problems that forbid it.

    Raises:
        UserError: for an unknown source, or a name that cannot be a file's.
    """
    known = crm.readings(base.kb.crm)
    if source != AUTO and source not in known:
        raise UserError("no-crm", value=source, known=", ".join(known))
    if name and not _NAME.fullmatch(name):
        raise UserError("not-a-part", value=name)
    try:
        with open_table(file, file.name, crm.asked(known)) as table:
            how = known[source] if source != AUTO else crm.detect(table.header, known)
            if how is None:
                names = ", ".join(f"«{each.strip()}»" for each in table.header[:12])
                place = Place(table.shown, table.header_row)
                problem = Problem(place, "crm-unknown", {"columns": names})
                return Imported("", "", problems=(problem,))
            found = deals.read(table, how, _speakers(base, today))
    except UnreadableTableError as error:
        return Imported("", "", problems=(error.problem,))
    path = f"{FOLDER}/calls-{name or how.crm}.csv"
    if any(each.severity == "error" for each in found.problems):
        return Imported(path, how.crm, problems=tuple(found.problems))
    counted = count(deal for _, deal in found.found.values())
    return _merged(
        path, how.crm, counted, found, Recorded(base, content, shown, may_shrink=may_shrink)
    )


def _speakers(base: Base, today: dt.date | None) -> Speakers:
    return Speakers(
        segments_of={
            each.id: (each.value or {}).get("segments") or ()
            for each in base.documents.values()
            if each.kind == "script"
        },
        segments={each.id: each.title for each in base.kb.segments},
        today=today,
    )


_Key = tuple[dt.date, str, int | None, str, str]
"""Of which calls: day, script, version, segment, variant."""


@dataclass(slots=True)
class _Sum:
    contacts: int = 0
    won: int = 0
    refused: int = 0
    revenue: int | None = None
    profit: int | None = None
    repeat: int | None = None


def count(found: Iterable[Deal]) -> list[CallFact]:
    """Add deals up by day, script, version, segment and variant.

    Money counts for won deals only; what no deal of a sum tells stays None.

    Examples:
        >>> import datetime as dt
        >>> day = dt.date(2026, 10, 5)
        >>> rows = count([Deal(day, "won", "in", 2, "home", 149000, None, None),
        ...               Deal(day, "open", "in", 2, "home", 0, None, None)])
        >>> rows[0].contacts, rows[0].won, rows[0].refused, rows[0].revenue, rows[0].profit
        (2, 1, 0, 1490.0, None)
    """
    sums: dict[_Key, _Sum] = {}
    for deal in found:
        key = (deal.created, deal.script, deal.version, deal.segment, deal.variant)
        total = sums.get(key)
        if total is None:
            total = sums[key] = _Sum()
        total.contacts += 1
        won = deal.outcome == "won"
        total.won += won
        total.refused += deal.outcome == "refused"
        if deal.amount is not None:
            total.revenue = (total.revenue or 0) + (deal.amount if won else 0)
        if deal.profit is not None:
            total.profit = (total.profit or 0) + (deal.profit if won else 0)
        if deal.repeat is not None:
            total.repeat = (total.repeat or 0) + (deal.repeat and won)
    rows = [
        CallFact(
            *key[:4],
            total.contacts,
            total.won,
            total.refused,
            None if total.revenue is None else total.revenue / 100,
            None if total.profit is None else total.profit / 100,
            total.repeat,
            key[4],
        )
        for key, total in sums.items()
    ]
    return sorted(rows, key=order)


def _merged(
    path: str, crm_id: str, counted: list[CallFact], found: deals.Deals, recorded: Recorded
) -> Imported:
    first, last = counted[0].date, counted[-1].date
    told = Imported(
        path,
        crm_id,
        deals=len(found.found),
        repeated=found.repeated,
        contacts=sum(row.contacts for row in counted),
        won=sum(row.won for row in counted),
        refused=sum(row.refused for row in counted),
        first=first,
        last=last,
        problems=tuple(found.problems),
    )
    merged = recorded.merged(path, counted, first, last)
    problems = [*told.problems, *merged.problems]
    if merged.fewer:
        old, new = merged.fewer
        facts = {"first": first.isoformat(), "last": last.isoformat(), "old": old, "new": new}
        problems.append(Problem(Place(f"{recorded.shown}/{path}"), "crm-fewer", facts))
    return replace(
        told,
        text=merged.text,
        unchanged=merged.unchanged,
        rows=merged.rows,
        problems=tuple(problems),
    )


def put(imported: Imported, content: Path) -> None:
    """Write what was prepared: the whole file or, whatever happens, nothing.

    Raises:
        UserError: where the disk refuses.
    """
    if imported.text is not None and not imported.unchanged:
        recording.put(content, imported.path, imported.text)
