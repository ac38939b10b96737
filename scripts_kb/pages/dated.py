"""Days of the past: what a script, an offer or a product said on any day of the past.

    versions of an entity ──project──▶ texts as they were said ──▶ kb/past/KIND/ID.json
    versions of what they quote ───▶ values by day ─────────────┘

A quoted price stands in a text as a mark; its values over time stand beside it. So a browser shows
the price of the day also where the text that quotes it was older.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from scripts_kb.language import Language, formats
from scripts_kb.pages import sight
from scripts_kb.pages.clean import seen
from scripts_kb.pages.data import as_bytes
from scripts_kb.pages.phrases import MARK
from scripts_kb.pages.reading import Reading
from scripts_kb.pages.site import Dated, Page, Planned
from scripts_kb.schema import labels, quotes
from scripts_kb.schema.values import Value

FORMAT: Final = 1
KINDS: Final = ("script", "offer", "product")
"""What a deal was made by."""

_MUST: Final = "must/"
"""Marks of phrases that must be said; no author can write one: it is neither variable nor quote."""
_OFFER: Final = ("promise", "price", "discount_limits", "terms")
_PRODUCT: Final = ("says", "price")

History = Mapping[str, Sequence[Dated]]
"""The versions of each entity that has any, oldest first."""


def plan(reading: Reading, history: History) -> Iterator[Planned]:
    """Yield the past of every script, offer and product; nothing for partners.

    Args:
        reading: of the site; what its audience may not see is left out.
        history: the versions as they were written.
    """
    if reading.site.audience == "partner":
        return
    dates = _Dates(reading, history)
    for kind in KINDS:
        for document in reading.base.of(kind):
            if document.entity in history:
                yield Planned(
                    f"kb/past/{document.entity}.json", partial(dates.page, document.entity)
                )


class _Dates:
    """Writes the pasts of one site; values that many quote are looked up once."""

    def __init__(self, reading: Reading, history: History) -> None:
        self.reading = reading
        self._versions = history
        self.audience = reading.site.audience

    def history(self, entity: str) -> Sequence[Dated]:
        """Give the versions of an entity; they follow from its rows."""
        self.reading.notes.note("rows of", entity)
        return self._versions.get(entity, ())

    def page(self, entity: str) -> Page:
        """Write the past of an entity."""
        return Page(f"kb/past/{entity}.json", as_bytes(self.of(entity)))

    def of(self, entity: str) -> dict[str, Any]:
        """Give the past of an entity as JSON."""
        texts: dict[str, int] = {}
        versions = []
        for each in self.history(entity):
            day, time = self._moment(each)
            about: dict[str, Any] = {"version": each.version, "on": day, "at": time}
            value = sight.value(entity, each.value, self.audience)
            if isinstance(value, dict):
                lines = [
                    [texts.setdefault(part, len(texts)) for part in line]
                    for line in self._lines(entity, value)
                ]
                about["lines"] = lines
                about |= {
                    name: value[name] for name in ("valid_from", "valid_to") if value.get(name)
                }
            versions.append(about)
        marks = dict.fromkeys(match[1] for text in texts for match in MARK.finditer(text))
        found = {name: self._values(name) for name in marks}
        return {
            "format": FORMAT,
            "entity": entity,
            "versions": versions,
            "texts": list(texts),
            "marks": {name: each for name, each in found.items() if each},
        }

    def _moment(self, each: Dated) -> tuple[str, str]:
        landed = formats.moment(each.time, self.reading.base.zone)
        return landed.date().isoformat(), f"{landed:%H:%M}"

    def _lines(self, entity: str, value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield label and text of what was said, in reading order."""
        kind = entity.partition("/")[0]
        title, status = _text(value.get("title")), value.get("status") or "live"
        yield self._label(kind, "title"), title
        if status != "live":
            text = labels.choice("status", str(status), self.reading.language)
            yield self._label(kind, "status"), text
        if kind == "script":
            yield from self._script(value)
            return
        for name in _OFFER if kind == "offer" else _PRODUCT:
            text = _text(value.get(name))
            if name == "price":
                text = _price(value.get(name), self.reading.language)
            if text:
                yield self._label(kind, name), text
        for name in ("valid_from", "valid_to"):
            day = _day(value.get(name))
            if day:
                yield self._label(kind, name), self.reading.day(day)

    def _script(self, value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if value.get("goal"):
            yield self._label("script", "goal"), _text(value["goal"])
        for id_ in _items(value.get("must_say")):
            yield self._label("script", "must_say"), f"<{_MUST}{id_}>"
        for node in _items(value.get("nodes")):
            if not isinstance(node, Mapping) or not node.get("say"):
                continue
            stage = _text(node.get("stage"))
            parts = (
                labels.choice("stage", stage, self.reading.language) if stage else "",
                self.reading.filler.plain(_text(node.get("intent"))),
            )
            label = " · ".join(part for part in parts if part)
            yield label or self._label("script", "nodes.say"), _text(node["say"])

    def _label(self, kind: str, path: str) -> str:
        return labels.trail(kind, path, self.reading.language)[-1]

    def _values(self, name: str) -> list[list[str]]:
        """Give what stood in place of a mark: days and texts, the oldest first."""
        return self.reading.notes.once(("values", name), lambda: list(self._told(name)))

    def _told(self, name: str) -> Iterator[list[str]]:
        read: Callable[[Value], str | None]
        quote = quotes.quote(name)
        if quote:
            if not sight.visible(quote.entity, quote.path, self.audience):
                return
            entity, read = quote.entity, partial(_quoted, quote.path, self.reading.language)
        elif name.startswith(_MUST):
            entity, read = "config/wording", partial(_phrase, name.removeprefix(_MUST))
        elif quotes.is_variable(name):
            entity, read = "config/kb", partial(_variable, name)
        else:
            return
        before = None
        for each in self.history(entity):
            text = read(each.value)
            if text != before and text is not None:
                yield [self._moment(each)[0], seen(text)]
            before = text
        if before is None and entity == "config/kb":
            yield ["", labels.capture(name, self.reading.language)]


def _text(value: Value) -> str:
    return seen(value) if isinstance(value, str) else ""


def _items(value: Value) -> list[Any]:
    return value if isinstance(value, list) else []


def _day(value: Value) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _price(value: Value, language: Language) -> str:
    r"""Write a price of any time.

    Examples:
        >>> _price({"list": 1490, "unit": "кг"}, "ru"), _price("дорого", "ru")
        ('1\xa0490\xa0₽ / кг', '')
    """
    if not isinstance(value, Mapping):
        return ""
    amount = value.get("list")
    if isinstance(amount, bool) or not isinstance(amount, int | float):
        return ""
    text = formats.money(amount, language, _text(value.get("currency")) or "RUB")
    unit = _text(value.get("unit"))
    return f"{text} / {unit}" if unit else text


def _quoted(path: str, language: Language, value: Value) -> str | None:
    """Write a quoted value of any time, when days were texts and any key may be missing."""
    holder: Value = None
    for step in path.split("."):
        holder, value = value, value.get(step) if isinstance(value, Mapping) else None
    currency = holder.get("currency") if isinstance(holder, Mapping) else ""
    return quotes.told(_day(value) or value, _text(currency), language)


def _phrase(id_: str, value: Value) -> str | None:
    found = _items(value.get("must_say")) if isinstance(value, Mapping) else []
    for each in found:
        if isinstance(each, Mapping) and each.get("id") == id_:
            return _text(each.get("say")) or None
    return None


def _variable(name: str, value: Value) -> str | None:
    if not isinstance(value, Mapping):
        return None
    variables = value.get("variables")
    found = variables.get(name) if isinstance(variables, Mapping) else None
    text = found if found is not None else value.get("company") if name == "company" else None
    return text if isinstance(text, str) else None
