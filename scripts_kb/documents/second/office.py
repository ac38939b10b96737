"""Letters of the parts of Word documents and spreadsheets, by where they stand in the XML."""

import codecs
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final
from xml.etree import ElementTree as ET

from scripts_kb.documents.second.written import encoding, letters

_LINK: Final = re.compile(r'\bHYPERLINK\s+"([^"]*)"')
_ROOTS: Final = frozenset({"comments", "footnotes", "endnotes", "hdr", "ftr"})
_CHUNK: Final = 1 << 20
_NOT_SAID: Final = frozenset({"pPr", "rPr", "sdtPr", "sdtEndPr"})
_OF_PAGES: Final = frozenset(
    {"oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter"}
)
_OF_PRINTER: Final = re.compile(r"&&|&\"[^\"]*\"|&K(?:[\dA-Fa-f]{6}|\d\d[-+]\d{3})|&[0-9]+|&[A-Z]")
_CELL: Final = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}")


def _name(found: ET.Element) -> str:
    return found.tag.rpartition("}")[2]


def _get(found: ET.Element, name: str) -> str:
    """Give an attribute, whatever the address of its vocabulary."""
    return next(
        (value for key, value in found.attrib.items() if key.rpartition("}")[2] == name), ""
    )


def _tree(zipped: zipfile.ZipFile, name: str) -> ET.Element:
    content = zipped.read(name)
    return ET.fromstring(content.decode(encoding(content)))  # noqa: S314 - no DOCTYPE is left in it


def _main(zipped: zipfile.ZipFile, of: str) -> str:
    for each in _tree(zipped, "[Content_Types].xml").iter():
        kind = _get(each, "ContentType")
        if (
            _name(each) == "Override"
            and kind.endswith(".main+xml")
            and of in kind.replace("ms-", "").lower()
        ):
            return _get(each, "PartName").lstrip("/")
    return ""


def _relations(zipped: zipfile.ZipFile, part: str) -> dict[str, ET.Element]:
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", name + ".rels")
    if listed not in zipped.namelist():
        return {}
    return {
        _get(each, "Id"): each for each in _tree(zipped, listed) if _name(each) == "Relationship"
    }


def _target(part: str, relation: ET.Element) -> str:
    joined = posixpath.join("/" + posixpath.dirname(part), _get(relation, "Target"))
    return posixpath.normpath(joined).lstrip("/")


# --- Word ---------------------------------------------------------------------------------------


def word(path: Path) -> int:
    """Count the letters of a Word document, in whichever part they stand."""
    with zipfile.ZipFile(path) as zipped:
        main = _main(zipped, "word")
        outside = {
            key: _get(each, "Target")
            for key, each in _relations(zipped, main).items()
            if _get(each, "TargetMode") == "External"
        }
        counted = sum(letters(each) for each in _of_body(_tree(zipped, main), outside))
        for name in zipped.namelist():
            beside = posixpath.dirname(name) == posixpath.dirname(main) and name.endswith(".xml")
            if beside and name != main:
                root = _tree(zipped, name)
                if _name(root) in _ROOTS and "wordprocessingml" in root.tag:
                    counted += sum(letters(each) for each in _lines(root))
        return counted


def _of_body(root: ET.Element, outside: dict[str, str]) -> Iterator[str]:
    yield from _lines(root)
    for each in _seen(root):
        if _name(each) == "hyperlink" and "wordprocessingml" in each.tag:
            yield outside.get(_get(each, "id"), "")
        elif _name(each) == "instrText":
            yield "".join(_LINK.findall("".join(each.itertext())))
        elif _name(each) == "fldSimple":
            yield "".join(_LINK.findall(_get(each, "instr")))


def _seen(root: ET.Element) -> Iterator[ET.Element]:
    """Yield the elements that are seen: of what is there twice, for old programs too, one."""
    stack = [root]
    while stack:
        each = stack.pop()
        name = _name(each)
        if name in _NOT_SAID:
            continue
        yield each
        inside = list(each)
        if name == "AlternateContent":
            choices = [one for one in inside if _name(one) == "Choice"][:1]
            inside = choices or [one for one in inside if _name(one) == "Fallback"][:1]
        stack += reversed(inside)


def _lines(root: ET.Element) -> Iterator[str]:
    """Yield what is written, a line a paragraph."""
    line: list[str] = []
    for each in _seen(root):
        match _name(each):
            case "p":
                yield "".join(line)
                line = []
            case "t" if "drawingml" not in each.tag:
                line += each.itertext()
            case "delText":
                line += each.itertext()
            case "sym" | "noBreakHyphen" if "wordprocessingml" in each.tag:
                line.append("-")
            case "br" | "tab" | "cr":
                line.append("\n")
    yield "".join(line)


# --- spreadsheets -------------------------------------------------------------------------------


def excel(path: Path) -> int:
    """Count the letters of a workbook: cells, comments, links, boxes, headers and footers."""
    with zipfile.ZipFile(path) as zipped:
        main = _main(zipped, "excel") or _main(zipped, "spreadsheet")
        related = _relations(zipped, main)
        strings = _strings(zipped, main, related)
        counted = 0
        for sheet in _tree(zipped, main).iter():
            relation = related.get(_get(sheet, "id")) if _name(sheet) == "sheet" else None
            if relation is None or not _get(relation, "Type").endswith("/worksheet"):
                continue
            part = _target(main, relation)
            if part in zipped.namelist():
                counted += _sheet(zipped, part, strings)
        return counted


