"""Plain text: paragraphs of lines that a page's width parted, without what it has on each page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from scripts_kb.documents import units, wraps
from scripts_kb.documents.letters import clean, letters
from scripts_kb.documents.model import DocumentBlock, SourceDocument, TextRun

_INSIDE: Final = re.compile(r"(?<=\S)\s+(?=([-–—_=])\1{3,}(?:\s|$))")
"""Before a rule that stands inside a line and ends it."""
_BEFORE: Final = re.compile(r"([-–—_=*])\1{2,}\s+(?=\S)")
"""A rule before a heading."""


@dataclass(slots=True)
class TextLine:
    """A line, or several that belong together.

    Attributes:
        number: of the first.
        last: of the last.
        text: without a rule before it.
        letters: of all, with what was taken off.
        gap: whether an empty line stands above.
        indent: spaces before it.
    """

    number: int
    last: int
    text: str
    letters: int
    gap: bool
    indent: int


def read(text: str, file: str) -> SourceDocument:
    r"""Read a plain text.

    Args:
        text: with `\n` alone between its lines.
        file: how messages name it.

    Raises:
        DamagedError: where a paragraph is too long.
    """
    rows = text.split("\n")
    units.few(rows)
    running = wraps.running([(number, row.strip()) for number, row in enumerate(rows, 1)])
    layout = tuple(units.layout(f"line {number}", rows[number - 1]) for number in sorted(running))
    lines = _lines(rows, running)
    return SourceDocument("text", file, "", tuple(map(_block, _whole(lines))), layout=layout)


def _lines(rows: list[str], running: set[int]) -> Iterator[TextLine]:
    gap = False
    for number, row in enumerate(rows, 1):
        if number in running:
            continue
        if not letters(row):
            gap = True
            continue
        for part in _INSIDE.split(row)[::2]:
            line = clean(part.expandtabs(4))
            bare = (
                _BEFORE.sub("", line.strip(), count=1)
                if _BEFORE.match(line.strip())
                else line.strip()
            )
            indent = len(part.expandtabs(4)) - len(part.expandtabs(4).lstrip())
            yield TextLine(number, number, bare, letters(part), gap, indent)
            gap = False


def _whole(lines: Iterator[TextLine]) -> Iterator[TextLine]:
    """Join what only a width parted."""
    lines_ = list(lines)
    width = max((len(each.text) for each in lines_), default=0)
    held: TextLine | None = None
    before = ""
    for line in lines_:
        if held and _goes_on(held, before, line, width):
            held = replace(
                held,
                last=line.last,
                text=wraps.join(held.text, line.text),
                letters=held.letters + line.letters,
            )
        else:
            if held:
                yield held
            held = line
        before = line.text
    if held:
        yield held


def _goes_on(held: TextLine, before: str, line: TextLine, width: int) -> bool:
    if line.gap or units.RULE.fullmatch(before) or units.RULE.fullmatch(line.text):
        return False
    if line.indent > held.indent and not wraps.begins(held.text) and line.text[:1].isupper():
        return False
    first = before if held.last == held.number else held.text[:60] + before
    return wraps.goes_on(first if wraps.capitals(before) else before, line.text, width)


def _block(line: TextLine) -> DocumentBlock:
    made = units.paragraph(
        f"line {line.number}", [TextRun(line.text)], letters=line.letters, gap=line.gap
    )
    return units.itemised(made)
