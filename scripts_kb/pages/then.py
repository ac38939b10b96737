"""What a text said on its day: a quoted price as it was, the name of a card that is gone.

    «От <offer/opt.price.list>», row of March  ──▶  before: «От 1 435 ₽»   after: «От 1 490 ₽»

What a place held before the changes that came later, those changes tell; where none touched it, it
holds it today.
"""

import datetime as dt
import re
from typing import Final

from scripts_kb.pages.clean import seen
from scripts_kb.pages.phrases import MARK
from scripts_kb.pages.reading import Reading
from scripts_kb.past.records import Row
from scripts_kb.past.telling import Names
from scripts_kb.schema import quotes, values
from scripts_kb.schema.values import Value

_VARIABLES: Final = "config/kb"


class Then:
    """Names and values as they were when a row landed.

    Args:
        reading: the site.
        row: the row.
    """

    def __init__(self, reading: Reading, row: Row) -> None:
        self._reading = reading
        self._row = row

    def names(self) -> Names:
        """Give how things are called in the history."""
        return self._reading.names._replace(title=self.title, fill=self.fill)

    def title(self, name: str) -> str | None:
        """Name an entity, also one that is gone by now."""
        return self._reading.names.title(name) or self._reading.last_title(name)

    def fill(self, text: str, side: int) -> str:
        """Fill the marks of a text as they read before the row (0) or after it (1)."""
        if "<" in text:
            text = MARK.sub(lambda match: self._mark(match, side), text)
        return self._reading.filler.plain(text)

    def _mark(self, match: re.Match[str], side: int) -> str:
        name = match[1]
        quote = quotes.quote(name)
        if quote:
            return self._quoted(quote, side) or match[0]
        if not quotes.is_variable(name):
            return match[0]
        path = "company" if name == "company" else f"variables.{name}"
        value = self._value(_VARIABLES, path, side)
        return seen(value) if value and isinstance(value, str) else match[0]

    def _quoted(self, quote: quotes.Quote, side: int) -> str | None:
        value = self._value(quote.entity, quote.path, side)
        holder = quote.path.rpartition(".")[0]
        currency = self._value(quote.entity, f"{holder}.currency", side) if holder else ""
        told = quotes.told(_day(value) or value, str(currency or ""), self._reading.language)
        return told and seen(told)

    def _value(self, entity: str, path: str, side: int) -> Value:
        for row in reversed(self._reading.rows.get(entity, ())):
            if not self._later(row, side):
                continue
            for edit in row.edits:
                if edit.path in {"", path} or path.startswith(f"{edit.path}."):
                    return values.at(edit.before, path.removeprefix(edit.path).lstrip("."))
        document = self._reading.base.documents.get(entity)
        return values.at(document.value, path) if document else None

    def _later(self, row: Row, side: int) -> bool:
        if row.change == self._row.change:
            return side == 0
        return row.time > self._row.time


def _day(value: Value) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
