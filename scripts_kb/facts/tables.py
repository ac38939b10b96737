"""An exported file to a table: what kind of file it is, its header, its rows one by one.

    bytes ─┬─ PK…        workbook (XLSX)  ─┐
           ├─ D0 CF 11…  old workbook     ─┼─▶ Table: header, (row number, cells) …
           ├─ <          HTML table       ─┤
           └─ else       CSV, ; , or tab  ─┘

The content tells the kind, never the name: a CRM calls an HTML table `.xls`. Rows stream, so an
export of any length takes the memory of its deals, not of its text. Cells of text are passed on as
they are: what they mean is not known here.
"""

import codecs
import contextlib
import csv
import html
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from scripts_kb import files
from scripts_kb.documents import old_excel, workbooks
from scripts_kb.documents.errors import DamagedError
from scripts_kb.problems import Message, Place, Problem, refusal

Cell = workbooks.CellValue
ColumnTest = Callable[[str], bool]
TableRow = tuple[int, Sequence[Cell]]
"""The row's number as a person sees it (the line of a CSV file), and its cells."""

_CHUNK: Final = 1 << 20
_HEAD: Final = 4096
_LONGEST_FIELD: Final = 1 << 20
_LONGEST_ROW: Final = 8 << 20
"""Letters in which a row must end."""
_ESCAPED: Final = re.compile(r'\\"(?![;,\t\r\n])')
_HINT: Final = re.compile(r"sep=(?P<sign>[;,\t|]?)", re.IGNORECASE)
"""Excel's hint to itself: which sign parts the cells."""
_TO_FIND_HEADER: Final = 20
"""Rows in which the header is looked for: above it there may be a title."""


class UnreadableTableError(Exception):
    """The file is no table, or a broken one; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its first row of names taken off.

    Attributes:
        shown: the file, of a workbook also its sheet, as messages name it.
        header: names of the columns as written.
        header_row: where they stand.
        rows: the rows below; it can be walked once.
    """

    shown: str
    header: tuple[str, ...]
    header_row: int
    rows: Iterator[TableRow]


@contextlib.contextmanager
def open_table(path: Path, shown: str, wanted: ColumnTest) -> Iterator[Table]:
    """Open an exported file.

    Args:
        path: the file.
        shown: how messages name it.
        wanted: tells whether a cell names a column that somebody asks for. The row with most of
            them is the header, and the delimiter is the one that gives it: what stands above may
            be a title with any signs.

    Yields:
        Its table; walking the rows may raise the same error.

    Raises:
        UnreadableTableError: for what is no table.
    """
    with contextlib.ExitStack() as stack:
        try:
            with files.opened(path) as stream:
                head = stream.read(_HEAD)
        except OSError as error:
            raise _unreadable(shown, refusal(error)) from None
        if path.stat().st_size > files.LARGEST_EXPORT:
            raise _unreadable(shown, Message("table-large"))
        if not head.strip(b"\xef\xbb\xbf\r\n \t"):
            raise _unreadable(shown, Message("table-empty"))
        if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            shown, rows = _workbook(path, shown, packed=head.startswith(b"PK"))
        elif _looks_like_html(head):
            rows = _html_rows(stack.enter_context(_text(path, shown)), shown)
        else:
            rows = _csv_rows(stack.enter_context(_text(path, shown)), shown, wanted)
        yield _with_header(shown, rows, wanted)


def _unreadable(shown: str, problem: Message | str, row: int = 1) -> UnreadableTableError:
    return UnreadableTableError(Problem(Place(shown, row), "crm-format", {"problem": problem}))


def _with_header(shown: str, rows: Iterator[TableRow], wanted: ColumnTest) -> Table:
    try:
        above = list(itertools.islice(rows, _TO_FIND_HEADER))
        broken = None
    except UnreadableTableError as error:
        above, broken = [], error
    filled = [row for row in above if sum(map(bool, _names(row[1]))) > 1]
    if not filled:
        raise broken or _unreadable(shown, Message("table-headless"))
    number, cells = max(filled, key=lambda row: _score(row[1], wanted))
    below = (row for row in above if row[0] > number)
    return Table(shown, tuple(_names(cells)), number, itertools.chain(below, rows))


def _names(cells: Sequence[Cell]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in cells]


def _score(cells: Sequence[Cell], wanted: ColumnTest) -> int:
    """Count the columns that somebody asks for; of equal rows the first is the header."""
    return len({name for name in _names(cells) if wanted(name)})


# --- text ---------------------------------------------------------------------------------------


def _text(path: Path, shown: str) -> TextIO:
    encoding = _encoding(path)
    if encoding is None:
        raise _unreadable(shown, Message("table-not-one"))
    return path.open(encoding=encoding, newline="")


def _encoding(path: Path) -> str | None:
    with path.open("rb") as stream:
        head = stream.read(4)
        wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1251"):
            stream.seek(0)
            decoder = codecs.getincrementaldecoder(encoding)()
            try:
                for chunk in iter(lambda: stream.read(_CHUNK), b""):
                    if "\0" in decoder.decode(chunk):
                        return None
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return encoding
    return None


# --- CSV ----------------------------------------------------------------------------------------


