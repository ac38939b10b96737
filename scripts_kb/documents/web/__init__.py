"""Pages: HTML of Google Docs, of a CRM, of somebody's hand.

tokens ──▶ elements open at once ──▶ stretches of text: block 1, t1!A2 …
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.letters import MOST_UNITS, letters
from scripts_kb.documents.model import SourceDocument, TextParagraph
from scripts_kb.documents.web.reading import PageReader
from scripts_kb.documents.web.tags import PageToken, tokens

_MOST_TAGS: Final = 600_000
"""A table of five thousand rows has two thirds of them, however it is dressed."""
_FILLED: Final = re.compile(
    r"<(?:p|td|th|li|h[1-6]|dt|dd|div|br)\b[^<>]*>\s*+[^<\s]", re.IGNORECASE
)
"""Where a stretch begins at once; the others are counted as they are read."""


def read(text: str, file: str) -> SourceDocument:
    """Read a page.

    Args:
        text: of it.
        file: how messages name it.

    Raises:
        DamagedError: where it is too deep, has too many tags or stretches of text, or one that is
            too long.
    """
    if text.count("<") > _MOST_TAGS or sum(1 for _ in _FILLED.finditer(text)) > MOST_UNITS:
        raise DamagedError("document-units")
    reader = PageReader()
    for each in tokens(text):
        if each.kind == "raw" and each.attributes["of"] == "style":
            reader.sheet.add(each.text)
    for each in tokens(text):
        reader.take(each)
    return reader.document(file)


def paragraphs(text: str, at: str) -> tuple[TextParagraph, ...]:
    """Read a text of another form that may be HTML: a paragraph a line or a block of it.

    Marks of HTML are letters too: they are the layout of the first paragraph.

    Args:
        text: such as `<p>Да</p>`, or without any tags.
        at: the address that all of them have.

    Examples:
        >>> [each.text for each in paragraphs("Да,<br>да", "/text")]
        ['Да,', 'да']
    """
    reader = PageReader(at)
    pieces = tokens(text) if "<" in text or "&" in text else _lines(text)
    for each in pieces:
        reader.take(each)
    found = reader.paragraphs()
    marks = letters(text) - sum(each.letters for each in found)
    if not found:
        return (TextParagraph(at, letters=marks, layout=marks),) if marks else ()
    first = replace(found[0], letters=found[0].letters + marks, layout=found[0].layout + marks)
    return (first, *found[1:])


def _lines(text: str) -> Iterator[PageToken]:
    for line in text.split("\n"):
        yield PageToken("text", line)
        yield PageToken("start", "br")
