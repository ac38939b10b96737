"""All that keeps a file from being read: each mistake is set right in a copy, until it reads.

    text ──parse──▶ mistake ──mended──▶ text ──parse──▶ mistake … ──▶ what can be read of it

A line keeps its number, whatever is done to it, so that every mistake is named where it stands.
"""

import re
from typing import Final

from scripts_kb.content import bullets
from scripts_kb.content.parsing import Parsed, UnreadableError, decode, parse

_MOST: Final = 20
"""So many are told at once; a file with more is no card that somebody wrote."""
_MOST_READ: Final = 2_000_000
"""Characters that are read for it, of all copies together: a card has some thousands."""

_VALUE: Final = re.compile(
    r"(?P<before>\s*(?:-\s+)*(?:[^\s:#\"'{\[-][^:]*?:\s+)?)(?P<value>[^\s#].*)"
)
_OPENED: Final = re.compile(r"(?P<before>.*:\s+)[\[{]\s*(?:#.*)?")
"""A line that opens a bracket and puts nothing into it."""
_BULLETS: Final = frozenset({"wrong-bullet", "glued-hyphen", "no-hyphen"})
_QUOTABLE: Final = frozenset(
    {
        "colon-in-text",
        "leading-brace",
        "leading-bracket",
        "leading-quote",
        "leading-sign",
        "backslash",
        "unclosed",
        "yaml-tag",
        "unknown-alias",
    }
)
_WHOLE: Final = frozenset(
    {
        "too-big",
        "not-utf8",
        "empty-file",
        "no-front-matter",
        "not-a-map",
        "two-documents",
        "too-deep",
        "too-many-nodes",
    }
)
"""They are of the file as a whole: nothing of it can be read."""

INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def read(
    content: bytes, first: UnreadableError, *, markdown: bool
) -> tuple[list[UnreadableError], Parsed | None, frozenset[int]]:
    """Find the mistakes that hide behind the first one.

    Args:
        content: the bytes of the file.
        first: what reading it stopped at.
        markdown: whether it is front matter and a body.

    Returns:
        The mistakes by line; what can be read without them; and the lines that were changed for it,
        of which nothing more should be said.
    """
    found, told = [first], [first]
    touched, parsed = set[int](), None
    lines = [] if first.code in _WHOLE else decode(content).split("\n")
    copies = min(_MOST, _MOST_READ // max(1, len(content))) if lines else 0
    for _ in range(copies):
        error = found[-1]
        touched |= _mend(lines, error, again=any(_same(error, each) for each in found[:-1]))
        try:
            parsed = parse("\n".join(lines).encode(), markdown=markdown)
            break
        except UnreadableError as following:
            if following.code in _WHOLE:
                break
            found.append(following)
            if following.line not in touched:
                told.append(following)
    return sorted(told, key=lambda each: each.line), parsed, frozenset(touched)


def _same(error: UnreadableError, other: UnreadableError) -> bool:
    return error.line == other.line


def _mend(lines: list[str], error: UnreadableError, *, again: bool) -> set[int]:
    """Set one mistake right in place; give the numbers of the lines that were changed, from 1."""
    at = min(error.line, len(lines)) - 1
    mended = lines[at] if again else _mended(lines[at], error)
    if mended == lines[at]:
        return _blanked(lines, at)
    if error.code == "unclosed" and _hangs(lines, at):
        # What was opened by mistake before a block: `answers: [`, and the answers below it.
        opened = _OPENED.fullmatch(lines[at])
        if opened is None:
            return _blanked(lines, at)
        mended = opened["before"].rstrip()
    lines[at] = mended
    return {at + 1}


def _hangs(lines: list[str], at: int) -> bool:
    """Tell whether a block hangs below a line."""
    below = next((each for each in lines[at + 1 :] if each.strip()), "")
    return len(below) - len(below.lstrip()) > len(lines[at]) - len(lines[at].lstrip())


def _mended(line: str, error: UnreadableError) -> str:
    code = error.code
    if code in _BULLETS:
        return bullets.mended(line)
    if code == "tab":
        indent = len(line) - len(line.lstrip())
        return line[:indent].replace("\t", "  ") + line[indent:]
    if code == "odd-space":
        return re.sub("[\u00a0\u2007\u202f\u3000]", " ", line)
    if code == "control-character":
        return "".join(each for each in INVISIBLE.sub("", line) if each.isprintable())
    if code == "no-space":
        return line[: error.column - 1] + " " + line[error.column - 1 :]
    if code == "wide-colon":
        return re.sub("：\\s*", ": ", line, count=1)
    match = _VALUE.fullmatch(line) if code in _QUOTABLE else None
    return f"{match['before']}'{match['value'].replace(chr(39), '')}'" if match else line


def _blanked(lines: list[str], at: int) -> set[int]:
    """Empty a line that nothing can be made of, with what hangs below it."""
    depth = len(lines[at]) - len(lines[at].lstrip())
    end = at + 1
    while end < len(lines) and (
        not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > depth
    ):
        end += 1
    for each in range(at, end):
        lines[each] = ""
    return set(range(at + 1, end + 1))
