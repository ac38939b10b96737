r"""A fast reader for the YAML that people and `kb fmt` write: block style, one value a line.

It reads maps, lists, plain and quoted texts of one line, flat lists of words, and block texts.
Whatever else stands in a text — other flow style, anchors, tags, comments, tabs, escapes, texts
that go on in the next line — is not judged here: the result is None, and the parser reads it. What
is read, is read exactly as the parser does; a test holds them against each other on random texts
(`tests/content`).

    answers:              map    indent 0
      - id: compare       list   indent 2, its item a map of indent 4
        say: >-           block text, further right than 4
          Понимаю.

A card of 1.9 KB takes 0.07 ms, with the events of libyaml 0.45 (`tools/bench history`).

Source: YAML 1.1, sections 9 (scalars) and 8.1 to 8.5 (blocks), as libyaml reads them.
"""

import re
from typing import Final

from scripts_kb.schema.values import Raw

_UNUSUAL: Final = (
    "[^\\n\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\ufefe\\uff00-\\ufffd"
    "\\U00010000-\\U0010ffff]"
)
"""Tabs, control characters, line ends of other kinds, marks; a pattern that few texts need."""

_LINE: Final = re.compile(
    r"^( *)(?:(- +))?(?:([A-Za-z_][A-Za-z0-9_-]{0,200}):(?: +|$))?(.*)$", re.MULTILINE
)
"""Any line: its indent, the dash of an item, the name of a field, and what it says.

A name of more than 1,024 signs is none to YAML."""

_QUOTED: Final = re.compile(r"\"([^\"\\]*)\"|'([^']*)'")
_BLOCK: Final = re.compile(r"([|>])(-?)")
_SIGNS: Final = frozenset("-?:,[]{}#&*!|>'\"%@` ")
"""What a plain text does not begin with."""
_FLAT: Final = frozenset("[]{}:#?")
"""What a flat list of words does not hold."""
_NULLS: Final = frozenset({"~", "null", "Null", "NULL"})
_DEEPEST: Final = 20


class _UnusualError(Exception):
    """The text has what is not read here."""


def read(text: str) -> dict[str, Raw] | None:
    r"""Read a text whose root is a map at the left edge; None where it is not that simple.

    Args:
        text: with line feeds alone, and one at its end.

    Examples:
        >>> read("id: dorogo\nsynonyms:\n  - no\n  - '012'\nnote:\n")
        {'id': 'dorogo', 'synonyms': ['no', '012'], 'note': None}
        >>> read("synonyms: [no, 012]\n")
        {'synonyms': ['no', '012']}
        >>> read("synonyms: &words [no, 012]\n") is None
        True
    """
    if not text.endswith("\n"):
        return None
    # What is printable is usual, and faster to tell.
    if not text.replace("\n", "").isprintable() and re.search(_UNUSUAL, text):
        return None
    try:
        return _Lines(text[:-1]).root()
    except _UnusualError:
        return None


_Line = tuple[int, int, int, str, str]
"""The number of a line that is not blank, its indent, the width of its dash, a field, the rest."""

_END: Final[_Line] = (-1, -1, 0, "", "")