def _csv_rows(stream: TextIO, shown: str, wanted: ColumnTest) -> Iterator[TableRow]:
    # Bitrix24 writes \\" for a quotation mark, where all others double it.
    escape = "\\" if any(_ESCAPED.search(line) for line in _lines(stream, shown)) else None
    stream.seek(0)
    lines = _lines(stream, shown)
    head = list(itertools.islice(lines, _TO_FIND_HEADER))
    if not head:  # a byte order mark alone
        raise _unreadable(shown, Message("table-empty"))
    hint = _HINT.match(head[0])
    skipped = int(hint is not None)
    delimiter = hint["sign"] if hint else ""
    head = head[skipped:]
    csv.field_size_limit(_LONGEST_FIELD)
    delimiter = delimiter or _delimiter(head, wanted)
    reader = csv.reader(
        itertools.chain(head, lines), delimiter=delimiter, escapechar=escape, strict=True
    )
    line = 1 + skipped
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1 + skipped
    except csv.Error:
        raise _unreadable(shown, Message("table-quotes"), line) from None


def _lines(stream: TextIO, shown: str) -> Iterator[str]:
    """Yield the lines of a text, none of which may be the whole of a large file."""
    number = 1
    while line := stream.readline(_LONGEST_ROW):
        if len(line) == _LONGEST_ROW:
            raise _unreadable(shown, Message("table-endless"), number)
        yield line
        number += 1


def _delimiter(lines: Sequence[str], wanted: ColumnTest) -> str:
    """Choose the sign that parts the names of the most columns; else the one that stands most."""
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines]

    def fits(delimiter: str) -> tuple[int, int]:
        best = 0
        # A field that is too long, or never closed, is told where the rows are read.
        with contextlib.suppress(csv.Error):
            for row in csv.reader(lines, delimiter=delimiter):
                best = max(best, _score(row, wanted))
        first = next((line for line in bare if line.strip()), "")
        return best, first.count(delimiter)

    return max(";,\t", key=fits)


# --- workbooks ----------------------------------------------------------------------------------


def _workbook(path: Path, shown: str, *, packed: bool) -> tuple[str, Iterator[TableRow]]:
    """Open the first sheet that holds a table."""
    broken = Message("table-broken" if packed else "table-old")
    try:
        if packed and not workbooks.fits(path):
            raise _unreadable(shown, Message("table-large"))
        if not packed:
            old_excel.told(path)  # what ends a process ends that one
        for sheet in workbooks.sheets(path):
            if sheet.height > 1:
                return f"{shown}:{sheet.name}", enumerate(sheet.rows, 1)
    except DamagedError:
        raise _unreadable(shown, broken) from None
    raise _unreadable(shown, Message("table-rowless"))


# --- HTML ---------------------------------------------------------------------------------------

# No expression goes beyond the next `<`: a table of tags that never close takes no longer.
_ROW: Final = re.compile(r"<tr\b[^<>]*>|(?P<end></t(?:r|able)\s*>)", re.IGNORECASE)
_CELL: Final = re.compile(
    r"<t[dh]\b[^<>]*>(.*?)(?=</t[dh]\s*>|<t[dh]\b|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG: Final = re.compile(r"<[^<>]*>")


def _looks_like_html(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf\r\n \t")
    return (
        start.startswith(b"<")
        and re.search(rb"<(html|table|meta|!doctype)", head, re.IGNORECASE) is not None
    )


def _html_rows(stream: TextIO, shown: str) -> Iterator[TableRow]:
    """Yield the rows of the first table, as a spreadsheet would number them.

    A machine wrote the table, so its rows and cells can be told by their tags alone; a whole parser
    of HTML took 8 s for 100,000 rows of thirteen cells.
    """
    number = 0
    for row in _html_parts(stream, shown):
        number += 1
        cells = [_html_text(cell) for cell in _CELL.findall(_without_comments(row))]
        if cells:
            yield number, cells
    if not number:
        raise _unreadable(shown, Message("table-none"))


def _html_parts(stream: TextIO, shown: str) -> Iterator[str]:
    """Yield what stands between the beginning of a row and its end, or the next beginning."""
    buffer = ""
    found = False
    for chunk in iter(lambda: stream.read(_CHUNK), ""):
        buffer += chunk
        row: int | None = None
        used = 0
        for match in _ROW.finditer(buffer):
            if row is not None:
                found = True
                yield buffer[row : match.start()]
            row = match.end() if match["end"] is None else None
            used = match.start() if match["end"] is None else match.end()
            if found and (match["end"] or "").casefold().startswith("</tab"):
                return
        buffer = buffer[used:]
        if len(buffer) > _LONGEST_ROW:
            raise _unreadable(shown, Message("table-endless"))


def _without_comments(row: str) -> str:
    """Take comments out of a row; one that does not end takes the rest with it.

    Examples:
        >>> _without_comments("a<!-- <!-- b -->c<!-- d")
        'ac'
    """
    before, *after = row.split("<!--")
    return before + "".join(part.partition("-->")[2] for part in after)


def _html_text(cell: str) -> str:
    return html.unescape(_TAG.sub(" ", cell)) if "<" in cell or "&" in cell else cell
