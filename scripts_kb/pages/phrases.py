"""Filling the marks that a text may carry.

    <company>                        the value of a variable of kb.yml
    <client_name>                    a soft blank: what the salesperson learns in the call
    <offer/espresso-20.price.list>   the price, from the one place where it lives: 1 490 ₽

A quoted price knows the last day on which it is in force, so that a browser can strike it out on
the day after, also when the page was built before.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from markupsafe import Markup, escape

from scripts_kb.model import labels, paths
from scripts_kb.model.base import Base
from scripts_kb.pages import formats
from scripts_kb.pages.clean import seen
from scripts_kb.problems import Language

MARK: Final = re.compile(r"<(?:(\w+)|([a-z]+)/([a-z0-9-]+)\.([\w.\[\]-]+))>", re.ASCII)
"""A variable, or a quoted value of an entity."""


class Filler:
    """Fills the marks of texts from one knowledge base; its answers are safe HTML."""

    def __init__(self, base: Base, today: dt.date) -> None:
        self._base = base
        self._today = today
        self._language: Language = base.kb.language
        self._variables: Mapping[str, str] = {"company": base.kb.company, **base.kb.variables}
        self._known: dict[str, Markup] = {}

    def html(self, text: str) -> Markup:
        """Escape a text and fill its marks; a line break stays one.

        Example:
            >>> from scripts_kb.model.base import Base
            >>> from scripts_kb.model.config import Kb
            >>> import datetime as dt
            >>> print(Filler(Base(kb=Kb(company="Цех")), dt.date.min).html("Это <company> & Ко"))
            Это Цех &amp; Ко
        """
        text = seen(text)
        if "<" not in text and "\n" not in text:
            return escape(text)
        parts: list[str] = []
        at = 0
        for match in MARK.finditer(text):
            parts += (escape(text[at : match.start()]), self.mark(match))
            at = match.end()
        parts.append(escape(text[at:]))
        # Every part is escaped or already safe.
        return Markup("".join(parts).replace("\n", "<br>"))  # noqa: S704

    def plain(self, text: str) -> str:
        """Fill the marks of a text that stands where no HTML may."""
        return self.html(text.replace("\n", " ")).striptags()

    def mark(self, match: re.Match[str]) -> Markup:
        """Give what stands in place of one mark."""
        found = self._known.get(match[0])
        if found is None:
            found = self._known[match[0]] = self._filled(match)
        return found

    def _filled(self, match: re.Match[str]) -> Markup:
        name, kind, id_, path = match.groups()
        if name:
            if name in self._variables:
                return escape(seen(self._variables[name]))
            return Markup('<span class="kb-blank">{}</span>').format(
                labels.capture(name, self._language)
            )
        document = self._base.documents.get(f"{kind}/{id_}")
        value = _at(document.value, path) if document else None
        if document is None or value is None or isinstance(value, dict | list):
            return Markup('<span class="kb-blank">?</span>')
        shown = self._shown(document.entity, path, value, document.value)
        until = _text(document.value.get("valid_to"))
        if path.startswith("price") and until:
            css = "kb-quote is-over" if until < self._today.isoformat() else "kb-quote"
            return Markup('<span class="{}" data-until="{}">{}</span>').format(css, until, shown)
        return Markup('<span class="kb-quote">{}</span>').format(shown)

    def _shown(self, entity: str, path: str, value: Any, whole: Mapping[str, Any]) -> str:
        if isinstance(value, bool):
            return seen(str(value))
        if isinstance(value, int | float):
            if path in {"price.list", "internal.floor", "cost"}:
                currency = _at(whole, "price.currency")
                return formats.money(value, _text(currency), self._language)
            return formats.number(value, self._language)
        declared = labels.leaf(entity, path)
        if declared and declared.choices:
            return labels.choice(declared.choices, str(value), self._language)
        try:
            return formats.day(dt.date.fromisoformat(str(value)), self._language)
        except ValueError:
            return seen(str(value))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _at(value: Any, path: str) -> Any:
    try:
        steps = paths.split(path)
    except ValueError:
        return None
    for step in steps:
        if step.form == "field" and isinstance(value, Mapping):
            value = value.get(step.name)
        elif step.form == "item" and isinstance(value, list):
            keyed = (each for each in value if isinstance(each, Mapping))
            value = next((each for each in keyed if each.get("id") == step.name), None)
        else:
            return None
    return value


Fill = Callable[[re.Match[str]], Markup]
