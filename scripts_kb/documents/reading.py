"""A file to a document: its form told, its reader asked, what goes wrong said in one line."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Final

from scripts_kb import files
from scripts_kb.documents import (
    archives,
    calc,
    comma,
    compound,
    drawio,
    excel,
    flows,
    forms,
    maps,
    markdown,
    old_excel,
    plain,
    texts,
    units,
    web,
    word,
)  # fmt: skip
from scripts_kb.documents.archives import PackedFile
from scripts_kb.documents.comma import Heads
from scripts_kb.documents.errors import DamagedError, UnreadableFileError
from scripts_kb.documents.model import SourceDocument
from scripts_kb.problems import refusal

_PACKED: Final = b"PK\x03\x04"


def read(path: Path, file: str, heads: Heads) -> SourceDocument:
    """Read a file into units.

    Args:
        path: the file.
        file: how messages name it.
        heads: tells whether a row of cells is a header of a table of ours; without one a text with
            commas is no table.

    Raises:
        UnreadableFileError: where it is refused: a line for a person, exit code 2.
    """
    try:
        start = forms.head(path)
        if path.stat().st_size > forms.LARGEST:
            raise UnreadableFileError("document-large", file, "large")
        with units.limited():
            return replace(_read(path, file, start, heads), sha256=_sum(path))
    except OSError as error:
        raise UnreadableFileError("document-refused", file, "", why=refusal(error)) from None
    except DamagedError as error:
        raise UnreadableFileError(error.key, file, "damaged", **error.facts) from None


def _sum(path: Path) -> str:
    with files.opened(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read(path: Path, file: str, start: bytes, heads: Heads) -> SourceDocument:
    if start.startswith(_PACKED):
        with archives.opened(path) as archive:
            return _packed(archive, file)
    if start.startswith(compound.MAGIC):
        forms.of_compound(path, file)
        return old_excel.read(path, file)
    forms.refuse_binary(start, file)
    text = texts.decoded(files.read(path, forms.LARGEST))
    if text is None:
        raise UnreadableFileError("document-other", file, "other")
    return _text(text, file, heads)


def _packed(archive: PackedFile, file: str) -> SourceDocument:
    form, main = forms.of_archive(archive, file)
    match form:
        case "docx":
            return word.read(archive, main, file)
        case "xlsx":
            return excel.read(archive, main, file)
        case "xmind":
            return maps.xmind(archive, main, file)
        case _:
            return calc.read(archive, file)


def _text(text: str, file: str, heads: Heads) -> SourceDocument:
    form, found = forms.of_text(text, file, heads)
    match form:
        case "csv":
            return comma.read(text, found, file)
        case "json":
            return flows.read(found, file)
        case "drawio":
            return drawio.read(text, file)
        case "freemind":
            return maps.freemind(text, file)
        case "opml":
            return maps.opml(text, file)
        case "html":
            return web.read(text, file)
        case "markdown":
            return markdown.read(text, file)
        case _:
            return plain.read(text, file)
