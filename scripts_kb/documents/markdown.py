"""Markdown: headings, lists, quotes, fences, tables of pipes, each line of it accounted for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from scripts_kb.documents import units, wraps
from scripts_kb.documents.columns import column_name
from scripts_kb.documents.letters import letters
from scripts_kb.documents.model import (
    Cell,
    CellTable,
    DocumentBlock,
    Heading,
    Layout,
    Leftover,
    ListItem,
    SourceDocument,
    TextRun,
)  # fmt: skip

FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
HEADING: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
ROW: Final = re.compile(r"\|?:?-{2,}:?(?:\|:?-+:?)*\|?")
_ITEM: Final = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>[-*+•]|(?P<number>\d{1,9})(?P<sign>[.)]))[ \t]+(?=\S)"
)
_QUOTE: Final = re.compile(r" {0,3}>[ ]?")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINK: Final = re.compile(
    r"(?P<image>!?)\[(?P<text>[^\[\]]*)\]\((?P<to>[^()\s]+)(?:\s+\"[^\"]*\")?\)"
)


@dataclass(slots=True)
class _Reader:
    """What has been read of a text."""

    rows: list[str]
    blocks: list[DocumentBlock] = field(default_factory=list)
    layout: list[Layout] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    at: int = 0
    gap: bool = False
    tables: int = 0
    levels: list[int] = field(default_factory=list)
    width: int = 0
    gone: int = 0
    """Letters of the paragraph that went elsewhere: targets of links."""

    def read(self) -> None:
        while self.at < len(self.rows):
            row = self.rows[self.at]
            if not letters(row):
                self.at += 1
                self.gap = True
            elif fence := FENCE.match(row):
                self._fence(fence[1])
            elif self.at + 1 < len(self.rows) and "|" in row and is_row(self.rows[self.at + 1]):
                self._table()
            elif units.RULE.fullmatch(row.strip()):
                self._put([row], row.strip(), self.at)
                self.at += 1
            elif heading := HEADING.match(row):
                text = _without_closing(row[heading.end() :].rstrip())
                self._put([row], text, self.at, heading=Heading(len(heading[1]), "#"))
                self.at += 1
            elif _QUOTE.match(row):
                self._quote()
            else:
                self._paragraph()

    def _put(self, rows: list[str], text: str, first: int, **how: object) -> None:
        """Put a paragraph of some rows."""
        text = self._without_links(text, f"line {first + 1}")
        made = units.paragraph(
            f"line {first + 1}", [TextRun(_BREAK.sub("\n", text))], markdown=True, gap=self.gap,
            letters=sum(map(letters, rows)) - self.gone, **how,
        )  # fmt: skip
        self.blocks.append(made)
        self.gap = False
        if made.heading:
            self.levels.clear()

    def _without_links(self, text: str, at: str) -> str:
        """Leave the targets of links over."""
        self.gone = 0

        def left(match: re.Match[str]) -> str:
            made = units.leftover(f"{at} link", match["to"], "link")
            self.gone += made.letters
            self.leftovers.append(made)
            return match["text"]

        return _LINK.sub(left, text) if "](" in text else text

    def _fence(self, mark: str) -> None:
        first = self.at
        self.at += 1
        inside = []
        while self.at < len(self.rows):
            row = self.rows[self.at]
            self.at += 1
            closing = FENCE.match(row)
            if closing and closing[1].startswith(mark) and not row.strip(" `~"):
                break
            inside.append(row)
        rows = self.rows[first : self.at]
        made = units.paragraph(
            f"line {first + 1}", [TextRun("\n".join(inside))], letters=sum(map(letters, rows)),
            fence=True, gap=self.gap,
        )  # fmt: skip
        self.blocks.append(made)
        self.gap = False

    def _quote(self) -> None:
        first = self.at
        texts: list[str] = []
        rows: list[str] = []
        while self.at < len(self.rows) and (match := _QUOTE.match(self.rows[self.at])):
            row = self.rows[self.at]
            if letters(row[match.end() :]):
                texts.append(row[match.end() :].strip())
                rows.append(row)
            else:
                rows.append(row)
                if texts:
                    self._quoted(rows, texts, first)
                    texts, rows, first = [], [], self.at + 1
            self.at += 1
        if texts or rows:
            self._quoted(rows, texts, first)

    def _quoted(self, rows: list[str], texts: list[str], first: int) -> None:
        if texts:
            self._put(rows, " ".join(texts), first, quote=True)
        else:
            self.layout.append(units.layout(f"line {first + 1}", "".join(rows)))

    def _paragraph(self) -> None:
        """Read a paragraph or an item with the lines that go on with it."""
        first = self.at
        row = self.rows[first]
        match = _ITEM.match(row)
        text = row[match.end() :].strip() if match else row.strip()
        self.at += 1
        before = row.strip()
        while self.at < len(self.rows) and self._goes_on(before, self.rows[self.at]):
            before = self.rows[self.at].strip()
            hard = self.rows[self.at - 1].endswith(("  ", "\\"))
            text = f"{text.removesuffix(chr(92))}\n{before}" if hard else wraps.join(text, before)
            self.at += 1
        item = self._item(match) if match else None
        if not match and not row.startswith((" ", "\t")):
            self.levels.clear()
        self._put(self.rows[first : self.at], text, first, item=item)

    def _goes_on(self, before: str, row: str) -> bool:
        line = row.strip()
        if not letters(row) or HEADING.match(row) or FENCE.match(row) or _QUOTE.match(row):
            return False
        if _ITEM.match(row) or units.RULE.fullmatch(line) or "|" in line:
            return False
        return wraps.goes_on(before, line, self.width)

    def _item(self, match: re.Match[str]) -> ListItem:
        indent = len(match["indent"].expandtabs(4))
        while self.levels and self.levels[-1] > indent:
            self.levels.pop()
        if not self.levels or self.levels[-1] < indent:
            self.levels.append(indent)
        number = int(match["number"]) if match["number"] else None
        return ListItem(len(self.levels) - 1, number, "typed", match["sign"] or "")

    # --- tables ---------------------------------------------------------------------------------

    def _table(self) -> None:
        self.tables += 1
        at = f"t{self.tables}"
        first = self.at
        cells: list[Cell] = []
        pipes = 0
        width = row = 0
        while self.at < len(self.rows) and "|" in self.rows[self.at]:
            if self.at == first + 1:
                self.layout.append(units.layout(f"line {self.at + 1}", self.rows[self.at]))
                self.at += 1
                continue
            row += 1
            parts = _PIPE.split(self.rows[self.at])
            pipes += len(parts) - 1
            for column, part in enumerate(_inner(parts), 1):
                width = max(width, column)
                cells += self._cell(f"{at}!{column_name(column)}{row}", row, column, part)
            self.at += 1
        self.layout.append(Layout(at, "", pipes))
        self.blocks.append(CellTable(at, None, tuple(cells), width, row))
        self.gap = False

    def _cell(self, at: str, row: int, column: int, written: str) -> Iterator[Cell]:
        counted = letters(written)
        text = self._without_links(written, at)
        made = units.paragraph(
            at, [TextRun(_BREAK.sub("\n", text))], letters=counted - self.gone, markdown=True
        )
        if made.letters:
            yield Cell(at, row, column, (made,))


def is_row(row: str) -> bool:
    """Tell whether a line is the one below the header of a table.

    Examples:
        >>> is_row("|:--|--|"), is_row("---")
        (True, False)
    """
    return "-" in row and "|" in row and ROW.fullmatch("".join(row.split())) is not None


def _without_closing(text: str) -> str:
    """Take off the signs that close a heading."""
    bare = text.rstrip("#")
    return bare.rstrip() if bare.endswith((" ", "\t")) else text


def _inner(parts: list[str]) -> list[str]:
    """Give the cells of a row, without what stands outside its outer pipes."""
    start = 1 if parts and not parts[0].strip() else 0
    end = -1 if len(parts) > 1 and not parts[-1].strip() else len(parts)
    return parts[start:end]


def read(text: str, file: str) -> SourceDocument:
    r"""Read Markdown.

    Args:
        text: with `\n` alone between its lines.
        file: how messages name it.

    Raises:
        DamagedError: where a paragraph is too long.
    """
    rows = text.split("\n")
    units.few(rows)
    reader = _Reader(rows, width=max(map(len, rows)))
    reader.read()
    return SourceDocument(
        "markdown", file, "", tuple(reader.blocks), leftovers=tuple(reader.leftovers),
        layout=tuple(reader.layout),
    )  # fmt: skip
