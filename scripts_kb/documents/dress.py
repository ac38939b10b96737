"""Text in its dress: runs joined as one reads them, and marks of Markdown read as dress.

("Да, ", bold), (" коне", …), ("чно ", …) ──joined──▶ "Да, " bold, "конечно"
**Да**, *(пауза)* [`x`] ──marked──▶ "Да" bold, ", ", "(пауза)" in italics, " [", "x" code, "]"
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from scripts_kb.documents.letters import clean
from scripts_kb.documents.model import TextRun

_MARK: Final = re.compile(r"(?P<slash>\\[!-/:-@\[-`{-~])|(?P<mark>\*{1,3}|`{1,9}|_)")
_HEADING: Final = re.compile(r"(?P<bold>\*\*)?(?P<signs>#{1,6}) +(?=\S)")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What stands between two marks that belong together; the marks themselves go."""

    start: int
    end: int
    width: int
    what: str


def joined(runs: Iterable[TextRun]) -> tuple[TextRun, ...]:
    """Join runs of one dress, clean them, and make one space of those at their borders."""
    found: list[TextRun] = []
    for run in runs:
        text = clean(run.text)
        before = found[-1].text[-1:] if found else "\n"
        if before == "\n" or (before == " " and text.startswith(" ")):
            text = text.lstrip(" ")
        if text.startswith("\n") and before == " ":
            found[-1] = replace(found[-1], text=found[-1].text.rstrip(" "))
        if not text:
            continue
        if found and replace(found[-1], text="") == replace(run, text=""):
            found[-1] = replace(found[-1], text=found[-1].text + text)
        else:
            found.append(_saying(run, text))
    return _stripped([run for run in found if run.text])


def _stripped(runs: list[TextRun]) -> tuple[TextRun, ...]:
    while runs and not (left := runs[0].text.lstrip()):
        runs.pop(0)
    if runs:
        runs[0] = _saying(runs[0], left)
    while runs and not (right := runs[-1].text.rstrip()):
        runs.pop()
    if runs:
        runs[-1] = _saying(runs[-1], right)
    return tuple(runs)


def _saying(run: TextRun, text: str) -> TextRun:
    # A copy takes longer than all else that is done to a cell, and most texts stay as they are.
    return run if text == run.text else replace(run, text=text)


def marked(runs: Sequence[TextRun], *, markdown: bool = False) -> tuple[TextRun, ...]:
    r"""Read marks of Markdown as dress.

    Args:
        runs: joined ones.
        markdown: whether it is Markdown itself, where `_x_` and `\*` count too.

    Examples:
        >>> [(run.text, run.bold, run.italic) for run in marked([TextRun("**Да**, *ждём* ____")])]
        [('Да', True, False), (', ', False, False), ('ждём', False, True), (' ____', False, False)]
    """
    text = "".join(run.text for run in runs)
    if not _MARK.search(text):
        return tuple(runs)
    stretches, dropped = _stretches(text, markdown=markdown)
    if not stretches and not dropped:
        return tuple(runs)
    gone = set(dropped)
    for each in stretches:
        gone.update(
            range(each.start - each.width, each.start), range(each.end, each.end + each.width)
        )
    return joined(_cut(runs, stretches, gone))


def _cut(runs: Sequence[TextRun], stretches: list[_Stretch], gone: set[int]) -> Iterable[TextRun]:
    """Yield runs anew, cut where a stretch begins or ends, without what is gone."""
    borders = sorted({each.start for each in stretches} | {each.end for each in stretches})
    opened = dict.fromkeys(("bold", "italic", "code"), 0)
    begins: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    for each in stretches:
        for what in each.what.split():
            begins.setdefault(each.start, []).append(what)
            ends.setdefault(each.end, []).append(what)
    at, border = 0, 0
    for run in runs:
        end = at + len(run.text)
        start = at
        while start < end:
            for what in ends.pop(start, ()):
                opened[what] -= 1
            for what in begins.pop(start, ()):
                opened[what] += 1
            while border < len(borders) and borders[border] <= start:
                border += 1
            stop = min(end, borders[border]) if border < len(borders) else end
            kept = "".join(
                sign
                for place, sign in enumerate(run.text[start - at : stop - at], start)
                if place not in gone
            )
            yield replace(
                run,
                text=kept,
                bold=run.bold or opened["bold"] > 0,
                italic=run.italic or opened["italic"] > 0,
                code=run.code or opened["code"] > 0,
            )
            start = stop
        at = end


def _stretches(text: str, *, markdown: bool) -> tuple[list[_Stretch], list[int]]:
    """Find marks that belong together, and slashes that only protect a sign."""
    found: list[_Stretch] = []
    waiting: dict[str, int] = {}
    dropped: list[int] = []
    for match in _MARK.finditer(text):
        if match["slash"]:
            if markdown and "`" not in waiting:
                dropped.append(match.start())
            continue
        mark = match["mark"]
        if mark == "_" and not (markdown and _at_word(text, match.start())):
            continue
        key = "`" if mark[0] == "`" else mark
        before = waiting.get(key)
        if before is not None and not text[match.start() - 1].isspace() and before < match.start():
            del waiting[key]
            what = {"*": "italic", "**": "bold", "***": "bold italic", "`": "code", "_": "italic"}
            found.append(_Stretch(before, match.start(), len(mark), what[key]))
        elif text[match.end() : match.end() + 1].strip():
            waiting[key] = match.end()
    return found, dropped


def _at_word(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return "_" not in {before, after} and not (before.isalnum() and after.isalnum())


def headed(text: str) -> int:
    """Tell the level of a literal heading, 0 where it is none.

    Examples:
        >>> headed("## Цена"), headed("**# Цена**"), headed("#1")
        (2, 1, 0)
    """
    match = _HEADING.match(text)
    return len(match["signs"]) if match else 0


def without_signs(text: str) -> str:
    """Take the signs of a literal heading off its text."""
    match = _HEADING.match(text)
    return text if not match else (match["bold"] or "") + text[match.end() :].rstrip("# ")