def _strings(zipped: zipfile.ZipFile, main: str, related: dict[str, ET.Element]) -> list[int]:
    for each in related.values():
        part = _target(main, each)
        if _get(each, "Type").endswith("/sharedStrings") and part in zipped.namelist():
            root = _tree(zipped, part)
            return [_string(one) for one in root.iter() if _name(one) == "si"]
    return []


def _string(found: ET.Element | None) -> int:
    if found is None:
        return 0
    parts: list[str] = []
    for each in found:
        if _name(each) == "t":
            parts += each.itertext()
        elif _name(each) != "rPh":
            parts += [one.text or "" for one in each.iter() if _name(one) == "t"]
    return letters("".join(parts).replace("_x000D_", ""))


def _sheet(zipped: zipfile.ZipFile, part: str, strings: list[int]) -> int:
    counted = 0
    related = _relations(zipped, part)
    with zipped.open(part) as stream:
        for each in _ended(stream):
            name = _name(each)
            if name == "c":
                counted += _cell(each, strings)
            elif name == "hyperlink" and _CELL.fullmatch(_get(each, "ref").partition(":")[0]):
                relation = related.get(_get(each, "id"))
                outside = relation is not None and _get(relation, "TargetMode") == "External"
                counted += (
                    letters(_get(relation, "Target")) if relation is not None and outside else 0
                )
            elif name in _OF_PAGES:
                counted += letters(_OF_PRINTER.sub(_printed, "".join(each.itertext())))
            if name == "row":
                each.clear()
    return counted + _comments(zipped, part, related) + _boxes(zipped, part, related)


def _printed(code: re.Match[str]) -> str:
    return "&" if code[0] == "&&" else ""


def _boxes(zipped: zipfile.ZipFile, part: str, related: dict[str, ET.Element]) -> int:
    """Count what is written in boxes over the cells, by where the paragraphs stand."""
    for each in related.values():
        name = _target(part, each)
        if _get(each, "Type").endswith("/drawing") and name in zipped.namelist():
            return sum(
                letters(
                    "".join("".join(one.itertext()) for one in line.iter() if _name(one) == "t")
                )
                for shape in _seen(_tree(zipped, name))
                if _name(shape) in {"sp", "cxnSp"}
                for line in shape.iter()
                if _name(line) == "p"
            )
    return 0


def _ended(stream: IO[bytes]) -> Iterator[ET.Element]:
    """Yield the elements of a part as they end, so that a large one is never there as a whole."""
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(("end",))
    head = stream.read(_CHUNK)
    decoder = codecs.getincrementaldecoder(encoding(head))()
    while head:
        parser.feed(decoder.decode(head))
        for event in parser.read_events():
            if isinstance(event[-1], ET.Element):
                yield event[-1]
        head = stream.read(_CHUNK)


def _cell(found: ET.Element, strings: list[int]) -> int:
    inside = {_name(each): each for each in found}
    value = "".join(inside["v"].itertext()) if "v" in inside else ""
    kind = _get(found, "t") or "n"
    if kind == "inlineStr":
        return _string(inside.get("is"))
    if "f" in inside and not value:
        formula = "".join(inside["f"].itertext())
        return letters(formula) + 1 if formula else 0
    if kind == "s":
        return strings[int(value)] if value.strip().isdecimal() and int(value) < len(strings) else 0
    return letters(value)


def _comments(zipped: zipfile.ZipFile, part: str, related: dict[str, ET.Element]) -> int:
    for each in related.values():
        name = _target(part, each)
        if _get(each, "Type").endswith("/comments") and name in zipped.namelist():
            found = [one for one in _tree(zipped, name).iter() if _name(one) == "comment"]
            return sum(
                _string(text)
                for one in found
                if _CELL.fullmatch(_get(one, "ref"))
                for text in one
                if _name(text) == "text"
            )
    return 0


# --- OpenDocument -------------------------------------------------------------------------------


def calc(path: Path) -> int:
    """Count the letters of a spreadsheet of OpenDocument, repeated rows and cells as often."""
    with zipfile.ZipFile(path) as zipped:
        root = _tree(zipped, "content.xml")
    return sum(_times(row, "rows") * _row(row) for row in root.iter() if _name(row) == "table-row")


def _times(found: ET.Element, what: str) -> int:
    written = _get(found, f"number-{what}-repeated")[:9]
    return max(1, int(written)) if written.isdecimal() else 1


def _row(row: ET.Element) -> int:
    return sum(
        _times(each, "columns") * _calc_cell(each)
        for each in row
        if _name(each) in {"table-cell", "covered-table-cell"}
    )


def _calc_cell(found: ET.Element) -> int:
    remarks = [each for each in found.iter() if _name(each) == "annotation"]
    counted = sum(
        letters("".join(_paragraph(line))) for each in remarks for line in _lines_of(each)
    )
    counted += sum(letters(_get(each, "href")) for each in found.iter() if _name(each) == "a")
    number = ""
    for name in ("value", "date-value", "time-value", "boolean-value"):
        number = number or _get(found, name)
    if number:
        return counted + letters(number)
    text = sum(letters("".join(_paragraph(line))) for line in _lines_of(found))
    formula = _get(found, "formula")
    if formula and not text:
        return counted + letters("=" + (formula.partition(":=")[2] or formula))
    return counted + text


def _lines_of(found: ET.Element) -> Iterator[ET.Element]:
    for each in found:
        if _name(each) in {"p", "h"}:
            yield each
        elif _name(each) not in {"annotation", "annotation-end", "table"}:
            yield from _lines_of(each)


def _paragraph(found: ET.Element) -> Iterator[str]:
    yield found.text or ""
    for each in found:
        if _name(each) not in {"annotation", "annotation-end", "table"}:
            yield from _paragraph(each)
        yield each.tail or ""
