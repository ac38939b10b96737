"""The templates: autoescaping, strict about names, with the messages of one language.

Every string that a reader sees stands in English in a template or in Python as `_("…")`; the
catalogues in `scripts_kb/i18n/` hold it in both languages. The environment is made once a language
and knows nothing of any knowledge base: what differs from page to page comes in as arguments.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension

from scripts_kb.language import Language

TEMPLATES: Final = Path(__file__).with_name("templates")
CATALOGUES: Final = Path(__file__).parent.parent / "i18n"

_PLAIN: Final = re.compile(r"""\b_\(("(?:[^"\\]|\\.)*")\)""")
"""A message without facts."""

_LINE_ENDS: Final = re.compile(r"\s*\n\s*")


class Messages:
    """The messages of one language; an unknown one is said in English."""

    def __init__(self, language: Language) -> None:
        self._plural: Callable[[int], int] = int
        with (CATALOGUES / f"{language}.po").open("rb") as stream:
            catalogue: Catalog = read_po(stream, locale=language)
        self._known: dict[str, str | tuple[str, ...]] = {}
        for message in catalogue:
            if not message.id:
                continue
            key = message.id if isinstance(message.id, str) else message.id[0]
            text = message.string
            self._known[key] = text if isinstance(text, str) else tuple(text or ())
        self._russian = language == "ru"

    def one(self, text: str) -> str:
        """Say a message."""
        found = self._known.get(text)
        return found if isinstance(found, str) and found else text

    def many(self, singular: str, plural: str, count: int) -> str:
        """Say a message that counts."""
        found = self._known.get(singular)
        form = _russian_form(count) if self._russian else int(count != 1)
        if isinstance(found, tuple) and form < len(found) and found[form]:
            return found[form]
        return singular if count == 1 else plural


def _russian_form(count: int) -> int:
    """Choose the form after a number: 1 день, 2 дня, 5 дней.

    Source: the plural rule of Russian in Unicode CLDR.
    """
    ones, teens = count % 10, count % 100
    if ones == 1 and teens != 11:  # noqa: PLR2004 — the rule's own numbers
        return 0
    return 1 if 2 <= ones <= 4 and not 12 <= teens <= 14 else 2  # noqa: PLR2004


class Translated(Extension):
    """Puts plain messages into a template when it is compiled, not each time it is rendered.

    An environment speaks one language, so what has no facts is as constant as the HTML around it;
    with thousands of pages looking it up each time costs as much as everything else.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Replace `_("…")` by what it says."""
        del name, filename
        say: Callable[[str], str] = self.environment.globals["plainly"]  # type: ignore[assignment]

        def said(match: re.Match[str]) -> str:
            return json.dumps(say(json.loads(match[1])), ensure_ascii=False)

        return _PLAIN.sub(said, source)


@cache
def messages(language: Language) -> Messages:
    """Give the messages of a language."""
    return Messages(language)


@cache
def templates(language: Language) -> Environment:
    """Give the templates with the messages of a language."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", Translated],
    )
    known = messages(language)
    environment.globals["plainly"] = known.one
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        known.one, known.many, newstyle=True
    )
    return environment


def block(language: Language, template: str, **facts: Any) -> str:
    """Render a template as one HTML block without blank lines.

    A blank line would let some readers of Markdown take what follows for Markdown.
    """
    html = templates(language).get_template(template).render(**facts)
    return _LINE_ENDS.sub("\n", html).strip()
