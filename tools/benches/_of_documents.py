"""Documents of others for the bench: whole files, torn archives, spoiled parts of good ones."""

import io
import zipfile
from typing import Final

from scripts_kb import documents
from tools.benches import _forked
from tools.benches._place import ROOT, BrokenError, Named, base

_DOCUMENTS: Final = ROOT / "tests" / "documents" / "made"
_PACKED: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def _made() -> tuple[Named, ...]:
    files = (each for each in sorted(_DOCUMENTS.iterdir()) if each.suffix != ".read")
    return tuple(Named(each.name, each.read_bytes()) for each in files)


def written() -> tuple[Named, ...]:
    """Gives the made documents that are texts."""
    return tuple(each for each in _made() if not each.content.startswith(_PACKED))


def packed() -> tuple[Named, ...]:
    """Gives the made documents that are archives or files of old Office."""
    return tuple(each for each in _made() if each.content.startswith(_PACKED))


def parts() -> tuple[Named, ...]:
    """Gives the parts of those that are archives, each under the name of its file."""
    found = []
    for each in packed():
        if zipfile.is_zipfile(io.BytesIO(each.content)):
            with zipfile.ZipFile(io.BytesIO(each.content)) as archive:
                names = (name for name in archive.namelist() if not name.startswith("docProps"))
                found += [Named(f"{each.path}/{name}", archive.read(name)) for name in names]
    return tuple(found)


def part(named: Named) -> None:
    """Reads an archive of which one part is spoiled."""
    name, _, place = named.path.partition("/")
    made = io.BytesIO()
    with zipfile.ZipFile(_DOCUMENTS / name) as old, zipfile.ZipFile(made, "w") as new:
        for each in old.namelist():
            new.writestr(each, named.content if each == place else old.read(each))
    document(Named(name, made.getvalue()))


def document(named: Named) -> None:
    """Reads a document, of which no letter is lost; what it may not read is one line."""
    file = base().folder / "document"
    file.write_bytes(named.content)
    try:
        with _forked.step():
            read = documents.read(file, named.path, lambda cells: "Ответ" in cells)
        second = documents.count(file, read)
    except documents.UnreadableFileError as error:
        if "\n" in str(error):
            raise BrokenError("more than a line") from error
        return
    first = sum(unit.letters for unit in read.units())
    if second not in {None, first}:
        raise BrokenError(f"{first} letters, and {second} of the second reader")
