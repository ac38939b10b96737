"""Filling the marks that a text may carry.

    <company>                        the value of a variable of kb.yml
    <client_name>                    a soft blank: what the salesperson learns in the call
    <offer/espresso-20.price.list>   the price, from the one place where it lives: 1 490 ₽

A quoted price knows the last day on which it is in force, so that a browser can strike it out on
the day after, also when the page was built before.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from markupsafe import Markup, escape

from scripts_kb.language import Language
from scripts_kb.pages.clean import seen
from scripts_kb.pages.site import Site
from scripts_kb.pages.watched import over
from scripts_kb.schema import labels, quotes

MARK: Final = re.compile(r"<([^<>\s]{1,120})>")
"""What may be a variable or a quoted value; whether it is one, `quotes` decides."""

Fill = Callable[[re.Match[str]], Markup]
"""Answers for one mark."""


def is_mark(name: str) -> bool:
    """Tell whether what stands in angle brackets is filled; else it is plain text.

    Examples:
        >>> is_mark("company"), is_mark("offer/x.price.list"), is_mark("https://example.org")
        (True, True, False)
    """
    return quotes.is_variable(name) or quotes.quote(name) is not None


class Filler:
    """Fills the marks of texts from one site; its answers are safe HTML."""

    def __init__(self, site: Site) -> None:
        kb = site.base.kb
        self._site = site
        self._language: Language = kb.language
        self._variables: Mapping[str, str] = {"company": kb.company, **kb.variables}
        self._known: Mapping[str, str] = kb.known

    def html(self, text: str) -> Markup:
        """Escape a text and fill its marks; a line break stays one.

        Examples:
            >>> from scripts_kb.content.base import Base
            >>> from scripts_kb.schema.config import Kb
            >>> site = Site(Base(kb=Kb(company="Цех")))
            >>> print(Filler(site).html("Это <company> & Ко"))
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
        r"""Fill the marks of a text that stands where no HTML may.

        What a salesperson fills in stands in brackets, for nothing else would tell it from the
        words to say.

        Examples:
            >>> from scripts_kb.content.base import Base
            >>> Filler(Site(Base())).plain("от 1\xa0490\xa0₽\n<client_name>")
            'от 1\xa0490\xa0₽ ‹имя клиента›'
        """
        said = text.replace("\n", " ")
        # No-break spaces stay: they hold numbers together.
        return _GAP.sub(" ", self._unmarked(said) if "<" in said else seen(said)).strip(" ")

    def _unmarked(self, text: str) -> str:
        html = _TAG.sub("", _BLANK_MADE.sub(r"‹\1›", self.html(text)))
        return Markup(html).unescape()  # noqa: S704 - it was escaped

    def mark(self, match: re.Match[str]) -> Markup:
        """Give what stands in place of one mark."""
        return self._site.notes.once(("mark", match[0]), lambda: self._filled(match))

    def _filled(self, match: re.Match[str]) -> Markup:
        name = match[1]
        quote = quotes.quote(name)
        if quote:
            return self._quoted(quote)
        if name in self._variables:
            return escape(seen(self._variables[name]))
        if name in self._known:
            return _BLANK.format(seen(self._known[name]))
        if quotes.is_variable(name):
            return _BLANK.format(labels.capture(name, self._language))
        return escape(match[0])

    def _quoted(self, quote: quotes.Quote) -> Markup:
        document = self._site.base.documents.get(quote.entity)
        shown = quotes.shown(document.record, quote.path, self._language) if document else None
        if document is None or shown is None:
            return _BLANK.format("?")
        until = getattr(document.record, "valid_to", None)
        if until is None or not quote.path.startswith("price"):
            return Markup('<span class="kb-quote">{}</span>').format(seen(shown))
        css = "kb-quote is-over" if over(self._site, quote.entity) else "kb-quote"
        return Markup('<span class="{}" data-until="{}">{}</span>').format(
            css, until.isoformat(), seen(shown)
        )


_BLANK_MADE: Final = re.compile('<span class="kb-blank">([^<]*)</span>')
_BLANK: Final = Markup('<span class="kb-blank">{}</span>')
_TAG: Final = re.compile(r"<[^>]*>")
_GAP: Final = re.compile(r"[^\S\u00a0\u202f]{2,}|[^\S \u00a0\u202f]")
"""Whatever spaces a reader sees as one, but for one: most texts have no other."""
