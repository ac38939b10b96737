"""Charts of draw.io, packed or not: boxes, arrows, labels that lie on arrows, lanes.

<mxCell id="3" value="Что везём?&lt;br&gt;" vertex="1"/>    ──▶ a step `Страница!3`
<mxCell id="11" source="3" target="4" edge="1" value="Мебель"/> ──▶ an edge with words
"""

import base64
import binascii
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from scripts_kb.documents import flows, units, web, xml
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.letters import letters
from scripts_kb.documents.model import (
    Edge,
    Flow,
    FlowStep,
    Leftover,
    SourceDocument,
    TextParagraph,
    TextRun,
)
from scripts_kb.documents.xml import Element

_LARGEST: Final = 64 << 20
_MOST: Final = 2000
_WRAPS: Final = frozenset({"object", "UserObject"})


@dataclass(frozen=True, slots=True)
class _Cell:
    """A box, an arrow or a label."""

    id: str
    words: str
    parent: str
    source: str
    target: str
    edge: bool
    style: str
    link: str = ""


def read(text: str, file: str) -> SourceDocument:
    """Read a chart.

    Args:
        text: of the file.
        file: how messages name it.

    Raises:
        DamagedError: where it is torn.
    """
    root = xml.root(text.encode())
    pages = [root] if root.name == "mxGraphModel" else list(root.children("diagram"))
    made: list[Flow] = []
    left: list[Leftover] = []
    for number, page in enumerate(pages, 1):
        name = page.get("name") or f"Page-{number}"
        flow, over = _page(list(_cells(_model(page))), name)
        made.append(flow)
        left += over
    return SourceDocument("drawio", file, "", tuple(made), leftovers=tuple(left))


def _model(page: Element) -> Element:
    """Give the model of a page, unpacked."""
    if page.name == "mxGraphModel":
        return page
    found = page.child("mxGraphModel")
    if found is not None or not page.text.strip():
        return found or page
    return xml.root(unpacked(page.text).encode())


def unpacked(packed: str) -> str:
    """Unpack what draw.io packed: base64 of a deflated text with its signs escaped.

    Raises:
        DamagedError: where it is torn or becomes too large.
    """
    try:
        inflater = zlib.decompressobj(-15)
        found = inflater.decompress(base64.b64decode(packed.strip(), validate=False), _LARGEST)
        if inflater.unconsumed_tail:
            raise DamagedError("document-bomb")
        if not inflater.eof:
            raise DamagedError
        return unquote(found.decode(), errors="strict")
    except (binascii.Error, zlib.error, UnicodeDecodeError, ValueError) as error:
        raise DamagedError from error


def _cells(model: Element) -> Iterator[_Cell]:
    for each in model.all("mxCell", *_WRAPS):
        if each.name in _WRAPS:
            inner = each.child("mxCell")
            if inner is not None:
                yield _cell(each.get("id"), each.get("label"), inner, each.get("link"))
        elif "id" in each.attributes:
            yield _cell(each.get("id"), each.get("value"), each, "")


def _cell(key: str, words: str, found: Element, link: str) -> _Cell:
    return _Cell(
        key, words, found.get("parent"), found.get("source"), found.get("target"),
        found.get("edge") == "1", found.get("style"), link,
    )  # fmt: skip


def _page(cells: list[_Cell], name: str) -> tuple[Flow, list[Leftover]]:
    edges = {each.id: each for each in cells if each.edge}
    labels: dict[str, list[_Cell]] = {}
    for each in cells:
        if each.parent in edges and not each.edge:
            labels.setdefault(each.parent, []).append(each)
    boxes = [
        each for each in cells if not each.edge and each.parent not in edges and letters(each.words)
    ]
    if len(boxes) > _MOST:
        raise DamagedError("document-steps")
    left = [
        units.leftover(f"{name}!{each.id} link", each.link, "link") for each in cells if each.link
    ]
    steps = [_step(each, name) for each in boxes]
    made: list[Edge] = []
    for each in edges.values():
        found = _edge(each, labels.get(each.id, []), name)
        if each.source and each.target:
            made += found[:1]
            left += [
                units.leftover(one.at, one.words.text, "unreachable")
                for one in found[1:]
                if one.words
            ]
        else:
            left += _loose(found)
    flow = Flow(name, name, None, None, flows.entry(steps, made), tuple(steps), tuple(made))
    return flow, left


def _loose(found: list[Edge]) -> list[Leftover]:
    """Leave over the words of an arrow that leads from nowhere, or to nothing."""
    said = [each.words for each in found if each.words]
    return [Leftover(each.at, each.text, "unreachable", each.letters, each.layout) for each in said]


def _step(cell: _Cell, name: str) -> FlowStep:
    at = f"{name}!{cell.id}"
    words = web.paragraphs(cell.words, at)
    if "swimlane" in cell.style:
        return FlowStep(at, cell.id, words, mark="lane")
    return FlowStep(at, cell.id, words, mark=flows.mark(words))


def _edge(edge: _Cell, labels: list[_Cell], name: str) -> list[Edge]:
    """Give an edge with its words: its own, or those of the label that lies on it.

    Further words come as further edges, which nobody follows.
    """
    said = [each for each in (edge, *labels) if letters(each.words)]
    at = f"{name}!{edge.id}"
    found = []
    for each in said or [edge]:
        here = f"{name}!{each.id}"
        found.append(Edge(here, edge.source, edge.target, at, _words(each.words, here)))
    return found


def _words(text: str, at: str) -> TextParagraph | None:
    shown = "\n".join(each.text for each in web.paragraphs(text, at))
    made = units.paragraph(at, [TextRun(shown)], letters=letters(text))
    return made if made.letters else None
