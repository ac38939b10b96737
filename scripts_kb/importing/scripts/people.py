"""Whom a document names: phones and mails that were left out, names to be reviewed."""

from collections.abc import Iterator
from typing import Any

from scripts_kb.importing.scripts import persons
from scripts_kb.importing.scripts.ledger import LetterLedger


def of(ledger: LetterLedger) -> Iterator[dict[str, Any]]:
    """Yield each person's place; the texts of phones and mails are never told."""
    for at, text in ledger.texts():
        for contact in persons.contacts(text):
            fate = "variable" if contact.ours else "left-out"
            yield {"at": at, "what": contact.what, "fate": fate}
        for name in dict.fromkeys(persons.names(text)):
            yield {"at": at, "what": "name", "fate": "listed", "text": name}
