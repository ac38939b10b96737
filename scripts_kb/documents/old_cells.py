"""The cells of an old workbook, read in a process of its own and written out as JSON.

    old_excel ──python -P -m …old_cells FILE──▶ {"name": …, "cells": [[3, 1, "text", ""]], …} a line

A number in such a file may ask for more memory than there is, and the library ends its whole
process then, or tells of it on the terminal. Here that is nobody else's end.
"""

import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from scripts_kb.documents import workbooks
from scripts_kb.documents.workbooks import BookSheet, CellValue

if sys.platform != "win32":
    import resource

_EXACT: Final = 1e15
"""Whole numbers below it are shown with all their digits."""
_MEMORY: Final = 1 << 30


def main() -> None:
    """Write out the sheets of the workbook that the command line names."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for each in workbooks.sheets(Path(sys.argv[1])):
        print(json.dumps(_told(each)))  # noqa: T201 - this is what the process is for


def _told(found: BookSheet) -> dict[str, Any]:
    return {
        "name": found.name,
        "visible": found.visible,
        "merged": found.merged,
        "cells": list(_cells(found)),
    }


def _cells(found: BookSheet) -> Iterator[tuple[int, int, str, str]]:
    """Yield row, column, text and, of a number, its raw value."""
    first = found.start[1] if found.start else 0
    for row, values in enumerate(found.rows, 1):
        for column, value in enumerate(values, first + 1):
            if text := shown(value):
                yield row, column, text, "" if isinstance(value, str) else text


def shown(value: CellValue) -> str:
    """Give a value as a person sees it.

    Examples:
        >>> shown(3.0), shown(dt.date(2026, 9, 1)), shown(None)
        ('3', '01.09.2026', '')
    """
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


if __name__ == "__main__":
    main()
