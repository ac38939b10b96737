"""What a packed workbook stands for: cells between its corners, repeated rows, texts said often.

    <row r="9"><c r="AB9"/>              ──▶ 9 × 28 cells
    number-rows-repeated="1000000"       ──▶ so many rows, down to the last that is filled
    <v>0</v> <v>0</v> …                  ──▶ the first shared text, written out each time

Told by expressions, not by a parser: a hundred thousand deals have more than a million cells.
"""

import re
from collections import Counter
from typing import Final

from scripts_kb.documents.columns import column_number
from scripts_kb.documents.numbers import whole

_PLACE: Final = re.compile(rb"\br\s{0,9}=\s{0,9}[\"']([A-Za-z]{0,3})([0-9]{1,7})")
"""Where a cell stands, `r="AB12"`, or which row it is."""
_SHARES: Final = re.compile(rb"\bt\s{0,9}=\s{0,9}[\"']s[\"']")
_NUMBER: Final = re.compile(rb"<(?:\w{1,20}:)?v\b[^<>]*>\s{0,9}([0-9]{1,7})\s{0,9}</")
_TEXT: Final = re.compile(rb"<(?:\w{1,20}:)?si\b")
_PART: Final = re.compile(
    rb"<table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])([^<>]*)>"
)
_REPEATED: Final = re.compile(rb"\btable:number-(?:rows|columns)-repeated\s*=\s*[\"'](\d*)")
_SPACES: Final = re.compile(rb"\btext:c\s*=\s*[\"'](\d*)")
_MOST: Final = 1_000_000_000
"""More rows, columns or spaces than any sheet has."""


def area(sheet: bytes) -> int:
    """Count the cells up to the last row and the last column that a sheet names.

    Examples:
        >>> area(b'<row r="2"><c r="A2"/><c r="ab2"/></row>')
        56
    """
    rows, columns = {b"1"}, {b"A"}
    for column, row in _PLACE.findall(sheet):
        rows.add(row)
        columns.add(column)
    width = max(column_number(each.decode()) for each in columns)
    return width * max(int(each) for each in rows)


class SharedTexts:
    """The texts of a workbook of Office that its cells name by number, part by part."""

    def __init__(self) -> None:
        """Begin with none."""
        self._named = Counter[int]()
        self._lists: list[list[int]] = []

    def add(self, content: bytes) -> None:
        """Look through a part: a list of texts, a sheet, or neither."""
        if _SHARES.search(content):
            self._named.update(map(int, _NUMBER.findall(content)))
        starts = [match.start() for match in _TEXT.finditer(content)]
        if starts:
            ends = [*starts[1:], len(content)]
            self._lists.append([end - start for start, end in zip(starts, ends, strict=True)])

    def written_out(self) -> int:
        """Give the bytes of all texts, each written out wherever it is named."""
        return max((self._of(lengths) for lengths in self._lists), default=0)

    def _of(self, lengths: list[int]) -> int:
        return sum(
            times * lengths[number]
            for number, times in self._named.items()
            if number < len(lengths)
        )


def repeated(content: bytes) -> tuple[int, int]:
    """Tell what the tables of an OpenDocument become: cells up to the last filled, and bytes.

    Examples:
        >>> row = b'<table:table-row table:number-rows-repeated="3">'
        >>> cell = b'<table:table-cell table:number-columns-repeated="2"><text:p>a</text:p>'
        >>> repeated(b"<table:table>" + row + cell)
        (6, 108)
    """
    if b"<table:table" not in content:
        return 0, 0
    spaces = sum(_times(each) for each in _SPACES.findall(content))
    cells = said = most = 0
    row = column = last_row = last_column = times = 0
    for match in _PART.finditer(content):
        name, about = match.groups()
        found = _REPEATED.search(about)
        here = _times(found[1]) if found else 1
        if name == b"table":
            cells += last_row * last_column
            row = column = last_row = last_column = times = 0
        elif name == b"table-row":
            row, column, times = row + here, 0, here
        else:
            column += here
            if not about.endswith(b"/") or b"office:value" in about:
                last_row, last_column = row, max(last_column, column)
                end = content.find(b"</table:", match.end())
                length = (end if end >= 0 else len(content)) - match.end()
                said += length * here * times
                most = max(most, here * times)
    return cells + last_row * last_column, said + spaces * most


def _times(written: bytes) -> int:
    return max(1, whole(written.decode("ascii", "replace"), 1, _MOST))
