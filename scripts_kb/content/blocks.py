r"""A fast reader for the YAML that people and `kb fmt` write: block style, one value a line.

It reads maps, lists, plain and quoted texts of one line, and block texts. Whatever else stands in a
text — flow style, anchors, tags, comments, tabs, escapes, texts that go on in the next line — is
not judged here: the result is None, and the parser reads it. What is read, is read exactly as the
parser does; a test holds them against each other on random texts (`tests/content`).

    answers:              map    indent 0
      - id: compare       list   indent 2, its item a map of indent 4
        say: >-           block text, further right than 4
          Понимаю.

A card of 1.9 KB takes 0.07 ms, with the events of libyaml 0.45 (`tools/bench history`).

Source: YAML 1.1, sections 9 (scalars) and 8.1 to 8.5 (blocks), as libyaml reads them.
"""

import re
from typing import Final

from scripts_kb.model.shapes import Raw

_UNUSUAL: Final = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    "\U00010000-\U0010ffff]|^---|^\\.\\.\\.|^%",
    re.MULTILINE,
)
"""Tabs, control characters, line ends of other kinds, marks, and lines that part documents."""

_FIELD: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*):(?: +(.*))?")
_PLAIN: Final = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@` ])(?:(?!: | #).)*(?<![: ])")
_QUOTED: Final = re.compile(r"\"([^\"\\]*)\"|'([^']*)'")
_BLOCK: Final = re.compile(r"([|>])(-?)")
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
        >>> read("synonyms: [no, 012]\n") is None
        True
    """
    if not text.endswith("\n") or _UNUSUAL.search(text):
        return None
    lines = text.split("\n")
    lines.pop()
    try:
        return _Lines(lines).root()
    except _UnusualError:
        return None


class _Lines:
    """The lines of a text and the one that comes next."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0
        self.indent = 0
        self.rest = ""
        self.step(0)

    def step(self, at: int) -> None:
        """Go to the first line that is not blank, from a place on; past the end, indent is -1."""
        lines = self.lines
        while at < len(lines):
            line = lines[at]
            rest = line.lstrip(" ")
            if rest:
                if rest[0] == "#":
                    raise _UnusualError
                self.at, self.indent, self.rest = at, len(line) - len(rest), rest
                return
            at += 1
        self.at, self.indent, self.rest = at, -1, ""

    def root(self) -> dict[str, Raw]:
        """Read the whole text."""
        if self.indent != 0:
            raise _UnusualError
        found = self.map(0, 0)
        if self.indent != -1:
            raise _UnusualError
        return found

    def map(self, indent: int, depth: int) -> dict[str, Raw]:
        """Read a map whose first field is the line to read."""
        if depth > _DEEPEST:
            raise _UnusualError
        found: dict[str, Raw] = {}
        while self.indent == indent:
            match = _FIELD.fullmatch(self.rest)
            if match is None:
                break
            key, text = match.groups()
            if key in found:
                raise _UnusualError
            if text:
                found[key] = self.scalar(text, indent)
            else:
                self.step(self.at + 1)
                found[key] = self.below(indent, depth)
        if self.indent > indent or not found:
            raise _UnusualError
        return found

    def below(self, indent: int, depth: int) -> Raw:
        """Read what stands below a field that says nothing in its own line."""
        if self.rest.startswith("- ") and self.indent >= indent:
            return self.list(self.indent, depth + 1)
        if self.indent > indent:
            return self.map(self.indent, depth + 1)
        return None

    def list(self, indent: int, depth: int) -> list[Raw]:
        """Read a list whose first item is the line to read."""
        if depth > _DEEPEST:
            raise _UnusualError
        found: list[Raw] = []
        while self.indent == indent and self.rest.startswith("- "):
            text = self.rest[2:].lstrip(" ")
            if _FIELD.fullmatch(text):
                # The item's map stands where its first field does.
                self.indent += len(self.rest) - len(text)
                self.rest = text
                found.append(self.map(self.indent, depth + 1))
            else:
                found.append(self.scalar(text, indent))
        if self.indent > indent:
            raise _UnusualError
        return found

    def scalar(self, text: str, indent: int) -> Raw:
        """Read a text that begins in the line to read, and go on after it."""
        if not text:
            raise _UnusualError
        if text[0] in "|>":
            return self.block(text, indent)
        found: Raw
        match = _PLAIN.match(text)
        if match and match.end() == len(text.rstrip(" ")):
            found = match[0]
            if found in _NULLS:
                found = None
        else:
            quoted = _QUOTED.fullmatch(text.rstrip(" "))
            if quoted is None:
                raise _UnusualError
            found = quoted[1] if quoted[1] is not None else quoted[2]
        self.step(self.at + 1)
        if self.indent > indent:
            raise _UnusualError
        return found

    def block(self, text: str, indent: int) -> str:
        """Read a block text; all its lines stand further right than what it belongs to."""
        header = _BLOCK.fullmatch(text.rstrip(" "))
        if header is None:
            raise _UnusualError
        lines = self.lines
        at = self.at + 1
        kept: list[str] = []
        edge = 0
        while at < len(lines):
            line = lines[at]
            rest = line.lstrip(" ")
            if rest:
                deep = len(line) - len(rest)
                if not edge:
                    if deep <= indent or any(kept):
                        break
                    edge = deep
                if deep < edge:
                    if deep > indent:
                        raise _UnusualError
                    break
                kept.append(line[edge:])
            else:
                kept.append(line[edge:] if edge else line)
            at += 1
        if not edge or any(each and each[0] == " " for each in kept):
            raise _UnusualError
        self.step(at)
        while not kept[-1]:
            kept.pop()
        body = "\n".join(kept) if header[1] == "|" else _folded(kept)
        return body if header[2] else f"{body}\n"


def _folded(lines: list[str]) -> str:
    """Join lines by spaces; blank lines between them are line ends."""
    text = ""
    blanks = 0
    for line in lines:
        if not line:
            blanks += 1
        else:
            if text:
                text += "\n" * blanks or " "
            else:
                text = "\n" * blanks
            text += line
            blanks = 0
    return text
