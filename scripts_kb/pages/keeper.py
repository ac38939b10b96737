"""The keeper's page: one list of what waits, first what a customer would hear wrong today.

waiting.lapsed, unanswered, unexplained, … ──in that order──▶ /keeper/, and a message for a chat
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from scripts_kb.effects.records.reported import Month
from scripts_kb.pages import waiting
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.sheet import Sheet
from scripts_kb.pages.site import Page, Planned
from scripts_kb.pages.waiting import Due

FOLDER = "keeper/"


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that waits, and why it does."""

    due: Due
    why: str
    mark: bool
    """Whether a customer may hear something wrong today."""


def plan(reading: Reading) -> Iterator[Planned]:
    """Yield /keeper/; nothing for partners."""
    if reading.site.audience != "partner":
        yield Planned(f"{FOLDER}index.md", partial(_page, reading))


def _page(reading: Reading) -> Page:
    found = list(_waiting(reading))
    return Sheet(reading, f"{FOLDER}index.md").page(
        "keeper.html",
        reading.messages.one("For the keeper: what waits"),
        found=found,
        message=_message(reading, found),
        searched=False,
    )


def _waiting(reading: Reading) -> Iterator[Duty]:
    """Yield everything, each thing once, by what a customer would hear wrong."""
    say = reading.messages.one
    reports, today = reading.site.effects.reports, reading.site.today
    now = reports[0] if reports else Month(today, today)
    sorts = (
        # An offer that is over is promised aloud; without an answer a customer hears a guess.
        (say("The offer is over and still named"), True, waiting.lapsed(reading)),
        (say("Customers ask, no card answers"), True, waiting.unanswered(reading, now)),
        # Words that nobody can defend, then those whose reason is on its way.
        (say("Changed without a written reason"), False, waiting.unexplained(reading, reports)),
        (say("The reason of an urgent change is owed"), False, waiting.owed(reading, now)),
        (say("The proposal has no reply"), False, waiting.proposals(reading, now)),
        (say("The task is past its day"), False, waiting.undone(reading, now)),
        (say("The dispute is open"), False, waiting.disputes(reading, now.disputes)),
    )
    for why, mark, dues in sorts:
        for due in dues:
            yield Duty(due, why, mark)


def _message(reading: Reading, found: list[Duty]) -> str:
    """Write a reminder for a chat: a line a thing, with where it leads if the site says where."""
    head = reading.messages.one("What waits in the knowledge base on %(date)s")
    lines = [f"{head % {'date': reading.day(reading.site.today)}}: {len(found)}"]
    for number, each in enumerate(found, 1):
        told = " · ".join(filter(None, (each.due.name, each.due.note)))
        where = f" {reading.site.url}{each.due.address}" if reading.site.url else ""
        lines.append(f"{number}. {each.why}: {told}{where if each.due.address else ''}")
    return "\n".join(lines)
