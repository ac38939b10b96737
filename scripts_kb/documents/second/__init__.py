"""The second reader: it counts the letters of a file, and shares no code with the first.

    every part ──zipfile, ElementTree──▶ letters       the first reader's sum must be the same

It knows no paragraphs and no cells that a person would see: only where letters stand. It is asked
when the first reader has found nothing to refuse, so that limits and declarations are proved.
"""

from pathlib import Path
from xml.etree import ElementTree as ET

from scripts_kb.documents.errors import DAMAGED, UnreadableFileError
from scripts_kb.documents.model import SourceDocument
from scripts_kb.documents.second import office, tagged, written


def count(path: Path, document: SourceDocument) -> int | None:
    """Count the letters of a file; None for an old workbook, whose parts nobody can see.

    Args:
        path: a file that the first reader has read.
        document: what that made of it: its form, and of CSV the sign that parts its cells.

    Raises:
        UnreadableFileError: where a part is no XML to this reader, whatever the first one says.
    """
    try:
        return _counted(path, document)
    except ET.ParseError:
        raise UnreadableFileError(DAMAGED, document.file, "damaged") from None


def _counted(path: Path, document: SourceDocument) -> int | None:
    form = document.form
    match form:
        case "docx":
            return office.word(path)
        case "xlsx":
            return office.excel(path)
        case "ods":
            return office.calc(path)
        case "xls":
            return None
        case "xmind":
            return tagged.xmind(path)
        case "freemind" | "opml" | "drawio":
            return tagged.tree(path, form)
        case "html":
            return written.page(written.text(path))
        case "json":
            return written.values(written.text(path))
        case "csv":
            return written.cells(written.text(path), document.sign)
        case _:
            return written.lines(written.text(path))
