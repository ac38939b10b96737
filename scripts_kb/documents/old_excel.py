"""Workbooks of Excel 97–2003: their cells alone, for there are no parts to read the rest from."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from scripts_kb.documents.cells import MOST_CELLS, MOST_SHEETS, CellSheet
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.model import CellTable, SourceDocument

_READER: Final = ("-P", "-m", "scripts_kb.documents.old_cells")
"""`-P`: what lies in the folder where somebody stands is no part of the program."""


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
    for each in told(path):
        sheet = CellSheet(each["name"], each["visible"], left)
        _fill(sheet, each)
        left = sheet.left
        tables.append(sheet.table())
        if len(tables) > MOST_SHEETS:
            raise DamagedError("document-cells")
    return SourceDocument("xls", file, "", tuple(tables), said=("document-old-workbook",))


def told(path: Path) -> list[dict[str, Any]]:
    """Ask another process for the sheets: whatever it meets, it is only that one's end.

    Raises:
        DamagedError: where that process ended so.
    """
    argv = (sys.executable, *_READER, str(path.resolve()))
    ended = subprocess.run(argv, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    if ended.returncode:
        raise DamagedError
    return [json.loads(line) for line in ended.stdout.splitlines()]


def _fill(sheet: CellSheet, found: dict[str, Any]) -> None:
    for (top, left), (bottom, right) in found["merged"]:
        sheet.merged[top + 1, left + 1] = (bottom - top + 1, right - left + 1)
    for row, column, text, raw in found["cells"]:
        sheet.put(row, column, text, raw=raw)
