"""Mind maps and outlines: nodes with places from the root, notes, links, labels, floating topics.

FreeMind, OPML, XMind 8 ──XML─┐
XMind ──content.json──────────┴─▶ MapTopic ──▶ NodeTree: 1, 1.1, `Лист!1.2`
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from scripts_kb.documents import units, xml
from scripts_kb.documents.archives import PackedFile
from scripts_kb.documents.errors import DamagedError, repeated
from scripts_kb.documents.model import Leftover, NodeTree, SourceDocument, TextRun, TreeNode
from scripts_kb.documents.xml import Element
from scripts_kb.files import pairs

_BLOCKS: Final = frozenset({"p", "div", "li", "h1", "h2", "h3", "tr", "br", "ul", "ol"})
_LINKS: Final = ("url", "htmlUrl", "xmlUrl", "link")
_LARGEST: Final = 64 << 20
_MOST: Final = 100_000
"""Nodes of a map; nobody draws so many."""


@dataclass(slots=True)
class MapTopic:
    """A node as its form has it.

    Attributes:
        text: its words.
        notes, links, labels: what hangs on it.
        children: the nodes below it.
        floating: nodes beside it that hang on nothing.
    """

    text: str
    notes: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    children: list["MapTopic"] = field(default_factory=list)
    floating: list["MapTopic"] = field(default_factory=list)


class _Growing:
    """Trees and what is left over of them."""

    def __init__(self) -> None:
        self.leftovers: list[Leftover] = []
        self.left = _MOST

    def node(self, topic: MapTopic, at: str) -> TreeNode:
        self.left -= 1
        if self.left < 0:
            raise DamagedError("document-cells")
        notes = (units.paragraph(f"{at} note", [TextRun(each)]) for each in topic.notes)
        words = units.itemised(units.paragraph(at, [TextRun(topic.text)]))
        self._hang(topic, at)
        for number, each in enumerate(topic.floating, 1):
            self._float(each, f"{at} floating {number}")
        children = (
            self.node(each, f"{at}.{number}") for number, each in enumerate(topic.children, 1)
        )
        return TreeNode(at, words, tuple(each for each in notes if each.letters), tuple(children))

    def _float(self, topic: MapTopic, at: str) -> None:
        self._leave(at, topic.text, "floating")
        for note in topic.notes:
            self._leave(f"{at} note", note, "floating")
        self._hang(topic, at)
        for number, each in enumerate((*topic.children, *topic.floating), 1):
            self._float(each, f"{at}.{number}")

    def _hang(self, topic: MapTopic, at: str) -> None:
        for link in topic.links:
            self._leave(f"{at} link", link, "link")
        for label in topic.labels:
            self._leave(f"{at} label", label, "label")

    def _leave(self, at: str, text: str, why: Any) -> None:
        made = units.leftover(at, text, why)
        if made.letters:
            self.leftovers.append(made)


def freemind(text: str, file: str) -> SourceDocument:
    """Read a map of FreeMind.

    Raises:
        DamagedError: where it is torn.
    """
    growing = _Growing()
    roots = [_freemind(each) for each in xml.root(text.encode()).children("node")]
    nodes = tuple(growing.node(each, str(number)) for number, each in enumerate(roots, 1))
    return SourceDocument(
        "freemind", file, "", (NodeTree("", None, nodes),), leftovers=tuple(growing.leftovers)
    )


def _freemind(found: Element) -> MapTopic:
    topic = MapTopic(found.get("TEXT"))
    if found.get("LINK") and not found.get("LINK").startswith("#"):
        topic.links.append(found.get("LINK"))
    for each in found.children("richcontent"):
        written = _written(each)
        if each.get("TYPE") == "NODE":
            topic.text = topic.text or written
        else:
            topic.notes.append(written)
    for each in found.children("attribute"):
        topic.labels.append(f"{each.get('NAME')}: {each.get('VALUE')}")
    topic.children = [_freemind(each) for each in found.children("node")]
    return topic


def _written(found: Element) -> str:
    """Give the text of a piece of HTML that is well-formed, a line a block."""
    parts = []
    for each in found.inside:
        if isinstance(each, str):
            parts.append(
                " ".join(each.split()) if not each.strip() else f" {' '.join(each.split())} "
            )
        elif each.name not in {"head", "style"}:
            inner = _written(each)
            parts.append(f"\n{inner}\n" if each.name in _BLOCKS else inner)
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))


def opml(text: str, file: str) -> SourceDocument:
    """Read an outline.

    Raises:
        DamagedError: where it is torn.
    """
    root = xml.root(text.encode())
    head, body = root.child("head"), root.child("body")
    named = None if head is None else head.child("title")
    title = None if named is None else units.paragraph("title", [TextRun(named.text)])
    growing = _Growing()
    topics = [] if body is None else [_opml(each) for each in body.children("outline")]
    nodes = tuple(growing.node(each, str(number)) for number, each in enumerate(topics, 1))
    return SourceDocument(
        "opml", file, "", (NodeTree("", None, nodes),), title if title and title.letters else None,
        tuple(growing.leftovers),
    )  # fmt: skip


def _opml(found: Element) -> MapTopic:
    return MapTopic(
        found.get("text") or found.get("title"),
        [found.get("_note")] if found.get("_note") else [],
        [found.get(name) for name in _LINKS if found.get(name)],
        children=[_opml(each) for each in found.children("outline")],
    )


# --- XMind --------------------------------------------------------------------------------------


def xmind(archive: PackedFile, main: str, file: str) -> SourceDocument:
    """Read a map of XMind, of this form or of the one before.

    Args:
        archive: the file.
        main: `content.json` or `content.xml`.
        file: how messages name it.

    Raises:
        DamagedError: where it is torn.
    """
    content = archive.read(main, _LARGEST)
    sheets = _of_json(content) if main.endswith(".json") else _of_xml(content)
    growing = _Growing()
    trees = []
    for name, topic, relations in sheets:
        trees.append(NodeTree(name, name, (growing.node(topic, f"{name}!1"),)))
        for number, each in enumerate(relations, 1):
            made = units.leftover(f"{name}!relationship {number}", each, "label")
            growing.leftovers += [made] if made.letters else []
    return SourceDocument("xmind", file, "", tuple(trees), leftovers=tuple(growing.leftovers))


def _of_json(content: bytes) -> Iterator[tuple[str, MapTopic, list[str]]]:
    xml.see_json(content.decode("utf-8", "replace"))
    try:
        sheets = json.loads(content, object_pairs_hook=pairs.once)
    except pairs.RepeatedKeyError as error:
        raise repeated(error) from error
    except (ValueError, RecursionError) as error:
        raise DamagedError from error
    for each in sheets if isinstance(sheets, list) else ():
        if isinstance(each, dict) and isinstance(each.get("rootTopic"), dict):
            relations = [_said(one, "title") for one in _list(each.get("relationships"))]
            yield _said(each, "title"), _json_topic(each["rootTopic"]), relations


def _json_topic(found: dict[str, Any]) -> MapTopic:
    children = found.get("children")
    groups = children if isinstance(children, dict) else {}
    notes = found.get("notes")
    plain = notes.get("plain") if isinstance(notes, dict) else None
    note = _said(plain, "content") if isinstance(plain, dict) else ""
    link = _said(found, "href")
    labels = found.get("labels")
    return MapTopic(
        _said(found, "title"),
        [note] if note else [],
        [link] if link and not link.startswith("xmind:#") else [],
        [each for each in labels if isinstance(each, str)] if isinstance(labels, list) else [],
        [_json_topic(each) for each in _list(groups.get("attached"))],
        [
            _json_topic(each)
            for name in groups
            if name != "attached"
            for each in _list(groups[name])
        ],
    )


def _said(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _of_xml(content: bytes) -> Iterator[tuple[str, MapTopic, list[str]]]:
    for sheet in xml.root(content).children("sheet"):
        topic = sheet.child("topic")
        if topic is not None:
            relations = [_titled(each) for each in sheet.all("relationship")]
            yield _titled(sheet), _xml_topic(topic), relations


def _titled(found: Element) -> str:
    title = found.child("title")
    return "" if title is None else title.text


def _xml_topic(found: Element) -> MapTopic:
    topic = MapTopic(_titled(found))
    notes = found.child("notes")
    plain = None if notes is None else notes.child("plain")
    topic.notes = [plain.text] if plain is not None else []
    link = found.get("xlink:href")
    topic.links = [link] if link and not link.startswith("xmind:#") else []
    labels = found.child("labels")
    topic.labels = [] if labels is None else [each.text for each in labels.children("label")]
    children = found.child("children")
    for group in () if children is None else children.children("topics"):
        made = [_xml_topic(each) for each in group.children("topic")]
        if group.get("type") == "attached":
            topic.children += made
        else:
            topic.floating += made
    return topic
