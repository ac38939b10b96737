"""Whom a document names: phones and mails that were left out, names to be reviewed."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from scripts_kb.importing.scripts import persons
from scripts_kb.importing.scripts.setting import RuleSetting

KEEP: Final = "keep"
DROP: Final = "drop"


def of(setting: RuleSetting) -> Iterator[dict[str, Any]]:
    """Yield each person's place; the texts of phones and mails are never told.

    A name that a person settled in the map is no longer up for review: one that stays is not told,
    one that was taken out is told by its place alone.
    """
    for at, text in setting.ledger.texts():
        for contact in persons.contacts(text):
            fate = "variable" if contact.ours else "left-out"
            yield {"at": at, "what": contact.what, "fate": fate}
        for name in dict.fromkeys(persons.names(text)):
            settled = setting.names.get(name)
            if settled is None:
                yield {"at": at, "what": "name", "fate": "listed", "text": name}
            elif settled != KEEP:
                fate = "left-out" if settled == DROP else "variable"
                yield {"at": at, "what": "name", "fate": fate}


def left_out(names: Mapping[str, str]) -> frozenset[str]:
    """Give the names that a person took out of the texts.

    Args:
        names: as the map has them.
    """
    return frozenset(name for name, settled in names.items() if settled != KEEP)


def without(text: str, setting: RuleSetting) -> str:
    """Give a text without phones, mails, and the names that a person took out.

    Where a variable stands for a name, whether it may stand at its place is told where all blanks
    are settled.
    """
    text = persons.without(text, setting.language, setting.our_phone)
    for start, end, name in reversed(persons.named(text, left_out(setting.names))):
        settled = setting.names[name]
        sign = persons.NAME[setting.language] if settled == DROP else f"<{settled}>"
        text = text[:start] + sign + text[end:]
    return text
