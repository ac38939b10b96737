"""What lies over the cells of a sheet: pictures, boxes, headers and footers of its pages.

sheet1.xml ──relations──▶ drawing1.xml ──anchor──▶ picture at `Лист!B3`, box at `Лист!B3 box`
    └──headerFooter────────────────────────────▶ `Лист!header1`, `Лист!footer1`
"""

import re
from collections.abc import Iterator
from typing import Final

from scripts_kb.documents import parts, pictures, units
from scripts_kb.documents.archives import PackedFile
from scripts_kb.documents.columns import column_name
from scripts_kb.documents.model import Image, Leftover
from scripts_kb.documents.parts import Relation
from scripts_kb.documents.xml import Element

_ANCHORS: Final = ("a:twoCellAnchor", "a:oneCellAnchor", "a:absoluteAnchor")
_SHAPES: Final = ("a:sp", "a:cxnSp")
_CODE: Final = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|[A-Z]|(&))')
"""Fonts, sizes, colours, parts and fields of a header; `&&` is the sign itself."""
_PARTS: Final = frozenset({"&L", "&C", "&R"})
_RUNNING: Final = (
    ("oddHeader", "header1"),
    ("evenHeader", "header2"),
    ("firstHeader", "header3"),
    ("oddFooter", "footer1"),
    ("evenFooter", "footer2"),
    ("firstFooter", "footer3"),
)


def over(
    archive: PackedFile, related: dict[str, Relation], sheet: str
) -> tuple[list[Image], list[Leftover]]:
    """Read what lies over a sheet: its pictures, and the words of its boxes.

    Args:
        archive: the file.
        related: what the sheet refers to.
        sheet: its name.

    Raises:
        DamagedError: where a part is torn.
    """
    drawing = next((each.target for each in related.values() if each.kind == "drawing"), "")
    root = parts.part(archive, related, "drawing")
    if root is None:
        return [], []
    inner = parts.relations(archive, drawing)
    images, boxes = [], []
    for anchor in _seen(root, *_ANCHORS):
        at = f"{sheet}!{_place(anchor)}"
        images += [_picture(each, at, archive, inner) for each in _seen(anchor, "a:pic")]
        for each in _seen(anchor, *_SHAPES):
            words = units.leftover(f"{at} box", _words(each), "box")
            if words.letters:
                boxes.append(words)
    return images, boxes


def _seen(found: Element, *names: str) -> Iterator[Element]:
    """Yield the outermost elements of some names; what is there for old programs too, once."""
    for each in found.children():
        if each.name in names:
            yield each
        elif each.name == "mc:AlternateContent":
            choice = each.child("mc:Choice") or each.child("mc:Fallback")
            yield from _seen(choice, *names) if choice else ()
        else:
            yield from _seen(each, *names)


def _place(anchor: Element) -> str:
    """Give the cell at which something is fastened; what lies free is fastened to the first."""
    start = anchor.child("a:from")
    found = []
    for name in ("a:col", "a:row"):
        number = start.child(name) if start else None
        text = number.text.strip() if number else ""
        found.append(int(text) + 1 if text.isdecimal() and len(text) < 8 else 1)  # noqa: PLR2004 - places have no more digits
    return f"{column_name(found[0])}{found[1]}"


def _picture(found: Element, at: str, archive: PackedFile, inner: dict[str, Relation]) -> Image:
    blip = next(found.all("a:blip"), None)
    relation = inner.get(blip.get("r:embed")) if blip else None
    about = next(found.all("a:cNvPr"), None)
    part = relation.target if relation and not relation.outside else ""
    return pictures.image(at, archive, part, about.get("descr") if about else "")


def _words(found: Element) -> str:
    return "\n".join(
        "".join("\n" if each.name == "a:br" else each.text for each in line.all("a:t", "a:br"))
        for line in found.all("a:p")
    )


def running(found: Element, sheet: str) -> Iterator[Leftover]:
    """Yield the headers and footers of a sheet's pages, without what a printer fills in.

    Args:
        found: the element `headerFooter`.
        sheet: its name.
    """
    for name, at in _RUNNING:
        each = found.child(f"s:{name}")
        words = units.leftover(f"{sheet}!{at}", plain(each.text) if each else "", "running")
        if words.letters:
            yield words


def plain(text: str) -> str:
    """Give the words of a header: what `&` begins is a font, a part or a field.

    Examples:
        >>> plain('&L&"Arial,Bold"Отдел продаж&RСтр. &P из &N')
        'Отдел продаж Стр.  из'
    """
    return _CODE.sub(lambda match: match[1] or (" " if match[0] in _PARTS else ""), text).strip(" ")
