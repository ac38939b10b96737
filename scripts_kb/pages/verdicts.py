"""What came of a change, in one line, for its entry in a page's history.

Row ──of──▶ Outcome(verdict, figures)
"""

from collections.abc import Iterator
from dataclasses import dataclass

from scripts_kb.effects import wording
from scripts_kb.effects.records.judgements import Judgement
from scripts_kb.pages.clean import seen
from scripts_kb.pages.reading import Reading
from scripts_kb.past.records import Row


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict with its figures and the address, below the root, where all of it stands.

    `code` is the verdict's, or `mixed` where a shift of segments explains the difference.
    """

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
            verdict = wording.verdict(entry, reading.language)
            where = reading.effect_places[entry.key]
            yield Outcome(code_of(entry), verdict, figures(reading, entry), where)


def code_of(entry: Judgement) -> str:
    """Tell by which colour a verdict is shown."""
    judged = entry.verdict in {"confirmed", "not-confirmed"}
    return "mixed" if judged and entry.explained_by_mix() else entry.verdict


def figures(reading: Reading, entry: Judgement) -> str:
    """Say what was measured in one line; before its day, until when it waits."""
    say = reading.messages.one
    if not entry.before.contacts or not entry.after.contacts:
        due = reading.day(entry.prediction.due)
        return say("nothing measured yet, due %(date)s") % {"date": due}
    return f"{seen(entry.prediction.title)}: {wording.measured(entry, reading.language)}"
