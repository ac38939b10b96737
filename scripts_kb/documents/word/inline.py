"""What stands in a paragraph of Word, piece by piece, each told for what it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from scripts_kb.documents.model import TextRun
from scripts_kb.documents.word.styles import Styles, WordLook, look
from scripts_kb.documents.xml import Element

PieceKind = Literal["text", "deleted", "struck", "hidden", "box", "link", "image"]

_LINK: Final = re.compile(r'\bHYPERLINK\s+"([^"]*)"')
_ARROWS: Final = {"F0E0": "→", "F0DF": "←", "F0E8": "→", "F0F0": "→"}
"""What Word makes of `-->`: signs of the font Wingdings."""
_SIGNS: Final = {"w:tab": " ", "w:cr": "\n", "w:noBreakHyphen": "-"}
_TEXTS: Final = frozenset({"w:t", "m:t", "t"})
_SKIPPED: Final = frozenset({"w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph.

    Attributes:
        kind: text, or what is left over and why.
        run: its text and dress; of a link its target, of an image the id of its part.
        alt: of an image, what stands for it.
    """

    kind: PieceKind
    run: TextRun
    alt: str = ""


class InlineReader:
    """Reads paragraphs by the styles of their document.

    Args:
        styles: of the document.
        links: targets of links, by id.
    """

    def __init__(self, styles: Styles, links: dict[str, str]) -> None:
        """Keep what a paragraph refers to."""
        self._styles = styles
        self._links = links

    def pieces(self, found: Element) -> Iterator[Piece]:
        """Yield the pieces of a paragraph."""
        properties = found.child("w:pPr")
        key = (properties.value("w:pStyle") or "") if properties is not None else ""
        yield from self._inside(found, self._styles.look(key), deleted=False)

    def _inside(self, found: Element, below: WordLook, *, deleted: bool) -> Iterator[Piece]:
        for each in found.children():
            match each.name:
                case "w:r":
                    yield from self._run(each, below, deleted=deleted)
                case "w:del" | "w:moveFrom":
                    yield from self._inside(each, below, deleted=True)
                case "w:txbxContent":
                    yield Piece("box", TextRun(plain(each)))
                case "mc:AlternateContent":
                    yield from self._inside(_chosen(each), below, deleted=deleted)
                case name if name not in _SKIPPED:
                    yield from self._referring(each)
                    yield from self._inside(each, below, deleted=deleted)

    def _referring(self, found: Element) -> Iterator[Piece]:
        """Yield the target of a link, or an image."""
        if found.name == "w:hyperlink" and (target := self._links.get(found.refers)):
            yield Piece("link", TextRun(target))
        if found.name == "w:fldSimple":
            yield from _linked(found.get("w:instr"))
        if found.name in {"a:inline", "a:anchor"}:
            named = next(found.all("a:docPr"), None)
            alt = "" if named is None else named.get("descr") or named.get("title")
            for each in found.all("a:blip"):
                yield Piece("image", TextRun(each.get("r:embed")), alt)
        if found.name == "v:imagedata":
            yield Piece("image", TextRun(found.get("r:id")), found.get("title"))

    def _run(self, found: Element, below: WordLook, *, deleted: bool) -> Iterator[Piece]:
        properties = found.child("w:rPr")
        style = (properties.value("w:rStyle") or "") if properties is not None else ""
        seen = look(properties).over(self._styles.look(style, usual=False)).over(below)
        kind = _kind(seen, deleted=deleted)
        for each in found.children():
            text = _said(each)
            if each.name == "w:delText":
                yield Piece("deleted", TextRun(each.text))
            elif each.name == "w:instrText":
                yield from _linked(each.text)
            elif text:
                yield Piece(
                    kind,
                    TextRun(
                        text,
                        bold=bool(seen.bold),
                        italic=bool(seen.italic),
                        colour=seen.colour or None,
                        highlight=seen.highlight or None,
                    ),
                )
            elif each.name == "mc:AlternateContent":
                yield from self._inside(_chosen(each), below, deleted=deleted)
            elif each.name not in _SKIPPED:
                yield from self._referring(each)
                yield from self._inside(each, below, deleted=deleted)


def _kind(seen: WordLook, *, deleted: bool) -> PieceKind:
    if deleted:
        return "deleted"
    return "struck" if seen.struck else "hidden" if seen.hidden else "text"


def _linked(instruction: str) -> Iterator[Piece]:
    for target in _LINK.findall(instruction):
        yield Piece("link", TextRun(target))


def _said(found: Element) -> str:
    """Give what an element of a run shows."""
    if found.name in _TEXTS:
        return found.text
    if found.name == "w:br":
        return " " if found.get("w:type") in {"page", "column"} else "\n"
    if found.name == "w:sym":
        code = found.get("w:char").upper()
        return _ARROWS.get(code) or "•"
    return _SIGNS.get(found.name, "")


def _chosen(alternative: Element) -> Element:
    """Give the choice of an alternative; what stands for it in old programs says the same."""
    choice = alternative.child("mc:Choice") or alternative.child("mc:Fallback")
    return choice or Element("nothing", {})


def plain(found: Element) -> str:
    """Give all text of a box, a comment or a note, a line a paragraph; what was deleted too."""
    return "\n".join(filter(str.strip, map(_line, _paragraphs(found))))


def _paragraphs(found: Element) -> Iterator[Element]:
    for each in found.children():
        if each.name == "w:p":
            yield each
        elif each.name == "mc:AlternateContent":
            yield from _paragraphs(_chosen(each))
        else:
            yield from _paragraphs(each)


def _line(found: Element) -> str:
    parts = []
    for each in found.children():
        if each.name == "mc:AlternateContent":
            parts.append(_line(_chosen(each)))
        elif each.name not in _SKIPPED:
            shown = each.text if each.name == "w:delText" else _said(each)
            parts.append(shown or _line(each))
    return "".join(parts)
