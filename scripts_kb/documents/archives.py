"""An archive of others: proved to be no bomb before anything in it is read.

    file ──how many parts, how large each really is, no DOCTYPE──▶ PackedFile ──part──▶ bytes

What an archive says of its sizes need not be so: each part is unpacked once, and thrown away, up to
what it may take. Nothing is written to the disk.
"""

import contextlib
import copy
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.letters import MOST_UNITS

CHUNK: Final = 1 << 20
_LISTED: Final = b"PK\x01\x02"
"""Begins what the list at the end of an archive says of a part."""
OF_ZIP: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, RuntimeError,
    ValueError,
)  # fmt: skip
"""What the reader of archives raises of a torn, an encrypted or an unknown one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may take.

    Attributes:
        unpacked: bytes of all its parts.
        parts: how many there may be.
        times: so many times its own size it may become.
    """

    unpacked: int
    parts: int
    times: int = 0


DOCUMENT: Final = Limits(unpacked=400 << 20, parts=10_000, times=200)
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE[^>\[]{0,2000}\[")
_OVERLAP: Final = 5000
"""Bytes that are looked at again with the next ones: so long a DOCTYPE may be."""
_SMALL: Final = 1 << 20
"""Bytes to which a file of any size may unpack: a sheet of one repeated word is no bomb."""

_ENDS: Final = (b"</w:p>", b"</c>", b"</table:table-cell>", b"<w:p/>")
"""Behind what a unit ends, as the programs of Office write it; other prefixes are counted later."""


class PackedFile:
    """An archive that has been proved; its parts are read by name."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        """Keep the open archive."""
        self._zipped = zipped
        self.names = zipped.namelist()

    @property
    def macros(self) -> bool:
        """Whether there are macros in it, which nobody runs."""
        return any(each.endswith("vbaProject.bin") for each in self.names)

    def __contains__(self, name: object) -> bool:
        """Tell whether there is such a part."""
        return name in self._zipped.NameToInfo

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part.

        Raises:
            DamagedError: where there is none, or it is torn.
        """
        try:
            with self._zipped.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except OF_ZIP as error:
            raise DamagedError from error

    def read(self, name: str, largest: int = 64 << 20) -> bytes:
        """Give the bytes of a part; of what is larger than it may be, nothing."""
        found = bytearray()
        for chunk in self.chunks(name):
            found += chunk
            if len(found) > largest:
                return b""
        return bytes(found)


@contextlib.contextmanager
def opened(path: Path, limits: Limits = DOCUMENT) -> Iterator[PackedFile]:
    """Open an archive and prove it.

    Raises:
        DamagedError: for a torn one, a bomb, one with a password or with a DOCTYPE in a part.
    """
    if entries(path) > limits.parts:
        raise DamagedError("document-bomb")
    with contextlib.ExitStack() as stack:
        try:
            # A stream of ours ends here, whoever still holds a part that was refused on the way.
            stream = stack.enter_context(path.open("rb"))
            zipped = stack.enter_context(zipfile.ZipFile(stream))
        except OF_ZIP as error:
            raise DamagedError from error
        try:
            _prove(zipped, path.stat().st_size, limits)
        except OF_ZIP as error:
            raise DamagedError from error
        yield PackedFile(zipped)


def _doctype(seen: bytes) -> None:
    """Refuse what declares entities, before any parser sees it; that of an SVG has no body."""
    if _DOCTYPE.search(seen.replace(b"\0", b"")):
        raise DamagedError("document-doctype")


def entries(path: Path) -> int:
    """Count what an archive lists; each takes memory before anybody has looked at it."""
    with path.open("rb") as stream:
        return sum(chunk.count(_LISTED) for chunk in iter(lambda: stream.read(CHUNK), b""))


def _prove(zipped: zipfile.ZipFile, size: int, limits: Limits) -> None:
    left = min(limits.unpacked, max(size * limits.times, _SMALL))
    ended = 0
    found = zipped.infolist()
    if len(found) > limits.parts or sum(each.file_size for each in found) > left:
        raise DamagedError("document-bomb")
    for entry in found:
        if entry.flag_bits & 1:
            raise DamagedError("document-locked")
        taken = 0
        for chunk in unpacked(zipped, entry, left):
            taken += len(chunk)
            ended += sum(map(chunk.count, _ENDS))
            if ended > MOST_UNITS:
                raise DamagedError("document-units")
        left -= taken
        if left < 0:
            raise DamagedError("document-bomb")
        if taken != entry.file_size:
            raise DamagedError


def unpacked(zipped: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """Yield a part as far as it goes, and one byte further than it may."""
    endless = copy.copy(entry)
    endless.file_size = most + 2  # at its end the sum of all bytes would be proved
    left = most + 1
    end = b""
    with zipped.open(endless) as stream:
        while left > 0 and (chunk := stream.read(min(CHUNK, left))):
            left -= len(chunk)
            seen = end + chunk
            if b"D\0O\0C" in seen or b"DOC" in seen:
                _doctype(seen)
            end = chunk[-_OVERLAP:]
            yield chunk
