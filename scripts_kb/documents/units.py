"""Units made of what a reader found: paragraphs counted, with items and literal marks read."""

import contextlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, Final

from scripts_kb.documents import dress
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.letters import BULLETS, LONGEST, MOST_UNITS, letters
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
_READ: Final[ContextVar[Counter[str] | None]] = ContextVar("units of the file that is read")
RULE: Final = re.compile(r"([-–—_=*])(?: ?\1){2,}")
"""A line of three signs or more and nothing else."""


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Count the units of one file, whichever reader makes them.

    Where there are more than `MOST_UNITS`, the one behind it raises `DamagedError`.
    """
    before = _READ.set(Counter())
    try:
        yield
    finally:
        _READ.reset(before)


def few(texts: Iterable[str]) -> None:
    """See that no more lines or cells are filled than a file has units, before one is looked at.

    Raises:
        DamagedError: where there are more.
    """
    if sum(bool(text) and not text.isspace() for text in texts) > MOST_UNITS:
        raise DamagedError("document-units")


def _count(filled: int) -> None:
    read = _READ.get(None)
    if read is None or not filled:
        return
    read["units"] += 1
    if read["units"] > MOST_UNITS:
        raise DamagedError("document-units")


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
    _count(counted)
    made = TextParagraph(at, **how)
    plain = dress.joined(runs)
    text = "".join(run.text for run in plain)
    if not made.fence and RULE.fullmatch(text):
        return replace(made, letters=counted, layout=counted, rule=True)
    if not made.fence:
        made, plain = _headed(made, plain, text)
        plain = dress.marked(plain, markdown=markdown)
    said = "".join(run.text for run in plain)
    # One copy: two would take as long as all the rest.
    return replace(made, runs=plain, letters=counted, layout=counted - letters(said))


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
    counted = letters(text)
    _count(counted)
    return Leftover(at, shown, why, counted)


def layout(at: str, text: str) -> Layout:
    """Make what only dresses the page."""
    counted = letters(text)
    _count(counted)
    return Layout(at, "".join(run.text for run in dress.joined([TextRun(text)])), counted)
