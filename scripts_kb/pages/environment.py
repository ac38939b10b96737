"""The templates with the messages of one language.

Every string that a reader sees stands in English in a template or in Python as `_("…")`, which is
its key in the catalogue `pages`. The environment is made once a language and knows nothing of any
knowledge base: what differs from page to page comes in as arguments.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

from scripts_kb.language import Language
from scripts_kb.language.catalogue import catalogue
from scripts_kb.language.templates import Environment, translated

TEMPLATES: Final = Path(__file__).with_name("templates")

_TEXTS: Final = catalogue("pages")


class Messages:
    """The messages of one language; an unknown one is said in English."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def one(self, text: str) -> str:
        """Say a message."""
        return _TEXTS.say(text, self._language) if text in _TEXTS else text

    def many(self, singular: str, plural: str, count: int) -> str:
        """Say a message that counts."""
        if singular in _TEXTS:
            return _TEXTS.form(singular, count, self._language)
        return singular if count == 1 else plural


@cache
def messages(language: Language) -> Messages:
    """Give the messages of a language."""
    return Messages(language)


@cache
def templates(language: Language) -> Environment:
    """Give the templates with the messages of a language."""
    known = messages(language)
    return translated(TEMPLATES, language, known.one, known.many)


def block(language: Language, template: str, **facts: Any) -> str:
    """Render a template as one HTML block without blank lines.

    A blank line would let some readers of Markdown take what follows for Markdown.
    """
    html = templates(language).get_template(template).render(**facts)
    return "\n".join(filter(None, map(str.strip, html.split("\n"))))
