"""Proposals: each gets a reply with its reason, and gets it in time."""

import datetime as dt
from collections.abc import Iterator

from scripts_kb.content.base import Base
from scripts_kb.problems import Problem
from scripts_kb.schema.workdays import working_days


def check(base: Base, today: dt.date) -> Iterator[Problem]:
    """Find proposals that were settled without a word, and those that wait too long."""
    for document in base.of("insight"):
        if document.record.status == "archived":
            continue
        for index, proposal in enumerate(document.record.proposals):
            loc = ("proposals", index)
            if proposal.answered and not proposal.reply:
                yield Problem(document.place(loc), "no-reply", {"id": proposal.id})
            waited = working_days(proposal.on, today) if proposal.on else 0
            if not proposal.answered and waited > base.kb.reply_days:
                facts = {"id": proposal.id, "count": str(waited)}
                yield Problem(document.place(loc), "proposal-waits", facts)
