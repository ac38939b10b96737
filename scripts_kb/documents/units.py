"""Units made of what a reader found: paragraphs counted, with items and literal marks read."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from scripts_kb.documents import dress
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.letters import BULLETS, LONGEST, letters
from scripts_kb.documents.model import (
    Heading,
    Layout,
    Leftover,
    ListItem,
    TextParagraph,
    TextRun,
    Why,
)

_TYPED: Final = re.compile(rf"(?:(?P<number>\d{{1,3}})(?P<sign>[.)])|[-–—*]|[{BULLETS}]) +(?=\S)")
RULE: Final = re.compile(r"([-–—_=*])(?: ?\1){2,}")
"""A line of three signs or more and nothing else."""


def paragraph(
    at: str, runs: Iterable[TextRun], *, markdown: bool = False, **how: Any
) -> TextParagraph:
    """Make a paragraph: its text clean, its marks read, its letters counted.

    Args:
        at: its address.
        runs: as they stand, not yet clean.
        markdown: whether marks of Markdown are the form's own.
        how: the other attributes; `letters`, where its source has more of them than its text.

    Raises:
        DamagedError: for one that is too long.

    Examples:
        >>> made = paragraph("p1", [TextRun("**Да**, конечно")])
        >>> made.text, made.letters, made.layout
        ('Да, конечно', 14, 4)
    """
    runs = list(runs)
    source = "".join(run.text for run in runs)
    counted = how.pop("letters", None)
    counted = letters(source) if counted is None else counted
    if counted > LONGEST:
        raise DamagedError("document-long", at=at)
    made = TextParagraph(at, **how)
    plain = dress.joined(runs)
    text = "".join(run.text for run in plain)
    if not made.fence and RULE.fullmatch(text):
        return replace(made, letters=counted, layout=counted, rule=True)
    if not made.fence:
        made, plain = _headed(made, plain, text)
        plain = dress.marked(plain, markdown=markdown)
    return _counted(replace(made, runs=plain, letters=counted))


def _counted(made: TextParagraph) -> TextParagraph:
    return replace(made, layout=made.letters - letters(made.text))


def _headed(
    made: TextParagraph, runs: tuple[TextRun, ...], text: str
) -> tuple[TextParagraph, tuple[TextRun, ...]]:
    """Take a literal `# ` off, where it makes a heading of a line."""
    level = 0 if "\n" in text or made.heading else dress.headed(text)
    if not level:
        return made, runs
    first = runs[0]
    bare = dress.without_signs(text)
    kept = (replace(first, text=bare),) if len(runs) == 1 else runs
    if len(runs) > 1:
        kept = (replace(first, text=dress.without_signs(first.text)), *runs[1:])
    return replace(made, heading=Heading(level, "#")), kept


def itemised(made: TextParagraph) -> TextParagraph:
    """Read a typed number or bullet as the place in a list; headings keep theirs."""
    match = _TYPED.match(made.text)
    if not match or made.heading or made.item or made.fence:
        return made
    number = int(match["number"]) if match["number"] else None
    item = ListItem(0, number, "typed", match["sign"] or "")
    left, runs = match.end(), []
    for run in made.runs:
        runs.append(replace(run, text=run.text[left:]))
        left = max(0, left - len(run.text))
    return _counted(replace(made, item=item, runs=tuple(run for run in runs if run.text)))


def leftover(at: str, text: str, why: Why) -> Leftover:
    """Make what is left over, its text clean."""
    shown = "".join(run.text for run in dress.joined([TextRun(text)]))
    return Leftover(at, shown, why, letters(text))


def layout(at: str, text: str) -> Layout:
    """Make what only dresses the page."""
    return Layout(at, "".join(run.text for run in dress.joined([TextRun(text)])), letters(text))
