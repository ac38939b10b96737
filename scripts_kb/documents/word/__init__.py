"""Word documents: paragraphs, tables, and all that a reader of their body alone does not see.

    main part ──▶ Body: p1, t1!B2 …     comments, footnotes, headers, footers ──▶ left over

Why no library reads them: mammoth, the best of them, knows no colour, no hidden text, no deletions,
no headers of pages and no place of anything, and expands entities. What it does give, the places
would have to be found for again.
"""

import posixpath
from collections.abc import Iterator
from typing import Final

from scripts_kb.documents import parts, pictures, units, xml
from scripts_kb.documents.archives import PackedFile
from scripts_kb.documents.model import Leftover, SourceDocument, Why
from scripts_kb.documents.word.body import WANTED, Body
from scripts_kb.documents.word.inline import InlineReader, plain
from scripts_kb.documents.word.numbering import Lists
from scripts_kb.documents.word.styles import Styles
from scripts_kb.documents.xml import Element

_NOTES: Final[dict[str, tuple[str, str, Why]]] = {
    "w:comments": ("w:comment", "comment", "comment"),
    "w:footnotes": ("w:footnote", "footnote", "footnote"),
    "w:endnotes": ("w:endnote", "endnote", "footnote"),
}
_RUNNING: Final = frozenset({"w:hdr", "w:ftr"})


def read(archive: PackedFile, main: str, file: str) -> SourceDocument:
    """Read a Word document.

    Args:
        archive: the file.
        main: its main part.
        file: how messages name it.

    Raises:
        DamagedError: where a part is torn.
    """
    related = parts.relations(archive, main)
    styles = Styles(parts.part(archive, related, "styles"))
    links = {key: each.target for key, each in related.items() if each.outside}
    lists = Lists(parts.part(archive, related, "numbering"))
    body = Body(InlineReader(styles, links), styles, lists)
    body.read(xml.inside(archive.chunks(main), "w:document", WANTED))
    left = [*body.leftovers, *_beside(archive, main)]
    images = tuple(
        pictures.image(at, archive, related[key].target if key in related else "", alt)
        for at, key, alt in body.images
        if key not in links
    )
    macros = (
        ("document-macros",)
        if any(each.endswith("vbaProject.bin") for each in archive.names)
        else ()
    )
    return SourceDocument(
        "docx", file, "", tuple(body.blocks), leftovers=tuple(left), images=images, said=macros
    )


def _beside(archive: PackedFile, main: str) -> Iterator[Leftover]:
    """Yield what stands in the other parts: notes, comments, headers and footers of pages."""
    folder = posixpath.dirname(main)
    for name in sorted(archive.names):
        if posixpath.dirname(name) != folder or name == main or not name.endswith(".xml"):
            continue
        for found in xml.elements(archive.chunks(name), (*_NOTES, *_RUNNING)):
            if found.name in _RUNNING:
                yield from _running(found, posixpath.splitext(posixpath.basename(name))[0])
            else:
                yield from _notes(found)


def _running(found: Element, name: str) -> Iterator[Leftover]:
    for number, each in enumerate(found.all("w:p"), 1):
        made = units.leftover(f"{name} p{number}", plain(_alone(each)), "running")
        if made.letters:
            yield made


def _alone(found: Element) -> Element:
    """Put a paragraph into an element of its own."""
    holder = Element("alone", {})
    holder.inside.append(found)
    return holder


def _notes(found: Element) -> Iterator[Leftover]:
    inside, name, why = _NOTES[found.name]
    for each in found.children(inside):
        made = units.leftover(f"{name} {each.get('w:id')}", plain(each), why)
        if made.letters:
            yield made
