"""Workbooks of Excel 97–2003: their cells alone, for there are no parts to read the rest from."""

import datetime as dt
from pathlib import Path
from typing import Final

from scripts_kb.documents import workbooks
from scripts_kb.documents.cells import MOST_CELLS, MOST_SHEETS, CellSheet
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.model import CellTable, SourceDocument
from scripts_kb.documents.workbooks import BookSheet, CellValue

_EXACT: Final = 1e15
"""Whole numbers below it are shown with all their digits."""


def read(path: Path, file: str) -> SourceDocument:
    """Read a workbook; what nobody can see of it is said: comments, hidden rows, a second count.

    Args:
        path: the file.
        file: how messages name it.

    Raises:
        DamagedError: where it is torn, or there is too much of it.
    """
    tables: list[CellTable] = []
    left = MOST_CELLS
    for each in workbooks.sheets(path):
        sheet = CellSheet(each.name, each.visible, left)
        _read(sheet, each)
        left = sheet.left
        tables.append(sheet.table())
        if len(tables) > MOST_SHEETS:
            raise DamagedError("document-cells")
    return SourceDocument("xls", file, "", tuple(tables), said=("document-old-workbook",))


def _read(sheet: CellSheet, found: BookSheet) -> None:
    first = found.start[1] if found.start else 0
    for start, end in found.merged:
        place = (start[0] + 1, start[1] + 1)
        sheet.merged[place] = (end[0] - start[0] + 1, end[1] - start[1] + 1)
    for row, values in enumerate(found.rows, 1):
        for column, value in enumerate(values, first + 1):
            text = _shown(value)
            if text:
                sheet.put(row, column, text, raw="" if isinstance(value, str) else text)


def _shown(value: CellValue) -> str:
    """Give a value as a person sees it."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value).upper()
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
        case dt.datetime() if value.time() != dt.time():
            return f"{value:%d.%m.%Y %H:%M}"
        case dt.date():
            return f"{value:%d.%m.%Y}"
        case _:
            return str(value)
