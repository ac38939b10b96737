"""What came of a change, in one line, for its entry in a page's history.

Ledger ──addresses──▶ where each prediction stands       Row ──of──▶ Outcome(verdict, figures)
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from scripts_kb.effects import wording
from scripts_kb.effects.records.judgements import Judgement
from scripts_kb.pages.clean import seen
from scripts_kb.pages.reading import Reading
from scripts_kb.past.records import Row

NEWEST: Final = 60
"""How many predictions stand on /effects/; older ones stand on the page of their year."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict with its figures and the address, below the root, where all of it stands.

    `code` is the verdict's, or `mixed` where a shift of segments explains the difference.
    """

    code: str
    verdict: str
    figures: str
    address: str


def addresses(entries: Iterable[Judgement]) -> Mapping[str, str]:
    """Say where each prediction stands, by its key.

    Args:
        entries: the latest landed first.

    Examples:
        >>> addresses([])
        {}
    """
    found = {}
    for number, entry in enumerate(entries):
        page = "effects/" if number < NEWEST else f"effects/{entry.landed.year}/"
        found[entry.key] = f"{page}#{anchor(entry)}"
    return found


def anchor(entry: Judgement) -> str:
    """Name the place of a prediction; a key that an author made up does no harm in an address."""
    return "p-" + "".join(each if each.isalnum() else "-" for each in entry.key)


def of(reading: Reading, row: Row) -> Iterator[Outcome]:
    """Yield what came of a row's prediction."""
    reason = row.rationale
    key = (reason.id if reason else None) or row.change[:12]
    for entry in reading.predicted.get(key, ()):
        if row.entity in entry.entities:
            verdict = wording.verdict(entry, reading.language)
            where = addresses_of(reading)[entry.key]
            yield Outcome(code_of(entry), verdict, figures(reading, entry), where)


def code_of(entry: Judgement) -> str:
    """Tell by which colour a verdict is shown."""
    judged = entry.verdict in {"confirmed", "not-confirmed"}
    return "mixed" if judged and entry.explained_by_mix() else entry.verdict


def addresses_of(reading: Reading) -> Mapping[str, str]:
    """Give the addresses of a site's predictions, made once."""
    if reading.effect_places is None:
        reading.effect_places = addresses(reading.site.effects.ledger.entries)
    return reading.effect_places


def figures(reading: Reading, entry: Judgement) -> str:
    """Say what was measured in one line; before its day, until when it waits."""
    say = reading.messages.one
    if not entry.before.contacts or not entry.after.contacts:
        due = reading.day(entry.prediction.due)
        return say("nothing measured yet, due %(date)s") % {"date": due}
    return f"{seen(entry.prediction.title)}: {wording.measured(entry, reading.language)}"
