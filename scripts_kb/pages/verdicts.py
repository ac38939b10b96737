"""What came of a change, in one line, for its entry in a page's history.

Row ──of──▶ Outcome(verdict, figures)
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from scripts_kb.effects import wording
from scripts_kb.effects.records.judgements import Judgement
from scripts_kb.language import formats
from scripts_kb.pages.clean import seen
from scripts_kb.pages.reading import Reading
from scripts_kb.past.records import Row


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict with its figures and the address, below the root, where all of it stands."""

    code: str
    verdict: str
    figures: str
    address: str


def of(reading: Reading, row: Row) -> Iterator[Outcome]:
    """Yield what came of a row's prediction."""
    reason = row.rationale
    key = (reason.id if reason else None) or row.change[:12]
    for entry in reading.predicted.get(key, ()):
        if row.entity in entry.entities:
            verdict = wording.named(entry.verdict, reading.language)
            where = reading.effect_places[entry.key]
            yield Outcome(entry.verdict, verdict, figures(reading, entry), where)


def figures(reading: Reading, entry: Judgement) -> str:
    """Say what was measured in one line; before its day, until when it waits."""
    say = reading.messages.one
    if not entry.before.contacts or not entry.after.contacts:
        due = reading.day(entry.prediction.due)
        return say("nothing measured yet, due %(date)s") % {"date": due}
    said = f"{seen(entry.prediction.title)}: {wording.measured(entry, reading.language)}"
    return "; ".join((said, *cautions(reading, entry), *waits(reading, entry)))


def waits(reading: Reading, entry: Judgement) -> tuple[str, ...]:
    """Say what an entry that is not clear lacks, and until when it waits."""
    return tuple(wording.waits(entry, reading.day, reading.language))


def cautions(reading: Reading, entry: Judgement) -> Iterator[str]:
    """Say why figures are to be trusted less, with segments and days as readers know them."""
    for each in entry.cautions:
        detail = each.detail
        if each.code == "mix":
            detail = formats.quoted(reading.segments.get(detail, detail), reading.language)
        elif detail:
            detail = reading.day(dt.date.fromisoformat(detail))
        said = type(each)(each.code, each.share, detail, each.adjusted)
        yield wording.caution(said, entry.unit, reading.language)
