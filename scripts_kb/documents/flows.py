"""Talks that other tools keep as JSON: nodes with options, or nodes and connections.

    {"start": "hello", "nodes": {"hello": {"text": …, "options": [{"text": …, "next": …}]}}}

Every text of the file has a unit: what is no part of the talk is left over as a field, ids and
positions are layout.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from scripts_kb.documents import units, web
from scripts_kb.documents.errors import DamagedError
from scripts_kb.documents.letters import letters
from scripts_kb.documents.model import (
    Edge,
    Flow,
    FlowStep,
    Layout,
    Leftover,
    SourceDocument,
    TextParagraph,
    TextRun,
)

_NODES: Final = ("nodes", "steps", "screens", "questions", "blocks")
_WORDS: Final = ("text", "script", "content", "say", "question", "message", "body")
_OPTIONS: Final = ("options", "answers", "buttons", "choices", "responses", "replies")
_OPTION_WORDS: Final = (
    "text",
    "label",
    "title",
    "condition",
    "button_text",
    "answer",
    "name",
    "value",
)
_TARGETS: Final = (
    "next", "target", "goto", "to", "nextNode", "next_node", "nextId", "next_id", "nextNodeId",
    "targetId", "target_id", "link_node", "node", "node_id",
)  # fmt: skip
_NEXT: Final = ("next", "nextNode", "next_node", "nextId", "next_id", "nextNodeId", "goto")
"""Names of targets that a node itself has; others name the node."""
_EDGES: Final = ("connections", "edges", "links", "transitions")
_SOURCES: Final = ("source", "from", "sourceId", "source_id")
_IDS: Final = ("id", "key", "uid", "_id", "node_id")
_STARTS: Final = ("start", "startNode", "start_node", "startId", "entry", "root")
_TITLES: Final = ("title", "name")
_GOALS: Final = ("target", "goal")
_SECTIONS: Final = ("starred", "sections", "groups")
_LAID: Final = frozenset(
    {*_IDS, *_STARTS, "type", "status", "is_goal", "isGoal", "sort", "order", "x", "y", "top",
     "left", "width", "height", "position", "version", "s", "node_type", "kind", "shape"}
)  # fmt: skip
_BEGINS: Final = frozenset({"начало", "старт", "start", "begin"})
_ENDS: Final = frozenset({"конец", "end", "finish", "стоп"})
_FIGURE: Final = re.compile(r"[-+.\deE%]+(?:px)?")
_MOST: Final = 2000
"""Steps of a script."""


def pointer(path: tuple[str, ...]) -> str:
    """Write a path as a JSON pointer."""
    return "".join("/" + each.replace("~", "~0").replace("/", "~1") for each in path)


@dataclass(frozen=True, slots=True)
class Holder:
    """Where a flow stands.

    Attributes:
        path: of its list or map of nodes.
        around: the objects around it, the nearest first, with their paths.
        nodes: the nodes with their keys.
    """

    path: tuple[str, ...]
    around: tuple[tuple[tuple[str, ...], dict[str, Any]], ...]
    nodes: tuple[tuple[str, dict[str, Any]], ...]


def find(found: Any) -> list[Holder] | None:
    """Give the flows that a value of JSON holds, however deep; None where there is none."""
    return list(_holders(found, (), ())) or None


def _holders(
    found: Any,
    path: tuple[str, ...],
    around: tuple[tuple[tuple[str, ...], dict[str, Any]], ...],
) -> Iterator[Holder]:
    if isinstance(found, list):
        for number, each in enumerate(found):
            yield from _holders(each, (*path, str(number)), around)
    if not isinstance(found, dict):
        return
    here = ((path, found), *around)
    held = next((key for key in _NODES if key in found and _holds(found, found[key])), None)
    if held is not None:
        yield Holder((*path, held), here, tuple(_keyed(found[held])))
        return
    for key, each in found.items():
        yield from _holders(each, (*path, key), here)


def _keyed(nodes: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    pairs = nodes.items() if isinstance(nodes, dict) else enumerate(nodes)
    for key, each in pairs:
        if isinstance(each, dict):
            yield str(key), each


def _holds(around: dict[str, Any], nodes: Any) -> bool:
    """Tell whether these are nodes: they say something, and lead somewhere."""
    if not isinstance(nodes, dict | list):
        return False
    found = [each for _, each in _keyed(nodes)]
    says = any(_first(each, _WORDS) for each in found)
    leads = any(
        isinstance(each.get(key), list | dict) for each in found for key in _OPTIONS
    ) or any(isinstance(around.get(key), list) for key in _EDGES)
    return says and (leads or any(_first(each, _NEXT) for each in found))


def _first(found: dict[str, Any], keys: tuple[str, ...]) -> str:
    """Give the first of some keys that has a text."""
    return next((key for key in keys if isinstance(found.get(key), str) and found[key]), "")


@dataclass(slots=True)
class _Reader:
    """What is read of a file: whichever text was taken has its pointer here."""

    used: set[tuple[str, ...]] = field(default_factory=set)

    def said(self, path: tuple[str, ...], text: str) -> TextParagraph | None:
        """Take a text as a paragraph."""
        self.used.add(path)
        made = units.paragraph(pointer(path), [TextRun(text)])
        return made if made.letters else None

    def flow(self, holder: Holder) -> Flow:
        if len(holder.nodes) > _MOST:
            raise DamagedError("document-steps")
        title = self._near(holder, _TITLES)
        path = title[0] if title else holder.path
        target = next(
            ((*where, key) for where, found in holder.around if where == path[:-1] and title
             for key in _GOALS if _first(found, (key,))), None,
        )  # fmt: skip
        steps = [self._step(holder, key, node) for key, node in holder.nodes]
        edges = [edge for key, node in holder.nodes for edge in self._options(holder, key, node)]
        edges += self._edges(holder)
        names = tuple(self._names(holder))
        goal = self.said(target, _value(holder, target)) if target else None
        return Flow(
            pointer(holder.path), None, self.said(*title) if title else None, goal,
            self._entry(holder, steps, edges), tuple(steps), tuple(edges), names,
        )  # fmt: skip

    def _near(self, holder: Holder, keys: tuple[str, ...]) -> tuple[tuple[str, ...], str] | None:
        for path, found in holder.around:
            if key := _first(found, keys):
                return (*path, key), found[key]
        return None

    def _step(self, holder: Holder, key: str, node: dict[str, Any]) -> FlowStep:
        path = (*holder.path, key)
        said = _first(node, _WORDS)
        at = (*path, said) if said else path
        words = web.paragraphs(node[said], pointer(at)) if said else ()
        self.used.add(at)
        titled = _first(node, _TITLES)
        title = self.said((*path, titled), node[titled]) if titled and titled != said else None
        kind = str(node.get("type", "")).lower()
        return FlowStep(
            pointer(at), _id(key, node), words, title,
            goal=kind in {"success", "goal"} or _true(node, "is_goal") or _true(node, "isGoal"),
            end=kind in {"end", "finish", "final"},
            mark=mark(words),
        )  # fmt: skip

    def _options(self, holder: Holder, key: str, node: dict[str, Any]) -> Iterator[Edge]:
        source = _id(key, node)
        direct = _first(node, _NEXT)
        for name in _OPTIONS:
            options = node.get(name)
            pairs = (
                options.items()
                if isinstance(options, dict)
                else enumerate(options or ())
                if isinstance(options, list)
                else ()
            )
            for number, option in pairs:
                made = self._option((*holder.path, key, name, str(number)), source, option)
                if made:
                    yield made
        if direct:
            yield self._edge((*holder.path, key), source, node, "", direct)

    def _option(self, path: tuple[str, ...], source: str, option: Any) -> Edge | None:
        if isinstance(option, str):
            self.used.add(path)
            return Edge(pointer(path), source, "", pointer(path), _words(option, path))
        if not isinstance(option, dict):
            return None
        said, leads = _first(option, _OPTION_WORDS), _first(option, _TARGETS)
        return self._edge(path, source, option, said, leads)

    def _edge(
        self, path: tuple[str, ...], source: str, found: dict[str, Any], said: str, leads: str
    ) -> Edge:
        at = (*path, said) if said else path
        to = (*path, leads) if leads else path
        self.used.update({at, to})
        target = str(found[leads]) if leads else ""
        words = _words(found[said], at) if said else None
        return Edge(pointer(at), source, target, pointer(to), words, letters(target))

    def _edges(self, holder: Holder) -> list[Edge]:
        where, around = holder.around[0]
        found: list[tuple[float, Edge]] = []
        for key in _EDGES:
            listed = around.get(key)
            for number, each in enumerate(listed if isinstance(listed, list) else ()):
                source = _first(each, _SOURCES) if isinstance(each, dict) else ""
                if not source:
                    continue
                path = (*where, key, str(number))
                self.used.add((*path, source))
                leads = _first(each, _TARGETS)
                made = self._edge(
                    path,
                    str(each[source]),
                    each,
                    _first(each, ("condition", "label", "text", "title")),
                    leads,
                )
                made_letters = made.target_letters + letters(str(each[source]))
                found.append((_sort(each), _with(made, made_letters)))
        return [edge for _, edge in sorted(found, key=lambda pair: pair[0])]

    def _names(self, holder: Holder) -> Iterator[TextParagraph]:
        where, around = holder.around[0]
        for key in _SECTIONS:
            listed = around.get(key)
            for number, each in enumerate(listed if isinstance(listed, list) else ()):
                named = _first(each, ("n", "name", "title")) if isinstance(each, dict) else ""
                if named and (made := self.said((*where, key, str(number), named), each[named])):
                    yield made

    def _entry(self, holder: Holder, steps: list[FlowStep], edges: list[Edge]) -> str | None:
        """Tell where a talk begins."""
        known = {step.id for step in steps}
        for _, found in holder.around:
            for key in _STARTS:
                if str(found.get(key)) in known:
                    return str(found[key])
        return entry(steps, edges)


def mark(words: Sequence[TextParagraph]) -> Literal["start", "end"] | None:
    """Tell whether a step is none, but marks where a talk begins or ends."""
    plain = " ".join(each.text for each in words).strip().lower()
    return "start" if plain in _BEGINS else "end" if plain in _ENDS else None


def entry(steps: list[FlowStep], edges: list[Edge]) -> str | None:
    """Tell where a talk begins by itself: its mark, the id `start`, what nothing leads to."""
    known = {step.id: step for step in steps if not step.mark}
    marks = {step.id for step in steps if step.mark == "start"}
    after = next(
        (edge.target for edge in edges if edge.source in marks and edge.target in known), None
    )
    if after or "start" in known:
        return after or "start"
    led = {edge.target for edge in edges}
    leading = {edge.source for edge in edges}
    sources = [each for each in known if each not in led and each in leading]
    return sources[0] if len(sources) == 1 else next(iter(known), None)


def _true(node: dict[str, Any], key: str) -> bool:
    return str(node.get(key)).lower() == "true"


def _with(edge: Edge, counted: int) -> Edge:
    return Edge(edge.at, edge.source, edge.target, edge.target_at, edge.words, counted)


def _sort(edge: dict[str, Any]) -> float:
    try:
        return float(edge.get("sort", 0))
    except (TypeError, ValueError):
        return 0


def _words(text: str, path: tuple[str, ...]) -> TextParagraph | None:
    made = units.paragraph(
        pointer(path),
        [TextRun("\n".join(each.text for each in web.paragraphs(text, "")))],
        letters=letters(text),
    )
    return made if made.letters else None


def _id(key: str, node: dict[str, Any]) -> str:
    named = next((name for name in _IDS if isinstance(node.get(name), str)), "")
    return str(node[named]) if named else key


def _value(holder: Holder, path: tuple[str, ...]) -> str:
    return next(str(found[path[-1]]) for where, found in holder.around if where == path[:-1])


def _texts(found: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each text and number of a value with its path."""
    if isinstance(found, str):
        yield path, found
    elif isinstance(found, dict | list):
        for key, each in found.items() if isinstance(found, dict) else enumerate(found):
            yield from _texts(each, (*path, str(key)))


def read(found: Any, file: str) -> SourceDocument:
    """Read the flows of a value of JSON, whose numbers are texts.

    Args:
        found: the value.
        file: how messages name it.

    Raises:
        DamagedError: where there are too many steps.
    """
    reader = _Reader()
    flows = tuple(reader.flow(each) for each in find(found) or ())
    left: list[Leftover] = []
    laid = 0
    for path, text in _texts(found, ()):
        if path in reader.used or not letters(text):
            continue
        if _laid(path) or _FIGURE.fullmatch(text):
            laid += letters(text)
        else:
            left.append(units.leftover(pointer(path), text, "field"))
    layout = (Layout(flows[0].at if flows else "", "", laid),) if laid else ()
    return SourceDocument("json", file, "", flows, leftovers=tuple(left), layout=layout)


def _laid(path: tuple[str, ...]) -> bool:
    """Tell whether a text is an id or a position, or in a list of such."""
    return any(each in _LAID for each in path[-2:] if not each.isdecimal()) and not (
        len(path) > 1 and path[-1] not in _LAID and not path[-1].isdecimal()
    )