class _Lines:
    """The lines of a text and the one that comes next."""

    def __init__(self, text: str) -> None:
        self.whole = text.split("\n")
        self.lines: list[_Line] = [
            (number, len(indent), len(dash), key, rest)
            for number, (indent, dash, key, rest) in enumerate(_LINE.findall(text))
            if rest or key or dash
        ]
        self.lines.append(_END)
        self.at = 0

    def root(self) -> dict[str, Raw]:
        """Read the whole text."""
        found = self.map(0, 0)
        if self.lines[self.at] is not _END:
            raise _UnusualError
        return found

    def map(self, indent: int, depth: int, dash: int = 0) -> dict[str, Raw]:
        """Read a map whose first field is the line to read, after the dash of an item or not."""
        if depth > _DEEPEST:
            raise _UnusualError
        lines = self.lines
        found: dict[str, Raw] = {}
        while True:
            _, left, width, key, rest = lines[self.at]
            if left + dash != indent or width != dash or not key:
                break
            dash = 0
            if key in found:
                raise _UnusualError
            if rest:
                found[key] = self.scalar(rest, indent)
            else:
                self.at += 1
                found[key] = self.below(indent, depth)
        if not found or left > indent:
            raise _UnusualError
        return found

    def below(self, indent: int, depth: int) -> Raw:
        """Read what stands below a field that says nothing in its own line."""
        _, left, width, _, _ = self.lines[self.at]
        if width and left >= indent:
            return self.list(left, depth + 1)
        if left > indent:
            return self.map(left, depth + 1)
        return None

    def list(self, indent: int, depth: int) -> list[Raw]:
        """Read a list whose first item is the line to read."""
        if depth > _DEEPEST:
            raise _UnusualError
        lines = self.lines
        found: list[Raw] = []
        while True:
            _, left, width, key, rest = lines[self.at]
            if left != indent or not width:
                break
            if key:
                # The item's map stands where its first field does.
                found.append(self.map(indent + width, depth + 1, width))
            else:
                found.append(self.scalar(rest, indent))
        if left > indent:
            raise _UnusualError
        return found

    def scalar(self, text: str, indent: int) -> Raw:
        """Read a text that begins in the line to read, and go on after it."""
        text = text.rstrip(" ")
        if not text:
            raise _UnusualError
        found: Raw
        if text[0] not in _SIGNS:
            if ": " in text or " #" in text or text[-1] == ":":
                raise _UnusualError
            found = None if text in _NULLS else text
        elif text[0] in "|>":
            return self.block(text, indent)
        elif text[0] == "[":
            found = _flow(text)
        else:
            quoted = _QUOTED.fullmatch(text)
            if quoted is None:
                raise _UnusualError
            found = quoted[1] if quoted[1] is not None else quoted[2]
        self.at += 1
        if self.lines[self.at][1] > indent:
            raise _UnusualError
        return found

    def block(self, text: str, indent: int) -> str:
        """Read a block text; all its lines stand further right than what it belongs to."""
        header = _BLOCK.fullmatch(text)
        edge = self.lines[self.at + 1][1]
        if header is None or edge <= indent:
            raise _UnusualError
        number = self.lines[self.at][0] + 1
        end = self.at + 1
        while self.lines[end][1] > indent:
            end += 1
        last = self.lines[end - 1][0] + 1
        kept = []
        for line in self.whole[number:last]:
            inner = line[edge:]
            # What stands further left, or further right, is not folded as the rest is.
            if inner[:1] == " " or (line[:edge].strip(" ") if inner else line.strip(" ")):
                raise _UnusualError
            kept.append(inner)
        after = self.lines[end][0]
        blank = self.whole[last : after if after >= 0 else None]
        if not kept[0] or any(len(line) > edge for line in blank):
            raise _UnusualError
        self.at = end
        body = "\n".join(kept) if header[1] == "|" else _folded(kept)
        return body if header[2] else f"{body}\n"


def _flow(text: str) -> list[Raw]:
    """Read a list of plain words in one line: `[cafe, home]`."""
    inner = text[1:-1]
    if text[-1] != "]" or not _FLAT.isdisjoint(inner):
        raise _UnusualError
    items: list[Raw] = []
    for each in inner.split(",") if inner.strip(" ") else ():
        item = each.strip(" ")
        if not item or item[0] in _SIGNS:
            raise _UnusualError
        items.append(None if item in _NULLS else item)
    return items


def _folded(lines: list[str]) -> str:
    """Join lines by spaces; blank lines between them are line ends."""
    if "" not in lines:
        return " ".join(lines)
    text = lines[0]
    blanks = 0
    for line in lines[1:]:
        if line:
            text += ("\n" * blanks or " ") + line
            blanks = 0
        else:
            blanks += 1
    return text
