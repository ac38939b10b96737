"""What a compound file of old Office holds: the names of its streams."""

import struct
from pathlib import Path
from typing import Final

from scripts_kb import files

MAGIC: Final = b"\xd0\xcf\x11\xe0"
_HEADER: Final = 512
_ENTRY: Final = 128
_NAME: Final = 64
_MOST: Final = 4096
"""Sectors of a directory that are looked at; one that leads in a circle ends here too."""
_LAST: Final = 0xFFFFFFFA


def sane(path: Path) -> bool:
    """Tell whether what a file says of its sizes fits into it.

    Whoever believes such a number takes as much memory, and ends where there is none.
    """
    size = path.stat().st_size
    with files.opened(path) as stream:
        header = stream.read(_HEADER)
        if len(header) < _HEADER or not header.startswith(MAGIC):
            return False
        shifts = struct.unpack_from("<HH", header, 30)
        tables, _, _, _, _, small, _, more = struct.unpack_from("<8I", header, 44)
        if shifts not in {(9, 6), (12, 6)}:
            return False
        return bool(max(tables, small, more) << shifts[0] <= size)


def streams(path: Path) -> set[str]:
    """Give the names of the streams; none where the file is torn.

    The sectors of the directory are chained by a table whose own sectors the header lists.
    """
    found: set[str] = set()
    with files.opened(path) as stream:
        header = stream.read(_HEADER)
        if len(header) < _HEADER or not header.startswith(MAGIC):
            return found
        (shift,) = struct.unpack_from("<H", header, 30)
        (sector,) = struct.unpack_from("<I", header, 48)
        table = struct.unpack_from("<109I", header, 76)
        size = 1 << (shift if shift in {9, 12} else 9)
        for _ in range(_MOST):
            if sector >= _LAST:
                break
            stream.seek((sector + 1) * size)
            found |= _names(stream.read(size))
            place, entry = divmod(sector, size // 4)
            if place >= len(table) or table[place] >= _LAST:
                break
            stream.seek((table[place] + 1) * size + entry * 4)
            following = stream.read(4)
            if len(following) < 4:  # noqa: PLR2004 - a torn number
                break
            (sector,) = struct.unpack("<I", following)
    return found


def _names(sector: bytes) -> set[str]:
    names = set()
    for start in range(0, len(sector) - _ENTRY + 1, _ENTRY):
        (length,) = struct.unpack_from("<H", sector, start + _NAME)
        if 2 <= length <= _NAME:  # noqa: PLR2004 - with the two bytes that end it
            names.add(sector[start : start + length - 2].decode("utf-16-le", "replace"))
    return names
