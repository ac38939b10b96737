"""Paragraphs of a Word document letter by letter, for one that we wrote ourselves.

What a reader of other people's documents makes plain (spaces, bullets that were typed) stays here.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scripts_kb.documents import archives, forms, parts, xml
from scripts_kb.documents.word.inline import InlineReader
from scripts_kb.documents.word.styles import Styles


class ExactParagraph(NamedTuple):
    """A paragraph outside tables: its number from 1, its level as a heading, 0 for none."""

    number: int
    level: int
    text: str


def paragraphs(path: Path, file: str) -> Iterator[ExactParagraph]:
    """Yield the paragraphs of a document; deleted and hidden text is not in them.

    Raises:
        DamagedError: where a part is torn.
    """
    with archives.opened(path) as archive:
        _, main = forms.of_archive(archive, file)
        styles = Styles(parts.part(archive, parts.relations(archive, main), "styles"))
        reader = InlineReader(styles, {})
        found = xml.inside(archive.chunks(main), "w:document", ("w:p", "w:tbl"))
        for number, each in enumerate((one for one in found if one.name == "w:p"), 1):
            heading = styles.heading(each.child("w:pPr"))
            text = "".join(piece.run.text for piece in reader.pieces(each) if piece.kind == "text")
            yield ExactParagraph(number, heading.level if heading else 0, text)
